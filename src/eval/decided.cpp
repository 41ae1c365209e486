// SPDX-License-Identifier: Apache-2.0
//
// See decided.hpp. The formula is that of docs/language.md §3 "Status".
#include "eval/decided.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <memory>

#include "base/sorted.hpp"

namespace sanbao::eval {

using ir::BitJoint;
using ir::FactState;
using ir::no_node;

namespace {

// Two words side by side; and their halves, which is what the least of processors compares.
using Pair = std::uint64_t __attribute__((vector_size(16)));
using Halves = std::uint32_t __attribute__((vector_size(16)));

Pair pair_of(const std::array<std::uint64_t, 2>& words) {
  Pair pair;
  std::memcpy(&pair, std::assume_aligned<sizeof pair>(words.data()), sizeof pair);
  return pair;
}

// Where the joints of a pair have a term as it wants it: all ones.
Pair alike(Pair word, const ir::JointPair& pair) {
  const auto same = reinterpret_cast<Halves>(reinterpret_cast<Halves>(word & pair_of(pair.mask)) ==
                                             reinterpret_cast<Halves>(pair_of(pair.want)));
  return reinterpret_cast<Pair>(same & __builtin_shufflevector(same, same, 1, 0, 3, 2));
}

}  // namespace

bool Decided::read(Session& session) {
  program_ = &session.program();
  const ir::ShortWay& way = program_->short_way;
  words_.assign(way.words, Wide());
  if (!read_cells(session)) return false;
  for (const ir::OtherLeaf& other : way.others) {
    Tri tri = other.event_test == ir::no_index ? Tri::open(0)
                                               : session.plain_event_test(other.event_test);
    if (tri.is_open()) tri = session.leaf(other.leaf);
    if (tri.is_open()) return false;
    set(other.bit, tri.yes());
  }
  work_out(way.joint_rows);
  return true;
}

// Each kind of test is a loop of its own, over cells that give a value. Then come the others.
bool Decided::read_cells(Session& session) {
  const ir::ShortWay& way = program_->short_way;
  const ir::ClaimData& claim = session.facts().claim();
  const ir::Cell* const cells = claim.cells.data();
  for (const ir::CellRow& row : way.cell_rows) {
    const std::span tests(way.cells.data() + row.first, row.count);
    const std::span texts(way.text_cells.data() + row.first_text, row.text_cells);
    std::uint64_t bits = 0;
    bool all_given = true;
    // The bits of a text among those that a cell is compared with.
    const auto looked_up = [&](const ir::TextCell& of, std::uint64_t text) {
      const std::uint64_t at = text - of.least;
      return at < of.span ? way.text_bits[of.first + at] : 0;
    };
    switch (row.kind) {
      case ir::CellTest::Kind::boolean:
        for (const ir::CellTest& test : tests) {
          const ir::Cell& cell = cells[test.cell];
          all_given &= cell.state == FactState::given;
          bits = 2 * bits + static_cast<std::uint64_t>(cell.value);  // 0 or 1 where it is given
        }
        bits <<= row.bits.shift;
        break;
      case ir::CellTest::Kind::equal:
        for (const ir::TextCell& of : texts) {
          const ir::Cell& cell = cells[of.cell];
          all_given &= cell.state == FactState::given;
          bits |= looked_up(of, static_cast<std::uint64_t>(cell.value));
        }
        break;
      case ir::CellTest::Kind::has:
        for (const ir::TextCell& of : texts) {
          const ir::Cell& cell = cells[of.cell];
          all_given &= cell.state == FactState::given;
          if (cell.state != FactState::given) continue;
          for (const ir::Symbol member : session.members(cell.value))
            bits |= looked_up(of, member);
        }
        break;
      default:
        for (const ir::CellTest& test : tests) {
          const ir::Cell& cell = cells[test.cell];
          const PlainWindow* const window =
              cell.state == FactState::given ? session.plain_window(test.period) : nullptr;
          all_given &= window != nullptr;
          bits =
              2 * bits + std::uint64_t{window != nullptr && window->meets(test.kind, cell.value)};
        }
        bits <<= row.bits.shift;
        break;
    }
    words_[row.bits.word].sides[0] |= bits;
    if (!all_given && !read_open_cells(session, tests)) return false;
  }
  return true;
}

bool Decided::read_open_cells(Session& session, std::span<const ir::CellTest> tests) {
  for (const ir::CellTest& test : tests) {
    const ir::Cell& cell = session.facts().slot(test.cell);
    Tri tri =
        cell.state == FactState::given ? session.cell_test(test, cell, cell.value) : Tri::open(0);
    if (tri.is_open()) tri = session.leaf(test.leaf);
    if (tri.is_open()) return false;
    set(test.bit, tri.yes());
  }
  return true;
}

// Row by row: no joint waits for the one before it.
void Decided::work_out(std::span<const ir::JointRow> rows) {
  const ir::ShortWay& way = program_->short_way;
  for (Wide& word : words_)
    word.sides[1] = word.sides[0];
  Wide* const words = words_.data();
  const ir::JointPair* const pairs = way.pairs.data();
  for (const ir::JointRow& row : rows) {
    if (row.terms == 0) {
      add_others(way, row);
      continue;
    }
    const ir::JointPair* pair = pairs + row.first;
    const Pair from = pair_of(words[row.from].sides);
    Pair bits = {0, 0};
    if (row.terms == 1) {
      for (std::uint32_t left = row.count; left > 0; --left, ++pair)
        bits |= alike(from, *pair) & pair_of(pair->bit);
    } else {
      const Pair also = pair_of(words[row.also].sides);
      for (std::uint32_t left = row.count; left > 0; --left, pair += 2)
        bits |= alike(from, pair[0]) & alike(also, pair[1]) & pair_of(pair->bit);
    }
    bits |= __builtin_shufflevector(bits, bits, 1, 0);
    bits |= pair_of(words[row.word].sides);
    std::memcpy(words[row.word].sides.data(), &bits, sizeof bits);
  }
}

// The joints of a row that take a longer look.
void Decided::add_others(const ir::ShortWay& way, const ir::JointRow& row) {
  const ir::BitTerm* term = way.terms.data() + row.term;
  std::uint64_t bits = words_[row.word].sides[0];
  for (const BitJoint& joint : std::span(way.joints.data() + row.first, row.count)) {
    const auto unlike = [&](const ir::BitTerm& part) {
      return (words_[part.word].sides[0] & part.mask) ^ part.want;
    };
    const std::span parts(term, joint.terms);
    std::int64_t met = 0;
    for (const ir::BitTerm& part : parts)
      met += joint.least > 0 ? std::popcount(part.mask & ~unlike(part)) : unlike(part) == 0 ? 1 : 0;
    const std::int64_t least = joint.least > 0 ? joint.least : std::int64_t{joint.terms};
    bits |= std::uint64_t{met >= least} << joint.bit % 64;
    term += joint.terms;
  }
  words_[row.word].sides = {bits, bits};
}

// By day, whether so many parts hold.
std::uint64_t Decided::counted(std::span<const std::uint32_t> parts, std::int64_t least) const {
  std::uint64_t days = 0;
  for (std::uint32_t day = 0; day < 64; ++day) {
    const auto met = std::ranges::count_if(
        parts, [&](std::uint32_t part) { return (ahead_[part] >> day & 1U) != 0; });
    days |= std::uint64_t{met >= least} << day;
  }
  return days;
}

bool Decided::leaf_on(Session& session, Index leaf, std::span<const std::int32_t> days,
                      std::uint64_t& truths) {
  bool known = true;
  truths = 0;
  for (std::size_t i = 0; known && i < days.size(); ++i) {
    session.move_to(days[i]);
    const Tri tri = session.leaf(leaf);
    known = !tri.is_open();
    truths |= std::uint64_t{tri.yes()} << i;
  }
  session.move_to(std::nullopt);
  return known;
}

bool Decided::look_ahead(Session& session, std::span<const std::int32_t> days) {
  const ir::ShortWay& way = program_->short_way;
  const std::size_t leaves = way.moving_cells.size() + way.moving_others.size();
  ahead_.resize(2 * (leaves + way.day_joints.size()));
  std::uint64_t* const ahead = ahead_.data();
  std::size_t at = 0;
  const auto put = [ahead](std::size_t place, std::uint64_t truths) {
    ahead[2 * place] = truths;
    ahead[2 * place + 1] = ~truths;
  };
  // The days from a given one on.
  const auto from = [days](std::int64_t first) {
    std::uint64_t on = ~std::uint64_t{0};
    if (first <= days.front()) return on;  // so it is of nearly every beginning
    for (const std::int32_t day : days)
      on <<= day < first ? 1U : 0U;
    return on;
  };
  const std::uint32_t filed_on = session.facts().schema().filed_on;
  for (const ir::CellTest& test : way.moving_cells) {
    const PlainWindow* const window =
        test.cell == filed_on ? session.plain_window(test.period) : nullptr;
    std::uint64_t truths = 0;
    if (window != nullptr) {
      const std::uint64_t begun = from(window->from);
      const std::uint64_t over = from(std::int64_t{window->last} + 1);
      truths = test.kind == ir::CellTest::Kind::before_period  ? ~begun
               : test.kind == ir::CellTest::Kind::after_period ? over
                                                               : begun & ~over;
    } else if (!leaf_on(session, test.leaf, days, truths)) {
      return false;
    }
    put(at++, truths);
  }
  for (const ir::OtherLeaf& other : way.moving_others) {
    std::uint64_t truths = 0;
    if (!leaf_on(session, other.leaf, days, truths)) return false;
    put(at++, truths);
  }
  work_out(way.day_rows);
  const std::uint32_t* part = way.day_parts.data();
  for (const ir::DayJoint& joint : way.day_joints) {
    const std::uint32_t* const end = part + joint.parts;
    std::uint64_t truths = std::uint64_t{0} - std::uint64_t{yes(joint.still)};
    if (joint.least > 0) {
      truths = counted({part, end}, joint.least);
      part = end;
    }
    for (; part != end; ++part)
      truths &= ahead[*part];
    put(at++, truths);
  }
  return true;
}

Decided::Ahead Decided::ahead(std::size_t remedy) const {
  const ir::RemedyDays& days = program_->short_way.days[remedy];
  Ahead ahead{ahead_[days.any_due], ahead_[days.any_ok], 0};
  const auto several = [&](const std::vector<std::uint32_t>& candidates) {
    std::uint64_t one = 0;
    std::uint64_t more = 0;
    for (const std::uint32_t candidate : candidates) {
      more |= one & ahead_[candidate];
      one |= ahead_[candidate];
    }
    return more;
  };
  if (program_->remedies[remedy].has_money)
    ahead.unclear = (several(days.ok) & ahead.ok) | (several(days.due) & ahead.due & ~ahead.ok);
  return ahead;
}

bool Decided::met(const std::vector<NodeId>& needs) const {
  return std::all_of(needs.begin(), needs.end(),
                     [&](NodeId need) { return need == no_node || truth(need); });
}

bool Decided::amounts(Session& session, const ir::RemedyPlan& plan, const ir::GrantPlan& grant,
                      std::vector<Amount>& into) const {
  into.clear();
  bool known = true;
  const auto add = [&](const std::vector<ir::MoneyEntry>& entries, Index rule) {
    session.in_rule(rule);
    for (const auto& entry : entries) {
      const auto minor = minor_of(session.value(entry.amount));
      known = known && minor.has_value() && *minor <= greatest_amount;
      into.push_back({entry.key, entry.charge, minor});
    }
  };
  add(grant.money, grant.rule);
  for (const Index a : grant.additions)
    if (holds(plan.additions[a].rule)) add(plan.additions[a].money, plan.additions[a].rule);
  session.in_rule(ir::no_index);
  sort_amounts(into);
  return known;
}

// Equal money merges; different money is weighed by the solver.
bool Decided::answer_money(Session& session, std::size_t remedy, MoneyResult& money, bool ok) {
  const ir::RemedyPlan& plan = program_->remedies[remedy];
  const ir::RemedyBits& bits = program_->short_way.remedies[remedy];
  bool first = true;
  for (std::size_t g = 0; g < plan.grants.size(); ++g) {
    if (!yes(ok ? bits.ok[g] : bits.due[g])) continue;
    auto& into = first ? money.amounts : others_;
    if (!amounts(session, plan, plan.grants[g], into)) return false;
    if (!first && !same(others_, money.amounts)) return false;
    first = false;
  }
  return true;
}

void Decided::list(std::size_t remedy, RemedyResult& result) const {
  const ir::RemedyPlan& plan = program_->remedies[remedy];
  const ir::RemedyBits& bits = program_->short_way.remedies[remedy];
  result.unlisted = false;
  if (result.status == Status::unavailable) {
    for (const Index rule : plan.exclusions)
      if (holds(rule)) result.excluded_by.push_back(rule);
    return;
  }
  const bool ok = result.status == Status::available;
  for (Index g = 0; g < plan.grants.size(); ++g) {
    if (!yes(ok ? bits.ok[g] : bits.due[g])) continue;
    const auto& grant = plan.grants[g];
    const bool carries_more = result.grants.empty() || !plan.alike;
    result.rules.push_back(grant.rule);
    result.grants.push_back(g);
    if (carries_more)
      for (const Index a : grant.additions)
        if (holds(plan.additions[a].rule)) result.additions.push_back(a);
    if (!ok && !met(grant.needs)) result.needs.push_back(grant.rule);
  }
  if (!plan.alike) {
    auto& list = result.additions;
    base::sort_unique(list);
  }
  if (ok) return;
  for (const Index a : result.additions)
    if (!met(plan.additions[a].needs)) result.needs.push_back(plan.additions[a].rule);
  std::sort(result.needs.begin(), result.needs.end());
}

}  // namespace sanbao::eval
