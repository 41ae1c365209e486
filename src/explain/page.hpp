// SPDX-License-Identifier: Apache-2.0
//
// Page: lines of text whose columns line up where Chinese and Latin letters mix.
// In: texts in UTF-8, one entry at a time. Out: lines of at most `width` columns.
// Never breaks a word or a number, never begins a line with a closing mark, never writes trailing
// blanks. Tested by tests/unit/explain_page_test.cpp.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "explain/document.hpp"

namespace sanbao::wording {

/// Columns of a terminal that a text takes: wide and full-width characters two, combining marks
/// none.
std::size_t columns(std::string_view text);

/// Breaks a text into lines of at most `width` columns: at blanks, and between wide characters.
std::vector<std::string> wrap(std::string_view text, std::size_t width);

/// The same text with blanks at which it must not be broken as such: `8 日` stays on one line.
std::string held_together(std::string_view text);

class Page {
 public:
  static constexpr std::size_t width = 80;

  /// A sentence of its own, wrapped; lines after the first are set in as well.
  void line(std::string_view text, std::size_t indent = 0);
  /// A blank line.
  void gap();
  /// A blank line and a heading.
  void heading(std::string_view text);
  /// `  6.4  title …        mark`: a label column of `label_width`, a text, a word at the right
  /// edge.
  void item(std::string_view label, std::size_t label_width, std::string_view text,
            std::string_view mark = {});
  /// A line below an item, as far in as its text plus `deeper`.
  void below(std::size_t label_width, std::string_view text, std::size_t deeper = 0);

  void sums(const std::vector<Sum>& rows);

  [[nodiscard]] bool empty() const { return text_.empty(); }
  [[nodiscard]] std::string take() { return std::move(text_); }

 private:
  void put(std::string_view raw);
  std::string text_;
};

/// A document as text, ending with a line break.
std::string lay_out_text(const Document& document, const Phrases& phrases);

}  // namespace sanbao::wording
