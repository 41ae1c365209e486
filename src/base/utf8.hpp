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

/// As character_at, of a character that is no ASCII.
Character decode_at(std::string_view text, std::size_t offset);

/// The character at `offset`, which must lie inside `text`.
inline Character character_at(std::string_view text, std::size_t offset) {
  const auto first = static_cast<unsigned char>(text[offset]);
  if (first < 0x80) return {first, 1, true};
  return decode_at(text, offset);
}

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

/// Offset of the first character from `at` on that is hidden or no UTF-8; the size of the text where there is none.
std::size_t find_unplain(std::string_view text, std::size_t at);

/// UTF-8 without hidden characters.
bool is_plain_text(std::string_view text);

}  // namespace sanbao::base
