// SPDX-License-Identifier: Apache-2.0
//
// ExprScanner: the characters of one expression, the place reached, the tokens made so far and the
// faults told.
// In: a scalar of a policy. Out: tokens with their places in characters. What makes a number stands
// in expr_numbers.cpp, words and signs in expr_lexer.cpp.
// Tested by tests/unit/expr_lexer_test.cpp.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/utf8.hpp"
#include "parse/expr_characters.hpp"
#include "parse/expr_lexer.hpp"

namespace sanbao::parse {

class ExprScanner {
 public:
  ExprScanner(const ir::YamlNode& scalar, base::FaultList& faults)
      : scalar_(scalar), faults_(faults) {
    text_.reserve(scalar.text.size());
    out_.offsets.reserve(scalar.text.size() + 1);
    for (std::size_t at = 0; at < scalar.text.size();) {
      const base::Character character = base::character_at(scalar.text, at);
      text_.push_back(character.code_point);
      out_.offsets.push_back(static_cast<std::uint32_t>(at));
      at += character.bytes;
    }
    out_.offsets.push_back(static_cast<std::uint32_t>(scalar.text.size()));
  }

 protected:
  [[nodiscard]] char32_t peek(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : U'\0';
  }
  [[nodiscard]] std::string slice(std::size_t begin, std::size_t end) const {
    std::string out;
    for (std::size_t i = begin; i < std::min(end, text_.size()); ++i)
      base::append_utf8(out, text_[i]);
    return out;
  }
  [[nodiscard]] Span place(std::size_t begin, std::size_t end) const {
    return scalar_.span_at(static_cast<std::uint32_t>(begin),
                           static_cast<std::uint32_t>(end - begin));
  }
  void fault(std::string_view code, std::string message, std::string help) {
    faults_.error(code, place(begin_, at_), std::move(message), std::move(help));
  }
  void add(TokenKind kind, std::string text) {
    out_.list.push_back({kind, std::move(text), static_cast<std::uint32_t>(begin_),
                         static_cast<std::uint32_t>(at_ - begin_)});
  }
  [[nodiscard]] bool in_list() const { return !commas_.empty() && commas_.back(); }
  // Behind a sign of comparison, in a list and behind `has` a word may be a text.
  [[nodiscard]] bool text_may_follow() const {
    if (out_.list.empty()) return false;
    const Token& last = out_.list.back();
    const bool compares = last.kind == TokenKind::sign &&
                          std::string_view("=<>![,").find(last.text[0]) != std::string_view::npos;
    return compares || last.is_word("has");
  }
  // The letters of another script that stand here.
  [[nodiscard]] std::string foreign_run(std::size_t from) const {
    std::size_t end = from;
    while (end < text_.size() && is_foreign(text_[end]))
      ++end;
    return slice(from, end);
  }
  void add_sign(std::size_t length, std::string sign) {
    at_ += length;
    if (sign == "[") commas_.push_back(true);
    if (sign == "(") commas_.push_back(!out_.list.empty() && is_function(out_.list.back()));
    if ((sign == ")" || sign == "]") && !commas_.empty()) commas_.pop_back();
    add(TokenKind::sign, std::move(sign));
  }

  const ir::YamlNode& scalar_;
  base::FaultList& faults_;
  std::u32string text_;
  std::size_t at_ = 0;
  std::size_t begin_ = 0;
  std::vector<bool> commas_;  ///< for each open bracket: commas part its members
  Tokens out_;
};

}  // namespace sanbao::parse
