// SPDX-License-Identifier: Apache-2.0
//
// shipped_calendars_test.cpp: what the library carries is what lies in rules/calendars.
#include "shipped_calendars.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <iterator>
#include <string>

TEST_CASE("a shipped calendar has the bytes of its file") {
  const auto calendars = sanbao::shipped_calendars();
  REQUIRE(calendars.size() == 1);
  CHECK(calendars[0].name == "cn");
  // The tests run in the root of the tree.
  std::ifstream file("rules/calendars/cn.csv", std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  CHECK(text.size() > 10'000);
  CHECK(calendars[0].text == text);
}
