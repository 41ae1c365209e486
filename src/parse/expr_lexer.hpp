// SPDX-License-Identifier: Apache-2.0
//
// expr_lexer.hpp: the words and signs of one expression (docs/language.md, Expressions).
// In: a scalar of a policy. Out: tokens with their places in characters; faults with the ASCII or
// spelled form.
// Never converts a number: digits stay digits. A sign of another language is told, then read as
// what was meant, so that one run finds the faults behind it too.
// Tested by tests/unit/expr_lexer_test.cpp and tests/baselines/bad/sb104*.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/fault_list.hpp"
#include "ir/yaml_tree.hpp"

namespace sanbao::parse {

enum class TokenKind : std::uint8_t {
  end,
  number,    // 12000  0.5
  rate,      // 0.3%  5‰
  date,      // 2021-07-22
  text,      // "…", the quotes left out
  name,      // keyword, bare or dotted name; empty for a word that was told and means nothing
  currency,  // CNY
  sign,      // ( ) [ ] , + - * / == != < <= > >=
};

struct Token {
  TokenKind kind = TokenKind::end;
  std::string text;
  std::uint32_t begin = 0, length = 0;  ///< in characters of the scalar's text
  bool told = false;                    ///< how it is written was told

  [[nodiscard]] bool is(TokenKind of, std::string_view with) const {
    return kind == of && text == with;
  }
  [[nodiscard]] bool is_sign(std::string_view sign) const { return is(TokenKind::sign, sign); }
  [[nodiscard]] bool is_word(std::string_view word) const { return is(TokenKind::name, word); }
};

inline constexpr std::array<std::string_view, 4> functions{"min", "max", "first", "round_up"};

inline bool is_function(const Token& token) {
  return token.kind == TokenKind::name &&
         std::find(functions.begin(), functions.end(), token.text) != functions.end();
}

struct Tokens {
  std::vector<Token> list;  ///< ends with TokenKind::end
  std::vector<std::uint32_t>
      offsets;  ///< byte of each character of the scalar's text, and of its end
  /// A character was left out because nothing could be made of it: faults found behind it may be
  /// its own.
  bool unsure = false;
};

Tokens lex_expression(const ir::YamlNode& scalar, base::FaultList& faults);

}  // namespace sanbao::parse
