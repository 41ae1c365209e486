// SPDX-License-Identifier: Apache-2.0
//
// rounding_unsaid.cpp: must not compile: how a product becomes money has no silent answer.
#include "values/amount.hpp"

using namespace sanbao;

auto fee(const values::Exact& amount, Money cent) {
#ifdef CONTROL
  return values::round_amount(amount, cent, Rounding::half_up);
#else
  return values::round_amount(amount, cent);  // refused
#endif
}
