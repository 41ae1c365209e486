// SPDX-License-Identifier: Apache-2.0
//
// utf8.hpp: characters of a text.
// In: bytes. Out: code points, counts, the first byte at fault.
// Never reads a locale, never accepts overlong forms, surrogates or anything above U+10FFFF.
// Tested by tests/unit/source_text_test.cpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sanbao::base {

inline constexpr char32_t replacement_character = U'\uFFFD';

/// One character of a text. A byte that begins none counts as one character by itself.
struct Character {
  char32_t code_point = 0;
  std::uint8_t bytes = 0;
  bool valid = true;
};

/// The character at `offset`, which must lie inside `text`.
Character character_at(std::string_view text, std::size_t offset);

/// Code points; a byte at fault counts as one.
std::size_t count_characters(std::string_view text);

/// Offset of the first byte that is no UTF-8.
std::optional<std::size_t> find_invalid_utf8(std::string_view text);

void append_utf8(std::string& text, char32_t code_point);

/// A text that may stand in a message or on a terminal: tabs and line breaks become blanks, other
/// control characters, direction marks and bytes at fault become U+FFFD. Keeps the count of
/// characters.
std::string printable(std::string_view text);

/// True for characters that no line of a policy may hold: controls other than tab and line feed,
/// marks that turn the direction of writing, a byte order mark inside the text, non-characters.
bool is_hidden(char32_t code_point);

/// UTF-8 without hidden characters.
bool is_plain_text(std::string_view text);

}  // namespace sanbao::base
