// SPDX-License-Identifier: Apache-2.0
//
// What an answer rests on that was not checked against its source (docs/records.md "A decision", `recalled`).
// Part of Evaluator: see evaluator.hpp.
// In: rules and remedies as decided. Out: numbers and ids of rules.
// Never asks the claim where nothing is open: it may be gone.
// Tested by tests/cases/meaning/recalled*.test.yaml and tests/unit/plain_json_test.cpp.
#include <algorithm>

#include "eval/evaluator.hpp"

namespace sanbao::eval {

std::span<const std::string_view> Evaluator::recalled(PolicyRun& run) {
  list_recalled(run, chosen_);
  if (!run.program->source->in_force_recalled) return rule_ids(run, chosen_);
  const auto ids = out_->arena.make<std::string_view>(chosen_.size() + 1);
  ids[0] = "in_force";
  for (std::size_t i = 0; i < chosen_.size(); ++i)
    ids[i + 1] = run.program->rule_ids[chosen_[i]];
  return ids;
}

void Evaluator::list_recalled(PolicyRun& run, std::vector<Index>& list) {
  list.clear();
  for (const ir::RecalledRule& rule : run.program->recalled_rules)
    if (!run.holds(rule.rule).no() || is_missed(run, rule)) list.push_back(rule.rule);
}

// Whether a remedy is denied for want of a rule that fails, and might not have failed.
bool Evaluator::is_missed(PolicyRun& run, const ir::RecalledRule& rule) {
  if (rule.may_hold.empty()) return false;
  const bool denied = std::ranges::any_of(rule.remedies, [&](Index remedy) {
    const RemedyResult& result = run.results[remedy];
    return result.status == Status::unavailable && result.excluded_by.empty();
  });
  return denied && may_hold(run, rule.may_hold);
}

bool Evaluator::may_hold(PolicyRun& run, const std::vector<ir::MayHold>& parts) {
  may_hold_.resize(parts.size());
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const ir::MayHold& part = parts[i];
    if (part.test != ir::no_node) {
      const Tri tri =
          run.decided ? Tri::of(run.truths.truth(part.test)) : run.session.condition(part.test);
      may_hold_[i] = part.wanted ? !tri.no() : !tri.yes();
    } else {
      may_hold_[i] = std::ranges::count_if(
                         part.parts, [&](Index of) { return may_hold_[of] != 0; }) >= part.least;
    }
  }
  return may_hold_.back() != 0;
}

}  // namespace sanbao::eval
