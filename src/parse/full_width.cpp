// SPDX-License-Identifier: Apache-2.0
//
// full_width.cpp: one walk over a line that knows where a key, a value and an item begin.
// Tested by tests/unit/yaml_reader_test.cpp.
#include "parse/full_width.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <vector>

#include "base/utf8.hpp"
#include "parse/expr_characters.hpp"
#include "parse/sign_folding.hpp"

namespace sanbao::parse {
namespace {

class LineWalk {
 public:
  explicit LineWalk(std::string_view line) : line_(line) {
    for (std::size_t at = 0; at < line.size();) {
      const base::Character c = base::character_at(line, at);
      chars_.push_back({c.code_point, at, c.bytes});
      at += c.bytes;
    }
  }

  std::optional<FullWidthMend> run() {
    while (i_ < chars_.size() && !comment()) {
      if (!blank() && !plain_quote() && !full_width()) ordinary();
      ++i_;
    }
    if (!first_) return std::nullopt;
    for (; i_ < chars_.size(); ++i_)
      keep();
    const Char sign = chars_[*first_];
    const std::string_view word = line_.substr(sign.at, sign.bytes);
    FullWidthMend out;
    out.at = sign.at;
    out.bytes = sign.bytes;
    out.plain = plain_;
    if (is_odd_blank(sign.c)) {
      out.message = fmt::format("U+{:04X} is no blank to YAML", static_cast<std::uint32_t>(sign.c));
      out.help = "write an ordinary blank";
    } else {
      out.message = plain_ == '"' ? fmt::format("`{}` is no quote to YAML", word)
                                  : fmt::format("`{}` is the full-width {}", word, name_of(plain_));
      out.help = fmt::format("write `{}{}`", plain_, plain_ == ':' || plain_ == ',' ? " " : "");
    }
    constexpr std::size_t longest = 160;
    shown_.erase(0, shown_.find_first_not_of(' '));
    if (shown_.size() <= longest) out.help += fmt::format(": `{}`", shown_);
    out.line = std::move(out_);
    return out;
  }

 private:
  struct Char {
    char32_t c;
    std::size_t at, bytes;
  };

  [[nodiscard]] char32_t at(std::size_t i) const { return i < chars_.size() ? chars_[i].c : U'\n'; }
  static char plain_of(char32_t c) {
    if (c == U'《' || c == U'》' || c == U'「' || c == U'」') return '\0';
    const char32_t plain = c == U'［' ? U'[' : ascii_for(c);
    return plain == c || plain >= 0x80 ? '\0' : static_cast<char>(plain);
  }
  static char either(char32_t c) { return c < 0x80 ? static_cast<char>(c) : plain_of(c); }
  [[nodiscard]] std::size_t next_word(std::size_t i) const {
    while (at(i) == U' ' || is_odd_blank(at(i)))
      ++i;
    return i;
  }
  static bool is_key_part(char32_t c) {
    return is_word_part(c) || c == U'.' || c == U'/' || c == U'-';
  }
  // Behind a value nothing stands but a comma, a closing bracket, a comment or the end.
  [[nodiscard]] bool ends_value(std::size_t i) const {
    const char32_t c = at(next_word(i));
    const char e = either(c);
    return c == U'\n' || c == U'#' || e == ',' || e == ']' || e == '}';
  }
  [[nodiscard]] bool begins_key(std::size_t i) const {
    i = next_word(i);
    const std::size_t word = i;
    while (is_key_part(at(i)))
      ++i;
    return i > word && either(at(i)) == ':';
  }

  static std::string_view name_of(char plain) {
    return plain == ':'                   ? "colon"
           : plain == ','                 ? "comma"
           : plain == '{' || plain == '}' ? "brace"
                                          : "bracket";
  }

  void keep() { add(line_.substr(chars_[i_].at, chars_[i_].bytes)); }
  void add(std::string_view text) {
    out_ += text;
    shown_ += text;
  }
  void put(char plain) {
    if (!first_) first_ = i_, plain_ = plain;
    add({&plain, 1});
  }
  void begin_value() { start_ = true, closed_ = false, letters_ = 0; }
  void end_value() { start_ = false, closed_ = true, letters_ = -1; }

  [[nodiscard]] bool comment() const {
    return at(i_) == U'#' && (i_ == 0 || at(i_ - 1) == U' ') && start_or_closed();
  }
  [[nodiscard]] bool start_or_closed() const { return start_ || closed_ || letters_ != 0; }

  bool blank() {
    const char32_t c = at(i_);
    if (is_odd_blank(c) && start_) return put(' '), true;
    if (c != U' ' && c != U'\t') return false;
    if (letters_ > 0) letters_ = -1;
    return keep(), true;
  }

