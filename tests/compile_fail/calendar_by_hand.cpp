// SPDX-License-Identifier: Apache-2.0
//
// calendar_by_hand.cpp: must not compile: a calendar comes from a file that was checked.
#include "sanbao/values/calendar.hpp"

using namespace sanbao;

auto empty() {
#ifdef CONTROL
  return parse_calendar("", "cn", "").calendar;
#else
  return WorkCalendar();  // refused
#endif
}
