// SPDX-License-Identifier: Apache-2.0
//
// date_before_days.cpp: must not compile: a date and a length have no order.
#include "sanbao/values/civil_date.hpp"

using namespace sanbao;

bool early(CivilDate date) {
#ifdef CONTROL
  return date < CivilDate::from_days(7);
#else
  return date < Days(7);  // refused
#endif
}
