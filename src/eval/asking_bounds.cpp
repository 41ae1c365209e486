// SPDX-License-Identifier: Apache-2.0
//
// What the answers to some facts can reach at most: an upper bound that spares Asker most of its trials.
// See asking.hpp.
#include "eval/asking.hpp"

#include <algorithm>
#include <array>

namespace sanbao::eval {

using ir::no_index;
using ir::no_node;

void Asker::find_kinds(const std::vector<FactPath>& all) {
  constexpr std::uint64_t reopens = std::uint64_t{1} << 62U;
  std::vector<std::vector<std::uint64_t>> readers(all.size());
  for (std::uint64_t p = 0; p < judged_.size(); ++p) {
    for (std::uint64_t leaf = 0; leaf < leaf_facts_[p].size(); ++leaf) {
      for (const std::uint32_t place : leaf_facts_[p][leaf])
        readers[place].push_back(p << 32U | (leaf + 1));
      for (const std::uint32_t place : leaf_reopened_by_[p][leaf])
        readers[place].push_back(reopens | p << 32U | (leaf + 1));
    }
    for (std::size_t place = 0; place < all.size(); ++place)
      if (may_turn_.reads(p, place)) readers[place].push_back(p << 32U);
  }
  if (filing_ < all.size()) readers[filing_].push_back(~std::uint64_t{0});
  std::map<std::vector<std::uint64_t>, std::uint32_t> kinds;
  kinds_.clear();
  promising_.clear();
  for (const auto& of_fact : readers)
    kinds_.push_back(
        kinds.try_emplace(of_fact, static_cast<std::uint32_t>(kinds.size())).first->second);
}

bool Asker::promising_kinds(const std::vector<std::uint32_t>& places) {
  if (goal_ == Goal::amount) return amount_promising(places);
  std::array<std::uint32_t, largest_set> kinds{};
  for (std::size_t i = 0; i < places.size(); ++i)
    kinds[i] = kinds_[places[i]] + 1;
  std::sort(kinds.begin(), kinds.end());
  std::uint64_t key = 0;
  for (std::size_t i = 0; i < kinds.size(); ++i)
    if (i == 0 || kinds[i] != kinds[i - 1]) key = key << 21U | kinds[i];
  const auto [at, fresh] = promising_.try_emplace(key, false);
  if (fresh) {
    find_touched(places);
    at->second = promising(places, 0);
  }
  return at->second;
}

// Which absent facts each open leaf reads: an answer to one of them may make the leaf what it likes.
void Asker::note_what_is_read(const std::vector<FactPath>& all) {
  has_events_ = std::any_of(claim_->lists.begin(), claim_->lists.end(),
                            [](const auto& rows) { return rows.count > 0; });
  std::map<FactPath, std::uint32_t> place_of_fact;
  for (std::uint32_t place = 0; place < all.size(); ++place)
    place_of_fact[all[place]] = place;
  const auto filing = place_of_fact.find({FactPath::Kind::slot, claim_->schema->filed_on, 0, 0});
  filing_ = filing == place_of_fact.end() ? no_index : filing->second;
  leaf_facts_.assign(judged_.size(), {});
  leaf_reopened_by_.assign(judged_.size(), {});
  leaf_reads_.begin(judged_.size(), all.size());
  may_turn_.begin(judged_.size(), all.size());
  Collector found;
  for (std::size_t p = 0; p < judged_.size(); ++p) {
    Session& session = judged_[p]->session;
    const ir::Program& program = *judged_[p]->program;
    leaf_facts_[p].resize(program.leaves.size());
    leaf_reopened_by_[p].resize(program.leaves.size());
    const auto read = [&](auto&& look, auto&& note) {
      found.clear();
      session.collect(&found);
      look();
      session.collect(nullptr);
      found.sort();
      for (const FactPath& fact : found.absent)
        if (const auto at = place_of_fact.find(fact); at != place_of_fact.end()) note(at->second);
    };
    const auto reopened = [&](Index row, auto&& note) {
      for (std::uint32_t place = 0; place < all.size(); ++place)
        if (may_reopen(static_cast<std::uint32_t>(p), place) &&
            may_read(program.read_row(row), all[place]))
          note(place);
    };
    for (const auto* plan : tried_plans_[p])
      for (const Index leaf : plan->formula.leaves) {
        read([&] { (void)session.base(leaf); },
             [&](std::uint32_t place) {
               leaf_facts_[p][leaf].push_back(place);
               leaf_reads_.note(p, place);
             });
        reopened(program.node_reads[program.leaves[leaf].node], [&](std::uint32_t place) {
          leaf_reopened_by_[p][leaf].push_back(place);
          leaf_reads_.note(p, place);
        });
      }
    if (may_change_[p] == 0) continue;
    const auto may_turn = [&](std::uint32_t place) { may_turn_.note(p, place); };
    for (const Index leaf : program.applies.leaves)
      reopened(program.node_reads[program.leaves[leaf].node], may_turn);
    if (!program.in_force_by.empty()) reopened(program.in_force_reads, may_turn);
    read(
        [&] {
          for (const Index leaf : program.applies.leaves)
            (void)session.base(leaf);
          (void)session.first(program.in_force_by);
        },
        may_turn);
  }
  // A policy's applying hangs on that of those it stands back for. There are no circles.
  for (std::size_t round = 0; round < judged_.size(); ++round)
    for (std::size_t p = 0; p < judged_.size(); ++p)
      for (const Index other : judged_[p]->program->yields_to)
        if (const std::size_t from = place_of(other); from < judged_.size() && from != p)
          for (std::size_t place = 0; place < all.size(); ++place)
            if (may_turn_.reads(from, place)) may_turn_.note(p, place);
}

// Both rails of the rules: what could be made true, what could be made false, in the completions that were chosen.
void Asker::narrow(const PolicyRun& run, const ir::RemedyPlan& plan, Reach& all) {
  completions_.run(plan.formula);
  const auto& rules = run.program->rules;
  for (std::size_t w = 0; w < completions_.words(); ++w) {
    const std::uint64_t full = completions_.full(w);
    const auto yes = [&](NodeId node, std::uint64_t otherwise) {
      return node == no_node ? otherwise : completions_.yes(node)[w];
    };
    const auto no = [&](NodeId node, std::uint64_t otherwise) {
      return node == no_node ? otherwise : completions_.no(node)[w];
    };
    const auto holds = [&](Index rule) {
      return yes(rules[rule].when, full) & no(rules[rule].unless, full);
    };
    const auto fails = [&](Index rule) {
      return no(rules[rule].when, 0) | yes(rules[rule].unless, 0);
    };
    std::uint64_t excluded = 0;
    std::uint64_t admitted = full;
    for (const Index rule : plan.exclusions) {
      excluded |= holds(rule);
      admitted &= fails(rule);
    }
    std::uint64_t ok = 0;
    std::uint64_t not_ok = full;
    std::uint64_t due = 0;
    std::uint64_t not_due = full;
    for (const auto& grant : plan.grants) {
      std::uint64_t in = holds(grant.rule) & admitted;
      std::uint64_t out = fails(grant.rule) | excluded;
      for (const Index top : grant.overriders) {
        in &= fails(top);
        out |= holds(top);
      }
      std::uint64_t met = full;
      std::uint64_t unmet = 0;
      for (const NodeId need : grant.needs) {
        met &= yes(need, full);
        unmet |= no(need, 0);
      }
      for (const Index a : grant.additions) {
        std::uint64_t own_met = full;
        std::uint64_t own_unmet = 0;
        for (const NodeId need : plan.additions[a].needs) {
          own_met &= yes(need, full);
          own_unmet |= no(need, 0);
        }
        met &= fails(plan.additions[a].rule) | own_met;
        unmet |= holds(plan.additions[a].rule) & own_unmet;
      }
      due |= in;
      not_due &= out;
      ok |= in & met;
      not_ok &= out | unmet;
    }
    all.available = all.available && ok == full;
    all.unavailable = all.unavailable && not_due == full;
    all.conditional = all.conditional && (due & not_ok) == full;
    all.conflict = all.conflict && due == full;
    if (!all.any()) return;
  }
}

Asker::Reach Asker::reach(const PolicyRun& run, Session& session, const ir::RemedyPlan& plan) {
  completions_.prepare(session, plan.formula, &free_);
  Reach all{true, true, true, plan.has_money && plan.grants.size() > 1};
  if (completions_.sample()) narrow(run, plan, all);
  for (std::uint32_t choice = 0; choice < completions_.choices() && all.any(); ++choice) {
    completions_.choose(choice);
    narrow(run, plan, all);
  }
  return all;
}

// The same of amounts: false where every policy has one that stays open, whichever of its grants counts.
bool Asker::amount_promising(const std::vector<std::uint32_t>& places) const {
  const auto answered = [&](const Probe& probe) {
    return std::any_of(places.begin(), places.end(),
                       [&](std::uint32_t place) { return probe.reads[place] != 0; });
  };
  std::vector<std::uint8_t> stays_open(own_judged_, 0);
  for (const Probe& probe : probes_) {
    if (probe.money == nullptr || probe.is_added || !probe.money->inner.empty()) continue;
    if (!is_open(probe) || answered(probe)) continue;
    const auto* plan = judged_[probe.policy]->plan_of(remedy_);
    if (plan->grants.size() == 1) stays_open[probe.policy] = 1;
  }
  for (std::size_t p = 0; p < own_judged_; ++p)
    if (stays_open[p] == 0 && judged_[p]->plan_of(remedy_) != nullptr) return true;
  return false;
}

// What the policy can reach under the answers given, with the facts from `at` on free.
Asker::Reach Asker::reach(std::size_t p, std::span<const std::uint32_t> places, std::size_t at,
                          bool judges) {
  const auto free_facts = places.subspan(at);
  AskingMemory::Key key = remembered(AskingMemory::Of::reach, p, remedy_, remedy_reads_);
  auto next = std::find(key.answers.begin(), key.answers.end(), 0U);
  for (const std::uint32_t place : free_facts)
    if (leaf_reads_.reads(p, place) || (judges && place == filing_)) *next++ = unanswered_[place];
  if (const std::uint32_t* known = evaluator_.asking_memory_.find(key))
    return {(*known & 1U) != 0, (*known & 2U) != 0, (*known & 4U) != 0, (*known & 8U) != 0};
  const ir::Program& program = *judged_[p]->program;
  const ir::RemedyPlan& plan = *tried_plans_[p].front();  // of the remedy
  Session& session = at == 0 ? judged_[p]->session : trial_of(p, plan);
  const auto is_free = [&](std::uint32_t place) {
    return std::find(free_facts.begin(), free_facts.end(), place) != free_facts.end();
  };
  free_.assign(program.leaves.size(), 0);
  for (const Index leaf : plan.formula.leaves) {
    const auto& inner = program.leaves[leaf].inner;
    const bool free_inside =
        std::any_of(inner.begin(), inner.end(), [&](Index i) { return free_[i] != 0; });
    const bool open = free_inside || session.base(leaf).is_open();
    const bool judged = judges && program.leaves[leaf].reads_events;
    const auto any_free = [&](const std::vector<std::uint32_t>& facts) {
      return std::any_of(facts.begin(), facts.end(), is_free);
    };
    if (judged || any_free(leaf_reopened_by_[p][leaf]) ||
        (open &&
         (free_inside || any_free(leaf_facts_[p][leaf]) || only_nulls(session.base(leaf).why))))
      free_[leaf] = 1;
  }
  const Reach all = reach(*judged_[p], session, plan);
  evaluator_.asking_memory_.keep(key, (all.available ? 1U : 0U) | (all.unavailable ? 2U : 0U) |
                                          (all.conditional ? 4U : 0U) | (all.conflict ? 8U : 0U));
  return all;
}

// An upper bound: false only where no values of the facts from `at` on can settle the status.
bool Asker::promising(std::span<const std::uint32_t> places, std::size_t at) {
  if (goal_ != Goal::status) return true;
  // Without an answer all is as the policies have it already.
  work_ += touched_units() * (at == 0 ? cost_of_bound : cost_of_trial);
  const auto free_facts = places.subspan(at);
  const bool judges = has_events_ && !evaluator_.as_of_option_ &&
                      std::find(free_facts.begin(), free_facts.end(), filing_) != free_facts.end();
  bool every = true;
  for (std::size_t p = 0; p < own_judged_; ++p) {
    if (tried_plans_[p].empty()) continue;
    const Tri applies = at == 0 && reads_applying() ? judged_[p]->applies : this->applies(p);
    const bool may_turn =
        std::any_of(free_facts.begin(), free_facts.end(),
                    [&](std::uint32_t place) { return may_turn_.reads(p, place); });
    if (applies.no() && !may_turn) continue;
    const Reach own = reach(p, places, at, judges);
    const bool stays_open = applies.is_open() && !may_turn;
    if (own.available && !stays_open) return true;
    every = every && (may_turn || (stays_open ? own.unavailable : own.any()));
  }
  return every;
}

}  // namespace sanbao::eval
