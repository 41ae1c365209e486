// SPDX-License-Identifier: Apache-2.0
//
// money_sum_unchecked.cpp: must not compile: a sum may overflow, or meet another currency.
#include "sanbao/values/money.hpp"

using namespace sanbao;

Money net(Money price, Money fee) {
#ifdef CONTROL
  return *(price - fee);
#else
  return price - fee;  // refused
#endif
}
