// SPDX-License-Identifier: Apache-2.0
//
// number_fuzz.cpp: money, numbers, counts and rates.
// In: any bytes; a line break parts two amounts. Out: the number exactly as written, or a reason.
#include <algorithm>

#include "promises.hpp"
#include "values/decimal.hpp"

namespace {

using namespace sanbao;
using fuzz::promise;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// `(0|[1-9][0-9]*)(\.[0-9]{1,decimals})?`, said once more. -1: not that; else how many decimals.
int decimals_of(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size() && is_digit(text[at]))
    ++at;
  if (at == 0 || (at > 1 && text[0] == '0')) return -1;
  if (at == text.size()) return 0;
  if (text[at] != '.') return -1;
  for (std::size_t i = at + 1; i < text.size(); ++i) {
    if (!is_digit(text[i])) return -1;
  }
  return text.size() == at + 1
             ? -1
             : static_cast<int>(std::min<std::size_t>(text.size() - at - 1, 1000));
}

void hold_money(std::string_view text, Currency currency) {
  const ParsedMoney parsed = Money::parse(text, currency);
  const int decimals = decimals_of(text);
  promise(parsed.ok == (parsed.error == MoneyError::none), "an amount or a reason");
  promise((parsed.error == MoneyError::syntax) == (decimals < 0), "the grammar of numbers");
  if (!parsed.ok) return;
  promise(decimals <= currency.decimals(), "no more decimals than the currency has");
  promise(parsed.money.minor_units() >= 0 && parsed.money.minor_units() <= Money::max_minor,
          "an amount lies within its bounds");
  const std::string written = parsed.money.to_string();
  // As written, and noughts that were left out.
  std::string meant(text);
  if (decimals == 0 && currency.decimals() > 0) meant += '.';
  meant.append(static_cast<std::size_t>(currency.decimals() - decimals), '0');
  promise(written == meant, "money is written as it was read");
  const ParsedMoney again = Money::parse(written, currency);
  promise(again.ok && again.money == parsed.money, "money is read back");
}

void hold_sum(std::string_view left, std::string_view right, Currency currency) {
  const ParsedMoney a = Money::parse(left, currency), b = Money::parse(right, currency);
  if (!a.ok || !b.ok) return;
  const auto sum = a.money + b.money;
  promise(sum && *sum - b.money == a.money && *sum - a.money == b.money, "a sum is taken apart");
  const auto less = a.money - b.money;
  promise(less && *less + b.money == a.money, "a difference is put together");
  promise((less->minor_units() < 0) == (a.money < b.money), "less is less");
  promise(less->to_string().starts_with('-') == (less->minor_units() < 0), "less has a sign");
}

void hold_number(std::string_view text) {
  const int decimals = decimals_of(text);
  if (const auto number = Decimal::parse(text)) {
    promise(decimals >= 0 && decimals <= values::number_decimals, "a number has six decimals");
    promise(number->millionths >= 0, "no number is below nought");
    char buffer[values::max_decimal_text];
    const std::size_t size = values::write_decimal(buffer, number->millionths,
                                                   values::number_decimals, values::Trailing::drop);
    const auto again = Decimal::parse({buffer, size});
    promise(again && again->millionths == number->millionths, "a number is read back");
    const std::string_view written(buffer, size);
    promise(text.starts_with(written), "a number is written as it was read");
    promise(text.find_first_not_of("0.", size) == text.npos, "but for noughts at its end");
  } else {
    promise(decimals < 0 || decimals > values::number_decimals || text.size() > 12,
            "a plain number is read");
  }
  if (const auto count = values::read_count(text)) {
    promise(decimals == 0 && std::to_string(*count) == text, "a count is digits");
  }
}

void hold_rate(std::string_view text) {
  const auto rate = Rate::parse(text);
  if (!rate) return;
  promise(text.ends_with("%") || text.ends_with("‰"), "a rate has its sign");
  promise(rate->parts() >= 0 && rate->parts() <= Rate::max_parts, "a rate lies within its bounds");
  promise(Rate::parse(rate->to_string()) == rate, "a rate is read back");
  const std::string_view number = text.substr(0, text.size() - (text.ends_with("%") ? 1 : 3));
  promise(decimals_of(number) >= 0 && decimals_of(number) <= 6, "a rate is a number");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Currency currencies[] = {*Currency::parse("CNY"), *Currency::parse("JPY"),
                                        *Currency::parse("KWD")};
  const std::string_view text = fuzz::text_of(data, size);
  const std::size_t end = std::min(text.find('\n'), text.size());
  const std::string_view left = text.substr(0, end);
  for (const Currency currency : currencies) {
    hold_money(left, currency);
    if (end < text.size()) hold_sum(left, text.substr(end + 1), currency);
  }
  hold_number(left);
  hold_rate(left);
  if (const auto currency = Currency::parse(left)) {
    promise(currency->code() == left, "a currency is its code");
  }
  return 0;
}
