// SPDX-License-Identifier: Apache-2.0
//
// Intervals of days: how long a unit was in repair, and what that adds to a period.
//
// In:  spans of dates such as received … returned, in any order; open ones already ended by the day
//      of judgement.
// Out: the days of their union; a period's last day moved by them.
// Never: counts a day twice, counts the first day of a span (1 June to 11 June is 10 days),
//        allocates or throws.
// Tested by tests/unit/intervals_test.cpp.
#pragma once

#include "sanbao/values/civil_date.hpp"
#include "sanbao/values/window.hpp"

#include <cstddef>
#include <optional>
#include <span>

namespace sanbao::values {

// From begin to end; its length is the difference of the two. One that ends before it begins, or as
// it begins, has no days.
struct DayInterval {
  CivilDate begin;
  CivilDate end;

  friend constexpr bool operator==(const DayInterval&, const DayInterval&) noexcept = default;
};

// Sorts and merges in place those that overlap or touch, drops those without days, and returns how
// many are left, in date order at the front of the span.
[[nodiscard]] std::size_t merge(std::span<DayInterval> intervals) noexcept;

// The days of the union between two dates, as differences (docs/records.md §1). Sorts and merges
// the span in place.
[[nodiscard]] Days union_days(std::span<DayInterval> intervals, CivilDate clip_from,
                              CivilDate clip_to) noexcept;

struct Extended {
  CivilDate last;
  Days added;
};

// How a last day moves out of a holiday, and what is taken for it where the calendar does not tell: that it stays, or (`at_most`)
// that it moves as far as it could.
struct Moving {
  Roll roll = Roll::none;
  const WorkCalendar* calendar = nullptr;
  bool at_most = false;
};

// Moves a last day by repairs (docs/language.md §4 extend_by, §7 Extension): intervals are clipped
// to begin at `from` and merged; in date order, each that begins on or before the last day so far
// moves it by its whole length. Last day 1 May 2025 with 25 Apr–10 May, 8–20 May and 25 May–4 Jun
// gives 5 June. A last day on a holiday is the day to which it moves (Civil Code, article 203): what begins until then
// moves that day. Empty beyond 9999-12-31. The span is changed.
[[nodiscard]] std::optional<Extended> extend_last(CivilDate last, std::span<DayInterval> intervals,
                                                  CivilDate from, const Moving& moving = {});

}  // namespace sanbao::values
