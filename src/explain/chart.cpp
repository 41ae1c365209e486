// SPDX-License-Identifier: Apache-2.0
//
// The chart of days as SVG, drawn for two widths: names stand left of the rows, or above them on a telephone.
// In: the rows of a timeline. Out: SVG whose coordinates are whole numbers, with a title and a description.
// Never tells anything by colour alone: each row has its name and its days beside it.
// Tested by tests/cli/pages_test.py, and in a browser by scripts/pages.
#include <algorithm>
#include <array>
#include <cstddef>

#include "explain/page.hpp"
#include "explain/report.hpp"

namespace sanbao::wording {
namespace {

using html::Writer;
using Kind = TimelineRow::Kind;

std::string text_of(std::int64_t number) {
  return std::to_string(number);
}

// What the two drawings differ in; units are those of the SVG, one pixel at its full width.
struct Geometry {
  std::string_view id, style;
  std::int64_t width, left, right;  ///< of the whole, and where the days begin and end
  std::size_t letters;              ///< columns that a name may take
  std::size_t ticks;
  bool above;  ///< names stand above their rows
};
constexpr Geometry geometries[] = {
    {"w", "chart chart-wide", 760, 232, 748, 30, 5, false},
    {"n", "chart chart-narrow", 336, 6, 328, 46, 3, true},
};
constexpr std::int64_t line_height = 17;
constexpr std::int64_t axis_height = 26;
constexpr std::size_t most_lines = 3;

class Scale {
 public:
  Scale(const Timeline& timeline, const Geometry& geometry) : geometry_(geometry) {
    first_ = timeline.rows.front().first;
    last_ = first_;
    for (const TimelineRow& row : timeline.rows) {
      first_ = std::min(first_, row.first);
      last_ = std::max({last_, row.first, row.last.value_or(row.first)});
    }
    const bool is_cut = last_ > timeline.horizon;
    if (is_cut) last_ = timeline.horizon;
    const std::int64_t margin = 1 + (last_ - first_).count / 40;
    first_ = add(first_, Days(-margin)).value_or(CivilDate::first());
    if (!is_cut) last_ = add(last_, Days(margin)).value_or(CivilDate::last());
  }
  [[nodiscard]] CivilDate first() const { return first_; }
  [[nodiscard]] CivilDate last() const { return last_; }
  [[nodiscard]] bool shows(CivilDate day) const { return day <= last_; }
  /// Where a day begins; `half` a day later: its middle, `two halves`: its end.
  [[nodiscard]] std::int64_t at(CivilDate day, std::int64_t halves = 0) const {
    const std::int64_t all = 2 * ((last_ - first_).count + 1);
    const std::int64_t gone = 2 * (day - first_).count + halves;
    return geometry_.left + gone * (geometry_.right - geometry_.left) / all;
  }

