// SPDX-License-Identifier: Apache-2.0
//
// ReasonNames: the facts, periods and lists whose tests can decide a condition, and which parts of a
// condition bring which of them into a reason's `because`.
// In: a Program with all conditions. Out: names, masks and parts of its ReasonPlans.
// Never decides anything; names point into the Schema and the policy.
// Tested by tests/unit/eval_reasons_test.cpp.
#pragma once

#include <cstdint>
#include <initializer_list>
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
  /// `written`: the condition in the graph of the policy, where equal periods still have their own names.
  ir::DecisiveParts parts_of(ir::NodeId condition, std::initializer_list<ir::NodeId> written);

 private:
  using Names = std::vector<std::string_view>;
  using Periods = std::vector<ir::Index>;

  std::size_t count_parts(ir::NodeId id);
  void look_into(ir::NodeId id, bool negated, std::size_t part);
  ir::Index mask_of(ir::NodeId id);
  /// Whether a node has been looked at; of none always.
  bool is_seen(ir::NodeId id);
  void collect(ir::NodeId id, Names& names);
  void add(ir::NodeId id, Names& names);
  void periods_in(ir::NodeId written, Periods& periods);

  const ir::Schema& schema_;
  const ir::Program& program_;
  ir::ReasonPlans& plans_;
  Periods named_;  ///< those whose names may come up
  std::map<Names, ir::Index> masks_;
  std::map<ir::NodeId, std::size_t> part_counts_;
  std::vector<std::uint8_t> seen_;  ///< by node, of one walk
};

}  // namespace sanbao::compile
