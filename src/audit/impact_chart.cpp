// SPDX-License-Identifier: Apache-2.0
//
// Bars at whole numbers. In, out and never: see impact_chart.hpp.
// Tested by tests/cli/impact_page_test.py, and in a browser by scripts/pages.
#include "audit/impact_chart.hpp"

#include <algorithm>
#include <vector>

#include "html/svg.hpp"

namespace sanbao::audit {
namespace {

using html::Geometry;
using html::Svg;
using html::Writer;

constexpr std::int64_t line_height = html::line_height;

std::uint64_t all_of(const Bar& bar) {
  return bar.better + bar.worse + bar.neither;
}

std::string described(std::string& text, std::string_view name, std::string_view numbers) {
  if (!text.empty()) text += "; ";
  return text.append(name).append(": ").append(numbers);
}

/// What stands beside a bar.
struct Lines {
  std::vector<std::string> name, numbers;
  [[nodiscard]] std::int64_t height() const {
    return static_cast<std::int64_t>(name.size() + numbers.size()) * line_height;
  }
};

/// Lines of at most so many columns, broken behind blanks and commas; what has none and is longer is cut.
std::vector<std::string> wrapped(std::string_view text, std::size_t columns) {
  constexpr std::string_view breaks[] = {" ", "，", "、"};
  std::vector<std::string> lines(1);
  while (!text.empty()) {
    std::size_t end = text.size();
    for (const std::string_view mark : breaks)
      if (const std::size_t at = text.find(mark); at != std::string_view::npos)
        end = std::min(end, at + mark.size());
    const std::string word(text.substr(0, end));
    text.remove_prefix(end);
    const std::string bare = word.ends_with(' ') ? word.substr(0, word.size() - 1) : word;
    if (!lines.back().empty() &&
        html::columns_of(lines.back() + bare) > static_cast<std::int64_t>(columns))
      lines.emplace_back();
    lines.back() += word;
  }
  for (std::string& line : lines) {
    if (line.ends_with(' ')) line.pop_back();
    line = html::cut(line, columns);
  }
  return lines;
}

void draw_bars(Writer& page, const Geometry& geometry, std::string_view id, std::string_view title,
               std::string_view description, std::span<const Bar> bars) {
  std::vector<Lines> words;
  std::int64_t height = 4;
  std::uint64_t most = 1;
  for (const Bar& bar : bars) {
    words.push_back({wrapped(bar.name, geometry.letters), wrapped(bar.numbers, geometry.letters)});
    height += words.back().height() + (geometry.above ? 28 : 8);
    most = std::max(most, all_of(bar));
  }
  Svg svg(page, geometry, id, height, title, description);
  std::int64_t top = 0;
  for (std::size_t i = 0; i < bars.size(); ++i) {
    const Bar& bar = bars[i];
    svg.begin_group();
    std::int64_t baseline = top;
    for (const std::string& line : words[i].name)
      svg.words("name", 4, baseline += line_height, line);
    for (const std::string& line : words[i].numbers)
      svg.words("faint", 4, baseline += line_height, line);
    const std::int64_t y = geometry.above ? baseline + 8 : top + 12;
    std::uint64_t before = 0;
    const auto at = [&](std::uint64_t claims) {
      const auto room = static_cast<std::uint64_t>(geometry.right - geometry.left);
      return geometry.left + static_cast<std::int64_t>(claims * room / most);
    };
    const auto part = [&](std::uint64_t claims, std::string_view style) {
      if (claims == 0) return;
      if (style == "worse") {
        svg.striped(style, at(before), at(before + claims), y, 14);
      } else {
        svg.box(style, at(before), at(before + claims), y, 14);
      }
      before += claims;
    };
    part(bar.better, "better");
    part(bar.worse, "worse");
    part(bar.neither, "neither");
    svg.end_group();
    top += words[i].height() + (geometry.above ? 28 : 8);
  }
  svg.end();
}

}  // namespace

void draw_bars(Writer& page, std::string_view id, std::string_view title, std::span<const Bar> bars,
               const Legend& words) {
  std::string description;
  for (const Bar& bar : bars)
    description = described(description, bar.name, bar.numbers);
  html::begin_figure(page, id);
  for (const Geometry& geometry : html::geometries)
    draw_bars(page, geometry, id, title, description, bars);
  const auto legend = [&](std::uint64_t Bar::*part, std::string_view shape, std::string_view style,
                          std::string_view word) {
    if (std::any_of(bars.begin(), bars.end(), [&](const Bar& bar) { return bar.*part > 0; }))
      html::legend_entry(page, shape, style, word);
  };
  page.open("figcaption");
  legend(&Bar::better, "box", "better", words.better);
  legend(&Bar::worse, "stripes", "worse", words.worse);
  legend(&Bar::neither, "box", "neither", words.neither);
  page.close().close();
}

}  // namespace sanbao::audit