 private:
  const Geometry& geometry_;
  CivilDate first_, last_;
};

std::vector<CivilDate> days_apart(const Scale& scale, std::int64_t step) {
  std::vector<CivilDate> days;
  // Half a step in, so that the first label has room.
  for (std::optional<CivilDate> day = add(scale.first(), Days(step / 2));
       day && *day <= scale.last(); day = add(*day, Days(step)))
    days.push_back(*day);
  return days;
}

std::vector<CivilDate> months_apart(const Scale& scale, std::int64_t step) {
  std::vector<CivilDate> days;
  const std::int64_t begin = std::int64_t{12} * scale.first().year() + scale.first().month() - 1;
  for (std::int64_t month = (begin + step - 1) / step * step;; month += step) {
    const std::optional<CivilDate> day =
        CivilDate::from_ymd(static_cast<int>(month / 12), static_cast<unsigned>(month % 12) + 1, 1);
    if (!day || *day > scale.last()) return days;
    if (*day >= scale.first()) days.push_back(*day);
  }
}

// The finest division that leaves room for its labels.
std::vector<CivilDate> ticks_of(const Scale& scale, std::size_t most) {
  constexpr std::array<std::int64_t, 5> days = {1, 2, 4, 7, 14};
  constexpr std::array<std::int64_t, 12> months = {1,  2,   3,   6,   12,   24,
                                                   60, 120, 240, 600, 2400, 12000};
  const std::int64_t span = (scale.last() - scale.first()).count;
  for (const std::int64_t step : days) {
    if (span / step < static_cast<std::int64_t>(most)) return days_apart(scale, step);
  }
  for (const std::int64_t step : months) {
    if (span / (step * 30) > 2 * static_cast<std::int64_t>(most)) continue;
    std::vector<CivilDate> ticks = months_apart(scale, step);
    if (ticks.size() <= most) return ticks;
  }
  return {};
}

// A line too long to be broken is cut.
std::string cut(std::string line, std::size_t most) {
  if (columns(line) <= most) return line;
  while (!line.empty() && columns(line) >= most) {
    while (!line.empty() && (static_cast<unsigned char>(line.back()) & 0xC0U) == 0x80)
      line.pop_back();
    if (!line.empty()) line.pop_back();
  }
  return line + "…";
}

std::vector<std::string> lines_of(std::string_view text, std::size_t most) {
  std::vector<std::string> lines = wrap(text, most);
  if (lines.size() > most_lines) {
    lines.resize(most_lines);
    lines.back() += "…";
  }
  for (std::string& line : lines)
    line = cut(std::move(line), most);
  return lines;
}

void vertical(Writer& page, std::string_view style, std::int64_t x, std::int64_t from,
              std::int64_t to) {
  page.empty("line", {{"class", std::string(style)},
                      {"x1", text_of(x)},
                      {"y1", text_of(from)},
                      {"x2", text_of(x)},
                      {"y2", text_of(to)}});
}

void box(Writer& page, std::string_view style, std::int64_t from, std::int64_t to, std::int64_t y,
         std::int64_t height, std::string_view fill = {}) {
  const std::string x = text_of(from);
  const std::string width = text_of(std::max<std::int64_t>(to - from, 3));
  if (fill.empty()) {
    page.empty("rect", {{"class", std::string(style)},
                        {"x", x},
                        {"y", text_of(y)},
                        {"width", width},
                        {"height", text_of(height)}});
  } else {
    page.empty("rect", {{"class", std::string(style)},
                        {"x", x},
                        {"y", text_of(y)},
                        {"width", width},
                        {"height", text_of(height)},
                        {"fill", std::string(fill)}});
  }
}

void diamond(Writer& page, std::string_view style, std::int64_t x, std::int64_t y) {
  page.empty("path", {{"class", std::string(style)},
                      {"d", "M" + text_of(x) + " " + text_of(y - 7) + "l6 7l-6 7l-6 -7z"}});
}

void words(Writer& page, std::string_view style, std::int64_t x, std::int64_t y,
           std::string_view text) {
  page.open("text", {{"class", std::string(style)}, {"x", text_of(x)}, {"y", text_of(y)}});
  page.plain(text).close();
}

class Chart {
 public:
  Chart(Writer& page, const Timeline& timeline, const Phrases& phrases, const Geometry& geometry,
        std::string_view id)
      : page_(page),
        timeline_(timeline),
        phrases_(phrases),
        geometry_(geometry),
        scale_(timeline, geometry),
        id_(std::string(id) + "-" + std::string(geometry.id)) {}

