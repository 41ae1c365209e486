// SPDX-License-Identifier: Apache-2.0
//
// ColumnValues: amounts of money as values of a ColumnPlan: whole numbers over a denominator that is known
// beforehand, with a bound that shows that nothing can overflow.
// In: the tree of an amount. Out: its place in the plan, or nothing where the plan has no such value.
// Never rounds but where the policy does. Tested by tests/unit/columns_test.cpp and tests/columns.
#pragma once

#include <optional>

#include "eval/column_conditions.hpp"

namespace sanbao::eval {

class ColumnValues {
 public:
  ColumnValues(ColumnMaker& maker, const ir::Program& program, const ColumnConditions& conditions)
      : maker_(maker), program_(program), conditions_(conditions) {}

  /// An amount in whole minor units.
  [[nodiscard]] std::optional<std::uint32_t> amount(NodeId id);

 private:
  [[nodiscard]] std::optional<ColumnValue> made(NodeId id);
  [[nodiscard]] std::optional<std::uint32_t> value(NodeId id);
  [[nodiscard]] std::optional<ColumnValue> number(std::int64_t value, ir::Type type) const;
  [[nodiscard]] std::optional<ColumnValue> fact(std::uint32_t slot) const;
  [[nodiscard]] std::optional<ColumnValue> joined(const ir::Node& node);
  [[nodiscard]] std::optional<ColumnValue> days(NodeId from, NodeId to, std::int64_t filter);

  ColumnMaker& maker_;
  const ir::Program& program_;
  const ColumnConditions& conditions_;
};

}  // namespace sanbao::eval
