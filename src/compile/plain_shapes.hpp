// SPDX-License-Identifier: Apache-2.0
//
// PlainShapes: which conditions, periods and event tests of a policy the cells of a claim decide by themselves,
// and which cells. See ir/short_way.hpp.
// In: a Schema and a Program whose graph is complete. Out: the plain shapes of a ShortWay; what takes more is
// not usable, or has no kind.
// Tested by tests/unit/eval_decided_test.cpp.
#pragma once

#include <vector>

#include "ir/program.hpp"

namespace sanbao::compile {

class PlainShapes {
 public:
  PlainShapes(const ir::Schema& schema, const ir::Program& program)
      : schema_(schema), program_(program) {}

  [[nodiscard]] ir::CellTest of_claim(const ir::Node& node) const;
  [[nodiscard]] ir::PlainApplying applying() const;
  [[nodiscard]] ir::PlainPeriod period(ir::Index period) const;
  [[nodiscard]] ir::PlainEventTest event_test(const ir::EventTest& test) const;
  [[nodiscard]] ir::PlainLast last(const ir::LastField& last) const;

 private:
  /// `value`, `boolean`: how a cell is read, of the claim or of an event.
  [[nodiscard]] ir::CellTest cell_test(const ir::Node& node, ir::Op value, ir::Op boolean) const;
  bool add_where(ir::Index list, ir::NodeId id, bool negated,
                 std::vector<ir::CellTest>& where) const;
  /// A field that no record carries, or that the language fills in by itself.
  [[nodiscard]] bool is_worked_out(ir::Index list, ir::Index field) const;

  const ir::Schema& schema_;
  const ir::Program& program_;
};

}  // namespace sanbao::compile
