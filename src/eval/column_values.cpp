// SPDX-License-Identifier: Apache-2.0
//
// See column_values.hpp.
#include "eval/column_values.hpp"

#include <algorithm>
#include <numeric>

#include "ir/cells.hpp"

namespace sanbao::eval {

using ir::no_node;
using ir::Node;
using ir::Op;
using ir::Type;
using values::Int128;

namespace {

constexpr std::int64_t greatest_days = 4'000'000;  // between any two dates
constexpr Int128 greatest_bound = Int128{1} << 120;

// False: more than there is room for.
bool multiply(Int128 a, Int128 b, Int128& product) {
  if (a != 0 && b > greatest_bound / a) return false;
  product = a * b;
  return true;
}

Int128 common(Int128 a, Int128 b) {
  Int128 x = a;
  Int128 y = b;
  while (y != 0) {
    const Int128 rest = x % y;
    x = y;
    y = rest;
  }
  return a / x * b;
}

}  // namespace

std::optional<ColumnValue> ColumnValues::number(std::int64_t value, Type type) const {
  ColumnValue made;
  const std::int64_t shared = std::gcd(value, ir::parts_of_one(type));
  made.constant = value / shared;
  made.denominator = ir::parts_of_one(type) / shared;
  made.bound = value < 0 ? -made.constant : made.constant;
  return made;
}

std::optional<ColumnValue> ColumnValues::fact(std::uint32_t slot) const {
  const Type type = maker_.plan().schema->facts[slot].type;
  if (!ir::is_numeric(type)) return std::nullopt;
  ColumnValue made;
  made.op = Op::fact;
  made.slot = slot;
  made.denominator = ir::parts_of_one(type);
  made.bound = ir::greatest(type);
  return made;
}

std::optional<ColumnValue> ColumnValues::days(NodeId from, NodeId to, std::int64_t filter) {
  const auto is_day = [&](NodeId id) {
    return program_.nodes[id].op == Op::fact && program_.nodes[id].type == Type::date;
  };
  if (!is_day(from) || !is_day(to)) return std::nullopt;
  ColumnValue made;
  made.op = Op::days_between;
  made.bound = greatest_days;
  made.parts = {static_cast<std::uint32_t>(program_.nodes[from].imm),
                static_cast<std::uint32_t>(program_.nodes[to].imm)};
  if (filter < 0) return made;
  const ir::EventFilter& less = program_.filters[static_cast<std::size_t>(filter)];
  if (less.where != no_node || !maker_.plan().schema->lists[less.list].interval)
    return std::nullopt;
  made.less = true;
  made.list = less.list;
  made.step = program_.list_assume_empty[less.list];
  return made;
}

// Sums, differences and the least or greatest of some: over one denominator.
std::optional<ColumnValue> ColumnValues::joined(const Node& node) {
  ColumnValue made;
  made.op = node.op;
  made.days = node.type == Type::days;
  std::vector<NodeId> nodes{node.a, node.b};
  if (node.op == Op::minimum || node.op == Op::maximum)
    nodes.assign(program_.children.begin() + node.children_begin,
                 program_.children.begin() + node.children_begin + node.children_count);
  if (node.op == Op::choose) {
    nodes = {node.b, node.c};
    if (!conditions_.inner(node.a, made.condition)) return std::nullopt;
  }
  for (const NodeId id : nodes) {
    const auto part = value(id);
    if (!part) return std::nullopt;
    made.parts.push_back(*part);
    made.denominator = common(made.denominator, maker_.plan().values[*part].denominator);
    if (made.denominator > greatest_bound) return std::nullopt;
  }
  for (const std::uint32_t part : made.parts) {
    const ColumnValue& of = maker_.plan().values[part];
    Int128 bound = 0;
    if (!multiply(made.denominator / of.denominator, of.bound, bound)) return std::nullopt;
    made.bound = node.op == Op::add || node.op == Op::subtract ? made.bound + bound
                                                               : std::max(made.bound, bound);
  }
  return made;
}

std::optional<ColumnValue> ColumnValues::made(NodeId id) {
  const Node& node = program_.nodes[id];
  if (node.op == Op::days_between) return days(node.a, node.b, node.imm);
  if (!ir::is_numeric(node.type)) return std::nullopt;
  ColumnValue made;
  switch (node.op) {
    case Op::constant:
      return number(node.imm, node.type);
    case Op::fact:
      return fact(static_cast<std::uint32_t>(node.imm));
    case Op::add:
    case Op::subtract:
      // A difference of two days is a number of days.
      if (program_.nodes[node.a].type == Type::date) return days(node.b, node.a, -1);
      return joined(node);
    case Op::minimum:
    case Op::maximum:
    case Op::choose:
      return joined(node);
    case Op::multiply: {
      const auto a = value(node.a);
      const auto b = value(node.b);
      if (!a || !b) return std::nullopt;
      const ColumnValue& left = maker_.plan().values[*a];
      const ColumnValue& right = maker_.plan().values[*b];
      made.op = node.op;
      made.parts = {*a, *b};
      if (!multiply(left.bound, right.bound, made.bound) ||
          !multiply(left.denominator, right.denominator, made.denominator))
        return std::nullopt;
      return made;
    }
    case Op::round_money:
    case Op::round_up: {
      const auto of = value(node.a);
      if (!of) return std::nullopt;
      made.op = node.op;
      made.parts = {*of};
      made.step = node.op == Op::round_money ? program_.source->round_to : 1;
      made.rounding = program_.source->rounding;
      const ColumnValue& from = maker_.plan().values[*of];
      // Beyond 64 bits of steps there is no amount: such a row is lost.
      made.bound = std::min(from.bound / from.denominator + 1, Int128{INT64_MAX}) * made.step;
      Int128 whole = 0;
      // What is whole already needs no rounding.
      if (from.denominator == 1 && made.step == 1) return from;
      return multiply(from.denominator, made.step, whole) ? std::optional(made) : std::nullopt;
    }
    default:
      return std::nullopt;
  }
}

std::optional<std::uint32_t> ColumnValues::value(NodeId id) {
  const auto of = made(id);
  return of ? std::optional(maker_.value(*of)) : std::nullopt;
}

std::optional<std::uint32_t> ColumnValues::amount(NodeId id) {
  const auto of = value(id);
  return of && maker_.plan().values[*of].denominator == 1 ? of : std::nullopt;
}

}  // namespace sanbao::eval
