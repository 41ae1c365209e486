// SPDX-License-Identifier: Apache-2.0
//
// Svg: a chart, drawn twice: for wide pages, with names left of the rows, and for telephones, with names above them.
// In: lines, boxes and words at whole numbers. Out: SVG within a page, with a title and a description to be read aloud.
// Never colours anything itself: classes of the style sheet do, in light and dark.
// Tested by tests/cli/pages_test.py, and in a browser by scripts/pages.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "html/writer.hpp"
#include "sanbao/export.hpp"

namespace sanbao::html {

/// What the two drawings differ in; units are those of the SVG, one pixel at its full width.
struct Geometry {
  std::string_view id, style;
  std::int64_t width, left, right;  ///< of the whole, and where the rows' own room begins and ends
  std::size_t letters;              ///< columns that a name may take
  std::size_t ticks;                ///< labels that an axis may have
  bool above;                       ///< names stand above their rows
};
inline constexpr Geometry geometries[] = {
    {"w", "chart chart-wide", 760, 232, 748, 30, 5, false},
    {"n", "chart chart-narrow", 336, 6, 328, 46, 3, true},
};
inline constexpr std::int64_t line_height = 17;
inline constexpr std::int64_t letter_width = 7;  ///< of a column, at most

/// A text of at most so many columns: what is longer ends in `…`.
SANBAO_EXPORT std::string cut(std::string_view text, std::size_t columns);
/// Columns that a text takes: wide letters two.
SANBAO_EXPORT std::int64_t columns_of(std::string_view text);

class SANBAO_EXPORT Svg {
 public:
  /// `id` must be the chart's own within the page.
  Svg(Writer& page, const Geometry& geometry, std::string_view id, std::int64_t height,
      std::string_view title, std::string_view description);

  void line(std::string_view style, std::int64_t x1, std::int64_t y1, std::int64_t x2,
            std::int64_t y2);
  /// At least three wide, so that a day is seen among years.
  void box(std::string_view style, std::int64_t from, std::int64_t to, std::int64_t y,
           std::int64_t height);
  /// The same, striped.
  void striped(std::string_view style, std::int64_t from, std::int64_t to, std::int64_t y,
               std::int64_t height);
  void diamond(std::string_view style, std::int64_t x, std::int64_t y);
  void path(std::string_view style, std::string_view steps);
  void words(std::string_view style, std::int64_t x, std::int64_t y, std::string_view text);
  void begin_group();
  void end_group();
  void end();

  [[nodiscard]] const Geometry& geometry() const { return geometry_; }

 private:
  Writer& page_;
  const Geometry& geometry_;
  std::string id_;
};

/// Around the drawings of the chart `id`, named by the heading above it.
SANBAO_EXPORT void begin_figure(Writer& page, std::string_view id);

/// A sign of a chart beside what it means.
SANBAO_EXPORT void legend_entry(Writer& page, std::string_view shape, std::string_view style,
                                std::string_view text);

}  // namespace sanbao::html
