// SPDX-License-Identifier: Apache-2.0
//
// The claim decided with some answers filled in. Whatever comes of the answers that a policy reads is remembered.
// See asking.hpp.
#include <algorithm>

#include "eval/asking.hpp"

namespace sanbao::eval {

using ir::no_index;

void Asker::answer(std::uint32_t place, const ir::Cell& cell, AskingMemory::Number number) {
  const FactPath& fact = (*all_)[place];
  changes_.push_back(place);
  changed_at_[place] = changes_.size();
  facts_stand_ =
      facts_stand_ && fact.kind == FactPath::Kind::slot && fact.slot != claim_->schema->filed_on;
  if (!given_.empty() && given_.back().place == place) given_.pop_back();
  if (cell.state != ir::FactState::absent) given_.push_back({place, number});
  auto& rows = claim_->lists[fact.slot];
  switch (fact.kind) {
    case FactPath::Kind::slot:
      claim_->cells[fact.slot] = cell;
      break;
    case FactPath::Kind::list:
      rows.state = cell.state;  // known to be none
      break;
    case FactPath::Kind::field:
      rows.cells[fact.event * claim_->schema->lists[fact.slot].fields.size() + fact.field] = cell;
      break;
  }
}

void Asker::withdraw(std::uint32_t place) {
  answer(place, {}, {});
}

AskingMemory::Number Asker::number_of(std::uint32_t place, const ir::Cell& cell) {
  const FactPath& fact = (*all_)[place];
  std::int64_t value = cell.value;
  if (cell.state == ir::FactState::given && fact.kind != FactPath::Kind::list) {
    if (shape_of(fact).type == ir::Type::set) {
      const auto members = claim_->members(value);
      value = evaluator_.asking_memory_.number_of_set({members.begin(), members.end()});
    }
  }
  return evaluator_.asking_memory_.number_of(*numbers_[place], value, cell.state);
}

AskingMemory::Key Asker::remembered(AskingMemory::Of of, std::size_t p, Index remedy,
                                    const Readers& readers) const {
  return remembered(AskingMemory::what(of, judged_[p]->program->order, remedy),
                    [&](std::uint32_t place) { return readers.reads(p, place); });
}

Session& Asker::trial(std::size_t p) {
  if (!facts_stand_)
    facts_.begin(*evaluator_.ruleset_->schema_ptr, *claim_, evaluator_.as_of_option_);
  facts_stand_ = true;
  Session& session = sessions_[p];
  auto& seen = seen_of_[p];
  if (!seen) session.begin_trials(*evaluator_.ruleset_, *judged_[p]->program, facts_);
  if (seen != changes_.size()) {
    changed_rows_.clear();
    for (std::size_t i = seen.value_or(changes_.size()); i < changes_.size(); ++i) {
      if (changed_at_[changes_[i]] != i + 1) continue;  // again later
      const auto& rows = rows_that_read(p, changes_[i]);
      changed_rows_.insert(changed_rows_.end(), rows.begin(), rows.end());
    }
    session.change(changed_rows_);
    seen = changes_.size();
  }
  session.complete(nullptr);
  return session;
}

// Of all that the policy reads.
const std::vector<Index>& Asker::rows_that_read(std::size_t p, std::uint32_t place) {
  auto& rows = rows_that_read_[p * all_->size() + place];
  if (rows) return *rows;
  rows.emplace();
  const ir::Program& program = *judged_[p]->program;
  for (Index row = 0; row < program.count_of_read_rows(); ++row)
    if (may_read(program.read_row(row), (*all_)[place])) rows->push_back(row);
  return *rows;
}

// The day of filing is what events are looked at from.
bool Asker::may_read(const std::uint64_t* row, const FactPath& fact) const {
  const auto& lists = evaluator_.facts_.claim().lists;  // answers change no count
  const auto has = [&](std::size_t bit) { return (row[bit / 64] >> (bit % 64) & 1U) != 0; };
  const std::size_t slots = evaluator_.facts_.schema().facts.size();
  if (fact.kind != FactPath::Kind::slot) return has(slots + fact.slot);
  if (has(fact.slot)) return true;
  if (fact.slot != evaluator_.facts_.schema().filed_on) return false;
  for (std::size_t list = 0; list < lists.size(); ++list)
    if (lists[list].count > 0 && has(slots + list)) return true;
  return false;
}

Session& Asker::trial_of(std::size_t p, const ir::RemedyPlan& plan) {
  Session& session = trial(p);
  for (const Index leaf : plan.formula.leaves)
    if (!session.knows(leaf))
      if (const auto tri = remembered_leaf(probes_[probe_of_[p][leaf]])) session.recall(leaf, *tri);
  return session;
}

// Of a leaf that reads none of the answers it is what it was.
std::optional<Tri> Asker::remembered_leaf(const Probe& probe) {
  AskingMemory::Key key{probe.what};
  std::size_t count = 0;
  const Given* last = nullptr;
  for (const Given& given : given_) {
    if (probe.reads[given.place] == 0) continue;
    if (last != nullptr) key.answers[count++] = last->number.of_all;
    last = &given;
  }
  if (last == nullptr) return judged_[probe.policy]->session.base(probe.leaf);
  key.answers[count] = unanswered_[last->place];
  const std::uint32_t row = evaluator_.asking_memory_.find_row(key);
  if (row == AskingMemory::no_row) return std::nullopt;
  const auto packed = evaluator_.asking_memory_.at(row, last->number.of_fact);
  if (!packed) return std::nullopt;
  return truth_of(Look::unpacked(*packed));
}

Asker::Decided Asker::decided(std::size_t p, const ir::RemedyPlan& plan) {
  const bool all = goal_ == Goal::amount;
  const auto key = remembered(all ? AskingMemory::Of::amount : AskingMemory::Of::status, p,
                              plan.remedy, remedy_reads_);
  if (const std::uint32_t* known = evaluator_.asking_memory_.find(key))
    return {static_cast<Status>(*known >> 1U), (*known & 1U) != 0};
  solver_.solve(trial_of(p, plan), plan, all ? Want::all : Want::status, result_);
  const Decided decided{result_.status, result_.money.is_open()};
  evaluator_.asking_memory_.keep(
      key, static_cast<std::uint32_t>(decided.status) << 1U | (decided.money_open ? 1U : 0U));
  return decided;
}

// What the policy answers under the answers that are tried.
Asker::Decided Asker::tried(std::size_t p) {
  Decided best;  // unavailable
  for (const auto* plan : tried_plans_[p])
    if (const Decided one = decided(p, *plan); rank(one.status) < rank(best.status)) best = one;
  return best;
}

// What it answers without.
Asker::Decided Asker::stood(std::size_t p) const {
  if (goal_ == Goal::applying) return {evaluator_.best_of_all({&judged_[p], 1}, true), false};
  std::size_t at = 0;
  (void)judged_[p]->plan_of(remedy_, &at);
  const RemedyResult& result = judged_[p]->results[at];
  return {result.status, result.money.is_open()};
}

Tri Asker::applies_alone(std::size_t p) {
  const auto key = remembered(AskingMemory::Of::applies, p, no_index, applying_reads_);
  if (const std::uint32_t* known = evaluator_.asking_memory_.find(key))
    return truth_of(Look::unpacked(*known));
  const Tri tri = evaluator_.applies_alone(trial(p), completions_);
  evaluator_.asking_memory_.keep(key, plain_look(tri).packed());
  return tri;
}

Asker::Verdict Asker::decide_trial() {
  work_ += touched_units() * cost_of_trial;
  Verdict verdict;
  std::optional<bool> known_amount;
  for (std::size_t p = 0; p < own_judged_; ++p) {
    const Tri applies = this->applies(p);
    if (applies.no()) continue;
    verdict.some_open = verdict.some_open || applies.is_open();
    verdict.some_certain = verdict.some_certain || applies.yes();
    if (goal_ != Goal::applying && tried_plans_[p].empty()) continue;
    auto [own, money_open] = touched_[p] != 0 && !tried_plans_[p].empty() ? tried(p) : stood(p);
    if (applies.is_open() && own != Status::unavailable) own = Status::unknown;
    if (rank(own) > rank(verdict.status)) continue;
    if (rank(own) < rank(verdict.status)) known_amount.reset();
    verdict.status = own;
    known_amount = known_amount.value_or(false) || !money_open;
  }
  verdict.amount_open = !known_amount.value_or(true);
  return verdict;
}

bool Asker::settled() {
  const Verdict verdict = decide_trial();
  if (verdict.status == Status::unknown) return false;
  if (goal_ == Goal::applying)
    return verdict.status != Status::unavailable || verdict.some_certain || !verdict.some_open;
  return goal_ == Goal::status || !verdict.amount_open;
}

}  // namespace sanbao::eval
