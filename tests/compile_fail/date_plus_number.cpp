// SPDX-License-Identifier: Apache-2.0
//
// date_plus_number.cpp: must not compile: a bare number does not say what it counts.
#include "sanbao/values/civil_date.hpp"

using namespace sanbao;

auto last(CivilDate sold) {
#ifdef CONTROL
  return add(sold, Days(7));
#else
  return sold + 7;  // refused
#endif
}
