// SPDX-License-Identifier: Apache-2.0
//
// exact_plus_money.cpp: must not compile: money enters a calculation by name, in major units.
#include "values/amount.hpp"

using namespace sanbao;

auto sum(const values::Exact& amount, Money fee) {
#ifdef CONTROL
  return amount + values::exact(fee);
#else
  return amount + fee;  // refused
#endif
}
