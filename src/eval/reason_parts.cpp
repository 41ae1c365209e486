// SPDX-License-Identifier: Apache-2.0
//
// See reason_parts.hpp: what is said of a rule, values read, what decides, periods. Events and money: reason_steps.cpp.
#include "eval/reason_parts.hpp"

#include <algorithm>
#include <bit>

namespace sanbao::eval {

using ir::FactState;
using ir::no_index;
using ir::no_node;
using ir::Op;
using ir::Type;

namespace {

std::optional<CivilDate> day_of(const Scalar& scalar) {
  if (!scalar.is_known()) return std::nullopt;
  return CivilDate::from_days(static_cast<std::int32_t>(scalar.whole));
}

}  // namespace

std::span<const std::string_view> ReasonParts::overridden_by(const ir::RuleReason& plan) {
  ArenaList<Index> tops(arena_);
  for (const Index top : plan.tops)
    if (run_.holds(top).yes()) tops.push_back(top);
  return evaluator_.rule_ids(run_, tops.items());
}

std::span<const std::string_view> ReasonParts::not_established(Index rule,
                                                               const ir::RuleReason& plan) {
  Collector found;
  if (run_.holds(rule).is_open()) {
    find_nulls(program().rules[rule], found);
  } else {
    find_nulls(plan, found);
  }
  return found.nulls.empty() ? std::span<const std::string_view>{}
                             : evaluator_.path_texts(std::move(found.nulls));
}

// Of a rule that is open; what its amounts lack keeps it from nothing.
void ReasonParts::find_nulls(const ir::RulePlan& rule, Collector& found) {
  Completions completions;
  const auto leaves = null_leaves(run_.session, rule.formula, rule.condition, completions);
  run_.session.collect(&found);
  for (const Index leaf : leaves)
    (void)run_.session.base(leaf);
  run_.session.collect(nullptr);
}

// Of the amounts of a rule that holds or fails.
void ReasonParts::find_nulls(const ir::RuleReason& plan, Collector& found) {
  for (const Index which : plan.amounts) {
    if (known_[which]) continue;
    const std::size_t before = found.nulls.size();
    run_.session.collect(&found);
    const Scalar amount = run_.session.value(plans_.amounts[which]);
    known_[which] = !amount.is_open();
    if (!amount.is_open() || !only_nulls(amount.why)) found.nulls.resize(before);
  }
  run_.session.collect(nullptr);
}

bool ReasonParts::is_silent(const ir::ReadingSource& source) const {
  if (source.is_requests || evaluator_.facts_.slot(source.slot).state != FactState::absent)
    return false;
  if (source.assume == no_node) return true;
  return source.type == Type::boolean ? run_.session.condition(source.assume).is_open()
                                      : run_.session.value(source.assume).is_open();
}

// What the claim gives, else what is taken for granted; as ir::Cell::value.
std::int64_t ReasonParts::read(const ir::ReadingSource& source, Value& out) {
  const ir::Cell& cell = evaluator_.facts_.slot(source.slot);
  if (cell.state == FactState::given) {
    evaluator_.tell(cell.value, source.type, &run_, out);
    return cell.value;
  }
  if (cell.state == FactState::absent && source.assume != no_node && source.type == Type::boolean) {
    const Tri tri = run_.session.condition(source.assume);
    if (!tri.is_open()) out = evaluator_.value_of(tri.yes() ? 1 : 0, Type::boolean, &run_);
    return out.number;
  }
  const Scalar scalar = run_.session.fact(source.slot);
  out = value(scalar, source.type);
  return scalar.whole;
}

template <typename TruthOf, typename Add>
void ReasonParts::find_decisive(ir::DecisiveParts parts, bool truth, TruthOf truth_of,
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

std::span<const std::string_view> ReasonParts::names(ir::DecisiveParts parts, bool truth,
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

Value ReasonParts::value(NodeId node, Type type) {
  const ir::Node& written = program().nodes[node];
  return written.op == Op::constant ? evaluator_.value_of(written.imm, type, &run_)
                                    : value(run_.session.value(node), type);
}

void ReasonParts::period(Index which, PeriodReading& out) {
  const ir::PeriodPlan& plan = plans_.periods[which];
  if (Window counted; !for_people_ && run_.session.counted_window(plan.canonical, counted)) {
    const Scalar day = plan.day == no_node ? Scalar::none() : run_.session.value(plan.day);
    out.day = day_of(day);
    // A day that never was, or has no value, is in no period.
    if (plan.day != no_node && !day.is_open())
      out.in = out.day && *out.day >= counted.from && *out.day <= counted.last;
    out.begun = true;
    out.first = counted.first;
    tell_last(counted, out);
    return;
  }
  const WindowState w = run_.session.window(plan.canonical);  // others are worked out meanwhile
  const Scalar day = plan.day == no_node ? Scalar::none() : run_.session.value(plan.day);
  out.day = day_of(day);
  if (plan.day != no_node)
    out.in = settled(run_.session.period_test(Op::period_in, day, plan.canonical));
  if (for_people_) tell_period(plan, w, day, out);
  if (w.nothing || w.from.is_open() || w.last_open || w.hi_open || w.lo.last != w.hi.last) {
    if (for_people_ && !w.nothing && w.from.is_known()) tell_open(w, out);
    return;
  }
  out.begun = true;
  out.first = w.lo.first;
  if (!w.open_end) {
    tell_last(w.lo, out);
  } else if (out.day && *out.day < w.lo.from) {
    out.days_early = (w.lo.from - *out.day).count;
  }
}

// Where it begins, how long it lasts in any case, and why no last day can be named.
void ReasonParts::tell_open(const WindowState& window, PeriodReading& out) {
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

// Its last day, how that came about, and how far from it the day is that was tested.
void ReasonParts::tell_last(const Window& window, PeriodReading& out) const {
  out.last = window.last;
  out.days_added = window.days_added;
  if (window.roll != RollState::not_moved) {
    out.last_unrolled = window.last_unrolled;
    out.roll = window.roll == RollState::next_working_day ? "next_working_day"
               : window.roll == RollState::after_holiday  ? "after_holiday"
                                                          : "unknown";
    if (for_people_ && policy().calendar)
      out.holiday = policy().calendar->name_of(window.last_unrolled);
  }
  if (!out.day) return;
  if (*out.day > window.last) {
    out.days_late = (*out.day - window.last).count;
  } else if (*out.day < window.from) {
    out.days_early = (window.from - *out.day).count;
  } else {
    out.days_left = (window.last - *out.day).count;
  }
}

// Where it runs from, for how long, and what ends it beside the days.
void ReasonParts::tell_period(const ir::PeriodPlan& plan, const WindowState& window,
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
    usage[i].is_read =
        day.source.kind == DateSource::Kind::claim &&
        !is_silent({limit.slot, limit.type, false, program().slot_assume[limit.slot]});
    if (usage[i].is_read) usage[i].reading = value(run_.session.fact(limit.slot), Type::number);
    usage[i].limit = value(limit.limit, limit.type);
  }
  out.usage = usage;
}

}  // namespace sanbao::eval
