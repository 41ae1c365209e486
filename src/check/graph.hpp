// SPDX-License-Identifier: Apache-2.0
//
// Graph: makes the nodes of a CheckedPolicy; equal typed trees become one node (docs/language.md §7
// "Atoms"). In: operations over nodes that exist. Out: ids; children always stand before their
// parents. Never types an expression (expressions.hpp does) and folds nothing but literal true and
// false. Tested by tests/unit/check_graph_test.cpp.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "ir/checked_policy.hpp"

namespace sanbao::check {

class Graph {
 public:
  /// Nodes, children, texts, event tests, filters and lasts of `policy` are written here alone.
  explicit Graph(ir::CheckedPolicy& policy) : policy_(policy) {}

  [[nodiscard]] const ir::Node& operator[](ir::NodeId id) const { return policy_.nodes[id]; }
  [[nodiscard]] std::span<const ir::NodeId> children(ir::NodeId id) const;
  /// How many nodes stand below each other at most; a leaf has 1.
  [[nodiscard]] std::uint32_t depth(ir::NodeId id) const { return depth_[id]; }

  /// Index into `texts`.
  ir::Index intern(std::string_view text);
  [[nodiscard]] std::string_view text(std::int64_t index) const {
    return policy_.texts[static_cast<std::size_t>(index)];
  }

  // -- values
  ir::NodeId constant(ir::Type type, std::int64_t imm);
  ir::NodeId constant_text(ir::Type type, std::string_view text);
  /// A leaf: fact, field (aux: its list), parameter, last_field, last_day, event_measure, …
  /// `always_a_day`: of a date that can never be `never`.
  ir::NodeId leaf(ir::Op op, ir::Type type, std::int64_t imm, ir::Index aux = 0,
                  bool always_a_day = false);
  ir::NodeId binary(ir::Op op, ir::Type type, ir::NodeId a, ir::NodeId b, std::int64_t imm = 0);
  ir::NodeId unary(ir::Op op, ir::Type type, ir::NodeId a, std::int64_t imm = 0, ir::Index aux = 0);
  ir::NodeId choose(ir::Type type, ir::NodeId condition, ir::NodeId then, ir::NodeId otherwise);
  /// minimum, maximum, first: the order is kept; one child is that child.
  ir::NodeId series(ir::Op op, ir::Type type, std::vector<ir::NodeId> children);
  /// Rounding what is rounded changes nothing.
  ir::NodeId round_money(ir::NodeId amount);

  // -- conditions
  ir::NodeId truth(bool value);
  ir::NodeId negation(ir::NodeId a);
  ir::NodeId all_of(std::vector<ir::NodeId> children);
  ir::NodeId any_of(std::vector<ir::NodeId> children);
  ir::NodeId at_least_of(ir::NodeId how_many, std::vector<ir::NodeId> children);
  /// The operands of `==` stand in one order, whichever way they were written.
  ir::NodeId equal(ir::NodeId a, ir::NodeId b);
  /// `if c then a else b` of conditions, as ir::Node says.
  ir::NodeId choose_condition(ir::NodeId condition, ir::NodeId then, ir::NodeId otherwise);

  // -- what nodes point at
  ir::Index event_test(ir::EventTest test);
  ir::Index filter(ir::EventFilter filter);
  ir::Index last(ir::LastField last);

 private:
  ir::NodeId add(ir::Node node, std::span<const ir::NodeId> children = {},
                 bool always_a_day = false);
  ir::NodeId junction(ir::Op op, std::vector<ir::NodeId> children, bool neutral);

  ir::CheckedPolicy& policy_;
  std::unordered_multimap<std::uint64_t, ir::NodeId> index_;
  std::unordered_multimap<std::uint64_t, ir::Index> tests_, filters_, lasts_;
  std::unordered_map<std::string, ir::Index> texts_;
  std::vector<std::uint32_t> depth_;
};

}  // namespace sanbao::check
