// SPDX-License-Identifier: Apache-2.0
//
// money_test.cpp: currencies, amounts as text, sums and differences that may overflow.
#include "sanbao/values/money.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <string>
#include <string_view>

using namespace sanbao;

namespace {

Currency currency(std::string_view code) {
  const auto found = Currency::parse(code);
  REQUIRE_MESSAGE(found.has_value(), code);
  return *found;
}

// The amount in minor units, or the error.
std::string read(std::string_view text, std::string_view code) {
  const ParsedMoney parsed = Money::parse(text, currency(code));
  CHECK(parsed.ok == (parsed.error == MoneyError::none));
  CHECK(parsed.money.currency() == currency(code));
  switch (parsed.error) {
    case MoneyError::none:
      return std::to_string(parsed.money.minor_units());
    case MoneyError::syntax:
      return "syntax";
    case MoneyError::too_many_decimals:
      return "too many decimals";
    case MoneyError::too_large:
      return "too large";
  }
  return "?";
}

}  // namespace

TEST_CASE("currencies have the decimals of ISO 4217") {
  struct Row {
    std::string_view code;
    int decimals;
    std::int64_t minor;
  };
  for (const Row& row : {Row{"CNY", 2, 100}, Row{"EUR", 2, 100}, Row{"JPY", 0, 1}, Row{"KRW", 0, 1},
                         Row{"KWD", 3, 1000}, Row{"CLF", 4, 10000}, Row{"AED", 2, 100},
                         Row{"ZWL", 2, 100}, Row{"HRK", 2, 100}}) {
    CAPTURE(row.code);
    const Currency c = currency(row.code);
    CHECK(c.code() == row.code);
    CHECK(c.decimals() == row.decimals);
    CHECK(c.minor_per_major() == row.minor);
    CHECK(Currency::from_id(c.id()) == c);
  }
  CHECK(currency("CNY") != currency("EUR"));
  for (const std::string_view code :
       {"", "cny", "CN", "CNYX", "RMB", "XAU", "XXX", "¥", "AAA", "ZZZ", "CNY "}) {
    CAPTURE(code);
    CHECK_FALSE(Currency::parse(code).has_value());
  }
}

TEST_CASE("amounts are read exactly") {
  CHECK(read("1299.00", "CNY") == "129900");
  CHECK(read("1299.1", "CNY") == "129910");
  CHECK(read("1299", "CNY") == "129900");
  CHECK(read("0", "CNY") == "0");
  CHECK(read("0.01", "CNY") == "1");
  CHECK(read("0.29", "CNY") == "29");  // 28.999… in binary
  CHECK(read("1299", "JPY") == "1299");
  CHECK(read("1.234", "KWD") == "1234");
}

TEST_CASE("what is no amount") {
  for (const std::string_view text :
       {"",       "-1",       "+1",  " 1",  "1 ",      "1,299.00", "1_299", "01",
        "00",     "1.",       ".5",  "1e3", "1E3",     "0x10",     "1.2.3", "1299.00 CNY",
        "￥1299", "１２９９", "NaN", "inf", "1299,00", "--1",      "1.-1"}) {
    CAPTURE(text);
    CHECK(read(text, "CNY") == "syntax");
  }
  using namespace std::string_view_literals;
  CHECK(read("12\0"sv, "CNY") == "syntax");
  CHECK(read("1299.001", "CNY") == "too many decimals");
  CHECK(read("1299.000", "CNY") == "too many decimals");
  CHECK(read("1299.0", "JPY") == "too many decimals");
  CHECK(read("1000000000000000.00", "CNY") == "100000000000000000");
  CHECK(read("1000000000000000.01", "CNY") == "too large");
  CHECK(read("100000000000000000", "JPY") == "100000000000000000");
  CHECK(read("100000000000000001", "JPY") == "too large");
  CHECK(read("99999999999999999999999999999999999999", "JPY") == "too large");
  CHECK(read(std::string(1000, '9'), "CNY") == "too large");
  CHECK(read("1000000000000000.001", "CNY") == "too many decimals");
}

TEST_CASE("amounts are written with the currency's decimals") {
  const auto written = [](std::int64_t units, std::string_view code) {
    return Money::minor(units, currency(code)).to_string();
  };
  CHECK(written(129900, "CNY") == "1299.00");
  CHECK(written(5, "CNY") == "0.05");
  CHECK(written(-5, "CNY") == "-0.05");
  CHECK(written(-129900, "CNY") == "-1299.00");
  CHECK(written(0, "CNY") == "0.00");
  CHECK(written(1299, "JPY") == "1299");
  CHECK(written(0, "JPY") == "0");
  CHECK(written(1, "KWD") == "0.001");
  CHECK(written(INT64_MAX, "CNY") == "92233720368547758.07");
  CHECK(written(INT64_MIN, "CNY") == "-92233720368547758.08");
  CHECK(written(INT64_MIN, "CLF").size() <= Money::max_text);
}

TEST_CASE("sums and differences stay in one currency and in 64 bits") {
  const Currency yuan = currency("CNY");
  const auto cny = [&](std::int64_t units) { return Money::minor(units, yuan); };
  CHECK(cny(129900) - cny(28058) == cny(101842));
  CHECK(cny(1) + cny(2) == cny(3));
  CHECK(cny(1) - cny(2) == cny(-1));
  CHECK_FALSE((cny(1) + Money::minor(1, currency("EUR"))).has_value());
  CHECK_FALSE((cny(1) - Money::minor(1, currency("EUR"))).has_value());
  CHECK_FALSE((cny(INT64_MAX) + cny(1)).has_value());
  CHECK_FALSE((cny(INT64_MIN) - cny(1)).has_value());
  CHECK_FALSE((cny(0) - cny(INT64_MIN)).has_value());
}

TEST_CASE("amounts of two currencies have no order") {
  const Money yuan = Money::minor(100, currency("CNY"));
  const Money more = Money::minor(101, currency("CNY"));
  const Money euro = Money::minor(100, currency("EUR"));
  CHECK(yuan < more);
  CHECK(more >= yuan);
  CHECK(yuan != more);
  CHECK(yuan != euro);
  CHECK_FALSE(yuan < euro);
  CHECK_FALSE(yuan > euro);
  CHECK_FALSE(yuan <= euro);
}
