// SPDX-License-Identifier: Apache-2.0
//
// Periods: where they fall and how a day stands to them (docs/language.md §4, §7 "Windows", "Extension",
// "Counting"). See session.hpp.
#include <algorithm>
#include <span>
#include <utility>

#include "eval/session.hpp"
#include "values/counting.hpp"

namespace sanbao::eval {

using ir::FactState;
using ir::no_index;
using ir::no_node;
using ir::Node;
using ir::Op;

namespace {

/// So many conditions inside a period have 729 completions at most, which are kept.
constexpr std::size_t most_inner_atoms = 6;

CivilDate first_counted(const ir::PeriodUse& use, CivilDate from) {
  return use.count_from.then == CountFrom::next_day ? add(from, Days(1)).value_or(from) : from;
}

// The last day of a period that has one, before it is moved.
bool count_last(const ir::PlainPeriod& way, CivilDate from, CivilDate& last) {
  if (values::has_civil_days(way.length))
    return values::count_civil(from, way.length, way.count_from, way.month_end, last);
  const Counted counted =
      count_window(from, way.length, way.count_from, way.month_end, way.calendar);
  last = counted.last;
  return counted.ok && !counted.empty;
}

// Moves it; false where it is not known whereto.
bool roll(const ir::PlainPeriod& way, CivilDate& last) {
  if (way.roll == Roll::next_working_day && way.calendar != nullptr)
    return way.calendar->move_to_working_day(last);
  const Rolled rolled = roll_last(last, way.roll, way.calendar);
  last = rolled.last;
  return rolled.state != RollState::unknown;
}

}  // namespace

const WindowState& Session::window(Index period) {
  auto& remembered = windows_[period];
  const std::vector<Index>& inner = program_->period_inner[period];
  const bool changing = completion_ != nullptr && !inner.empty();
  if (!changing && collector_ == nullptr &&
      is_current(remembered.epoch, program_->period_reads[period]))
    return remembered.look.window;
  const bool by_completion = changing && inner.size() <= most_inner_atoms;
  auto& look = by_completion ? remembered.completed[completion_of(inner)] : remembered.look;
  // A period's own keys never move with the day of the claim.
  const auto now = [&] {
    Context context = this->context({});
    context.moved = 0;
    if (by_completion) context.completed = 0;
    return context;
  };
  if (look.context == now()) return look.window;
  const auto moved = moved_;
  moved_.reset();
  look.window = {};
  work_out_window(period, look.window);
  look.context = now();
  moved_ = moved;
  if (!by_completion) remembered.epoch = changing ? 0 : epoch_;
  return look.window;
}

// A number for what these leaves are completed to.
std::uint64_t Session::completion_of(const std::vector<Index>& leaves) const {
  std::uint64_t number = 0;
  for (const Index leaf : leaves)
    number = number * 3 + static_cast<std::uint64_t>(completion_[program_->leaves[leaf].atom] + 1);
  return number;
}

// A period from a given day, for a length that is written down, is counted at once; any other is worked
// out in full.
bool Session::work_out_plain(Index period, RememberedPlain& plain) {
  plain.is_counted = false;
  const ir::PlainPeriod& way = program_->short_way.periods[period];
  ir::Cell from{0, FactState::absent};
  if (way.usable)
    for (const ir::PlainPeriod::From& place : way.from) {
      from = place.is_last ? plain_last(place.place) : facts_->slot(place.place);
      if (from.state != FactState::never) break;
    }
  if (from.state == FactState::given) {
    const auto day = CivilDate::from_days(static_cast<std::int32_t>(from.value));
    CivilDate last;
    if (!count_last(way, day, last)) return false;
    plain.last_unrolled = last;
    if (!roll(way, last)) return false;
    plain.is_counted = true;
    plain.window = {day.days_since_epoch(), last.days_since_epoch()};
    return true;
  }
  const WindowState& w = window(period);
  if (w.nothing || !w.from.is_known() || w.open_end || w.last_open || w.hi_open ||
      w.lo.last != w.hi.last || w.lo.roll == RollState::unknown || w.hi.roll == RollState::unknown)
    return false;
  plain.window = {static_cast<std::int32_t>(w.from.whole), w.lo.last.days_since_epoch()};
  return true;
}

// As work_out_plain has counted it.
Window Session::as_counted(Index period) const {
  const ir::PeriodUse& use = program_->periods[period];
  const RememberedPlain& plain = plain_windows_[period];
  Window w;
  w.from = CivilDate::from_days(plain.window.from);
  w.first = first_counted(use, w.from);
  w.last_unrolled = plain.last_unrolled;
  w.last = CivilDate::from_days(plain.window.last);
  if (w.last != w.last_unrolled)
    w.roll = use.roll.then == Roll::after_holiday ? RollState::after_holiday
                                                  : RollState::next_working_day;
  return w;
}

void Session::work_out_window(Index period, WindowState& w) {
  const ir::PeriodUse& use = program_->periods[period];
  const WorkCalendar* calendar = program_->source->calendar.get();
  w.from = first_of(use.from.data(), use.from.size(), {});
  if (w.from.is_void()) {
    w.nothing = true;
    return;
  }
  const bool begun = w.from.is_known();
  const auto from = CivilDate::from_days(static_cast<std::int32_t>(begun ? w.from.whole : 0));
  w.lo.from = from;
  if (begun) w.lo.first = first_counted(use, from);
  if (use.open_end || use.until != no_node) {
    const Scalar until = use.open_end ? Scalar::never() : value(use.until);
    if (until.state == Scalar::State::never) {
      w.open_end = true;
    } else if (until.state == Scalar::State::none) {
      w.nothing = true;
    } else if (until.is_open()) {
      w.last_open = true;
      w.why = until.why;
    } else {
      w.lo.last = w.lo.last_unrolled = CivilDate::from_days(static_cast<std::int32_t>(until.whole));
      w.hi = w.lo;
      if (use.extend_by != no_index) extend(use, w);
    }
    return;
  }
  w.length = value(use.length);
  const bool no_days = w.length.is_known() && use.count_from.then == CountFrom::same_day &&
                       (program_->nodes[use.length].type == ir::Type::days
                            ? w.length.exact.is_zero()
                            : Period::decode(w.length.whole).count() == 0);
  if (w.length.is_void() || no_days) {
    w.nothing = true;
    return;
  }
  if (w.length.is_open() || !begun) {
    w.last_open = true;
    w.why = static_cast<Why>(w.length.why | w.from.why);
    if (use.extend_by != no_index && collector_ != nullptr) {
      WindowState asked = w;  // what it would read is asked too
      const std::size_t gaps = gaps_met();
      extend(use, asked);
      if (only_nulls(w.why)) forget_gaps(gaps);  // none of them keeps it open
    }
    return;
  }
  Period length;
  if (program_->nodes[use.length].type == ir::Type::days) {
    const auto days = w.length.exact.to_integer();
    if (!days) {
      w.nothing = !w.length.exact.is_whole();
      w.last_open = !w.nothing;
      w.why = w.nothing ? Why{0} : by_gap;
      w.gap = {Gap::Kind::overflow, rule_};
      return;
    }
    length = Period::days(*days);
    w.length.whole = length.encode();
  } else {
    length = Period::decode(w.length.whole);
  }
  const RememberedPlain& plain = plain_windows_[period];
  if (plain.epoch == epoch_ && plain.is_counted && plain.window.from == from.days_since_epoch()) {
    w.lo = w.hi = as_counted(period);
    return;
  }
  const Counted counted =
      count_window(from, length, use.count_from.then, use.month_end.then, calendar);
  if (!counted.ok) {
    w.last_open = true;
    w.why = by_gap;
    w.gap = counted.failure == CountFailure::month_end ? Gap{Gap::Kind::month_end, period}
            : counted.failure == CountFailure::calendar
                ? Gap{Gap::Kind::calendar, static_cast<std::uint32_t>(counted.gap_year)}
                : Gap{Gap::Kind::overflow, rule_};
    return;
  }
  if (counted.empty) {
    w.nothing = true;
    return;
  }
  w.lo.last = w.lo.last_unrolled = counted.last;
  w.hi = w.lo;
  if (use.extend_by != no_index) extend(use, w);
  if (w.last_open) return;
  for (Window* side : {&w.lo, &w.hi}) {
    const Rolled rolled = roll_last(side->last_unrolled, use.roll.then, calendar);
    side->last = rolled.last;
    side->roll = rolled.state;
    side->gap_year = rolled.gap_year;
  }
}

// The last day lies between what the certain repairs give and what all possible ones would.
void Session::extend(const ir::PeriodUse& use, WindowState& w) {
  const Without inside(completion_);
  const auto& filter = program_->filters[use.extend_by];
  const auto& rows = facts_->rows(filter.list);
  const auto no_bound = [&](Why why) {
    w.hi_open = true;
    w.why = static_cast<Why>(w.why | why);
  };
  if (rows.state == FactState::null) {
    note_null({FactPath::Kind::list, filter.list, 0, 0});
    return no_bound(by_null);
  }
  if (rows.state == FactState::absent && program_->list_assume_empty[filter.list] == 0) {
    note_absent({FactPath::Kind::list, filter.list, 0, 0});
    return no_bound(by_absent);
  }
  if (rows.count == 0) return;
  const bool begun = w.from.is_known();
  std::vector<values::DayInterval> certain;
  std::vector<values::DayInterval> possible;
  certain.swap(certain_);
  possible.swap(possible_);
  certain.clear();
  possible.clear();
  Why why = 0;
  for (std::uint32_t event = 0; event < rows.count; ++event) {
    if (const auto end = latest_end(filter.list, event);
        begun && end && end->days_since_epoch() <= w.from.whole)
      continue;  // over before it begins
    const Tri in = counted(filter.list, event, filter.where);
    if (in.no()) continue;
    values::DayInterval interval;
    Why ends = 0;
    const bool whole = this->interval(filter.list, event, interval, ends);
    if (whole && in.yes()) certain.push_back(interval);
    if (!whole || !in.yes()) why = static_cast<Why>(why | in.why | ends);
    if (!whole && !may_run(filter.list, event, interval)) {
      no_bound(static_cast<Why>(ends | in.why));
      continue;
    }
    possible.push_back(interval);
  }
  if (w.from.is_known() && !w.last_open) {
    values::Moving moving;  // what ends on a given day is not moved
    if (use.until == no_node) moving = {use.roll.then, program_->source->calendar.get(), false};
    const auto least = values::extend_last(w.lo.last_unrolled, certain, w.lo.from, moving);
    moving.at_most = true;
    const auto most = values::extend_last(w.hi.last_unrolled, possible, w.lo.from, moving);
    if (least) {
      w.lo.last = w.lo.last_unrolled = least->last;
      w.lo.days_added = least->added.count;
      w.hi = w.lo;
    }
    if (least && most) {
      w.hi.last = w.hi.last_unrolled = most->last;
      w.hi.days_added = most->added.count;
      if (w.lo.last != w.hi.last) w.why = static_cast<Why>(w.why | why);
    } else {
      w.gap = {Gap::Kind::overflow, rule_};
      w.last_open = true;
      w.why = by_gap;
    }
  } else {
    // Where it begins is open, and so is what falls behind that day.
    no_bound(static_cast<Why>(w.from.why | why));
  }
  certain.swap(certain_);
  possible.swap(possible_);
}

// An interval whose end cannot be said runs to the day of judgement at most.
bool Session::may_run(Index list, std::uint32_t event, values::DayInterval& out) {
  const auto& shape = facts_->schema().lists[list];
  const Scalar begin = field(list, event, static_cast<Index>(shape.received_on));
  if (!begin.is_known() || !facts_->has_as_of()) return false;
  out.begin = CivilDate::from_days(static_cast<std::int32_t>(begin.whole));
  out.end = CivilDate::from_days(std::max(facts_->as_of(), static_cast<std::int32_t>(begin.whole)));
  return true;
}

// The years that the calendar lacks where the last day would be moved on.
void Session::note_rolls(const WindowState& w) {
  for (const Window* side : {&w.lo, &w.hi})
    if (side->roll == RollState::unknown)
      note_gap({Gap::Kind::calendar, static_cast<std::uint32_t>(side->gap_year)});
}

// d <= last.
Tri Session::within_last(const Scalar& day, const WindowState& w) {
  if (day.is_open()) return Tri::open(day.why);
  if (w.open_end) return Tri::of(true);
  if (w.last_open) {
    if ((w.why & by_gap) != 0) note_gap(w.gap);
    return Tri::open(w.why);
  }
  const auto date = CivilDate::from_days(static_cast<std::int32_t>(day.whole));
  // Only the end matters here: a day before `from` is the other half of the test.
  if (date <= w.lo.last) return Tri::of(true);
  if (w.hi_open) return Tri::open(w.why);
  const bool near_unrolled =
      w.hi.roll == RollState::unknown && (date - w.hi.last_unrolled) <= gap_days;
  if (date > w.hi.last && !near_unrolled) return Tri::of(false);
  Why why = date <= w.hi.last ? w.why : Why{0};
  if (near_unrolled || w.lo.roll == RollState::unknown) {
    note_rolls(w);
    why = static_cast<Why>(why | by_gap);
  }
  return Tri::open(why);
}

// `or_usage`: the reading that belongs to the day is within every limit, the limit included. Neither readings nor the
// limits, which are a period's own, move with the day of the claim.
Tri Session::within_usage(const ir::PeriodUse& use, const Scalar& day) {
  const auto moved = std::exchange(moved_, std::nullopt);
  const Tri within = within_limits(use, day);
  moved_ = moved;
  return within;
}

Tri Session::within_limits(const ir::PeriodUse& use, const Scalar& day) {
  const DateSource& source = day.source;
  if (source.kind == DateSource::Kind::open) return Tri::open(source.why);
  Tri all = Tri::of(true);
  for (const auto& usage : use.usage) {
    const Scalar limit = value(usage.limit);
    const auto within = [&](const Scalar& reading) {
      if (reading.is_void() || limit.is_void()) return Tri::of(false);
      if (reading.is_open() || limit.is_open())
        return Tri::open(static_cast<Why>(reading.why | limit.why));
      return Tri::of(reading.exact <= limit.exact);
    };
    if (source.kind == DateSource::Kind::claim) {
      all = all & within(fact(usage.fact));
      continue;
    }
    const bool own = source.kind == DateSource::Kind::event &&
                     usage.fact == facts_->schema().odometer_km &&
                     facts_->schema().lists[source.list].odometer_km >= 0;
    const auto field_index =
        own ? static_cast<Index>(facts_->schema().lists[source.list].odometer_km) : 0;
    if (own && facts_->cell(source.list, source.event, field_index).state == FactState::given) {
      all = all & within(field(source.list, source.event, field_index));
      continue;
    }
    // No reading of its own: within, where the present reading still is; else it cannot be said.
    const Tri present = within(fact(usage.fact));
    if (present.yes()) continue;
    if (own) {
      const Scalar reading = field(source.list, source.event, field_index);
      all = all & Tri::open(static_cast<Why>(reading.why | (present.is_open() ? present.why : 0)));
    } else {
      all = all & (present.is_open() ? present : Tri::open(by_null));
    }
  }
  // A day that is open is not decided by its reading.
  return day.is_open() && all.no() ? Tri::open(day.why) : all;
}

// Whether answers may show that the period has no day: a length without value, or of no days.
bool Session::may_be_empty(const ir::PeriodUse& use) const {
  if (use.length == no_node) return use.until != no_node && lacks_value(use.until, false);
  return lacks_value(use.length, use.count_from.then == CountFrom::same_day);
}

bool Session::lacks_value(NodeId id, bool none_of_facts) const {
  const Node& node = program_->nodes[id];
  switch (node.op) {
    case Op::constant:
      return false;
    case Op::fact: {
      const NodeId assumed = program_->slot_assume[static_cast<std::size_t>(node.imm)];
      return none_of_facts || (assumed != no_node && lacks_value(assumed, none_of_facts));
    }
    case Op::choose:
      return lacks_value(node.b, none_of_facts) || lacks_value(node.c, none_of_facts);
    case Op::first: {
      // What has no value is passed by; no days are a value.
      const std::span parts(&program_->children[node.children_begin], node.children_count);
      return std::ranges::all_of(parts, [&](NodeId part) { return lacks_value(part, false); }) ||
             (none_of_facts &&
              std::ranges::any_of(parts, [&](NodeId part) { return lacks_value(part, true); }));
    }
    default:
      return true;
  }
}

Tri Session::period_test(Op op, const Scalar& given, Index period) {
  const ir::PeriodUse& use = program_->periods[period];
  const WindowState& w = window(period);
  Scalar day = given;
  if (moved_ && day.is_known() && day.moves) day.whole = *moved_;
  if (w.nothing || day.is_void()) return Tri::of(false);
  const auto from_by = [&] {  // from <= d
    if (w.from.is_open() || day.is_open()) return Tri::open(static_cast<Why>(w.from.why | day.why));
    return Tri::of(day.whole >= w.from.whole);
  };
  if (op == Op::period_before) {
    const Tri before = !from_by();
    // A length that is still open may turn out to have no value: then nothing is before the period.
    if (before.yes() && w.last_open && (w.why & by_gap) == 0 && may_be_empty(use))
      return Tri::open(w.why);
    return before;
  }
  if (op == Op::period_in) {
    const Tri days = from_by() & within_last(day, w);
    return use.usage.empty() || days.no() ? days : days & within_usage(use, day);
  }
  Tri after = !within_last(day, w);
  if (!use.usage.empty() && !after.yes()) after = after | !within_usage(use, day);
  // A length that is still open may turn out to have no value: then nothing is after the period.
  if (after.yes() && w.last_open && (w.why & by_gap) == 0 && may_be_empty(use))
    return Tri::open(w.why);
  // `after` is undecided while the beginning is.
  if (w.from.is_open()) return Tri::open(static_cast<Why>(w.from.why | after.why));
  return after;
}

}  // namespace sanbao::eval