  bool plain_quote() {
    const char32_t quote = at(i_);
    if (!start_ || (quote != U'"' && quote != U'\'')) return false;
    keep();
    for (++i_; i_ < chars_.size() && at(i_) != quote; ++i_) {
      keep();
      if (at(i_) == U'\\' && quote == U'"' && i_ + 1 < chars_.size()) ++i_, keep();
    }
    if (i_ < chars_.size()) keep();
    return end_value(), true;
  }

  bool full_width() {
    const char plain = plain_of(at(i_));
    switch (plain) {
      case ':':
        if (letters_ <= 0) return false;
        put(':');
        if (at(i_ + 1) != U' ' && !is_odd_blank(at(i_ + 1)) && i_ + 1 < chars_.size()) add(" ");
        return begin_value(), true;
      case ',':
        if (!is_comma()) return false;
        put(',');
        // YAML needs no blank here, and without it all that follows keeps its place.
        if (at(i_ + 1) != U' ' && !is_odd_blank(at(i_ + 1))) shown_ += ' ';
        return begin_value(), true;
      case '[':
      case '{':
        if (!start_ || !opens()) return ++ignored_, false;
        open_.push_back(plain);
        put(plain);
        return begin_value(), true;
      case ']':
      case '}':
        if (ignored_ > 0) return --ignored_, false;
        if (open_.empty() || (open_.back() == '[') != (plain == ']') || !ends_value(i_ + 1))
          return false;
        open_.pop_back();
        put(plain);
        return end_value(), true;
      case '"':
        return start_ && quoted();
      default:
        return false;
    }
  }

  [[nodiscard]] bool is_comma() const {
    if (open_.empty()) return false;
    const char32_t next = at(next_word(i_ + 1));
    const char e = either(next);
    if (closed_ || e == '"' || e == '[' || e == '{' || next == U'\'') return true;
    if (open_.back() == '{') return begins_key(i_ + 1);
    return i_ > 0 && is_word_part(at(i_ - 1)) && is_word_part(next);
  }

  [[nodiscard]] bool opens() const {
    const char32_t next = at(next_word(i_ + 1));
    const char e = either(next);
    return is_word_part(next) || e == '"' || e == '[' || e == '{' || e == ']' || e == '}';
  }

  // “text” as a whole value.
  bool quoted() {
    std::size_t end = i_ + 1;
    while (end < chars_.size() && either(at(end)) != '"')
      ++end;
    if (end >= chars_.size() || !ends_value(end + 1)) return false;
    put('"');
    for (++i_; i_ < end; ++i_)
      keep();
    add("\"");
    return end_value(), true;
  }

  void ordinary() {
    const char32_t c = at(i_);
    const char32_t next = at(i_ + 1);
    keep();
    if (start_ && (c == U'[' || c == U'{')) {
      open_.push_back(static_cast<char>(c));
      begin_value();
    } else if ((c == U']' || c == U'}') && !open_.empty()) {
      open_.pop_back();
      end_value();
    } else if ((c == U',' && !open_.empty()) ||
               (c == U':' &&
                (next == U' ' || next == U'\n' || (letters_ > 0 && is_odd_blank(next))))) {
      begin_value();
    } else if (!(c == U'-' && start_ && next == U' ' && open_.empty())) {
      letters_ = letters_ >= 0 && is_key_part(c) ? letters_ + 1 : -1;
      start_ = closed_ = false;
    }
  }

  std::string_view line_;
  std::vector<Char> chars_;
  std::size_t i_ = 0;
  std::string out_, shown_;
  std::optional<std::size_t> first_;
  char plain_ = '\0';
  bool start_ = true;    // a key, a value or an item may begin here
  bool closed_ = false;  // a quote or bracket has just closed
  int letters_ = 0;      // of the word that may become a key; -1: it is none
  int ignored_ = 0;      // full-width brackets inside a text
  std::vector<char> open_;
};

}  // namespace

bool is_odd_blank(char32_t c) {
  return c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F || c == 0x205F ||
         c == 0x3000;
}

std::optional<FullWidthMend> mend_full_width(std::string_view line) {
  constexpr std::size_t longest = 4096;
  if (line.size() > longest) return std::nullopt;
  return LineWalk(line).run();
}

std::string_view long_dash(std::string_view text) {
  for (const std::string_view dash : {"–", "—", "−", "－"})
    if (text.starts_with(dash) && text.substr(dash.size()).starts_with(' ')) return dash;
  return {};
}

}  // namespace sanbao::parse
