// SPDX-License-Identifier: Apache-2.0
//
// See reason_formulas.hpp.
#include "compile/reason_formulas.hpp"

namespace sanbao::compile {

using ir::Index;
using ir::no_node;
using ir::Node;
using ir::NodeId;
using ir::Op;

void FormulaReader::add(NodeId id, ir::StepPlan& plan) const {
  while (program_.nodes[id].op == Op::round_money)
    id = program_.nodes[id].a;
  const Node& node = program_.nodes[id];
  bool shown = true;
  if (node.op == Op::minimum || node.op == Op::maximum) {
    plan.begun.choice = node.op == Op::minimum ? "least" : "greatest";
    for (Index i = 0; i < node.children_count; ++i)
      shown = shown &&
              add_sum(program_.children[node.children_begin + i], i == 0 ? "" : "or", false, plan);
  } else {
    shown = add_sum(id, {}, true, plan);
  }
  if (shown && plan.factors.size() > 1) return;
  plan.factors.clear();
  plan.begun.choice = {};
  plan.days = no_node;
}

// The value whose node it is; a value of several lines is shown by its figure, and so is a named sum or quotient.
const ir::ValueUse* FormulaReader::named(NodeId id) const {
  for (std::size_t value = 0; value < program_.source->values.size(); ++value)
    if (program_.value_nodes[value] == id) return &program_.source->values[value];
  return nullptr;
}

bool FormulaReader::add_sum(NodeId id, std::string_view sign, bool open, ir::StepPlan& plan) const {
  const Node& node = program_.nodes[id];
  const bool opened = open || named(id) == nullptr;
  if (opened && node.op == Op::add)
    return add_sum(node.a, sign, false, plan) && add_sum(node.b, "plus", false, plan);
  if (opened && node.op == Op::subtract)
    return add_sum(node.a, sign, false, plan) && add_product(node.b, "minus", false, plan);
  return add_product(id, sign, open, plan);
}

bool FormulaReader::add_product(NodeId id, std::string_view sign, bool open,
                                ir::StepPlan& plan) const {
  const Node& node = program_.nodes[id];
  if (node.op == Op::multiply)
    return add_product(node.a, sign, false, plan) && add_product(node.b, "times", false, plan);
  if (node.op == Op::divide && (open || named(id) == nullptr))
    return add_product(node.a, sign, false, plan) && add_plain(node.b, "over", plan);
  return add_plain(id, sign, plan);
}

bool FormulaReader::add_plain(NodeId id, std::string_view sign, ir::StepPlan& plan) const {
  const Node& node = program_.nodes[id];
  ir::StepPlan::Factor factor{{}, id, node.type, sign};
  const ir::ValueUse* const value = named(id);
  if (node.op == Op::fact) {
    const auto& fact = schema_.facts[static_cast<std::size_t>(node.imm)];
    factor.name = {fact.name_zh, fact.name_en};
  }
  if (value != nullptr) factor.name = {value->title.zh, value->title.en};
  plan.factors.push_back(factor);
  if (node.op == Op::days_between && value == nullptr) plan.days = id;
  return value != nullptr || node.op == Op::fact || node.op == Op::constant ||
         node.op == Op::cell || node.op == Op::days_between;
}

}  // namespace sanbao::compile
