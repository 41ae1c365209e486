// SPDX-License-Identifier: Apache-2.0
//
// ColumnMaker: puts a ColumnPlan together, in which whatever is alike stands once.
// In: what a condition or value is made of. Out: its place in the plan. Never looks at a table.
// Tested by tests/unit/columns_test.cpp.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "eval/column_plan.hpp"

namespace sanbao::eval {

/// What a condition is known to be; open where it is neither.
struct ColumnTri {
  Literal yes, no;
};

inline Literal operator!(Literal literal) {
  return {literal.bit, !literal.negated};
}
inline constexpr Literal always{0, true}, nowhere{0, false};

class ColumnMaker {
 public:
  using Kind = ColumnStep::Kind;

  explicit ColumnMaker(const ir::Schema& schema) { plan_.schema = &schema; }

  Literal step(Kind kind, std::uint32_t what = 0, std::int64_t value = 0);
  Literal all(std::vector<Literal> parts);
  Literal any(std::vector<Literal> parts);
  Literal at_least(std::int64_t least, const std::vector<Literal>& parts);

  std::uint32_t period(const ColumnPeriod& period);
  std::uint32_t count(const ColumnCount& count);
  /// `of`: an event test, or the last day of some events.
  std::uint32_t events(const ColumnEventTest& of, bool is_last);
  std::uint32_t value(const ColumnValue& value);
  std::uint32_t money(const ColumnMoney& money);
  /// The place of a symbol, from 1, among those that a column is compared with, and which column that is.
  std::int64_t text(std::uint32_t slot, ir::Symbol symbol, std::uint32_t& column);
  std::int64_t member(std::uint32_t slot, ir::Symbol symbol, std::uint32_t& column);

  [[nodiscard]] ColumnPlan& plan() { return plan_; }

 private:
  using Key = std::vector<std::int64_t>;
  template <typename T>
  std::uint32_t place(std::vector<T>& list, const T& entry, Key key);
  Literal joint(ColumnStep step, const std::vector<Literal>& parts);
  static std::int64_t column_of(std::vector<ColumnTexts>& columns, std::uint32_t slot,
                                ir::Symbol symbol, std::uint32_t& column);

  ColumnPlan plan_;
  std::map<Key, std::uint32_t> known_;
};

}  // namespace sanbao::eval
