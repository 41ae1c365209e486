// SPDX-License-Identifier: Apache-2.0
//
// Windows: counting a period out, rolling its last day, and placing a day.
//
// In:  dates, lengths and the modes of a policy's clock.
// Out: see include/sanbao/values/window.hpp.
// Never: extends: the evaluator does that between counting and rolling (intervals.hpp).
// Tested by tests/unit/window_test.cpp and tests/proof/calendar_proof.cpp.
#include "sanbao/values/window.hpp"

#include "values/counting.hpp"

namespace sanbao {
namespace {

Counted failed(CountFailure failure, CivilDate first, int gap_year = 0) noexcept {
  Counted counted;
  counted.failure = failure;
  counted.first = first;
  counted.gap_year = gap_year;
  return counted;
}

}  // namespace

Counted count_window(CivilDate from, Period length, CountFrom count_from, MonthEnd month_end,
                     const WorkCalendar* calendar) noexcept {
  const bool counts_start = count_from == CountFrom::same_day;
  const std::optional<CivilDate> first = counts_start ? from : add(from, Days(1));
  if (!first) return failed(CountFailure::overflow, from);

  Counted counted;
  counted.first = *first;
  if (counts_start && length.count() == 0) {
    counted.ok = true;
    counted.empty = true;
    counted.last = from;
    return counted;
  }
  if (length.kind() == PeriodKind::working_days && length.count() > 0) {
    if (calendar == nullptr) return failed(CountFailure::calendar, *first, first->year());
    int gap_year = 0;
    const std::optional<CivilDate> last = calendar->working_day(*first, length.count(), &gap_year);
    if (!last) return failed(CountFailure::calendar, *first, gap_year);
    counted.last = *last;
  } else {
    const Period civil = length.kind() == PeriodKind::working_days ? Period::days(0) : length;
    if (!values::count_civil(from, civil, count_from, month_end, counted.last)) {
      // The same step with the month's last day tells a missing day from the end of all dates.
      const bool only_day_missing = add(from, civil, MonthEnd::last_day).has_value();
      return failed(only_day_missing ? CountFailure::month_end : CountFailure::overflow, *first);
    }
  }
  counted.ok = true;
  return counted;
}

Rolled roll_last(CivilDate last, Roll roll, const WorkCalendar* calendar) noexcept {
  if (roll == Roll::none) return {last, RollState::not_moved, 0};
  if (calendar == nullptr || !calendar->covers(last))
    return {last, RollState::unknown, last.year()};
  if (roll == Roll::after_holiday && !calendar->listed_off(last))
    return {last, RollState::not_moved, 0};
  CivilDate next = last;
  if (!calendar->move_to_working_day(next))
    return {last, RollState::unknown, calendar->last_year() + 1};
  if (next == last) return {last, RollState::not_moved, 0};
  return {next,
          roll == Roll::after_holiday ? RollState::after_holiday : RollState::next_working_day, 0};
}

Place where(const Window& window, CivilDate day) noexcept {
  if (window.empty) return Place::nowhere;
  if (day < window.from) return Place::before;
  if (window.open_end || day <= window.last) return Place::in;
  if (window.roll == RollState::unknown && day - window.last_unrolled <= gap_days)
    return Place::gap;
  return Place::after;
}

}  // namespace sanbao
