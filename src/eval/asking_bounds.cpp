// SPDX-License-Identifier: Apache-2.0
//
// What the answers to some facts can reach at most: an upper bound that spares Asker most of its trials.
// See asking.hpp.
#include "eval/asking.hpp"

#include <algorithm>

namespace sanbao::eval {

using ir::no_node;

void Asker::find_kinds(const std::vector<FactPath>& all) {
  std::map<FactPath, std::vector<std::uint64_t>> readers;
  const auto note = [&](const std::vector<FactPath>& facts, std::uint64_t reader) {
    for (const FactPath& fact : facts)
      if (auto& list = readers[fact]; list.empty() || list.back() != reader) list.push_back(reader);
  };
  for (std::uint64_t p = 0; p < judged_.size(); ++p) {
    for (std::uint64_t leaf = 0; leaf < leaf_facts_[p].size(); ++leaf)
      note(leaf_facts_[p][leaf], p << 32U | (leaf + 1));
    note(applying_facts_[p], p << 32U);
  }
  readers[{FactPath::Kind::slot, claim_->schema->filed_on, 0, 0}].push_back(~std::uint64_t{0});
  std::map<std::vector<std::uint64_t>, std::uint32_t> kinds;
  kinds_.clear();
  promising_.clear();
  for (const FactPath& fact : all)
    kinds_.push_back(
        kinds.try_emplace(readers[fact], static_cast<std::uint32_t>(kinds.size())).first->second);
}

bool Asker::promising_kinds(const std::vector<std::uint32_t>& places,
                            const std::vector<FactPath>& all) {
  if (goal_ == Goal::amount) return amount_promising(places);
  std::vector<std::uint32_t> kinds;
  std::vector<FactPath> set;
  for (const std::uint32_t place : places) {
    kinds.push_back(kinds_[place]);
    set.push_back(all[place]);
  }
  find_touched(places);
  std::sort(kinds.begin(), kinds.end());
  kinds.erase(std::unique(kinds.begin(), kinds.end()), kinds.end());
  const auto [at, fresh] = promising_.try_emplace(std::move(kinds), false);
  if (fresh) at->second = promising(set, 0);
  return at->second;
}

// Which absent facts each open leaf reads: an answer to one of them may make the leaf what it likes.
void Asker::note_what_is_read() {
  has_events_ = std::any_of(claim_->lists.begin(), claim_->lists.end(),
                            [](const auto& rows) { return rows.count > 0; });
  leaf_facts_.assign(judged_.size(), {});
  applying_facts_.assign(judged_.size(), {});
  Collector found;
  for (std::size_t p = 0; p < judged_.size(); ++p) {
    Session& session = judged_[p]->session;
    const ir::Program& program = *judged_[p]->program;
    leaf_facts_[p].resize(program.leaves.size());
    const auto read = [&](std::vector<FactPath>& into, auto&& look) {
      found.clear();
      session.collect(&found);
      look();
      session.collect(nullptr);
      found.sort();
      into.insert(into.end(), found.absent.begin(), found.absent.end());
    };
    if (const auto* plan = judged_[p]->plan_of(remedy_))
      for (const Index leaf : plan->formula.leaves)
        read(leaf_facts_[p][leaf], [&] { (void)session.base(leaf); });
    if (!judged_[p]->applies.is_open()) continue;
    for (const Index leaf : program.applies.leaves)
      read(applying_facts_[p], [&] { (void)session.base(leaf); });
    read(applying_facts_[p], [&] { (void)session.first(program.in_force_by); });
  }
  // A policy's applying hangs on that of those it stands back for. There are no circles.
  for (std::size_t round = 0; round < judged_.size(); ++round)
    for (std::size_t p = 0; p < judged_.size(); ++p)
      for (const Index other : judged_[p]->program->yields_to)
        if (const std::size_t at = place_of(other); at < judged_.size() && at != p) {
          auto& own = applying_facts_[p];
          own.insert(own.end(), applying_facts_[at].begin(), applying_facts_[at].end());
          std::sort(own.begin(), own.end());
          own.erase(std::unique(own.begin(), own.end()), own.end());
        }
}

// Both rails of the rules: what could be made true, what could be made false.
Asker::Reach Asker::reach(const PolicyRun& run, Session& session, const ir::RemedyPlan& plan) {
  completions_.prepare(session, plan.formula, &free_);
  Reach all{true, true, true};
  Reach conditional{true, true, true};
  bool conflict = plan.has_money && plan.grants.size() > 1;
  for (std::uint32_t choice = 0; choice < completions_.choices(); ++choice) {
    completions_.choose(choice);
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
      conditional.any = conditional.any && (due & not_ok) == full;
      conflict = conflict && due == full;
    }
  }
  all.any = all.available || all.unavailable || conditional.any || conflict;
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

// An upper bound: false only where no values of the facts from `at` on can settle the status.
bool Asker::promising(const std::vector<FactPath>& set, std::size_t at) {
  if (goal_ != Goal::status) return true;
  // Without an answer all is as the policies have it already.
  if (at == 0) {
    work_ += touched_units() * cost_of_bound;
  } else {
    begin_trial();
  }
  const auto answers = [&](const std::vector<FactPath>& facts) {
    return std::any_of(facts.begin(), facts.end(), [&](const FactPath& fact) {
      return std::find(set.begin() + static_cast<std::ptrdiff_t>(at), set.end(), fact) != set.end();
    });
  };
  const FactPath filing{FactPath::Kind::slot, claim_->schema->filed_on, 0, 0};
  const bool judges = has_events_ && !evaluator_.as_of_option_ && answers({filing});
  bool every = true;
  for (std::size_t p = 0; p < judged_.size(); ++p) {
    const ir::Program& program = *judged_[p]->program;
    const auto* plan = judged_[p]->plan_of(remedy_);
    if (p >= own_judged_ || plan == nullptr) continue;
    Session& session = at == 0 ? judged_[p]->session : sessions_[p];
    const Tri applies = at == 0 && reads_applying() ? judged_[p]->applies : this->applies(p);
    if (applies.no()) continue;
    auto& untouched = untouched_[p];
    Reach own;
    if (touched_[p] == 0 && untouched) {
      own = *untouched;
    } else {
      free_.assign(program.leaves.size(), 0);
      for (const Index leaf : plan->formula.leaves) {
        const auto& inner = program.leaves[leaf].inner;
        const bool free_inside =
            std::any_of(inner.begin(), inner.end(), [&](Index i) { return free_[i] != 0; });
        const bool open = free_inside || session.base(leaf).is_open();
        const bool judged = judges && program.leaves[leaf].reads_events;
        if (judged || (open && (free_inside || answers(leaf_facts_[p][leaf]) ||
                                only_nulls(session.base(leaf).why))))
          free_[leaf] = 1;
      }
      own = reach(*judged_[p], session, *plan);
      if (touched_[p] == 0) untouched = own;
    }
    const bool may_drop = applies.is_open() && answers(applying_facts_[p]);
    const bool stays_open = applies.is_open() && !may_drop;
    if (own.available && !stays_open) return true;
    every = every && (may_drop || (stays_open ? own.unavailable : own.any));
  }
  return every;
}

}  // namespace sanbao::eval
