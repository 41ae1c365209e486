// SPDX-License-Identifier: Apache-2.0
//
// See reason_names.hpp.
#include "compile/reason_names.hpp"

#include <algorithm>

namespace sanbao::compile {

using ir::Index;
using ir::no_index;
using ir::no_node;
using ir::Node;
using ir::NodeId;
using ir::Op;

namespace {

constexpr std::size_t word_bits = 64;

bool is_junction(Op op) {
  return op == Op::all_of || op == Op::any_of || op == Op::at_least_of;
}

bool is_period_test(Op op) {
  return op == Op::period_in || op == Op::period_before || op == Op::period_after;
}

}  // namespace

void ReasonNames::find() {
  Found found;
  for (const auto& rule : program_.rules)
    collect(rule.condition, found);
  for (const auto& test : program_.event_tests)
    collect(test.where, found);
  auto& names = plans_.names;
  for (const auto& [node, of_node] : found)
    names.insert(names.end(), of_node.begin(), of_node.end());
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  plans_.words = (names.size() + word_bits - 1) / word_bits;
  for (const auto& [node, of_node] : found) {
    const std::size_t first = plans_.masks.size();
    mask_of_[node] = static_cast<Index>(first);
    plans_.masks.resize(first + plans_.words, 0);
    for (const std::string_view name : of_node) {
      const auto bit = static_cast<std::size_t>(std::lower_bound(names.begin(), names.end(), name) -
                                                names.begin());
      plans_.masks[first + bit / word_bits] |= std::uint64_t{1} << bit % word_bits;
    }
  }
}

ir::DecisiveParts ReasonNames::parts_of(NodeId condition) {
  ir::DecisiveParts out;
  out.first = static_cast<Index>(plans_.parts.size());
  if (condition != no_node) {
    plans_.parts.emplace_back();
    look_into(condition, false, out.first);
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
  if (is_junction(node.op)) {
    for (Index i = 0; i < node.children_count; ++i) {
      const NodeId child = program_.children[node.children_begin + i];
      const std::size_t inside = plans_.parts.size();
      plans_.parts.push_back({child, negated, no_index, 0});
      look_into(child, negated, inside);
    }
  } else if (const auto mask = mask_of_.find(id); mask != mask_of_.end()) {
    plans_.parts[part].mask = mask->second;
  }
  plans_.parts[part].next = static_cast<Index>(plans_.parts.size());
}

void ReasonNames::collect(NodeId id, Found& found) const {
  if (id == no_node) return;
  const Node& node = program_.nodes[id];
  switch (node.op) {
    case Op::constant_bool:
      return;
    case Op::negation:
      return collect(node.a, found);
    case Op::all_of:
    case Op::any_of:
    case Op::at_least_of:
      for (Index i = 0; i < node.children_count; ++i)
        collect(program_.children[node.children_begin + i], found);
      return;
    default:
      if (const auto [at, fresh] = found.try_emplace(id); fresh) add(id, at->second);
  }
}

void ReasonNames::add(NodeId id, std::vector<std::string_view>& names) const {
  const Node& node = program_.nodes[id];
  const auto index = static_cast<std::size_t>(node.imm);
  if (is_period_test(node.op)) {
    names.push_back(program_.source->periods[index].name);
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
    if (part != no_node) add(part, names);
  for (Index i = 0; i < node.children_count; ++i)
    add(program_.children[node.children_begin + i], names);
}

}  // namespace sanbao::compile
