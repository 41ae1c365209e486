// SPDX-License-Identifier: Apache-2.0
//
// The short way of a claim that leaves nothing open: which cells decide which leaves, and the rest of the
// conditions as bits. See plans.hpp. Whatever does not fit is left to the evaluator.
// Tested by tests/unit/eval_decided_test.cpp.
#include <algorithm>
#include <map>

#include "compile/plans.hpp"

namespace sanbao::compile {

using ir::BitJoint;
using ir::CellTest;
using ir::Index;
using ir::Literal;
using ir::no_index;
using ir::no_node;
using ir::Node;
using ir::NodeId;
using ir::Op;
using ir::Type;

namespace {

constexpr std::uint32_t word_bits = 64;

bool is_symbol(Type type) {
  return type == Type::text || type == Type::enumeration || type == Type::remedy;
}

class Builder {
 public:
  Builder(const ir::Schema& schema, ir::Program& program)
      : schema_(schema), program_(program), way_(program.short_way) {}

  void build() {
    for (Index period = 0; period < program_.periods.size(); ++period)
      way_.periods.push_back(plain_period(period));
    for (const auto& test : program_.event_tests)
      way_.event_tests.push_back(plain_event_test(test));
    way_.literal_of.resize(program_.nodes.size());
    way_.bit_of_leaf.resize(program_.leaves.size(), 0);
    for (const Index leaf : program_.conditions.leaves)
      add_leaf(leaf);
    std::stable_sort(way_.cells.begin(), way_.cells.end(),
                     [](const CellTest& a, const CellTest& b) { return a.cell < b.cell; });
    for (const NodeId id : program_.conditions.nodes)
      if (program_.leaf_of[id] == no_index) add_joint(id);
    way_.words = (bits_ + word_bits - 1) / word_bits;
  }

 private:
  void add_leaf(Index leaf) {
    const NodeId id = program_.leaves[leaf].node;
    const std::uint32_t bit = bits_++;
    way_.literal_of[id] = {bit, false};
    way_.bit_of_leaf[leaf] = bit;
    const bool moves = program_.moves[id] != 0;
    CellTest test = cell_test(program_.nodes[id], Op::fact, Op::fact_bool);
    test.bit = bit;
    test.leaf = leaf;
    if (test.kind == CellTest::Kind::none) {
      way_.others.push_back(leaf);
      if (moves) way_.moving_others.push_back(leaf);
    } else {
      way_.cells.push_back(test);
      // A test of another day does not move, even where the day of the claim stands in its period.
      if (moves) way_.moving_cells.push_back(test);
    }
  }

  void add_joint(NodeId id) {
    const Node& node = program_.nodes[id];
    Literal& literal = way_.literal_of[id];
    if (node.op == Op::constant_bool) {
      literal = {0, node.imm != 0};
      return;
    }
    if (node.op == Op::negation) {
      const Literal of = way_.literal_of[node.a];
      literal = {of.bit, !of.negated};
      return;
    }
    BitJoint joint;
    joint.kind = node.op == Op::all_of   ? BitJoint::Kind::all
                 : node.op == Op::any_of ? BitJoint::Kind::any
                                         : BitJoint::Kind::at_least;
    joint.first = static_cast<std::uint32_t>(way_.terms.size());
    std::map<std::uint32_t, ir::BitTerm> by_word;
    for (Index i = 0; i < node.children_count; ++i) {
      const Literal of = way_.literal_of[program_.children[node.children_begin + i]];
      ir::BitTerm& term = by_word[of.bit / word_bits];
      const std::uint64_t bit = std::uint64_t{1} << of.bit % word_bits;
      // The same bit twice, or with its opposite, takes a term of its own.
      if ((term.mask & bit) != 0) {
        way_.terms.push_back({of.bit / word_bits, bit, of.negated ? bit : 0});
        continue;
      }
      term.word = of.bit / word_bits;
      term.mask |= bit;
      if (of.negated) term.flip |= bit;
    }
    for (const auto& [word, term] : by_word)
      way_.terms.push_back(term);
    joint.count = static_cast<std::uint32_t>(way_.terms.size()) - joint.first;
    if (joint.kind == BitJoint::Kind::at_least) joint.least = program_.nodes[node.a].imm;
    joint.bit = bits_++;
    literal = {joint.bit, false};
    if (program_.moves[id] != 0)
      way_.moving_joints.push_back(static_cast<std::uint32_t>(way_.joints.size()));
    way_.joints.push_back(joint);
  }

