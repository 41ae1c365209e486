// SPDX-License-Identifier: Apache-2.0
//
// currency_from_text.cpp: must not compile: a currency is one of ISO 4217 or none.
#include "sanbao/values/money.hpp"

using namespace sanbao;

Money price() {
#ifdef CONTROL
  return Money::minor(1, *Currency::parse("CNY"));
#else
  return Money::minor(1, "CNY");  // refused
#endif
}
