// SPDX-License-Identifier: Apache-2.0
//
// date_from_number.cpp: must not compile: a number is a date only where it is said to be one.
#include "sanbao/values/civil_date.hpp"

using namespace sanbao;

CivilDate leap_day() {
#ifdef CONTROL
  return CivilDate::from_days(19782);
#else
  return 19782;  // refused
#endif
}
