// SPDX-License-Identifier: Apache-2.0
//
// How large a record may be (docs/records.md §4), so that no line can take the memory or the
// time of others. In: nothing. Out: constants. Never depends on the machine. Tested by
// tests/unit/claim_reader_test.cpp and tests/bad.
#pragma once

#include <cstddef>
#include <cstdint>

namespace sanbao::claims {

// Arrays and objects inside each other; the record itself is the first.
inline constexpr std::uint32_t max_depth = 32;
// Events of a list, members of a set, groups left unread.
inline constexpr std::uint32_t max_entries = 1'000;
// Bytes of one text, escapes resolved.
inline constexpr std::size_t max_text_bytes = std::size_t{64} << 10;

}  // namespace sanbao::claims
