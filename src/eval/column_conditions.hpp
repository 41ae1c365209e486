// SPDX-License-Identifier: Apache-2.0
//
// ColumnConditions: one policy's conditions as steps of a ColumnPlan.
// In: a Program and its ShortWay. Out: for each bit of the short way its place in the plan; the rows for which
// one of them takes more. Never gives a condition another meaning: what it has no step for it leaves open.
// Tested by tests/unit/columns_test.cpp and tests/columns.
#pragma once

#include <vector>

#include "eval/column_maker.hpp"

namespace sanbao::eval {

class ColumnConditions {
 public:
  ColumnConditions(ColumnMaker& maker, const ir::Ruleset& ruleset, const ir::Program& program)
      : maker_(maker), ruleset_(ruleset), program_(program), way_(program.short_way) {}

  /// Every bit of the short way. Once, before `truth` is asked.
  void lay_bits();
  [[nodiscard]] Literal truth(Literal literal) const {
    return literal.negated ? !bits_[literal.bit] : bits_[literal.bit];
  }
  /// A condition inside an amount. False: it is made of what has no bit.
  [[nodiscard]] bool inner(NodeId id, Literal& result) const;
  /// Whether the policy applies, and its binding date is in force.
  [[nodiscard]] ColumnTri applies();
  /// Rows for which a condition takes more than the plan.
  [[nodiscard]] Literal lacking() { return maker_.any(lacking_); }

 private:
  using Kind = ColumnStep::Kind;

  /// A condition where its cell says, and the rows for which it does not.
  struct Cell {
    Literal truth, lacks{0, false};
  };
  Literal given(std::uint32_t slot) { return maker_.step(Kind::given, slot); }
  Cell boolean(std::uint32_t slot);
  Cell equal(std::uint32_t slot, ir::Symbol symbol);
  Cell has(std::uint32_t slot, ir::Symbol symbol);
  Cell of_period(const ir::CellTest& test);
  Cell of_events(Index index);
  Cell leaf(const ir::CellTest& test);
  ColumnTri condition(NodeId id);
  ColumnTri junction(const ir::Node& node);
  ColumnTri in_force();
  ColumnTri known(const Cell& cell);

  /// False: no such step.
  bool period(Index index, std::uint32_t& place);
  bool last(Index index, std::uint32_t& place);
  bool where(const std::vector<ir::CellTest>& from, std::vector<ir::CellTest>& to);

  ColumnMaker& maker_;
  const ir::Ruleset& ruleset_;
  const ir::Program& program_;
  const ir::ShortWay& way_;
  std::vector<Literal> bits_;
  std::vector<Literal> lacking_;
};

}  // namespace sanbao::eval
