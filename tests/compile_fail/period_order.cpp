// SPDX-License-Identifier: Apache-2.0
//
// period_order.cpp: must not compile: which of one month and thirty days is longer depends on the
// month.
#include "sanbao/values/period.hpp"

using namespace sanbao;

bool shorter(Period a, Period b) {
#ifdef CONTROL
  return compare(a, b) == std::strong_ordering::less;
#else
  return a < b;  // refused
#endif
}
