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

int rank(Status status) {
  switch (status) {
    case Status::available: return 0;
    case Status::unknown: return 1;
    case Status::conflict: return 2;
    case Status::conditional: return 3;
    case Status::unavailable: return 4;
  }
  return 4;
}

bool includes(const std::vector<FactPath>& set, const std::vector<FactPath>& part) {
  return std::all_of(part.begin(), part.end(),
                     [&](const FactPath& p) { return std::find(set.begin(), set.end(), p) != set.end(); });
}

}  // namespace

bool Asker::needs_asking(std::span<PolicyRun* const> runs, Index remedy, Goal& goal) const {
  Status best = Status::unavailable;
  for (const PolicyRun* run : runs)
    if (rank(run->status_of(remedy)) < rank(best)) best = run->status_of(remedy);
  if (best == Status::unknown) {
    goal = Goal::status;
    return true;
  }
  if (best != Status::available && best != Status::conditional) return false;
  // Open where none of those that give the status has a known amount, and a missing fact is why.
  bool asks_amount = false;
  for (const PolicyRun* run : runs) {
    std::size_t at = 0;
    if (run->plan_of(remedy, &at) == nullptr || run->status[at] != best) continue;
    if (!run->results[at].money.is_open()) return false;
    asks_amount = asks_amount || run->results[at].amount_asks;
  }
  goal = Goal::amount;
  return asks_amount;
}

// Every absent fact that an open atom or amount of the remedy reads, and where applying is open what it reads.
void Asker::gather(std::span<PolicyRun* const> runs, Index remedy, Goal goal, std::vector<FactPath>& all) {
  Collector found;
  for (PolicyRun* run : runs) {
    run->session.collect(&found);
    if (run->applies.is_open()) {
      for (const Index leaf : run->program->applies.leaves) (void)run->session.base(leaf);
      (void)run->session.first(run->program->in_force_by);
    }
    if (const auto* plan = run->plan_of(remedy); plan != nullptr && goal != Goal::applying) {
      for (const Index leaf : plan->formula.leaves) (void)run->session.base(leaf);
      const auto read = [&](const std::vector<ir::MoneyEntry>& entries) {
        for (const auto& entry : entries) (void)run->session.value(entry.amount);
      };
      for (const auto& grant : plan->grants) read(grant.money);
      for (const auto& addition : plan->additions) read(addition.money);
    }
    run->session.collect(nullptr);
  }
  all = std::move(found.absent);
  evaluator_.sort_by_path(all);
}

std::span<const Ask> Asker::ask(std::span<PolicyRun* const> runs, std::vector<FactPath>& asked) {
  std::vector<Ask> entries;
  std::vector<FactPath> all;
  bool requested_listed = false;
  for (const Index remedy : evaluator_.listed_remedies(runs.size() == 1 ? runs[0] : nullptr)) {
    Goal goal = Goal::status;
    if (!needs_asking(runs, remedy, goal)) continue;
    gather(runs, remedy, goal, all);
    if (all.empty()) continue;
    requested_listed = requested_listed || remedy == evaluator_.requested_ || evaluator_.requested_ == no_index;
    entries.push_back(entry(evaluator_.ruleset_->remedies[remedy].id, search(runs, remedy, goal, all), all, asked));
  }
  // Only whether a policy applies is open.
  const Outcome outcome = runs.size() == 1 ? runs[0]->outcome : evaluator_.outcome(nullptr);
  if (outcome == Outcome::needs_facts && !requested_listed) {
    gather(runs, evaluator_.requested_, Goal::applying, all);
    if (!all.empty()) {
      const std::string_view name =
          evaluator_.requested_ == no_index ? "any" : std::string_view(evaluator_.ruleset_->remedies[evaluator_.requested_].id);
      entries.push_back(entry(name, search(runs, evaluator_.requested_, Goal::applying, all), all, asked));
    }
  }
  return evaluator_.out_->arena.keep(entries);
}

Ask Asker::entry(std::string_view remedy, const std::vector<std::vector<FactPath>>& sets,
                 const std::vector<FactPath>& all, std::vector<FactPath>& asked) {
  auto& arena = evaluator_.out_->arena;
  Ask ask;
  ask.remedy = remedy;
  const auto texts = arena.make<std::span<const std::string_view>>(sets.size());
  for (std::size_t i = 0; i < sets.size(); ++i) texts[i] = evaluator_.path_texts(sets[i]);
  ask.sets = texts;
  ask.all = evaluator_.path_texts(all);
  asked.insert(asked.end(), all.begin(), all.end());
  return ask;
}

std::vector<std::vector<FactPath>> Asker::search(std::span<PolicyRun* const> runs, Index remedy, Goal goal,
                                                 const std::vector<FactPath>& all) {
  runs_ = runs;
  remedy_ = remedy;
  goal_ = goal;
  claim_.emplace(evaluator_.facts_.claim());
  sessions_.resize(std::max(sessions_.size(), runs.size()));
  std::vector<std::vector<FactPath>> sets;
  std::vector<FactPath> set;
  const auto choose = [&](auto&& self, std::size_t from, std::size_t left) -> void {
    if (left == 0) {
      const bool larger = std::any_of(sets.begin(), sets.end(), [&](const auto& found) { return includes(set, found); });
      if (!larger && settles(set, 0)) sets.push_back(set);
      return;
    }
    for (std::size_t i = from; i < all.size(); ++i) {
      set.push_back(all[i]);
      self(self, i + 1, left - 1);
      set.pop_back();
    }
  };
  for (std::size_t size = 1; size <= largest_set && size <= all.size(); ++size) choose(choose, 0, size);
  return sets;
}

ir::Cell& Asker::trial_cell(const FactPath& path) {
  if (path.kind == FactPath::Kind::slot) return claim_->cells[path.slot];
  auto& rows = claim_->lists[path.slot];
  const std::size_t width = claim_->schema->lists[path.slot].fields.size();
  return rows.cells[path.event * width + path.field];
}

// Tries the values of the facts from `at` on, each in its turn.
bool Asker::settles(const std::vector<FactPath>& set, std::size_t at) {
  if (at == set.size()) return settled();
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
  const auto& ruleset = *evaluator_.ruleset_;
  facts_.begin(*ruleset.schema_ptr, *claim_, evaluator_.as_of_option_);
  Verdict verdict;
  std::optional<bool> known_amount;
  for (std::size_t i = 0; i < runs_.size(); ++i) {
    const ir::Program& program = *runs_[i]->program;
    Session& session = sessions_[i];
    session.begin(ruleset, program, facts_);
    Tri applies = runs_[i]->applies;
    if (applies.is_open()) applies = evaluator_.applies_alone(session, completions_);
    if (applies.is_open() && only_nulls(applies.why)) applies = Tri::of(false);
    if (applies.no()) continue;
    verdict.applying_open = verdict.applying_open || applies.is_open();
    if (goal_ == Goal::applying) continue;
    const auto* plan = runs_[i]->plan_of(remedy_);
    if (plan == nullptr) continue;
    solver_.solve(session, *plan, goal_ == Goal::amount ? Want::all : Want::status, nullptr, result_);
    Status own = result_.status;
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
    if (filed.state == FactState::given && filed.value > evaluator_.as_of_option_->days_since_epoch()) return false;
  }
  const Verdict verdict = decide_trial();
  if (goal_ == Goal::applying) return !verdict.applying_open;
  if (verdict.status == Status::unknown) return false;
  return goal_ == Goal::status || !verdict.amount_open;
}

}  // namespace sanbao::eval
