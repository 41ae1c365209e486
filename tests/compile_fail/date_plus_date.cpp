// SPDX-License-Identifier: Apache-2.0
//
// date_plus_date.cpp: must not compile: two dates have a difference, not a sum.
#include "sanbao/values/civil_date.hpp"

using namespace sanbao;

auto both(CivilDate a, CivilDate b) {
#ifdef CONTROL
  return a - b;
#else
  return a + b;  // refused
#endif
}
