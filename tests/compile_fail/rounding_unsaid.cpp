// SPDX-License-Identifier: Apache-2.0
//
// rounding_unsaid.cpp: must not compile: how a product becomes money has no silent answer.
#include "values/exact.hpp"

using namespace sanbao;

auto fee(const values::Exact& amount) {
#ifdef CONTROL
  return amount.to_multiple_of(1, Rounding::half_up);
#else
  return amount.to_multiple_of(1);  // refused
#endif
}
