// SPDX-License-Identifier: Apache-2.0
//
// The short ways of a claim that leaves nothing open: leaves that one given fact decides, and the conditions
// that change with the day of the claim. See plans.hpp.
#include <algorithm>

#include "compile/plans.hpp"

namespace sanbao::compile {

using ir::Index;
using ir::no_index;
using ir::no_node;
using ir::Node;
using ir::Op;
using ir::QuickTest;
using ir::Type;

namespace {

bool is_symbol(Type type) {
  return type == Type::text || type == Type::enumeration || type == Type::remedy;
}

QuickTest quick_test(const ir::Schema& schema, const ir::Program& program, const Node& node) {
  QuickTest test;
  const auto slot_of = [&](const Node& fact) {
    test.slot = static_cast<std::uint32_t>(fact.imm);
    return fact.op == Op::fact;
  };
  const auto with_constant = [&](QuickTest::Kind kind, bool suits) {
    const Node& constant = program.nodes[node.b];
    if (suits && slot_of(program.nodes[node.a]) && constant.op == Op::constant &&
        is_symbol(constant.type)) {
      test.kind = kind;
      test.value = constant.imm;
    }
  };
  const auto of_period = [&](QuickTest::Kind kind) {
    test.period = static_cast<Index>(node.imm);
    if (!slot_of(program.nodes[node.a]) || !program.periods[test.period].usage.empty() ||
        !program.period_inner[test.period].empty())
      return;
    test.kind = kind;
    test.moves = test.slot == schema.filed_on;
  };
  switch (node.op) {
    case Op::fact_bool:
      test.slot = static_cast<std::uint32_t>(node.imm);
      test.kind = QuickTest::Kind::boolean;
      break;
    case Op::equal:
      with_constant(QuickTest::Kind::equal, is_symbol(program.nodes[node.a].type));
      break;
    case Op::set_has:
      with_constant(QuickTest::Kind::has, true);
      break;
    case Op::period_in:
      of_period(QuickTest::Kind::in_period);
      break;
    case Op::period_after:
      of_period(QuickTest::Kind::after_period);
      break;
    case Op::period_before:
      of_period(QuickTest::Kind::before_period);
      break;
    default:
      break;
  }
  return test;
}

}  // namespace

void plan_quick_tests(const ir::Schema& schema, ir::Program& program) {
  for (const auto& leaf : program.leaves)
    program.quick.push_back(quick_test(schema, program, program.nodes[leaf.node]));
  for (const ir::NodeId id : program.conditions.nodes) {
    const Index leaf = program.leaf_of[id];
    const bool moves = program.moves[id] != 0;
    if (leaf == no_index) {
      program.joints.push_back(id);
      if (moves) program.moving_joints.push_back(id);
    } else if (moves) {
      program.moving_leaves.push_back(leaf);
    }
  }
}

}  // namespace sanbao::compile
