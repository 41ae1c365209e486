// SPDX-License-Identifier: Apache-2.0
//
// Money: reading, writing, sums and differences.
//
// In:  decimal text and a currency; amounts.
// Out: see include/sanbao/values/money.hpp.
// Never: rounds; that is exact.cpp's, where a policy says so.
// Tested by tests/unit/money_test.cpp.
#include "sanbao/values/money.hpp"

#include "values/decimal.hpp"

namespace sanbao {

ParsedMoney Money::parse(std::string_view text, Currency currency) noexcept {
  ParsedMoney parsed{minor(0, currency), MoneyError::none, false};
  const std::optional<values::DecimalParts> parts = values::split_decimal(text);
  if (!parts) {
    parsed.error = MoneyError::syntax;
  } else if (parts->fraction.size() > static_cast<std::size_t>(currency.decimals())) {
    parsed.error = MoneyError::too_many_decimals;
  } else if (const auto units = values::read_decimal(text, currency.decimals(), max_minor)) {
    parsed.money = minor(*units, currency);
    parsed.ok = true;
  } else {
    parsed.error = MoneyError::too_large;
  }
  return parsed;
}

std::size_t Money::write(char* out) const noexcept {
  return values::write_decimal(out, units_, currency_.decimals(), values::Trailing::keep);
}

std::string Money::to_string() const {
  char text[max_text];
  return {text, write(text)};
}

std::optional<Money> operator+(Money a, Money b) noexcept {
  std::int64_t sum = 0;
  if (a.currency() != b.currency() ||
      __builtin_add_overflow(a.minor_units(), b.minor_units(), &sum))
    return std::nullopt;
  return Money::minor(sum, a.currency());
}

std::optional<Money> operator-(Money a, Money b) noexcept {
  std::int64_t difference = 0;
  if (a.currency() != b.currency() ||
      __builtin_sub_overflow(a.minor_units(), b.minor_units(), &difference))
    return std::nullopt;
  return Money::minor(difference, a.currency());
}

}  // namespace sanbao
