// SPDX-License-Identifier: Apache-2.0
//
// expr_numbers.cpp: see expr_numbers.hpp.
// Tested by tests/unit/expr_lexer_test.cpp.
#include "parse/expr_numbers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "parse/chinese_numbers.hpp"
#include "parse/expr_cursor.hpp"
#include "parse/foreign_spellings.hpp"

namespace sanbao::parse {
namespace {

constexpr std::size_t most_digits = 24;

// A word behind a number that the grammar takes for no unit, and tells: `7dyas`.
bool is_left_to_grammar(std::string_view word) {
  static constexpr std::array<std::string_view, 9> units{
      "day", "days", "working_day", "working_days", "month", "months", "year", "years", "not"};
  const bool currency = word.size() == 3 && std::ranges::all_of(word, [](char c) {
                          return is_upper(static_cast<char32_t>(c));
                        });
  return !currency && std::ranges::find(units, word) == units.end() &&
         std::ranges::find(joining_words, word) == joining_words.end();
}

}  // namespace

void ExprNumbers::digits() {
  while (is_digit(peek()))
    ++at_;
}

void ExprNumbers::number() {
  digits();
  if (date()) return;
  const std::size_t whole_end = at_;
  if (grouped()) return;
  if (peek() == U'.' && is_digit(peek(1))) {
    ++at_;
    digits();
  } else if (peek() == U'.' && !is_letter(peek(1))) {
    ++at_;
    fault("SB1043", fmt::format("`{}` is not how a number is written", slice(begin_, at_)),
          fmt::format("write `{}`", slice(begin_, whole_end)));
    return add(TokenKind::number, slice(begin_, whole_end));
  }
  if (decimal_comma()) return;
  std::string text = slice(begin_, at_);
  doubtful_point(text);
  if (text.size() > 1 && text[0] == '0' && text[1] != '.') {
    const std::size_t first = std::min(text.find_first_not_of('0'), text.size() - 1);
    const std::string mended = (text[first] == '.' ? "0" : "") + text.substr(first);
    fault("SB1043", fmt::format("`{}` begins with a needless zero", text),
          fmt::format("write `{}`", mended));
    text = mended;
  }
  if (text.size() > most_digits) {
    fault("SB1043", "a number of too many digits",
          fmt::format("at most {} digits are read", most_digits));
    out_.unsure = true;
  }
  if (is_rate_next()) {
    base::append_utf8(text, peek());
    ++at_;
    add(TokenKind::rate, text);
    return rate_a_day(text);
  }
  if (is_blank(peek()) && (peek(1) == U'%' || peek(1) == U'‰')) {
    base::append_utf8(text, peek(1));
    at_ += 2;
    fault("SB1043", "a blank between the number and its sign", fmt::format("write `{}`", text));
    return add(TokenKind::rate, std::move(text));
  }
  add(TokenKind::number, text);
  if (unit_follows()) unit(text);
}

void ExprNumbers::add_told(TokenKind kind, std::string text) {
  add(kind, std::move(text));
  out_.list.back().told = true;
}

// `5%/日`, `5% per day`: a rate is a rate, and what it is a rate of is multiplied where it is used.
void ExprNumbers::rate_a_day(const std::string& rate) {
  static constexpr std::array<std::u32string_view, 8> tails{
      U"/日", U"/天", U"/day", U"每日", U"每天", U" per day", U" a day", U"/每天"};
  const std::u32string_view rest = std::u32string_view(text_).substr(at_);
  for (const std::u32string_view tail : tails) {
    const char32_t next = tail.size() < rest.size() ? rest[tail.size()] : U'\0';
    if (!rest.starts_with(tail) || is_word_part(next) || is_foreign(next)) continue;
    at_ += tail.size();
    return fault("SB1045", fmt::format("`{}` is not how a rate is written", slice(begin_, at_)),
                 fmt::format("write `{}`; where it is used it is multiplied by the days: "
                             "`purchase.price * {} * used_days`",
                             rate, rate));
  }
}

bool ExprNumbers::code_before_number(const std::string& word) {
  constexpr std::size_t code = 3;
  static constexpr std::array<std::string_view, 7> codes{"CNY", "RMB", "USD", "EUR",
                                                         "GBP", "HKD", "JPY"};
  const std::string_view currency = std::string_view(word).substr(0, code);
  if (word.size() == code || std::ranges::find(codes, currency) == codes.end() ||
      word.find_first_not_of("0123456789.", code) != std::string::npos)
    return false;
  const std::string number = word.substr(code);
  const std::string meant(currency == "RMB" ? "CNY" : currency);
  fault("SB1045", fmt::format("`{}` is not how money is written", word),
        fmt::format("write `{} {}`", number, meant));
  add(TokenKind::number, number);
  add_told(TokenKind::currency, meant);
  return true;
}

bool ExprNumbers::number_in_words() {
  std::size_t end = begin_;
  while (end < text_.size() && is_foreign(text_[end]))
    ++end;
  if (end < text_.size() && is_word_part(text_[end])) return false;
  const auto found = chinese_number(std::u32string_view(text_).substr(begin_, end - begin_));
  if (!found) return false;
  at_ = end;
  const char last = found->number.back();
  const bool rate = last < '0' || last > '9';
  fault(found->unit.empty() ? "SB1043" : "SB1045",
        fmt::format("`{}` is not how a {} is written", slice(begin_, at_),
                    rate                  ? "rate"
                    : found->unit.empty() ? "number"
                                          : "unit"),
        fmt::format("write `{}`", counted(found->number, found->unit)));
  add(rate ? TokenKind::rate : TokenKind::number, found->number);
  if (found->unit.empty()) return true;
  const bool money = is_upper(static_cast<char32_t>(found->unit[0]));
  add_told(money ? TokenKind::currency : TokenKind::name, found->unit);
  return true;
}

bool ExprNumbers::date() {
  const auto found = date_at(std::u32string_view(text_).substr(begin_));
  if (!found) return false;
  at_ = begin_ + found->length;
  out_.unsure = out_.unsure || !found->mendable;
  if (!found->exact) {
    fault("SB1044", fmt::format("`{}` is not how a date is written", slice(begin_, at_)),
          found->mendable ? fmt::format("write `{}`", found->date)
                          : "write a date as `2024-02-09`; for a difference put blanks around `-`");
  }
  add(TokenKind::date, found->date);
  return true;
}

// Three digits behind a mark, and no more.
bool ExprNumbers::group_behind(char32_t mark, std::size_t ahead) const {
  return peek(ahead) == mark && is_digit(peek(ahead + 1)) && is_digit(peek(ahead + 2)) &&
         is_digit(peek(ahead + 3)) && !is_digit(peek(ahead + 4));
}

// 1,000, 1_000, 1 000, 1'000 and 1.000.000. In a list or a call `1,200` may be two numbers; no number begins with a zero.
bool ExprNumbers::take_groups() {
  const char32_t mark = peek();
  const bool groups = (mark == U',' && group_behind(mark) && (peek(1) == U'0' || !in_list())) ||
                      (mark == U'_' && is_digit(peek(1))) ||
                      ((mark == U' ' || mark == U'\'') && group_behind(mark)) ||
                      (mark == U'.' && group_behind(mark) && group_behind(mark, 4));
  if (!groups) return false;
  const bool mixed = mark == U',' || mark == U'_';
  while ((peek() == mark || (mixed && (peek() == U',' || peek() == U'_'))) && is_digit(peek(1))) {
    ++at_;
    digits();
  }
  take_fraction();
  return true;
}

// To some that is 20, to others 20000.
void ExprNumbers::doubtful_point(std::string_view text) {
  const std::size_t point = text.find('.');
  if (point > 3 || text.substr(point) != ".000" || text[0] == '0' || is_rate_next()) return;
  const std::string whole(text.substr(0, point));
  fault("SB1043", fmt::format("`{}` may be meant as {} or as {}000", text, whole, whole),
        fmt::format("write `{}` or `{}000`; a point parts decimals", whole, whole));
}

void ExprNumbers::take_fraction() {
  if (peek() != U'.' || !is_digit(peek(1))) return;
  ++at_;
  digits();
}

std::string ExprNumbers::without_groups(std::size_t begin) const {
  std::string plain = slice(begin, at_);
  std::erase_if(plain, [](char c) { return c == ',' || c == '_' || c == ' ' || c == '\''; });
  // Of several points all part groups.
  if (std::ranges::count(plain, '.') > 1) std::erase(plain, '.');
  return plain;
}

bool ExprNumbers::grouped() {
  if (!take_groups()) return false;
  const std::string plain = without_groups(begin_);
  // `1,000元` is one mistake, told with its unit.
  const bool with_unit = unit_follows();
  if (!with_unit)
    fault("SB1043", fmt::format("`{}` is not how a number is written", slice(begin_, at_)),
          fmt::format("write `{}`", plain));
  add(TokenKind::number, plain);
  if (with_unit) unit(plain);
  return true;
}

// 0,2% where a comma parts nothing.
bool ExprNumbers::decimal_comma() {
  if (peek() != U',' || !is_digit(peek(1)) || in_list()) return false;
  ++at_;
  digits();
  std::string plain = slice(begin_, at_);
  std::replace(plain.begin(), plain.end(), ',', '.');
  const bool rate = is_rate_next();
  if (rate) base::append_utf8(plain, text_[at_++]);
  fault("SB1043", fmt::format("`{}` is not how a number is written", slice(begin_, at_)),
        fmt::format("write `{}`", plain));
  add(rate ? TokenKind::rate : TokenKind::number, std::move(plain));
  return true;
}

// ￥200
bool ExprNumbers::money_sign(char32_t c) {
  const std::string_view currency = currency_meant(c);
  if (currency.empty()) return false;
  ++at_;
  while (is_blank(peek()))
    ++at_;
  const std::size_t number_begin = at_;
  digits();
  if (at_ == number_begin) return at_ = begin_, false;
  if (!take_groups()) take_fraction();
  std::string plain = without_groups(number_begin);
  fault("SB1045", fmt::format("`{}` is not how money is written", slice(begin_, at_)),
        fmt::format("write `{}`", counted(plain, currency)));
  add(TokenKind::number, std::move(plain));
  add_told(TokenKind::currency, std::string(currency));
  return true;
}

// `7天`, `7 天`, `7days`, `30€`: a unit that clings to its number, or is one of another language.
bool ExprNumbers::unit_follows() const {
  if (is_word_part(peek()) || is_foreign(peek()) || !currency_meant(peek()).empty()) return true;
  std::size_t ahead = at_;
  while (ahead < text_.size() && is_blank(text_[ahead]))
    ++ahead;
  if (ahead < text_.size() && !currency_meant(text_[ahead]).empty()) return true;
  const std::string run = foreign_run(ahead);
  return unit_meant(run).has_value() || is_measure(run);
}

// `3.5cm`, `3公斤`: what a number counts is for the fact to say.
bool ExprNumbers::told_measure(const std::string& unit, const std::string& count) {
  if (!is_measure(unit) || unit_meant(unit)) return false;
  fault("SB1045", fmt::format("a number carries no unit such as `{}`", unit),
        fmt::format("write `{}`", count));
  return true;
}

void ExprNumbers::unit(std::string count) {
  while (is_blank(peek()))
    ++at_;
  const std::size_t unit_begin = at_;
  const std::string_view sign_of = currency_meant(peek());
  if (!sign_of.empty()) ++at_;
  while (sign_of.empty() && (is_word_part(peek()) || is_foreign(peek())))
    ++at_;
  std::string unit = slice(unit_begin, at_);
  // 5万元
  if (constexpr std::string_view wan = "万";
      unit.starts_with(wan) && count.find('.') == std::string::npos) {
    unit.erase(0, wan.size());
    count += "0000";
    out_.list.back().text = count;
    if (unit.empty()) {
      return fault("SB1043", fmt::format("`{}` is not how a number is written", slice(begin_, at_)),
                   fmt::format("write `{}`", count));
    }
  }
  if (told_measure(unit, count)) return;
  const auto known = sign_of.empty() ? unit_meant(unit) : sign_of;
  const bool exponent =
      unit.size() > 1 && (unit[0] == 'e' || unit[0] == 'E') && is_digit(text_[unit_begin + 1]);
  const bool unknown = !known && is_foreign(text_[unit_begin]);
  const std::string meant(known ? *known : std::string_view(unit));
  if (!known && !exponent && !unknown && is_left_to_grammar(unit)) {
    begin_ = unit_begin;
    return add(TokenKind::name, std::move(unit));
  }
  if (exponent) {
    fault("SB1043", fmt::format("`{}` is not how a number is written", slice(begin_, at_)),
          "write all its digits");
  } else {
    fault("SB1045", fmt::format("`{}` is not how a unit is written", slice(begin_, at_)),
          unknown ? "units are days, months, years, working_days, a currency such as CNY, `%` "
                    "and `‰`"
                  : fmt::format("write `{}`", counted(count, meant)));
  }
  out_.unsure = out_.unsure || exponent || unknown;
  if (exponent || unknown || meant.empty()) return;
  begin_ = unit_begin;
  const bool money = meant.size() == 3 && is_upper(static_cast<char32_t>(meant[0]));
  add_told(money ? TokenKind::currency : TokenKind::name, meant);
}

}  // namespace sanbao::parse
