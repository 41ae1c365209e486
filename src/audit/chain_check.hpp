// SPDX-License-Identifier: Apache-2.0
//
// ChainCheck: whether lines are records in an unbroken chain; what opening and verifying have in common.
// In: lines in their order. Out: for each what is wrong with it, or nothing. Never needs more than one
// line at a time. Tested by tests/unit/audit_tamper_test.cpp.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "sanbao/audit/record.hpp"

namespace sanbao::audit {

/// A record by itself: its digest is that of its content.
[[nodiscard]] bool is_sound(const Record& record);

/// In words: a record does not stand on the one before it.
[[nodiscard]] std::string previous_fault(std::uint64_t number);

class ChainCheck {
 public:
  /// A chain that goes on after `before`.
  explicit ChainCheck(const Head& before) : head_(before), previous_known_(true) {}
  /// A segment that begins with this number. What its first record stands on is found in
  /// first_previous() and compared by who knows the segment before.
  explicit ChainCheck(std::uint64_t first) : head_{first - 1, {}}, named_(first) {}

  /// What is wrong, in words that follow the place; nothing: all is well. After a fault it goes on
  /// from what the line says, so that one change is told once.
  [[nodiscard]] std::optional<std::string> line(std::string_view line, bool whole);
  /// The same of a line that was read elsewhere: its record, nothing where it is none, and whether that is sound.
  [[nodiscard]] std::optional<std::string> record(std::optional<Record> record, bool sound,
                                                  bool whole);

  [[nodiscard]] const Head& head() const { return head_; }
  [[nodiscard]] const std::optional<Digest>& first_previous() const { return first_previous_; }
  /// Of the line last looked at; nothing where it was no record.
  [[nodiscard]] const std::optional<Record>& record() const { return record_; }

 private:
  std::optional<std::string> place_of(std::uint64_t number) const;

  Head head_;
  std::optional<std::uint64_t> named_;  // the first record, by the name of the segment
  bool previous_known_ = false;
  std::optional<Digest> first_previous_;
  std::optional<Record> record_;
};

}  // namespace sanbao::audit
