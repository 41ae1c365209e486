// SPDX-License-Identifier: Apache-2.0
//
// Laws of dates, periods, working days, rates and money (include/sanbao/values, src/values).
#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <compare>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "sanbao/values/calendar.hpp"
#include "sanbao/values/civil_date.hpp"
#include "sanbao/values/money.hpp"
#include "sanbao/values/period.hpp"
#include "sanbao/values/rate.hpp"
#include "sanbao/values/window.hpp"
#include "values/exact.hpp"
#include "values/intervals.hpp"

using namespace sanbao;
using values::Exact;

namespace {

// Cheap enough to be tried on several values at a time.
template <typename Property>
bool law(const std::string& what, const Property& property) {
  return rc::check(what, [&] {
    for (int n = 0; n < 30; ++n)
      property();
  });
}

std::int64_t some(std::int64_t low, std::int64_t high) {
  return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange<std::int64_t>(low, high + 1));
}
CivilDate date_between(CivilDate low, CivilDate high) {
  return CivilDate::from_days(
      static_cast<std::int32_t>(some(low.days_since_epoch(), high.days_since_epoch())));
}
CivilDate fact_date() {
  return date_between(CivilDate::first_fact(), CivilDate::last_fact());
}
// Now and then the ends of months, where the exceptions are.
CivilDate awkward_date() {
  const CivilDate date = fact_date();
  if (some(0, 1) == 0) return date;
  return CivilDate::from_days(date.days_since_epoch() - static_cast<std::int32_t>(date.day()) +
                              (some(0, 1) == 0 ? 0 : 31));
}
MonthEnd some_month_end() {
  return some(0, 1) == 0 ? MonthEnd::last_day : MonthEnd::next_month_first;
}
Rounding some_rounding() {
  return static_cast<Rounding>(some(0, 3));
}
Exact some_exact() {
  return Exact::from_scaled(some(-1'000'000'000'000, 1'000'000'000'000), some(1, 10'000));
}
bool is(std::partial_ordering order) {
  return order == 0;
}

const WorkCalendar& cn() {
  static const WorkCalendar calendar = [] {
    std::ifstream file("rules/calendars/cn.csv", std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    return *parse_calendar(text, "cn", "").calendar;
  }();
  return calendar;
}
CivilDate covered_date() {
  return date_between(*CivilDate::from_ymd(cn().first_year(), 1, 1),
                      *CivilDate::from_ymd(cn().last_year(), 12, 31));
}

}  // namespace

TEST_CASE("what is written is read back") {
  CHECK(law("dates", [] {
    const CivilDate date = fact_date();
    RC_ASSERT(CivilDate::parse(date.to_string()) == date);
    const CivilDate any = date_between(CivilDate::first(), CivilDate::last());
    RC_ASSERT(CivilDate::from_ymd(any.year(), any.month(), any.day()) == any);
  }));
  CHECK(law("money", [] {
    const auto code = *rc::gen::element("CNY", "JPY", "KWD", "EUR", "CLF");
    const Currency currency = *Currency::parse(code);
    const Money money = Money::minor(some(0, Money::max_minor), currency);
    const auto parsed = Money::parse(money.to_string(), currency);
    RC_ASSERT(parsed.ok);
    RC_ASSERT(parsed.money == money);
  }));
  CHECK(law("rates", [] {
    const Rate rate = Rate::from_parts(some(0, Rate::max_parts));
    RC_ASSERT(Rate::parse(rate.to_string()) == rate);
    const Rate small = Rate::from_parts(some(0, 20'000'000));
    RC_ASSERT(Rate::parse(small.to_string()) == small);
  }));
  CHECK(law("periods", [] {
    const std::int64_t n = some(0, 999'999'999);
    for (const Period period : {Period::days(n), Period::months(n), Period::working_days(n)}) {
      RC_ASSERT(Period::parse(period.to_string()) == period);
      RC_ASSERT(Period::decode(period.encode()) == period);
    }
  }));
}

TEST_CASE("as many days as the period says are counted") {
  CHECK(law("days", [] {
    const CivilDate from = awkward_date();
    const std::int64_t n = some(1, 800);
    for (const CountFrom count_from : {CountFrom::next_day, CountFrom::same_day}) {
      const auto counted =
          count_window(from, Period::days(n), count_from, some_month_end(), nullptr);
      RC_ASSERT(counted.ok);
      RC_ASSERT((counted.last - counted.first).count + 1 == n);
      RC_ASSERT((counted.first - from).count == (count_from == CountFrom::next_day ? 1 : 0));
      Window window;
      window.from = from;
      window.first = counted.first;
      window.last = window.last_unrolled = counted.last;
      RC_ASSERT(where(window, from) == Place::in);
      RC_ASSERT(where(window, counted.last) == Place::in);
      RC_ASSERT(where(window, *add(counted.last, Days(1))) == Place::after);
      RC_ASSERT(where(window, *add(from, Days(-1))) == Place::before);
    }
  }));
  CHECK(law("working days", [] {
    const CivilDate from = covered_date();
    const std::int64_t n = some(1, 60);
    for (const CountFrom count_from : {CountFrom::next_day, CountFrom::same_day}) {
      const auto counted =
          count_window(from, Period::working_days(n), count_from, MonthEnd::error, &cn());
      if (!counted.ok) continue;  // past the calendar's years
      std::int64_t worked = 0;
      for (CivilDate day = counted.first; day <= counted.last; day = *add(day, Days(1)))
        worked += cn().kind(day) == DayKind::work ? 1 : 0;
      RC_ASSERT(worked == n);
      RC_ASSERT(cn().kind(counted.last) == DayKind::work);
    }
  }));
}

TEST_CASE("months keep the order of days") {
  CHECK(law("months added", [] {
    const CivilDate a = awkward_date(), b = awkward_date();
    const std::int64_t m = some(0, 72), n = some(0, 72);
    const MonthEnd end = some_month_end();
    const auto plus = [&](CivilDate date, std::int64_t months) {
      return *add(date, Period::months(months), end);
    };
    RC_ASSERT(plus(std::min(a, b), m) <= plus(std::max(a, b), m));
    RC_ASSERT(plus(a, std::min(m, n)) <= plus(a, std::max(m, n)));
    RC_ASSERT(plus(a, 0) == a);
    // In one step: a day that both months have comes back.
    const CivilDate there = plus(a, m);
    if (there.day() == a.day()) RC_ASSERT(subtract(there, Period::months(m), end) == a);
    const CivilDate cut = *add(a, Period::months(m), MonthEnd::last_day);
    const auto missing = add(a, Period::months(m), MonthEnd::error);
    RC_ASSERT(missing.has_value() == (cut.day() == a.day()));
    if (!missing)
      RC_ASSERT(add(a, Period::months(m), MonthEnd::next_month_first) == add(cut, Days(1)));
  }));
  CHECK(rc::check("lengths compared", [] {
    const CivilDate from = awkward_date();
    const std::int64_t months = some(0, 96),
                       days = std::max<std::int64_t>(0, months * 30 + some(-5, 50));
    const Period a = Period::days(days), b = Period::months(months);
    const auto order = compare(a, b);
    const CivilDate later_a = *add(from, a, MonthEnd::last_day),
                    later_b = *add(from, b, MonthEnd::last_day);
    if (order) RC_ASSERT((later_a <=> later_b) == *order);
    RC_ASSERT(compare(b, a).has_value() == order.has_value());
  }));
}

TEST_CASE("a last day is only ever moved later, to the next day worked") {
  CHECK(law("rolling", [] {
    const CivilDate last = covered_date();
    for (const Roll roll : {Roll::next_working_day, Roll::after_holiday, Roll::none}) {
      const Rolled rolled = roll_last(last, roll, &cn());
      RC_ASSERT(rolled.last >= last);
      if (rolled.state == RollState::unknown || rolled.state == RollState::not_moved) {
        RC_ASSERT(rolled.last == last);
      } else {
        RC_ASSERT(cn().kind(rolled.last) == DayKind::work);
        for (CivilDate day = last; day < rolled.last; day = *add(day, Days(1)))
          RC_ASSERT(cn().kind(day) == DayKind::off);
        RC_ASSERT(roll_last(rolled.last, roll, &cn()).last == rolled.last);
      }
      if (rolled.state == RollState::not_moved && roll == Roll::next_working_day)
        RC_ASSERT(cn().kind(last) == DayKind::work);
      if (roll == Roll::after_holiday)
        RC_ASSERT((rolled.state == RollState::not_moved) == !cn().listed_off(last));
    }
  }));
}

TEST_CASE("days in repair are counted once") {
  CHECK(law("merged days", [] {
    const CivilDate base = fact_date();
    const auto day = [&](std::int64_t by) {
      return CivilDate::from_days(base.days_since_epoch() + static_cast<std::int32_t>(by));
    };
    std::vector<values::DayInterval> intervals;
    for (std::int64_t n = some(0, 6); n > 0; --n) {
      const std::int64_t begin = some(-40, 40);
      intervals.push_back({day(begin), day(begin + some(-2, 20))});
    }
    const std::int64_t from = some(-40, 40), to = some(-40, 40);
    // The first day of a span is not counted.
    std::int64_t expected = 0;
    for (std::int64_t at = from + 1; at <= to; ++at)
      expected += std::any_of(intervals.begin(), intervals.end(),
                              [&](const auto& i) { return i.begin < day(at) && day(at) <= i.end; })
                      ? 1
                      : 0;
    std::int64_t longest = 0;
    for (const auto& interval : intervals)
      longest += std::max<std::int64_t>(0, (interval.end - interval.begin).count);
    auto copy = intervals;
    RC_ASSERT(values::union_days(copy, day(from), day(to)).count == expected);
    const auto extended = values::extend_last(day(to), intervals, day(from));
    RC_ASSERT(extended.has_value());
    RC_ASSERT(extended->last - day(to) == extended->added);
    RC_ASSERT(extended->added >= Days(0));
    RC_ASSERT(extended->added <= Days(longest));
  }));
}

TEST_CASE("rounding moves less than a step, in the direction that is named") {
  CHECK(law("amounts rounded", [] {
    const std::int64_t step = *rc::gen::element<std::int64_t>(1, 10, 50, 100, 500);
    // Now and then right between two steps.
    const Exact between = Exact::from_scaled(some(-1'000'000, 1'000'000) * step, 2);
    const Exact amount = some(0, 1) == 0 ? some_exact() : between;
    const Rounding mode = some_rounding();
    const Exact rounded = amount.to_multiple_of(step, mode);
    const auto units = rounded.to_integer();
    RC_ASSERT(units.has_value());
    RC_ASSERT(*units % step == 0);
    const Exact off = rounded - amount;
    const Exact far = off.is_negative() ? -off : off;
    const Exact size = Exact::from_integer(step);
    RC_ASSERT(far < size);
    const Exact magnitude = amount.is_negative() ? -amount : amount;
    const Exact rounded_magnitude = rounded.is_negative() ? -rounded : rounded;
    if (mode == Rounding::down) RC_ASSERT(rounded_magnitude <= magnitude);
    if (mode == Rounding::up) RC_ASSERT(rounded_magnitude >= magnitude);
    if (mode == Rounding::half_up || mode == Rounding::half_even) RC_ASSERT(far + far <= size);
    if (far + far == size && mode == Rounding::half_up) RC_ASSERT(rounded_magnitude > magnitude);
    if (far + far == size && mode == Rounding::half_even) RC_ASSERT(*units / step % 2 == 0);
    // All four keep the sign, and leave alone what is a multiple already.
    RC_ASSERT((-amount).to_multiple_of(step, mode) == -rounded);
    RC_ASSERT(rounded.to_multiple_of(step, mode) == rounded);
    const Exact more = amount + Exact::from_integer(some(0, 1000));
    RC_ASSERT(more.to_multiple_of(step, mode) >= rounded);
  }));
  CHECK(law("exact numbers", [] {
    const Exact a = some_exact(), b = some_exact(), c = some_exact();
    RC_ASSERT(is((a + b) - b <=> a));
    RC_ASSERT(is(a + b <=> b + a));
    RC_ASSERT(is(a * b <=> b * a));
    RC_ASSERT(is(a * (b + c) <=> a * b + a * c));
    if (!b.is_zero()) RC_ASSERT(is(a / b * b <=> a));
    RC_ASSERT((a <=> b) == (Exact() <=> b - a));
    RC_ASSERT(a.ceil() >= a);
    RC_ASSERT(a.ceil() < a + Exact::from_integer(1));
  }));
}
