// SPDX-License-Identifier: Apache-2.0
//
// See remedies.hpp. Money of a part: money.cpp.
#include "eval/remedies.hpp"

#include <algorithm>
#include <bit>

#include "base/sorted.hpp"

namespace sanbao::eval {

using ir::no_node;

namespace {

constexpr std::uint8_t open_bit = 0x80;

std::uint8_t bit_of(Status status) {
  return static_cast<std::uint8_t>(1U << static_cast<unsigned>(status));
}

void fill(std::vector<std::uint8_t>& list, std::size_t size, std::uint8_t value) {
  list.assign(size, value);
}

}  // namespace

bool MoneyResult::is_open() const {
  return open_choice ||
         std::any_of(amounts.begin(), amounts.end(), [](const Amount& a) { return !a.minor; });
}

std::optional<values::Int128> MoneyResult::sum() const {
  if (is_open()) return std::nullopt;
  values::Int128 sum = 0;
  for (const Amount& amount : amounts)
    sum += amount.charge ? -values::Int128{*amount.minor} : values::Int128{*amount.minor};
  return sum;
}

std::optional<std::int64_t> MoneyResult::net() const {
  const auto wide = sum();
  if (!wide || *wide > INT64_MAX || *wide < INT64_MIN) return std::nullopt;
  return static_cast<std::int64_t>(*wide);
}

void RemedyResult::clear() {
  status = Status::unavailable;
  due_always = amount_asks = unlisted = false;
  rules.clear();
  excluded_by.clear();
  needs.clear();
  money.rules.clear();
  money.amounts.clear();
  money.open_choice = false;
  conflict.clear();
  preferred.clear();
  grants.clear();
  additions.clear();
}

Mask RemedySolver::ones() const {
  Mask mask(view_.words());
  for (std::size_t i = 0; i < view_.words(); ++i)
    mask.word[i] = view_.full(i);
  return mask;
}
bool RemedySolver::some(const Mask& mask) const {
  for (std::size_t i = 0; i < view_.words(); ++i)
    if (mask.word[i] != 0) return true;
  return false;
}
bool RemedySolver::every(const Mask& mask) const {
  for (std::size_t i = 0; i < view_.words(); ++i)
    if (mask.word[i] != view_.full(i)) return false;
  return true;
}
std::size_t RemedySolver::first_bit(const Mask& mask) const {
  for (std::size_t i = 0; i < view_.words(); ++i)
    if (mask.word[i] != 0) return i * 64 + static_cast<std::size_t>(std::countr_zero(mask.word[i]));
  return 0;
}

// A `when`, `unless` or need. Collapsed: where completions of the nulls differ it is read as false.
Mask RemedySolver::node_mask(NodeId node, bool otherwise, bool collapse) const {
  Mask mask(view_.words());
  if (node == no_node) {
    for (std::size_t i = 0; i < view_.words(); ++i)
      mask.word[i] = otherwise ? view_.full(i) : 0;
    return mask;
  }
  const std::uint64_t* yes = view_.yes(node);
  for (std::size_t i = 0; i < view_.words(); ++i)
    mask.word[i] = yes[i];
  if (collapse) view_.all_over_nulls(mask);
  return mask;
}

void RemedySolver::read(Table& table, bool collapse) {
  const std::size_t words = view_.words();
  const auto& rules = session_->program().rules;
  const auto condition = [&](Index rule) {
    Mask when = node_mask(rules[rule].when, true, collapse);
    if (rules[rule].unless == no_node) return when;
    const Mask unless = node_mask(rules[rule].unless, false, collapse);
    for (std::size_t i = 0; i < words; ++i)
      when.word[i] &= ~unless.word[i];
    return when;
  };
  const auto needs = [&](const std::vector<NodeId>& list) {
    Mask all = ones();
    for (const NodeId need : list) {
      const Mask mask = node_mask(need, true, collapse);
      for (std::size_t i = 0; i < words; ++i)
        all.word[i] &= mask.word[i];
    }
    return all;
  };
  table.exclusion.clear();
  table.grant.clear();
  table.addition.clear();
  table.own_need.clear();
  table.addition_need.clear();
  for (const Index rule : plan_->exclusions)
    table.exclusion.push_back(condition(rule));
  for (const auto& grant : plan_->grants) {
    table.grant.push_back(condition(grant.rule));
    table.own_need.push_back(needs(grant.needs));
  }
  for (const auto& addition : plan_->additions) {
    table.addition.push_back(condition(addition.rule));
    table.addition_need.push_back(needs(addition.needs));
  }
}

void RemedySolver::conclude(Table& table) {
  const std::size_t words = view_.words();
  table.due.clear();
  table.ok.clear();
  table.excluded.words = table.any_due.words = table.any_ok.words = words;
  for (std::size_t i = 0; i < words; ++i)
    table.excluded.word[i] = table.any_due.word[i] = table.any_ok.word[i] = 0;
  for (const Mask& x : table.exclusion)
    for (std::size_t i = 0; i < words; ++i)
      table.excluded.word[i] |= x.word[i];
  for (std::size_t g = 0; g < plan_->grants.size(); ++g) {
    const auto& grant = plan_->grants[g];
    Mask due = table.grant[g];
    for (const Index top : grant.overriders) {
      const auto at = std::find_if(plan_->grants.begin(), plan_->grants.end(),
                                   [&](const auto& o) { return o.rule == top; });
      const Mask& over = table.grant[static_cast<std::size_t>(at - plan_->grants.begin())];
      for (std::size_t i = 0; i < words; ++i)
        due.word[i] &= ~over.word[i];
    }
    for (std::size_t i = 0; i < words; ++i)
      due.word[i] &= ~table.excluded.word[i];
    Mask ok = due;
    for (std::size_t i = 0; i < words; ++i)
      ok.word[i] &= table.own_need[g].word[i];
    for (const Index a : grant.additions)
      for (std::size_t i = 0; i < words; ++i)
        ok.word[i] &= ~table.addition[a].word[i] | table.addition_need[a].word[i];
    for (std::size_t i = 0; i < words; ++i) {
      table.any_due.word[i] |= due.word[i];
      table.any_ok.word[i] |= ok.word[i];
    }
    table.due.push_back(due);
    table.ok.push_back(ok);
  }
}

void RemedySolver::merge(Table& into, const Table& from, const Mask& where) const {
  const auto take = [&](std::vector<Mask>& a, const std::vector<Mask>& b) {
    for (std::size_t m = 0; m < a.size(); ++m)
      for (std::size_t i = 0; i < view_.words(); ++i)
        a[m].word[i] = (a[m].word[i] & ~where.word[i]) | (b[m].word[i] & where.word[i]);
  };
  take(into.exclusion, from.exclusion);
  take(into.grant, from.grant);
  take(into.addition, from.addition);
  take(into.own_need, from.own_need);
  take(into.addition_need, from.addition_need);
}

void RemedySolver::split(std::vector<Mask>& masks, const Mask& by) const {
  const std::size_t count = masks.size();
  for (std::size_t m = 0; m < count; ++m) {
    Mask in = masks[m];
    Mask out = masks[m];
    for (std::size_t i = 0; i < view_.words(); ++i) {
      in.word[i] &= by.word[i];
      out.word[i] &= ~by.word[i];
    }
    if (!some(in) || !some(out)) continue;
    masks[m] = in;
    masks.push_back(out);
  }
}

// Parts of one status and one answer about money. Money is looked at only where there is any, and where
// nothing but the status is wanted only where two grants could differ.
void RemedySolver::statuses(Table& table, std::vector<Part>& parts) {
  parts.clear();
  const std::size_t words = view_.words();
  const auto region = [&](Status status) {
    Mask mask(view_.words());
    for (std::size_t i = 0; i < words; ++i)
      mask.word[i] = status == Status::available     ? table.any_ok.word[i]
                     : status == Status::conditional ? table.any_due.word[i] & ~table.any_ok.word[i]
                                                     : view_.full(i) & ~table.any_due.word[i];
    return mask;
  };
  for (const Status status : {Status::available, Status::conditional, Status::unavailable}) {
    const Mask mask = region(status);
    if (!some(mask)) continue;
    const bool money = status != Status::unavailable && plan_->has_money &&
                       (want_ == Want::all || plan_->grants.size() > 1);
    if (!money) {
      Part& part = parts.emplace_back();
      part.mask = mask;
      part.status = status;
      continue;
    }
    std::vector<Mask> masks{mask};
    const bool due = status == Status::conditional;
    for (std::size_t g = 0; g < plan_->grants.size(); ++g) {
      split(masks, due ? table.due[g] : table.ok[g]);
      for (const auto& entry : plan_->grants[g].money)
        for (const Index leaf : entry.inner)
          if (Mask truth(words); view_.leaf_mask(leaf, truth)) split(masks, truth);
    }
    for (std::size_t a = 0; a < plan_->additions.size(); ++a) {
      if (plan_->additions[a].money.empty()) continue;
      split(masks, table.addition[a]);
      for (const auto& entry : plan_->additions[a].money)
        for (const Index leaf : entry.inner)
          if (Mask truth(words); view_.leaf_mask(leaf, truth)) split(masks, truth);
    }
    for (const Mask& m : masks) {
      Part& part = parts.emplace_back();
      part.mask = m;
      part.status = status;
      settle_part(table, part, due);
    }
  }
}

// Where nulls alone keep open whether amounts are equal they count as different: what is a conflict in one
// completion of the nulls is one in all of them.
void RemedySolver::count_as_different() {
  const auto conflicts = [&](std::size_t p) { return parts_[p].status == Status::conflict; };
  const std::size_t count = parts_.size();
  for (std::size_t c = 0; c < count; ++c) {
    if (!conflicts(c)) continue;
    Mask reach = parts_[c].mask;
    view_.any_over_nulls(reach);
    for (std::size_t p = 0; p < count; ++p) {
      Part equal = parts_[p];
      if (equal.open || conflicts(p)) continue;
      for (std::size_t i = 0; i < view_.words(); ++i) {
        equal.mask.word[i] &= reach.word[i];
        parts_[p].mask.word[i] &= ~reach.word[i];
      }
      if (!some(equal.mask)) continue;
      equal.status = Status::conflict;
      for (const MoneyResult& group : parts_[c].conflict)
        equal.conflict.push_back({group.rules, equal.money.amounts, false});
      parts_.push_back(std::move(equal));
    }
  }
  parts_.erase(std::remove_if(parts_.begin(), parts_.end(),
                              [&](const Part& part) { return !some(part.mask); }),
               parts_.end());
}

void RemedySolver::add_choice() {
  const std::size_t words = view_.words();
  read(raw_, false);
  conclude(raw_);
  statuses(raw_, parts_);
  if (view_.null_variables() > 0) {
    // Where completions of the nulls give different statuses, nothing that hangs on them is established.
    Mask differs(words);
    for (std::size_t i = 0; i < words; ++i)
      differs.word[i] = 0;
    std::vector<std::pair<std::uint8_t, Mask>> by_status;
    for (const Part& part : parts_) {
      const std::uint8_t code = part.open ? open_bit : bit_of(part.status);
      auto at = std::find_if(by_status.begin(), by_status.end(),
                             [&](const auto& s) { return s.first == code; });
      if (at == by_status.end()) {
        by_status.emplace_back(code, part.mask);
        continue;
      }
      for (std::size_t i = 0; i < words; ++i)
        at->second.word[i] |= part.mask.word[i];
    }
    for (auto& [code, mask] : by_status) {
      Mask any = mask;
      Mask all = mask;
      view_.any_over_nulls(any);
      view_.all_over_nulls(all);
      for (std::size_t i = 0; i < words; ++i)
        differs.word[i] |= any.word[i] & ~all.word[i];
    }
    if (some(differs)) {
      read(collapsed_, true);
      merge(raw_, collapsed_, differs);
      conclude(raw_);
      statuses(raw_, parts_);
    }
    count_as_different();
  }
  for (const Part& part : parts_)
    seen_ |= part.open ? open_bit : bit_of(part.status);
  due_always_ = due_always_ && every(raw_.any_due);
  if (want_ == Want::status) return;

  for (std::size_t g = 0; g < plan_->grants.size(); ++g) {
    if (!every(raw_.ok[g])) grant_ok_[g] = 0;
    if (!every(raw_.due[g])) grant_due_[g] = 0;
    Mask unmet = raw_.due[g];
    for (std::size_t i = 0; i < words; ++i)
      unmet.word[i] &= ~raw_.own_need[g].word[i];
    if (some(unmet)) need_unmet_[g] = 1;
    for (const Index a : plan_->grants[g].additions) {
      Mask open = raw_.due[g];
      for (std::size_t i = 0; i < words; ++i)
        open.word[i] &= raw_.addition[a].word[i] & ~raw_.addition_need[a].word[i];
      if (some(open)) addition_need_unmet_[a] = 1;
    }
  }
  for (std::size_t x = 0; x < plan_->exclusions.size(); ++x)
    if (!every(raw_.exclusion[x])) exclusion_always_[x] = 0;
  for (Index a = 0; a < plan_->additions.size(); ++a) {
    // On a grant that stands, whichever it is.
    Mask carried(words);
    for (std::size_t i = 0; i < words; ++i)
      carried.word[i] = 0;
    for (std::size_t g = 0; g < plan_->grants.size(); ++g) {
      const auto& own = plan_->grants[g].additions;
      if (std::find(own.begin(), own.end(), a) == own.end()) continue;
      for (std::size_t i = 0; i < words; ++i)
        carried.word[i] |= raw_.addition[a].word[i] &
                           (raw_.ok[g].word[i] | (raw_.due[g].word[i] & ~raw_.any_ok.word[i]));
    }
    if (!every(carried)) addition_always_[a] = 0;
  }
  if (!plan_->has_money) return;
  money_asks_ = money_asks_ || money_varies_by_asking();
  for (Part& part : parts_)
    money_parts_.push_back(std::move(part));
}

// Some completions may tell already that not all have one status. Amounts can make two statuses one conflict.
bool RemedySolver::differs_in_sample() {
  if (view_.has_nulls() || !view_.sample()) return false;
  view_.run(plan_->formula);
  read(raw_, false);
  conclude(raw_);
  if (!some(raw_.any_due)) return false;
  if (!every(raw_.any_due)) return true;
  return (!plan_->has_money || plan_->grants.size() == 1) && some(raw_.any_ok) &&
         !every(raw_.any_ok);
}

void RemedySolver::solve(Session& session, const ir::RemedyPlan& plan, Want want,
                         RemedyResult& result) {
  result.clear();
  session_ = &session;
  plan_ = &plan;
  want_ = want;
  seen_ = 0;
  due_always_ = true;
  money_asks_ = false;
  money_parts_.clear();
  fill(grant_ok_, plan.grants.size(), 1);
  fill(grant_due_, plan.grants.size(), 1);
  fill(exclusion_always_, plan.exclusions.size(), 1);
  fill(addition_always_, plan.additions.size(), 1);
  fill(need_unmet_, plan.grants.size(), 0);
  fill(addition_need_unmet_, plan.additions.size(), 0);
  view_.prepare(session, plan.formula);
  if (!view_.exact()) {
    solve_kleene(result);
    return;
  }
  if (want == Want::status && differs_in_sample()) {
    result.status = Status::unknown;
    return;
  }
  for (std::uint32_t choice = 0; choice < view_.choices(); ++choice) {
    view_.choose(choice);
    view_.run(plan.formula);
    add_choice();
  }
  session.complete(nullptr);
  result.status = std::has_single_bit(seen_) && seen_ != open_bit
                      ? static_cast<Status>(std::countr_zero(static_cast<unsigned>(seen_)))
                      : Status::unknown;
  result.due_always = due_always_;
  if (want == Want::status) return;
  const bool conditional =
      result.status == Status::conditional ||
      (result.status == Status::conflict &&
       std::none_of(grant_ok_.begin(), grant_ok_.end(), [](auto ok) { return ok != 0; }));
  if (result.status == Status::available || conditional || result.status == Status::conflict) {
    for (Index g = 0; g < plan.grants.size(); ++g)
      if ((conditional ? grant_due_[g] : grant_ok_[g]) != 0) {
        result.rules.push_back(plan.grants[g].rule);
        result.grants.push_back(g);
      }
    for (Index a = 0; a < plan.additions.size(); ++a)
      if (addition_always_[a] != 0) result.additions.push_back(a);
    finish_money(result);
  }
  if (result.status == Status::unavailable)
    for (std::size_t x = 0; x < plan.exclusions.size(); ++x)
      if (exclusion_always_[x] != 0) result.excluded_by.push_back(plan.exclusions[x]);
  if (result.status == Status::conditional) {
    for (std::size_t g = 0; g < plan.grants.size(); ++g)
      if (need_unmet_[g] != 0) result.needs.push_back(plan.grants[g].rule);
    for (std::size_t a = 0; a < plan.additions.size(); ++a)
      if (addition_need_unmet_[a] != 0) result.needs.push_back(plan.additions[a].rule);
    base::sort_unique(result.needs);
  }
}

Tri exactly(Session& session, const ir::Formula& formula, NodeId condition,
            Completions& completions) {
  const Tri plain = session.condition(condition);
  if (!plain.is_open()) return plain;
  completions.prepare(session, formula);
  if (!completions.exact()) return plain;
  bool always = true;
  bool never = true;
  bool nulls_alone = true;  // whatever the absent facts are
  for (std::uint32_t choice = 0; choice < completions.choices(); ++choice) {
    completions.choose(choice);
    completions.run(formula);
    Mask some(completions.words());
    std::copy_n(completions.yes(condition), completions.words(), some.word.begin());
    Mask every = some;
    completions.any_over_nulls(some);
    completions.all_over_nulls(every);
    for (std::size_t i = 0; i < completions.words(); ++i) {
      const std::uint64_t yes = completions.yes(condition)[i];
      always = always && yes == completions.full(i);
      never = never && yes == 0;
      nulls_alone = nulls_alone && some.word[i] == completions.full(i) && every.word[i] == 0;
    }
  }
  if (always || never) return Tri::of(always);
  return nulls_alone ? Tri::open(by_null) : plain;
}

std::vector<Index> null_leaves(Session& session, const ir::Formula& formula, NodeId condition,
                               Completions& completions) {
  completions.prepare(session, formula);
  if (!completions.exact()) {
    std::vector<Index> open;
    if (only_nulls(session.condition(condition).why)) open = formula.leaves;
    return open;
  }
  completions.choose(0);
  completions.run(formula);
  std::vector<Index> leaves = completions.leaves_behind(condition);
  const bool all_null = std::all_of(leaves.begin(), leaves.end(), [&](Index leaf) {
    return only_nulls(completions.why_of(leaf));
  });
  return all_null ? leaves : std::vector<Index>{};
}

}  // namespace sanbao::eval
