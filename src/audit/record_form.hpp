// SPDX-License-Identifier: Apache-2.0
//
// The words of a record and how a line is put together; reading is in sanbao/audit/record.hpp.
// In: parts. Out: bytes appended. Never leaves anything to chance: the same parts, the same bytes.
// Tested by tests/unit/audit_record_test.cpp.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "sanbao/audit/record.hpp"

namespace sanbao::audit {

/// What is said of a line that has not this form, and of one that was cut.
inline constexpr std::string_view not_a_record = "this is no record";
inline constexpr std::string_view torn_record = "the record is torn: its line has no end";

inline constexpr std::string_view rulebook_key = "\"rulebook\":";
inline constexpr std::string_view decided_key = "\"decided\":";
inline constexpr std::string_view refused_key = "\"refused\":";
inline constexpr std::string_view claim_key = "{\"claim\":";
inline constexpr std::string_view decision_key = ",\"decision\":";

inline constexpr std::string_view line_end = "}\n";
/// What stands in a line before the body takes no more.
inline constexpr std::size_t most_head = 182;
/// What it takes in the line of the record with this number.
[[nodiscard]] std::size_t head_size(std::uint64_t number);

/// What stands in a line before the body, written so that it ends at `body`, into the room before that. Where it begins.
char* write_head(std::uint64_t number, const Digest& previous, const Digest& digest, char* body);

void append_number(std::uint64_t number, std::string& out);
[[nodiscard]] bool take_number(std::string_view& text, std::uint64_t& number);

}  // namespace sanbao::audit
