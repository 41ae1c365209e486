// SPDX-License-Identifier: Apache-2.0
//
// bool_from_number.cpp: must not compile: a number is not true or false.
#include "sanbao/claim.hpp"

using namespace sanbao;

bool damaged(Claim& claim, Fact<bool> fact) {
#ifdef CONTROL
  return claim.set(fact, true);
#else
  return claim.set(fact, 5);  // refused
#endif
}
