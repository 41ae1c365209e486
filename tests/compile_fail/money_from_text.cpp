// SPDX-License-Identifier: Apache-2.0
//
// money_from_text.cpp: must not compile: a text may turn out to be no amount.
#include "sanbao/values/money.hpp"

using namespace sanbao;

Money price(Currency yuan) {
#ifdef CONTROL
  return Money::parse("1299.00", yuan).money;
#else
  return Money::parse("1299.00", yuan);  // refused
#endif
}
