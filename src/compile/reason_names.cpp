// SPDX-License-Identifier: Apache-2.0
//
// See reason_names.hpp.
#include "compile/reason_names.hpp"

#include <algorithm>

#include "base/sorted.hpp"

namespace sanbao::compile {

using ir::Index;
using ir::no_index;
using ir::no_node;
using ir::Node;
using ir::NodeId;
using ir::Op;

namespace {

constexpr std::size_t word_bits = 64;
/// A condition whose conditions are used again and again has more parts than nodes; beyond this many it is named as a whole.
constexpr std::size_t most_parts = 10'000;

bool joins_conditions(Op op) {
  return op == Op::all_of || op == Op::any_of || op == Op::at_least_of;
}

}  // namespace

void ReasonNames::find() {
  for (Index period = 0; period < program_.source->periods.size(); ++period)
    named_.push_back(period);
  auto& names = plans_.names;
  seen_.assign(program_.nodes.size(), 0);
  for (const auto& rule : program_.rules)
    collect(rule.condition, names);
  seen_.assign(program_.nodes.size(), 0);
  for (const auto& test : program_.event_tests)
    collect(test.where, names);
  base::sort_unique(names);
  plans_.words = (names.size() + word_bits - 1) / word_bits;
}

ir::DecisiveParts ReasonNames::parts_of(NodeId condition, std::initializer_list<NodeId> written) {
  named_.clear();
  seen_.assign(program_.source->nodes.size(), 0);
  for (const NodeId id : written)
    periods_in(id, named_);
  ir::DecisiveParts out;
  out.first = static_cast<Index>(plans_.parts.size());
  if (condition != no_node) {
    plans_.parts.emplace_back();
    if (count_parts(condition) <= most_parts) {
      look_into(condition, false, out.first);
    } else {
      plans_.parts.back().mask = mask_of(condition);
      plans_.parts.back().next = out.first + 1;
    }
  }
  out.end = static_cast<Index>(plans_.parts.size());
  return out;
}

// What stands inside the part at `part`, whose node is `id`.
void ReasonNames::look_into(NodeId id, bool negated, std::size_t part) {
  while (program_.nodes[id].op == Op::negation) {
    id = program_.nodes[id].a;
    negated = !negated;
  }
  const Node& node = program_.nodes[id];
  if (joins_conditions(node.op)) {
    for (Index i = 0; i < node.children_count; ++i) {
      const NodeId child = program_.children[node.children_begin + i];
      const std::size_t inside = plans_.parts.size();
      plans_.parts.push_back({child, negated, no_index, 0});
      look_into(child, negated, inside);
    }
  } else if (node.op != Op::constant_bool) {
    plans_.parts[part].mask = mask_of(id);
  }
  plans_.parts[part].next = static_cast<Index>(plans_.parts.size());
}

// As many as look_into makes; no more than most_parts and one.
std::size_t ReasonNames::count_parts(NodeId id) {
  while (program_.nodes[id].op == Op::negation)
    id = program_.nodes[id].a;
  const Node& node = program_.nodes[id];
  if (!joins_conditions(node.op)) return 1;
  if (const auto known = part_counts_.find(id); known != part_counts_.end()) return known->second;
  std::size_t count = 1;
  for (Index i = 0; i < node.children_count && count <= most_parts; ++i)
    count += count_parts(program_.children[node.children_begin + i]);
  return part_counts_[id] = std::min(count, most_parts + 1);
}

Index ReasonNames::mask_of(NodeId id) {
  Names names;
  seen_.assign(program_.nodes.size(), 0);
  add(id, names);
  base::sort_unique(names);
  const auto first = static_cast<Index>(plans_.masks.size());
  const auto [at, fresh] = masks_.emplace(std::move(names), first);
  if (!fresh) return at->second;
  plans_.masks.resize(first + plans_.words, 0);
  for (const std::string_view name : at->first) {
    const auto place = std::lower_bound(plans_.names.begin(), plans_.names.end(), name);
    const auto bit = static_cast<std::size_t>(place - plans_.names.begin());
    plans_.masks[first + bit / word_bits] |= std::uint64_t{1} << bit % word_bits;
  }
  return first;
}

bool ReasonNames::is_seen(NodeId id) {
  if (id == no_node || seen_[id] != 0) return true;
  seen_[id] = 1;
  return false;
}

void ReasonNames::collect(NodeId id, Names& names) {
  if (is_seen(id)) return;
  const Node& node = program_.nodes[id];
  switch (node.op) {
    case Op::constant_bool:
      return;
    case Op::negation:
      return collect(node.a, names);
    case Op::all_of:
    case Op::any_of:
    case Op::at_least_of:
      for (Index i = 0; i < node.children_count; ++i)
        collect(program_.children[node.children_begin + i], names);
      return;
    default:
      seen_[id] = 0;
      add(id, names);
  }
}

void ReasonNames::add(NodeId id, Names& names) {
  if (is_seen(id)) return;
  const Node& node = program_.nodes[id];
  const auto index = static_cast<std::size_t>(node.imm);
  if (is_period_test(node.op)) {
    // Equal periods share a node; each keeps its name where it is written.
    for (const Index period : named_)
      if (program_.canonical_period[period] == index)
        names.push_back(program_.source->periods[period].name);
    return;
  }
  if (node.op == Op::event_test) {
    names.push_back(schema_.lists[program_.event_tests[index].list].path);
    return;
  }
  if (node.op == Op::field || node.op == Op::field_bool)
    names.push_back(schema_.lists[node.aux].fields[index].path);
  if (node.op == Op::fact || node.op == Op::fact_bool) names.push_back(schema_.facts[index].path);
  for (const NodeId part : {node.a, node.b, node.c})
    add(part, names);
  for (Index i = 0; i < node.children_count; ++i)
    add(program_.children[node.children_begin + i], names);
}

void ReasonNames::periods_in(NodeId written, Periods& periods) {
  if (is_seen(written)) return;
  const ir::CheckedPolicy& policy = *program_.source;
  const Node& node = policy.nodes[written];
  if (is_period_test(node.op)) periods.push_back(static_cast<Index>(node.imm));
  for (const NodeId part : {node.a, node.b, node.c})
    periods_in(part, periods);
  for (Index i = 0; i < node.children_count; ++i)
    periods_in(policy.children[node.children_begin + i], periods);
}

}  // namespace sanbao::compile
