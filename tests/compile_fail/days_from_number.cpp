// SPDX-License-Identifier: Apache-2.0
//
// days_from_number.cpp: must not compile: a bare number is never taken for days.
#include "sanbao/values/civil_date.hpp"

using namespace sanbao;

Days waited() {
#ifdef CONTROL
  return Days(90);
#else
  return 90;  // refused
#endif
}
