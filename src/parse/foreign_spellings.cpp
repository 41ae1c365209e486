// SPDX-License-Identifier: Apache-2.0
//
// foreign_spellings.cpp: see foreign_spellings.hpp.
// Tested by tests/unit/expr_lexer_test.cpp and tests/baselines/bad/sb104*.
#include "parse/foreign_spellings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "parse/expr_characters.hpp"

namespace sanbao::parse {
namespace {

using Meaning = std::pair<std::string_view, std::string_view>;

constexpr std::array<Meaning, 32> foreign_units{{{"天", "days"},
                                                 {"日", "days"},
                                                 {"个工作日", "working_days"},
                                                 {"工作日", "working_days"},
                                                 {"月", "months"},
                                                 {"个月", "months"},
                                                 {"年", "years"},
                                                 {"元", "CNY"},
                                                 {"块", "CNY"},
                                                 {"人民币", "CNY"},
                                                 {"RMB", "CNY"},
                                                 {"rmb", "CNY"},
                                                 {"cny", "CNY"},
                                                 {"yuan", "CNY"},
                                                 {"美元", "USD"},
                                                 {"usd", "USD"},
                                                 {"欧元", "EUR"},
                                                 {"eur", "EUR"},
                                                 {"euro", "EUR"},
                                                 {"euros", "EUR"},
                                                 {"英镑", "GBP"},
                                                 {"gbp", "GBP"},
                                                 {"pounds", "GBP"},
                                                 {"港元", "HKD"},
                                                 {"dollars", "USD"},
                                                 {"次", ""},
                                                 {"d", "days"},
                                                 {"y", "years"},
                                                 {"yr", "years"},
                                                 {"yrs", "years"},
                                                 {"mo", "months"},
                                                 {"m", "months"}}};

constexpr std::array<std::string_view, 46> measures{
    "mm",   "cm",   "dm", "km",   "kilometres", "kilometers", "miles", "inch", "inches", "mg",
    "g",    "kg",   "t",  "kgs",  "ml",         "l",          "mah",   "wh",   "kwh",    "w",
    "kw",   "v",    "db", "nits", "pcs",        "毫米",       "厘米",  "公分", "分米",   "米",
    "公里", "千米", "里", "英寸", "寸",         "克",         "千克",  "公斤", "斤",     "吨",
    "毫升", "升",   "度", "瓦",   "个",         "台"};

constexpr std::array<Meaning, 16> chinese_signs{{{"等于", "=="},
                                                 {"是", "=="},
                                                 {"为", "=="},
                                                 {"不等于", "!="},
                                                 {"不是", "!="},
                                                 {"大于", ">"},
                                                 {"超过", ">"},
                                                 {"多于", ">"},
                                                 {"大于等于", ">="},
                                                 {"不少于", ">="},
                                                 {"至少", ">="},
                                                 {"小于", "<"},
                                                 {"少于", "<"},
                                                 {"小于等于", "<="},
                                                 {"不超过", "<="},
                                                 {"至多", "<="}}};

constexpr std::array<Meaning, 10> chinese_words{{{"且", "and"},
                                                 {"以及", "and"},
                                                 {"同时", "and"},
                                                 {"并且", "and"},
                                                 {"而且", "and"},
                                                 {"和", "and"},
                                                 {"与", "and"},
                                                 {"或", "or"},
                                                 {"或者", "or"},
                                                 {"非", "not"}}};

constexpr std::array<std::string_view, 25> language_words{
    "and",  "or",    "not",  "in",   "has",    "is",    "before",      "after", "if",
    "then", "else",  "less", "to",   "from",   "last",  "where",       "known", "never",
    "day",  "month", "year", "days", "months", "years", "working_days"};

template <std::size_t size>
std::optional<std::string_view> meaning_of(const std::array<Meaning, size>& table,
                                           std::string_view word) {
  const auto* found = std::find_if(table.begin(), table.end(),
                                   [word](const Meaning& entry) { return entry.first == word; });
  if (found == table.end()) return std::nullopt;
  return found->second;
}

// Reads digits and marks, and remembers where it stands.
class DateReader {
 public:
  explicit DateReader(std::u32string_view text) : text_(text) {}

  [[nodiscard]] char32_t peek(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : U'\0';
  }
  std::string digits() {
    std::string out;
    for (; is_digit(peek()); ++at_)
      out += static_cast<char>(peek());
    return out;
  }
  bool take(char32_t mark) {
    if (peek() != mark) return false;
    ++at_;
    return true;
  }
  void blanks() {
    while (is_blank(peek()))
      ++at_;
  }
  /// What clings to a date: the time of day, a zone.
  bool tail() {
    const bool more = is_word_part(peek()) || peek() == U':';
    while (is_word_part(peek()) || (more && (peek() == U':' || peek() == U'+' || peek() == U'.')))
      ++at_;
    return more;
  }
  [[nodiscard]] std::size_t at() const { return at_; }

