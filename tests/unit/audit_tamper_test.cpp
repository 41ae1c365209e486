// SPDX-License-Identifier: Apache-2.0
//
// A log of 1,000 records with each byte changed, each record taken out, moved, repeated, put in: all of
// it must be found. One record and its neighbours are looked at a time: what stands further off is the
// same as before. SANBAO_EVERY=1 in the environment tries every byte; else every seventh.
#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>

#include "audit/chain_check.hpp"
#include "audit/segments.hpp"
#include "audit_fixture.hpp"
#include "sanbao/audit/verify.hpp"

using namespace sanbao;
using audit::ChainCheck;
using audit_fixture::first_segment;
using audit_fixture::keep;
using folder_fixture::Folder;

namespace {

struct Kept {
  std::vector<std::string> lines;
  std::vector<audit::Head> heads;  // before each line, and after the last
};

Kept thousand() {
  const Folder scratch;
  const std::string folder = scratch.path() + "/log";
  keep(folder, 1, 999, audit_fixture::rulebook(), {.durability = audit::Durability::none});
  Kept kept;
  kept.lines = audit_fixture::lines_of(audit_fixture::text_of(folder + first_segment));
  REQUIRE(kept.lines.size() == 1000);
  kept.heads.emplace_back();
  for (const std::string& line : kept.lines) {
    const auto record = audit::read_record(line);
    kept.heads.push_back({record->number, record->digest});
  }
  return kept;
}

/// Whether lines in place of those from `first` on, before an untouched `next`, are found faulty.
bool found(const Kept& kept, std::size_t first, const std::string& text, std::size_t next) {
  ChainCheck check(kept.heads[first]);
  bool wrong = false;
  for (const std::string& line : audit_fixture::lines_of(text))
    wrong = check.line(line, true).has_value() || wrong;
  if (next < kept.lines.size()) return check.line(kept.lines[next], true).has_value() || wrong;
  // Behind the last record only a kept head can tell.
  return wrong || check.head() != kept.heads.back();
}

}  // namespace

