// SPDX-License-Identifier: Apache-2.0
//
// expr_lexer.cpp: one pass over the characters, after full-width signs outside of quotes have been
// told and folded to ASCII.
// Tested by tests/unit/expr_lexer_test.cpp.
#include "parse/expr_lexer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/utf8.hpp"
#include "parse/expr_characters.hpp"
#include "parse/expr_parser.hpp"
#include "parse/sign_folding.hpp"

namespace sanbao::parse {
namespace {

constexpr std::size_t most_digits = 24;

class Lexer {
 public:
  Lexer(const ir::YamlNode& scalar, base::FaultList& faults) : scalar_(scalar), faults_(faults) {
    text_.reserve(scalar.text.size());
    out_.offsets.reserve(scalar.text.size() + 1);
    for (std::size_t at = 0; at < scalar.text.size();) {
      const base::Character character = base::character_at(scalar.text, at);
      text_.push_back(character.code_point);
      out_.offsets.push_back(static_cast<std::uint32_t>(at));
      at += character.bytes;
    }
    out_.offsets.push_back(static_cast<std::uint32_t>(scalar.text.size()));
  }

  Tokens run() {
    fold_signs();
    while (true) {
      while (at_ < text_.size() && is_blank(text_[at_]))
        ++at_;
      begin_ = at_;
      if (at_ >= text_.size()) break;
      next_token();
    }
    add(TokenKind::end, "");
    return std::move(out_);
  }

 private:
  // ---- characters and places

  [[nodiscard]] char32_t peek(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : U'\0';
  }
  [[nodiscard]] std::string slice(std::size_t begin, std::size_t end) const {
    std::string out;
    for (std::size_t i = begin; i < std::min(end, text_.size()); ++i)
      base::append_utf8(out, text_[i]);
    return out;
  }
  [[nodiscard]] Span place(std::size_t begin, std::size_t end) const {
    return scalar_.span_at(static_cast<std::uint32_t>(begin),
                           static_cast<std::uint32_t>(end - begin));
  }
  void fault(std::string_view code, std::string message, std::string help) {
    faults_.error(code, place(begin_, at_), std::move(message), std::move(help));
  }
  void add(TokenKind kind, std::string text) {
    out_.list.push_back({kind, std::move(text), static_cast<std::uint32_t>(begin_),
                         static_cast<std::uint32_t>(at_ - begin_)});
  }
  void add_sign(std::size_t length, std::string sign) {
    at_ += length;
    if (sign == "(" || sign == "[") ++brackets_;
    if (sign == ")" || sign == "]") --brackets_;
    add(TokenKind::sign, std::move(sign));
  }

  // A run of neighbouring signs is one fault. Inside `"…"` they are the author's own text.
  void fold_signs() {
    bool quoted = false;
    bool foreign_quotes = false;
    for (std::size_t i = 0; i < text_.size(); ++i) {
      if (text_[i] == U'"') quoted = !quoted;
      if (ascii_for(text_[i]) == text_[i] ||
          (quoted && !(foreign_quotes && ascii_for(text_[i]) == U'"')))
        continue;
      const std::size_t begin = i;
      std::string before;
      std::string after;
      for (; i < text_.size() && ascii_for(text_[i]) != text_[i]; ++i) {
        base::append_utf8(before, text_[i]);
        text_[i] = ascii_for(text_[i]);
        base::append_utf8(after, text_[i]);
        if (text_[i] != U'"') continue;
        quoted = !quoted;
        foreign_quotes = quoted;
        if (quoted && ++i < text_.size()) break;
      }
      const bool blank = after.find_first_not_of(' ') == std::string::npos;
      faults_.error(
          "SB1041", place(begin, begin + base::count_characters(before)),
          fmt::format("`{}` is a full-width {}", before, blank ? "blank" : "sign"),
          blank ? std::string("write an ordinary blank") : fmt::format("write `{}`", after));
      --i;
    }
  }

  void next_token() {
    const char32_t c = peek();
    if (is_digit(c)) return number();
    if (is_letter(c)) return word();
    if (c == U'"') return quoted_text();
    if (c == U'\'') return single_quotes();
    if (c == U'.' && is_digit(peek(1))) {
      ++at_;
      while (is_digit(peek()))
        ++at_;
      fault("SB1043", fmt::format("`{}` is not how a number is written", slice(begin_, at_)),
            fmt::format("write `0{}`", slice(begin_, at_)));
      return add(TokenKind::number, "0" + slice(begin_, at_));
    }
    if (operator_sign(c)) return;
    if (is_foreign(c)) return foreign_word();
    ++at_;
    out_.unsure = true;
    fault("SB1040", fmt::format("`{}` cannot stand in an expression", slice(begin_, at_)),
          help_for(c));
  }

