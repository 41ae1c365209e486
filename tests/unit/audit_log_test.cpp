// SPDX-License-Identifier: Apache-2.0
//
// Logs as they are written: opened, gone on with, rolled, torn, locked.
#include "sanbao/audit/log.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <stdexcept>

#include "audit/json_tree.hpp"
#include "audit/segments.hpp"
#include "audit_fixture.hpp"
#include "sanbao/audit/replay.hpp"
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
  // What is no digest may lead out of the folder.
  for (const auto& digest : {texts[0].digest, texts[0].calendar_digest}) {
    for (const std::string& wrong :
         {std::string("sha256:../../secret"), std::string(digest.substr(7)),
          std::string(digest) + "0", std::string()}) {
      std::string content(record->content);
      content.replace(content.find(digest), digest.size(), wrong);
      CHECK_FALSE(audit::read_manifest(content));
    }
  }
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

TEST_CASE("a group that is committed behind is released once it is there, in its order") {
  const Folder scratch;
  const std::string folder = scratch.path() + "/log";
  const auto rules = audit_fixture::rulebook();
  std::vector<unsigned> released;
  std::atomic<bool> too_soon = false;
  {
    auto log = audit::Log::open(folder, {});
    log.use(rules, audit_fixture::codes);
    auto batch = log.batch();
    audit_fixture::Desk desk(rules);
    for (unsigned i = 1; i <= 20; ++i) {
      desk.decide(audit_fixture::claim(i), i, batch);
      log.append(batch);
      CHECK(log.pending() > 0);
      log.commit_behind([&, i] {
        const auto text = audit_fixture::text_of(folder + first_segment);
        if (audit_fixture::lines_of(text).size() != 1 + i || !text.ends_with('\n')) too_soon = true;
        released.push_back(i);
      });
      CHECK(log.pending() == 0);
      if (i == 10) {
        log.commit();
        CHECK(released.size() == 10);
      }
    }
    log.wait();
    CHECK(released.size() == 20);
  }
  CHECK_FALSE(too_soon);
  CHECK(std::is_sorted(released.begin(), released.end()));
  CHECK(audit::verify(folder, {}).decided == 20);
}

TEST_CASE("of a log that is deleted while it is written nothing more is released") {
  const auto rules = audit_fixture::rulebook();
  for (const bool behind : {false, true}) {
    const Folder scratch;
    const std::string folder = scratch.path() + "/log";
    auto log = audit::Log::open(folder, {});
    log.use(rules, audit_fixture::codes);
    auto batch = log.batch();
    audit_fixture::Desk desk(rules);
    desk.decide(audit_fixture::claim(1), 1, batch);
    log.append(batch);
    fs::remove_all(folder);
    std::atomic<bool> released = false;
    if (behind) {
      log.commit_behind([&] { released = true; });
      log.wait();
    }
    CHECK_THROWS_AS(log.commit(), audit::LogError);
    CHECK_FALSE(released);
  }
}

TEST_CASE("what fails where a group is released, a later call throws") {
  const Folder scratch;
  const auto rules = audit_fixture::rulebook();
  auto log = audit::Log::open(scratch.path() + "/log", {});
  log.use(rules, audit_fixture::codes);
  auto batch = log.batch();
  audit_fixture::Desk desk(rules);
  desk.decide(audit_fixture::claim(1), 1, batch);
  log.append(batch);
  log.commit_behind([] { throw std::out_of_range("nobody reads it"); });
  log.wait();
  CHECK_THROWS_AS(log.commit(), std::out_of_range);
}

