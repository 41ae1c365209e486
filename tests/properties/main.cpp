// SPDX-License-Identifier: Apache-2.0
//
// main.cpp: the entry of the property tests. The same seed and count for everyone, unless RC_PARAMS says otherwise.
#define DOCTEST_CONFIG_IMPLEMENT
#include <doctest/doctest.h>
#include <stdlib.h>

#include <string>

int main(int argc, char** argv) {
  const std::string runs = std::to_string(SANBAO_PROPERTY_RUNS);
  setenv("RC_PARAMS", ("seed=1 max_success=" + runs).c_str(), 0);
  return doctest::Context(argc, argv).run();
}
