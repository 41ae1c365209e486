// SPDX-License-Identifier: Apache-2.0
//
// The short way of a claim that leaves nothing open: which cells decide which leaves, and the rest of the
// conditions as bits. See plans.hpp. Whatever does not fit is left to the evaluator.
// Tested by tests/unit/eval_decided_test.cpp.
#include <algorithm>
#include <map>
#include <numeric>
#include <span>
#include <utility>

#include "compile/plans.hpp"

namespace sanbao::compile {

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

Literal operator!(Literal literal) {
  return {literal.bit, !literal.negated};
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
    for (const auto& last : program_.lasts)
      way_.lasts.push_back(plain_last(last));
    way_.literal_of.resize(program_.nodes.size());
    for (const Index leaf : program_.conditions.leaves)
      add_leaf(leaf);
    number_leaves();
    for (const NodeId id : program_.conditions.nodes)
      if (program_.leaf_of[id] == no_index) add_joint(id);
    for (const auto& rule : program_.rules)
      way_.rules.push_back(rule.condition == no_node ? Literal{0, true}
                                                     : way_.literal_of[rule.condition]);
    for (const auto& plan : program_.remedies)
      add_remedy(plan);
    way_.applying = plain_applying();
    number_joints();
  }

 private:
  void add_leaf(Index leaf) {
    CellTest test = cell_test(program_.nodes[program_.leaves[leaf].node], Op::fact, Op::fact_bool);
    test.leaf = leaf;
    if (test.kind == CellTest::Kind::none) {
      const Node& node = program_.nodes[program_.leaves[leaf].node];
      way_.others.push_back(
          {leaf, node.op == Op::event_test ? static_cast<Index>(node.imm) : no_index, 0});
    } else {
      way_.cells.push_back(test);
    }
  }

  // Tests of one kind follow each other, by slot.
  void number_leaves() {
    std::stable_sort(way_.cells.begin(), way_.cells.end(),
                     [](const CellTest& a, const CellTest& b) {
                       return std::pair(a.kind, a.cell) < std::pair(b.kind, b.cell);
                     });
    for (std::size_t from = 0; from < way_.cells.size();) {
      std::size_t to = from;
      while (to < way_.cells.size() && way_.cells[to].kind == way_.cells[from].kind &&
             to - from < word_bits)
        ++to;
      const auto count = static_cast<std::uint32_t>(to - from);
      const ir::BitRow bits = take_row(count);
      way_.cell_rows.push_back(
          {way_.cells[from].kind, bits, static_cast<std::uint32_t>(from), count});
      for (std::uint32_t i = 0; i < count; ++i) {
        CellTest& test = way_.cells[from + i];
        test.bit = bit_of(bits, i, count);
        number_leaf(test.leaf, test.bit);
        // A test of another day does not move, even where the day of the claim stands in its period.
        if (moves_[test.bit]) way_.moving_cells.push_back(test);
      }
      from = to;
    }
    for (ir::OtherLeaf& other : way_.others) {
      other.bit = bit_of(take_row(1), 0, 1);
      number_leaf(other.leaf, other.bit);
      if (moves_[other.bit]) way_.moving_others.push_back(other);
    }
  }

  void number_leaf(Index leaf, std::uint32_t bit) {
    const NodeId id = program_.leaves[leaf].node;
    way_.literal_of[id] = {bit, false};
    moves_.resize(bits_, false);
    moves_[bit] = program_.moves[id] != 0;
  }

  // Room for bits in one word, behind all that are taken.
  ir::BitRow take_row(std::uint32_t count) {
    if (bits_ % word_bits + count > word_bits) bits_ += word_bits - bits_ % word_bits;
    const ir::BitRow row{bits_ / word_bits, bits_ % word_bits};
    bits_ += count;
    return row;
  }
  static std::uint32_t bit_of(ir::BitRow row, std::uint32_t place, std::uint32_t count) {
    return row.word * word_bits + row.shift + count - 1 - place;
  }

  void add_joint(NodeId id) {
    const Node& node = program_.nodes[id];
    Literal& literal = way_.literal_of[id];
    if (node.op == Op::constant_bool) {
      literal = {0, node.imm != 0};
      return;
    }
    if (node.op == Op::negation) {
      literal = !way_.literal_of[node.a];
      return;
    }
    std::vector<Literal> parts;
    for (Index i = 0; i < node.children_count; ++i)
      parts.push_back(way_.literal_of[program_.children[node.children_begin + i]]);
    if (node.op == Op::at_least_of) {
      const std::int64_t least = program_.nodes[node.a].imm;
      literal = least <= 0 ? Literal{0, true} : joint(parts, least);
    } else {
      literal = node.op == Op::all_of ? all(parts) : any(parts);
    }
  }

  Literal all(const std::vector<Literal>& parts) {
    if (parts.empty()) return {0, true};
    return parts.size() == 1 ? parts[0] : joint(parts, 0);
  }
  Literal any(std::vector<Literal> parts) {
    for (Literal& part : parts)
      part = !part;
    return !all(parts);
  }

