// SPDX-License-Identifier: Apache-2.0
//
// Shapes of a chart as SVG. In, out and never: see svg.hpp.
// Tested by tests/cli/pages_test.py, and in a browser by scripts/pages.
#include "html/svg.hpp"

#include <algorithm>

#include "base/display_width.hpp"
#include "base/utf8.hpp"
#include "html/page.hpp"

namespace sanbao::html {
namespace {

constexpr std::string_view svg_names = "http://www.w3.org/2000/svg";

std::string text_of(std::int64_t number) {
  return std::to_string(number);
}

}  // namespace

std::int64_t columns_of(std::string_view text) {
  return static_cast<std::int64_t>(base::display_width(text));
}

std::string cut(std::string_view text, std::size_t columns) {
  std::size_t used = 0;
  std::size_t fits = 0;  // bytes before which a `…` still has room
  for (std::size_t at = 0; at < text.size();) {
    const base::Character character = base::character_at(text, at);
    used += base::display_width(character.code_point);
    if (used > columns) return std::string(text.substr(0, fits)) + "…";
    at += character.bytes;
    if (used < columns) fits = at;
  }
  return std::string(text);
}

Svg::Svg(Writer& page, const Geometry& geometry, std::string_view id, std::int64_t height,
         std::string_view title, std::string_view description)
    : page_(page), geometry_(geometry), id_(std::string(id) + "-" + std::string(geometry.id)) {
  page_.open("svg", {{"xmlns", std::string(svg_names)},
                     {"class", std::string(geometry.style)},
                     {"viewBox", "0 0 " + text_of(geometry.width) + " " + text_of(height)},
                     {"role", "img"},
                     {"aria-labelledby", id_ + "-title " + id_ + "-desc"}});
  page_.raw("\n").open("title", {{"id", id_ + "-title"}}).plain(title).close();
  page_.open("desc", {{"id", id_ + "-desc"}}).plain(description).close();
  page_.open("defs").open("pattern", {{"id", id_ + "-stripes"},
                                      {"width", "6"},
                                      {"height", "6"},
                                      {"patternUnits", "userSpaceOnUse"}});
  path("stripe", "M-1 1l2 -2M0 6l6 -6M5 7l2 -2");
  page_.close().close();
}

void Svg::line(std::string_view style, std::int64_t x1, std::int64_t y1, std::int64_t x2,
               std::int64_t y2) {
  page_.empty("line", {{"class", std::string(style)},
                       {"x1", text_of(x1)},
                       {"y1", text_of(y1)},
                       {"x2", text_of(x2)},
                       {"y2", text_of(y2)}});
}

void Svg::box(std::string_view style, std::int64_t from, std::int64_t to, std::int64_t y,
              std::int64_t height) {
  page_.empty("rect", {{"class", std::string(style)},
                       {"x", text_of(from)},
                       {"y", text_of(y)},
                       {"width", text_of(std::max<std::int64_t>(to - from, 3))},
                       {"height", text_of(height)}});
}

void Svg::striped(std::string_view style, std::int64_t from, std::int64_t to, std::int64_t y,
                  std::int64_t height) {
  page_.open("g", {{"fill", "url(#" + id_ + "-stripes)"}});
  box(style, from, to, y, height);
  page_.close();
}

void Svg::diamond(std::string_view style, std::int64_t x, std::int64_t y) {
  path(style, "M" + text_of(x) + " " + text_of(y - 7) + "l6 7l-6 7l-6 -7z");
}

void Svg::path(std::string_view style, std::string_view steps) {
  page_.empty("path", {{"class", std::string(style)}, {"d", std::string(steps)}});
}

void Svg::words(std::string_view style, std::int64_t x, std::int64_t y, std::string_view text) {
  page_.open("text", {{"class", std::string(style)}, {"x", text_of(x)}, {"y", text_of(y)}});
  page_.plain(text).close();
}

void Svg::begin_group() {
  page_.open("g").raw("\n");
}

void Svg::end_group() {
  page_.close();
}

void Svg::end() {
  page_.close();
}

void begin_figure(Writer& page, std::string_view id) {
  page.open("figure", {{"aria-labelledby", name_id(id)}}).raw("\n");
}

void legend_entry(Writer& page, std::string_view shape, std::string_view style,
                  std::string_view text) {
  page.open("span").open(
      "svg",
      {{"xmlns", std::string(svg_names)}, {"viewBox", "0 0 24 12"}, {"aria-hidden", "true"}});
  const bool striped = shape == "stripes";
  if (shape == "line") {
    page.empty("path", {{"class", std::string(style)}, {"d", "M0 6h24"}});
  } else if (shape == "arrow") {
    page.empty("path", {{"class", std::string(style)}, {"d", "M1 2h14l6 4l-6 4h-14z"}});
  } else {
    page.empty("rect", {{"class", std::string(style)},
                        {"x", "1"},
                        {"y", "1"},
                        {"width", "22"},
                        {"height", "10"},
                        {"fill", "none"}});
  }
  if (striped) page.empty("path", {{"class", "stripe"}, {"d", "M3 10l8 -8M9 10l8 -8M15 10l7 -7"}});
  page.close().text(text).close();
}

}  // namespace sanbao::html