  static std::string help_for(char32_t c) {
    switch (c) {
      case U'{':
      case U'}':
        return "a structure such as `{count: repairs, at_least: 2}` stands by itself; name it "
               "under `conditions` or `values` and use the name";
      case U'?':
      case U':':
        return "write `if … then … else …`";
      case U'%':
        return "`%` stands right behind its number: `0.3%`";
      case U'^':
        return "the language has `+`, `-`, `*` and `/`";
      case U'$':
        return "an amount of money is written `30 CNY`";
      case U'#':
        return "quote a text that holds `#`";
      default:
        return "names, numbers, `\"texts\"`, comparisons, `and`, `or`, `not` and parentheses";
    }
  }

  // ---- signs

  bool operator_sign(char32_t c) {
    constexpr std::string_view single = "()[],+-*/";
    const auto ascii = static_cast<char>(c < 0x80 ? c : U'\0');
    const char32_t next = peek(1);
    if (c == U'*' && next == U'*') return foreign_sign(2, "*", "the language has no powers");
    if (ascii != '\0' && single.find(ascii) != std::string_view::npos)
      return add_sign(1, {ascii}), true;
    if (c == U'=' && next == U'=') {
      if (peek(2) == U'=') return foreign_sign(3, "==");
      return add_sign(2, "=="), true;
    }
    if (c == U'!' && next == U'=') return add_sign(2, "!="), true;
    if ((c == U'<' || c == U'>') && next == U'=') return add_sign(2, {ascii, '='}), true;
    if (c == U'<' && next == U'>') return foreign_sign(2, "!=");
    if (c == U'<' || c == U'>') return add_sign(1, {ascii}), true;
    if (c == U'=' && (next == U'<' || next == U'>')) {
      const auto order = static_cast<char>(next);
      return foreign_sign(2, {order, '='});
    }
    if (c == U'=') return foreign_sign(1, "==");
    if (c == U':' && next == U'=') return foreign_sign(2, "==");
    if (c == U'≤') return foreign_sign(1, "<=");
    if (c == U'≥') return foreign_sign(1, ">=");
    if (c == U'≠') return foreign_sign(1, "!=");
    if (c == U'&') return foreign_word_for(next == U'&' ? 2 : 1, "and");
    if (c == U'|') return foreign_word_for(next == U'|' ? 2 : 1, "or");
    if (c == U'!') return foreign_word_for(1, "not");
    return false;
  }

  bool foreign_sign(std::size_t length, std::string meant, std::string_view help = {}) {
    at_ += length;
    fault("SB1042", fmt::format("`{}` is not a sign of this language", slice(begin_, at_)),
          help.empty() ? fmt::format("did you mean `{}`?", meant) : std::string(help));
    add(TokenKind::sign, std::move(meant));
    return true;
  }

  bool foreign_word_for(std::size_t length, std::string word) {
    at_ += length;
    fault("SB1042", fmt::format("`{}` is not a sign of this language", slice(begin_, at_)),
          fmt::format("write `{}`", word));
    add(TokenKind::name, std::move(word));
    return true;
  }

  // ---- numbers and dates

  void digits() {
    while (is_digit(peek()))
      ++at_;
  }

  void number() {
    digits();
    if (date()) return;
    const std::size_t whole_end = at_;
    if (peek() == U'.' && is_digit(peek(1))) {
      ++at_;
      digits();
    } else if (peek() == U'.' && !is_letter(peek(1))) {
      ++at_;
      fault("SB1043", fmt::format("`{}` is not how a number is written", slice(begin_, at_)),
            fmt::format("write `{}`", slice(begin_, whole_end)));
      return add(TokenKind::number, slice(begin_, whole_end));
    }
    if (grouped()) return;
    std::string text = slice(begin_, at_);
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
    }
    if (peek() == U'%' || peek() == U'‰') {
      base::append_utf8(text, peek());
      ++at_;
      return add(TokenKind::rate, std::move(text));
    }
    if (is_blank(peek()) && (peek(1) == U'%' || peek(1) == U'‰')) {
      base::append_utf8(text, peek(1));
      at_ += 2;
      fault("SB1043", "a blank between the number and its sign", fmt::format("write `{}`", text));
      return add(TokenKind::rate, std::move(text));
    }
    add(TokenKind::number, text);
    if (is_word_part(peek()) || is_foreign(peek())) unit_without_blank(text);
  }

