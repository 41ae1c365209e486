// SPDX-License-Identifier: Apache-2.0
//
// clock_unsaid.cpp: must not compile: whether the start day counts has no silent answer.
#include "sanbao/values/window.hpp"

using namespace sanbao;

Counted run(CivilDate sold, Period p) {
#ifdef CONTROL
  return count_window(sold, p, CountFrom::next_day, MonthEnd::last_day, nullptr);
#else
  return count_window(sold, p, nullptr);  // refused
#endif
}
