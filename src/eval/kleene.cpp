// SPDX-License-Identifier: Apache-2.0
//
// A remedy with more open atoms than are completed one by one: plain Kleene logic, then nulls as not
// established (docs/language.md §3 "Status"). Part of RemedySolver: see remedies.hpp.
// Tested by tests/unit/eval_completions_test.cpp and tests/cases/conditions.
#include <algorithm>

#include "base/sorted.hpp"
#include "eval/remedies.hpp"

namespace sanbao::eval {

using ir::no_node;

// A `when`, `unless` or need. Collapsed: where nulls alone keep it open it is read as false.
Tri RemedySolver::kleene_root(NodeId node, bool otherwise) {
  if (node == no_node) return Tri::of(otherwise);
  const Tri tri = session_->condition(node);
  return kleene_collapse_ && tri.is_open() && only_nulls(tri.why) ? Tri::of(false) : tri;
}

Tri RemedySolver::kleene_condition(Index rule) {
  const auto& plan = session_->program().rules[rule];
  return kleene_root(plan.when, true) & !kleene_root(plan.unless, false);
}

Tri RemedySolver::kleene_needs(const std::vector<NodeId>& needs) {
  Tri all = Tri::of(true);
  for (const NodeId need : needs)
    all = all & kleene_root(need, true);
  return all;
}

void RemedySolver::solve_kleene(RemedyResult& result) {
  kleene_collapse_ = false;
  result.status = kleene_status(result);
  if (result.status == Status::unknown) {
    const bool due_always = result.due_always;
    result.clear();
    kleene_collapse_ = true;
    result.status = kleene_status(result);
    result.due_always = result.due_always || due_always;
  }
  session_->complete(nullptr);
}

Status RemedySolver::kleene_status(RemedyResult& result) {
  Tri excluded = Tri::of(false);
  std::vector<Index> exclusions;
  for (const Index rule : plan_->exclusions) {
    const Tri x = kleene_condition(rule);
    if (x.yes()) exclusions.push_back(rule);
    excluded = excluded | x;
  }
  Tri any_due = Tri::of(false);
  Tri any_ok = Tri::of(false);
  std::vector<Tri> due_by;
  std::vector<Tri> ok_by;
  for (const auto& grant : plan_->grants) {
    Tri due = kleene_condition(grant.rule) & !excluded;
    for (const Index top : grant.overriders)
      due = due & !kleene_condition(top);
    Tri ok = due & kleene_needs(grant.needs);
    for (const Index a : grant.additions)
      ok = ok & ((!kleene_condition(plan_->additions[a].rule)) |
                 kleene_needs(plan_->additions[a].needs));
    any_due = any_due | due;
    any_ok = any_ok | ok;
    due_by.push_back(due);
    ok_by.push_back(ok);
  }
  result.due_always = any_due.yes();
  if (any_due.no()) {
    result.excluded_by = std::move(exclusions);
    return Status::unavailable;
  }
  const bool available = any_ok.yes();
  if (!available && !(any_due.yes() && any_ok.no())) return Status::unknown;
  const std::vector<Tri>& by = available ? ok_by : due_by;
  Status status = available ? Status::available : Status::conditional;
  if (plan_->has_money) status = kleene_money(status, by, result);
  if (status == Status::unknown) return status;
  for (Index g = 0; g < plan_->grants.size(); ++g)
    if (by[g].yes()) {
      result.rules.push_back(plan_->grants[g].rule);
      result.grants.push_back(g);
    }
  for (Index a = 0; a < plan_->additions.size(); ++a)
    if (kleene_condition(plan_->additions[a].rule).yes() && carried(a, by))
      result.additions.push_back(a);
  if (status == Status::conditional) kleene_unmet(due_by, result.needs);
  return status;
}

// Whether a grant that holds for certain carries an addition.
bool RemedySolver::carried(Index addition, const std::vector<Tri>& by) const {
  for (std::size_t g = 0; g < by.size(); ++g) {
    const auto& own = plan_->grants[g].additions;
    if (by[g].yes() && std::find(own.begin(), own.end(), addition) != own.end()) return true;
  }
  return false;
}

// Rules whose need is not met in some completion in which their grant is due.
void RemedySolver::kleene_unmet(const std::vector<Tri>& due_by, std::vector<Index>& unmet) {
  for (std::size_t g = 0; g < plan_->grants.size(); ++g) {
    if (due_by[g].no()) continue;
    const auto& grant = plan_->grants[g];
    if (!kleene_needs(grant.needs).yes()) unmet.push_back(grant.rule);
    for (const Index a : grant.additions) {
      const auto& addition = plan_->additions[a];
      if (!kleene_condition(addition.rule).no() && !kleene_needs(addition.needs).yes())
        unmet.push_back(addition.rule);
    }
  }
  base::sort_unique(unmet);
}

// What an addition that is open would put on a grant is open with it.
void RemedySolver::open_amounts(const ir::AdditionPlan& addition, Why why, Items& items) const {
  for (const auto& entry : addition.money)
    for (Item& item : items)
      if (item.key == entry.key && item.charge == entry.charge) item.amount = Scalar::open(why);
}

// Every grant that may be live has a say; one that is open may bring other money.
Status RemedySolver::kleene_money(Status status, const std::vector<Tri>& by, RemedyResult& result) {
  Table table;
  bool open = false;
  for (const auto& addition : plan_->additions) {
    const Tri holds = kleene_condition(addition.rule);
    open = open || (holds.is_open() && !addition.money.empty());
    Mask mask(1);
    mask.word[0] = holds.no() ? 0 : 1;
    table.addition.push_back(mask);
  }
  std::vector<Index> grants;
  std::vector<Items> items;
  std::vector<std::uint8_t> certain;
  for (Index g = 0; g < plan_->grants.size(); ++g) {
    if (by[g].no()) continue;
    open = open || by[g].is_open();
    grants.push_back(g);
    certain.push_back(by[g].yes() ? 1 : 0);
    items.push_back(items_of(plan_->grants[g], table, 0));
    for (const Index a : plan_->grants[g].additions)
      if (const Tri holds = kleene_condition(plan_->additions[a].rule); holds.is_open())
        open_amounts(plan_->additions[a], holds.why, items.back());
  }
  Tri alike = Tri::of(true);
  for (std::size_t i = 1; i < items.size(); ++i)
    alike = alike & equal(items[0], items[i]);
  Part part;
  part.status = status;
  for (const auto& list : items)
    for (const Item& item : list)
      part.amount_why =
          static_cast<Why>(part.amount_why | (item.amount.is_open() ? item.amount.why : 0));
  if (alike.yes()) {
    part.money = money_of(items[0], plan_->grants[grants[0]].rule);
  } else if (session_->program().source->prefer_consumer) {
    prefer(part, grants, items, certain);
  } else if (alike.no() && !open) {
    settle_conflict(part, grants, items);
    status = Status::conflict;
  } else {
    return Status::unknown;
  }
  money_parts_.clear();
  money_parts_.push_back(std::move(part));
  finish_money(result);
  return status;
}

}  // namespace sanbao::eval
