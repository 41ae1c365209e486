// SPDX-License-Identifier: Apache-2.0
//
// exact_plus_money.cpp: must not compile: money enters a calculation by name, in minor units.
#include "values/exact.hpp"

using namespace sanbao;

auto sum(const values::Exact& amount, Money fee) {
#ifdef CONTROL
  return amount + values::Exact::from_integer(fee.minor_units());
#else
  return amount + fee;  // refused
#endif
}