  // 2021-07-22, and what is meant as one: 2021-7-2, 2021/07/22, 2021-07-22T10:00.
  bool date() {
    const char32_t mark = peek();
    const std::size_t start = at_;
    if (mark != U'-' && mark != U'/') return false;
    ++at_;
    const std::size_t month = at_;
    digits();
    const std::size_t month_end = at_;
    const bool shaped = month_end > month && peek() == mark && is_digit(peek(1));
    if (!shaped || (mark == U'/' && (start - begin_ != 4 || month_end - month > 2))) {
      at_ = start;
      return false;
    }
    ++at_;
    const std::size_t day = at_;
    digits();
    const std::size_t day_end = at_;
    const bool exact =
        mark == U'-' && start - begin_ == 4 && month_end - month == 2 && day_end - day == 2;
    const bool more = is_word_part(peek()) || peek() == U':';
    while (is_word_part(peek()) || (more && (peek() == U':' || peek() == U'+' || peek() == U'.')))
      ++at_;
    const std::string year = slice(begin_, start);
    const std::string mended =
        fmt::format("{:0>4}-{:0>2}-{:0>2}", year, slice(month, month_end), slice(day, day_end));
    const bool mendable = mended.size() == 10 && year.size() == 4;
    out_.unsure = out_.unsure || !mendable;
    if (!exact || more) {
      fault("SB1044", fmt::format("`{}` is not how a date is written", slice(begin_, at_)),
            mendable ? fmt::format("write `{}`", mended)
                     : "write a date as `2024-02-09`; for a difference put blanks around `-`");
    }
    add(TokenKind::date, mended);
    return true;
  }

  // 1,000 and 1_000. In a list or a call `1,200` may be two numbers; no number begins with a zero.
  bool grouped() {
    const bool comma = peek() == U',' && is_digit(peek(1)) && is_digit(peek(2)) &&
                       is_digit(peek(3)) && !is_digit(peek(4)) &&
                       (peek(1) == U'0' || brackets_ <= 0);
    const bool line = peek() == U'_' && is_digit(peek(1));
    if (!comma && !line) return false;
    while ((peek() == U',' || peek() == U'_') && is_digit(peek(1))) {
      ++at_;
      digits();
    }
    if (peek() == U'.' && is_digit(peek(1))) {
      ++at_;
      digits();
    }
    std::string plain = slice(begin_, at_);
    std::erase_if(plain, [](char c) { return c == ',' || c == '_'; });
    fault("SB1043", fmt::format("`{}` is not how a number is written", slice(begin_, at_)),
          fmt::format("write `{}`", plain));
    add(TokenKind::number, std::move(plain));
    return true;
  }

  void unit_without_blank(const std::string& digits_text) {
    const std::size_t number_begin = begin_;
    const std::size_t unit_begin = at_;
    while (is_word_part(peek()) || is_foreign(peek()))
      ++at_;
    const std::string unit = slice(unit_begin, at_);
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 12> chinese{
        {{"天", "days"},
         {"日", "days"},
         {"个工作日", "working_days"},
         {"工作日", "working_days"},
         {"月", "months"},
         {"个月", "months"},
         {"年", "years"},
         {"元", "CNY"},
         {"块", "CNY"},
         {"d", "days"},
         {"y", "years"},
         {"m", "months"}}};
    const auto* known = std::ranges::find(chinese, unit, [](auto& pair) { return pair.first; });
    const bool exponent =
        unit.size() > 1 && (unit[0] == 'e' || unit[0] == 'E') && is_digit(text_[unit_begin + 1]);
    const std::string meant(known == chinese.end() ? std::string_view(unit) : known->second);
    begin_ = number_begin;
    if (exponent) {
      fault("SB1043", fmt::format("`{}` is not how a number is written", slice(begin_, at_)),
            "write all its digits");
    } else {
      fault("SB1045", fmt::format("`{}` is not how a unit is written", slice(begin_, at_)),
            known == chinese.end() && is_foreign(text_[unit_begin])
                ? "units are days, months, years, working_days, a currency such as CNY, `%` and `‰`"
                : fmt::format("write `{} {}`", digits_text, meant));
    }
    if (exponent || (known == chinese.end() && is_foreign(text_[unit_begin]))) {
      out_.unsure = true;
      return;
    }
    begin_ = unit_begin;
    const bool money = meant.size() == 3 && is_upper(static_cast<char32_t>(meant[0]));
    add(money ? TokenKind::currency : TokenKind::name, meant);
  }

  // ---- words and texts

