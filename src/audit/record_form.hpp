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

inline constexpr std::string_view rulebook_key = "\"rulebook\":";
inline constexpr std::string_view decided_key = "\"decided\":";
inline constexpr std::string_view refused_key = "\"refused\":";
inline constexpr std::string_view claim_key = "{\"claim\":";
inline constexpr std::string_view decision_key = ",\"decision\":";

/// The whole line, with its end.
void append_line(std::uint64_t number, const Digest& previous, const Digest& digest,
                 std::string_view body, std::string& out);

void append_number(std::uint64_t number, std::string& out);
[[nodiscard]] bool take_number(std::string_view& text, std::uint64_t& number);

}  // namespace sanbao::audit
