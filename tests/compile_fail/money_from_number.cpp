// SPDX-License-Identifier: Apache-2.0
//
// money_from_number.cpp: must not compile: an amount has a currency.
#include "sanbao/values/money.hpp"

using namespace sanbao;

Money price(Currency yuan) {
#ifdef CONTROL
  return Money::minor(129900, yuan);
#else
  return 129900;  // refused
#endif
}
