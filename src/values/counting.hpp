// SPDX-License-Identifier: Apache-2.0
//
// Where a civil length ends: the part of count_window that most periods take.
//
// In:  a start, a length of days or months, how the policy's clock counts.
// Out: the last day; false beyond 9999-12-31 and for a missing day under MonthEnd::error.
// Never: looks at a calendar, rolls.
// Tested by tests/unit/window_test.cpp and tests/proof/calendar_proof.cpp.
#pragma once

#include "sanbao/values/period.hpp"
#include "values/month_arithmetic.hpp"

namespace sanbao::values {

/// Of days or months, and at least one of them.
[[nodiscard]] constexpr bool has_civil_days(Period length) noexcept {
  return length.kind() != PeriodKind::working_days && length.count() > 0;
}

// A date and whether there is one are told apart: an optional date goes through memory.
[[nodiscard]] inline bool count_civil(CivilDate from, Period length, CountFrom count_from,
                                      MonthEnd month_end, CivilDate& last) noexcept {
  std::int64_t day = from.days_since_epoch();
  if (length.kind() == PeriodKind::days) {
    day += length.count();
    if (day < CivilDate::first().days_since_epoch() || day > CivilDate::last().days_since_epoch())
      return false;
  } else {
    CivilDate moved;
    if (!add_months(from, length.count(), month_end, moved)) return false;
    day = moved.days_since_epoch();
  }
  last = CivilDate::from_days(
      static_cast<std::int32_t>(count_from == CountFrom::same_day ? day - 1 : day));
  return true;
}

}  // namespace sanbao::values
