// SPDX-License-Identifier: Apache-2.0
//
// See asking.hpp: what to ask, and the search. The values that are tried: answers_tried.cpp.
#include "eval/asking.hpp"

#include <algorithm>
#include <set>

namespace sanbao::eval {

using ir::FactState;
using ir::no_index;
using ir::no_node;

namespace {

constexpr std::size_t largest_set = 3;

/// Looks at a claim for its entries: those of all policies together, and as many for those of single ones. Each
/// entry has an equal share of what the ones before it left. A look at many events, or at many conditions of
/// several policies, counts for more. Far above what a policy of a hundred rules needs; a claim of a thousand
/// half-told repairs must come to an end too.
constexpr std::uint64_t most_work = 40'000;
constexpr std::uint64_t events_of_a_look = 16;
constexpr std::uint64_t leaves_of_a_look = 8;

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
  std::uint64_t left = combined_ ? most_work : most_work / evaluator_.runs_.size();
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    most_work_ = left / (wanted.size() - i);
    work_ = 0;
    add_entry(runs, wanted[i].first, wanted[i].second, entries, asked);
    left -= std::min(left, work_);
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

void Asker::find_judged(std::span<PolicyRun* const> runs, Index remedy) {
  judged_.clear();
  const auto add = [&](PolicyRun* run) {
    if (std::find(judged_.begin(), judged_.end(), run) == judged_.end()) judged_.push_back(run);
  };
  for (PolicyRun* run : runs)
    if (goal_ == Goal::applying || status_of(*run, remedy) != Status::unavailable) add(run);
  own_judged_ = judged_.size();
  if (!reads_applying()) return;
  // The list grows while it is walked.
  for (std::size_t p = 0; p < judged_.size(); ++p)  // NOLINT(modernize-loop-convert)
    for (const Index other : judged_[p]->program->yields_to)
      for (PolicyRun* run : evaluator_.runs_)
        if (run->program->order == other && run->applies.is_open()) add(run);
}

std::size_t Asker::place_of(Index program) const {
  std::size_t at = 0;
  while (at < judged_.size() && judged_[at]->program->order != program)
    ++at;
  return at;
}

Tri Asker::applies(std::size_t p) {
  PolicyRun& run = *judged_[p];
  if (!reads_applying()) return Tri::of(true);
  if (!run.applies.is_open()) return run.applies;
  Tri tri = evaluator_.applies_alone(sessions_[p], completions_);
  if (tri.is_open() && only_nulls(tri.why)) return Tri::of(false);
  for (const Index other : run.program->yields_to)
    if (const std::size_t at = place_of(other); at < judged_.size() && !tri.no())
      tri = tri & !applies(at);
  return tri;
}

// Sets in order of size, then of path. A fact that settles it alone is in no larger set.
std::vector<std::vector<FactPath>> Asker::search(std::span<PolicyRun* const> runs, Index remedy,
                                                 const std::vector<FactPath>& all) {
  runs_ = runs;
  remedy_ = remedy;
  claim_.emplace(evaluator_.facts_.claim());
  sessions_.resize(std::max(sessions_.size(), judged_.size()));
  note_what_is_read();
  find_kinds(all);
  std::uint64_t events = 0;
  for (const auto& rows : claim_->lists)
    events += rows.count;
  unit_ = 0;
  for (const PolicyRun* run : judged_) {
    const auto* plan = run->plan_of(remedy_);
    unit_ += 1 + (plan == nullptr ? 0 : plan->formula.leaves.size()) / leaves_of_a_look;
  }
  unit_ *= 1 + events / events_of_a_look;
  std::vector<std::uint8_t> alone(all.size(), 0);
  std::set<std::pair<std::uint32_t, std::uint32_t>> pairs;
  std::vector<std::vector<std::uint32_t>> found;
  std::vector<std::uint32_t> places;
  std::vector<FactPath> set;
  const auto try_places = [&] {
    if (places.size() == 3 &&
        (pairs.contains({places[0], places[1]}) || pairs.contains({places[0], places[2]}) ||
         pairs.contains({places[1], places[2]})))
      return;
    set.clear();
    for (const std::uint32_t place : places)
      set.push_back(all[place]);
    if (!settles(set, 0)) return;
    found.push_back(places);
    if (places.size() == 1) alone[places[0]] = 1;
    if (places.size() == 2) pairs.insert({places[0], places[1]});
  };
  const auto choose = [&](auto&& self, std::uint32_t from, std::size_t left) -> void {
    if (left == 0) return try_places();
    for (std::uint32_t place = from; place < all.size() && !spent_all(); ++place) {
      if (alone[place] != 0) continue;
      places.push_back(place);
      if (left > 1 || promising_kinds(places, all)) self(self, place + 1, left - 1);
      places.pop_back();
    }
  };
  for (std::size_t size = 1; size <= largest_set && size <= all.size(); ++size)
    choose(choose, 0, size);
  std::vector<std::vector<FactPath>> sets;
  for (const auto& each : found) {
    auto& facts = sets.emplace_back();
    for (const std::uint32_t place : each)
      facts.push_back(all[place]);
  }
  return sets;
}

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
  std::vector<std::uint32_t> kinds;
  std::vector<FactPath> set;
  for (const std::uint32_t place : places) {
    kinds.push_back(kinds_[place]);
    set.push_back(all[place]);
  }
  std::sort(kinds.begin(), kinds.end());
  kinds.erase(std::unique(kinds.begin(), kinds.end()), kinds.end());
  const auto [at, fresh] = promising_.try_emplace(std::move(kinds), false);
  if (fresh) at->second = promising(set, 0);
  return at->second;
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

void Asker::begin_trial() {
  facts_.begin(*evaluator_.ruleset_->schema_ptr, *claim_, evaluator_.as_of_option_);
  work_ += unit_;
  for (std::size_t i = 0; i < judged_.size(); ++i)
    sessions_[i].begin(*evaluator_.ruleset_, *judged_[i]->program, facts_);
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
  for (std::size_t p = 0; p < judged_.size(); ++p) {
    const ir::Program& program = *judged_[p]->program;
    const auto* plan = judged_[p]->plan_of(remedy_);
    if (p >= own_judged_ || plan == nullptr) continue;
    const Tri applies = this->applies(p);
    if (applies.no()) continue;
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
    const Reach own = reach(*judged_[p], sessions_[p], *plan);
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
    if (spent_all()) break;
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
  for (std::size_t p = 0; p < own_judged_; ++p) {
    const Tri applies = this->applies(p);
    if (applies.no()) continue;
    verdict.some_open = verdict.some_open || applies.is_open();
    verdict.some_certain = verdict.some_certain || applies.yes();
    Status own = Status::unavailable;
    if (goal_ == Goal::applying) {
      own = evaluator_.best_of_all({&judged_[p], 1}, true);  // settled before, and so still
    } else if (const auto* plan = judged_[p]->plan_of(remedy_)) {
      solver_.solve(sessions_[p], *plan, goal_ == Goal::amount ? Want::all : Want::status, result_);
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
