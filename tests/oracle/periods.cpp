// SPDX-License-Identifier: Apache-2.0
//
// Periods of the oracle: docs/language.md section 4, and section 7 under "Windows", "Extension", "Counting".
// In: a period and a claim. Out: its first and last day as far as they are known, and tests against it.
// Never moves the day of the claim inside a period's own keys.
// Tested by its comparison with the library, oracle.random.
#include <algorithm>

#include "evaluator.hpp"

namespace oracle {

namespace {

// Whether an open length may turn out to be none: a cell without value, or with same_day no days at all.
bool may_lack_days(const Expr& length, bool same_day) {
  if (length.op == Op::cell) return true;
  if (length.op == Op::fact && same_day) return true;
  // `first` passes by what has no value, but not no days.
  if (length.op == Op::first && std::ranges::all_of(length.kids, [](const ExprPtr& kid) {
        return may_lack_days(*kid, false);
      }))
    return true;
  if (length.op == Op::first && !same_day) return false;
  // What an `if` asks is no part of the length.
  return std::any_of(length.kids.begin() + (length.op == Op::choice ? 1 : 0), length.kids.end(),
                     [&](const ExprPtr& kid) { return may_lack_days(*kid, same_day); });
}

}  // namespace

// `at_most`: where the calendar does not say whereto a last day moves, it moves as far as it could.
Evaluator::Extended Evaluator::extended(const Period& period, Day from, Day last,
                                        const std::vector<std::pair<Day, Day>>& intervals,
                                        bool at_most) {
  std::vector<std::pair<Day, Day>> clipped;
  for (auto [begin, end] : intervals) {
    begin = std::max(begin, from);
    if (begin < end) clipped.emplace_back(begin, end);
  }
  Extended out{last, 0};
  for (auto [begin, end] : merged(clipped)) {
    if (begin > out.last && period.clock.roll != Roll::none) {
      // The law puts the working day in the place of a last day that is off.
      auto working = calendars_.at(policy_.calendar).moved(out.last, period.clock.roll);
      Day legal = working ? *working : at_most ? out.last + 15 : out.last;
      if (begin <= legal) out.last = legal;
    }
    if (begin > out.last) break;
    out.last += end - begin;
    out.added += end - begin;
  }
  return out;
}

Last Evaluator::last_of(const Period& period, const Val& from) {
  Last last;
  if (period.until_never) {
    last.endless = true;
    return last;
  }
  if (period.until) {
    Val until = value(*period.until);
    if (until.kind == Val::Kind::never) {
      last.endless = true;
    } else if (until.kind != Val::Kind::date) {
      last.unknown = true;
      last.why = until.why;
    } else {
      last.in_until = last.out_after = last.unrolled = until.day;
    }
    return last;
  }
  Val length = value(*period.length);
  if (from.is_open() || length.is_open()) {
    last.unknown = true;
    last.why = from.why;
    last.why.add(length.why);
    return last;
  }
  Day start = from.day;
  auto n = static_cast<std::int64_t>(length.number.top);
  Day end = 0;
  auto unknown_for = [&](const Why& why) {
    last.unknown = true;
    last.why.add(why);
    return last;
  };
  if (length.kind == Val::Kind::number || length.text == "days") {
    end = start + n - (period.clock.same_day ? 1 : 0);
  } else if (length.text == "months") {
    auto moved_day = add_months(start, n, period.clock.month_end);
    if (!moved_day) return unknown_for(gap("month_end: " + period.name));
    end = *moved_day - (period.clock.same_day ? 1 : 0);
  } else if (n == 0) {
    end = period.clock.same_day ? start - 1 : start;
  } else {
    Day first = period.clock.same_day ? start : start + 1;
    auto counted = calendars_.at(policy_.calendar).nth_working_day(first, n);
    if (!counted) return unknown_for(calendar_gap(first));
    end = *counted;
  }
  Day low = end, high = end;
  bool endless = false;
  if (!period.extend_list.empty()) {
    Why unknown;
    if (list_of(period.extend_list, unknown) == nullptr) {
      endless = true;  // at least the length, at most anything
      last.why = unknown;
    } else {
      Spans all = spans(period.extend_list, seen(period.extend_list, period.extend_where), start);
      Extended certain = extended(period, start, end, all.certain, false);
      low = certain.last;
      last.added = certain.added;
      high = extended(period, start, end, all.possible, true).last;
      endless = all.endless || std::any_of(all.ends.begin(), all.ends.end(),
                                           [&](Day last_day) { return last_day > start; });
      if (low != high || endless) last.why.add(all.why);
    }
  }
  last.unrolled = low;
  last.extension_open = low != high || endless;
  auto moved_to = [&](Day day) -> std::optional<Day> {
    if (period.clock.roll == Roll::none) return day;
    return calendars_.at(policy_.calendar).moved(day, period.clock.roll);
  };
  auto low_moved = moved_to(low), high_moved = moved_to(high);
  // Where the end may lie anywhere the calendar keeps nothing open.
  if (!endless && !low_moved) last.why.add(calendar_gap(low));
  if (!endless && !high_moved) last.why.add(calendar_gap(high));
  last.in_until = low_moved ? *low_moved : low;
  last.out_after = high_moved ? *high_moved : high + 15;
  if (endless) last.out_after = 10'000'000;
  last.not_moved = !low_moved;
  return last;
}

Window Evaluator::window(const Period& period) {
  std::optional<Day> day = moved;
  moved.reset();
  Window w;
  w.from = choose_first(period.from);
  if (w.from.kind == Val::Kind::never || w.from.kind == Val::Kind::none) {
    w.begun = false;
  } else {
    Val length = period.length ? value(*period.length) : Val::of_number(Ratio(1));
    w.empty = length.kind == Val::Kind::none || length.kind == Val::Kind::never;
    w.may_be_empty = length.is_open() && may_lack_days(*period.length, period.clock.same_day);
    // With same_day no days are no period.
    bool counted = length.known() && (length.kind == Val::Kind::number || length.text != "months");
    if (counted && period.clock.same_day && length.number == Ratio(0)) w.empty = true;
    if (!w.empty) w.last = last_of(period, w.from);
  }
  moved = day;
  return w;
}

// Limits are keys of a period, and readings stand still: neither moves.
Tri Evaluator::within_usage(const Period& period, const Val& day) {
  const std::optional<Day> kept = moved;
  moved.reset();
  const Tri result = within_limits(period, day);
  moved = kept;
  return result;
}

Tri Evaluator::within_limits(const Period& period, const Val& day) {
  Tri result = Tri::of(true);
  if (day.reading_open && !period.usage.empty()) return Tri::open(*day.reading_open);
  for (const auto& [path, limit_expr] : period.usage) {
    Val limit = value(*limit_expr);
    Val present = fact(path);
    Tri within = compare(Op::less_equal, present, limit);
    if (day.event && day.list != nullptr) {
      const std::string& name = path_name(path);
      std::string leaf = name.substr(name.find('.') + 1);
      const auto& fields = policy_.lists.at(*day.list);
      if (fields.contains(leaf)) {
        Val own = field(*day.list, day.index, leaf);
        if (!own.is_open()) {
          within = compare(Op::less_equal, own, limit);
        } else if (!within.yes()) {
          Why why = own.why;
          if (within.is_open()) why.add(within.why);
          within = Tri::open(why);
        }
      } else if (within.no()) {
        Why why;
        why.add_null(path);
        within = Tri::open(why);
      }
    } else if (!day.filed && within.no()) {
      Why why;
      why.add_null(path);
      within = Tri::open(why);
    }
    // A day that is not known is not looked at by its reading.
    if (day.is_open() && within.no()) within = Tri::open(day.why);
    result = both(result, within);
  }
  return result;
}

Tri Evaluator::period_test(const Expr& e) {
  Val day = value(*e.kids[0]);
  if (day.kind == Val::Kind::never || day.kind == Val::Kind::none) return Tri::of(false);
  Window w = window(*e.period);
  if (!w.begun || w.empty) return Tri::of(false);
  if (day.itself && day.kind == Val::Kind::date) {
    moves = true;
    if (moved) day.day = *moved;
    if (!w.from.is_open()) edges.insert(w.from.day - 1);
    if (!w.last.endless && !w.last.unknown) {
      edges.insert(w.last.in_until);
      if (w.last.out_after < 9'000'000) edges.insert(w.last.out_after);
    }
  }

  auto open = [&](bool from, bool last) {
    Why why = day.why;
    if (from) why.add(w.from.why);
    // While the day is open nothing looks at the end.
    if (last && !day.is_open()) why.add(w.last.why);
    return Tri::open(why);
  };
  Tri begun =
      day.is_open() || w.from.is_open() ? open(true, false) : Tri::of(w.from.day <= day.day);
  if (e.op == Op::before_period) {
    if (w.may_be_empty && begun.no()) return open(true, true);
    return negated(begun);
  }

  Tri not_past;
  if (w.last.endless) {
    // A day that is not known is not looked at.
    not_past = day.is_open() ? open(false, false) : Tri::of(true);
  } else if (day.is_open() && !w.last.unknown && w.last.why.absent.empty() &&
             w.last.why.null.empty()) {
    not_past = open(false, false);  // whether a day lies in a gap is asked of known days only
  } else if (w.last.unknown || day.is_open()) {
    not_past = open(false, true);
  } else if (day.day <= w.last.in_until) {
    not_past = Tri::of(true);
  } else if (day.day > w.last.out_after) {
    not_past = Tri::of(false);
  } else {
    not_past = open(false, true);
  }
  Tri usage = within_usage(*e.period, day);
  if (e.op == Op::in_period) return both(both(begun, not_past), usage);
  Tri after = either(negated(not_past), negated(usage));
  if (!w.from.is_open() && !w.may_be_empty) return after;
  // The period may turn out not to have begun, or to be empty.
  Tri may_not_be = open(true, w.may_be_empty);
  if (after.is_open()) may_not_be.why.add(after.why);
  return may_not_be;
}

Val Evaluator::last_day(const Period& period) {
  Window w = window(period);
  if (!w.begun || w.empty || w.last.endless) return Val::never();
  if (w.last.unknown || w.from.is_open()) {
    Why why = w.from.why;
    why.add(w.last.why);
    return Val::open(why);
  }
  if (w.last.in_until != w.last.out_after) return Val::open(w.last.why);
  return Val::of_day(w.last.in_until);
}

}  // namespace oracle
