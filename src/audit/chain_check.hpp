// SPDX-License-Identifier: Apache-2.0
//
// ChainCheck: whether lines are records in an unbroken chain; what opening and verifying have in common.
// In: lines in their order. Out: for each what is wrong with it, or nothing. Never needs more than one
// line at a time. Tested by tests/unit/audit_tamper_test.cpp and tests/cli/log_damage_test.py.
//
// After a faulty line it is open whether the chain goes on from it, as where records before it were taken out, or as if
// it were not there, as where it was put in or overwrote another. The next line tells, so that one change is told once.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "audit/joints.hpp"
#include "sanbao/audit/record.hpp"
#include "sanbao/audit/verify.hpp"

namespace sanbao::audit {

/// A record by itself: its digest is that of its content.
[[nodiscard]] bool is_sound(const Record& record);

enum class LineEnd : std::uint8_t { none, lf, cr_lf };

/// A line as a record, whatever its end.
struct ReadLine {
  std::optional<Record> record;  ///< none: it is no record, or has no end
  LineEnd end = LineEnd::lf;
};
[[nodiscard]] ReadLine read_line(std::string_view line, bool whole);

struct ChainFault {
  FaultKind kind;
  std::string what;                          ///< in words that follow the place
  std::optional<std::uint64_t> record = {};  ///< it is about
};

class ChainCheck {
 public:
  /// A chain that goes on behind `before`.
  explicit ChainCheck(const Head& before) : sure_{before, 0, true}, begins_(before.records + 1) {}
  /// A segment that is named by this number. What its first record stands on is found in
  /// first_previous() and compared by who knows the segment before.
  explicit ChainCheck(std::uint64_t first)
      : sure_{{first - 1, {}}, 0, false}, begins_(first), named_(true) {}

  /// What is wrong; nothing: all is well.
  [[nodiscard]] std::optional<ChainFault> line(std::string_view line, bool whole);
  /// The same of a line that was read elsewhere; whether its record is sound.
  [[nodiscard]] std::optional<ChainFault> line(ReadLine read, bool sound);

  /// Better words for the last fault of a record, now that the line behind it is known; nothing: they stand.
  [[nodiscard]] const std::optional<ChainFault>& told_better() const { return told_better_; }
  [[nodiscard]] Head head() const;
  /// The number of the first record, by the lines that stand behind it; by the name where there is none.
  [[nodiscard]] std::uint64_t begins() const;
  /// On what the first record stands; nothing where it is not known.
  [[nodiscard]] std::optional<Digest> first_previous() const;
  /// Of the line last looked at; nothing where it was no record.
  [[nodiscard]] const std::optional<Record>& record() const { return record_; }
  /// What would be the number of a torn record at the end.
  [[nodiscard]] std::optional<std::uint64_t> torn() const { return torn_; }

  struct Following {
    std::optional<JointFault> fault;
    std::optional<ChainFault> told_better;
  };
  /// Whether a segment that begins so follows this one.
  [[nodiscard]] Following follow(std::uint64_t first, const std::optional<Digest>& previous) const;

 private:
  /// Where a chain goes on: behind a record, and lines that may have been records.
  struct Place {
    Head last;
    std::uint64_t strangers = 0;
    bool known = true;  // the digest of `last`

    [[nodiscard]] std::uint64_t end() const { return last.records + strangers; }
    [[nodiscard]] bool fits(std::uint64_t number, const std::optional<Digest>& previous) const;
  };
  /// A faulty record from which the chain may go on all the same.
  struct Odd {
    Place place;
    Digest previous;
    bool begins_segment = false;
    std::optional<ChainFault> better;
  };

  [[nodiscard]] const Place& nearest() const { return odd_ ? odd_->place : sure_; }
  [[nodiscard]] ChainFault misplaced(const Record& record, bool is_first) const;
  bool settle(const Record& record);
  void keep_odd(const Record& record, bool sound, bool is_first, const ChainFault& fault);

  Place sure_;
  std::optional<Odd> odd_;
  std::uint64_t begins_;
  bool named_ = false, seen_ = false;
  std::optional<Digest> first_previous_;
  std::optional<Record> record_;
  std::optional<ChainFault> told_better_;
  std::optional<std::uint64_t> torn_;
};

}  // namespace sanbao::audit