  void draw() {
    std::int64_t height = axis_height;
    for (const TimelineRow& row : timeline_.rows) {
      places_.push_back(place(row, height));
      height = places_.back().bottom;
    }
    page_.open("svg", {{"xmlns", "http://www.w3.org/2000/svg"},
                       {"class", std::string(geometry_.style)},
                       {"viewBox", "0 0 " + text_of(geometry_.width) + " " + text_of(height + 4)},
                       {"role", "img"},
                       {"aria-labelledby", id_ + "-title " + id_ + "-desc"}});
    page_.raw("\n").open("title", {{"id", id_ + "-title"}});
    page_.plain(phrases_.heading(Heading::timeline)).close();
    page_.open("desc", {{"id", id_ + "-desc"}}).plain(description()).close();
    stripes();
    for (const CivilDate day : ticks_of(scale_, geometry_.ticks))
      tick(day, height);
    for (const TimelineRow& row : timeline_.rows) {
      if (row.kind == Kind::claim) across("claim-line", scale_.at(row.first, 1), height);
      if (row.kind == Kind::until) across("until-line", scale_.at(row.first, 1), height);
    }
    for (std::size_t i = 0; i < places_.size(); ++i)
      row(timeline_.rows[i], places_[i]);
    page_.close();
  }

 private:
  struct Place {
    std::vector<std::string> name, dates;
    std::int64_t top = 0, middle = 0, bottom = 0;
  };

  Place place(const TimelineRow& row, std::int64_t top) const {
    Place place{lines_of(row.name, geometry_.letters), lines_of(row.dates, geometry_.letters), top};
    const std::int64_t text =
        line_height * static_cast<std::int64_t>(place.name.size() + place.dates.size());
    place.middle = geometry_.above ? top + text + 14 : top + 5 + text / 2;
    place.bottom = geometry_.above ? place.middle + 14 : top + text + 10;
    return place;
  }

  // What a listener hears: each row with its days.
  [[nodiscard]] std::string description() const {
    std::string text;
    for (const TimelineRow& row : timeline_.rows) {
      if (!text.empty()) text += phrases_.joint(Joint::semicolon);
      text += row.name + std::string(phrases_.joint(Joint::colon)) + row.dates;
      if (row.kind == Kind::left_out) text += phrases_.brackets(phrases_.word(Word::not_counted));
    }
    return text;
  }

  void stripes() {
    page_.open("defs");
    page_.open("pattern", {{"id", id_ + "-moved"},
                           {"width", "6"},
                           {"height", "6"},
                           {"patternUnits", "userSpaceOnUse"}});
    page_.empty("path", {{"class", "stripe"}, {"d", "M-1 1l2 -2M0 6l6 -6M5 7l2 -2"}});
    page_.close().close();
  }

  // A line through all rows, but not through the names where they stand above.
  void across(std::string_view style, std::int64_t x, std::int64_t height) {
    if (!geometry_.above) return vertical(page_, style, x, axis_height - 4, height);
    for (const Place& place : places_)
      vertical(page_, style, x, place.middle - 11, place.middle + 11);
  }

  // A label that would run into the one before it is left out.
  void tick(CivilDate day, std::int64_t height) {
    const std::int64_t x = scale_.at(day);
    across("grid", x, height);
    const std::string text = phrases_.date(day);
    const std::int64_t length = static_cast<std::int64_t>(columns(text)) * 7;
    const std::int64_t from = std::clamp(x - length / 2, geometry_.left, geometry_.width - length);
    if (from < labelled_) return;
    labelled_ = from + length + 8;
    words(page_, "faint", from, 14, text);
  }

  void row(const TimelineRow& row, const Place& place) {
    page_.open("g").raw("\n");
    std::int64_t y = place.top + 17;
    for (const std::string& line : place.name) {
      words(page_, "name", 4, y, line);
      y += line_height;
    }
    for (const std::string& line : place.dates) {
      words(page_, "faint", 4, y, line);
      y += line_height;
    }
    shape(row, place.middle);
    page_.close();
  }