  void word() {
    while (is_word_part(peek()) || (peek() == U'.' && is_word_part(peek(1))))
      ++at_;
    if (peek() == U'-' && is_letter(peek(1)) && at_ > begin_) return hyphenated();
    std::string text = slice(begin_, at_);
    if (text.size() == 3 &&
        std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; })) {
      return add(TokenKind::currency, std::move(text));
    }
    if (peek() == U'[' && (is_digit(peek(1)) || peek(1) == U']')) {
      while (peek() != U']' && peek() != U'\0')
        ++at_;
      if (peek() == U']') ++at_;
      while (is_word_part(peek()) || peek() == U'.')
        ++at_;
      out_.unsure = true;
      fault(
          "SB1047", "one event of a list cannot be picked by its number",
          "use an event test `{count: repairs, where: …}`, or `last repairs.returned_on where …`");
      return add(TokenKind::name, std::move(text));
    }
    add(TokenKind::name, checked_name(text));
  }

  std::string checked_name(const std::string& text) {
    std::string lower = text;
    for (char& c : lower)
      c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    if (peek() == U'.') {
      ++at_;
      out_.unsure = true;
      fault("SB1047", fmt::format("`{}.` is not a whole name", text),
            "a name ends with a letter, a digit or `_`");
    } else if (lower != text) {
      fault("SB1047", fmt::format("`{}` is not how a name is written", text),
            truth_meant(lower).empty()
                ? fmt::format("names are in lower case: `{}`; a text is quoted: `\"{}\"`", lower,
                              text)
                : fmt::format("write `{}`", truth_meant(lower)));
      if (!truth_meant(lower).empty()) lower = truth_meant(lower);
    } else if (bad_segment(text)) {
      out_.unsure = true;
      fault("SB1047", fmt::format("`{}` is not how a name is written", text),
            "each part between dots begins with a letter");
    } else if (is_foreign(peek())) {
      while (is_word_part(peek()) || is_foreign(peek()))
        ++at_;
      fault("SB1047", fmt::format("`{}` is not how a name is written", slice(begin_, at_)),
            fmt::format("names are of letters a to z, digits and `_`; a text is quoted: `\"{}\"`",
                        slice(begin_, at_)));
    }
    return lower;
  }

  // What other files write for true and false.
  static std::string_view truth_meant(std::string_view lower) {
    for (const std::string_view yes : {"true", "yes", "on"})
      if (lower == yes) return "true";
    for (const std::string_view no : {"false", "no", "off"})
      if (lower == no) return "false";
    return {};
  }

  static bool bad_segment(std::string_view text) {
    for (std::size_t dot = text.find('.'); dot != std::string_view::npos;
         dot = text.find('.', dot + 1)) {
      const char first = dot + 1 < text.size() ? text[dot + 1] : '.';
      if (first < 'a' || first > 'z') return true;
    }
    return false;
  }

  void hyphenated() {
    while (is_word_part(peek()) || ((peek() == U'-' || peek() == U'.') && is_word_part(peek(1))))
      ++at_;
    std::string joined = slice(begin_, at_);
    std::replace(joined.begin(), joined.end(), '-', '_');
    fault("SB1047", fmt::format("`{}` is not how a name is written", slice(begin_, at_)),
          fmt::format("names are written with `_`: `{}`; for a difference put blanks around `-`",
                      joined));
    add(TokenKind::name, std::move(joined));
  }

  void quoted_text() {
    ++at_;
    while (at_ < text_.size() && peek() != U'"' && peek() != U'\n')
      ++at_;
    const bool closed = peek() == U'"';
    std::string text = slice(begin_ + 1, at_);
    if (closed) ++at_;
    if (!closed) {
      const bool comment = sign_behind(scalar_, faults_.source()) == '#';
      fault("SB1046", "a text is not closed",
            comment
                ? "` #` begins a comment of YAML; quote the whole expression to keep what follows"
                : "write the closing `\"`; a text cannot hold one");
      out_.unsure = true;
    } else if (text.empty()) {
      fault("SB1046", "a text of nothing", "a fact that is absent is tested with `is known`");
    }
    add(TokenKind::text, std::move(text));
  }

  void single_quotes() {
    ++at_;
    while (at_ < text_.size() && peek() != U'\'' && peek() != U'\n')
      ++at_;
    const bool closed = peek() == U'\'';
    std::string text = slice(begin_ + 1, at_);
    if (closed) ++at_;
    out_.unsure = out_.unsure || !closed;
    fault("SB1046", "a text stands in double quotes", fmt::format("write `\"{}\"`", text));
    add(TokenKind::text, std::move(text));
  }

  void foreign_word() {
    while (is_foreign(peek()) || is_word_part(peek()))
      ++at_;
    const std::string text = slice(begin_, at_);
    if (text.starts_with("¥") || text.starts_with("￥")) {
      out_.unsure = true;
      return fault("SB1045", fmt::format("`{}` is not how money is written", text),
                   "write `30 CNY`");
    }
    fault("SB1040", fmt::format("`{}` stands without quotes", text),
          fmt::format("a text is quoted: `\"{}\"`; a name is of letters a to z, digits and `_`",
                      text));
    add(TokenKind::text, text);
  }

  const ir::YamlNode& scalar_;
  base::FaultList& faults_;
  std::u32string text_;
  std::size_t at_ = 0;
  std::size_t begin_ = 0;
  int brackets_ = 0;
  Tokens out_;
};

}  // namespace

Tokens lex_expression(const ir::YamlNode& scalar, base::FaultList& faults) {
  return Lexer(scalar, faults).run();
}

}  // namespace sanbao::parse
