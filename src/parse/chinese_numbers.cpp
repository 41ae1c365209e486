// SPDX-License-Identifier: Apache-2.0
//
// chinese_numbers.cpp: see chinese_numbers.hpp.
// Tested by tests/unit/expr_lexer_test.cpp.
#include "parse/chinese_numbers.hpp"

#include <fmt/format.h>

#include <cstdint>

#include "base/utf8.hpp"
#include "parse/foreign_spellings.hpp"

namespace sanbao::parse {
namespace {

constexpr std::u32string_view digits = U"零一二三四五六七八九";
constexpr std::size_t most_numerals = 12;

std::optional<std::uint64_t> digit_of(char32_t c) {
  if (c == U'两') return 2;
  if (c == U'〇') return 0;
  const std::size_t at = digits.find(c);
  if (at == std::u32string_view::npos) return std::nullopt;
  return at;
}

std::uint64_t scale_of(char32_t c) {
  switch (c) {
    case U'十':
      return 10;
    case U'百':
      return 100;
    case U'千':
      return 1000;
    case U'万':
      return 10000;
    default:
      return 0;
  }
}

struct Count {
  std::uint64_t value = 0;
  std::size_t length = 0;
};

// 三百六十五, 十五, 三十. A figure without a scale stands at the end or behind 零.
std::optional<Count> count_at(std::u32string_view text) {
  Count out;
  std::uint64_t section = 0;
  std::uint64_t figure = 0;  // behind which a scale may stand
  bool written = false;
  bool sure = true;
  for (; out.length < text.size() && out.length < most_numerals; ++out.length) {
    const char32_t c = text[out.length];
    if (const auto digit = digit_of(c)) {
      if (figure != 0) return std::nullopt;  // 一二: a row of figures
      figure = *digit;
      // 三百五 is 350 to some and nothing to others; 三百零五 and 十五 are sure.
      sure = figure == 0 || out.length == 0 || text[out.length - 1] == U'十' ||
             text[out.length - 1] == U'零' || text[out.length - 1] == U'〇';
      written = true;
      continue;
    }
    const std::uint64_t scale = scale_of(c);
    if (scale == 0) break;
    if (scale == 10000 && section == 0 && !written) return std::nullopt;
    if (scale == 10000) {
      out.value += (section + figure) * scale;
      section = 0;
    } else {
      section += (figure != 0 ? figure : 1) * scale;
    }
    figure = 0;
    sure = true;
  }
  if (out.length == 0 || !sure) return std::nullopt;
  out.value += section + figure;
  return out;
}

std::string utf8(std::u32string_view text) {
  std::string out;
  for (const char32_t c : text)
    base::append_utf8(out, c);
  return out;
}

// 百分之五, 千分之三, 万分之五
std::optional<ChineseNumber> share(std::u32string_view run) {
  constexpr std::size_t head = 3;
  if (run.size() <= head || run.substr(1, 2) != U"分之") return std::nullopt;
  const auto count = count_at(run.substr(head));
  if (!count || head + count->length != run.size()) return std::nullopt;
  ChineseNumber out{run.size(), {}, {}};
  if (run[0] == U'百') {
    out.number = fmt::format("{}%", count->value);
  } else if (run[0] == U'千') {
    out.number = fmt::format("{}‰", count->value);
  } else if (run[0] == U'万') {
    std::string share = fmt::format("{}.{:02}", count->value / 100, count->value % 100);
    share.erase(share.find_last_not_of('0') + 1);
    if (share.back() == '.') share.pop_back();
    out.number = share + "%";
  } else {
    return std::nullopt;
  }
  return out;
}

// 九折 is nine tenths, 九五折 95 in a hundred.
std::optional<ChineseNumber> discount(std::u32string_view run) {
  if (run.size() < 2 || run.size() > 3 || run.back() != U'折') return std::nullopt;
  const auto first = digit_of(run[0]);
  const auto second = run.size() == 3 ? digit_of(run[1]) : std::optional<std::uint64_t>(0);
  if (!first || !second || *first == 0) return std::nullopt;
  return ChineseNumber{run.size(), fmt::format("{}%", *first * 10 + *second), {}};
}

}  // namespace

std::optional<ChineseNumber> chinese_number(std::u32string_view run) {
  if (run == U"半年") return ChineseNumber{run.size(), "6", "months"};
  if (auto found = share(run)) return found;
  if (auto found = discount(run)) return found;
  const auto count = count_at(run);
  if (!count) return std::nullopt;
  ChineseNumber out{run.size(), std::to_string(count->value), {}};
  if (count->length == run.size()) return out;
  const auto unit = unit_meant(utf8(run.substr(count->length)));
  if (!unit) return std::nullopt;
  out.unit = *unit;
  return out;
}

}  // namespace sanbao::parse
