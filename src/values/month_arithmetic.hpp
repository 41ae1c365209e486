// SPDX-License-Identifier: Apache-2.0
//
// Months added to a date: the one door between periods and the date library of civil_date.cpp.
//
// In:  a start date, a number of months (negative towards the past), what to do where the month has
//      no such day.
// Out: the date, or false beyond 0001-01-01 … 9999-12-31 and for a missing day under
//      MonthEnd::error.
// Never: steps month by month: 31 January + 2 months is 31 March.
// Tested by tests/unit/period_test.cpp and tests/proof/calendar_proof.cpp.
#pragma once

#include "sanbao/values/civil_date.hpp"
#include "sanbao/values/period.hpp"

#include <cstdint>

namespace sanbao::values {

[[nodiscard]] bool add_months(CivilDate start, std::int64_t months, MonthEnd month_end,
                              CivilDate& moved) noexcept;

}  // namespace sanbao::values
