// SPDX-License-Identifier: Apache-2.0
//
// What every language of an explanation shares: digits, signs, values, the pieces of a gap.
// In: numbers and codes. Out: text that reads the same in all of them.
// Never rounds: what cannot be shown exactly is shown with all its digits.
// Tested by tests/unit/explain_page_test.cpp.
#include "explain/phrases.hpp"

#include <algorithm>
#include <array>

namespace sanbao::wording {
namespace {

constexpr std::string_view minus = "−";

std::string grouped(std::string_view digits) {
  std::string out;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i != 0 && (digits.size() - i) % 3 == 0) out.push_back(',');
    out.push_back(digits[i]);
  }
  return out;
}

// A decimal text with a plain sign: thousands separated before the point.
std::string pretty(std::string_view decimal) {
  std::string out;
  if (decimal.starts_with('-')) {
    out = minus;
    decimal.remove_prefix(1);
  }
  const std::size_t point = std::min(decimal.find('.'), decimal.size());
  return out + grouped(decimal.substr(0, point)) + std::string(decimal.substr(point));
}

}  // namespace

std::string Phrases::value(const Value& value) const {
  switch (value.kind) {
    case Value::Kind::null:
      return std::string(said(Said::not_to_be_found));
    case Value::Kind::boolean:
      return std::string(said(value.number != 0 ? Said::yes : Said::no));
    case Value::Kind::count:
      return count(value.number);
    case Value::Kind::number:
      return number(value.number);
    case Value::Kind::text: {
      const std::string_view name = text(value.name);
      return name.empty() ? quote(value.text) : std::string(name);
    }
    case Value::Kind::date:
      return date(CivilDate::from_days(static_cast<std::int32_t>(value.number)));
    case Value::Kind::never:
      return std::string(said(Said::never));
    case Value::Kind::days:
      return days(value.number);
    case Value::Kind::length:
      return length(Period::decode(value.number));
    case Value::Kind::money:
      return value.currency ? money(Money::minor(value.number, *value.currency))
                            : count(value.number);
    case Value::Kind::rate:
      return Rate::from_parts(value.number).to_string();
    case Value::Kind::set: {
      if (value.set.empty()) return std::string(said(Said::none));
      std::vector<std::string> names;
      for (std::size_t i = 0; i < value.set.size(); ++i) {
        const std::string_view name = i < value.set_names.size() ? text(value.set_names[i]) : "";
        names.push_back(name.empty() ? quote(value.set[i]) : std::string(name));
      }
      return join(names, said(Said::between));
    }
    case Value::Kind::empty_list:
      return std::string(said(Said::none));
    case Value::Kind::open:
      return std::string(said(Said::not_given_back));
  }
  return {};
}

std::string amount(Money money) {
  return pretty(money.to_string());
}

std::string number(std::int64_t millionths) {
  const bool negative = millionths < 0;
  // Through unsigned, so that the least value of the type has an absolute one.
  const std::uint64_t absolute = negative ? 0 - static_cast<std::uint64_t>(millionths)
                                          : static_cast<std::uint64_t>(millionths);
  std::string text = std::to_string(absolute / 1'000'000);
  std::string decimals = std::to_string(absolute % 1'000'000);
  decimals.insert(0, 6 - decimals.size(), '0');
  decimals.erase(decimals.find_last_not_of('0') + 1);
  if (!decimals.empty()) text += "." + decimals;
  return pretty(negative ? "-" + text : text);
}

std::string count(std::int64_t number) {
  return pretty(std::to_string(number));
}

std::string join(Strings items, std::string_view between) {
  std::string out;
  for (const std::string& item : items) {
    if (!out.empty()) out += between;
    out += item;
  }
  return out;
}

std::string_view either(std::string_view first, std::string_view second) {
  return first.empty() ? second : first;
}

GapWords gap_words(std::string_view gap) {
  const std::size_t colon = gap.find(": ");
  if (colon == std::string_view::npos) return {gap, {}, {}};
  const std::string_view head = gap.substr(0, colon);
  const std::string_view tail = gap.substr(colon + 2);
  if (head.starts_with("calendar ")) return {"calendar", head.substr(9), tail};
  return {head, tail, {}};
}

std::string_view word_of(std::span<const std::pair<std::string_view, std::string_view>> words,
                         std::string_view id) {
  const auto at = std::find_if(words.begin(), words.end(),
                               [&](const auto& entry) { return entry.first == id; });
  return at == words.end() ? std::string_view() : at->second;
}

bool tells_day(const PeriodReading& period, std::string_view name) {
  return period.day && !name.empty() && period.day_path != "claim.filed_on";
}

std::vector<PeriodReading::Usage> limits_passed(const PeriodReading& period) {
  // No number of a record is above 10^12.
  const auto millionths = [](const Value& value) {
    return value.kind == Value::Kind::number ? value.number : value.number * 1'000'000;
  };
  std::vector<PeriodReading::Usage> passed;
  for (const PeriodReading::Usage& usage : period.usage)
    if (usage.reading.kind != Value::Kind::null && usage.limit.kind != Value::Kind::null &&
        millionths(usage.reading) > millionths(usage.limit))
      passed.push_back(usage);
  return passed;
}

bool is_asked(std::string_view question) {
  constexpr std::array<std::string_view, 2> marks = {"?", "？"};
  constexpr std::array<std::string_view, 4> ends = {".", "!", "。", "！"};
  return std::any_of(marks.begin(), marks.end(),
                     [&](std::string_view mark) {
                       return question.find(mark) != std::string_view::npos;
                     }) ||
         std::any_of(ends.begin(), ends.end(),
                     [&](std::string_view end) { return question.ends_with(end); });
}

std::string asked_of(std::string_view question, std::string_view called, std::string_view event,
                     std::string_view before) {
  const std::size_t at = called.empty() ? std::string_view::npos : question.find(called);
  std::string out(question);
  if (at == std::string_view::npos) return std::string(before) + out;
  return out.replace(at, called.size(), event);
}

const FactWords* find_words(std::span<const FactWords> table, std::string_view path) {
  const auto at = std::find_if(table.begin(), table.end(),
                               [&](const FactWords& words) { return words.path == path; });
  return at == table.end() ? nullptr : &*at;
}

const Phrases& phrases(Language language) {
  return language == Language::zh ? chinese() : english();
}

}  // namespace sanbao::wording
