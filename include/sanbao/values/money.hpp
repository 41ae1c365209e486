// SPDX-License-Identifier: Apache-2.0
//
// Money: a whole number of minor units (fen, cents) of one currency.
//
// In:  decimal text `1299.00` and a currency; or minor units.
// Out: exact amounts; sums and differences within one currency; text with the currency's decimals.
// Never: touches binary fractions, multiplies money with money, adds two currencies, wraps on
//        overflow. Products with rates and days are worked out exactly elsewhere and rounded once,
//        by a rounding that is named.
// Tested by tests/unit/money_test.cpp, tests/proof (10 million products), tests/compile_fail.
#pragma once

#include "sanbao/export.hpp"

#include <compare>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sanbao {

// A currency of ISO 4217 that counts in units; the list stands in src/values/currency.cpp.
class SANBAO_EXPORT Currency {
 public:
  // Three capitals: `CNY`. Empty where ISO 4217 has no such currency.
  [[nodiscard]] static std::optional<Currency> parse(std::string_view code) noexcept;

  [[nodiscard]] std::string_view code() const noexcept;
  // Digits after the decimal point: 2 for CNY, 0 for JPY, 3 for KWD.
  [[nodiscard]] int decimals() const noexcept { return decimals_; }
  // Minor units in a major one: 100 for CNY.
  [[nodiscard]] std::int64_t minor_per_major() const noexcept;
  // A small number that stands for the currency within one run of the program; never stored.
  [[nodiscard]] int id() const noexcept { return id_; }
  // The currency of an id() given by this program.
  [[nodiscard]] static Currency from_id(int id) noexcept;

  friend constexpr bool operator==(Currency, Currency) noexcept = default;

 private:
  constexpr Currency(std::uint8_t id, std::uint8_t decimals) noexcept
      : id_(id), decimals_(decimals) {}

  std::uint8_t id_;
  std::uint8_t decimals_;
};

// How a product or quotient becomes money. All four round the absolute value and keep the sign.
enum class Rounding : std::uint8_t {
  half_up,    // 2.5 becomes 3, −2.5 becomes −3
  half_even,  // 2.5 becomes 2, 3.5 becomes 4
  down,       // 2.9 becomes 2, −2.9 becomes −2
  up,         // 2.1 becomes 3, −2.1 becomes −3
};

// Why a text is no amount of money.
enum class MoneyError : std::uint8_t {
  none,
  syntax,  // a sign, a blank, an exponent, a leading nought, a bare point, a thousands mark
  too_many_decimals,  // more than the currency has
  too_large,          // above 10^17 minor units
};

struct ParsedMoney;

// An amount of money.
//
//     Currency yuan = *Currency::parse("CNY");
//     Money price = Money::parse("1299.00", yuan).money;
//     std::optional<Money> net = price - Money::minor(28058, yuan);   // 1018.42
class SANBAO_EXPORT Money {
 public:
  // The greatest amount that is read: 10^17 minor units (docs/records.md §3). Sums may go beyond.
  static constexpr std::int64_t max_minor = 100'000'000'000'000'000;
  // Room for any amount with sign and point.
  static constexpr std::size_t max_text = 24;

  [[nodiscard]] static constexpr Money minor(std::int64_t units, Currency currency) noexcept {
    return {units, currency};
  }
  // 12.99 is no binary fraction, and no whole number of minor units.
  static Money minor(std::floating_point auto, Currency) = delete;
  // `(0|[1-9][0-9]*)(\.[0-9]{1,d})?`, d being the currency's decimals.
  [[nodiscard]] static ParsedMoney parse(std::string_view text, Currency currency) noexcept;

  [[nodiscard]] constexpr std::int64_t minor_units() const noexcept { return units_; }
  [[nodiscard]] constexpr Currency currency() const noexcept { return currency_; }

  // Writes the amount with the currency's decimals, `-` before a negative one, no end mark, at most
  // max_text characters; returns how many.
  std::size_t write(char* out) const noexcept;
  [[nodiscard]] std::string to_string() const;

  friend constexpr bool operator==(Money, Money) noexcept = default;
  // Amounts of two currencies are unordered: neither is less, nor are they equal.
  friend constexpr std::partial_ordering operator<=>(Money a, Money b) noexcept {
    return a.currency_ == b.currency_ ? std::partial_ordering(a.units_ <=> b.units_)
                                      : std::partial_ordering::unordered;
  }

 private:
  constexpr Money(std::int64_t units, Currency currency) noexcept
      : units_(units), currency_(currency) {}

  std::int64_t units_;
  Currency currency_;
};

// Empty across currencies and where 64 bits overflow.
[[nodiscard]] SANBAO_EXPORT std::optional<Money> operator+(Money a, Money b) noexcept;
[[nodiscard]] SANBAO_EXPORT std::optional<Money> operator-(Money a, Money b) noexcept;

// The amount, or why there is none (then `money` is nought).
struct ParsedMoney {
  Money money;
  MoneyError error = MoneyError::none;
  bool ok = false;
};

}  // namespace sanbao
