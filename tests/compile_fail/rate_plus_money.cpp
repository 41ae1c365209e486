// SPDX-License-Identifier: Apache-2.0
//
// rate_plus_money.cpp: must not compile: a rate is no amount until it is taken of one.
#include "sanbao/values/money.hpp"
#include "sanbao/values/rate.hpp"

using namespace sanbao;

auto more(Money price, Rate daily) {
#ifdef CONTROL
  return price + Money::minor(daily.parts(), price.currency());
#else
  return price + daily;  // refused
#endif
}
