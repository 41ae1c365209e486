// SPDX-License-Identifier: Apache-2.0
//
// exact_test.cpp: rationals of 128 bits at their edges, the four roundings, decimal text, and
// amounts that become money. Ten million products are in tests/proof.
#include "values/exact.hpp"

#include "values/decimal.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <limits>
#include <random>
#include <string>
#include <string_view>

using namespace sanbao;
using namespace sanbao::values;

namespace {

constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t greatest = std::numeric_limits<std::int64_t>::max();

Exact whole(std::int64_t n) {
  return Exact::from_integer(n);
}
Exact ratio(std::int64_t n, std::int64_t d) {
  return whole(n) / whole(d);
}

// 2^n
Exact power_of_two(int n) {
  Exact power = whole(1);
  for (int i = 0; i < n; ++i)
    power = power * whole(2);
  return power;
}

std::string order(const Exact& a, const Exact& b) {
  const auto found = a <=> b;
  CHECK((found < 0) == (b > a));
  CHECK((found == 0) == (b == a));
  return found < 0 ? "<" : found > 0 ? ">" : found == 0 ? "=" : "unordered";
}

constexpr std::array modes{Rounding::half_up, Rounding::half_even, Rounding::down, Rounding::up};

}  // namespace

TEST_CASE("fractions are worked out exactly") {
  CHECK(ratio(1, 3) + ratio(1, 6) == ratio(1, 2));
  CHECK(ratio(1, 3) * whole(3) == whole(1));
  CHECK(whole(1) / whole(3) * whole(3) - whole(1) == Exact());
  CHECK(ratio(1, -3) == ratio(-1, 3));
  CHECK(ratio(-1, -3) == ratio(1, 3));
  CHECK(-ratio(2, 4) == ratio(-1, 2));
  CHECK(Exact::from_scaled(129900, 100) == whole(1299));
  CHECK(ratio(6, 3).is_whole());
  CHECK_FALSE(ratio(5, 3).is_whole());
  CHECK(ratio(0, 5).is_zero());
  CHECK(ratio(-1, 5).is_negative());
  CHECK_FALSE(ratio(1, 5).is_negative());
}

TEST_CASE("comparison does not overflow where cross products would") {
  CHECK(order(ratio(1, 3), ratio(1, 2)) == "<");
  CHECK(order(ratio(-1, 3), ratio(-1, 2)) == ">");
  CHECK(order(ratio(-1, 2), ratio(1, 3)) == "<");
  CHECK(order(ratio(2, 4), ratio(1, 2)) == "=");
  CHECK(order(ratio(-7, 3), ratio(-5, 2)) == ">");
  CHECK(order(whole(2), ratio(5, 2)) == "<");
  CHECK(order(ratio(5, 2), whole(3)) == "<");
  // (2^126 + 1) / 2^126 against (2^125 + 1) / 2^125: the cross products have 252 bits.
  const Exact big = power_of_two(126);
  const Exact half = power_of_two(125);
  CHECK(order((big + whole(1)) / big, (half + whole(1)) / half) == "<");
  CHECK(order(-(big + whole(1)) / big, -(half + whole(1)) / half) == ">");
  CHECK(order(big / (big + whole(1)), half / (half + whole(1))) == ">");
  CHECK(order(whole(greatest), whole(least)) == ">");
  // 2^100 against a third more, upright and turned over: one side has no rest.
  const Exact great = power_of_two(100);
  const Exact more = (whole(3) * great + whole(1)) / whole(3);
  CHECK(order(great, more) == "<");
  CHECK(order(more, great) == ">");
  CHECK(order(whole(1) / great, whole(1) / more) == ">");
  CHECK(order(whole(1) / more, whole(1) / great) == "<");
}

TEST_CASE("comparison agrees with cross products of small fractions") {
  for (int a = -7; a <= 7; ++a)
    for (int b = 1; b <= 7; ++b)
      for (int c = -7; c <= 7; ++c)
        for (int d = 1; d <= 7; ++d) {
          const int left = a * d;
          const int right = c * b;
          CHECK(order(ratio(a, b), ratio(c, d)) == (left < right ? "<" : left > right ? ">" : "="));
        }
}

