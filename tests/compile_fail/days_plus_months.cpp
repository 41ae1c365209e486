// SPDX-License-Identifier: Apache-2.0
//
// days_plus_months.cpp: must not compile: months have no fixed number of days, so the two have no
// sum.
#include "sanbao/values/period.hpp"

using namespace sanbao;

auto last(CivilDate sold) {
#ifdef CONTROL
  return add(*add(sold, Period::months(1), MonthEnd::last_day), Days(30));
#else
  return add(sold, Days(30) + Period::months(1));  // refused
#endif
}
