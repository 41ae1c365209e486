// SPDX-License-Identifier: Apache-2.0
//
// Second half of Graph: which nodes are leaves, which atom each is, which conditions stand inside
// values, and which tests move with the day of the claim (docs/language.md §7 "Atoms", "until").
#include <algorithm>
#include <functional>

#include "base/sorted.hpp"
#include "compile/graph.hpp"

namespace sanbao::compile {

using ir::Index;
using ir::no_index;
using ir::no_node;
using ir::Node;
using ir::NodeId;
using ir::Op;

namespace {

bool is_junction(Op op) {
  return op == Op::all_of || op == Op::any_of || op == Op::negation || op == Op::at_least_of ||
         op == Op::constant_bool;
}

bool is_atom(Op op) {
  return op >= Op::fact_bool && op <= Op::event_test;
}

void merge_into(std::vector<Index>& into, const std::vector<Index>& from) {
  into.insert(into.end(), from.begin(), from.end());
}

}  // namespace

// Nodes stand after what they are built from, so one pass in order sees parts before wholes. Conditions
// of events (those that read a field) are leaves of their event alone: decided for each, never with the
// claim's other atoms.
void Graph::finish() {
  program_.canonical_period = period_of_;
  const std::size_t count = program_.nodes.size();
  program_.leaf_of.assign(count, no_index);
  program_.inner.assign(count, {});
  program_.moves.assign(count, 0);
  program_.reads_events.assign(count, 0);
  program_.period_inner.assign(program_.periods.size(), {});
  in_event_.assign(count, 0);
  lacks_.assign(count, 0);
  for (NodeId id = 0; id < count; ++id) {
    const Node& node = program_.nodes[id];
    bool reads_field = node.op == Op::field || node.op == Op::field_bool;
    for (const NodeId part : {node.a, node.b, node.c})
      reads_field = reads_field || (part != no_node && in_event_[part] != 0);
    for (Index i = 0; i < node.children_count; ++i)
      reads_field = reads_field || in_event_[program_.children[node.children_begin + i]] != 0;
    in_event_[id] = reads_field ? 1 : 0;
    program_.moves[id] = find_moves(id) ? 1 : 0;
    program_.reads_events[id] = finds_events(id) ? 1 : 0;
    find_inner(id);
    lacks_[id] = may_lack(id) ? 1 : 0;
    find_leaves(id);
  }
  for (Index period = 0; period < program_.periods.size(); ++period) {
    auto& all = program_.period_inner[period];
    const auto& use = program_.periods[period];
    for (const NodeId node : use.from)
      add_inner_of(node, all);
    add_inner_of(use.length, all);
    add_inner_of(use.until, all);
    for (const auto& usage : use.usage)
      add_inner_of(usage.limit, all);
    base::sort_unique(all);
  }
}

// Leaves inside a node, seen from outside: a condition brings itself, a value what stands in it.
void Graph::add_inner_of(NodeId node, std::vector<Index>& into) const {
  if (node != no_node) merge_into(into, program_.inner[node]);
}

void Graph::find_inner(NodeId id) {
  const Node& node = program_.nodes[id];
  std::vector<Index> all;
  if (node.op == Op::event_test || node.op == Op::event_measure || node.op == Op::last_field)
    return;
  // Whether a boolean fact is known is not decided by what it may turn out to be; nor is a fact by what
  // keeps its assumption open, for it may be given yet.
  const Op of = node.op == Op::is_known ? program_.nodes[node.a].op : Op::constant_bool;
  if (of != Op::fact_bool && of != Op::field_bool)
    for (const NodeId part : {node.a, node.b, node.c})
      add_inner_of(part, all);
  for (Index i = 0; i < node.children_count; ++i)
    add_inner_of(program_.children[node.children_begin + i], all);
  if (is_period_test(node.op) || node.op == Op::last_day) {
    const auto& use = program_.periods[static_cast<std::size_t>(node.imm)];
    for (const NodeId from : use.from)
      add_inner_of(from, all);
    add_inner_of(use.length, all);
    add_inner_of(use.until, all);
    for (const auto& usage : use.usage)
      add_inner_of(usage.limit, all);
  }
  base::sort_unique(all);
  program_.inner[id] = std::move(all);
}

void Graph::find_leaves(NodeId id) {
  const Node& node = program_.nodes[id];
  if (!is_atom(node.op)) return;
  ir::Leaf leaf;
  leaf.node = id;
  leaf.inner = program_.inner[id];
  leaf.may_move = program_.moves[id] != 0;
  leaf.reads_events = program_.reads_events[id] != 0;
  leaf.in_event = in_event_[id] != 0;
  const auto has_order = [&](NodeId side) {
    return side == no_node || (lacks_[side] == 0 && program_.nodes[side].type != ir::Type::length);
  };
  const bool ordered = has_order(node.a) && has_order(node.b);
  Op base = node.op;
  if (ordered && node.op == Op::greater_equal) {
    base = Op::less;
    leaf.negated = true;
  } else if (ordered && node.op == Op::greater) {
    base = Op::less_equal;
    leaf.negated = true;
  }
  const Key key{static_cast<std::int64_t>(base), node.a, node.b, node.imm, node.aux};
  const auto [at, fresh] = atoms_.try_emplace(key, program_.atoms);
  if (fresh) ++program_.atoms;
  leaf.atom = at->second;
  const auto index = static_cast<Index>(program_.leaves.size());
  program_.leaf_of[id] = index;
  program_.leaves.push_back(std::move(leaf));
  program_.inner[id].push_back(index);  // seen from outside, a condition brings itself
}

// Whether a value may be `never` or no value at all, which makes `<` and `>=` false alike. Days against
// months are such a pair too: 30 days and 1 month have no order.
bool Graph::may_lack(NodeId id) const {
  const Node& node = program_.nodes[id];
  const auto lacks = [&](NodeId part) { return part != no_node && lacks_[part] != 0; };
  if (node.may_be_never) return true;
  switch (node.op) {
    case Op::cell:
    case Op::last_field:
    case Op::last_day:
      return true;
    case Op::divide: {
      const Node& by = program_.nodes[node.b];
      return lacks(node.a) || by.op != Op::constant || by.imm == 0;
    }
    case Op::fact:
      return lacks(program_.slot_assume[static_cast<std::size_t>(node.imm)]);
    case Op::field:
      return lacks(program_.field_assume[node.aux][static_cast<std::size_t>(node.imm)]);
    case Op::choose:
      return lacks(node.b) || lacks(node.c);
    case Op::minimum:
    case Op::maximum:
      if (node.type == ir::Type::length) return true;
      break;
    default:
      break;
  }
  if (lacks(node.a) || lacks(node.b)) return true;
  for (Index i = 0; i < node.children_count; ++i)
    if (lacks(program_.children[node.children_begin + i])) return true;
  return false;
}

bool Graph::left_moves(NodeId id) const {
  if (id == no_node) return false;
  const Node& node = program_.nodes[id];
  if (node.op == Op::fact) {
    const auto slot = static_cast<std::size_t>(node.imm);
    return slot == schema_.filed_on || left_moves(program_.slot_assume[slot]);
  }
  if (node.op != Op::first) return false;
  for (Index i = 0; i < node.children_count; ++i)
    if (left_moves(program_.children[node.children_begin + i])) return true;
  return false;
}

bool Graph::find_moves(NodeId id) {
  const Node& node = program_.nodes[id];
  const auto moves = [&](NodeId part) { return part != no_node && program_.moves[part] != 0; };
  if (is_period_test(node.op) && left_moves(node.a)) return true;
  if (moves(node.a) || moves(node.b) || moves(node.c)) return true;
  for (Index i = 0; i < node.children_count; ++i)
    if (moves(program_.children[node.children_begin + i])) return true;
  const auto index = static_cast<std::size_t>(node.imm);
  switch (node.op) {
    case Op::fact:
    case Op::fact_bool:
      return moves(program_.slot_assume[index]);
    case Op::event_test:
    case Op::event_measure: {
      const auto& test = program_.event_tests[index];
      return moves(test.where) || moves(test.of) || moves(test.limit);
    }
    case Op::days_between:
      return node.imm >= 0 && moves(program_.filters[index].where);
    case Op::last_field:
      return moves(program_.lasts[index].where);
    default:
      return false;
  }
}

bool Graph::finds_events(NodeId id) const {
  const Node& node = program_.nodes[id];
  const auto reads = [&](NodeId part) {
    return part != no_node && program_.reads_events[part] != 0;
  };
  if (reads(node.a) || reads(node.b) || reads(node.c)) return true;
  for (Index i = 0; i < node.children_count; ++i)
    if (reads(program_.children[node.children_begin + i])) return true;
  if (is_period_test(node.op) || node.op == Op::last_day) {
    const auto& use = program_.periods[static_cast<std::size_t>(node.imm)];
    if (use.extend_by != no_index || reads(use.length) || reads(use.until)) return true;
    return std::any_of(use.from.begin(), use.from.end(), reads);
  }
  if (node.op == Op::fact || node.op == Op::fact_bool)
    return reads(program_.slot_assume[static_cast<std::size_t>(node.imm)]);
  return node.op == Op::event_test || node.op == Op::event_measure || node.op == Op::last_field ||
         node.op == Op::field || node.op == Op::field_bool ||
         (node.op == Op::days_between && node.imm >= 0);
}

ir::Formula Graph::formula(const std::vector<NodeId>& roots) const {
  ir::Formula formula;
  std::vector<std::uint8_t> seen(program_.nodes.size(), 0);
  const std::function<void(NodeId)> visit = [&](NodeId id) {
    if (id == no_node || seen[id] != 0) return;
    seen[id] = 1;
    const Node& node = program_.nodes[id];
    if (is_junction(node.op)) {
      if (node.op == Op::negation) visit(node.a);
      for (Index i = 0; i < node.children_count; ++i)
        visit(program_.children[node.children_begin + i]);
    }
    formula.nodes.push_back(id);
    if (program_.leaf_of[id] != no_index) merge_into(formula.leaves, program_.inner[id]);
  };
  for (const NodeId root : roots)
    visit(root);
  std::sort(formula.nodes.begin(), formula.nodes.end());
  base::sort_unique(formula.leaves);
  return formula;
}

}  // namespace sanbao::compile