TEST_CASE("each byte changed is found") {
  const Kept kept = thousand();
  const bool every = std::getenv("SANBAO_EVERY") != nullptr;  // NOLINT(concurrency-mt-unsafe)
  const std::size_t step = every ? 1 : 7;
  std::size_t changed = 0;
  std::size_t missed = 0;
  std::size_t at = 0;
  for (std::size_t i = 0; i < kept.lines.size(); ++i) {
    const std::string whole = kept.lines[i] + "\n";
    std::string text = whole;
    for (std::size_t byte = 0; byte < whole.size(); ++byte) {
      if (at++ % step != 0) continue;
      // A low bit, a letter's case, any other value, and the end of a line.
      for (const char other :
           {static_cast<char>(whole[byte] ^ 1), static_cast<char>(whole[byte] ^ 32),
            static_cast<char>(whole[byte] + 77), '\n'}) {
        if (other == whole[byte]) continue;
        text[byte] = other;
        ++changed;
        // The end of a line that is gone: the next one hangs on.
        std::size_t next = i + 1;
        std::string seen = text;
        if (byte + 1 == whole.size() && next < kept.lines.size()) seen += kept.lines[next++] + "\n";
        if (!found(kept, i, seen, next)) ++missed;
      }
      text[byte] = whole[byte];
    }
  }
  MESSAGE(changed << " changes tried");
  CHECK(changed > 100'000);
  CHECK(missed == 0);
}

TEST_CASE("each record taken out, swapped, repeated or put in is found") {
  const Kept kept = thousand();
  const auto line = [&](std::size_t i) { return kept.lines[i] + "\n"; };
  const std::size_t count = kept.lines.size();
  std::size_t missed = 0;
  for (std::size_t i = 0; i < count; ++i) {
    missed += !found(kept, i, "", i + 1);                                   // taken out
    missed += !found(kept, i, line(i) + line(i), i + 1);                    // repeated
    missed += !found(kept, i, line(i) + line((i * 7 + 3) % count), i + 1);  // put in from elsewhere
    if (i + 1 < count) missed += !found(kept, i, line(i + 1) + line(i), i + 2);  // swapped
  }
  CHECK(missed == 0);
}

TEST_CASE("verify tells places in words, and one change once") {
  const Folder scratch;
  const std::string folder = scratch.path() + "/log";
  const auto head = keep(folder, 1, 30, audit_fixture::rulebook(), {.segment_size = 9000});
  const auto segments = audit::segments_of(folder);
  REQUIRE(segments.size() > 2);
  const auto original = audit_fixture::text_of(segments[1].path);
  const auto lines = audit_fixture::lines_of(original);
  const auto told = [&](const std::string& text) {
    audit_fixture::write(segments[1].path, text);
    std::string out;
    for (const auto& fault : audit::verify(folder, {.threads = 2}).faults)
      out += fault.file + ":" + std::to_string(fault.line) + ": " + fault.what + "\n";
    audit_fixture::write(segments[1].path, original);
    return out;
  };
  const std::string name = segments[1].name;
  const std::string third = std::to_string(segments[1].first + 2);
  std::string changed = original;
  changed[original.find("\"decision\"", original.find(lines[2])) + 20] ^= 1;
  CHECK(told(changed) ==
        name + ":3: record " + third + " was changed: its digest is not that of its content\n");
  std::string without = original;
  without.erase(original.find(lines[2]), lines[2].size() + 1);
  CHECK(told(without) == name + ":3: record " + third + " is missing before record " +
                             std::to_string(segments[1].first + 3) + "\n");
  std::string twice = original;
  twice.insert(original.find(lines[2]), lines[2] + "\n");
  CHECK(told(twice) == name + ":4: record " + third + " stands here a second time\n");
  CHECK(told(original.substr(0, original.size() - 10)).find("the record is torn") !=
        std::string::npos);
  CHECK(told(original).empty());

  // A whole segment gone, from the middle and from the end.
  std::filesystem::rename(segments[1].path, scratch.path() + "/aside");
  CHECK(audit::verify(folder, {}).faults.at(0).what.find("are missing before it") !=
        std::string::npos);
  std::filesystem::rename(scratch.path() + "/aside", segments[1].path);
  std::filesystem::rename(segments.back().path, scratch.path() + "/aside");
  CHECK(audit::verify(folder, {}).sound());
  const audit::VerifyOptions with_head{.threads = 1, .kept = audit::SignedHead{head, {}, {}}};
  CHECK(audit::verify(folder, with_head).faults.at(0).what.find("the log was cut") !=
        std::string::npos);
  std::filesystem::rename(scratch.path() + "/aside", segments.back().path);
  CHECK(audit::verify(folder, with_head).sound());
}

TEST_CASE("a chain made anew is found by the kept head alone") {
  const Folder scratch;
  const auto rules = audit_fixture::rulebook();
  const auto head = keep(scratch.path() + "/log", 1, 10, rules);
  keep(scratch.path() + "/other", 2, 20, rules);
  CHECK(audit::verify(scratch.path() + "/other", {}).sound());
  const audit::VerifyOptions with_head{.threads = 1, .kept = audit::SignedHead{head, {}, {}}};
  CHECK(audit::verify(scratch.path() + "/log", with_head).sound());
  CHECK_FALSE(audit::verify(scratch.path() + "/other", with_head).sound());
  audit::VerifyOptions by_key = with_head;
  by_key.key.emplace();
  CHECK_FALSE(audit::verify(scratch.path() + "/log", by_key).sound());
}

TEST_CASE("a text beside the log that is missing or changed is found") {
  const Folder scratch;
  const std::string folder = scratch.path() + "/log";
  keep(folder, 1, 1, audit_fixture::rulebook());
  for (const auto& entry : std::filesystem::directory_iterator(folder + "/texts")) {
    const std::string path = entry.path().string();
    const std::string text = audit_fixture::text_of(path);
    audit_fixture::write(path, text + " ");
    CHECK(audit::verify(folder, {}).faults.at(0).what.find("was changed") != std::string::npos);
    std::filesystem::remove(path);
    CHECK(audit::verify(folder, {}).faults.at(0).what == "the text is missing");
    audit_fixture::write(path, text);
  }
  CHECK(audit::verify(folder, {}).sound());
}
