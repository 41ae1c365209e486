// SPDX-License-Identifier: Apache-2.0
//
// money_times_money.cpp: must not compile: square yuan buy nothing.
#include "sanbao/values/money.hpp"

using namespace sanbao;

auto both(Money a, Money b) {
#ifdef CONTROL
  return a + b;
#else
  return a * b;  // refused
#endif
}
