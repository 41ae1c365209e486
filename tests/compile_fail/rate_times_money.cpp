// SPDX-License-Identifier: Apache-2.0
//
// rate_times_money.cpp: must not compile: a product of money is rounded, and the rounding has a
// name.
#include "sanbao/values/money.hpp"
#include "sanbao/values/rate.hpp"

using namespace sanbao;

auto fee(Money price, Rate daily) {
#ifdef CONTROL
  return price.minor_units() * daily.parts();
#else
  return price * daily;  // refused
#endif
}
