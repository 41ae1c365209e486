// SPDX-License-Identifier: Apache-2.0
//
// quoting.cpp: see quoting.hpp.
// Tested by tests/unit/check_names_test.cpp.
#include "check/quoting.hpp"

#include <algorithm>
#include <array>

#include "ir/member_names.hpp"

namespace sanbao::check {
namespace {

bool is_quote(char c) {
  return c == '"' || c == '\'';
}

// The word stands alone behind its key, with or without quotes of YAML.
bool is_whole_value(Span span, const base::SourceText& source) {
  const std::string_view text = source.bytes();
  std::size_t begin = source.offset_of(span.line, span.column);
  std::size_t end = source.offset_of(span.line, span.column + span.length);
  if (begin > 0 && end < text.size() && is_quote(text[begin - 1]) && text[begin - 1] == text[end])
    --begin, ++end;
  const std::size_t before =
      begin == 0 ? std::string_view::npos : text.find_last_not_of(' ', begin - 1);
  const std::size_t after = std::min(text.find_first_not_of(" \r", end), text.size());
  const bool ends = after == text.size() || text[after] == '\n' || text[after] == ',' ||
                    text[after] == '}' || text[after] == '#';
  return before != std::string_view::npos && text[before] == ':' && ends;
}

}  // namespace

std::string truth_help(std::string_view word) {
  const std::string_view meant = ir::truth_meant(word);
  return meant.empty() ? "write `true` or `false`" : "write `" + std::string(meant) + "`";
}

std::string help_for_word(std::string_view word, Span span, const base::SourceText& source) {
  if (!ir::truth_meant(word).empty()) return truth_help(word);
  static constexpr std::array<std::string_view, 12> numbers{"one",  "two", "three",  "four",
                                                            "five", "six", "seven",  "eight",
                                                            "nine", "ten", "eleven", "twelve"};
  const auto* number = std::find(numbers.begin(), numbers.end(), word);
  if (number != numbers.end())
    return "a number is written in digits: `" + std::to_string(number - numbers.begin() + 1) + "`";
  const std::string text(word);
  if (is_whole_value(span, source))
    return "YAML takes quotes around a whole value away; a text is written `'\"" + text + "\"'`";
  return "a text is quoted: `\"" + text + "\"`";
}

}  // namespace sanbao::check
