// SPDX-License-Identifier: Apache-2.0
//
// window_of_number.cpp: must not compile: a period needs its unit.
#include "sanbao/values/window.hpp"

using namespace sanbao;

Counted week(CivilDate sold, CountFrom from) {
#ifdef CONTROL
  return count_window(sold, Period::days(7), from, MonthEnd::last_day, nullptr);
#else
  return count_window(sold, 7, from, MonthEnd::last_day, nullptr);  // refused
#endif
}
