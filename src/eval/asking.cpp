// SPDX-License-Identifier: Apache-2.0
//
// What to ask. See asking.hpp.
#include "eval/asking.hpp"

#include <algorithm>

namespace sanbao::eval {

using ir::no_index;

namespace {

/// Conditions that are looked at for all entries of a claim, half of them for those of single policies. Each entry
/// has an equal share of what the ones before it left. Far above what a policy of a hundred rules needs; a claim
/// of a thousand half-told repairs must come to an end too.
constexpr std::uint64_t most_work = 320'000;

}  // namespace

bool Asker::needs_asking(std::span<PolicyRun* const> runs, Index remedy, Goal& goal) const {
  Status best = Status::unavailable;
  for (const PolicyRun* run : runs)
    if (rank(status_of(*run, remedy)) < rank(best)) best = status_of(*run, remedy);
  if (best == Status::unknown) {
    goal = Goal::status;
    return true;
  }
  if (best != Status::available && best != Status::conditional) return false;
  // Open where none of those that give the status has a known amount, and a missing fact is why.
  bool asks_amount = false;
  for (const PolicyRun* run : runs) {
    std::size_t at = 0;
    if (run->plan_of(remedy, &at) == nullptr || status_of(*run, remedy) != best) continue;
    if (!run->results[at].money.is_open()) return false;
    asks_amount = asks_amount || run->results[at].amount_asks;
  }
  goal = Goal::amount;
  return asks_amount;
}

// Every absent fact that an open atom or amount of the remedy reads, and where applying is open what it reads.
void Asker::gather(std::span<PolicyRun* const> runs, Index remedy, std::vector<FactPath>& all) {
  Collector found;
  find_judged(runs, remedy);
  for (PolicyRun* run : judged_) {
    if (!reads_applying() || !run->applies.is_open()) continue;
    run->session.collect(&found);
    for (const Index leaf : run->program->applies.leaves)
      (void)run->session.base(leaf);
    (void)run->session.first(run->program->in_force_by);
    run->session.collect(nullptr);
  }
  for (PolicyRun* run : runs) {
    run->session.collect(&found);
    if (const auto* plan = run->plan_of(remedy); plan != nullptr && goal_ != Goal::applying) {
      for (const Index leaf : plan->formula.leaves)
        (void)run->session.base(leaf);
      const auto read = [&](const std::vector<ir::MoneyEntry>& entries) {
        for (const auto& entry : entries)
          (void)run->session.value(entry.amount);
      };
      for (const auto& grant : plan->grants)
        read(grant.money);
      for (const auto& addition : plan->additions)
        read(addition.money);
    }
    run->session.collect(nullptr);
  }
  all = std::move(found.absent);
  evaluator_.sort_by_path(all);
}

void Asker::add_entry(std::span<PolicyRun* const> runs, Index remedy, Goal goal,
                      std::vector<Ask>& entries, std::vector<FactPath>& asked) {
  goal_ = goal;
  std::vector<FactPath> all;
  gather(runs, remedy, all);
  if (all.empty()) return;
  all_ = &all;
  add_reopened(runs, remedy);
  const std::string_view name =
      remedy == no_index ? "any" : std::string_view(evaluator_.ruleset_->remedies[remedy].id);
  entries.push_back(entry(name, sets_of(remedy, all), all, asked));
}

// What one policy asks that applies for certain is asked once.
std::vector<std::vector<FactPath>> Asker::sets_of(Index remedy, const std::vector<FactPath>& all) {
  const bool of_one = judged_.size() == 1 && judged_[0]->applies.yes() && goal_ != Goal::applying;
  const bool of_amount = goal_ == Goal::amount;
  auto& own_sets = evaluator_.own_sets_;
  if (of_one && combined_)
    for (const OwnSets& own : own_sets)
      if (own.run == judged_[0] && own.remedy == remedy && own.of_amount == of_amount &&
          own.all == all)
        return own.sets;
  auto sets = search(remedy, all);
  if (of_one && !combined_ && !spent_all())
    own_sets.push_back({judged_[0], remedy, of_amount, all, sets});
  return sets;
}

std::span<const Ask> Asker::ask(std::span<PolicyRun* const> runs, std::vector<FactPath>& asked) {
  // Whether only the question if a policy applies keeps the outcome open.
  const Outcome outcome = combined_ ? evaluator_.combined_outcome() : runs[0]->outcome;
  const bool some_open = std::any_of(runs.begin(), runs.end(),
                                     [](const PolicyRun* r) { return r->applies.is_open(); });
  const bool only_applying = outcome == Outcome::needs_facts && some_open &&
                             std::none_of(runs.begin(), runs.end(), [&](PolicyRun* const& run) {
                               return evaluator_.best_of_all({&run, 1}, true) == Status::unknown;
                             });
  std::vector<Ask> entries;
  auto& listed = evaluator_.asked_about_;
  evaluator_.list_remedies(combined_ ? nullptr : runs[0], listed);
  std::vector<std::pair<Index, Goal>> wanted;
  for (const Index remedy : listed) {
    Goal goal = Goal::status;
    if (only_applying && remedy == evaluator_.requested_) {
      wanted.emplace_back(remedy, Goal::applying);
    } else if (needs_asking(runs, remedy, goal)) {
      wanted.emplace_back(remedy, goal);
    }
  }
  if (only_applying && evaluator_.requested_ == no_index)
    wanted.emplace_back(no_index, Goal::applying);
  // Policies come one by one, all together last.
  std::uint64_t& spent = evaluator_.asking_work_;
  std::uint64_t left = most_work - std::min(most_work, spent);
  if (!combined_) {
    left = most_work / 2 - std::min(most_work / 2, spent);
    // Most of them ask little.
    const std::size_t others = evaluator_.runs_.size() - ++evaluator_.own_asked_;
    left /= 1 + (others + 1) / 2;
  }
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    most_work_ = left / (wanted.size() - i);
    work_ = 0;
    add_entry(runs, wanted[i].first, wanted[i].second, entries, asked);
    left -= std::min(left, work_);
    spent += work_;
  }
  return evaluator_.out_->arena.keep(entries);
}

Ask Asker::entry(std::string_view remedy, const std::vector<std::vector<FactPath>>& sets,
                 const std::vector<FactPath>& all, std::vector<FactPath>& asked) {
  auto& arena = evaluator_.out_->arena;
  Ask ask;
  ask.remedy = remedy;
  const auto texts = arena.make<std::span<const std::string_view>>(sets.size());
  for (std::size_t i = 0; i < sets.size(); ++i)
    texts[i] = evaluator_.path_texts(sets[i]);
  ask.sets = texts;
  ask.all = evaluator_.path_texts(all);
  asked.insert(asked.end(), all.begin(), all.end());
  return ask;
}

}  // namespace sanbao::eval
