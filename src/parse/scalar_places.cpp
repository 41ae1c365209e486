// SPDX-License-Identifier: Apache-2.0
//
// scalar_places.cpp: walks source and text side by side. A folded line break stands where the next
// line's first word stands, so that a place never lies behind the end of a line.
// Tested by tests/unit/yaml_reader_test.cpp.
#include "parse/scalar_places.hpp"

#include <algorithm>
#include <optional>

#include "base/utf8.hpp"

namespace sanbao::parse {
namespace {

class Walker {
 public:
  Walker(const base::SourceText& source, std::size_t offset, std::string_view text)
      : source_(source.bytes()), text_(text), at_(offset) {
    const Span begin = source.place_of(offset);
    line_ = begin.line;
    column_ = begin.column;
  }

  ScalarPlaces run() {
    const char style = source_[at_];
    const Span opening{line_, column_, 1};
    if (style == '|' || style == '>') {
      block();
    } else if (style == '"' || style == '\'') {
      step();
      quoted(style);
    } else {
      plain();
    }
    out_.end = at_;
    out_.matched = !text_left();
    if (index_ == 0)
      out_.span = {opening.line, opening.column, style == '"' || style == '\'' ? 2U : 1U};
    return std::move(out_);
  }

 private:
  // ---- the source

  [[nodiscard]] char peek(std::size_t ahead = 0) const {
    return at_ + ahead < source_.size() ? source_[at_ + ahead] : '\n';
  }
  [[nodiscard]] bool source_left() const { return at_ < source_.size(); }
  void step() {
    if (!source_left()) return;
    if (source_[at_] == '\n') {
      ++at_, ++line_, column_ = 1;
    } else {
      at_ += base::character_at(source_, at_).bytes;
      ++column_;
    }
  }
  void skip_blanks() {
    while (source_left() && (peek() == ' ' || peek() == '\t'))
      step();
  }
  void next_line() {
    while (source_left() && peek() != '\n')
      step();
    step();
  }
  // Blanks up to the end of the line. A run of blanks before a word is looked through once.
  bool only_blanks_left() {
    if (at_ < inner_blanks_end_) return false;
    std::size_t ahead = 0;
    while (peek(ahead) == ' ' || peek(ahead) == '\t')
      ++ahead;
    if (peek(ahead) == '\n') return true;
    inner_blanks_end_ = at_ + ahead;
    return false;
  }

  // ---- the text

  [[nodiscard]] bool text_left() const { return read_ < text_.size(); }

  // The next character of the text stands here.
  void put() {
    if (!text_left()) return;
    if (index_ == 0) {
      out_.span = {line_, column_, 1};
    } else if (jump_next_ || line_ != last_line_ || column_ != last_column_ + 1) {
      out_.jumps.push_back({index_, line_, column_});
    }
    jump_next_ = false;
    last_line_ = line_;
    last_column_ = column_;
    ++index_;
    read_ += base::character_at(text_, read_).bytes;
  }

  void put_break() {
    if (!text_left() || (text_[read_] != ' ' && text_[read_] != '\n')) return;
    put();
    jump_next_ = true;
  }

  // The first line of the words ends here, as far as it was read.
  void widen_span() {
    if (index_ > 0 && line_ == out_.span.line && column_ > out_.span.column) {
      out_.span.length = column_ - out_.span.column;
    }
  }

  // ---- plain and quoted scalars

  void plain() {
    while (source_left() && text_left())
      character();
  }

  void quoted(char quote) {
    while (source_left()) {
      const char c = peek();
      if (c == quote && (quote == '"' || peek(1) != '\'')) break;
      if (c == quote) {
        escape(2);
      } else if (c == '\\' && quote == '"') {
        escape_sequence();
      } else {
        character();
      }
    }
    step();
  }

  void character() {
    if (only_blanks_left()) return fold(false);
    put();
    step();
    widen_span();
  }

  void escape(std::size_t length) {
    put();
    for (std::size_t i = 0; i < length; ++i)
      step();
    widen_span();
    // What follows stands further right than one column; at the end of the text this is the quote.
    if (!text_left()) out_.jumps.push_back({index_, line_, column_});
  }

