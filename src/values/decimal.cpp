// SPDX-License-Identifier: Apache-2.0
//
// The number grammar of docs/records.md §3, written out by hand: std::from_chars alone would accept
// `007` and `-5`.
//
// In:  decimal text; scaled integers.
// Out: see decimal.hpp.
// Never: reads a locale, allocates or throws.
// Tested by tests/unit/exact_test.cpp.
#include "values/decimal.hpp"

#include <charconv>
#include <cstring>
#include <iterator>

namespace sanbao::values {
namespace {

constexpr std::int64_t powers[] = {
    1,
    10,
    100,
    1'000,
    10'000,
    100'000,
    1'000'000,
    10'000'000,
    100'000'000,
    1'000'000'000,
    10'000'000'000,
    100'000'000'000,
    1'000'000'000'000,
    10'000'000'000'000,
    100'000'000'000'000,
    1'000'000'000'000'000,
    10'000'000'000'000'000,
    100'000'000'000'000'000,
    1'000'000'000'000'000'000,
};

constexpr bool is_digit(char c) noexcept {
  return c >= '0' && c <= '9';
}

std::size_t digits_at_front(std::string_view text) noexcept {
  std::size_t n = 0;
  while (n < text.size() && is_digit(text[n]))
    ++n;
  return n;
}

// number × 10 + digit, where that is no greater than max.
bool append_digit(std::int64_t& number, char digit, std::int64_t max) noexcept {
  const std::int64_t value = digit - '0';
  if (value > max || number > (max - value) / 10) return false;
  number = number * 10 + value;
  return true;
}

}  // namespace

std::int64_t power_of_ten(int n) noexcept {
  return powers[n];
}

std::optional<DecimalParts> split_decimal(std::string_view text) noexcept {
  const std::size_t whole = digits_at_front(text);
  if (whole == 0 || (whole > 1 && text[0] == '0')) return std::nullopt;
  if (whole == text.size()) return DecimalParts{text, {}};
  const std::string_view fraction = text.substr(whole + 1);
  if (text[whole] != '.' || fraction.empty() || digits_at_front(fraction) != fraction.size())
    return std::nullopt;
  return DecimalParts{text.substr(0, whole), fraction};
}

std::optional<std::int64_t> read_decimal(std::string_view text, int max_decimals,
                                         std::int64_t max_scaled) noexcept {
  const std::optional<DecimalParts> parts = split_decimal(text);
  if (!parts || parts->fraction.size() > static_cast<std::size_t>(max_decimals))
    return std::nullopt;
  std::int64_t number = 0;
  const std::size_t noughts = static_cast<std::size_t>(max_decimals) - parts->fraction.size();
  constexpr std::size_t never_too_many = std::size(powers) - 1;
  if (parts->whole.size() + static_cast<std::size_t>(max_decimals) <= never_too_many) {
    for (const char c : parts->whole)
      number = number * 10 + (c - '0');
    for (const char c : parts->fraction)
      number = number * 10 + (c - '0');
    number *= powers[noughts];
    return number <= max_scaled ? std::optional(number) : std::nullopt;
  }
  for (const char c : parts->whole)
    if (!append_digit(number, c, max_scaled)) return std::nullopt;
  for (const char c : parts->fraction)
    if (!append_digit(number, c, max_scaled)) return std::nullopt;
  for (std::size_t i = 0; i < noughts; ++i)
    if (!append_digit(number, '0', max_scaled)) return std::nullopt;
  return number;
}

std::optional<std::int64_t> read_count(std::string_view text, std::int64_t max) noexcept {
  if (text.find('.') != std::string_view::npos) return std::nullopt;
  return read_decimal(text, 0, max);
}

std::size_t write_decimal(char* out, std::int64_t scaled, int decimals, Trailing noughts) noexcept {
  // The absolute value as unsigned, so that the least of 64 bits has one too.
  const std::uint64_t magnitude =
      scaled < 0 ? ~static_cast<std::uint64_t>(scaled) + 1 : static_cast<std::uint64_t>(scaled);
  char digits[max_decimal_text];
  const auto written = std::to_chars(digits, std::end(digits), magnitude);
  std::size_t count = static_cast<std::size_t>(written.ptr - digits);
  std::size_t behind = static_cast<std::size_t>(decimals);
  if (count <= behind) {  // 5 with two decimals is 005
    const std::size_t missing = behind + 1 - count;
    std::memmove(digits + missing, digits, count);
    std::memset(digits, '0', missing);
    count += missing;
  }
  const std::size_t before = count - behind;
  if (noughts == Trailing::drop)
    while (behind > 0 && digits[before + behind - 1] == '0')
      --behind;

  char* at = out;
  if (scaled < 0) *at++ = '-';
  std::memcpy(at, digits, before);
  at += before;
  if (behind > 0) {
    *at++ = '.';
    std::memcpy(at, digits + before, behind);
    at += behind;
  }
  return static_cast<std::size_t>(at - out);
}

}  // namespace sanbao::values
