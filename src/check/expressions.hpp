// SPDX-License-Identifier: Apache-2.0
//
// Expressions: types every expression bottom-up (docs/language.md §5) and builds its nodes; works
// out named values, conditions, periods, tables and assumptions where they are first met, so that a
// circle is seen. In: ir::Expr. Out: Typed, with a fault told at the true column where it has no
// type. Never types a thing twice and never tells one fault twice: what is at fault stays silent
// later. Tested by tests/unit/check_{names,types,events,periods,definitions}_test.cpp and
// tests/baselines/bad/sb20*.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "check/workspace.hpp"

namespace sanbao::check {

/// Where an expression stands: inside an event test a bare name is first a field of the event.
struct Scope {
  ir::Index list = ir::no_index;
  [[nodiscard]] bool in_event() const { return list != ir::no_index; }
};

class Expressions {
 public:
  explicit Expressions(Workspace& workspace) : w_(workspace) {}

  /// Any expression. `expected`: words that a bare word here may be.
  Typed value(const ir::Expr& expr, Scope scope = {}, const Members* expected = nullptr);
  /// A condition; no_node where it is at fault.
  ir::NodeId condition(const ir::Expr& expr, Scope scope = {});
  /// A date, for `from`, `until`, `in_force.by`: what it is for stands in the message.
  ir::NodeId date(const ir::Expr& expr, std::string_view what);

  /// Works a name out (once).
  const Typed& define(Named& named, Span used_at);
  bool told_strange_word(const ir::Expr& expr, Scope scope, const KnownFact& fact);
  void define_assumption(KnownFact& fact, Scope scope, Span used_at);

  /// A literal, or a Typed that is not known after telling why.
  Typed literal(const ir::Expr& expr);
  /// Makes a type fit another where no meaning is lost: a whole number is a number, and a literal
  /// number of days is a length. False where it does not fit.
  bool fit(Typed& value, ir::Type type);
  /// The nodes of a fact that is named by its path.
  Typed fact(const std::string& path, Span span);
  /// Index into the policy's lists, or no_index after telling that there is none.
  ir::Index list(std::string_view name, Span span);

  /// Counting keys given with a clock: `clock:` itself or a period's own.
  ClockKeys clock_keys(const ir::ClockDoc& doc);

  /// What stands under `pays` or `charges`, or as a term, and cannot.
  void told_no_amount(const ir::Expr& expr, const Typed& found);
  void told_no_term(const ir::Expr& expr, const Typed& found);

 private:
  // names_in_expressions.cpp
  Typed name(const ir::Expr& expr, Scope scope, const Members* expected);
  Typed dotted(const ir::Expr& expr, Scope scope);
  Typed named_value(Named& named, const ir::Expr& expr);
  Typed field(ir::Index list, ir::Index index, Span span);
  Typed unknown_word(const ir::Expr& expr, Scope scope, const Members* expected);
  Named* period_named(const ir::Expr& expr);
  Typed column(Named& table, std::string_view column, const ir::Expr& expr);
  [[nodiscard]] bool is_word(const ir::Expr& expr) const;
  [[nodiscard]] bool is_bound(const ir::Expr& word, Scope scope);

  // comparisons.cpp
  Typed comparison(const ir::Expr& expr, Scope scope);
  std::pair<Typed, Typed> sides(const ir::Expr& left, const ir::Expr& right, Scope scope);
  void warn_of_member_name(const ir::Expr& text, const Members* members);
  void warn_of_member_name(std::string_view written, Span span, const Members& members);
  Typed other_side(const ir::Expr& expr, Scope scope, const Members* members);
  Typed compare(ir::ExprKind kind, Typed left, Typed right, const ir::Expr& l, const ir::Expr& r);
  Typed in_list(const ir::Expr& expr, Scope scope);
  void note_text(ir::NodeId side, ir::NodeId text);
  void warn_filed_on(const ir::Expr& expr, const Typed& left, const Typed& right);
  bool told_never(const ir::Expr& expr, std::string_view help);
  bool told_null(const ir::Expr& expr, Scope scope);
  bool told_list(const ir::Expr& expr, Scope scope);