  // `value`, `boolean`: how a cell is read, of the claim or of an event.
  CellTest cell_test(const Node& node, Op value, Op boolean) const {
    CellTest test;
    if (node.op == boolean) {
      test.kind = CellTest::Kind::boolean;
      test.cell = static_cast<std::uint32_t>(node.imm);
      return test;
    }
    const bool of_cell = node.a != no_node && program_.nodes[node.a].op == value;
    if (!of_cell) return test;
    test.cell = static_cast<std::uint32_t>(program_.nodes[node.a].imm);
    const auto against_constant = [&](CellTest::Kind kind) {
      const Node& constant = program_.nodes[node.b];
      if (constant.op != Op::constant || !is_symbol(constant.type)) return;
      test.kind = kind;
      test.value = constant.imm;
    };
    const auto of_period = [&](CellTest::Kind kind) {
      test.period = static_cast<Index>(node.imm);
      if (program_.periods[test.period].usage.empty() && program_.period_inner[test.period].empty())
        test.kind = kind;
    };
    switch (node.op) {
      case Op::equal:
        if (is_symbol(program_.nodes[node.a].type)) against_constant(CellTest::Kind::equal);
        break;
      case Op::set_has:
        if (value == Op::fact) against_constant(CellTest::Kind::has);
        break;
      case Op::period_in:
        of_period(CellTest::Kind::in_period);
        break;
      case Op::period_after:
        of_period(CellTest::Kind::after_period);
        break;
      case Op::period_before:
        of_period(CellTest::Kind::before_period);
        break;
      default:
        break;
    }
    return test;
  }

  ir::PlainPeriod plain_period(Index period) const {
    const ir::PeriodUse& use = program_.periods[period];
    ir::PlainPeriod plain;
    if (use.open_end || use.length == no_node || use.extend_by != no_index || !use.usage.empty() ||
        !program_.period_inner[period].empty())
      return plain;
    const Node& length = program_.nodes[use.length];
    if (length.op != Op::constant || (length.type != Type::length && length.type != Type::days))
      return plain;
    plain.length = length.type == Type::days ? Period::days(length.imm).encode() : length.imm;
    std::vector<NodeId> from = use.from;
    for (std::size_t i = 0; i < from.size(); ++i) {
      const Node& node = program_.nodes[from[i]];
      if (node.op == Op::fact) {
        plain.from.push_back({false, static_cast<std::uint32_t>(node.imm)});
      } else if (node.op == Op::last_field) {
        plain.from.push_back({true, program_.lasts[static_cast<std::size_t>(node.imm)].list});
      } else {
        return plain;
      }
    }
    plain.usable = true;
    return plain;
  }

  ir::PlainEventTest plain_event_test(const ir::EventTest& test) const {
    ir::PlainEventTest plain;
    if (!test.same.empty() || test.bound == ir::Bound::none) return plain;
    const Node& limit = program_.nodes[test.limit];
    if (limit.op != Op::constant || (limit.type != Type::count && limit.type != Type::days))
      return plain;
    plain.limit = limit.imm;
    if (test.measure == ir::EventMeasure::largest || test.measure == ir::EventMeasure::total) {
      const Node& of = program_.nodes[test.of];
      if (of.op != Op::field || (of.type != Type::count && of.type != Type::days)) return plain;
      plain.of = static_cast<Index>(of.imm);
      if (is_worked_out(test.list, plain.of)) return plain;
    } else if (test.measure != ir::EventMeasure::count) {
      return plain;
    }
    plain.usable = test.where == no_node || add_where(test, test.where, false, plain);
    return plain;
  }

  bool add_where(const ir::EventTest& test, NodeId id, bool negated,
                 ir::PlainEventTest& plain) const {
    const Node& node = program_.nodes[id];
    if (node.op == Op::negation) return add_where(test, node.a, !negated, plain);
    if (node.op == Op::all_of && !negated) {
      for (Index i = 0; i < node.children_count; ++i)
        if (!add_where(test, program_.children[node.children_begin + i], false, plain))
          return false;
      return true;
    }
    CellTest cell = cell_test(node, Op::field, Op::field_bool);
    cell.negated = negated;
    if (cell.kind == CellTest::Kind::none || is_worked_out(test.list, cell.cell)) return false;
    plain.where.push_back(cell);
    return true;
  }

  // A field that no record carries, or that the language fills in by itself.
  [[nodiscard]] bool is_worked_out(Index list, Index field) const {
    const auto& shape = schema_.lists[list];
    const int index = static_cast<int>(field);
    return shape.fields[field].computed || index == shape.duration || index == shape.whole_unit;
  }

  const ir::Schema& schema_;
  ir::Program& program_;
  ir::ShortWay& way_;
  std::uint32_t bits_ = 1;
};

}  // namespace

void plan_short_way(const ir::Schema& schema, ir::Program& program) {
  Builder(schema, program).build();
}

}  // namespace sanbao::compile
