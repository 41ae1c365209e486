// SPDX-License-Identifier: Apache-2.0
//
// clock_modes_swapped.cpp: must not compile: the modes of a clock cannot change places unnoticed.
#include "sanbao/values/window.hpp"

using namespace sanbao;

Counted run(CivilDate sold, Period p) {
#ifdef CONTROL
  return count_window(sold, p, CountFrom::next_day, MonthEnd::last_day, nullptr);
#else
  return count_window(sold, p, MonthEnd::last_day, CountFrom::next_day, nullptr);  // refused
#endif
}
