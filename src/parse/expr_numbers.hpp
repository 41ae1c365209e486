// SPDX-License-Identifier: Apache-2.0
//
// ExprNumbers: numbers, rates, dates, amounts and units of one expression.
// In: the scanner at a digit or at the sign of a currency. Out: tokens, the scanner behind them;
// a number in another notation is told and read as what was meant.
// Tested by tests/unit/expr_lexer_test.cpp.
#pragma once

#include <string>

#include "parse/expr_scanner.hpp"

namespace sanbao::parse {

class ExprNumbers : protected ExprScanner {
 public:
  using ExprScanner::ExprScanner;

 protected:
  void number();
  bool money_sign(char32_t c);
  /// `USD20`
  bool code_before_number(const std::string& word);
  /// `一年`, `百分之五`
  bool number_in_words();

 private:
  void digits();
  bool date();
  void add_told(TokenKind kind, std::string text);
  void rate_a_day(const std::string& rate);
  [[nodiscard]] bool group_behind(char32_t mark, std::size_t ahead = 0) const;
  [[nodiscard]] bool is_rate_next() const { return peek() == U'%' || peek() == U'‰'; }
  bool take_groups();
  void doubtful_point(std::string_view text);
  void take_fraction();
  [[nodiscard]] std::string without_groups(std::size_t begin) const;
  bool grouped();
  bool decimal_comma();
  [[nodiscard]] bool unit_follows() const;
  bool told_measure(const std::string& unit, const std::string& count);
  void unit(std::string count);
};

}  // namespace sanbao::parse