TEST_CASE("lowest terms are taken only to make room") {
  // 2^100 / 2^100 + 2^100 / 2^100, whose plain denominator would have 200 bits.
  const Exact one = power_of_two(100) / power_of_two(100);
  CHECK(one + one == whole(2));
  CHECK(one * power_of_two(100) * one == power_of_two(100));
  const Exact tiny = whole(1) / power_of_two(120);
  CHECK(tiny + tiny == whole(1) / power_of_two(119));
  CHECK(tiny * power_of_two(120) == whole(1));
  CHECK(power_of_two(126) * ratio(1, 3) * whole(3) == power_of_two(126));
  CHECK(tiny + ratio(1, 64) - ratio(1, 64) == tiny);
  // 1/3·2^70 + 1/3·2^71 = 3/3·2^71: the sum itself is reduced.
  CHECK(ratio(1, 3) / power_of_two(70) + ratio(1, 3) / power_of_two(71) ==
        whole(1) / power_of_two(71));
}

TEST_CASE("what does not fit 128 bits is an overflow, and stays one") {
  const Exact big = power_of_two(126);
  CHECK_FALSE(big.overflowed());
  CHECK((big + (big - whole(1))).has_value());  // 2^127 − 1
  CHECK((big + big).overflowed());
  CHECK((-big - big).overflowed());
  CHECK((big * whole(2)).overflowed());
  CHECK((big * whole(-2)).overflowed());
  CHECK((power_of_two(64) * power_of_two(62)).has_value());
  CHECK((power_of_two(64) * power_of_two(63)).overflowed());
  CHECK((power_of_two(63) * power_of_two(63)).has_value());
  CHECK(((power_of_two(64) - whole(1)) * (power_of_two(64) - whole(1))).overflowed());
  CHECK((whole(1) / big / whole(3)).overflowed());
  CHECK((whole(1) / big + whole(1) / (big - whole(1))).overflowed());
  const Exact lost = big + big;
  CHECK((lost - big).overflowed());
  CHECK((lost * Exact()).overflowed());
  CHECK((whole(1) / lost).overflowed());
  CHECK((-lost).overflowed());
  CHECK(lost.ceil().overflowed());
  CHECK_FALSE(lost.is_whole());
  CHECK_FALSE(lost.is_zero());
  CHECK_FALSE(lost.to_integer().has_value());
  CHECK_FALSE(lost.round_to(whole(1), Rounding::half_up).has_value());
  CHECK(order(lost, big) == "unordered");
  CHECK(order(lost, lost) == "unordered");
  CHECK(whole(least) * whole(least) == power_of_two(126));
  CHECK(whole(least) + whole(least) == -power_of_two(64));
  CHECK(-whole(least) == power_of_two(63));
}

TEST_CASE("a division by nought has no value, and neither has what follows") {
  const Exact none = whole(5) / Exact();
  CHECK(none.state() == Exact::State::no_value);
  CHECK_FALSE(none.overflowed());
  CHECK((none + whole(1)).state() == Exact::State::no_value);
  CHECK((Exact::overflow() * none).state() == Exact::State::no_value);
  CHECK((none / Exact::overflow()).state() == Exact::State::no_value);
  CHECK((-none).state() == Exact::State::no_value);
  CHECK(order(none, none) == "unordered");
  CHECK_FALSE(none.is_whole());
  CHECK_FALSE(none.round_to(whole(1), Rounding::down).has_value());
}

