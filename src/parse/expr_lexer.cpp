// SPDX-License-Identifier: Apache-2.0
//
// expr_lexer.cpp: one pass over the characters, after full-width signs outside of quotes have been
// told and folded to ASCII.
// Tested by tests/unit/expr_lexer_test.cpp.
#include "parse/expr_lexer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/utf8.hpp"
#include "ir/member_names.hpp"
#include "parse/expr_characters.hpp"
#include "parse/expr_cursor.hpp"
#include "parse/expr_numbers.hpp"
#include "parse/expr_parser.hpp"
#include "parse/foreign_spellings.hpp"
#include "parse/sign_folding.hpp"

namespace sanbao::parse {
namespace {

class Lexer : private ExprNumbers {
 public:
  using ExprNumbers::ExprNumbers;

  Tokens run() {
    fold_signs();
    odd_quotes_ = std::count(text_.begin(), text_.end(), U'"') % 2 != 0;
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
      const bool rate = peek() == U'%' || peek() == U'‰';
      if (rate) ++at_;
      fault("SB1043", fmt::format("`{}` is not how a number is written", slice(begin_, at_)),
            fmt::format("write `0{}`", slice(begin_, at_)));
      return add(rate ? TokenKind::rate : TokenKind::number, "0" + slice(begin_, at_));
    }
    if (operator_sign(c) || money_sign(c)) return;
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

  // ---- words and texts

  void word() {
    while (is_word_part(peek()) || (peek() == U'.' && is_word_part(peek(1))))
      ++at_;
    if (peek() == U'-' && is_letter(peek(1)) && at_ > begin_) return hyphenated();
    std::string text = slice(begin_, at_);
    if (told_keyword(text) || code_before_number(text)) return;
    // US$20
    if (const std::size_t end = at_; text == "US" && peek() == U'$') {
      if (money_sign(U'$')) return;
      at_ = end;
    }
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

  // `AND`, `且`
  bool told_keyword(const std::string& text) {
    const std::string_view meant = keyword_meant(text);
    const bool capitals =
        std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
    if (meant.empty() || (capitals && text_may_follow())) return false;
    fault("SB1042", fmt::format("`{}` is not a word of this language", text),
          fmt::format("write `{}`", meant));
    add(TokenKind::name, std::string(meant));
    return true;
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
      return in_capitals(text, lower);
    } else if (bad_segment(text)) {
      out_.unsure = true;
      fault("SB1047", fmt::format("`{}` is not how a name is written", text),
            "each part between dots begins with a letter");
    } else if (is_foreign(peek()) && keyword_meant(foreign_run(at_)).empty()) {
      while (is_word_part(peek()) || is_foreign(peek()))
        ++at_;
      fault("SB1047", fmt::format("`{}` is not how a name is written", slice(begin_, at_)),
            fmt::format("names are of letters a to z, digits and `_`; a text is quoted: `\"{}\"`",
                        slice(begin_, at_)));
    }
    return lower;
  }

  // `Goods.Opened` is a name; `T1` behind `==` is a text, of which nothing more is told.
  std::string in_capitals(const std::string& text, const std::string& lower) {
    // What is asked for so is told where it is compared.
    if (lower == "null") return lower;
    const std::string_view truth = ir::truth_meant(lower);
    const bool text_meant =
        truth.empty() && text_may_follow() && peek() != U'(' && text.find('.') == std::string::npos;
    const bool no_word =
        text.find_first_of("0123456789") != std::string::npos ||
        std::count_if(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; }) > 1;
    std::string help =
        fmt::format("names are in lower case: `{}`; a text is quoted: `\"{}\"`", lower, text);
    if (text_meant && no_word)
      help = fmt::format("a text is quoted: `\"{}\"`; a name is in lower case", text);
    if (!truth.empty()) help = fmt::format("write `{}`", truth);
    fault("SB1047", fmt::format("`{}` is not how a name is written", text), std::move(help));
    if (!truth.empty()) return std::string(truth);
    return text_meant ? std::string() : lower;
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

  // `"mattress and product.brand == "Sleepwell"`: one quote lacks its other, and this one has a word
  // right behind it.
  [[nodiscard]] bool opens_another() const {
    return odd_quotes_ && (is_word_part(peek(1)) || is_foreign(peek(1)));
  }

  void quoted_text() {
    ++at_;
    while (at_ < text_.size() && peek() != U'"' && peek() != U'\n')
      ++at_;
    const bool closed = peek() == U'"' && !opens_another();
    if (!closed && peek() == U'"') at_ = text_.size();
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
    const std::string run = foreign_run(begin_);
    while (is_foreign(peek()))
      ++at_;
    if (!text_may_follow() && (told_keyword(run) || told_sign(run))) return;
    if (told_truth(run)) return;
    if (!is_compared_with_words() && number_in_words()) return;
    while (is_foreign(peek()) || is_word_part(peek()))
      ++at_;
    const std::string text = slice(begin_, at_);
    if (!currency_meant(text_[begin_]).empty()) {
      out_.unsure = true;
      return fault("SB1045", fmt::format("`{}` is not how money is written", text),
                   "write `30 CNY`");
    }
    if (told_member(text)) return;
    const bool between = stands_between();
    const bool period = !out_.list.empty() &&
                        (out_.list.back().is_word("in") || out_.list.back().is_word("before") ||
                         out_.list.back().is_word("after"));
    std::string help = fmt::format("a text is quoted: `\"{}\"`", text);
    if (between) help = "take it out, or write a sign or a word of the language";
    if (period)
      help = "a period is written by its name under `periods`: `claim.filed_on in guarantee`";
    fault("SB1040", fmt::format("`{}` stands without quotes", text),
          help + "; a name is of letters a to z, digits and `_`");
    out_.unsure = out_.unsure || between;
    add(TokenKind::text, text);
  }

