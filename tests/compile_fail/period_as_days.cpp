// SPDX-License-Identifier: Apache-2.0
//
// period_as_days.cpp: must not compile: a period is no number of days.
#include "sanbao/values/period.hpp"

using namespace sanbao;

Days week() {
#ifdef CONTROL
  return Days(7);
#else
  return Period::days(7);  // refused
#endif
}
