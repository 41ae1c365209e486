// SPDX-License-Identifier: Apache-2.0
//
// One policy's own answer: every rule, every remedy, and the last day on which each stands
// (docs/language.md §3, §7 "until"). Part of Evaluator: see evaluator.hpp.
// Tested by tests/cases/{meaning,periods}.
#include <algorithm>
#include <bit>
#include <cassert>

#include "base/sorted.hpp"
#include "eval/evaluator.hpp"

namespace sanbao::eval {

using ir::FactState;

namespace {

/// What one look ahead holds: a bit a day.
constexpr std::size_t most_days = 64;

}  // namespace

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
  if (!run.decided) {
    run.open_holds.clear();
    for (const auto& rule : program.rules)
      run.open_holds.push_back(exactly(run.session, rule.formula, rule.condition, scratch_));
  }
  const std::size_t count = program.remedies.size();
  run.results.resize(std::max(run.results.size(), count));
  run.status.resize(count);
  run.until.resize(count);
  std::fill(run.until.begin(), run.until.end(), std::nullopt);
  run.until_waits = false;
  run.plain = run.decided;
  for (std::size_t i = 0; i < count; ++i) {
    RemedyResult& result = run.results[i];
    if (!run.decided || !run.truths.answer(run.session, i, result)) {
      solver_.solve(run.session, program.remedies[i], Want::all, result);
      run.plain = false;
    }
    run.status[i] = run.applies.is_open() && result.status != Status::unavailable ? Status::unknown
                                                                                  : result.status;
  }
  find_untils(run);
  run.outcome = own_outcome(run);
}

void Evaluator::decide_aside(PolicyRun& run) {
  if (std::find(decided_aside_.begin(), decided_aside_.end(), &run) != decided_aside_.end()) return;
  decided_aside_.push_back(&run);
  decide(run);
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
  base::sort_unique(atoms);
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

Status Evaluator::status_on(PolicyRun& run, std::size_t remedy, std::int32_t day) {
  run.session.move_to(day);
  solver_.solve(run.session, run.program->remedies[remedy], Want::status, trial_);
  run.session.move_to(std::nullopt);
  return trial_.status;
}

// The day before the first on which the status is another.
void Evaluator::find_untils(PolicyRun& run) {
  const ir::Cell& filed = facts_.slot(facts_.schema().filed_on);
  if (filed.state != FactState::given) return;
  const auto today = static_cast<std::int32_t>(filed.value);
  list_pending(run);
  if (pending_.empty()) return;
  run.until_waits = until_can_wait(run);
  if (run.until_waits || (run.decided && find_plain_untils(run, today))) return;
  for (const std::size_t i : pending_) {
    days_.clear();
    for (const Index period : run.program->remedies[i].moving_periods)
      boundaries(run, period, days_);
    std::sort(days_.begin(), days_.end());
    const auto end = std::unique(days_.begin(), days_.end());
    const auto ended = std::find_if(
        std::upper_bound(days_.begin(), end, today), end,
        [&](std::int32_t day) { return status_on(run, i, day) != run.results[i].status; });
    if (ended != end) run.until[i] = CivilDate::from_days(*ended - 1);
  }
}

// Remedies with a last day.
void Evaluator::list_pending(const PolicyRun& run) {
  pending_.clear();
  for (std::size_t i = 0; i < run.program->remedies.size(); ++i) {
    const Status status = run.results[i].status;
    if (!run.program->remedies[i].moving_periods.empty() &&
        (status == Status::available || status == Status::conditional))
      pending_.push_back(i);
  }
}

// Whether one look will do that reads nothing of the claim, which may be gone by then: every period is worked out
// already, and no money has to be weighed on another day.
bool Evaluator::until_can_wait(PolicyRun& run) const {
  const ir::ShortWay& way = run.program->short_way;
  return run.plain && way.moves_by_day_alone && 2 * way.moving_periods.size() <= most_days &&
         std::ranges::all_of(
             way.moving_periods,
             [&](Index period) { return run.session.plain_window(period) != nullptr; }) &&
         std::ranges::none_of(pending_, [&](std::size_t i) {
           const ir::RemedyPlan& plan = run.program->remedies[i];
           return plan.has_money && plan.grants.size() > 1;
         });
}

void Evaluator::find_waiting_untils(PolicyRun& run) {
  if (!run.until_waits) return;
  run.until_waits = false;
  list_pending(run);
  const bool found = find_plain_untils(run, out_->filed_on->days_since_epoch());
  assert(found && "no day of a decided claim is open, and no money is weighed");
  (void)found;
}

// Where nothing about the periods is open, one look at all days serves every remedy. False: it takes more, and
// nothing was said yet.
bool Evaluator::find_plain_untils(PolicyRun& run, std::int32_t today) {
  days_.clear();
  for (const Index period : run.program->short_way.moving_periods) {
    const PlainWindow* plain = run.session.plain_window(period);
    if (plain == nullptr) return false;
    if (plain->from > today) days_.push_back(plain->from);
    if (plain->last >= today) days_.push_back(plain->last + 1);
  }
  if (days_.empty()) return true;
  base::sort_unique(days_);
  if (days_.size() > most_days || !run.truths.look_ahead(run.session, days_)) return false;
  const std::uint64_t all = ~std::uint64_t{0} >> (most_days - days_.size());
  for (const std::size_t remedy : pending_) {
    const Decided::Ahead ahead = run.truths.ahead(remedy);
    const std::uint64_t told = (ahead.other_than(run.results[remedy].status) | ahead.unclear) & all;
    if (told == 0) continue;
    const auto first = static_cast<std::size_t>(std::countr_zero(told));
    if ((ahead.unclear >> first & 1U) != 0) {
      std::fill(run.until.begin(), run.until.end(), std::nullopt);
      return false;
    }
    run.until[remedy] = CivilDate::from_days(days_[first] - 1);
  }
  return true;
}

}  // namespace sanbao::eval
