// SPDX-License-Identifier: Apache-2.0
//
// Decimal text to scaled integers and back, the one number grammar of docs/records.md §3.
//
// In:  `0`, `12`, `12.5`: (0|[1-9][0-9]*)(\.[0-9]{1,d})?
// Out: the number times 10^d as an integer; text without a locale.
// Never: accepts a sign, a blank, an exponent, a leading nought or a digit that is not ASCII;
//        allocates or throws.
// Tested by tests/unit/exact_test.cpp, and through money_test.cpp and rate_test.cpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace sanbao::values {

// Six decimals, which every number of a record or policy may have.
inline constexpr int number_decimals = 6;
inline constexpr std::int64_t number_scale = 1'000'000;

// 10^n, n from 0 to 18.
[[nodiscard]] std::int64_t power_of_ten(int n) noexcept;

// The grammar with any number of decimals, in two parts: `12.50` is {"12", "50"}, `12` is {"12",
// ""}.
struct DecimalParts {
  std::string_view whole;
  std::string_view fraction;
};
[[nodiscard]] std::optional<DecimalParts> split_decimal(std::string_view text) noexcept;

// The number times 10^max_decimals, where it has no more decimals than that and is no greater than
// max_scaled.
[[nodiscard]] std::optional<std::int64_t> read_decimal(std::string_view text, int max_decimals,
                                                       std::int64_t max_scaled) noexcept;

// Digits only, no leading nought, no greater than max.
[[nodiscard]] std::optional<std::int64_t> read_count(std::string_view text,
                                                     std::int64_t max = INT64_MAX) noexcept;

// Room for any 64-bit integer, its sign and a point.
inline constexpr std::size_t max_decimal_text = 24;

enum class Trailing : std::uint8_t { keep, drop };  // the noughts at the end of the decimals

// Writes scaled / 10^decimals, `-` in front where negative, no end mark; returns how many
// characters (at most max_decimal_text).
std::size_t write_decimal(char* out, std::int64_t scaled, int decimals, Trailing noughts) noexcept;

}  // namespace sanbao::values
