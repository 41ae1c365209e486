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
    Tri tri = cell.state == FactState::given ? session.cell_test(test, cell, cell.value)
                                             : session.leaf(test.leaf);
    if (tri.is_open()) {
      tri = session.leaf(test.leaf);
      if (tri.is_open()) return false;
    }
    words_[test.bit / 64] |= std::uint64_t{tri.yes()} << test.bit % 64;
  }
  for (const Index leaf : way.others) {
    const Tri tri = session.leaf(leaf);
    if (tri.is_open()) return false;
    set(way.bit_of_leaf[leaf], tri.yes());
  }
  work_out(way.joints);
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
  work_out(way.moving_joints);
  return true;
}

void Decided::work_out(const std::vector<BitJoint>& joints) {
  const ir::BitTerm* const terms = program_->short_way.terms.data();
  for (const BitJoint& joint : joints) {
    const ir::BitTerm* term = terms + joint.first;
    const ir::BitTerm* const end = term + joint.count;
    const auto hits = [&] { return (words_[term->word] ^ term->flip) & term->mask; };
    bool truth = joint.kind == BitJoint::Kind::all;
    if (joint.kind == BitJoint::Kind::all) {
      for (; truth && term != end; ++term)
        truth = hits() == term->mask;
    } else if (joint.kind == BitJoint::Kind::any) {
      for (; !truth && term != end; ++term)
        truth = hits() != 0;
    } else {
      std::int64_t count = 0;
      for (; term != end; ++term)
        count += std::popcount(hits());
      truth = count >= joint.least;
    }
    set(joint.bit, truth);
  }
}

bool Decided::met(const std::vector<NodeId>& needs) const {
  return std::all_of(needs.begin(), needs.end(), [&](NodeId need) {
    return need == no_node || yes(program_->short_way.literal_of[need]);
  });
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
  result.due_always = yes(bits.any_due);
  if (!result.due_always) {
    for (const Index rule : plan.exclusions)
      if (holds(rule)) result.excluded_by.push_back(rule);
    return true;
  }
  const bool ok = yes(bits.any_ok);
  result.status = ok ? Status::available : Status::conditional;
  for (Index g = 0; g < plan.grants.size(); ++g) {
    if (!yes(ok ? bits.ok[g] : bits.due[g])) continue;
    const auto& grant = plan.grants[g];
    result.rules.push_back(grant.rule);
    result.grants.push_back(g);
    for (const Index a : grant.additions)
      if (holds(plan.additions[a].rule)) result.additions.push_back(a);
    if (ok) continue;
    if (!met(grant.needs)) result.needs.push_back(grant.rule);
    for (const Index a : grant.additions)
      if (holds(plan.additions[a].rule) && !met(plan.additions[a].needs))
        result.needs.push_back(plan.additions[a].rule);
  }
  const auto make_unique = [](std::vector<Index>& list) {
    std::sort(list.begin(), list.end());
    list.erase(std::unique(list.begin(), list.end()), list.end());
  };
  make_unique(result.additions);
  make_unique(result.needs);
  if (!plan.has_money) return true;
  // Equal money merges; different money is weighed by the solver.
  if (!amounts(session, plan, plan.grants[result.grants.front()], result.money.amounts))
    return false;
  for (std::size_t i = 1; i < result.grants.size(); ++i) {
    if (!amounts(session, plan, plan.grants[result.grants[i]], others_) ||
        !same(others_, result.money.amounts))
      return false;
  }
  return true;
}

}  // namespace sanbao::eval
