// SPDX-License-Identifier: Apache-2.0
//
// Several policies: the best status, the highest net payment, every policy named (docs/language.md §3
// "Several policies"; docs/records.md, "A decision"). Part of Evaluator: see evaluator.hpp.
// Tested by tests/cases/combined.
#include <algorithm>
#include <array>

#include "base/sorted.hpp"
#include "eval/asking.hpp"
#include "eval/evaluator.hpp"

namespace sanbao::eval {

using ir::no_index;

Outcome Evaluator::outcome_of(Status status) const {
  switch (status) {
    case Status::available:
      return Outcome::approved;
    case Status::conditional:
      return Outcome::conditional;
    case Status::unknown:
      return Outcome::needs_facts;
    case Status::conflict:
      return Outcome::conflict;
    case Status::unavailable:
      break;
  }
  return Outcome::denied;
}

/// The status of what was requested, or the best there is. `own`: as if every policy applied.
Status Evaluator::best_of_all(std::span<PolicyRun* const> runs, bool own) const {
  Status best = Status::unavailable;
  for (const PolicyRun* run : runs)
    for (std::size_t i = 0; i < run->program->remedies.size(); ++i) {
      const Index remedy = run->program->remedies[i].remedy;
      if (requested_ != no_index ? remedy != requested_ : ruleset_->remedies[remedy].side) continue;
      const Status status = own ? run->results[i].status : run->status[i];
      if (rank(status) < rank(best)) best = status;
      if (remedy == requested_) break;
    }
  return best;
}

// A policy that may still turn out not to apply leaves more to say than its own answer.
Outcome Evaluator::own_outcome(PolicyRun& run) const {
  if (run.applies.is_open()) return Outcome::needs_facts;
  PolicyRun* only[] = {&run};
  return outcome_of(best_of_all(only, true));
}

Outcome Evaluator::combined_outcome() const {
  if (runs_.empty()) return Outcome::not_covered;
  if (runs_.size() == 1 && runs_[0]->applies.yes()) return runs_[0]->outcome;
  const Status best = best_of_all(runs_, false);
  if (best != Status::unavailable) return outcome_of(best);
  const bool some_certain =
      std::any_of(runs_.begin(), runs_.end(), [](const PolicyRun* r) { return r->applies.yes(); });
  return some_certain ? Outcome::denied : Outcome::needs_facts;
}

/// Every remedy that a rule grants, and the requested one, in the order of remedies.
void Evaluator::list_remedies(const PolicyRun* only, std::vector<Index>& list) const {
  list.clear();
  const auto look = [&](const PolicyRun& run) {
    for (const auto& plan : run.program->remedies)
      if (!plan.grants.empty()) list.push_back(plan.remedy);
  };
  if (only != nullptr) {
    look(*only);
  } else {
    for (const PolicyRun* run : runs_)
      look(*run);
    base::sort_unique(list);
  }
  if (requested_ == no_index) return;
  const auto at = std::lower_bound(list.begin(), list.end(), requested_);
  if (at == list.end() || *at != requested_) list.insert(at, requested_);
}

// One policy that applies for certain: its own answer is the combined one, with its name.
void Evaluator::take_over(const PolicyAnswer& policy) {
  const auto answers = out_->arena.copy(policy.remedies);
  for (RemedyAnswer& answer : answers)
    if (answer.status != Status::unavailable || !answer.excluded_by.empty())
      answer.policy = policy.policy;
  out_->remedies = answers;
}

// What an open status cannot fall below, whichever policy sees to that. While it is open whether one applies
// nothing is said.
std::optional<Status> Evaluator::combined_at_least(Index remedy) const {
  bool due = false;
  for (const PolicyRun* run : runs_) {
    std::size_t at = 0;
    if (run->plan_of(remedy, &at) == nullptr || run->status[at] == Status::unavailable) continue;
    if (run->applies.is_open()) return std::nullopt;
    due = due || run->status[at] != Status::unknown || run->results[at].due_always;
  }
  return due ? std::optional(Status::conditional) : std::nullopt;
}

void Evaluator::combine() {
  Decision::State& out = *out_;
  out.outcome = combined_outcome();
  if (runs_.empty()) return;

  auto* const policies = out.arena.room<PolicyAnswer>(runs_.size());
  for (std::size_t i = 0; i < runs_.size(); ++i)
    new (policies + i) PolicyAnswer(policy_answer(*runs_[i]));
  out.policies = {policies, runs_.size()};
  if (runs_.size() == 1 && runs_[0]->applies.yes()) return take_over(policies[0]);

  list_remedies(nullptr, listed_);
  const std::vector<Index>& listed = listed_;
  const auto answers = out.arena.make<RemedyAnswer>(listed.size());
  for (std::size_t i = 0; i < listed.size(); ++i) {
    const Index remedy = listed[i];
    Status best = Status::unavailable;
    for (const PolicyRun* run : runs_)
      if (rank(run->status_of(remedy)) < rank(best)) best = run->status_of(remedy);
    // Whose answer it is: the highest known net, then the smallest id; of a denial, who excludes it.
    PolicyRun* chosen = nullptr;
    std::optional<values::Int128> chosen_net;
    ArenaList<std::string_view> givers(out.arena);
    ArenaList<std::string_view> may_improve(out.arena);
    for (PolicyRun* run : runs_) {
      std::size_t at = 0;
      const auto* plan = run->plan_of(remedy, &at);
      if (plan == nullptr) continue;
      const RemedyResult& result = run->results[at];
      const Status own = run->status[at];
      const std::string_view id = run->program->source->id;
      const bool open =
          own == Status::unknown || (rank(own) == rank(best) && result.money.is_open());
      if (best == Status::unavailable) {
        if (chosen == nullptr && !result.excluded_by.empty()) chosen = run;
        continue;
      }
      if (own != best) {
        if (open) may_improve.push_back(id);
        continue;
      }
      givers.push_back(id);
      const auto net = best == Status::unknown ? std::nullopt : result.money.sum();
      if (chosen == nullptr || (net && (!chosen_net || *net > *chosen_net))) {
        chosen = run;
        chosen_net = net;
      }
    }
    if (best != Status::unknown && best != Status::unavailable)
      for (PolicyRun* run : runs_) {
        std::size_t at = 0;
        if (run == chosen || run->plan_of(remedy, &at) == nullptr || run->status[at] != best)
          continue;
        if (run->results[at].money.is_open()) may_improve.push_back(run->program->source->id);
      }
    RemedyAnswer& answer = answers[i];
    if (chosen != nullptr) {
      answer = this->answer(*chosen, remedy, true);
      answer.policy = chosen->program->source->id;
    } else {
      answer.remedy = ruleset_->remedies[remedy].id;
      const auto& name = ruleset_->remedies[remedy].name;
      answer.name = {name.zh, name.en};
      answer.side = ruleset_->remedies[remedy].side;
    }
    answer.status = best;
    if (best == Status::unknown) answer.at_least = combined_at_least(remedy);
    if (givers.size() > 1) answer.policies = givers.items();
    std::sort(may_improve.begin(), may_improve.end());
    answer.may_improve = may_improve.items();
    if (runs_.size() > 1 && (best == Status::available || best == Status::conditional)) {
      // The latest day of those that give the status; none where one of them has none.
      std::optional<CivilDate> latest;
      bool limited = true;
      for (const PolicyRun* run : runs_) {
        std::size_t at = 0;
        if (run->plan_of(remedy, &at) == nullptr || run->status[at] != best) continue;
        if (!run->until[at]) {
          limited = false;
          break;
        }
        if (!latest || *run->until[at] > *latest) latest = run->until[at];
      }
      answer.until = limited ? latest : std::nullopt;
    }
  }
  out.remedies = answers;
}

}  // namespace sanbao::eval
