// SPDX-License-Identifier: Apache-2.0
//
// period_plus_period.cpp: must not compile: one month and three days depend on which of them comes
// first.
#include "sanbao/values/period.hpp"

using namespace sanbao;

auto last(CivilDate sold) {
#ifdef CONTROL
  return add(*add(sold, Period::months(1), MonthEnd::last_day), Days(3));
#else
  return add(sold, Period::months(1) + Period::days(3), MonthEnd::last_day);  // refused
#endif
}
