// SPDX-License-Identifier: Apache-2.0
//
// yaml_outline.cpp: one pass over the text, line by line in block style, mark by mark inside
// brackets.
// Tested by tests/unit/yaml_reader_test.cpp, which compares it with the parser on every policy.
#include "parse/yaml_outline.hpp"

#include <algorithm>

#include "base/limits.hpp"
#include "base/utf8.hpp"
#include "parse/full_width.hpp"

namespace sanbao::parse {
namespace {

constexpr std::ptrdiff_t outside_all = -1;
// The first tells the story; a broken file may have one on every line.
constexpr std::size_t most_unclosed = 100;

class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  Outline run() {
    while (at_ < text_.size() && !out_.too_deep)
      block_line();
    std::sort(out_.unclosed.begin(), out_.unclosed.end(),
              [](const auto& a, const auto& b) { return a.opened < b.opened; });
    return std::move(out_);
  }

 private:
  // ---- characters

  [[nodiscard]] bool at_end() const { return at_ >= text_.size(); }
  [[nodiscard]] char peek(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\n';
  }
  [[nodiscard]] bool blank_at(std::size_t ahead) const {
    const char c = peek(ahead);
    return c == ' ' || c == '\t' || c == '\n';
  }
  [[nodiscard]] bool after_blank() const {
    return at_ == 0 || text_[at_ - 1] == ' ' || text_[at_ - 1] == '\t' || text_[at_ - 1] == '\n';
  }
  [[nodiscard]] std::ptrdiff_t column() const { return static_cast<std::ptrdiff_t>(at_ - line_); }

  void skip_blanks() {
    while (!at_end() && (peek() == ' ' || peek() == '\t'))
      ++at_;
  }
  void to_line_end() { at_ = std::min(text_.find('\n', at_), text_.size()); }
  void next_line() {
    to_line_end();
    if (!at_end()) ++at_;
    line_ = at_;
  }

  // ---- block style

  void block_line() {
    line_ = at_;
    skip_blanks();
    if (peek() == '\n' || at_end()) return next_line();
    const std::size_t tab = text_.substr(line_, at_ - line_).find('\t');
    if (tab != std::string_view::npos && peek() != '#') out_.tabs.push_back(line_ + tab);
    if (peek() == '#') {
      plain_open_ = false;
      return next_line();
    }
    if (plain_open_ && column() > parent_) {
      plain_in_block();
    } else {
      plain_open_ = false;
      note_odd_blank();
      block_content();
    }
    next_line();
  }

  void note_odd_blank() {
    const bool odd = static_cast<unsigned char>(peek()) >= 0x80 &&
                     is_odd_blank(base::character_at(text_, at_).code_point);
    if (odd) out_.odd_blanks.push_back(at_);
  }

  // What stands on one line: `- `, `key: `, a value; a quote or bracket may carry it over several.
  void block_content() {
    while (true) {
      skip_blanks();
      const char c = peek();
      if (at_end() || c == '\n') return;
      const bool indicator = c == '-' || c == '?' || c == ':';
      if (indicator && blank_at(1)) {
        parent_ = column();
        ++at_;
      } else if (c == '#') {
        return comment();
      } else if (c == '|' || c == '>') {
        return block_scalar();
      } else if (c == '&' || c == '*' || c == '!') {
        while (!blank_at(0))
          ++at_;
      } else if (!value()) {
        return;
      }
    }
  }

  // A scalar or a bracketed collection; true where more may follow on the line.
  bool value() {
    const std::size_t line = line_;
    const std::ptrdiff_t start = column();
    const char c = peek();
    if (c == '"' || c == '\'') {
      quoted(parent_);
    } else if (c == '[' || c == '{') {
      flow();
    } else {
      return plain_in_block();
    }
    skip_blanks();
    if (peek() == ':' && blank_at(1) && line == line_) parent_ = start;
    if (peek() == ':') ++at_;
    return !at_end() && !out_.too_deep;
  }

  // True where the text was a key and its value may follow.
  bool plain_in_block() {
    const std::ptrdiff_t start = column();
    for (; !at_end() && peek() != '\n'; ++at_) {
      if (peek() == ':' && blank_at(1)) {
        if (!plain_open_) parent_ = start;
        plain_open_ = false;
        ++at_;
        return true;
      }
      if (peek() == '#' && after_blank()) {
        plain_open_ = false;
        to_line_end();
        return false;
      }
    }
    plain_open_ = true;
    return false;
  }