TEST_CASE("records stand alike, whether their batch was laid out for its place or not") {
  const auto rules = audit_fixture::rulebook();
  // Numbers get another digit on the way, segments end on the way, and batches come in other turns than they were begun.
  std::vector<std::string> texts;
  for (const unsigned batches : {1U, 2U, 5U}) {
    for (const unsigned in_one : {1U, 4U, 60U}) {
      const Folder scratch;
      const std::string folder = scratch.path() + "/log";
      auto log = audit::Log::open(folder, {.segment_size = 20000});
      log.use(rules, audit_fixture::codes);
      std::vector<audit::Batch> all;
      for (unsigned i = 0; i < batches; ++i)
        all.push_back(log.batch());
      audit_fixture::Desk desk(rules);
      unsigned number = 1;
      for (unsigned turn = 0; number <= 240; turn = (turn + 1) % batches) {
        for (unsigned i = 0; i < in_one; ++i, ++number)
          desk.decide(number % 50 == 0 ? "no claim" : audit_fixture::claim(number), number,
                      all[turn]);
        log.append(all[turn]);
        CHECK(all[turn].empty());
      }
      log.commit();
      CHECK(audit::verify(folder, {}).sound());
      std::string text;
      for (const auto& segment : audit::segments_of(folder))
        text += segment.name + audit_fixture::text_of(segment.path);
      texts.push_back(text);
    }
  }
  for (const std::string& text : texts)
    CHECK((text == texts[0]));
}

TEST_CASE(
    "what is no line of a record, or a claim of another rulebook, is refused in words, and nothing "
    "is added") {
  const Folder scratch;
  const std::string folder = scratch.path() + "/log";
  const auto rules = audit_fixture::rulebook();
  const auto others = audit_fixture::rulebook("9");
  auto log = audit::Log::open(folder, {});
  log.use(rules, audit_fixture::codes);
  auto batch = log.batch();
  const auto said = [&](const auto& call) -> std::string {
    try {
      call();
    } catch (const audit::LogError& error) {
      CHECK(error.kind() == audit::LogError::Kind::refused);
      return error.what();
    }
    return {};
  };
  const std::string claim = audit_fixture::claim(1);
  CHECK(said([&] { batch.decided(claim, "{\"claim\":1}\n"); }) ==
        "the decision cannot be kept: it has a line break, and a record is one line");
  CHECK(said([&] { batch.decided(claim, std::string("{\"claim\":\0}", 11)); }) ==
        "the decision cannot be kept: it holds a zero byte");
  CHECK(said([&] { batch.decided(claim + '\0', "{}"); }) ==
        "the claim cannot be kept: it holds a zero byte");
  CHECK(said([&] { batch.refused("x", 1, 0, "{\n}"); }) ==
        "the error cannot be kept: it has a line break, and a record is one line");
  for (const char* const none : {"", " ", "x", "{", "}", "[]", "{}x"}) {
    CHECK(said([&] { batch.decided(claim, none); }) ==
          "the decision cannot be kept: it is no JSON object");
    CHECK(said([&] { batch.decided(none, "{}"); }) ==
          "the claim cannot be kept: it is no JSON object");
    CHECK(said([&] { batch.refused("x", 1, 0, none); }) ==
          "the error cannot be kept: it is no JSON object");
  }
  CHECK(said([&] { batch.refused("x", 1, 0, "{}{}"); }) ==
        "the error cannot be kept: it is no JSON object");
  std::string nothing;
  append_json(Decision(), nothing);
  CHECK(said([&] { batch.decided(Claim(rules), nothing); }) ==
        "the decision cannot be kept: it is no JSON object");
  Claim other(others);
  CHECK(said([&] { batch.decided(other, "{}"); }) ==
        "the claim cannot be kept: it belongs to another rulebook than the log uses");
  Claim gone(rules);
  const Claim taken = std::move(gone);
  // NOLINTNEXTLINE(bugprone-use-after-move)
  CHECK(said([&] { batch.decided(gone, "{}"); }) == "the claim cannot be kept: it was moved from");
  CHECK(batch.empty());
  batch.decided(taken, "{\"claim\":null}");
  log.append(batch);
  log.commit();
  CHECK(audit::verify(folder, {}).decided == 1);
}

