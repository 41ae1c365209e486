// SPDX-License-Identifier: Apache-2.0
//
// bool_from_text.cpp: must not compile: a text is not true or false, though it converts to true.
#include "sanbao/claim.hpp"

using namespace sanbao;

bool damaged(Claim& claim, Fact<bool> fact) {
#ifdef CONTROL
  return claim.set(fact, true);
#else
  return claim.set(fact, "no");  // refused
#endif
}
