// SPDX-License-Identifier: Apache-2.0
//
// days_order_number.cpp: must not compile: days compare with days only.
#include "sanbao/values/civil_date.hpp"

using namespace sanbao;

bool too_long(Days waited) {
#ifdef CONTROL
  return waited > Days(90);
#else
  return waited > 90;  // refused
#endif
}