TEST_CASE("a day of judgement that no record can say is refused, and the log goes on") {
  const Folder scratch;
  const std::string folder = scratch.path() + "/log";
  const auto rules = audit_fixture::rulebook();
  auto log = audit::Log::open(folder, {});
  for (const CivilDate day : {CivilDate::from_days(-1), CivilDate::first(), CivilDate::last(),
                              *CivilDate::from_ymd(2200, 1, 1)})
    CHECK_THROWS_AS(log.use(rules, {.as_of = day}), audit::LogError);
  for (const CivilDate day : {CivilDate::first_fact(), CivilDate::last_fact()})
    CHECK_NOTHROW(log.use(rules, {.as_of = day}));
  const auto found = audit::verify(folder, {});
  CHECK(found.sound());
  CHECK(found.rulebooks == 2);
}

TEST_CASE("what was appended and not committed is dropped with the log") {
  const Folder scratch;
  const std::string folder = scratch.path() + "/log";
  const auto rules = audit_fixture::rulebook();
  for (const unsigned committed : {0U, 1U}) {
    auto log = audit::Log::open(folder, {});
    log.use(rules, audit_fixture::codes);
    auto batch = log.batch();
    audit_fixture::Desk desk(rules);
    desk.decide(audit_fixture::claim(1), 1, batch);
    log.append(batch);
    if (committed > 0) log.commit_behind([] {});
    desk.decide(audit_fixture::claim(2), 2, batch);
    log.append(batch);
  }
  const auto found = audit::verify(folder, {});
  CHECK(found.sound());
  CHECK(found.rulebooks == 2);
  CHECK(found.decided == 1);
}

TEST_CASE("claims filled in by hand are kept, found sound and decided again") {
  const Folder scratch;
  const auto rules = audit_fixture::rulebook();
  const auto id = *rules.fact<std::string_view>("claim.id");
  const auto filed_on = *rules.fact<CivilDate>("claim.filed_on");
  const auto sold_on = *rules.fact<CivilDate>("purchase.sold_on");
  const auto price = *rules.fact<Money>("purchase.price");
  const Currency yuan = *Currency::parse("CNY");
  const CivilDate sold = *CivilDate::parse("2024-05-01");
  for (const bool masked : {false, true}) {
    const std::string folder = scratch.path() + (masked ? "/masked" : "/plain");
    audit::LogOptions options;
    if (masked) options.mask = {"claim.id"};
    {
      auto log = audit::Log::open(folder, options);
      log.use(rules, audit_fixture::codes);
      auto batch = log.batch();
      Claim claim(rules);
      Decision decision;
      std::string json;
      for (std::int32_t day = 0; day < 30; ++day) {
        claim.clear();
        REQUIRE(claim.set(id, "C \"" + std::to_string(day) + "\""));
        REQUIRE(claim.set(filed_on, CivilDate::from_days(sold.days_since_epoch() + day)));
        REQUIRE(claim.set(price, Money::minor(129'905 + day, yuan)));
        if (day % 5 != 0) REQUIRE(claim.set(sold_on, sold));
        REQUIRE(evaluate(rules, claim, audit_fixture::codes, decision));
        json.clear();
        append_json(decision, json);
        batch.decided(claim, json);
      }
      const std::string longest(std::size_t{64} << 10U, '\x01');
      for (const char* path : {"purchase.id", "product.serial", "product.model"})
        REQUIRE(claim.set(*rules.fact<std::string_view>(path), longest));
      CHECK_THROWS_AS(batch.decided(claim, json), audit::LogError);
      log.append(batch);
      log.commit();
    }
    const auto found = audit::verify(folder, {});
    CHECK(found.sound());
    CHECK(found.decided == 30);
    const auto replayed = audit::replay(folder, {});
    CHECK(replayed.equal == 30);
    CHECK(replayed.all_agree());
    const auto line = audit_fixture::lines_of(audit_fixture::text_of(folder + first_segment)).at(2);
    const auto parts = audit::decided_parts(*audit::read_record(line));
    REQUIRE(parts);
    CHECK(
        (parts->claim ==
         R"({"claim":{"filed_on":"2024-05-02","id":"C \"1\""},"purchase":{"price":"1299.06","sold_on":"2024-05-01"}})") ==
        !masked);
  }
}