TEST_CASE("the four roundings act on the absolute value and keep the sign") {
  struct Row {
    std::int64_t tenths;
    std::array<std::int64_t, 4> rounded;  // half_up, half_even, down, up
  };
  for (const Row& row : {Row{25, {3, 2, 2, 3}}, Row{35, {4, 4, 3, 4}}, Row{24, {2, 2, 2, 3}},
                         Row{26, {3, 3, 2, 3}}, Row{20, {2, 2, 2, 2}}, Row{5, {1, 0, 0, 1}},
                         Row{15, {2, 2, 1, 2}}, Row{1, {0, 0, 0, 1}}, Row{0, {0, 0, 0, 0}}})
    for (std::size_t i = 0; i < modes.size(); ++i) {
      CAPTURE(row.tenths);
      CHECK(ratio(row.tenths, 10).round_to(whole(1), modes[i]) == row.rounded[i]);
      CHECK(ratio(-row.tenths, 10).round_to(whole(1), modes[i]) == -row.rounded[i]);
    }
}

TEST_CASE("rounding to a step gives whole steps") {
  CHECK(Exact::from_scaled(12345, 1000).round_to(ratio(1, 100), Rounding::half_up) == 1235);
  CHECK(Exact::from_scaled(1237, 1000).round_to(ratio(5, 100), Rounding::half_up) == 25);
  CHECK(whole(7).round_to(ratio(2, 3), Rounding::down) == 10);
  CHECK(ratio(2, 3).round_to(whole(1), Rounding::half_up) == 1);
  CHECK(ratio(1, 3).round_to(whole(1), Rounding::half_up) == 0);
  CHECK_FALSE(whole(1).round_to(Exact(), Rounding::half_up).has_value());
  CHECK_FALSE(whole(1).round_to(whole(-1), Rounding::half_up).has_value());
  CHECK(whole(greatest).round_to(whole(1), Rounding::half_up) == greatest);
  CHECK_FALSE((whole(greatest) + whole(1)).round_to(whole(1), Rounding::down).has_value());
  CHECK_FALSE((whole(greatest) + ratio(1, 2)).round_to(whole(1), Rounding::half_up).has_value());
  CHECK((whole(greatest) + ratio(1, 2)).round_to(whole(1), Rounding::down) == greatest);
  CHECK_FALSE(power_of_two(126).round_to(ratio(1, 100), Rounding::down).has_value());
}

TEST_CASE("rounding up to a whole number") {
  CHECK(ratio(25, 24).ceil() == whole(2));
  CHECK(ratio(24, 24).ceil() == whole(1));
  CHECK(ratio(-25, 24).ceil() == whole(-1));
  CHECK(ratio(-1, 24).ceil() == whole(0));
  CHECK(ratio(24, 24).to_integer() == 1);
  CHECK_FALSE(ratio(25, 24).to_integer().has_value());
  CHECK(whole(least).to_integer() == least);
  CHECK_FALSE(power_of_two(63).to_integer().has_value());
}

TEST_CASE("numbers are written as decimals where that is exact") {
  CHECK(whole(0).to_string() == "0");
  CHECK(whole(least).to_string() == "-9223372036854775808");
  CHECK(ratio(5, 4).to_string() == "1.25");
  CHECK(ratio(-5, 4).to_string() == "-1.25");
  CHECK(ratio(1, 1000).to_string() == "0.001");
  CHECK(ratio(2, 6).to_string() == "1/3");
  CHECK(ratio(-14, 6).to_string() == "-7/3");
  CHECK(ratio(7, 14).to_string() == "0.5");
  CHECK(power_of_two(126).to_string() == "85070591730234615865843651857942052864");
  CHECK((whole(1) / power_of_two(125)).to_string() == "1/42535295865117307932921825928971026432");
  CHECK((whole(1) / power_of_two(19)).to_string() == "1/524288");  // 19 decimals
  CHECK((whole(1) / power_of_two(18)).to_string() == "0.000003814697265625");
}

