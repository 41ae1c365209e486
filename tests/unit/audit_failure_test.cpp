// SPDX-License-Identifier: Apache-2.0
//
// Logs that could not be brought to disk: they take no more records. What a program sees of it: tests/audit.
#include <doctest/doctest.h>
#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "audit_fixture.hpp"
#include "sanbao/audit/log.hpp"
#include "sanbao/audit/verify.hpp"

using namespace sanbao;
using audit_fixture::first_segment;
using folder_fixture::Folder;
namespace fs = std::filesystem;

namespace {

enum class Way { no_sync, no_name };

/// What is written to the segment arrives, and cannot be synced: its file is a device without a disk from now on. Or its
/// name is gone, which is seen where it was synced.
void spoil(const std::string& segment, Way way) {
  if (way == Way::no_name) {
    REQUIRE(fs::remove(segment));
    return;
  }
  std::optional<int> found;
  for (const auto& entry : fs::directory_iterator("/proc/self/fd")) {
    std::error_code gone;
    if (fs::read_symlink(entry.path(), gone) == fs::canonical(segment))
      found = std::stoi(entry.path().filename().string());
  }
  REQUIRE(found);
  const int device = ::open("/dev/null", O_RDWR | O_CLOEXEC);
  REQUIRE(device >= 0);
  REQUIRE(::dup2(device, *found) == *found);
  ::close(device);
}

/// What is said where a call fails by the system's fault; empty where it does not.
template <typename Call>
std::string failure_of(const Call& call) {
  try {
    call();
  } catch (const audit::LogError& error) {
    CHECK(error.kind() == audit::LogError::Kind::system);
    return error.what();
  }
  return {};
}

}  // namespace

TEST_CASE("after a sync that failed a log takes no more records, and nothing is released") {
  const auto rules = audit_fixture::rulebook();
  constexpr std::string_view no_more = "the log takes no more records: ";
  for (const Way way : {Way::no_sync, Way::no_name}) {
    for (const auto durability : {audit::Durability::record, audit::Durability::group}) {
      for (const bool behind : {false, true}) {
        CAPTURE(way);
        CAPTURE(durability);
        CAPTURE(behind);
        const Folder scratch;
        const std::string folder = scratch.path() + "/log";
        std::atomic<bool> released = false;
        const auto release = [&] { released = true; };
        {
          auto log = audit::Log::open(folder, {.durability = durability});
          log.use(rules, audit_fixture::codes);
          auto batch = log.batch();
          audit_fixture::Desk desk(rules);
          desk.decide(audit_fixture::claim(1), 1, batch);
          if (durability == audit::Durability::group) log.append(batch);
          spoil(folder + first_segment, way);
          const std::string first = failure_of([&] {
            if (durability == audit::Durability::record) log.append(batch);
            if (behind) {
              log.commit_behind(release);
              log.wait();
            }
            log.commit();
          });
          CHECK(first.find(way == Way::no_sync ? "cannot bring to disk" : "was deleted") !=
                std::string::npos);
          const std::string again = std::string(no_more) + first;
          for (int turn = 0; turn < 2; ++turn) {
            auto next = log.batch();
            desk.decide(audit_fixture::claim(2), 2, next);
            CHECK(failure_of([&] { log.append(next); }) == again);
            CHECK(failure_of([&] { log.commit(); }) == again);
            CHECK(failure_of([&] { log.commit_behind(release); }) == again);
            CHECK(failure_of([&] { log.use(rules, audit_fixture::codes); }) == again);
          }
          log.wait();
        }
        CHECK_FALSE(released);
        if (way == Way::no_name) continue;
        // The file itself got nothing of it: what was brought to disk before is whole.
        const auto kept = audit::verify(folder, {});
        CHECK(kept.sound());
        CHECK(kept.decided == 0);
        CHECK(kept.rulebooks == 1);
      }
    }
  }
}
