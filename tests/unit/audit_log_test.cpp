// SPDX-License-Identifier: Apache-2.0
//
// Logs as they are written: opened, gone on with, rolled, torn, locked.
#include "sanbao/audit/log.hpp"

#include <doctest/doctest.h>

#include <filesystem>

#include "audit/json_tree.hpp"
#include "audit_fixture.hpp"
#include "sanbao/audit/verify.hpp"

using namespace sanbao;
using audit_fixture::first_segment;
using audit_fixture::keep;
using folder_fixture::Folder;
namespace fs = std::filesystem;

namespace {

audit::LogError::Kind kind_of_opening(const std::string& folder) {
  try {
    (void)audit::Log::open(folder, {});
  } catch (const audit::LogError& error) {
    return error.kind();
  }
  return audit::LogError::Kind::system;
}

}  // namespace

TEST_CASE("a log goes on where it ended, in every durability") {
  const auto rules = audit_fixture::rulebook();
  for (const auto durability :
       {audit::Durability::record, audit::Durability::group, audit::Durability::none}) {
    const Folder scratch;
    const std::string folder = scratch.path() + "/log";
    CHECK(keep(folder, 1, 10, rules, {.durability = durability}).records == 11);
    const auto head = keep(folder, 11, 5, rules, {.durability = durability});
    CHECK(head.records == 17);
    const auto found = audit::verify(folder, {});
    CHECK(found.sound());
    CHECK(found.head == head);
    CHECK(found.decided == 15);
    CHECK(found.rulebooks == 2);
    CHECK(audit::head_of(folder) == head);
  }
}

TEST_CASE("the texts of policies and calendars stand beside the log by their digests") {
  const Folder scratch;
  const std::string folder = scratch.path() + "/log";
  const auto rules = audit_fixture::rulebook();
  keep(folder, 1, 1, rules);
  const auto texts = rules.texts();
  CHECK(audit_fixture::text_of(folder + "/texts/" + std::string(texts[0].digest.substr(7)) +
                               ".yaml") == texts[0].text);
  CHECK(audit_fixture::text_of(folder + "/texts/" +
                               std::string(texts[0].calendar_digest.substr(7)) + ".csv") ==
        texts[0].calendar_text);
  const auto line = audit_fixture::lines_of(audit_fixture::text_of(folder + first_segment)).at(0);
  const auto record = audit::read_record(line);
  REQUIRE(record);
  REQUIRE(record->kind == audit::RecordKind::rulebook);
  const auto manifest = audit::read_manifest(record->content);
  REQUIRE(manifest);
  CHECK(audit::to_body(*manifest) == record->body);
  CHECK(manifest->policies.at(0).id == "shop");
  CHECK(manifest->options.detail == Detail::codes);
}

TEST_CASE("segments roll, and each begins with its rulebook") {
  const Folder scratch;
  const std::string folder = scratch.path() + "/log";
  keep(folder, 1, 40, audit_fixture::rulebook(), {.segment_size = 8000});
  const auto found = audit::verify(folder, {.threads = 3});
  CHECK(found.sound());
  CHECK(found.segments > 4);
  CHECK(found.rulebooks == found.segments);
  CHECK(found.decided == 40);
}

TEST_CASE("a torn end is cut at every byte, and what was whole stays") {
  const Folder scratch;
  const std::string folder = scratch.path() + "/log";
  const auto rules = audit_fixture::rulebook();
  keep(folder, 1, 3, rules);
  const std::string text = audit_fixture::text_of(folder + first_segment);
  const std::size_t last = text.rfind('\n', text.size() - 2) + 1;
  for (std::size_t size = last; size < text.size(); size += 13) {
    audit_fixture::write(folder + first_segment, text.substr(0, size));
    auto log = audit::Log::open(folder, {});
    CHECK(log.cut_bytes() == size - last);
    CHECK(log.head().records == 3);
    CHECK(audit_fixture::text_of(folder + first_segment) == text.substr(0, last));
  }
  // What was cut is told in the next rulebook record, once.
  audit_fixture::write(folder + first_segment, text.substr(0, text.size() - 1));
  keep(folder, 4, 1, rules);
  CHECK(audit_fixture::text_of(folder + first_segment).find(",\"cut_bytes\":") !=
        std::string::npos);
  CHECK(audit::verify(folder, {}).sound());
  // Nothing but a torn first record, or nothing at all: a log that has just begun.
  for (const std::string& begun : {std::string(), std::string("{\"seq\":1,")}) {
    audit_fixture::write(folder + first_segment, begun);
    CHECK(keep(folder, 1, 2, rules).records == 3);
  }
}

TEST_CASE("damage before the end is refused with its place") {
  const Folder scratch;
  const std::string folder = scratch.path() + "/log";
  keep(folder, 1, 5, audit_fixture::rulebook());
  std::string text = audit_fixture::text_of(folder + first_segment);
  const std::size_t third = text.find("C-2\"");
  text[third] = 'D';
  audit_fixture::write(folder + first_segment, text);
  try {
    (void)audit::Log::open(folder, {});
    FAIL("opened");
  } catch (const audit::LogError& error) {
    CHECK(error.kind() == audit::LogError::Kind::damaged);
    CHECK(std::string(error.what()).find("line 3: record 3 was changed") != std::string::npos);
  }
  CHECK(audit_fixture::text_of(folder + first_segment) == text);
}

TEST_CASE("one writer at a time, and only a folder of a log") {
  const Folder scratch;
  const std::string folder = scratch.path() + "/log";
  {
    const auto log = audit::Log::open(folder, {});
    CHECK(kind_of_opening(folder) == audit::LogError::Kind::busy);
  }
  keep(folder, 1, 1, audit_fixture::rulebook());
  audit_fixture::write(scratch.path() + "/letter.txt", "no log");
  CHECK(kind_of_opening(scratch.path()) == audit::LogError::Kind::damaged);
  CHECK_FALSE(fs::exists(scratch.path() + "/lock"));
  CHECK(kind_of_opening(scratch.path() + "/no/such") == audit::LogError::Kind::system);
}

TEST_CASE("a refused line is kept as it was, also where it is no text") {
  const Folder scratch;
  const std::string folder = scratch.path() + "/log";
  const auto rules = audit_fixture::rulebook();
  {
    auto log = audit::Log::open(folder, {});
    log.use(rules, audit_fixture::codes);
    auto batch = log.batch();
    audit_fixture::Desk desk(rules);
    desk.decide("{\"claim\":\t{\"id\":5,\"error\":{\"code\":1}}}", 4, batch);
    desk.decide("\xFF", 5, batch);
    // Over several lines, with blanks around: kept on one.
    desk.decide(" {\"claim\":\n{\"id\":\"a\"}}\r\n", 6, batch);
    log.append(batch);
    log.commit();
  }
  CHECK(audit::verify(folder, {}).refused == 2);
  const auto lines = audit_fixture::lines_of(audit_fixture::text_of(folder + first_segment));
  const auto first = audit::refused_parts(audit::read_record(lines.at(1))->content);
  REQUIRE(first);
  CHECK(first->line == "{\"claim\":\t{\"id\":5,\"error\":{\"code\":1}}}");
  CHECK(first->record == 4);
  CHECK(first->error.starts_with("{\"record\":4,"));
  CHECK(first->error.ends_with("}}"));
  CHECK(audit::refused_parts(audit::read_record(lines.at(2))->content)->line == "\xFF");
  CHECK(audit::decided_parts(*audit::read_record(lines.at(3)))->claim ==
        "{\"claim\": {\"id\":\"a\"}}");
}