TEST_CASE("an amount becomes money once, by the policy's rounding") {
  // 1,299.00 at 0.3 % for 72 days is 280.584 (docs/language.md, the reference policy).
  const Exact fee = whole(129900) * ratio(3, 1000) * whole(72);
  const auto rounded = [](const Exact& amount, std::int64_t step, Rounding mode) {
    return amount.to_multiple_of(step, mode).to_integer();
  };
  CHECK(rounded(fee, 1, Rounding::half_up) == 28058);
  CHECK(rounded(fee, 1, Rounding::up) == 28059);
  CHECK(rounded(-fee, 1, Rounding::up) == -28059);
  CHECK(rounded(fee, 10, Rounding::half_up) == 28060);
  CHECK(rounded(fee, 100, Rounding::down) == 28000);
  CHECK(rounded(whole(greatest), 1, Rounding::down) == greatest);
  CHECK(rounded(Exact(), 100, Rounding::up) == 0);
  // No step, no value, and steps beyond 64 bits.
  for (const std::int64_t step : {std::int64_t{0}, std::int64_t{-1}, least})
    CHECK(fee.to_multiple_of(step, Rounding::down).overflowed());
  CHECK_FALSE(Exact::no_value().to_multiple_of(1, Rounding::down).has_value());
  CHECK((whole(greatest) + whole(1)).to_multiple_of(1, Rounding::down).overflowed());
  CHECK((-whole(greatest) - whole(2)).to_multiple_of(1, Rounding::down).overflowed());
  // The steps fit, what they come to does not: it can be worked with, but is no amount.
  const Exact beyond = (whole(greatest) + whole(1)).to_multiple_of(100'000, Rounding::up);
  CHECK(beyond / whole(100'000) == whole(greatest / 100'000 + 1));
  CHECK_FALSE(beyond.to_integer().has_value());
}

TEST_CASE("numbers as text (docs/records.md §3)") {
  CHECK(read_decimal("0", 6, greatest) == 0);
  CHECK(read_decimal("12", 6, greatest) == 12'000'000);
  CHECK(read_decimal("12.5", 6, greatest) == 12'500'000);
  CHECK(read_decimal("0.000001", 6, greatest) == 1);
  CHECK(read_decimal("9223372036854.775807", 6, greatest) == greatest);
  CHECK_FALSE(read_decimal("9223372036854.775808", 6, greatest).has_value());
  CHECK_FALSE(read_decimal("0.0000001", 6, greatest).has_value());
  CHECK(read_decimal("12", 0, 12) == 12);
  CHECK_FALSE(read_decimal("12.0", 0, greatest).has_value());
  CHECK_FALSE(read_decimal("13", 0, 12).has_value());
  CHECK_FALSE(read_decimal("5", 0, 3).has_value());
  CHECK(read_count("0") == 0);
  CHECK(read_count("9223372036854775807") == greatest);
  for (const std::string_view text : {"", "-1", "+1", "01", "00", "1.", ".1", "1.0", "1e0", " 1",
                                      "1 ", "9223372036854775808", "1_0", "0x1", "１"}) {
    CAPTURE(text);
    CHECK_FALSE(read_count(text).has_value());
    if (text != "1.0" && text != "9223372036854775808")
      CHECK_FALSE(read_decimal(text, 6, greatest).has_value());
  }
}

TEST_CASE("integers are written as decimals") {
  const auto written = [](std::int64_t scaled, int decimals, Trailing noughts) {
    char text[max_decimal_text];
    return std::string(text, write_decimal(text, scaled, decimals, noughts));
  };
  CHECK(written(12'500'000, 6, Trailing::drop) == "12.5");
  CHECK(written(12'500'000, 6, Trailing::keep) == "12.500000");
  CHECK(written(12'000'000, 6, Trailing::drop) == "12");
  CHECK(written(0, 6, Trailing::drop) == "0");
  CHECK(written(-1, 6, Trailing::drop) == "-0.000001");
  CHECK(written(100, 0, Trailing::drop) == "100");
  CHECK(written(least, 18, Trailing::keep) == "-9.223372036854775808");
  CHECK(written(least, 6, Trailing::keep).size() <= max_decimal_text);
  std::mt19937_64 random(3);
  for (int i = 0; i < 10000; ++i) {
    const auto n = static_cast<std::int64_t>(random() >> 1 >> random() % 63);
    CHECK(read_decimal(written(n, 6, Trailing::drop), 6, greatest) == n);
    CHECK(read_decimal(written(n, 2, Trailing::keep), 2, greatest) == n);
  }
}