  // Joints that are made of the same parts are one. Their bits are given numbers at the end.
  Literal joint(const std::vector<Literal>& parts, std::int64_t least) {
    Made made;
    made.least = least;
    for (const Literal part : parts) {
      made.parts.emplace_back(part.bit, part.negated);
      made.moves = made.moves || moves(part);
    }
    // What moves is worked out behind all that does not.
    for (const Literal part : parts)
      if (part.bit >= first_joint && moves(part) == made.moves)
        made.level = std::max(made.level, made_[part.bit - first_joint].level + 1);
    std::sort(made.parts.begin(), made.parts.end());
    const auto bit = first_joint + static_cast<std::uint32_t>(made_.size());
    const auto [at, fresh] = known_.emplace(std::pair(least, made.parts), bit);
    if (fresh) made_.push_back(std::move(made));
    return {at->second, false};
  }
  [[nodiscard]] bool moves(Literal part) const {
    return part.bit >= first_joint ? made_[part.bit - first_joint].moves : moves_[part.bit];
  }

  // A joint is numbered behind all that it is made of.
  void number_joints() {
    std::vector<std::uint32_t> order(made_.size());
    std::iota(order.begin(), order.end(), 0);
    const auto level_of = [&](std::uint32_t index) {
      return std::pair(made_[index].moves, made_[index].level);
    };
    std::stable_sort(order.begin(), order.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return level_of(a) < level_of(b); });
    std::vector<std::uint32_t> number(made_.size(), 0);
    const auto renumber = [&](Literal& literal) {
      if (literal.bit >= first_joint) literal.bit = number[literal.bit - first_joint];
    };
    std::vector<Finished> joints;
    for (std::size_t from = 0; from < order.size();) {
      joints.clear();
      std::size_t to = from;
      for (; to < order.size() && level_of(order[to]) == level_of(order[from]); ++to)
        joints.push_back(finished(order[to], renumber));
      std::stable_sort(joints.begin(), joints.end(),
                       [](const Finished& a, const Finished& b) { return a.order() < b.order(); });
      for (std::size_t at = 0; at < joints.size(); at += word_bits)
        add_row(std::span(joints).subspan(at, std::min<std::size_t>(joints.size() - at, word_bits)),
                number);
      if (!made_[order[from]].moves)
        way_.moving_row = static_cast<std::uint32_t>(way_.joint_rows.size());
      from = to;
    }
    way_.words = (bits_ + word_bits - 1) / word_bits;
    for (Literal& literal : way_.literal_of)
      renumber(literal);
    for (Literal& literal : way_.rules)
      renumber(literal);
    for (ir::RemedyBits& bits : way_.remedies) {
      for (auto* list : {&bits.due, &bits.ok})
        for (Literal& literal : *list)
          renumber(literal);
      renumber(bits.any_due);
      renumber(bits.any_ok);
    }
    way_.still.assign(way_.words, 0);
    const auto keep = [&](std::uint32_t at) {
      way_.still[at / word_bits] |= std::uint64_t{1} << at % word_bits;
    };
    for (std::uint32_t at = 0; at < moves_.size(); ++at)
      if (!moves_[at]) keep(at);
    for (std::size_t index = 0; index < made_.size(); ++index)
      if (!made_[index].moves) keep(number[index]);
  }

  struct Made {
    std::vector<std::pair<std::uint32_t, bool>> parts;
    std::int64_t least = 0;
    std::uint32_t level = 0;
    bool moves = false;
  };
  struct Finished {
    std::uint32_t made = 0;
    std::int64_t least = 0;
    std::vector<ir::BitTerm> terms;
    // One term, two, or what takes a longer look.
    [[nodiscard]] std::size_t order() const {
      return least > 0 ? 3 : std::min<std::size_t>(terms.size(), 3);
    }
  };

  void add_row(std::span<const Finished> joints, std::vector<std::uint32_t>& number) {
    const auto count = static_cast<std::uint32_t>(joints.size());
    ir::JointRow& row = way_.joint_rows.emplace_back();
    row.bits = take_row(count);
    row.term = static_cast<std::uint32_t>(way_.terms.size());
    row.joint = static_cast<std::uint32_t>(way_.joints.size());
    for (std::uint32_t i = 0; i < count; ++i) {
      const Finished& joint = joints[i];
      const std::size_t order = joint.order();
      ++(order == 1 ? row.ones : order == 2 ? row.twos : row.others);
      if (order > 2)
        way_.joints.push_back({static_cast<std::uint32_t>(joint.terms.size()), joint.least});
      way_.terms.insert(way_.terms.end(), joint.terms.begin(), joint.terms.end());
      number[joint.made] = bit_of(row.bits, i, count);
    }
  }

  template <typename Renumber>
  Finished finished(std::uint32_t index, const Renumber& renumber) const {
    Finished joint{index, made_[index].least, {}};
    std::map<std::uint32_t, ir::BitTerm> by_word;
    for (const auto& [bit, negated] : made_[index].parts) {
      Literal part{bit, negated};
      renumber(part);
      ir::BitTerm& term = by_word[part.bit / word_bits];
      const std::uint64_t mask = std::uint64_t{1} << part.bit % word_bits;
      // The same bit twice, or with its opposite, takes a term of its own.
      if ((term.mask & mask) != 0) {
        joint.terms.push_back({part.bit / word_bits, mask, negated ? 0 : mask});
        continue;
      }
      term.word = part.bit / word_bits;
      term.mask |= mask;
      if (!negated) term.want |= mask;
    }
    for (const auto& [word, term] : by_word)
      joint.terms.push_back(term);
    return joint;
  }

  // docs/language.md §3 "Status", with the names it has there.
  void add_remedy(const ir::RemedyPlan& plan) {
    const auto needs = [&](const std::vector<NodeId>& nodes) {
      std::vector<Literal> parts;
      for (const NodeId node : nodes)
        if (node != no_node) parts.push_back(way_.literal_of[node]);
      return parts;
    };
    std::vector<Literal> exclusions;
    for (const Index rule : plan.exclusions)
      exclusions.push_back(way_.rules[rule]);
    const Literal x = any(exclusions);
    std::vector<Literal> additions;
    for (const auto& addition : plan.additions)
      additions.push_back(any({!way_.rules[addition.rule], all(needs(addition.needs))}));
    ir::RemedyBits& bits = way_.remedies.emplace_back();
    for (const auto& grant : plan.grants) {
      std::vector<Literal> due{way_.rules[grant.rule], !x};
      for (const Index top : grant.overriders)
        due.push_back(!way_.rules[top]);
      bits.due.push_back(all(due));
      std::vector<Literal> ok = needs(grant.needs);
      ok.push_back(bits.due.back());
      for (const Index a : grant.additions)
        ok.push_back(additions[a]);
      bits.ok.push_back(all(ok));
    }
    bits.any_due = any(bits.due);
    bits.any_ok = any(bits.ok);
    for (const Index period : plan.moving_periods)
      if (std::find(way_.moving_periods.begin(), way_.moving_periods.end(), period) ==
          way_.moving_periods.end())
        way_.moving_periods.push_back(period);
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

  ir::PlainApplying plain_applying() const {
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
      plain.where.push_back(cell_test(node, Op::fact, Op::fact_bool));
      if (plain.where.back().kind == CellTest::Kind::none) return plain;
    }
    for (const NodeId by : program_.in_force_by) {
      if (program_.nodes[by].op != Op::fact) return plain;
      plain.by.push_back(static_cast<std::uint32_t>(program_.nodes[by].imm));
    }
    plain.usable = true;
    return plain;
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
    plain.length =
        length.type == Type::days ? Period::days(length.imm) : Period::decode(length.imm);
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
    plain.usable = test.where == no_node || add_where(test.list, test.where, false, plain.where);
    return plain;
  }

  ir::PlainLast plain_last(const ir::LastField& last) const {
    ir::PlainLast plain;
    const bool is_date = schema_.lists[last.list].fields[last.field].type == Type::date;
    plain.usable = is_date && !is_worked_out(last.list, last.field) &&
                   (last.where == no_node || add_where(last.list, last.where, false, plain.where));
    return plain;
  }

  bool add_where(Index list, NodeId id, bool negated, std::vector<CellTest>& where) const {
    const Node& node = program_.nodes[id];
    if (node.op == Op::negation) return add_where(list, node.a, !negated, where);
    if (node.op == Op::all_of && !negated) {
      for (Index i = 0; i < node.children_count; ++i)
        if (!add_where(list, program_.children[node.children_begin + i], false, where))
          return false;
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

  // A field that no record carries, or that the language fills in by itself.
  [[nodiscard]] bool is_worked_out(Index list, Index field) const {
    const auto& shape = schema_.lists[list];
    const int index = static_cast<int>(field);
    return shape.fields[field].computed || index == shape.duration || index == shape.whole_unit;
  }

  const ir::Schema& schema_;
  ir::Program& program_;
  ir::ShortWay& way_;
  // Joints are numbered from here on until all are known.
  static constexpr std::uint32_t first_joint = 0x80000000U;
  std::uint32_t bits_ = 1;             // bit 0 is nought
  std::vector<bool> moves_ = {false};  // by bit of a leaf
  std::vector<Made> made_;
  std::map<std::pair<std::int64_t, std::vector<std::pair<std::uint32_t, bool>>>, std::uint32_t>
      known_;
};

}  // namespace

void plan_short_way(const ir::Schema& schema, ir::Program& program) {
  Builder(schema, program).build();
}

}  // namespace sanbao::compile
