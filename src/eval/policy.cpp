// SPDX-License-Identifier: Apache-2.0
//
// One policy's own answer: every rule, every remedy, and the last day on which each stands
// (docs/language.md §3, §7 "until"). Part of Evaluator.
#include <algorithm>

#include "eval/evaluator.hpp"

namespace sanbao::eval {

using ir::FactState;

const ir::RemedyPlan* PolicyRun::plan_of(Index remedy, std::size_t* at) const {
  for (std::size_t i = 0; i < program->remedies.size(); ++i) {
    if (program->remedies[i].remedy != remedy) continue;
    if (at != nullptr) *at = i;
    return &program->remedies[i];
  }
  return nullptr;
}

Status PolicyRun::status_of(Index remedy) const {
  std::size_t at = 0;
  return plan_of(remedy, &at) == nullptr ? Status::unavailable : status[at];
}

Status PolicyRun::own_status_of(Index remedy) const {
  std::size_t at = 0;
  return plan_of(remedy, &at) == nullptr ? Status::unavailable : results[at].status;
}

void Evaluator::decide(PolicyRun& run) {
  const ir::Program& program = *run.program;
  run.decided = run.truths.read(run.session);
  run.holds.resize(program.rules.size());
  for (Index rule = 0; rule < program.rules.size(); ++rule)
    run.holds[rule] = run.decided ? Tri::of(run.truths.holds(rule))
                                  : exactly(run.session, program.rules[rule].formula,
                                            program.rules[rule].condition, scratch_);
  const std::size_t count = program.remedies.size();
  run.results.resize(std::max(run.results.size(), count));
  run.status.resize(count);
  run.until.assign(count, std::nullopt);
  run.plain = run.decided;
  for (std::size_t i = 0; i < count; ++i) {
    RemedyResult& result = run.results[i];
    if (!run.decided || !run.truths.answer(run.session, program.remedies[i], result)) {
      solver_.solve(run.session, program.remedies[i], Want::all, result);
      run.plain = false;
    }
    run.status[i] = run.applies.is_open() && result.status != Status::unavailable ? Status::unknown
                                                                                  : result.status;
  }
  find_untils(run);
  run.outcome = own_outcome(run);
}

// Days on which a test of the period can change, under every completion of the conditions inside it.
void Evaluator::boundaries(PolicyRun& run, Index period, std::vector<std::int32_t>& days) {
  if (const PlainWindow* plain = run.session.plain_window(period)) {
    days.push_back(plain->from);
    days.push_back(plain->last + 1);
    return;
  }
  const auto add = [&] {
    const WindowState& w = run.session.window(period);
    if (w.nothing) return;
    if (w.from.is_known()) days.push_back(static_cast<std::int32_t>(w.from.whole));
    if (w.open_end || w.last_open) return;
    for (const Window* side : {&w.lo, &w.hi}) {
      days.push_back(side->last.days_since_epoch() + 1);
      if (side->roll == RollState::unknown)
        days.push_back(side->last_unrolled.days_since_epoch() +
                       static_cast<std::int32_t>(gap_days.count) + 1);
    }
  };
  std::vector<Index> atoms;
  for (const Index leaf : run.program->period_inner[period])
    if (run.session.base(leaf).is_open()) atoms.push_back(run.program->leaves[leaf].atom);
  std::sort(atoms.begin(), atoms.end());
  atoms.erase(std::unique(atoms.begin(), atoms.end()), atoms.end());
  if (atoms.empty() || atoms.size() > max_atoms) return add();
  std::vector<std::int8_t> completion(run.program->atoms, 0);
  for (std::uint32_t bits = 0; bits < (1U << atoms.size()); ++bits) {
    for (std::size_t i = 0; i < atoms.size(); ++i)
      completion[atoms[i]] = (bits >> i & 1U) != 0 ? 1 : -1;
    run.session.complete(completion.data());
    add();
  }
  run.session.complete(nullptr);
}

Status Evaluator::status_on(PolicyRun& run, const ir::RemedyPlan& plan, std::int32_t day) {
  if (run.decided) {
    if (moved_day_ != day) {
      moved_day_ = day;
      moved_decided_ = moved_.move(run.truths, run.session, day);
    }
    if (moved_decided_)
      if (const auto status = moved_.status(plan)) return *status;
  }
  run.session.move_to(day);
  solver_.solve(run.session, plan, Want::status, trial_);
  run.session.move_to(std::nullopt);
  return trial_.status;
}

// The day before the first on which the status is another.
void Evaluator::find_untils(PolicyRun& run) {
  const ir::Cell& filed = facts_.slot(facts_.schema().filed_on);
  if (filed.state != FactState::given) return;
  const auto today = static_cast<std::int32_t>(filed.value);
  moved_day_ = today;  // no day that is tried
  for (std::size_t i = 0; i < run.program->remedies.size(); ++i) {
    const ir::RemedyPlan& plan = run.program->remedies[i];
    const Status status = run.results[i].status;
    if (status != Status::available && status != Status::conditional) continue;
    days_.clear();
    for (const Index period : plan.moving_periods)
      boundaries(run, period, days_);
    std::sort(days_.begin(), days_.end());
    const auto end = std::unique(days_.begin(), days_.end());
    const auto ended =
        std::find_if(std::upper_bound(days_.begin(), end, today), end,
                     [&](std::int32_t day) { return status_on(run, plan, day) != status; });
    if (ended != end) run.until[i] = CivilDate::from_days(*ended - 1);
  }
}

}  // namespace sanbao::eval