  void escape_sequence() {
    switch (peek(1)) {
      case 'x':
        return escape(4);
      case 'u':
        return escape(6);
      case 'U':
        return escape(10);
      case '\n':
        step();
        return fold(true);
      default:
        return escape(2);
    }
  }

  // A line break with the blanks around it: a blank, or a line feed for each empty line.
  void fold(bool escaped) {
    skip_blanks();
    step();
    skip_blanks();
    std::size_t empty_lines = 0;
    while (source_left() && peek() == '\n') {
      ++empty_lines;
      step();
      skip_blanks();
    }
    const std::size_t count = empty_lines > 0 ? empty_lines : (escaped ? 0 : 1);
    for (std::size_t i = 0; i < count; ++i)
      put_break();
    jump_next_ = true;
  }

  // ---- literal and folded scalars

  void block() {
    next_line();
    bool begun = false;
    std::size_t indent = 0;
    while (source_left() && text_left()) {
      const std::string_view line =
          source_.substr(at_, std::min(source_.find('\n', at_), source_.size()) - at_);
      const std::size_t word = std::min(line.find_first_not_of(' '), line.size());
      if (word < line.size() && !begun) {
        indent = word - std::min(word, leading_blanks());
        begun = true;
      }
      if (line.size() > indent && begun && !block_line(line.substr(indent), indent)) return;
      next_line();
    }
    while (text_left() && text_[read_] == '\n')
      put_break();
  }

  // Blanks that the text's first words keep: what stands before them is the scalar's own
  // indentation.
  [[nodiscard]] std::size_t leading_blanks() const {
    const std::size_t begin = std::min(text_.find_first_not_of('\n', read_), text_.size());
    const std::size_t word = std::min(text_.find_first_not_of(' ', begin), text_.size());
    return word - begin;
  }

  bool block_line(std::string_view words, std::size_t indent) {
    for (std::size_t i = 0; i < indent; ++i)
      step();
    while (text_left() && text_[read_] == '\n')
      put_break();
    if (text_left() && text_[read_] == ' ' && words.front() != ' ' && index_ > 0) put_break();
    if (!text_.substr(read_).starts_with(words)) return false;
    while (peek() != '\n' && text_left()) {
      put();
      step();
      widen_span();
    }
    return true;
  }

  std::string_view source_, text_;
  std::size_t at_;
  std::uint32_t line_ = 1, column_ = 1;
  std::size_t read_ = 0;     // bytes of the text that have a place
  std::uint32_t index_ = 0;  // the same in characters
  std::uint32_t last_line_ = 0, last_column_ = 0;
  bool jump_next_ = false;
  std::size_t inner_blanks_end_ = 0;
  ScalarPlaces out_;
};

/// Where the text stands in the source byte for byte, on one line and without escapes: the offset of its first
/// byte. Nearly every scalar does, and none of it needs to be walked then.
std::optional<std::size_t> stands_as_is(std::string_view source, std::size_t offset,
                                        std::string_view text) {
  if (text.empty() || text.find('\n') != std::string_view::npos) return std::nullopt;
  const char style = source[offset];
  const bool quoted = style == '"' || style == '\'';
  if (style == '|' || style == '>') return std::nullopt;
  if (!quoted)
    return source.substr(offset).starts_with(text) ? std::optional(offset) : std::nullopt;
  const std::size_t begin = offset + 1, end = begin + text.size();
  const bool closed = end < source.size() && source[end] == style;
  if (!closed || source.substr(begin, text.size()) != text) return std::nullopt;
  // A quote or a backslash in the text was written as two signs.
  if (text.find_first_of(style == '"' ? "\"\\" : "'") != std::string_view::npos)
    return std::nullopt;
  return begin;
}

}  // namespace

ScalarPlaces locate_scalar(const base::SourceText& source, std::size_t offset,
                           std::string_view text) {
  const auto begin = stands_as_is(source.bytes(), offset, text);
  if (!begin) return Walker(source, offset, text).run();
  const std::size_t end = *begin + text.size();
  return {
      .span = source.span_of(*begin, end), .jumps = {}, .end = *begin == offset ? end : end + 1};
}

}  // namespace sanbao::parse
