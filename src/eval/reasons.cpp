// SPDX-License-Identifier: Apache-2.0
//
// See reasons.hpp.
#include "eval/reasons.hpp"

namespace sanbao::eval {

using ir::FactState;
using ir::no_index;
using ir::no_node;

ReasonWriter::ReasonWriter(Evaluator& evaluator, PolicyRun& run, const ir::PlainReasons* told)
    : evaluator_(evaluator),
      run_(run),
      told_(told),
      arena_(evaluator.out_->arena),
      plans_(run.program->reason_plans),
      parts_(evaluator, run, ReasonParts::For::people),
      readings_(arena_, plans_.reading_lists, plans_.readings.size()),
      needs_(arena_, plans_.need_lists, plans_.needs.size()),
      periods_(arena_, plans_.period_lists, plans_.periods.size()),
      events_(arena_, plans_.event_lists, plans_.events.size()),
      steps_(arena_, plans_.step_lists, plans_.steps.size()) {}

// Lists that hold the same are one; of what stands in several lists, the later ones are copies.
template <typename T, typename Make>
std::span<const T> ReasonWriter::list(Shown<T>& shown, Index index, Make make) {
  if (shown.is_done[index]) return shown.done[index];
  shown.is_done[index] = true;
  const auto& plans = shown.lists[index];
  T* const out = arena_.room<T>(plans.size());
  for (std::size_t i = 0; i < plans.size(); ++i) {
    const T*& known = shown.items[plans[i]];
    if (known != nullptr) {
      new (out + i) T(*known);
    } else {
      known = new (out + i) T(make(plans[i]));
    }
  }
  return shown.done[index] = {out, plans.size()};
}

std::span<const Reason> ReasonWriter::reasons() {
  const auto all = arena_.copy(std::span<const Reason>(plans_.begun));
  for (Index rule = 0; rule < all.size(); ++rule)
    fill(rule, all[rule]);
  return all;
}

void ReasonWriter::fill(Index index, Reason& out) {
  const ir::RuleReason& plan = plans_.rules[index];
  const Tri holds = run_.holds(index);
  out.holds = settled(holds);
  if (!plan.tops.empty() && !holds.no()) out.overridden_by = parts_.overridden_by(plan);
  if (told_ == nullptr) {
    if (holds.is_open() || !plan.amounts.empty())
      out.not_established = parts_.not_established(index, plan);
  } else if (const Index said = plans_.first[index].said; said != no_index) {
    out.not_established = told_->said[said].not_established;
  }
  out.because = parts_.names(plan.because, holds.yes(), {});
  out.needs = list(needs_, plan.needs, [&](Index need) { return this->need(plans_.needs[need]); });
  out.read = readings(plan.read);
  out.periods = periods(plan.periods);
  out.events = events(plan.events);
  out.steps = steps(index, plan.steps);
}

std::span<const PeriodReading> ReasonWriter::periods(Index list) {
  return this->list(periods_, list, [&](Index i) {
    PeriodReading out = plans_.begun_periods[i];
    parts_.period(i, out);
    return out;
  });
}

std::span<const EventReading> ReasonWriter::events(Index list) {
  return this->list(events_, list, [&](Index i) {
    EventReading out = plans_.begun_events[i];
    parts_.event_test(i, out);
    return out;
  });
}

std::span<const Step> ReasonWriter::steps(Index rule, Index list) {
  if (steps_.is_done[list]) return steps_.done[list];
  run_.session.in_rule(rule);
  const auto steps =
      this->list(steps_, list, [&](Index i) { return parts_.step(plans_.steps[i]); });
  run_.session.in_rule(no_index);
  return steps;
}

// At `place`, or where it was read before.
const Reading* ReasonWriter::reading(Index index, Reading* place) {
  const Reading*& known = readings_.items[index];
  if (known != nullptr) return new (place) Reading(*known);
  read(index, *new (place) Reading(plans_.readings[index].begun));
  return known = place;
}

void ReasonWriter::read(Index index, Reading& out) {
  const ir::ReadingSource& source = plans_.sources[index];
  if (parts_.is_silent(source)) return;
  out.assumed =
      source.assume != no_node && evaluator_.facts_.slot(source.slot).state == FactState::absent;
  const std::int64_t whole = parts_.read(source, out.value);
  if (out.value.kind != Value::Kind::text) {
    evaluator_.name_members(source.slot, whole, out.value);
    return;
  }
  for (const auto& [member, name] : plans_.readings[index].members)
    if (member == static_cast<ir::Symbol>(whole)) out.value.name = name;
}

// Given, null, never or assumed; an absent fact was not read.
std::span<const Reading> ReasonWriter::readings(Index list) {
  if (readings_.is_done[list]) return readings_.done[list];
  readings_.is_done[list] = true;
  const auto& plans = readings_.lists[list];
  Reading* const out = arena_.room<Reading>(plans.size());
  std::size_t size = 0;
  for (const Index index : plans)
    if (!parts_.is_silent(plans_.sources[index])) reading(index, out + size++);
  return readings_.done[list] = {out, size};
}

NeedReading ReasonWriter::need(const ir::NeedPlan& plan) {
  NeedReading out = plan.begun;
  out.met = settled(run_.decided ? Tri::of(run_.truths.truth(plan.node))
                                 : run_.session.condition(plan.node));
  Reading* const read = arena_.room<Reading>(plan.read.size());
  for (std::size_t i = 0; i < plan.read.size(); ++i)
    reading(plan.read[i], read + i);
  out.read = {read, plan.read.size()};
  if (plan.parts.empty() || out.met == true) return out;
  const auto parts = arena_.copy(std::span<const NeedReading::Part>(plan.parts));
  for (std::size_t i = 0; i < parts.size(); ++i)
    parts[i].met = settled(run_.session.condition(plan.part_nodes[i]));
  out.parts = parts;
  return out;
}

}  // namespace sanbao::eval
