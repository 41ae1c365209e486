// SPDX-License-Identifier: Apache-2.0
//
// utf8.cpp: the decoder (RFC 3629, table 3-7 of the Unicode Standard) and what is built on it.
// Tested by tests/unit/source_text_test.cpp.
#include "base/utf8.hpp"

namespace sanbao::base {
namespace {

std::uint8_t byte_at(std::string_view text, std::size_t offset) {
  return static_cast<std::uint8_t>(text[offset]);
}

constexpr Character broken{replacement_character, 1, false};

/// Behind the letters, digits, signs, tabs and line feeds of ASCII that stand from `at` on: nearly the whole of most
/// texts, in which nothing needs to be decoded.
std::size_t skip_plain_ascii(std::string_view text, std::size_t at) {
  while (at < text.size()) {
    const std::uint8_t byte = byte_at(text, at);
    if ((byte < 0x20 || byte >= 0x7F) && byte != '\n' && byte != '\t') break;
    ++at;
  }
  return at;
}

}  // namespace

Character decode_at(std::string_view text, std::size_t offset) {
  const std::uint8_t first = byte_at(text, offset);
  std::uint8_t length = 0;
  char32_t value = 0;
  char32_t least = 0;
  if ((first & 0xE0U) == 0xC0) {
    length = 2, value = first & 0x1FU, least = 0x80;
  } else if ((first & 0xF0U) == 0xE0) {
    length = 3, value = first & 0x0FU, least = 0x800;
  } else if ((first & 0xF8U) == 0xF0) {
    length = 4, value = first & 0x07U, least = 0x10000;
  } else {
    return broken;
  }
  if (text.size() - offset < length) return broken;
  for (std::size_t i = 1; i < length; ++i) {
    const std::uint8_t next = byte_at(text, offset + i);
    if ((next & 0xC0U) != 0x80) return broken;
    value = (value << 6) | (next & 0x3FU);
  }
  const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
  if (value < least || value > 0x10FFFF || surrogate) return broken;
  return {value, length, true};
}

std::size_t count_characters(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size(); at += character_at(text, at).bytes)
    ++count;
  return count;
}

std::optional<std::size_t> find_invalid_utf8(std::string_view text) {
  for (std::size_t at = skip_plain_ascii(text, 0); at < text.size();) {
    const Character character = character_at(text, at);
    if (!character.valid) return at;
    at = skip_plain_ascii(text, at + character.bytes);
  }
  return std::nullopt;
}

void append_utf8(std::string& text, char32_t code_point) {
  const auto put = [&text](char32_t bits) { text.push_back(static_cast<char>(bits)); };
  if (code_point < 0x80) {
    put(code_point);
  } else if (code_point < 0x800) {
    put(0xC0 | (code_point >> 6));
    put(0x80 | (code_point & 0x3F));
  } else if (code_point < 0x10000) {
    put(0xE0 | (code_point >> 12));
    put(0x80 | ((code_point >> 6) & 0x3F));
    put(0x80 | (code_point & 0x3F));
  } else {
    put(0xF0 | (code_point >> 18));
    put(0x80 | ((code_point >> 12) & 0x3F));
    put(0x80 | ((code_point >> 6) & 0x3F));
    put(0x80 | (code_point & 0x3F));
  }
}

std::string printable(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const Character character = character_at(text, at);
    at += character.bytes;
    if (character.code_point == U'\t' || character.code_point == U'\n') {
      out.push_back(' ');
    } else if (!character.valid || is_hidden(character.code_point)) {
      append_utf8(out, replacement_character);
    } else {
      append_utf8(out, character.code_point);
    }
  }
  return out;
}

bool is_hidden(char32_t code_point) {
  if (code_point < 0x20) return code_point != U'\t' && code_point != U'\n';
  if (code_point >= 0x7F && code_point <= 0x9F) return true;
  // Line and paragraph separators, and the marks by which a text can read other than it is stored.
  if (code_point >= 0x2028 && code_point <= 0x202E) return true;
  if (code_point >= 0x2066 && code_point <= 0x2069) return true;
  if (code_point == 0x200E || code_point == 0x200F || code_point == 0x061C) return true;
  if (code_point == 0xFEFF || (code_point >= 0xFFF9 && code_point <= 0xFFFB)) return true;
  return (code_point & 0xFFFE) == 0xFFFE || (code_point >= 0xFDD0 && code_point <= 0xFDEF);
}

std::size_t find_unplain(std::string_view text, std::size_t at) {
  for (at = skip_plain_ascii(text, at); at < text.size();) {
    const Character character = character_at(text, at);
    if (!character.valid || is_hidden(character.code_point)) break;
    at = skip_plain_ascii(text, at + character.bytes);
  }
  return at;
}

bool is_plain_text(std::string_view text) {
  return find_unplain(text, 0) == text.size();
}

}  // namespace sanbao::base
