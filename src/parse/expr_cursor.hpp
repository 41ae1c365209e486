// SPDX-License-Identifier: Apache-2.0
//
// ExprCursor: the tokens of one expression, the place reached, the parts made so far and the faults
// told.
// In: tokens. Out: parts with places. The rules of the grammar stand in expr_grammar.hpp.
// Never goes on after a fault of grammar: the cursor jumps to the end and every rule under way
// returns.
// Tested by tests/unit/expr_parser_test.cpp.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ir/syntax.hpp"
#include "parse/expr_lexer.hpp"
#include "parse/expr_parser.hpp"

namespace sanbao::parse {

// Words that begin nothing: a value must stand before them.
inline constexpr std::array<std::string_view, 13> joining_words{
    "and",  "or",   "in",   "has",   "is", "before", "after",
    "then", "else", "less", "where", "to", "from"};

/// A part of the expression: the tokens it was made of, parentheses included, and how deep it is.
struct Part {
  ir::Expr expr;
  std::size_t first = 0, last = 0;  ///< tokens
  std::uint32_t height = 1;
};

class ExprCursor {
 protected:
  ExprCursor(const ir::YamlNode& scalar, base::FaultList& faults, ExprBudget& budget)
      : scalar_(scalar),
        faults_(faults),
        budget_(budget),
        tokens_(lex_expression(scalar, faults)) {}

  [[nodiscard]] const Token& peek(std::size_t ahead = 0) const {
    return tokens_.list[std::min(at_ + ahead, tokens_.list.size() - 1)];
  }
  [[nodiscard]] bool done() const { return peek().kind == TokenKind::end; }
  bool take_word(std::string_view word) {
    if (!peek().is_word(word)) return false;
    ++at_;
    return true;
  }
  bool take_sign(std::string_view sign) {
    if (!peek().is_sign(sign)) return false;
    ++at_;
    return true;
  }
  [[nodiscard]] Span place(std::size_t first, std::size_t last) const;
  [[nodiscard]] std::string words(std::size_t first, std::size_t last) const;
  Part fail(std::string_view code, std::size_t token, std::string message, std::string help);
  Part fail_at(std::string_view code, Span span, std::string message, std::string help);
  Part missing_value();
  /// YAML may have cut the text: what to do then, or `otherwise`.
  [[nodiscard]] std::string help_for_end(std::string otherwise) const;
  void unexpected();
  void unknown_function(std::size_t token);
  Part make(ir::ExprKind kind, std::size_t first, std::size_t mark, std::vector<Part> parts,
            std::string text = {});
  Part too_deep(std::size_t token);
  Part binary(ir::ExprKind kind, Part left, std::size_t mark, Part right);
  Part lacks_closing(std::string_view sign, std::size_t open);
  [[nodiscard]] static bool is_joining(const Token& token);

  static constexpr std::size_t no_mark = std::string::npos;

  const ir::YamlNode& scalar_;
  base::FaultList& faults_;
  ExprBudget& budget_;
  Tokens tokens_;
  std::size_t at_ = 0;
  std::uint32_t depth_ = 0;
  bool failed_ = false;
  bool broken_ = false;  ///< told and read on, but the tree is not what was meant
};

}  // namespace sanbao::parse
