// SPDX-License-Identifier: Apache-2.0
//
// days_times_days.cpp: must not compile: square days measure nothing.
#include "sanbao/values/civil_date.hpp"

using namespace sanbao;

auto area(Days a, Days b) {
#ifdef CONTROL
  return a + b;
#else
  return a * b;  // refused
#endif
}
