// SPDX-License-Identifier: Apache-2.0
//
// See decided.hpp. The formula is that of docs/language.md §3 "Status".
#include "eval/decided.hpp"

#include <algorithm>
#include <bit>

namespace sanbao::eval {

using ir::BitJoint;
using ir::FactState;
using ir::no_node;

bool Decided::read(Session& session) {
  program_ = &session.program();
  const ir::ShortWay& way = program_->short_way;
  const Facts& facts = session.facts();
  words_.assign(way.words, 0);
  for (const ir::CellTest& test : way.cells) {
    const ir::Cell& cell = facts.slot(test.cell);
    Tri tri =
        cell.state == FactState::given ? session.cell_test(test, cell, cell.value) : Tri::open(0);
    if (tri.is_open()) tri = session.leaf(test.leaf);
    if (tri.is_open()) return false;
    words_[test.bit / 64] |= std::uint64_t{tri.yes()} << test.bit % 64;
  }
  for (const Index leaf : way.others) {
    const Tri tri = session.leaf(leaf);
    if (tri.is_open()) return false;
    set(way.bit_of_leaf[leaf], tri.yes());
  }
  work_out();
  return true;
}

bool Decided::move(const Decided& from, Session& session, std::int32_t day) {
  program_ = from.program_;
  const ir::ShortWay& way = program_->short_way;
  words_ = from.words_;
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
  for (const Index leaf : way.moving_others)
    put(way.bit_of_leaf[leaf], session.leaf(leaf));
  session.move_to(std::nullopt);
  if (!decided) return false;
  work_out();
  return true;
}

// Level by level, a word at a time: no joint waits for the one before it.
void Decided::work_out() {
  const ir::ShortWay& way = program_->short_way;
  const ir::BitTerm* const terms = way.terms.data();
  std::uint64_t* const words = words_.data();
  for (const ir::BitLevel& level : way.levels) {
    std::uint64_t word = 0;
    std::uint32_t at = level.word;
    for (std::uint32_t i = 0; i < level.count; ++i) {
      const BitJoint& joint = way.joints[level.first + i];
      const ir::BitTerm* term = terms + joint.first;
      const ir::BitTerm* const end = term + joint.count;
      bool truth = false;
      if (joint.least == 0) {
        std::uint64_t unlike = 0;
        for (; term != end; ++term)
          unlike |= (words[term->word] & term->mask) ^ term->want;
        truth = unlike == 0;
      } else {
        std::int64_t count = 0;
        for (; term != end; ++term)
          count += std::popcount(~(words[term->word] ^ term->want) & term->mask);
        truth = count >= joint.least;
      }
      word |= std::uint64_t{truth} << i % 64;
      if (i % 64 == 63 || i + 1 == level.count) {
        words[at++] = word;
        word = 0;
      }
    }
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
