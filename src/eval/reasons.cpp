// SPDX-License-Identifier: Apache-2.0
//
// See reasons.hpp: rules, facts read, needs, periods. Events and money steps: reason_steps.cpp.
#include "eval/reasons.hpp"

#include <algorithm>
#include <bit>

namespace sanbao::eval {

using ir::FactState;
using ir::no_index;
using ir::no_node;
using ir::Op;
using ir::Type;

namespace {

std::optional<bool> settled(Tri tri) {
  return tri.is_open() ? std::nullopt : std::optional(tri.yes());
}

std::optional<CivilDate> day_of(const Scalar& scalar) {
  if (!scalar.is_known()) return std::nullopt;
  return CivilDate::from_days(static_cast<std::int32_t>(scalar.whole));
}

}  // namespace

ReasonWriter::ReasonWriter(Evaluator& evaluator, PolicyRun& run, For reader,
                           const ir::PlainReasons* told)
    : evaluator_(evaluator),
      run_(run),
      for_people_(reader == For::people),
      told_(told),
      arena_(evaluator.out_->arena),
      plans_(run.program->reason_plans),
      readings_(arena_, plans_.reading_lists, plans_.readings.size()),
      needs_(arena_, plans_.need_lists, plans_.needs.size()),
      periods_(arena_, plans_.period_lists, plans_.periods.size()),
      events_(arena_, plans_.event_lists, plans_.events.size()),
      steps_(arena_, plans_.step_lists, plans_.steps.size()),
      mask_(arena_.make<std::uint64_t>(plans_.words)),
      known_(arena_.make<bool>(plans_.amounts.size())) {}

Value ReasonWriter::value(const Scalar& scalar, Type type) {
  return evaluator_.value_of(scalar, type, &run_);
}

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

ir::PlainReasons ReasonWriter::plain() {
  ir::PlainReasons out;
  Value* const values = arena_.room<Value>(plans_.readings.size());
  const auto readings = arena_.make<const Value*>(plans_.readings.size());
  const auto rules = arena_.make<ir::PlainReasons::Rule>(plans_.rules.size());
  for (Index rule = 0; rule < rules.size(); ++rule) {
    const ir::RuleReason& plan = plans_.rules[rule];
    if (!plan.tops.empty() && run_.holds(rule).yes())
      rules[rule].overridden_by = overridden_by(plan);
    if (!plan.amounts.empty()) rules[rule].not_established = not_established(rule, plan);
    for (const Index i : readings_.lists[plan.read]) {
      if (readings[i] != nullptr || is_silent(plans_.readings[i])) continue;
      (void)read_value(plans_.readings[i], *new (values + i) Value);
      readings[i] = values + i;
    }
    (void)periods(plan.periods);
    (void)events(plan.events);
    (void)steps(rule, plan.steps);
  }
  out.rules = rules;
  out.readings = readings;
  out.periods = periods_.done;
  out.events = events_.done;
  out.steps = steps_.done;
  const std::size_t places = plans_.readings.size() + plans_.reading_lists.size() +
                             plans_.period_lists.size() + plans_.event_lists.size() +
                             plans_.step_lists.size();
  out.places = {arena_.room<ir::PlainReasons::Place>(places), places};
  return out;
}

void ReasonWriter::fill(Index index, Reason& out) {
  const ir::RuleReason& plan = plans_.rules[index];
  const Tri holds = run_.holds(index);
  out.holds = settled(holds);
  if (!plan.tops.empty() && !holds.no()) out.overridden_by = overridden_by(plan);
  if (told_ != nullptr) {
    out.not_established = told_->rules[index].not_established;
  } else if (holds.is_open() || !plan.amounts.empty()) {
    out.not_established = not_established(index, plan);
  }
  out.because = names(plan.because, holds.yes(), {});
  out.needs = list(needs_, plan.needs, [&](Index need) { return this->need(plans_.needs[need]); });
  out.read = readings(plan.read);
  out.periods = periods(plan.periods);
  out.events = events(plan.events);
  out.steps = steps(index, plan.steps);
}

std::span<const PeriodReading> ReasonWriter::periods(Index list) {
  return this->list(periods_, list, [&](Index i) { return period(plans_.periods[i]); });
}

std::span<const EventReading> ReasonWriter::events(Index list) {
  return this->list(events_, list, [&](Index i) { return event_test(plans_.events[i]); });
}

std::span<const Step> ReasonWriter::steps(Index rule, Index list) {
  if (steps_.is_done[list]) return steps_.done[list];
  run_.session.in_rule(rule);
  const auto steps = this->list(steps_, list, [&](Index i) { return step(plans_.steps[i]); });
  run_.session.in_rule(no_index);
  return steps;
}

std::span<const std::string_view> ReasonWriter::overridden_by(const ir::RuleReason& plan) {
  ArenaList<Index> tops(arena_);
  for (const Index top : plan.tops)
    if (run_.holds(top).yes()) tops.push_back(top);
  return evaluator_.rule_ids(run_, tops.items());
}

// The facts that are null where nothing else keeps the rule, or an amount of it, open.
std::span<const std::string_view> ReasonWriter::not_established(Index index,
                                                                const ir::RuleReason& plan) {
  const Tri holds = run_.holds(index);
  const auto is_known = [&](Index amount) { return known_[amount]; };
  if (!holds.is_open() && std::all_of(plan.amounts.begin(), plan.amounts.end(), is_known))
    return {};
  Collector found;
  run_.session.collect(&found);
  if (holds.is_open() && only_nulls(holds.why)) {
    for (const Index leaf : program().rules[index].formula.leaves)
      (void)run_.session.base(leaf);
  }
  for (const Index which : plan.amounts) {
    if (known_[which]) continue;
    const std::size_t before = found.nulls.size();
    const Scalar amount = run_.session.value(plans_.amounts[which]);
    known_[which] = !amount.is_open();
    if (!amount.is_open() || !only_nulls(amount.why)) found.nulls.resize(before);
  }
  run_.session.collect(nullptr);
  return found.nulls.empty() ? std::span<const std::string_view>{}
                             : evaluator_.path_texts(std::move(found.nulls));
}

// Absent, and nothing is assumed of it.
bool ReasonWriter::is_silent(const ir::ReadingPlan& plan) const {
  return plan.assume == no_node && !plan.is_requests &&
         evaluator_.facts_.slot(plan.slot).state == FactState::absent;
}

// At `place`, or where it was read before.
const Reading* ReasonWriter::reading(Index index, Reading* place) {
  const Reading*& known = readings_.items[index];
  if (known != nullptr) return new (place) Reading(*known);
  const ir::ReadingPlan& plan = plans_.readings[index];
  read(plan, *new (place) Reading(plan.begun));
  return known = place;
}

void ReasonWriter::read(const ir::ReadingPlan& plan, Reading& out) {
  if (is_silent(plan)) return;
  out.assumed =
      plan.assume != no_node && evaluator_.facts_.slot(plan.slot).state == FactState::absent;
  const std::int64_t whole = read_value(plan, out.value);
  if (out.value.kind == Value::Kind::text)
    read_text(plan, static_cast<ir::Symbol>(whole), out.value);
  else
    evaluator_.name_members(plan.slot, whole, out.value);
}

// What the claim gives, else what is taken for granted; as ir::Cell::value.
std::int64_t ReasonWriter::read_value(const ir::ReadingPlan& plan, Value& out) {
  const ir::Cell& cell = evaluator_.facts_.slot(plan.slot);
  if (cell.state == FactState::given) {
    out = evaluator_.value_of(cell.value, plan.type, &run_);
    return cell.value;
  }
  if (cell.state == FactState::absent && plan.assume != no_node && plan.type == Type::boolean) {
    const Tri tri = run_.session.condition(plan.assume);
    if (!tri.is_open()) out = evaluator_.value_of(tri.yes() ? 1 : 0, Type::boolean, &run_);
    return out.number;
  }
  const Scalar scalar = run_.session.fact(plan.slot);
  out = value(scalar, plan.type);
  return scalar.whole;
}

void ReasonWriter::read_text(const ir::ReadingPlan& plan, ir::Symbol symbol, Value& out) {
  for (const auto& [member, name] : plan.members)
    if (member == symbol) out.name = name;
}

// Given, null, never or assumed; an absent fact was not read.
std::span<const Reading> ReasonWriter::readings(Index list) {
  if (readings_.is_done[list]) return readings_.done[list];
  readings_.is_done[list] = true;
  const auto& plans = readings_.lists[list];
  Reading* const out = arena_.room<Reading>(plans.size());
  std::size_t size = 0;
  for (const Index index : plans)
    if (!is_silent(plans_.readings[index])) reading(index, out + size++);
  return readings_.done[list] = {out, size};
}

template <typename TruthOf, typename Add>
void ReasonWriter::find_decisive(ir::DecisiveParts parts, bool truth, TruthOf truth_of,
                                 Add add) const {
  const ir::DecisivePart* const all = plans_.parts.data();
  for (Index i = parts.first; i < parts.end;) {
    const ir::DecisivePart& part = all[i];
    if (part.node != no_node) {
      const Tri tri = truth_of(part.node);
      if (!tri.is_open() && tri.yes() != (truth != part.negated)) {
        i = part.next;
        continue;
      }
    }
    if (part.mask != no_index) add(plans_.masks.data() + part.mask);
    ++i;
  }
}

std::span<const std::string_view> ReasonWriter::names(ir::DecisiveParts parts, bool truth,
                                                      EventAt at) {
  std::fill(mask_.begin(), mask_.end(), 0);
  const auto decided = [&](NodeId id) { return Tri::of(run_.truths.truth(id)); };
  if (run_.decided && !at.here() && mask_.size() == 1) {
    std::uint64_t found = 0;
    find_decisive(parts, truth, decided, [&](const std::uint64_t* mask) { found |= *mask; });
    mask_[0] = found;
  } else {
    const auto add = [&](const std::uint64_t* mask) {
      for (std::uint64_t& word : mask_)
        word |= *mask++;
    };
    if (run_.decided && !at.here()) {
      find_decisive(parts, truth, decided, add);
    } else {
      find_decisive(
          parts, truth, [&](NodeId id) { return run_.session.condition(id, at); }, add);
    }
  }
  std::size_t count = 0;
  for (const std::uint64_t word : mask_)
    for (std::uint64_t left = word; left != 0; left &= left - 1)
      ++count;
  if (count == 0) return {};
  std::string_view* const out = arena_.room<std::string_view>(count);
  std::string_view* next = out;
  for (std::size_t word = 0; word < mask_.size(); ++word)
    for (std::uint64_t left = mask_[word]; left != 0; left &= left - 1)
      new (next++)
          std::string_view(plans_.names[64 * word + static_cast<unsigned>(std::countr_zero(left))]);
  return {out, count};
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

PeriodReading ReasonWriter::period(const ir::PeriodPlan& plan) {
  PeriodReading out = plan.begun;
  const WindowState w = run_.session.window(plan.canonical);  // others are worked out meanwhile
  const Scalar day = plan.day == no_node ? Scalar::none() : run_.session.value(plan.day);
  out.day = day_of(day);
  if (out.day) out.in = settled(run_.session.period_test(Op::period_in, day, plan.canonical));
  if (for_people_) tell_period(plan, w, day, out);
  if (w.nothing || w.from.is_open() || w.last_open || w.hi_open || w.lo.last != w.hi.last) {
    if (for_people_ && !w.nothing && w.from.is_known()) tell_open(w, out);
    return out;
  }
  out.begun = true;
  out.first = w.lo.first;
  if (w.open_end) return out;
  out.last = w.lo.last;
  out.days_added = w.lo.days_added;
  if (w.lo.roll != RollState::not_moved) {
    out.last_unrolled = w.lo.last_unrolled;
    out.roll = w.lo.roll == RollState::next_working_day ? "next_working_day"
               : w.lo.roll == RollState::after_holiday  ? "after_holiday"
                                                        : "unknown";
    if (for_people_ && policy().calendar)
      out.holiday = policy().calendar->name_of(w.lo.last_unrolled);
  }
  if (!out.day) return out;
  if (*out.day > w.lo.last) {
    out.days_late = (*out.day - w.lo.last).count;
  } else if (*out.day < w.lo.from) {
    out.days_early = (w.lo.from - *out.day).count;
  } else {
    out.days_left = (w.lo.last - *out.day).count;
  }
  return out;
}

// Where it begins, how long it lasts in any case, and why no last day can be named.
void ReasonWriter::tell_open(const WindowState& window, PeriodReading& out) {
  out.open_first = window.lo.first;
  if (!window.last_open) {
    out.open = "extension";
    out.at_least = window.lo.last;
  } else if ((window.why & by_gap) != 0) {
    out.open = "counting";
  } else {
    out.open = window.length.is_open() ? "length" : "end";
  }
}

// Where it runs from, for how long, and what ends it beside the days.
void ReasonWriter::tell_period(const ir::PeriodPlan& plan, const WindowState& window,
                               const Scalar& day, PeriodReading& out) {
  out.from = day_of(window.from);
  for (const auto& from : plan.from) {
    const Scalar scalar = run_.session.value(from.node);
    if (!scalar.is_known() || !window.from.is_known() || scalar.whole != window.from.whole)
      continue;
    out.from_path = from.path;
    out.from_name = from.name;
    break;
  }
  if (plan.has_length) out.length = value(window.length, Type::length);
  if (plan.usage.empty()) return;
  const auto usage = arena_.make<PeriodReading::Usage>(plan.usage.size());
  for (std::size_t i = 0; i < usage.size(); ++i) {
    const auto& limit = plan.usage[i];
    usage[i].name = limit.name;
    if (day.source.kind == DateSource::Kind::claim)
      usage[i].reading = value(run_.session.fact(limit.slot), Type::number);
    usage[i].limit = value(limit.limit, limit.type);
  }
  out.usage = usage;
}

}  // namespace sanbao::eval
