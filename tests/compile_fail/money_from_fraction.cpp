// SPDX-License-Identifier: Apache-2.0
//
// money_from_fraction.cpp: must not compile: 12.99 is no binary fraction.
#include "sanbao/values/money.hpp"

using namespace sanbao;

Money price(Currency yuan) {
#ifdef CONTROL
  return Money::minor(1299, yuan);
#else
  return Money::minor(12.99, yuan);  // refused
#endif
}
