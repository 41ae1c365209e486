// SPDX-License-Identifier: Apache-2.0
//
// Which policies have a say in an answer: those that speak of the remedy, those that they stand back for, and those
// that an answer may change or bring in because they assume what another lacks. See asking.hpp.
#include <algorithm>

#include "eval/asking.hpp"

namespace sanbao::eval {

using ir::no_index;
using ir::no_node;

namespace {

/// Whether the policy has an assumption in place of what is absent, other than the one answer that a list has.
bool assumes(const ir::Program& program, const FactPath& fact) {
  return fact.kind == FactPath::Kind::slot
             ? program.slot_assume[fact.slot] != no_node
             : fact.kind == FactPath::Kind::field &&
                   program.field_assume[fact.slot][fact.field] != no_node;
}

}  // namespace

void Asker::find_judged(std::span<PolicyRun* const> runs, Index remedy) {
  judged_.clear();
  for (PolicyRun* run : runs)
    if (goal_ == Goal::applying || status_of(*run, remedy) != Status::unavailable)
      judged_.push_back(run);
  own_judged_ = judged_.size();
  if (!reads_applying()) return;
  add_stronger([](const PolicyRun& run) { return run.applies.is_open(); });
}

// Those that others stand back for, as long as it is open whether they apply.
template <typename MayChange>
void Asker::add_stronger(const MayChange& may_change) {
  // The list grows while it is walked.
  for (std::size_t p = 0; p < judged_.size(); ++p)  // NOLINT(modernize-loop-convert)
    for (const Index other : judged_[p]->program->yields_to)
      if (PolicyRun* run = evaluator_.considered(other);
          run != nullptr && may_change(*run) &&
          std::find(judged_.begin(), judged_.end(), run) == judged_.end())
        judged_.push_back(run);
}

// Whether an answer may be taken up where all seems decided without: in place of what is assumed.
bool Asker::reopens(const ir::Program& program, const std::uint64_t* row) const {
  return std::any_of(all_->begin(), all_->end(), [&](const FactPath& fact) {
    return assumes(program, fact) && may_read(row, fact);
  });
}

bool Asker::reopens(const PolicyRun& run, const ir::Formula& formula) const {
  const ir::Program& program = *run.program;
  return std::any_of(formula.leaves.begin(), formula.leaves.end(), [&](Index leaf) {
    return reopens(program, program.read_row(program.node_reads[program.leaves[leaf].node]));
  });
}

bool Asker::reopens_applying(const PolicyRun& run) const {
  const ir::Program& program = *run.program;
  return reopens(run, program.applies) ||
         (!program.in_force_by.empty() &&
          reopens(program, program.read_row(program.in_force_reads)));
}

// Whether answers may change that it applies, or that it does not. There are no circles.
bool Asker::may_change(const PolicyRun& run) const {
  if (run.applies.is_open() || reopens_applying(run)) return true;
  const auto& stronger = run.program->yields_to;
  return std::any_of(stronger.begin(), stronger.end(), [&](Index program) {
    const PolicyRun* other = evaluator_.considered(program);
    return other != nullptr && may_change(*other);
  });
}

// The plans for the remedy, or for all that answer what was requested.
std::vector<const ir::RemedyPlan*> Asker::plans_about(const PolicyRun& run, Index remedy) const {
  std::vector<const ir::RemedyPlan*> plans;
  if (remedy != no_index) {
    if (const auto* plan = run.plan_of(remedy); plan != nullptr) plans.push_back(plan);
    return plans;
  }
  for (const auto& plan : run.program->remedies)
    if (!evaluator_.ruleset_->remedies[plan.remedy].side) plans.push_back(&plan);
  return plans;
}

// With those that an answer may change or bring in.
void Asker::add_reopened(std::span<PolicyRun* const> runs, Index remedy) {
  const auto speaks_again = [&](const PolicyRun& run) {
    const auto plans = plans_about(run, remedy);
    return std::any_of(plans.begin(), plans.end(),
                       [&](const auto* plan) { return reopens(run, plan->formula); });
  };
  std::vector<PolicyRun*> own(judged_.begin(),
                              judged_.begin() + static_cast<std::ptrdiff_t>(own_judged_));
  const auto is_own = [&](const PolicyRun* run) {
    return std::find(own.begin(), own.end(), run) != own.end();
  };
  for (PolicyRun* run : runs)
    if (!is_own(run) && speaks_again(*run)) own.push_back(run);
  if (combined_)
    for (PolicyRun* run : evaluator_.considered()) {
      // Whether any applies for certain is a part of the outcome.
      const bool bears = goal_ == Goal::applying || !plans_about(*run, remedy).empty();
      if (!bears || !run->applies.no() || !may_change(*run)) continue;
      evaluator_.decide_aside(*run);
      own.push_back(run);
    }
  judged_ = std::move(own);
  own_judged_ = judged_.size();
  if (reads_applying()) add_stronger([&](const PolicyRun& run) { return may_change(run); });
  may_change_.clear();
  tried_plans_.clear();
  for (std::size_t p = 0; p < judged_.size(); ++p) {
    const PolicyRun& run = *judged_[p];
    may_change_.push_back(reads_applying() && may_change(run) ? 1 : 0);
    auto& plans = tried_plans_.emplace_back();
    if (p >= own_judged_) continue;
    // What was settled before keeps its answer, unless an answer opens it again.
    if (goal_ != Goal::applying || speaks_again(run)) plans = plans_about(run, remedy);
  }
}

std::size_t Asker::place_of(Index program) const {
  std::size_t at = 0;
  while (at < judged_.size() && judged_[at]->program->order != program)
    ++at;
  return at;
}

Tri Asker::applies(std::size_t p) {
  const PolicyRun& run = *judged_[p];
  if (!reads_applying()) return Tri::of(true);
  if (may_change_[p] == 0) return run.applies;
  if (touched_[p] == 0 && run.program->yields_to.empty()) return run.applies;
  Tri tri = applies_alone(p);
  if (tri.is_open() && only_nulls(tri.why)) return Tri::of(false);
  for (const Index other : run.program->yields_to) {
    if (tri.no()) break;
    if (const std::size_t at = place_of(other); at < judged_.size()) {
      tri = tri & !applies(at);
    } else if (const PolicyRun* fixed = evaluator_.considered(other); fixed != nullptr) {
      tri = tri & !fixed->applies;
    }
  }
  return tri;
}

}  // namespace sanbao::eval