  void block_scalar() {
    for (++at_; peek() == '+' || peek() == '-' || (peek() >= '0' && peek() <= '9');)
      ++at_;
    if (peek() == '#') comment();
    next_line();
    while (!at_end()) {
      line_ = at_;
      while (peek() == ' ' && !at_end())
        ++at_;
      if (peek() != '\n' && column() <= parent_) {
        at_ = line_;
        break;
      }
      next_line();
    }
    // The caller goes on to the next line.
    if (at_ > 0) --at_;
  }

  void comment() {
    if (!after_blank()) out_.tight_comments.push_back(at_);
    to_line_end();
  }

  // ---- quotes and brackets

  void quoted(std::ptrdiff_t parent) {
    const std::size_t opened = at_;
    const char quote = text_[at_++];
    bool told = false;
    while (!at_end()) {
      const char c = text_[at_];
      if (c == quote) {
        ++at_;
        if (quote == '"' || peek() != '\'') return;
        ++at_;
      } else if (c == '\\' && quote == '"' && peek(1) != '\n') {
        at_ += 2;
      } else if (c == '\n') {
        next_line();
        skip_blanks();
        if (!at_end() && peek() != '\n' && column() <= parent && !told) {
          told = true;
          add_unclosed(opened, at_);
        }
      } else {
        ++at_;
      }
    }
    if (!told) add_unclosed(opened, text_.size());
  }

  void flow() {
    std::vector<std::size_t> open;
    bool in_plain = false;
    do {
      const char c = peek();
      if (c == '\n') {
        next_line();
        skip_blanks();
        const bool closes = peek() == ']' || peek() == '}';
        if (!at_end() && peek() != '\n' && peek() != '#' && !closes && column() <= parent_) {
          add_unclosed(open.back(), at_);
        }
      } else if (c == '#' && (after_blank() || !in_plain)) {
        flow_comment();
        in_plain = false;
      } else if (c == ' ' || c == '\t') {
        ++at_;
      } else if (c == '[' || c == '{') {
        open.push_back(at_++);
        in_plain = false;
        if (open.size() > limits::max_nesting) {
          out_.too_deep = open.back();
          return;
        }
      } else if (c == ']' || c == '}') {
        const bool fits = (text_[open.back()] == '[') == (c == ']');
        if (!fits && !out_.mismatched) out_.mismatched = at_;
        open.pop_back();
        ++at_;
        in_plain = false;
      } else if ((c == '"' || c == '\'') && !in_plain) {
        quoted(parent_);
      } else {
        in_plain = c != ',' && !(c == ':' && (blank_at(1) || !in_plain));
        ++at_;
      }
    } while (!open.empty() && !at_end());
    for (const std::size_t opened : open)
      add_unclosed(opened, text_.size());
  }

  void add_unclosed(std::size_t opened, std::size_t broken) {
    if (out_.unclosed.size() >= most_unclosed) return;
    const bool told = std::any_of(out_.unclosed.begin(), out_.unclosed.end(),
                                  [opened](const auto& entry) { return entry.opened == opened; });
    if (!told) out_.unclosed.push_back({opened, broken});
  }

  void flow_comment() {
    if (!after_blank()) out_.tight_comments.push_back(at_);
    const std::string_view before = text_.substr(line_, at_ - line_);
    const std::size_t word = before.find_last_not_of(" \t");
    const bool behind_text = word != std::string_view::npos &&
                             std::string_view(",[]{}").find(before[word]) == std::string_view::npos;
    if (behind_text) out_.flow_comments.push_back(at_);
    to_line_end();
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t line_ = 0;                 // where the present line begins
  std::ptrdiff_t parent_ = outside_all;  // column of the key or `- ` that a value belongs to
  bool plain_open_ = false;              // the last line ended inside an unquoted text
  Outline out_;
};

}  // namespace

const Outline::Unclosed* Outline::find_unclosed(std::size_t offset) const {
  const auto found = std::lower_bound(
      unclosed.begin(), unclosed.end(), offset,
      [](const Unclosed& entry, std::size_t value) { return entry.opened < value; });
  return found != unclosed.end() && found->opened == offset ? &*found : nullptr;
}

Outline outline_yaml(std::string_view text) {
  return Scanner(text).run();
}

}  // namespace sanbao::parse
