// SPDX-License-Identifier: Apache-2.0
//
// ExprGrammar: the rules by precedence: or, and, not, comparison, + -, * /, single values.
// In: tokens. Out: the tree. Each function reads one rule at the cursor and leaves it behind. Mixed
// `and`/`or` and chained comparisons are told and read on.
// Tested by tests/unit/expr_parser_test.cpp.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "parse/expr_cursor.hpp"

namespace sanbao::parse {

class ExprGrammar : private ExprCursor {
 public:
  ExprGrammar(const ir::YamlNode& scalar, base::FaultList& faults, ExprBudget& budget)
      : ExprCursor(scalar, faults, budget) {}

  /// The whole expression; nothing where no tree is left after a fault.
  std::optional<ir::Expr> run();
  /// `repairs` or `repairs where …`.
  std::optional<ir::PeriodDoc::Extend> run_list_where();

 private:
  // expr_parser.cpp
  Part condition();
  Part joined();
  Part negation();
  Part choice();
  Part lacks_word(std::string_view word, std::size_t mark);
  Part comparison();
  [[nodiscard]] bool compares() const;
  Part compare(Part left);
  Part membership(Part left, std::size_t mark);
  Part period_test(ir::ExprKind kind, Part left, std::size_t mark);
  Part has_member(Part left, std::size_t mark);
  [[nodiscard]] std::string help_behind_is(const std::string& subject, bool negated) const;
  Part state_test(Part left, std::size_t mark);

  // expr_values.cpp
  Part sum();
  Part product();
  Part factor();
  Part literal(ir::ExprKind kind);
  Part name();
  Part primary();
  Part parenthesised();
  Part number();
  [[nodiscard]] static bool follows_number(const Token& token);
  Part unknown_unit(const std::string& count);
  Part word();
  Part call();
  Part days_from();
  Part last();
};

}  // namespace sanbao::parse
