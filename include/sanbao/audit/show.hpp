// SPDX-License-Identifier: Apache-2.0
//
// show: single records of a log as they stand there, with what they were decided by.
// In: the folder of a log, numbers of records. Out: each line that stands for one of them, with its parts and what is
// wrong with it. Reads only the segments in which these records have their places, each from its beginning; what stands
// in others is not looked at (verify.hpp). Never writes; never holds more than two lines and a block.
// Tested by tests/cli/log_show_test.py.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sanbao/audit/manifest.hpp"
#include "sanbao/audit/record.hpp"
#include "sanbao/export.hpp"

namespace sanbao::audit {

/// The `rulebook` record that a record stands behind, in its segment.
struct ShownRun {
  std::uint64_t record = 0;          ///< its number
  std::optional<Manifest> manifest;  ///< what it says; nothing: its form is not known
};

/// Views are good until the next one is shown.
struct ShownRecord {
  std::string_view file;         ///< name of its segment
  std::uint64_t line = 0;        ///< in the segment, from 1
  std::uint64_t place = 0;       ///< number of the record that has its place here
  std::string_view text;         ///< the line without its line feed, byte for byte
  std::optional<Record> record;  ///< nothing: it is no record, or has no end
  /// Lower-case sentences, no full stop. As `verify` tells them: the digest is not that of the content, the number or
  /// `previous` does not follow. Besides: parts that are missing, and faults of the record of the run.
  std::vector<std::string> faults;
  std::optional<ShownRun>
      run;  ///< of a `rulebook` record itself; nothing: none stands before it in the segment

  std::optional<DecidedParts> decided;  ///< of a `decided` record
  std::string claim;                    ///< id of the claim; empty: it has none
  std::string outcome;  ///< its word; of a `refused` record `refused`; empty: it tells none
  std::string as_of;    ///< day of judgement, `2026-10-08`; empty: the decision names none
  std::optional<RefusedParts> refused;  ///< of a `refused` record
};

struct Shown {
  std::uint64_t records = 0;  ///< how many lines were shown
  bool sound = true;          ///< none of them has a fault
  /// The first of those asked for that are not there, and the last of these; 0: all are there.
  std::uint64_t first_missing = 0, last_missing = 0;
  std::string
      why;  ///< lower-case sentence, no full stop: which records there are, or where it would have to stand
};

/// Shows the records from `first` to `last`, in the order of the log. A line that is no record, or has the number of
/// another, is shown for the record that has its place there. LogError where the folder or a segment cannot be read.
/// `first` is from 1 to `last`.
[[nodiscard]] SANBAO_EXPORT Shown
show_records(const std::string& folder, std::uint64_t first, std::uint64_t last,
             const std::function<void(const ShownRecord& record)>& show);

}  // namespace sanbao::audit
