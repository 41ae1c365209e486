// SPDX-License-Identifier: Apache-2.0
//
// rate_from_fraction.cpp: must not compile: 0.003 is no binary fraction.
#include "sanbao/values/rate.hpp"

using namespace sanbao;

Rate daily() {
#ifdef CONTROL
  return Rate::from_parts(3'000'000);
#else
  return Rate::from_parts(0.003);  // refused
#endif
}
