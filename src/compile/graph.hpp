// SPDX-License-Identifier: Apache-2.0
//
// Graph: the nodes of one policy with facts as slots, texts as symbols and parameters folded in, equal
// trees shared, and the leaves that a missing fact can keep open.
// In: a CheckedPolicy and the Schema. Out: the graph part of a Program.
// Never drops a node that a rule reads; never changes what a condition means.
// Tested by tests/unit/compile_test.cpp.
#pragma once

#include <map>
#include <vector>

#include "ir/program.hpp"

namespace sanbao::compile {

class Graph {
 public:
  Graph(const ir::CheckedPolicy& policy, ir::Schema& schema, ir::Program& program);

  /// The lowered node of a node of the policy; no_node stays no_node.
  ir::NodeId lower(ir::NodeId node);
  ir::NodeId all_of(std::vector<ir::NodeId> parts);
  ir::NodeId negation(ir::NodeId of);
  ir::NodeId constant(bool value);

  /// Lowers tables, periods, event tests and assumptions that no rule has reached, so that every index
  /// of the policy has its counterpart.
  void lower_rest();
  /// Finds leaves, atoms, inner conditions and what moves with the day of the claim. After all lowering.
  void finish();

  /// Every node that conditions are built from, and their leaves.
  [[nodiscard]] ir::Formula formula(const std::vector<ir::NodeId>& roots) const;
  /// Leaves of the conditions inside a value.
  [[nodiscard]] const std::vector<ir::Index>& inner(ir::NodeId value) const {
    return program_.inner[value];
  }

  [[nodiscard]] std::uint32_t slot_of(ir::Index fact) const { return slots_[fact]; }
  [[nodiscard]] std::uint32_t list_of(ir::Index list) const { return lists_[list]; }
  [[nodiscard]] std::uint32_t field_of(ir::Index list, ir::Index field) const {
    return fields_[list][field];
  }

 private:
  using Key = std::vector<std::int64_t>;

  ir::NodeId add(ir::Node node, std::vector<ir::NodeId> children);
  ir::NodeId lower_new(ir::NodeId id);
  void lower_assumption(ir::Index fact);
  void lower_field_assumptions();
  ir::Index lower_period(ir::Index period);
  ir::Index lower_event_test(ir::Index test);
  ir::Index lower_filter(ir::Index filter);
  ir::Index lower_last(ir::Index last);
  void lower_table(ir::Index table);
  void find_leaves(ir::NodeId id);
  [[nodiscard]] bool may_lack(ir::NodeId id) const;
  void find_inner(ir::NodeId id);
  bool find_moves(ir::NodeId id);
  bool finds_events(ir::NodeId id) const;
  [[nodiscard]] bool left_moves(ir::NodeId id) const;
  void add_inner_of(ir::NodeId node, std::vector<ir::Index>& into) const;

  const ir::CheckedPolicy& policy_;
  ir::Schema& schema_;
  ir::Program& program_;
  std::vector<std::uint32_t> slots_, lists_;
  std::vector<std::vector<std::uint32_t>> fields_;
  std::vector<ir::Symbol> symbols_;
  ir::Index context_list_ = ir::no_index;  ///< the list whose event a condition is about
  std::map<std::pair<ir::NodeId, ir::Index>, ir::NodeId> lowered_;
  std::map<Key, ir::NodeId> nodes_;
  std::vector<ir::Index> period_of_, test_of_, filter_of_, last_of_;
  std::vector<std::uint8_t> table_done_, assumption_done_, in_event_, lacks_;
  std::map<Key, ir::Index> periods_, tests_, filters_, last_keys_, atoms_;
};

}  // namespace sanbao::compile
