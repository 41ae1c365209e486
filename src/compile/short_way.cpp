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

#include "base/sorted.hpp"
#include "compile/joint_rows.hpp"
#include "compile/plain_shapes.hpp"
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

namespace {

constexpr std::uint32_t word_bits = 64;

Literal operator!(Literal literal) {
  return {literal.bit, !literal.negated};
}

class Builder {
 public:
  Builder(const ir::Schema& schema, ir::Program& program)
      : shapes_(schema, program), program_(program), way_(program.short_way) {}

  /// How many bits were taken.
  std::uint32_t build() {
    for (Index period = 0; period < program_.periods.size(); ++period)
      way_.periods.push_back(shapes_.period(period));
    for (const auto& test : program_.event_tests)
      way_.event_tests.push_back(shapes_.event_test(test));
    for (const auto& last : program_.lasts)
      way_.lasts.push_back(shapes_.last(last));
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
    way_.applying = shapes_.applying();
    number_joints();
    return bits_;
  }

 private:
  void add_leaf(Index leaf) {
    CellTest test = shapes_.of_claim(program_.nodes[program_.leaves[leaf].node]);
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
        if (moves(test.leaf)) way_.moving_cells.push_back(test);
      }
      add_text_cells(way_.cell_rows.back());
      from = to;
    }
    for (ir::OtherLeaf& other : way_.others) {
      other.bit = bit_of(take_row(1), 0, 1);
      number_leaf(other.leaf, other.bit);
      if (moves(other.leaf)) way_.moving_others.push_back(other);
    }
  }

  // Texts whose numbers lie near each other are looked up together.
  void add_text_cells(ir::CellRow& row) {
    constexpr std::int64_t near = 64;
    row.first_text = static_cast<std::uint32_t>(way_.text_cells.size());
    if (row.kind != CellTest::Kind::equal && row.kind != CellTest::Kind::has) return;
    std::map<std::pair<std::uint32_t, std::int64_t>, std::uint64_t> bits;  // by cell and text
    for (std::uint32_t i = row.first; i < row.first + row.count; ++i) {
      const CellTest& test = way_.cells[i];
      bits[{test.cell, test.value}] |= std::uint64_t{1} << test.bit % word_bits;
    }
    for (const auto& [at, texts] : bits) {
      const auto& [cell, text] = at;
      const bool apart = way_.text_cells.size() == row.first_text ||
                         way_.text_cells.back().cell != cell ||
                         text - way_.text_cells.back().least >= near;
      if (apart)
        way_.text_cells.push_back({cell, static_cast<std::uint32_t>(text), 0,
                                   static_cast<std::uint32_t>(way_.text_bits.size())});
      ir::TextCell& last = way_.text_cells.back();
      last.span = static_cast<std::uint32_t>(text) - last.least + 1;
      way_.text_bits.resize(last.first + last.span, 0);
      way_.text_bits.back() = texts;
    }
    row.text_cells = static_cast<std::uint32_t>(way_.text_cells.size()) - row.first_text;
  }

  void number_leaf(Index leaf, std::uint32_t bit) {
    const NodeId id = program_.leaves[leaf].node;
    way_.literal_of[id] = {bit, false};
  }
  [[nodiscard]] bool moves(Index leaf) const {
    return program_.moves[program_.leaves[leaf].node] != 0;
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
    for (const Literal part : parts)
      made.parts.emplace_back(part.bit, part.negated);
    std::sort(made.parts.begin(), made.parts.end());
    const auto bit = first_joint + static_cast<std::uint32_t>(made_.size());
    const auto [at, fresh] = known_.emplace(std::pair(least, made.parts), bit);
    if (fresh) made_.push_back(std::move(made));
    return {at->second, false};
  }

  // Numbers are given level by level: no joint rests on another of its level.
  void number_joints() {
    spread_joints();
    std::vector<std::uint32_t> order(made_.size());
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
      return made_[a].level < made_[b].level;
    });
    std::vector<std::uint32_t> number(made_.size(), 0);
    const auto renumber = [&](Literal& literal) {
      if (literal.bit >= first_joint) literal.bit = number[literal.bit - first_joint];
    };
    const auto numbered = [&](std::uint32_t made, const std::vector<Part>& parts) {
      NumberedJoint joint{number[made], made_[made].least, {}};
      for (const auto& [bit, negated] : parts) {
        Literal part{bit, negated};
        renumber(part);
        joint.add(part);
      }
      return joint;
    };
    std::vector<std::vector<NumberedJoint>> levels;
    for (std::size_t from = 0; from < order.size();) {
      std::vector<std::pair<NumberedJoint, std::uint32_t>> level;
      std::size_t to = from;
      for (; to < order.size() && made_[order[to]].level == made_[order[from]].level; ++to)
        level.emplace_back(numbered(order[to], made_[order[to]].spread), order[to]);
      std::stable_sort(level.begin(), level.end(), [](const auto& a, const auto& b) {
        return a.first.kind() < b.first.kind();
      });
      levels.emplace_back();
      for (auto& [joint, made] : level) {
        joint.bit = number[made] = bits_++;
        levels.back().push_back(joint);
      }
      from = to;
    }
    for (std::uint32_t made = 0; made < made_.size(); ++made)
      compile::add_joint(numbered(made, made_[made].parts), way_);
    way_.days_from = static_cast<std::uint32_t>(way_.joints.size());
    for (const auto& level : levels)
      add_rows(level, way_, way_.joint_rows);
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
  }

  // Where all of a part's parts have to hold they stand for it, so that there are fewer levels. Words are few then
  // as they are: of more than two a joint takes a longer look.
  void spread_joints() {
    const bool are_few = bits_ + made_.size() <= std::size_t{2} * word_bits;
    for (Made& made : made_) {
      for (const Part& part : made.parts) {
        const Made* const inner =
            part.first >= first_joint ? &made_[part.first - first_joint] : nullptr;
        if (are_few && inner != nullptr && !part.second && inner->least == 0 && made.least == 0) {
          made.spread.insert(made.spread.end(), inner->spread.begin(), inner->spread.end());
        } else {
          made.spread.push_back(part);
        }
      }
      if (made.least == 0) {
        base::sort_unique(made.spread);
      }
      for (const Part& part : made.spread)
        if (part.first >= first_joint)
          made.level = std::max(made.level, made_[part.first - first_joint].level + 1);
    }
  }

  using Part = std::pair<std::uint32_t, bool>;  // a bit; whether its opposite is meant
  struct Made {
    std::vector<Part> parts, spread;
    std::int64_t least = 0;
    std::uint32_t level = 0;
  };

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
    std::vector<std::vector<Literal>> ok;
    for (const auto& grant : plan.grants) {
      std::vector<Literal> due{way_.rules[grant.rule], !x};
      for (const Index top : grant.overriders)
        due.push_back(!way_.rules[top]);
      bits.due.push_back(all(due));
      std::vector<Literal>& parts = ok.emplace_back(needs(grant.needs));
      for (const Index a : grant.additions)
        parts.push_back(additions[a]);
    }
    bits.any_due = any(bits.due);
    // Grants that need the same are ok together, or none is.
    const auto same = [](const std::vector<Literal>& a, const std::vector<Literal>& b) {
      return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](Literal one, Literal other) {
        return one.bit == other.bit && one.negated == other.negated;
      });
    };
    if (std::all_of(ok.begin(), ok.end(), [&](const auto& parts) { return same(parts, ok[0]); })) {
      bits.ok = bits.due;
      if (!ok.empty()) ok[0].push_back(bits.any_due);
      bits.any_ok = ok.empty() ? bits.any_due : all(ok[0]);
    } else {
      for (std::size_t g = 0; g < ok.size(); ++g) {
        ok[g].push_back(bits.due[g]);
        bits.ok.push_back(all(ok[g]));
      }
      bits.any_ok = any(bits.ok);
    }
    for (const Index period : plan.moving_periods)
      if (std::find(way_.moving_periods.begin(), way_.moving_periods.end(), period) ==
          way_.moving_periods.end())
        way_.moving_periods.push_back(period);
  }

  PlainShapes shapes_;
  ir::Program& program_;
  ir::ShortWay& way_;
  // Joints are numbered from here on until all are known.
  static constexpr std::uint32_t first_joint = 0x80000000U;
  std::uint32_t bits_ = 1;  // bit 0 is nought
  std::vector<Made> made_;
  std::map<std::pair<std::int64_t, std::vector<Part>>, std::uint32_t> known_;
};

}  // namespace

void plan_short_way(const ir::Schema& schema, ir::Program& program) {
  plan_days(schema, program, Builder(schema, program).build());
}

}  // namespace sanbao::compile
