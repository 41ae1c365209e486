// SPDX-License-Identifier: Apache-2.0
//
// money_plus_number.cpp: must not compile: an amount grows by an amount.
#include "sanbao/values/money.hpp"

using namespace sanbao;

auto more(Money price) {
#ifdef CONTROL
  return price + Money::minor(1, price.currency());
#else
  return price + 1;  // refused
#endif
}