  // tests_of_values.cpp
  Typed in_name(const ir::Expr& expr, Scope scope);
  Typed period_test(const ir::Expr& expr, Scope scope, ir::Op op);
  Typed has(const ir::Expr& expr, Scope scope);
  Typed is_test(const ir::Expr& expr, Scope scope);

  // arithmetic.cpp
  Typed arithmetic(const ir::Expr& expr, Scope scope);
  Typed if_else(const ir::Expr& expr, Scope scope, const Members* expected);
  Typed call(const ir::Expr& expr, Scope scope, const Members* expected);
  Typed days_from(const ir::Expr& expr, Scope scope);
  Typed last_of(const ir::Expr& expr);
  Typed last_day_of(const ir::Expr& expr);
  /// The type that all of them have, fitted; nothing after telling that there is none.
  std::optional<ir::Type> join(std::vector<Typed>& values,
                               const std::vector<const ir::Expr*>& exprs, const Members*& members);
  void need_for_length(ir::NodeId length, Span span);

  // logic.cpp
  Typed logic(const ir::Expr& expr, Scope scope);
  Typed at_least_of(const ir::Expr& expr, Scope scope);

  // event_tests.cpp
  Typed event_test(const ir::Expr& expr, Scope scope);
  bool event_keys(const ir::Expr& expr, ir::EventTest& test);
  ir::NodeId filter_where(const ir::Expr* where, ir::Index list);
  ir::Index interval_list(std::string_view name, Span span, std::string_view what);

  // definitions.cpp, periods.cpp, tables.cpp
  void define_value(Named& named);
  void define_steps(Named& named, const ir::ValueDoc& doc, ir::ValueUse& use);
  void define_condition(Named& named);
  void define_parameter(Named& named);
  void define_period(Named& named);
  bool period_end(const ir::PeriodDoc& doc, ir::PeriodUse& use);
  bool period_usage(const ir::PeriodDoc& doc, ir::PeriodUse& use);
  bool period_extension(const ir::PeriodDoc& doc, ir::PeriodUse& use);
  void period_clock(const ir::PeriodDoc& doc, ir::PeriodUse& use);
  void define_table(Named& named);
  bool table_row(const ir::TableDoc& doc, const ir::TableRowDoc& row, bool recalled,
                 std::vector<std::vector<Typed>>& cells, ir::TableUse::Row& use);
  bool tell_circle(std::string_view label, Span span);
  template <typename E, typename Words>
  std::optional<ir::Switched<E>> clock_key(const ir::Expr& expr, const Words& words,
                                           std::string_view key);

  // types.cpp
  /// Says that two things do not go together, naming both types.
  Typed wrong_mix(const ir::Expr& l, const Typed& left, const ir::Expr& r, const Typed& right,
                  std::string_view deed, std::string help);
  Typed wrong_type(const ir::Expr& expr, const Typed& found, std::string_view wanted,
                   std::string help = {});
  [[nodiscard]] std::string type_of(const Typed& value) const;
  /// The comparison with its sides changed: `>` for `<`.
  [[nodiscard]] static ir::ExprKind mirrored(ir::ExprKind kind);
  [[nodiscard]] std::string literal_help(const ir::Expr& literal, const Typed& given,
                                         const Typed& wanted) const;
  [[nodiscard]] std::string mix_help(ir::ExprKind kind, const ir::Expr& l, const Typed& left,
                                     const ir::Expr& r, const Typed& right) const;
  [[nodiscard]] std::string months_help(ir::ExprKind kind, const ir::Expr& days,
                                        const ir::Expr& length) const;
  Typed incomplete(const ir::Expr& expr);

  [[nodiscard]] Typed truth(ir::NodeId node) const {
    return {true, ir::Type::boolean, node, nullptr};
  }

  Workspace& w_;
  /// What is being worked out, outermost first.
  struct Step {
    std::string label;
    bool* broken;
  };
  std::vector<Step> working_;
  std::uint32_t depth_ = 0;
  bool told_depth_ = false;
};

}  // namespace sanbao::check
