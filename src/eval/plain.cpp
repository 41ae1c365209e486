// SPDX-License-Identifier: Apache-2.0
//
// The answer of the one policy that applies, in numbers of its rules (ir/plain_answer.hpp): what a writer needs
// that has the words already. Part of Evaluator.
// In: the last run, where it left nothing open. Out: lists in the arena of the decision.
// Tested by tests/unit/plain_json_test.cpp.
#include <algorithm>
#include <new>

#include "eval/evaluator.hpp"
#include "eval/reason_parts.hpp"

namespace sanbao::eval {

void Evaluator::list_rules(PolicyRun& run) {
  for (std::size_t i = 0; i < run.program->remedies.size(); ++i)
    if (run.results[i].unlisted) run.truths.list(i, run.results[i]);
}

ir::PlainRemedy Evaluator::plain_remedy(PolicyRun& run, Index remedy) {
  ir::PlainRemedy answer;
  answer.remedy = remedy;
  std::size_t at = 0;
  const ir::RemedyPlan* plan = run.plan_of(remedy, &at);
  if (plan == nullptr) return answer;
  const RemedyResult& result = run.results[at];
  answer.status = result.status;
  answer.excluded_by = result.excluded_by;
  if (result.status == Status::unavailable) return answer;
  answer.rules = result.rules;
  answer.needs = result.needs;
  if (!result.money.amounts.empty()) {
    answer.pays = money_lines(run, result.money, false, false);
    answer.charges = money_lines(run, result.money, true, false);
    answer.has_money = true;
    answer.net = net_of(run, result.money);
  }
  list_terms(result, *plan, chosen_);
  if (!chosen_.empty()) answer.terms = out_->arena.keep(chosen_);
  answer.until = run.until[at];
  return answer;
}

Evaluator::CodeBits Evaluator::code_bits(const PolicyRun& run) {
  const std::size_t rules = run.program->rules.size();
  const std::size_t words = (rules + 63) / 64;
  const auto bits = out_->arena.make<std::uint64_t>(3 * words);
  for (std::size_t word = 0; word < words; ++word) {
    std::uint64_t holds = 0;
    std::uint64_t all = 0;
    for (std::size_t rule = std::min(rules, 64 * word + 64); rule > 64 * word; --rule) {
      holds = 2 * holds + std::uint64_t{run.truths.holds(static_cast<Index>(rule - 1))};
      all = 2 * all + 1;
    }
    bits[word] = holds;
    bits[words + word] = all & ~holds;
  }
  list_overridden(run, chosen_);
  for (const Index rule : chosen_) {
    const std::uint64_t one = std::uint64_t{1} << rule % 64;
    bits[rule / 64] &= ~one;
    bits[2 * words + rule / 64] |= one;
  }
  return {bits.first(words), bits.subspan(words, words), bits.last(words)};
}

// Rule by rule, so that nothing is asked in another order than reasons for people are. False where a gap was met, of
// which more is to be said.
bool Evaluator::plain_reasons(PolicyRun& run, ir::PlainAnswer& answer) {
  Arena& arena = out_->arena;
  const ir::ReasonPlans& plans = run.program->reason_plans;
  ReasonParts parts(*this, run, ReasonParts::For::record);
  const auto said = arena.make<ir::PlainReasons::Said>(plans.saying.size());
  const auto read = arena.make<const Value*>(plans.sources.size());
  auto* const values = arena.room<Value>(plans.sources.size());
  const auto periods = arena.copy(std::span<const PeriodReading>(plans.begun_periods));
  const auto events = arena.copy(std::span<const EventReading>(plans.begun_events));
  auto* const steps = arena.room<Value>(plans.steps.size());
  ir::FirstShown shown;
  for (Index rule = 0; rule < plans.first.size(); ++rule) {
    const ir::FirstShown& up_to = plans.first[rule];
    if (up_to.said != ir::no_index) {
      const ir::RuleReason& plan = plans.rules[rule];
      if (run.truths.holds(rule)) said[up_to.said].overridden_by = parts.overridden_by(plan);
      said[up_to.said].not_established = parts.not_established(rule, plan);
    }
    for (Index& i = shown.readings; i < up_to.readings; ++i) {
      if (parts.is_silent(plans.sources[i])) continue;
      (void)parts.read(plans.sources[i], *new (values + i) Value);
      read[i] = values + i;
    }
    for (Index& i = shown.periods; i < up_to.periods; ++i)
      parts.period(i, periods[i]);
    for (Index& i = shown.events; i < up_to.events; ++i)
      parts.event_test(i, events[i]);
    if (shown.steps == up_to.steps) continue;
    run.session.in_rule(rule);
    for (Index& i = shown.steps; i < up_to.steps; ++i)
      new (steps + i) Value(parts.step_value(plans.steps[i]));
    run.session.in_rule(ir::no_index);
  }
  auto& reasons = *new (arena.room<ir::PlainReasons>(1)) ir::PlainReasons;
  reasons.said = said;
  reasons.readings = read;
  reasons.periods = periods;
  reasons.events = events;
  reasons.steps = {steps, plans.steps.size()};
  const Index items = run.program->pieces.reasons.items;
  reasons.items = {arena.room<ir::Piece>(items), items};
  reasons.shelf = &shelf_;
  answer.reasons = plain_reasons_ = &reasons;
  return !run.session.met_gap();
}

const ir::PlainAnswer* Evaluator::plain_answer() {
  if (plain_ != nullptr || runs_.size() != 1) return plain_;
  PolicyRun& run = *runs_.front();
  Arena& arena = out_->arena;
  list_rules(run);
  find_waiting_untils(run);
  auto& answer = *new (arena.room<ir::PlainAnswer>(1)) ir::PlainAnswer;
  answer.program = run.program;
  answer.outcome = run.outcome;
  list_remedies(&run, listed_);
  auto* const remedies = arena.room<ir::PlainRemedy>(listed_.size());
  for (std::size_t i = 0; i < listed_.size(); ++i)
    new (remedies + i) ir::PlainRemedy(plain_remedy(run, listed_[i]));
  answer.remedies = {remedies, listed_.size()};
  const CodeBits bits = code_bits(run);
  answer.holds = bits.holds;
  answer.fails = bits.fails;
  answer.overridden = bits.overridden;
  list_recalled(run, chosen_);
  answer.recalled = arena.keep(chosen_);
  if (!run.program->source->parameters.empty())
    answer.parameters = parameters(*run.program->source);
  answer.assumed = run.assumed;
  if (detail_ == Detail::full && !plain_reasons(run, answer)) return nullptr;
  return plain_ = &answer;
}

}  // namespace sanbao::eval
