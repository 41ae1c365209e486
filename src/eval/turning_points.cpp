// SPDX-License-Identifier: Apache-2.0
//
// See turning_points.hpp.
#include "eval/turning_points.hpp"

namespace sanbao::eval {

using ir::no_node;
using ir::Node;
using ir::Op;
using ir::Type;

std::optional<Exact> TurningPoints::known(NodeId node, EventAt at) {
  const Scalar scalar = session_.value(node, at);
  if (!scalar.is_known()) return std::nullopt;
  const Type type = program_.nodes[node].type;
  if (type == Type::date) return Exact::from_integer(scalar.whole);
  return ir::is_numeric(type) ? std::optional(scalar.exact) : std::nullopt;
}

void TurningPoints::of_condition(NodeId id, EventAt at) {
  if (id == no_node || left_ == 0) return;
  --left_;
  const Node& node = program_.nodes[id];
  switch (node.op) {
    case Op::equal:
    case Op::less:
    case Op::less_equal:
    case Op::greater:
    case Op::greater_equal:
      return of_comparison(node, at);
    case Op::period_in:
    case Op::period_before:
    case Op::period_after:
      return of_limits(program_.periods[static_cast<std::size_t>(node.imm)]);
    case Op::event_test:
      return of_events(program_.event_tests[static_cast<std::size_t>(node.imm)]);
    case Op::negation:
      return of_condition(node.a, at);
    default:
      for (ir::Index i = 0; i < node.children_count; ++i)
        of_condition(program_.children[node.children_begin + i], at);
  }
}

void TurningPoints::of_comparison(const Node& node, EventAt at) {
  if (const auto b = known(node.b, at)) of_value(node.a, *b, at);
  if (const auto a = known(node.a, at)) of_value(node.b, *a, at);
}

// The reading itself is compared with the limit.
void TurningPoints::of_limits(const ir::PeriodUse& period) {
  for (const auto& usage : period.usage) {
    const Scalar reading = session_.fact(usage.fact);
    if (reading.is_known()) of_value(usage.limit, reading.exact);
    if (fact_.kind != FactPath::Kind::slot || fact_.slot != usage.fact) continue;
    if (const auto limit = known(usage.limit, {})) points_.push_back(*limit);
  }
}

// What the events come to without the fact, and what is still wanted of it.
void TurningPoints::of_events(const ir::EventTest& test) {
  const EventAt at = fact_.kind == FactPath::Kind::field && fact_.slot == test.list
                         ? EventAt{test.list, fact_.event}
                         : EventAt{};
  if (at.here() && test.where != no_node) of_condition(test.where, at);
  if (test.limit == no_node) return;
  const Measured measured = session_.measure(test);
  of_value(test.limit, measured.least);
  if (!at.here() || test.of == no_node) return;
  const auto limit = known(test.limit, {});
  if (!limit) return;
  of_value(test.of, test.measure == ir::EventMeasure::total ? *limit - measured.least : *limit, at);
}

void TurningPoints::of_value(NodeId id, const Exact& wanted, EventAt at) {
  if (id == no_node || left_ == 0 || !wanted.has_value()) return;
  --left_;
  const Node& node = program_.nodes[id];
  switch (node.op) {
    case Op::fact: {
      const auto slot = static_cast<std::uint32_t>(node.imm);
      if (fact_.kind == FactPath::Kind::slot && fact_.slot == slot) points_.push_back(wanted);
      return of_value(program_.slot_assume[slot], wanted);
    }
    case Op::field:
      if (fact_.kind == FactPath::Kind::field && fact_.slot == node.aux &&
          fact_.field == static_cast<std::uint32_t>(node.imm) && fact_.event == at.event)
        points_.push_back(wanted);
      return;
    case Op::round_up:
      of_value(node.a, wanted, at);
      return of_value(node.a, wanted - Exact::from_integer(1), at);
    case Op::round_money: {
      // Half a step to either side it turns, or a whole one.
      const auto& policy = *program_.source;
      const Exact half = Exact::from_scaled(policy.round_to, 2);
      for (const std::int64_t halves : {-2, -1, 0, 1, 2})
        of_value(node.a, wanted + half * Exact::from_integer(halves), at);
      return;
    }
    case Op::choose:
      of_value(node.b, wanted, at);
      return of_value(node.c, wanted, at);
    case Op::minimum:
    case Op::maximum:
    case Op::first:
      for (ir::Index i = 0; i < node.children_count; ++i)
        of_value(program_.children[node.children_begin + i], wanted, at);
      return;
    case Op::add:
    case Op::subtract:
    case Op::multiply:
    case Op::divide:
    case Op::days_between:
      return of_sides(node, wanted, at);
    default:
      return;
  }
}

// One side is known: what the other has to be.
void TurningPoints::of_sides(const Node& node, const Exact& wanted, EventAt at) {
  const auto a = known(node.a, at);
  const auto b = known(node.b, at);
  switch (node.op) {
    case Op::add:
      if (b) of_value(node.a, wanted - *b, at);
      if (a) of_value(node.b, wanted - *a, at);
      break;
    case Op::subtract:
      if (b) of_value(node.a, wanted + *b, at);
      if (a) of_value(node.b, *a - wanted, at);
      break;
    case Op::multiply:
      if (b) of_value(node.a, wanted / *b, at);
      if (a) of_value(node.b, wanted / *a, at);
      break;
    case Op::divide:
      if (b) of_value(node.a, wanted * *b, at);
      if (a) of_value(node.b, *a / wanted, at);
      break;
    default:  // days from a to b; what is taken off is looked past
      if (b) of_value(node.a, *b - wanted, at);
      if (a) of_value(node.b, *a + wanted, at);
      break;
  }
}

}  // namespace sanbao::eval
