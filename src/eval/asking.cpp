// SPDX-License-Identifier: Apache-2.0
//
// See asking.hpp: what to ask, and the search. The values that are tried: answers_tried.cpp.
#include "eval/asking.hpp"

#include <algorithm>

namespace sanbao::eval {

using ir::FactState;
using ir::no_index;
using ir::no_node;

namespace {

constexpr std::size_t largest_set = 3;

bool includes(const std::vector<FactPath>& set, const std::vector<FactPath>& part) {
  return std::all_of(part.begin(), part.end(), [&](const FactPath& p) {
    return std::find(set.begin(), set.end(), p) != set.end();
  });
}

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
  for (PolicyRun* run : runs) {
    run->session.collect(&found);
    if (run->applies.is_open() && reads_applying()) {
      for (const Index leaf : run->program->applies.leaves)
        (void)run->session.base(leaf);
      (void)run->session.first(run->program->in_force_by);
    }
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
  const std::string_view name =
      remedy == no_index ? "any" : std::string_view(evaluator_.ruleset_->remedies[remedy].id);
  entries.push_back(entry(name, search(runs, remedy, all), all, asked));
}

std::span<const Ask> Asker::ask(std::span<PolicyRun* const> runs, std::vector<FactPath>& asked) {
  // Whether only the question if a policy applies keeps the outcome open.
  const Outcome outcome = combined_ ? evaluator_.combined_outcome() : runs[0]->outcome;
  const bool some_open = std::any_of(runs.begin(), runs.end(),
                                     [](const PolicyRun* r) { return r->applies.is_open(); });
  const bool only_applying = outcome == Outcome::needs_facts && some_open &&
                             evaluator_.best_of_all(runs, true) != Status::unknown;
  std::vector<Ask> entries;
  for (const Index remedy : evaluator_.listed_remedies(combined_ ? nullptr : runs[0])) {
    if (only_applying && remedy == evaluator_.requested_) {
      add_entry(runs, remedy, Goal::applying, entries, asked);
      continue;
    }
    Goal goal = Goal::status;
    if (needs_asking(runs, remedy, goal)) add_entry(runs, remedy, goal, entries, asked);
  }
  if (only_applying && evaluator_.requested_ == no_index)
    add_entry(runs, no_index, Goal::applying, entries, asked);
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

std::vector<std::vector<FactPath>> Asker::search(std::span<PolicyRun* const> runs, Index remedy,
                                                 const std::vector<FactPath>& all) {
  runs_ = runs;
  remedy_ = remedy;
  claim_.emplace(evaluator_.facts_.claim());
  sessions_.resize(std::max(sessions_.size(), runs.size()));
  note_what_is_read();
  std::vector<std::vector<FactPath>> sets;
  std::vector<FactPath> set;
  const auto choose = [&](auto&& self, std::size_t from, std::size_t left) -> void {
    if (left == 0) {
      const bool larger = std::any_of(sets.begin(), sets.end(),
                                      [&](const auto& found) { return includes(set, found); });
      if (!larger && settles(set, 0)) sets.push_back(set);
      return;
    }
    for (std::size_t i = from; i < all.size(); ++i) {
      set.push_back(all[i]);
      self(self, i + 1, left - 1);
      set.pop_back();
    }
  };
  for (std::size_t size = 1; size <= largest_set && size <= all.size(); ++size)
    choose(choose, 0, size);
  return sets;
}

ir::Cell& Asker::trial_cell(const FactPath& path) {
  if (path.kind == FactPath::Kind::slot) return claim_->cells[path.slot];
  auto& rows = claim_->lists[path.slot];
  const std::size_t width = claim_->schema->lists[path.slot].fields.size();
  return rows.cells[path.event * width + path.field];
}

// Which absent facts each open leaf reads: an answer to one of them may make the leaf what it likes.
void Asker::note_what_is_read() {
  has_events_ = std::any_of(claim_->lists.begin(), claim_->lists.end(),
                            [](const auto& rows) { return rows.count > 0; });
  leaf_facts_.assign(runs_.size(), {});
  applying_facts_.assign(runs_.size(), {});
  Collector found;
  for (std::size_t p = 0; p < runs_.size(); ++p) {
    Session& session = runs_[p]->session;
    const ir::Program& program = *runs_[p]->program;
    leaf_facts_[p].resize(program.leaves.size());
    const auto read = [&](std::vector<FactPath>& into, auto&& look) {
      found.clear();
      session.collect(&found);
      look();
      session.collect(nullptr);
      into.insert(into.end(), found.absent.begin(), found.absent.end());
    };
    if (const auto* plan = runs_[p]->plan_of(remedy_))
      for (const Index leaf : plan->formula.leaves)
        read(leaf_facts_[p][leaf], [&] { (void)session.base(leaf); });
    if (!runs_[p]->applies.is_open()) continue;
    for (const Index leaf : program.applies.leaves)
      read(applying_facts_[p], [&] { (void)session.base(leaf); });
    read(applying_facts_[p], [&] { (void)session.first(program.in_force_by); });
  }
}

void Asker::begin_trial() {
  facts_.begin(*evaluator_.ruleset_->schema_ptr, *claim_, evaluator_.as_of_option_);
  for (std::size_t i = 0; i < runs_.size(); ++i)
    sessions_[i].begin(*evaluator_.ruleset_, *runs_[i]->program, facts_);
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

// An upper bound: false only where no values of the facts from `at` on can settle the status.
bool Asker::promising(const std::vector<FactPath>& set, std::size_t at) {
  if (goal_ != Goal::status) return true;
  begin_trial();
  const auto answers = [&](const std::vector<FactPath>& facts) {
    return std::any_of(facts.begin(), facts.end(), [&](const FactPath& fact) {
      return std::find(set.begin() + static_cast<std::ptrdiff_t>(at), set.end(), fact) != set.end();
    });
  };
  const FactPath filing{FactPath::Kind::slot, claim_->schema->filed_on, 0, 0};
  const bool judges = has_events_ && !evaluator_.as_of_option_ && answers({filing});
  bool every = true;
  for (std::size_t p = 0; p < runs_.size(); ++p) {
    const ir::Program& program = *runs_[p]->program;
    const auto* plan = runs_[p]->plan_of(remedy_);
    Tri applies = reads_applying() ? runs_[p]->applies : Tri::of(true);
    if (applies.is_open()) applies = evaluator_.applies_alone(sessions_[p], completions_);
    if (plan == nullptr || applies.no()) continue;
    free_.assign(program.leaves.size(), 0);
    for (const Index leaf : plan->formula.leaves) {
      const auto& inner = program.leaves[leaf].inner;
      const bool free_inside =
          std::any_of(inner.begin(), inner.end(), [&](Index i) { return free_[i] != 0; });
      const bool open = free_inside || sessions_[p].base(leaf).is_open();
      const bool judged = judges && program.leaves[leaf].reads_events;
      if (judged || (open && (free_inside || answers(leaf_facts_[p][leaf]) ||
                              only_nulls(sessions_[p].base(leaf).why))))
        free_[leaf] = 1;
    }
    const Reach own = reach(*runs_[p], sessions_[p], *plan);
    const bool may_drop = applies.is_open() && answers(applying_facts_[p]);
    const bool stays_open = applies.is_open() && !may_drop;
    if (own.available && !stays_open) return true;
    every = every && (may_drop || (stays_open ? own.unavailable : own.any));
  }
  return every;
}

// Tries the values of the facts from `at` on, each in its turn.
bool Asker::settles(const std::vector<FactPath>& set, std::size_t at) {
  if (at == set.size()) return settled();
  if (!promising(set, at)) return false;
  const FactPath& path = set[at];
  if (path.kind == FactPath::Kind::list) {
    auto& rows = claim_->lists[path.slot];
    rows.state = FactState::given;  // known to be none
    const bool found = settles(set, at + 1);
    rows.state = FactState::absent;
    return found;
  }
  std::vector<ir::Cell> values;
  const std::size_t members = claim_->set_members.size();
  candidates(path, values);
  bool found = false;
  for (const ir::Cell& value : values) {
    trial_cell(path) = value;
    if (settles(set, at + 1)) {
      found = true;
      break;
    }
  }
  trial_cell(path) = {};
  claim_->set_members.resize(members);
  return found;
}

Asker::Verdict Asker::decide_trial() {
  begin_trial();
  Verdict verdict;
  std::optional<bool> known_amount;
  for (std::size_t i = 0; i < runs_.size(); ++i) {
    Session& session = sessions_[i];
    Tri applies = reads_applying() ? runs_[i]->applies : Tri::of(true);
    if (applies.is_open()) applies = evaluator_.applies_alone(session, completions_);
    if (applies.is_open() && only_nulls(applies.why)) applies = Tri::of(false);
    if (applies.no()) continue;
    verdict.some_open = verdict.some_open || applies.is_open();
    verdict.some_certain = verdict.some_certain || applies.yes();
    Status own = Status::unavailable;
    if (goal_ == Goal::applying) {
      own = evaluator_.best_of_all({&runs_[i], 1}, true);  // settled before, and so still
    } else if (const auto* plan = runs_[i]->plan_of(remedy_)) {
      solver_.solve(session, *plan, goal_ == Goal::amount ? Want::all : Want::status, nullptr,
                    result_);
      own = result_.status;
    } else {
      continue;
    }
    if (applies.is_open() && own != Status::unavailable) own = Status::unknown;
    if (rank(own) > rank(verdict.status)) continue;
    if (rank(own) < rank(verdict.status)) known_amount.reset();
    verdict.status = own;
    known_amount = known_amount.value_or(false) || !result_.money.is_open();
  }
  verdict.amount_open = !known_amount.value_or(true);
  return verdict;
}

bool Asker::settled() {
  // A day of judgement before the day of filing would be refused, not decided.
  if (evaluator_.as_of_option_) {
    const ir::Cell& filed = claim_->cells[claim_->schema->filed_on];
    if (filed.state == FactState::given &&
        filed.value > evaluator_.as_of_option_->days_since_epoch())
      return false;
  }
  const Verdict verdict = decide_trial();
  if (verdict.status == Status::unknown) return false;
  if (goal_ == Goal::applying)
    return verdict.status != Status::unavailable || verdict.some_certain || !verdict.some_open;
  return goal_ == Goal::status || !verdict.amount_open;
}

}  // namespace sanbao::eval
