// SPDX-License-Identifier: Apache-2.0
//
// ReasonNames: the facts, periods and lists whose tests can decide a condition, and which parts of a
// condition bring which of them into a reason's `because`.
// In: a Program with all conditions. Out: names, masks and parts of its ReasonPlans.
// Never decides anything; names point into the Schema and the policy.
// Tested by tests/unit/eval_reasons_test.cpp.
#pragma once

#include <map>
#include <string_view>
#include <vector>

#include "ir/program.hpp"

namespace sanbao::compile {

class ReasonNames {
 public:
  ReasonNames(const ir::Schema& schema, const ir::Program& program, ir::ReasonPlans& plans)
      : schema_(schema), program_(program), plans_(plans) {}

  /// Of all rules and event tests. First.
  void find();
  ir::DecisiveParts parts_of(ir::NodeId condition);

 private:
  using Found = std::map<ir::NodeId, std::vector<std::string_view>>;

  void look_into(ir::NodeId id, bool negated, std::size_t part);
  void collect(ir::NodeId id, Found& found) const;
  void add(ir::NodeId id, std::vector<std::string_view>& names) const;

  const ir::Schema& schema_;
  const ir::Program& program_;
  ir::ReasonPlans& plans_;
  std::map<ir::NodeId, ir::Index> mask_of_;
};

}  // namespace sanbao::compile
