// SPDX-License-Identifier: Apache-2.0
//
// See one_line.hpp.
#include "html/one_line.hpp"

#include <algorithm>
#include <iterator>

namespace sanbao::html {

namespace {

/// Characters by their bytes in UTF-8, which are in the order of their numbers.
struct Range {
  std::string_view first, last, instead;
};
constexpr std::string_view hidden = "\uFFFD";
constexpr Range no_text[] = {
    {{"\0", 1}, "\x1F", " "},     {"\x7F", "\x7F", " "},        {"\u0080", "\u009F", " "},
    {"\u061C", "\u061C", hidden}, {"\u200E", "\u200F", hidden}, {"\u2028", "\u202E", hidden},
    {"\u2066", "\u2069", hidden}, {"\uFEFF", "\uFEFF", hidden}, {"\uFFF9", "\uFFFB", hidden},
};

}  // namespace

std::string on_one_line(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const auto begins_within = [&](const Range& range) {
      const std::string_view begin = text.substr(0, range.first.size());
      return begin >= range.first && begin <= range.last;
    };
    const auto* const range = std::ranges::find_if(no_text, begins_within);
    if (range == std::end(no_text)) {
      out += text.front();
      text.remove_prefix(1);
    } else {
      out += range->instead;
      text.remove_prefix(range->first.size());
    }
  }
  return out;
}

}  // namespace sanbao::html
