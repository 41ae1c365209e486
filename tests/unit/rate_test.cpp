// SPDX-License-Identifier: Apache-2.0
//
// rate_test.cpp: rates are read exactly, compare by value, and are written so that they read back.
#include "sanbao/values/rate.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <random>
#include <string>
#include <string_view>

using namespace sanbao;

namespace {

std::int64_t parts(std::string_view text) {
  const auto rate = Rate::parse(text);
  REQUIRE_MESSAGE(rate.has_value(), text);
  return rate->parts();
}

}  // namespace

TEST_CASE("rates are read in parts of a thousand million") {
  CHECK(parts("0.3%") == 3'000'000);
  CHECK(parts("0.25%") == 2'500'000);
  CHECK(parts("5‰") == 5'000'000);
  CHECK(parts("100%") == Rate::parts_per_whole);
  CHECK(parts("1000‰") == Rate::parts_per_whole);
  CHECK(parts("0%") == 0);
  CHECK(parts("0.000001%") == 10);
  CHECK(parts("0.000001‰") == 1);
  CHECK(parts("10000000%") == Rate::max_parts);
  CHECK(parts("100000000‰") == Rate::max_parts);
  CHECK(Rate::parse("5‰") == Rate::parse("0.5%"));
  CHECK(*Rate::parse("0.25%") < *Rate::parse("0.3%"));
}

TEST_CASE("what is no rate") {
  for (const std::string_view text : {"",
                                      "%",
                                      "‰",
                                      "0.3",
                                      "0.3 %",
                                      "-0.3%",
                                      "+0.3%",
                                      " 0.3%",
                                      "0.3% ",
                                      ".3%",
                                      "3.%",
                                      "03%",
                                      "00%",
                                      "0.3%%",
                                      "0.3‰%",
                                      "1e1%",
                                      "0,3%",
                                      "0.0000001%",
                                      "0.0000001‰",
                                      "10000000.000001%",
                                      "100000000.000001‰",
                                      "３%",
                                      "0.3％",
                                      "99999999999999999999%",
                                      "0.3\xE2\x80"}) {
    CAPTURE(text);
    CHECK_FALSE(Rate::parse(text).has_value());
  }
}

TEST_CASE("rates are written in the shortest exact way") {
  const auto written = [](std::string_view text) { return Rate::parse(text)->to_string(); };
  CHECK(written("0.3%") == "0.3%");
  CHECK(written("0.30%") == "0.3%");
  CHECK(written("5‰") == "0.5%");
  CHECK(written("100%") == "100%");
  CHECK(written("0%") == "0%");
  CHECK(written("0.000001‰") == "0.000001‰");  // a seventh decimal in per cent
  CHECK(written("10000000%") == "10000000%");
}

TEST_CASE("what is written reads back") {
  std::mt19937_64 random(5);
  for (int i = 0; i < 20000; ++i) {
    const auto spread = std::int64_t{1} << random() % 47;
    const Rate rate = Rate::from_parts(static_cast<std::int64_t>(random()) & (spread - 1));
    if (rate > Rate::from_parts(Rate::max_parts)) continue;
    CAPTURE(rate.to_string());
    CHECK(Rate::parse(rate.to_string()) == rate);
  }
}
