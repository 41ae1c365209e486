// SPDX-License-Identifier: Apache-2.0
//
// runs: a log at a glance: what it was decided by, one run after the other, and what came out.
// In: the folder of a log. Out: each run with its counts, in the order of the log, and the counts of all.
// Never writes; never holds more than one run; never asks whether the log is sound (verify.hpp).
// Tested by tests/cli/log_runs_test.py.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "sanbao/audit/manifest.hpp"
#include "sanbao/decision.hpp"
#include "sanbao/export.hpp"

namespace sanbao::audit {

/// What records say of claims.
struct RunCounts {
  std::uint64_t decided = 0, refused = 0;
  std::array<std::uint64_t, 6> outcomes{};       ///< of those decided, by Outcome
  std::optional<CivilDate> first_day, last_day;  ///< of judgement; nothing: no decision names one

  [[nodiscard]] std::uint64_t operator[](Outcome outcome) const {
    return outcomes[static_cast<std::size_t>(outcome)];
  }
};

/// Records that were decided by the same, one behind the other. A segment that begins with what the records before it
/// were decided by goes on with their run.
struct LogRun {
  std::uint64_t first = 0,
                last = 0;  ///< its records; where a `rulebook` record stands, that is the first
  std::string file;        ///< the segment of the first, and its line there
  std::uint64_t line = 0;
  std::string rulebook;  ///< JSON, as the `rulebook` record holds it; empty: there is none
  std::optional<Manifest>
      manifest;  ///< what that says; nothing: there is none, or its form is not known
  RunCounts counts;
};

/// A line that says nothing of a run.
struct UnreadLine {
  std::string file;
  std::uint64_t line = 0;
  std::string why;  ///< lower-case sentence, no full stop
};

struct RunsOptions {
  unsigned threads = 1;
  /// Called with records and bytes that were read, by one thread at a time.
  std::function<void(std::uint64_t records, std::uint64_t bytes)> progress = {};
  /// Called with each run, in the order of the log, by one thread at a time. Nothing is kept of them.
  std::function<void(const LogRun& run)> found = {};
};

struct LogRuns {
  std::uint64_t runs = 0;
  std::uint64_t records = 0;  ///< of all kinds
  RunCounts counts;
  std::uint64_t unread =
      0;  ///< lines that are no record, or decisions of which nothing can be told
  std::optional<UnreadLine> first_unread;
};

/// LogError where the folder cannot be read.
[[nodiscard]] SANBAO_EXPORT LogRuns runs_of(const std::string& folder, const RunsOptions& options);

/// One object in one line, without a line break: `first`, `last`, `file`, `line`, the counts (`decided`, `refused`,
/// `outcomes` by their words, `first_day`, `last_day` or null), and `rulebook`, as it stands in its record (or null).
[[nodiscard]] SANBAO_EXPORT std::string to_json(const LogRun& run);
/// The same of all: `runs`, `records`, the counts, `unread`.
[[nodiscard]] SANBAO_EXPORT std::string to_json(const LogRuns& runs);

}  // namespace sanbao::audit
