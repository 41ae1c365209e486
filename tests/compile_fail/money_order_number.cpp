// SPDX-License-Identifier: Apache-2.0
//
// money_order_number.cpp: must not compile: a hundred of what?
#include "sanbao/values/money.hpp"

using namespace sanbao;

bool cheap(Money price) {
#ifdef CONTROL
  return price < Money::minor(100, price.currency());
#else
  return price < 100;  // refused
#endif
}
