// SPDX-License-Identifier: Apache-2.0
//
// policy_fuzz.cpp: the bytes of a policy file.
// In: any bytes. Out: accepted, and then twice alike, or refused at a place; never worse.
#include "promises.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::hold_policy(fuzz::text_of(data, size));
  return 0;
}
