// SPDX-License-Identifier: Apache-2.0
//
// version_test.cpp: the text and the three numbers of version.hpp say the same.
#include "sanbao/version.hpp"

#include <doctest/doctest.h>

#include <string>

TEST_CASE("the version text is made of the three numbers") {
  const std::string numbers = std::to_string(SANBAO_VERSION_MAJOR) + "." +
                              std::to_string(SANBAO_VERSION_MINOR) + "." +
                              std::to_string(SANBAO_VERSION_PATCH);
  CHECK(numbers == sanbao::version);
  CHECK(sanbao::library_version() == sanbao::version);
}
