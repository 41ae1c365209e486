// SPDX-License-Identifier: Apache-2.0
//
// See plain_shapes.hpp.
#include "compile/plain_shapes.hpp"

namespace sanbao::compile {

using ir::CellTest;
using ir::Index;
using ir::no_index;
using ir::no_node;
using ir::Node;
using ir::NodeId;
using ir::Op;
using ir::Type;

namespace {

bool is_symbol(Type type) {
  return type == Type::text || type == Type::enumeration || type == Type::remedy;
}

}  // namespace

CellTest PlainShapes::of_claim(const Node& node) const {
  return cell_test(node, Op::fact, Op::fact_bool);
}

CellTest PlainShapes::cell_test(const Node& node, Op value, Op boolean) const {
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

ir::PlainApplying PlainShapes::applying() const {
  ir::PlainApplying plain;
  std::vector<NodeId> open;
  if (program_.applies_to != no_node) open.push_back(program_.applies_to);
  while (!open.empty()) {
    const Node& node = program_.nodes[open.back()];
    open.pop_back();
    if (node.op == Op::all_of) {
      for (Index i = 0; i < node.children_count; ++i)
        open.push_back(program_.children[node.children_begin + i]);
      continue;
    }
    plain.where.push_back(of_claim(node));
    if (plain.where.back().kind == CellTest::Kind::none) return plain;
  }
  for (const NodeId by : program_.in_force_by) {
    if (program_.nodes[by].op != Op::fact) return plain;
    plain.by.push_back(static_cast<std::uint32_t>(program_.nodes[by].imm));
  }
  plain.usable = true;
  return plain;
}

ir::PlainPeriod PlainShapes::period(Index period) const {
  const ir::PeriodUse& use = program_.periods[period];
  ir::PlainPeriod plain;
  if (use.open_end || use.length == no_node || use.extend_by != no_index || !use.usage.empty() ||
      !program_.period_inner[period].empty())
    return plain;
  const Node& length = program_.nodes[use.length];
  if (length.op != Op::constant || (length.type != Type::length && length.type != Type::days))
    return plain;
  plain.length = length.type == Type::days ? Period::days(length.imm) : Period::decode(length.imm);
  plain.count_from = use.count_from.then;
  plain.month_end = use.month_end.then;
  plain.roll = use.roll.then;
  plain.calendar = program_.source->calendar.get();
  for (const NodeId from : use.from) {
    const Node& node = program_.nodes[from];
    if (node.op == Op::fact) {
      plain.from.push_back({false, static_cast<std::uint32_t>(node.imm)});
    } else if (node.op == Op::last_field) {
      plain.from.push_back({true, static_cast<std::uint32_t>(node.imm)});
    } else {
      return plain;
    }
  }
  plain.usable = true;
  return plain;
}

ir::PlainEventTest PlainShapes::event_test(const ir::EventTest& test) const {
  ir::PlainEventTest plain;
  plain.width = static_cast<std::uint32_t>(schema_.lists[test.list].fields.size());
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
  plain.usable = test.where == no_node || add_where(test.list, test.where, false, plain.where);
  return plain;
}

ir::PlainLast PlainShapes::last(const ir::LastField& last) const {
  ir::PlainLast plain;
  plain.width = static_cast<std::uint32_t>(schema_.lists[last.list].fields.size());
  const bool is_date = schema_.lists[last.list].fields[last.field].type == Type::date;
  plain.usable = is_date && !is_worked_out(last.list, last.field) &&
                 (last.where == no_node || add_where(last.list, last.where, false, plain.where));
  return plain;
}

bool PlainShapes::add_where(Index list, NodeId id, bool negated,
                            std::vector<CellTest>& where) const {
  const Node& node = program_.nodes[id];
  if (node.op == Op::negation) return add_where(list, node.a, !negated, where);
  if (node.op == Op::all_of && !negated) {
    for (Index i = 0; i < node.children_count; ++i)
      if (!add_where(list, program_.children[node.children_begin + i], false, where)) return false;
    return true;
  }
  CellTest cell = cell_test(node, Op::field, Op::field_bool);
  cell.negated = negated;
  if (cell.kind == CellTest::Kind::none) return false;
  const auto& shape = schema_.lists[list];
  if (static_cast<int>(cell.cell) == shape.whole_unit && shape.component >= 0) {
    // A whole unit is one that names no component.
    cell.kind = CellTest::Kind::silent;
    cell.cell = static_cast<std::uint32_t>(shape.component);
  } else if (is_worked_out(list, cell.cell)) {
    return false;
  }
  where.push_back(cell);
  return true;
}

bool PlainShapes::is_worked_out(Index list, Index field) const {
  const auto& shape = schema_.lists[list];
  const int index = static_cast<int>(field);
  return shape.fields[field].computed || index == shape.duration || index == shape.whole_unit;
}

}  // namespace sanbao::compile
