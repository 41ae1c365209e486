// SPDX-License-Identifier: Apache-2.0
//
// See column_conditions.hpp.
#include "eval/column_conditions.hpp"

#include <algorithm>

namespace sanbao::eval {

using ir::CellTest;
using ir::no_index;
using ir::no_node;
using ir::Node;
using ir::Op;

namespace {

constexpr std::uint32_t word_bits = 64;

}  // namespace

// What is assumed where the record is silent counts as given.
ColumnConditions::Cell ColumnConditions::boolean(std::uint32_t slot) {
  Cell cell{maker_.step(Kind::truth, slot), !given(slot)};
  const NodeId assumed = program_.slot_assume[slot];
  if (assumed == no_node) return cell;
  const Literal absent = maker_.step(Kind::absent, slot);
  const ColumnTri then = condition(assumed);
  cell.truth = maker_.any({cell.truth, maker_.all({absent, then.yes})});
  cell.lacks = maker_.all({cell.lacks, !maker_.all({absent, maker_.any({then.yes, then.no})})});
  return cell;
}

ColumnConditions::Cell ColumnConditions::equal(std::uint32_t slot, ir::Symbol symbol) {
  std::uint32_t texts = 0;
  const std::int64_t place = maker_.text(slot, symbol, texts);
  Cell cell{maker_.step(Kind::text, texts, place), !given(slot)};
  const NodeId assumed = program_.slot_assume[slot];
  ir::Symbol then = ruleset_.any;  // the default of the record
  if (slot != maker_.plan().schema->requests) {
    if (assumed == no_node || program_.nodes[assumed].op != Op::constant) return cell;
    then = static_cast<ir::Symbol>(program_.nodes[assumed].imm);
  }
  const Literal absent = maker_.step(Kind::absent, slot);
  if (then == symbol) cell.truth = maker_.any({cell.truth, absent});
  cell.lacks = maker_.all({cell.lacks, !absent});
  return cell;
}

ColumnConditions::Cell ColumnConditions::has(std::uint32_t slot, ir::Symbol symbol) {
  std::uint32_t set = 0;
  const std::int64_t place = maker_.member(slot, symbol, set);
  Cell cell{maker_.step(Kind::member, set, place), !given(slot)};
  // The one set that can be assumed is the empty one.
  if (program_.slot_assume[slot] != no_node)
    cell.lacks = maker_.all({cell.lacks, !maker_.step(Kind::absent, slot)});
  return cell;
}

bool ColumnConditions::where(const std::vector<CellTest>& from, std::vector<CellTest>& to) {
  for (CellTest test : from) {
    test.bit = 0;
    test.leaf = no_index;
    switch (test.kind) {
      case CellTest::Kind::boolean:
      case CellTest::Kind::silent:
      case CellTest::Kind::equal:
        break;
      case CellTest::Kind::in_period:
      case CellTest::Kind::after_period:
      case CellTest::Kind::before_period: {
        std::uint32_t place = 0;
        if (!period(test.period, place)) return false;
        test.period = place;
        break;
      }
      default:
        return false;
    }
    to.push_back(test);
  }
  return true;
}

bool ColumnConditions::last(Index index, std::uint32_t& place) {
  const ir::LastField& last = program_.lasts[index];
  const ir::PlainLast& plain = way_.lasts[index];
  ColumnEventTest test;
  if (!plain.usable || !where(plain.where, test.where)) return false;
  test.list = last.list;
  test.field = last.field;
  test.assume_empty = program_.list_assume_empty[last.list] != 0;
  place = maker_.events(test, true);
  // Worked out as they are met: what a period begins with comes before it.
  maker_.step(Kind::last_given, place);
  maker_.step(Kind::last_never, place);
  return true;
}

bool ColumnConditions::period(Index index, std::uint32_t& place) {
  const ir::PlainPeriod& plain = way_.periods[index];
  if (!plain.usable) return false;
  const ir::PeriodUse& use = program_.periods[index];
  ColumnPeriod period;
  for (const ir::PlainPeriod::From& from : plain.from) {
    ColumnPeriod::From& to = period.from.emplace_back();
    to = {from.is_last, from.place};
    if (from.is_last && !last(from.place, to.place)) return false;
    if (!from.is_last) {
      maker_.step(Kind::never, from.place);
    }
  }
  period.count = maker_.count({plain.length.encode(), use.count_from.then, use.month_end.then,
                               use.roll.then, program_.source->calendar.get()});
  place = maker_.period(period);
  maker_.step(Kind::no_period, 0, place);
  return true;
}

ColumnConditions::Cell ColumnConditions::of_period(const CellTest& test) {
  std::uint32_t place = 0;
  if (!period(test.period, place)) return {nowhere, always};
  const Kind kind = test.kind == CellTest::Kind::in_period      ? Kind::in_period
                    : test.kind == CellTest::Kind::after_period ? Kind::after_period
                                                                : Kind::before_period;
  const Literal lacks = maker_.step(Kind::no_period, 0, place);
  return {maker_.step(kind, test.cell, place), maker_.any({!given(test.cell), lacks})};
}

ColumnConditions::Cell ColumnConditions::of_events(Index index) {
  const ir::EventTest& of = program_.event_tests[index];
  const ir::PlainEventTest& plain = way_.event_tests[index];
  ColumnEventTest test;
  if (!plain.usable || !where(plain.where, test.where)) return {nowhere, always};
  test.list = of.list;
  test.assume_empty = program_.list_assume_empty[of.list] != 0;
  test.measure = of.measure;
  test.bound = of.bound;
  test.of = plain.of;
  test.limit = plain.limit;
  const std::uint32_t place = maker_.events(test, false);
  return {maker_.step(Kind::events, place), maker_.step(Kind::events_lack, place)};
}

ColumnConditions::Cell ColumnConditions::leaf(const CellTest& test) {
  switch (test.kind) {
    case CellTest::Kind::boolean:
      return boolean(test.cell);
    case CellTest::Kind::equal:
      return equal(test.cell, static_cast<ir::Symbol>(test.value));
    case CellTest::Kind::has:
      return has(test.cell, static_cast<ir::Symbol>(test.value));
    case CellTest::Kind::in_period:
    case CellTest::Kind::after_period:
    case CellTest::Kind::before_period:
      return of_period(test);
    default:
      return {nowhere, always};
  }
}

void ColumnConditions::lay_bits() {
  bits_.assign(std::size_t{way_.words} * word_bits, nowhere);
  const auto put = [&](std::uint32_t bit, const Cell& cell) {
    bits_[bit] = cell.truth;
    lacking_.push_back(cell.lacks);
  };
  for (const CellTest& test : way_.cells)
    put(test.bit, leaf(test));
  for (const ir::OtherLeaf& other : way_.others)
    put(other.bit,
        other.event_test == no_index ? Cell{nowhere, always} : of_events(other.event_test));
  way_.for_each_joint(
      [&](std::uint32_t bit, std::span<const ir::BitTerm> terms, std::int64_t least) {
        std::vector<Literal> parts;
        for (const ir::BitTerm& term : terms)
          for (std::uint32_t at = 0; at < word_bits; ++at)
            if ((term.mask >> at & 1U) != 0)
              parts.push_back(truth({term.word * word_bits + at, (term.want >> at & 1U) == 0}));
        bits_[bit] = least > 0 ? maker_.at_least(least, parts) : maker_.all(std::move(parts));
      });
}

bool ColumnConditions::inner(NodeId id, Literal& result) const {
  const Node& node = program_.nodes[id];
  if (program_.leaf_of[id] != no_index) {
    result = truth(way_.literal_of[id]);
    return true;
  }
  if (node.op == Op::constant_bool) {
    result = node.imm != 0 ? always : nowhere;
    return true;
  }
  if (node.op == Op::negation) {
    if (!inner(node.a, result)) return false;
    result = !result;
    return true;
  }
  if (node.op != Op::all_of && node.op != Op::any_of) return false;
  std::vector<Literal> parts;
  for (Index i = 0; i < node.children_count; ++i)
    if (!inner(program_.children[node.children_begin + i], parts.emplace_back())) return false;
  result = node.op == Op::all_of ? maker_.all(parts) : maker_.any(parts);
  return true;
}

ColumnTri ColumnConditions::known(const Cell& cell) {
  return {maker_.all({cell.truth, !cell.lacks}), maker_.all({!cell.truth, !cell.lacks})};
}

ColumnTri ColumnConditions::junction(const Node& node) {
  std::vector<Literal> yes;
  std::vector<Literal> no;
  for (Index i = 0; i < node.children_count; ++i) {
    const ColumnTri part = condition(program_.children[node.children_begin + i]);
    yes.push_back(part.yes);
    no.push_back(part.no);
  }
  if (node.op == Op::all_of) return {maker_.all(yes), maker_.any(no)};
  return {maker_.any(yes), maker_.all(no)};
}

// Of facts alone. Open: it takes more.
ColumnTri ColumnConditions::condition(NodeId id) {
  const Node& node = program_.nodes[id];
  const auto slot_of = [&](NodeId of) {
    return program_.nodes[of].op == Op::fact ? static_cast<std::uint32_t>(program_.nodes[of].imm)
                                             : no_index;
  };
  switch (node.op) {
    case Op::constant_bool:
      return node.imm != 0 ? ColumnTri{always, nowhere} : ColumnTri{nowhere, always};
    case Op::negation: {
      const ColumnTri of = condition(node.a);
      return {of.no, of.yes};
    }
    case Op::all_of:
    case Op::any_of:
      return junction(node);
    case Op::fact_bool:
      return known(boolean(static_cast<std::uint32_t>(node.imm)));
    case Op::equal:
    case Op::set_has: {
      const std::uint32_t slot = slot_of(node.a);
      const Node& constant = program_.nodes[node.b];
      const bool is_text = constant.type == ir::Type::text ||
                           constant.type == ir::Type::enumeration ||
                           constant.type == ir::Type::remedy;
      if (slot == no_index || constant.op != Op::constant || !is_text) break;
      const auto symbol = static_cast<ir::Symbol>(constant.imm);
      return known(node.op == Op::equal ? equal(slot, symbol) : has(slot, symbol));
    }
    default:
      break;
  }
  return {nowhere, nowhere};
}

// The first binding date that there is; one that is never is passed by.
ColumnTri ColumnConditions::in_force() {
  const auto& source = *program_.source;
  ColumnTri in{nowhere, nowhere};
  Literal passed = always;
  for (const NodeId by : program_.in_force_by) {
    const Node& node = program_.nodes[by];
    if (node.op != Op::fact) return {nowhere, nowhere};
    const auto slot = static_cast<std::uint32_t>(node.imm);
    std::vector<Literal> within{given(slot)};
    if (source.in_force_from)
      within.push_back(maker_.step(Kind::at_least, slot, source.in_force_from->days_since_epoch()));
    if (source.in_force_until)
      within.push_back(maker_.step(Kind::at_most, slot, source.in_force_until->days_since_epoch()));
    const Literal holds = maker_.all(within);
    in.yes = maker_.any({in.yes, maker_.all({passed, holds})});
    in.no = maker_.any({in.no, maker_.all({passed, given(slot), !holds})});
    passed = maker_.all({passed, maker_.step(Kind::never, slot)});
  }
  in.no = maker_.any({in.no, passed});
  return in;
}

ColumnTri ColumnConditions::applies() {
  ColumnTri applies{always, nowhere};
  if (program_.applies_to != no_node) applies = condition(program_.applies_to);
  if (program_.in_force_by.empty()) return applies;
  const ColumnTri in = in_force();
  return {maker_.all({applies.yes, in.yes}), maker_.any({applies.no, in.no})};
}

}  // namespace sanbao::eval
