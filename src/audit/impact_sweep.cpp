// SPDX-License-Identifier: Apache-2.0
//
// See impact_sweep.hpp.
#include "audit/impact_sweep.hpp"

#include <algorithm>

#include "html/svg.hpp"

namespace sanbao::audit {
namespace {

using html::Geometry;
using html::Svg;
using html::Writer;

constexpr std::int64_t line_height = html::line_height;
constexpr std::int64_t plot_height = 180;
constexpr std::int64_t plot_top = 26;

/// Dashes that are told apart without colours.
constexpr std::string_view styles[] = {"sweep",        "sweep dash-1", "sweep dash-2",
                                       "sweep dash-3", "sweep dash-4", "sweep dash-5"};

// Where amounts stand between the top and the bottom of a plot. Differences of any two amounts fit unsigned.
class Heights {
 public:
  explicit Heights(const Sweep& sweep) {
    for (const SweepLine& line : sweep.lines)
      for (const SweepPoint& point : line.points) {
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

struct Spot {
  std::int64_t x, y;
};
struct Stretch {
  Spot from, to;
};
struct Box {
  std::int64_t left, top, right, bottom;

  [[nodiscard]] bool meets(const Box& other) const {
    return left < other.right && other.left < right && top < other.bottom && other.top < bottom;
  }
  [[nodiscard]] bool meets(const Stretch& stretch) const {
    const Spot from = stretch.from;
    const Spot to = stretch.to;
    if (std::max(from.x, to.x) < left || std::min(from.x, to.x) > right ||
        std::max(from.y, to.y) < top || std::min(from.y, to.y) > bottom)
      return false;
    // All four corners on one side of it: it passes by.
    const auto side = [&](std::int64_t x, std::int64_t y) {
      return (to.x - from.x) * (y - from.y) - (to.y - from.y) * (x - from.x);
    };
    const auto sides = {side(left, top), side(right, top), side(left, bottom), side(right, bottom)};
    return std::min(sides) <= 0 && std::max(sides) >= 0;
  }
};

/// The lines of one drawing.
class Drawing {
 public:
  Drawing(Writer& page, const Geometry& geometry, std::string_view id, std::string_view title,
          std::string_view description, const Sweep& sweep)
      : svg_(page, geometry, id, plot_top + plot_height + 3 * line_height, title, description),
        geometry_(geometry),
        sweep_(sweep),
        heights_(sweep) {}

  void draw() {
    const std::int64_t zero = plot_top + heights_.at(0);
    svg_.line("zero", left, zero, right(), zero);
    stretches_.push_back({{left, zero}, {right(), zero}});
    for (std::size_t i = 0; i < sweep_.lines.size(); ++i)
      line(sweep_.lines[i], styles[i]);
    ticks();
    for (const SweepLine& line : sweep_.lines)
      for (std::size_t i = 0; i < line.points.size(); ++i)
        if (line.points[i].money) amount(line.points[i].amount, spot(line.points[i], i));
    svg_.end();
  }

 private:
  static constexpr std::int64_t left = 8;
  [[nodiscard]] std::int64_t right() const { return geometry_.width - 8; }
  [[nodiscard]] Spot spot(const SweepPoint& point, std::size_t tick) const {
    return {x_of(tick), plot_top + heights_.at(point.money.value_or(0))};
  }
  [[nodiscard]] std::int64_t x_of(std::size_t tick) const {
    const auto count = static_cast<std::int64_t>(sweep_.ticks.size());
    return left + (2 * static_cast<std::int64_t>(tick) + 1) * (right() - left) / (2 * count);
  }

  /// Where a text of this length begins, so that it ends inside the drawing.
  [[nodiscard]] std::int64_t inside(std::int64_t from, std::int64_t length) const {
    return std::clamp<std::int64_t>(from, 2, std::max<std::int64_t>(right() - length, 2));
  }

  void line(const SweepLine& line, std::string_view style) {
    std::string path;
    std::optional<Spot> before;
    for (std::size_t i = 0; i < line.points.size(); ++i) {
      if (!line.points[i].money) {
        before.reset();
        continue;
      }
      const Spot at = spot(line.points[i], i);
      path += (before ? "L" : "M") + std::to_string(at.x) + " " + std::to_string(at.y);
      if (before) stretches_.push_back({*before, at});
      before = at;
      taken_.push_back({at.x - 6, at.y - 7, at.x + 6, at.y + 7});
    }
    if (!path.empty()) svg_.path(style, path);
    for (std::size_t i = 0; i < line.points.size(); ++i)
      if (line.points[i].money) {
        const Spot at = spot(line.points[i], i);
        svg_.diamond("day", at.x, at.y);
      }
  }

  void ticks() {
    std::int64_t ended = 0;  // where the names so far end
    const std::int64_t y = plot_top + plot_height + 2 * line_height + 4;
    for (std::size_t i = 0; i < sweep_.ticks.size(); ++i) {
      const std::string text = html::cut(sweep_.ticks[i], geometry_.letters);
      const std::int64_t length = html::columns_of(text) * html::letter_width;
      const std::int64_t from = inside(x_of(i) - length / 2, length);
      if (from < ended) continue;
      ended = from + length + 8;
      svg_.words("name", from, y, text);
    }
  }

  // Above or below its point, or beside it: where nothing crosses it. Else it is left to the table.
  void amount(const std::string& text, Spot at) {
    const std::int64_t length = html::columns_of(text) * html::letter_width;
    const Spot places[] = {{at.x - length / 2, at.y - 11}, {at.x - length / 2, at.y + 20},
                           {at.x + 2, at.y - 11},          {at.x - length - 2, at.y - 11},
                           {at.x + 2, at.y + 20},          {at.x - length - 2, at.y + 20},
                           {at.x + 10, at.y + 4},          {at.x - length - 10, at.y + 4}};
    for (const Spot& place : places) {
      const std::int64_t from = inside(place.x, length);
      const Box box{from - 2, place.y - 11, from + length + 2, place.y + 4};
      const auto meets = [&](const auto& other) { return box.meets(other); };
      if (std::ranges::any_of(stretches_, meets) || std::ranges::any_of(taken_, meets)) continue;
      taken_.push_back(box);
      svg_.words("faint", from, place.y, text);
      return;
    }
  }

  Svg svg_;
  const Geometry& geometry_;
  const Sweep& sweep_;
  Heights heights_;
  std::vector<Stretch> stretches_;
  std::vector<Box> taken_;  ///< points, and amounts that are written
};

std::string described(const Sweep& sweep) {
  std::string text;
  for (const SweepLine& line : sweep.lines) {
    if (!line.name.empty()) text.append(text.empty() ? "" : "; ").append(line.name).append(": ");
    for (std::size_t i = 0; i < line.points.size(); ++i)
      text.append(i == 0 ? (line.name.empty() ? "" : " ") : "; ")
          .append(sweep.ticks[i] + ": " + line.points[i].amount);
  }
  return text;
}

/// One of the places that are varied, with its values in their order.
struct Place {
  std::size_t at = 0;  ///< among those of a variant
  std::string path;
  std::vector<std::string> values;
};

std::size_t position(std::vector<std::string>& list, const std::string& text) {
  const auto found = std::ranges::find(list, text);
  if (found != list.end()) return static_cast<std::size_t>(found - list.begin());
  list.push_back(text);
  return list.size() - 1;
}

/// Those that have several values.
std::vector<Place> places_of(const ImpactReport& report) {
  std::vector<Place> places;
  for (std::size_t i = 0; i < report.variants.front().varied.size(); ++i) {
    Place place{i, report.variants.front().varied[i].path, {}};
    for (const VariantImpact& variant : report.variants)
      if (i < variant.varied.size()) position(place.values, variant.varied[i].value);
    if (place.values.size() > 1) places.push_back(std::move(place));
  }
  return places;
}

/// Which of the policies of several `--to` a variant is of: how many before it are varied in the same way.
std::size_t policies_before(const ImpactReport& report, std::size_t variant) {
  const auto same = [&](const PolicyChange& a, const PolicyChange& b) {
    return a.policy == b.policy && a.path == b.path && a.value == b.value;
  };
  return static_cast<std::size_t>(std::count_if(
      report.variants.begin(), report.variants.begin() + static_cast<std::ptrdiff_t>(variant),
      [&](const VariantImpact& before) {
        return std::ranges::equal(before.varied, report.variants[variant].varied, same);
      }));
}

}  // namespace

std::optional<Sweep> sweep_of(const ImpactReport& report, const SweepWords& words) {
  const std::vector<Place> places = places_of(report);
  if (places.size() > 2) return std::nullopt;
  std::vector<std::size_t> policy_of;
  for (std::size_t i = 0; i < report.variants.size(); ++i)
    policy_of.push_back(policies_before(report, i));
  const bool several_policies = std::ranges::max(policy_of) > 0;
  const bool by_policies = places.empty();
  Sweep sweep;
  std::vector<std::string> names;
  if (!by_policies) {
    sweep.caption = places[0].path;
    sweep.ticks = places[0].values;
  } else {
    for (std::size_t i = 0; i < report.variants.size(); ++i)
      sweep.ticks.push_back(words.policies(i));
  }
  for (std::size_t i = 0; i < report.variants.size(); ++i) {
    const VariantImpact& variant = report.variants[i];
    std::string name;
    if (places.size() == 2) name = places[1].path + "=" + variant.varied[places[1].at].value;
    if (!by_policies && several_policies) {
      // Called as the first of them is: with another value they may be called "the same".
      const auto first = std::ranges::find(policy_of, policy_of[i]) - policy_of.begin();
      name.append(name.empty() ? "" : ", ").append(words.policies(static_cast<std::size_t>(first)));
    }
    const std::size_t line = position(names, name);
    if (line == std::size(styles)) return std::nullopt;
    if (line == sweep.lines.size())
      sweep.lines.push_back({name, std::vector<SweepPoint>(sweep.ticks.size())});
    const std::size_t tick =
        by_policies ? i : position(sweep.ticks, variant.varied[places[0].at].value);
    sweep.lines[line].points[tick] = {words.amount(i), variant.otherwise.money};
  }
  return sweep;
}

void draw_sweep(Writer& page, std::string_view id, std::string_view title, const Sweep& sweep) {
  const std::string description = described(sweep);
  html::begin_figure(page, id);
  for (const Geometry& geometry : html::geometries)
    Drawing(page, geometry, id, title, description, sweep).draw();
  if (!sweep.caption.empty() || sweep.lines.size() > 1) {
    page.open("figcaption");
    if (!sweep.caption.empty()) page.element("span", sweep.caption);
    for (std::size_t i = 0; sweep.lines.size() > 1 && i < sweep.lines.size(); ++i)
      html::legend_entry(page, "line", styles[i], sweep.lines[i].name);
    page.close();
  }
  page.close();
}

}  // namespace sanbao::audit
