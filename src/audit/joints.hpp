// SPDX-License-Identifier: Apache-2.0
//
// Joints: whether segments follow each other; what opening and verifying have in common.
// In: segments in their order. Out: the head behind the last of them, or what is wrong and where.
// Never reads more than the first and the last record of a segment.
// Tested by tests/cli/log_damage_test.py and tests/unit/audit_tamper_test.cpp.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "audit/segments.hpp"
#include "sanbao/audit/record.hpp"

namespace sanbao::audit {

/// In words: a record was changed.
[[nodiscard]] std::string changed_fault(std::uint64_t number);
/// A record does not stand on the one before it.
[[nodiscard]] std::string previous_fault(std::uint64_t number);
/// `records 5 to 9 are missing before `, up to the number before `next`.
[[nodiscard]] std::string missing_fault(std::uint64_t first, std::uint64_t next);

struct JointFault {
  std::uint64_t line = 0;  ///< 0: the segment as a whole
  std::string what;
};

/// What is wrong where a segment stands behind `before` that begins with the record `first`, made behind `previous`
/// (nothing: its first record is not known).
[[nodiscard]] std::optional<JointFault> joint_fault(const Head& before, std::uint64_t first,
                                                    const std::optional<Digest>& previous);

/// LogError::damaged, at a line of a segment (0: the segment as a whole).
[[noreturn]] void refuse(const Segment& segment, std::uint64_t line, const std::string& what);

/// The head behind the last of these segments, of which none is torn. LogError::damaged where one does not begin and
/// end with sound records, or does not follow the one before.
[[nodiscard]] Head head_behind(std::span<const Segment> segments);

}  // namespace sanbao::audit
