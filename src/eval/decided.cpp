// SPDX-License-Identifier: Apache-2.0
//
// See decided.hpp. The formula is that of docs/language.md §3 "Status".
#include "eval/decided.hpp"

#include <algorithm>
#include <bit>
#include <span>

namespace sanbao::eval {

using ir::BitJoint;
using ir::FactState;
using ir::no_node;

namespace {

// How far a word is from what a term wants.
std::uint64_t unlike(const std::uint64_t* words, const ir::BitTerm& term) {
  return (words[term.word] & term.mask) ^ term.want;
}

bool is_met(const std::uint64_t* words, const BitJoint& joint, const ir::BitTerm* term) {
  const ir::BitTerm* const end = term + joint.count;
  if (joint.least == 0)
    return std::all_of(term, end,
                       [&](const ir::BitTerm& part) { return unlike(words, part) == 0; });
  std::int64_t count = 0;
  for (; term != end; ++term)
    count += std::popcount(term->mask & ~unlike(words, *term));
  return count >= joint.least;
}

// The joints of a row that take a longer look, behind the bits of the others.
std::uint64_t add_others(const ir::ShortWay& way, const ir::JointRow& row,
                         const std::uint64_t* words, std::uint64_t bits) {
  const ir::BitTerm* term = way.terms.data() + row.term + row.ones + std::size_t{2} * row.twos;
  for (std::uint32_t i = 0; i < row.others; ++i) {
    const BitJoint& joint = way.joints[row.joint + i];
    bits = 2 * bits + std::uint64_t{is_met(words, joint, term)};
    term += joint.count;
  }
  return bits;
}

}  // namespace

bool Decided::read(Session& session) {
  program_ = &session.program();
  const ir::ShortWay& way = program_->short_way;
  words_.assign(way.words, 0);
  for (const ir::CellRow& row : way.cell_rows)
    if (!read_cells(session, row)) return false;
  for (const ir::OtherLeaf& other : way.others) {
    Tri tri = other.event_test == ir::no_index ? Tri::open(0)
                                               : session.plain_event_test(other.event_test);
    if (tri.is_open()) tri = session.leaf(other.leaf);
    if (tri.is_open()) return false;
    set(other.bit, tri.yes());
  }
  work_out(0);
  return true;
}

// Each kind of test is a loop of its own, over cells that give a value. Then come the others.
bool Decided::read_cells(Session& session, const ir::CellRow& row) {
  const Facts& facts = session.facts();
  const std::span tests(program_->short_way.cells.data() + row.first, row.count);
  bool all_given = true;
  const auto put = [&](const auto& truth) {
    std::uint64_t bits = 0;
    for (const ir::CellTest& test : tests) {
      const ir::Cell& cell = facts.slot(test.cell);
      all_given &= cell.state == FactState::given;
      bits = 2 * bits + std::uint64_t{truth(test, cell)};
    }
    words_[row.bits.word] |= bits << row.bits.shift;
  };
  switch (row.kind) {
    case ir::CellTest::Kind::boolean:
      put([](const ir::CellTest&, const ir::Cell& cell) { return cell.value != 0; });
      break;
    case ir::CellTest::Kind::equal:
      put([](const ir::CellTest& test, const ir::Cell& cell) { return cell.value == test.value; });
      break;
    case ir::CellTest::Kind::has:
      put([&](const ir::CellTest& test, const ir::Cell& cell) {
        return cell.state == FactState::given &&
               session.has_member(cell.value, static_cast<ir::Symbol>(test.value));
      });
      break;
    default:
      put([&](const ir::CellTest& test, const ir::Cell& cell) {
        if (cell.state != FactState::given) return false;
        const Tri tri = session.cell_test(test, cell, cell.value);
        all_given &= !tri.is_open();
        return tri.yes();
      });
      break;
  }
  if (all_given) return true;
  for (const ir::CellTest& test : tests) {
    const ir::Cell& cell = facts.slot(test.cell);
    Tri tri =
        cell.state == FactState::given ? session.cell_test(test, cell, cell.value) : Tri::open(0);
    if (tri.is_open()) tri = session.leaf(test.leaf);
    if (tri.is_open()) return false;
    set(test.bit, tri.yes());
  }
  return true;
}

bool Decided::move(const Decided& from, Session& session, std::int32_t day) {
  program_ = from.program_;
  const ir::ShortWay& way = program_->short_way;
  words_.resize(way.words);
  for (std::size_t i = 0; i < way.words; ++i)
    words_[i] = from.words_[i] & way.still[i];
  session.move_to(day);
  bool decided = true;
  const auto put = [&](std::uint32_t bit, Tri tri) {
    decided = decided && !tri.is_open();
    set(bit, tri.yes());
  };
  for (const ir::CellTest& test : way.moving_cells) {
    const ir::Cell& cell = session.facts().slot(test.cell);
    const bool of_claim =
        cell.state == FactState::given && test.cell == session.facts().schema().filed_on;
    Tri tri = of_claim ? session.cell_test(test, cell, day) : Tri::open(0);
    if (tri.is_open()) tri = session.leaf(test.leaf);
    put(test.bit, tri);
  }
  for (const ir::OtherLeaf& other : way.moving_others)
    put(other.bit, session.leaf(other.leaf));
  session.move_to(std::nullopt);
  if (!decided) return false;
  work_out(way.moving_row);
  return true;
}

// Row by row: no joint waits for the one before it.
void Decided::work_out(std::size_t first_row) {
  const ir::ShortWay& way = program_->short_way;
  std::uint64_t* const words = words_.data();
  for (const ir::JointRow& row : std::span(way.joint_rows).subspan(first_row)) {
    std::uint64_t bits = 0;
    const auto put = [&](bool truth) { bits = 2 * bits + std::uint64_t{truth}; };
    const ir::BitTerm* term = way.terms.data() + row.term;
    for (const ir::BitTerm* const end = term + row.ones; term != end; ++term)
      put(unlike(words, term[0]) == 0);
    for (std::uint32_t i = row.twos; i > 0; --i, term += 2)
      put((unlike(words, term[0]) | unlike(words, term[1])) == 0);
    if (row.others > 0) bits = add_others(way, row, words, bits);
    words[row.bits.word] |= bits << row.bits.shift;
  }
}

bool Decided::met(const std::vector<NodeId>& needs) const {
  return std::all_of(needs.begin(), needs.end(),
                     [&](NodeId need) { return need == no_node || truth(need); });
}

std::optional<Status> Decided::status(std::size_t remedy) const {
  const ir::RemedyBits& bits = program_->short_way.remedies[remedy];
  if (!yes(bits.any_due)) return Status::unavailable;
  const bool ok = yes(bits.any_ok);
  if (program_->remedies[remedy].has_money) {
    const auto& candidates = ok ? bits.ok : bits.due;
    const auto count = std::count_if(candidates.begin(), candidates.end(),
                                     [&](ir::Literal literal) { return yes(literal); });
    if (count > 1) return std::nullopt;
  }
  return ok ? Status::available : Status::conditional;
}

bool Decided::amounts(Session& session, const ir::RemedyPlan& plan, const ir::GrantPlan& grant,
                      std::vector<Amount>& into) const {
  into.clear();
  bool known = true;
  const auto add = [&](const std::vector<ir::MoneyEntry>& entries, Index rule) {
    session.in_rule(rule);
    for (const auto& entry : entries) {
      const auto minor = minor_of(session.value(entry.amount));
      known = known && minor.has_value();
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

bool Decided::answer(Session& session, std::size_t remedy, RemedyResult& result) {
  const ir::RemedyPlan& plan = program_->remedies[remedy];
  const ir::RemedyBits& bits = program_->short_way.remedies[remedy];
  result.clear();
  result.unlisted = true;
  result.due_always = yes(bits.any_due);
  if (!result.due_always) return true;
  const bool ok = yes(bits.any_ok);
  result.status = ok ? Status::available : Status::conditional;
  if (!plan.has_money) return true;
  // Equal money merges; different money is weighed by the solver.
  bool first = true;
  for (std::size_t g = 0; g < plan.grants.size(); ++g) {
    if (!yes(ok ? bits.ok[g] : bits.due[g])) continue;
    auto& into = first ? result.money.amounts : others_;
    if (!amounts(session, plan, plan.grants[g], into)) return false;
    if (!first && !same(others_, result.money.amounts)) return false;
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
    std::sort(list.begin(), list.end());
    list.erase(std::unique(list.begin(), list.end()), list.end());
  }
  if (ok) return;
  for (const Index a : result.additions)
    if (!met(plan.additions[a].needs)) result.needs.push_back(plan.additions[a].rule);
  std::sort(result.needs.begin(), result.needs.end());
}

}  // namespace sanbao::eval
