// SPDX-License-Identifier: Apache-2.0
//
// expr_characters.hpp: which characters make numbers, words and blanks of an expression.
// In: a character. Out: its class; the same everywhere, since no locale is asked.
// Tested by tests/unit/expr_lexer_test.cpp.
#pragma once

namespace sanbao::parse {

constexpr bool is_blank(char32_t c) {
  return c == U' ' || c == U'\t' || c == U'\n';
}
constexpr bool is_digit(char32_t c) {
  return c >= U'0' && c <= U'9';
}
constexpr bool is_upper(char32_t c) {
  return c >= U'A' && c <= U'Z';
}
constexpr bool is_letter(char32_t c) {
  return (c >= U'a' && c <= U'z') || is_upper(c);
}
constexpr bool is_word_part(char32_t c) {
  return is_letter(c) || is_digit(c) || c == U'_';
}
// Anything beyond ASCII that is no folded sign: letters of other scripts, most often Chinese words.
constexpr bool is_foreign(char32_t c) {
  return c >= 0x80;
}

}  // namespace sanbao::parse