  // `大于`
  bool told_sign(const std::string& text) {
    const std::string_view meant = sign_meant(text);
    if (meant.empty() || out_.list.empty()) return false;
    fault("SB1042", fmt::format("`{}` is not a word of this language", text),
          fmt::format("write `{}`", meant));
    add(TokenKind::sign, std::string(meant));
    return true;
  }

  // `== 是`
  bool told_truth(const std::string& text) {
    const std::string_view meant = ir::truth_meant(text);
    if (meant.empty() || out_.list.empty()) return false;
    if (!out_.list.back().is_sign("==") && !out_.list.back().is_sign("!=")) return false;
    fault("SB1042", fmt::format("`{}` is not a word of this language", text),
          fmt::format("write `{}`", meant));
    add(TokenKind::name, std::string(meant));
    return true;
  }

  // `fault.kind == 性能`: the vocabulary knows which word has this name.
  bool told_member(const std::string& text) {
    const ir::FactInfo* fact = compared_fact();
    if (fact == nullptr || fact->members.empty()) return false;
    const std::string_view meant = ir::member_meant(fact->members, text);
    // Of these a file may declare more, or hold any text.
    if (meant.empty() && (fact->open || fact->type == ir::Type::remedy)) return false;
    std::string help = fmt::format("write `{}`", meant);
    if (meant.empty()) {
      help = "its words are ";
      for (const ir::Member& member : fact->members) {
        const bool first = &member == &fact->members.front();
        const bool last = &member == &fact->members.back();
        help += fmt::format("{}`{}`", first ? "" : last ? " or " : ", ", member.id);
      }
    }
    fault("SB1042", fmt::format("`{}` is no word of `{}`", text, compared_name()), std::move(help));
    add(TokenKind::name, {});
    return true;
  }

  // Where the name stands with which a word here is compared; none: the number of tokens.
  [[nodiscard]] std::size_t compared_at() const {
    const auto& list = out_.list;
    const std::size_t none = list.size();
    std::size_t at = list.size();
    if (at == 0) return none;
    if (list[at - 1].is_sign("[") || list[at - 1].is_sign(",")) {
      while (at > 0 && !list[at - 1].is_sign("["))
        --at;
      if (at < 2 || !list[at - 2].is_word("in")) return none;
      --at;
    } else if (!list[at - 1].is_sign("==") && !list[at - 1].is_sign("!=") &&
               !list[at - 1].is_word("has")) {
      return none;
    }
    if (at < 2 || list[at - 2].kind != TokenKind::name) return none;
    return at - 2;
  }
  [[nodiscard]] std::string compared_name() const { return out_.list[compared_at()].text; }

  // A fact of the vocabulary, or the field of an event that is called so.
  [[nodiscard]] const ir::FactInfo* compared_fact() const {
    const std::size_t at = compared_at();
    if (at == out_.list.size()) return nullptr;
    const std::string& name = out_.list[at].text;
    if (const ir::FactInfo* fact = ir::find_standard_path(name)) return fact;
    for (const ir::ListInfo& list : ir::standard_lists())
      if (const ir::FactInfo* field = ir::find_field(list, name)) return field;
    return nullptr;
  }

  [[nodiscard]] bool is_compared_with_words() const {
    const ir::FactInfo* fact = compared_fact();
    return fact != nullptr && (fact->type == ir::Type::text || !fact->members.empty());
  }

  // A word between values, or in the place of a name: what is told behind it would be its own fault.
  [[nodiscard]] bool stands_between() const {
    if (!out_.list.empty()) {
      const Token& last = out_.list.back();
      const bool value = last.kind != TokenKind::sign || last.is_sign(")") || last.is_sign("]");
      const bool joins = last.kind == TokenKind::name &&
                         std::ranges::find(joining_words, last.text) != joining_words.end();
      for (const std::string_view named : {"in", "before", "after", "less", "last", "of"})
        if (last.is_word(named)) return true;
      if (value && !joins && !last.is_word("not") && !last.is_word("if")) return true;
    }
    std::size_t next = at_;
    while (next < text_.size() && is_blank(text_[next]))
      ++next;
    std::size_t end = next;
    while (end < text_.size() && is_word_part(text_[end]))
      ++end;
    if (end == next) return next < text_.size() && (text_[next] == U'(' || text_[next] == U'"');
    const std::string word = slice(next, end);
    return std::ranges::find(joining_words, std::string_view(word)) == joining_words.end();
  }

  bool odd_quotes_ = false;  // one of the quotes has no other
};

}  // namespace

Tokens lex_expression(const ir::YamlNode& scalar, base::FaultList& faults) {
  return Lexer(scalar, faults).run();
}

}  // namespace sanbao::parse
