// SPDX-License-Identifier: Apache-2.0
//
// Window: where a period falls once its start is known, and whether a day lies in it.
//
// In:  a start date, a length, how the policy's clock counts, and the calendar of working days.
// Out: the first and the last day, before and after rolling; `before`, `in`, `after`, or `gap`
//      where nobody knows yet.
// Never: guesses a day outside the calendar's years, allocates or throws.
// Tested by tests/unit/window_test.cpp; counting and rolling against an independent reckoning in
// tests/proof.
#pragma once

#include "sanbao/export.hpp"
#include "sanbao/values/calendar.hpp"
#include "sanbao/values/civil_date.hpp"
#include "sanbao/values/period.hpp"

#include <cstdint>

namespace sanbao {

enum class RollState : std::uint8_t {
  not_moved,
  next_working_day,  // moved under Roll::next_working_day
  after_holiday,     // moved under Roll::after_holiday
  unknown,           // the calendar does not say; the last day stands as counted
};

// Where a period falls. It is worked out in this order: counted from the start, extended by
// repairs, rolled once (docs/language.md §4). A one-year guarantee from 2024-05-01 counts from
// 2024-05-02 to 2025-05-01, which is Labour Day, and so ends on 2025-05-06.
struct Window {
  CivilDate from;           // the start; itself in the period even where it is not counted
  CivilDate first;          // the first counted day
  CivilDate last_unrolled;  // after extension, before rolling
  CivilDate last;
  std::int64_t days_added = 0;  // by extension
  RollState roll = RollState::not_moved;
  bool empty = false;     // no day lies in it
  bool open_end = false;  // no last day; `last` and `last_unrolled` say nothing
  int gap_year = 0;       // the year the calendar lacks, where roll is unknown; 0 = none
};

enum class CountFailure : std::uint8_t {
  none,
  month_end,  // the month has no such day and the clock says `month_end: error`
  overflow,   // beyond 9999-12-31
  calendar,   // working days run out of the calendar's years, or there is no calendar
};

// A period counted out, not yet extended or rolled. `first` and `last` stand only where ok.
struct Counted {
  bool ok = false;
  CountFailure failure = CountFailure::none;
  CivilDate first;
  CivilDate last;
  bool empty = false;  // `0 days` under same_day: no day lies in it
  int gap_year = 0;    // with CountFailure::calendar: the year that is missing
};

// Counts a period from its start (docs/language.md §7 Counting).
//   next_day: the start is not counted, last = from + length. 1 May and `7 days`: 2 May to 8 May.
//   same_day: the start is counted, last = from + length − 1 day, month_end applied first.
//     1 May to 7 May.
//   working days: last is the n-th working day on or after the first counted day.
// The calendar is read for working days only and may else be null.
[[nodiscard]] SANBAO_EXPORT Counted count_window(CivilDate from, Period length,
                                                 CountFrom count_from, MonthEnd month_end,
                                                 const WorkCalendar* calendar) noexcept;

struct Rolled {
  CivilDate last;
  RollState state = RollState::not_moved;
  int gap_year = 0;  // where the state is unknown
};

// Moves a last day that nobody works on to the next working day, as the mode says. Where the last
// day, or a day on the way, lies outside the calendar's years, the last day stays and the state is
// unknown. No calendar covers no day.
[[nodiscard]] SANBAO_EXPORT Rolled roll_last(CivilDate last, Roll roll,
                                             const WorkCalendar* calendar) noexcept;

enum class Place : std::uint8_t {
  before,
  in,
  after,
  gap,      // after a last day that could not be rolled, near enough that rolling might reach it
  nowhere,  // the period is empty: a day is neither before, nor in, nor after it
};

// A last day that could not be rolled is taken to reach at most this much further (docs/language.md
// §4); the longest run of days off from 2007 to 2026 has ten (24 January to 2 February 2020).
inline constexpr Days gap_days{15};

// Where a day lies: from ≤ day ≤ last is in.
[[nodiscard]] SANBAO_EXPORT Place where(const Window& window, CivilDate day) noexcept;

}  // namespace sanbao
