// SPDX-License-Identifier: Apache-2.0
//
// FormulaReader: what a line of money or days is put together from: facts, named values, literals and days between
// two dates, by products, these by sums, and these by one `min` or `max`, in their written order.
// In: a Program with all its nodes. Out: factors of a StepPlan; none where the line is anything else. Never works a
// value out. Tested by tests/cases/pages.
#pragma once

#include <string_view>

#include "ir/program.hpp"

namespace sanbao::compile {

class FormulaReader {
 public:
  FormulaReader(const ir::Schema& schema, const ir::Program& program)
      : schema_(schema), program_(program) {}

  void add(ir::NodeId id, ir::StepPlan& plan) const;

 private:
  [[nodiscard]] const ir::ValueUse* named(ir::NodeId id) const;
  bool add_sum(ir::NodeId id, std::string_view sign, bool open, ir::StepPlan& plan) const;
  bool add_product(ir::NodeId id, std::string_view sign, bool open, ir::StepPlan& plan) const;
  bool add_plain(ir::NodeId id, std::string_view sign, ir::StepPlan& plan) const;

  const ir::Schema& schema_;
  const ir::Program& program_;
};

}  // namespace sanbao::compile
