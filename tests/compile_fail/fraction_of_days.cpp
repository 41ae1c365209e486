// SPDX-License-Identifier: Apache-2.0
//
// fraction_of_days.cpp: must not compile: no law counts half days.
#include "sanbao/values/civil_date.hpp"

using namespace sanbao;

Days half() {
#ifdef CONTROL
  return Days(1);
#else
  return Days(0.5);  // refused
#endif
}
