// SPDX-License-Identifier: Apache-2.0
//
// fraction_of_period.cpp: must not compile: half a month is a length nobody could count.
#include "sanbao/values/period.hpp"

using namespace sanbao;

Period length() {
#ifdef CONTROL
  return Period::months(1);
#else
  return Period::months(1.5);  // refused
#endif
}