 private:
  std::u32string_view text_;
  std::size_t at_ = 0;
};

WrittenDate dated(const DateReader& reader, std::string_view year, std::string_view month,
                  std::string_view day) {
  WrittenDate out;
  out.length = reader.at();
  out.date = fmt::format("{:0>4}-{:0>2}-{:0>2}", year, month, day);
  out.mendable = year.size() == 4 && out.date.size() == 10;
  return out;
}

// No mend is offered that no calendar has.
WrittenDate if_plausible(WrittenDate date, std::string_view month, std::string_view day) {
  const auto within = [](std::string_view text, int last) {
    const int value = text.size() == 1 ? text[0] - '0' : (text[0] - '0') * 10 + (text[1] - '0');
    return value >= 1 && value <= last;
  };
  date.mendable = date.mendable && within(month, 12) && within(day, 31);
  return date;
}

// 2021-07-22, and what is meant as one: 2021-7-2, 2021/07/22, 2021-07-22T10:00.
std::optional<WrittenDate> dashed(std::u32string_view text) {
  DateReader reader(text);
  const std::string year = reader.digits();
  const char32_t mark = reader.peek();
  if (mark != U'-' && mark != U'/') return std::nullopt;
  reader.take(mark);
  const std::string month = reader.digits();
  if (month.empty() || reader.peek() != mark || !is_digit(reader.peek(1))) return std::nullopt;
  if (mark == U'/' && (year.size() != 4 || month.size() > 2)) return std::nullopt;
  reader.take(mark);
  const std::string day = reader.digits();
  const bool more = reader.tail();
  WrittenDate out = dated(reader, year, month, day);
  out.exact = !more && mark == U'-' && year.size() == 4 && month.size() == 2 && day.size() == 2;
  return out;
}

// 1.5.2025, where points part day, month and year; and 2025.05.01.
std::optional<WrittenDate> pointed(std::u32string_view text) {
  DateReader reader(text);
  std::string first = reader.digits();
  if (!reader.take(U'.')) return std::nullopt;
  const std::string month = reader.digits();
  if (month.empty() || month.size() > 2 || !reader.take(U'.')) return std::nullopt;
  std::string last = reader.digits();
  if (first.size() > last.size()) std::swap(first, last);
  if (first.empty() || first.size() > 2 || last.size() != 4) return std::nullopt;
  return if_plausible(dated(reader, last, month, first), month, first);
}

std::optional<WrittenDate> chinese(std::u32string_view text) {
  DateReader reader(text);
  std::array<std::string, 3> parts;
  constexpr std::array<char32_t, 3> marks{U'年', U'月', U'日'};
  for (std::size_t i = 0; i < parts.size(); ++i) {
    parts[i] = reader.digits();
    const std::size_t most = i == 0 ? 4 : 2;
    if (parts[i].empty() || parts[i].size() > most) return std::nullopt;
    reader.blanks();
    if (!reader.take(marks[i]) && !(i == 2 && reader.take(U'号'))) return std::nullopt;
    if (i < 2) reader.blanks();
  }
  return if_plausible(dated(reader, parts[0], parts[1], parts[2]), parts[1], parts[2]);
}

}  // namespace

std::optional<std::string_view> unit_meant(std::string_view unit) {
  return meaning_of(foreign_units, unit);
}

bool is_measure(std::string_view unit) {
  std::string lower(unit);
  for (char& c : lower)
    c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return std::find(measures.begin(), measures.end(), lower) != measures.end();
}

std::string counted(std::string_view count, std::string_view unit) {
  if (unit.empty()) return std::string(count);
  if (count == "1" && unit.ends_with('s')) unit.remove_suffix(1);
  return fmt::format("{} {}", count, unit);
}

std::string_view currency_meant(char32_t sign) {
  switch (sign) {
    case U'￥':
    case U'¥':
      return "CNY";
    case U'€':
      return "EUR";
    case U'£':
      return "GBP";
    case U'$':
      return "USD";
    default:
      return {};
  }
}

std::string_view keyword_meant(std::string_view word) {
  if (const auto meant = meaning_of(chinese_words, word)) return *meant;
  std::string lower(word);
  for (char& c : lower)
    c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  if (lower == word) return {};
  const auto* found = std::find(language_words.begin(), language_words.end(), lower);
  return found == language_words.end() ? std::string_view{} : *found;
}

std::string_view sign_meant(std::string_view word) {
  return meaning_of(chinese_signs, word).value_or(std::string_view{});
}

std::optional<WrittenDate> date_at(std::u32string_view text) {
  if (auto found = dashed(text)) return found;
  if (auto found = pointed(text)) return found;
  return chinese(text);
}

}  // namespace sanbao::parse