  void shape(const TimelineRow& row, std::int64_t y) {
    const std::int64_t from = scale_.at(row.first);
    const bool ends = row.last && scale_.shows(*row.last);
    const std::int64_t to = ends ? scale_.at(*row.last, 2) : geometry_.right;
    if (!scale_.shows(row.first)) return arrow(row, y);
    switch (row.kind) {
      case Kind::day:
        return diamond(page_, "day", scale_.at(row.first, 1), y);
      case Kind::claim:
        return diamond(page_, "claim", scale_.at(row.first, 1), y);
      case Kind::until:
        return diamond(page_, "period", scale_.at(row.first, 1), y);
      case Kind::event:
        box(page_, "event", from, to, y - 6, 12);
        break;
      case Kind::left_out:
        box(page_, "left-out", from, to, y - 6, 12);
        break;
      case Kind::period:
        box(page_, "period", from, to, y - 7, 14);
        if (row.moved && scale_.shows(*row.moved)) {
          const std::int64_t moved = scale_.at(*row.moved);
          box(page_, "moved", moved, to, y - 7, 14, "url(#" + id_ + "-moved)");
        }
        break;
    }
    if (!ends) arrow(row, y);
  }

  // It goes on, behind the edge.
  void arrow(const TimelineRow& row, std::int64_t y) {
    page_.empty("path",
                {{"class", row.kind == Kind::period ? "period" : "event"},
                 {"d", "M" + text_of(geometry_.right - 1) + " " + text_of(y - 7) + "l7 7l-7 7z"}});
  }

  Writer& page_;
  const Timeline& timeline_;
  const Phrases& phrases_;
  const Geometry& geometry_;
  Scale scale_;
  std::string id_;
  std::vector<Place> places_;
  std::int64_t labelled_ = 0;  ///< where the labels of the axis end so far
};

// A sign of the chart and what it means.
void sign(Writer& page, std::string_view what, const Phrases& phrases, Word word) {
  page.open("span").open(
      "svg",
      {{"xmlns", "http://www.w3.org/2000/svg"}, {"viewBox", "0 0 24 12"}, {"aria-hidden", "true"}});
  if (what == "moved") {
    page.empty("rect",
               {{"class", "period"}, {"x", "1"}, {"y", "1"}, {"width", "22"}, {"height", "10"}});
    page.empty("path", {{"class", "stripe"}, {"d", "M3 10l8 -8M9 10l8 -8M15 10l7 -7"}});
  } else if (what == "runs-on") {
    page.empty("path", {{"class", "period"}, {"d", "M1 2h14l6 4l-6 4h-14z"}});
  } else if (what == "left-out") {
    page.empty("rect",
               {{"class", "left-out"}, {"x", "1"}, {"y", "1"}, {"width", "22"}, {"height", "10"}});
  } else {
    page.empty("path", {{"class", std::string(what)}, {"d", "M0 6h24"}});
  }
  page.close().text(phrases.start(phrases.word(word))).close();
}

void legend(Writer& page, const Timeline& timeline, const Phrases& phrases) {
  const auto any = [&](auto test) {
    return std::any_of(timeline.rows.begin(), timeline.rows.end(), test);
  };
  page.open("figcaption");
  if (any([](const TimelineRow& row) { return row.kind == Kind::claim; }))
    sign(page, "claim-line", phrases, Word::claim_day);
  if (any([](const TimelineRow& row) { return row.kind == Kind::until; }))
    sign(page, "until-line", phrases, Word::last_day);
  if (any([&](const TimelineRow& row) { return row.moved && *row.moved <= timeline.horizon; }))
    sign(page, "moved", phrases, Word::moved);
  if (any([](const TimelineRow& row) { return row.kind == Kind::left_out; }))
    sign(page, "left-out", phrases, Word::not_counted);
  if (any([&](const TimelineRow& row) { return !row.last || *row.last > timeline.horizon; }))
    sign(page, "runs-on", phrases, Word::runs_on);
  if (timeline.more > 0) page.element("span", phrases.more_events(timeline.more));
  page.close();
}

}  // namespace

void draw(Writer& page, const Timeline& timeline, const Phrases& phrases, std::string_view id) {
  if (timeline.rows.empty()) return;
  page.open("figure").raw("\n");
  for (const Geometry& geometry : geometries)
    Chart(page, timeline, phrases, geometry, id).draw();
  legend(page, timeline, phrases);
  page.close();
}

}  // namespace sanbao::wording
