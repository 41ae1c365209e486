// SPDX-License-Identifier: Apache-2.0
//
// Bars and lines at whole numbers. In, out and never: see impact_chart.hpp.
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
constexpr std::int64_t plot_height = 180;

std::uint64_t all_of(const Bar& bar) {
  return bar.better + bar.worse + bar.neither;
}

std::string described(std::string& text, std::string_view name, std::string_view numbers) {
  if (!text.empty()) text += "; ";
  return text.append(name).append(": ").append(numbers);
}

void draw_bars(Writer& page, const Geometry& geometry, std::string_view id, std::string_view title,
               std::string_view description, std::span<const Bar> bars) {
  const std::int64_t row_height = 2 * line_height + (geometry.above ? 28 : 8);
  const std::int64_t rows = static_cast<std::int64_t>(bars.size());
  Svg svg(page, geometry, id, 4 + rows * row_height, title, description);
  std::uint64_t most = 1;
  for (const Bar& bar : bars)
    most = std::max(most, all_of(bar));
  std::int64_t top = 0;
  for (const Bar& bar : bars) {
    svg.begin_group();
    svg.words("name", 4, top + line_height, html::cut(bar.name, geometry.letters));
    svg.words("faint", 4, top + 2 * line_height, html::cut(bar.numbers, geometry.letters));
    const std::int64_t y = geometry.above ? top + 2 * line_height + 8 : top + 12;
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
    top += row_height;
  }
  svg.end();
}

// Where amounts stand between the top and the bottom of a plot. Differences of any two amounts fit unsigned.
class Heights {
 public:
  explicit Heights(std::span<const Point> points) {
    for (const Point& point : points) {
      least_ = std::min(least_, point.money.value_or(0));
      most_ = std::max(most_, point.money.value_or(0));
    }
  }
  [[nodiscard]] std::int64_t at(std::int64_t amount) const {
    constexpr auto height = static_cast<std::uint64_t>(plot_height);
    const std::uint64_t range = std::max<std::uint64_t>(between(most_), 1);
    const std::uint64_t up = between(amount);
    const bool small = range < UINT64_MAX / height;
    return plot_height -
           static_cast<std::int64_t>(small ? up * height / range : up / (range / height + 1));
  }

 private:
  [[nodiscard]] std::uint64_t between(std::int64_t amount) const {
    return static_cast<std::uint64_t>(amount) - static_cast<std::uint64_t>(least_);
  }
  std::int64_t least_ = 0, most_ = 0;
};

void draw_line(Writer& page, const Geometry& geometry, std::string_view id, std::string_view title,
               std::string_view description, std::span<const Point> points) {
  constexpr std::int64_t top = 26;
  const std::int64_t left = 8;
  const std::int64_t right = geometry.width - 8;
  Svg svg(page, geometry, id, top + plot_height + 2 * line_height, title, description);
  const Heights heights(points);
  const auto count = static_cast<std::int64_t>(points.size());
  const auto x_of = [&](std::int64_t i) {
    return left + (2 * i + 1) * (right - left) / (2 * count);
  };
  svg.line("zero", left, top + heights.at(0), right, top + heights.at(0));
  std::string path;
  bool joined = false;
  for (std::int64_t i = 0; i < count; ++i) {
    const Point& point = points[static_cast<std::size_t>(i)];
    if (point.money) {
      path += (joined ? "L" : "M") + std::to_string(x_of(i)) + " " +
              std::to_string(top + heights.at(*point.money));
    }
    joined = point.money.has_value();
  }
  if (!path.empty()) svg.path("sweep", path);
  std::int64_t named = 0;   // where the names so far end
  std::int64_t valued = 0;  // and the amounts
  for (std::int64_t i = 0; i < count; ++i) {
    const Point& point = points[static_cast<std::size_t>(i)];
    const auto label = [&](std::string_view style, const std::string& text, std::int64_t y,
                           std::int64_t& ended) {
      const std::int64_t length = html::columns_of(text) * html::letter_width;
      const std::int64_t from =
          std::max(std::min(x_of(i) - length / 2, right - length), std::int64_t{2});
      if (from < ended) return;
      ended = from + length + 8;
      svg.words(style, from, y, text);
    };
    label("name", html::cut(point.name, geometry.letters), top + plot_height + line_height + 4,
          named);
    if (!point.money) continue;
    const std::int64_t y = top + heights.at(*point.money);
    svg.diamond("day", x_of(i), y);
    label("faint", point.amount, y - 11, valued);
  }
  svg.end();
}

}  // namespace

void draw_bars(Writer& page, std::string_view id, std::string_view title, std::span<const Bar> bars,
               const Legend& words) {
  std::string description;
  for (const Bar& bar : bars)
    description = described(description, bar.name, bar.numbers);
  page.open("figure").raw("\n");
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

void draw_line(Writer& page, std::string_view id, std::string_view title,
               std::span<const Point> points, std::string_view caption) {
  std::string description;
  for (const Point& point : points)
    description = described(description, point.name, point.amount);
  page.open("figure").raw("\n");
  for (const Geometry& geometry : html::geometries)
    draw_line(page, geometry, id, title, description, points);
  if (!caption.empty()) page.element("figcaption", caption);
  page.close();
}

}  // namespace sanbao::audit
