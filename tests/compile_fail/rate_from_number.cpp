// SPDX-License-Identifier: Apache-2.0
//
// rate_from_number.cpp: must not compile: a bare number does not say what it is a share of.
#include "sanbao/values/rate.hpp"

using namespace sanbao;

Rate daily() {
#ifdef CONTROL
  return *Rate::parse("0.3%");
#else
  return 3;  // refused
#endif
}
