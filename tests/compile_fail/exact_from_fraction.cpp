// SPDX-License-Identifier: Apache-2.0
//
// exact_from_fraction.cpp: must not compile: an exact number is never made of a binary fraction.
#include "values/exact.hpp"

using namespace sanbao;

values::Exact rate() {
#ifdef CONTROL
  return values::Exact::from_scaled(3, 1000);
#else
  return values::Exact(0.003);  // refused
#endif
}
