// SPDX-License-Identifier: Apache-2.0
//
// month_end_unsaid.cpp: must not compile: where a month has no such day the caller chooses.
#include "sanbao/values/period.hpp"

using namespace sanbao;

auto last(CivilDate sold) {
#ifdef CONTROL
  return add(sold, Period::months(1), MonthEnd::last_day);
#else
  return add(sold, Period::months(1));  // refused
#endif
}
