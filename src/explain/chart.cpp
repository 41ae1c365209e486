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
#include "html/svg.hpp"

namespace sanbao::wording {
namespace {

using html::Geometry;
using html::Svg;
using html::Writer;
using Kind = TimelineRow::Kind;

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

std::vector<std::string> lines_of(std::string_view text, std::size_t most) {
  std::vector<std::string> lines = wrap(text, most);
  if (lines.size() > most_lines) {
    lines.resize(most_lines);
    lines.back() += "…";
  }
  for (std::string& line : lines)
    line = html::cut(line, most);
  return lines;
}

struct Place {
  std::vector<std::string> name, dates;
  std::int64_t top = 0, middle = 0, bottom = 0;
};

std::vector<Place> places_of(const Timeline& timeline, const Geometry& geometry) {
  std::vector<Place> places;
  std::int64_t top = axis_height;
  for (const TimelineRow& row : timeline.rows) {
    Place place{lines_of(row.name, geometry.letters), lines_of(row.dates, geometry.letters), top};
    const std::int64_t text =
        html::line_height * static_cast<std::int64_t>(place.name.size() + place.dates.size());
    place.middle = geometry.above ? top + text + 14 : top + 5 + text / 2;
    place.bottom = geometry.above ? place.middle + 14 : top + text + 10;
    top = place.bottom;
    places.push_back(std::move(place));
  }
  return places;
}

// What a listener hears: each row with its days.
std::string description(const Timeline& timeline, const Phrases& phrases) {
  std::string text;
  for (const TimelineRow& row : timeline.rows) {
    if (!text.empty()) text += phrases.joint(Joint::semicolon);
    text += row.name + std::string(phrases.joint(Joint::colon)) + row.dates;
    if (row.kind == Kind::left_out) text += phrases.brackets(phrases.word(Word::not_counted));
  }
  return text;
}

class Chart {
 public:
  Chart(Writer& page, const Timeline& timeline, const Phrases& phrases, const Geometry& geometry,
        std::string_view id)
      : timeline_(timeline),
        phrases_(phrases),
        scale_(timeline, geometry),
        places_(places_of(timeline, geometry)),
        height_(places_.back().bottom),
        svg_(page, geometry, id, height_ + 4, phrases.heading(Heading::timeline),
             description(timeline, phrases)) {}

  void draw() {
    for (const CivilDate day : ticks_of(scale_, svg_.geometry().ticks))
      tick(day);
    for (const TimelineRow& row : timeline_.rows) {
      if (row.kind == Kind::claim) across("claim-line", scale_.at(row.first, 1));
      if (row.kind == Kind::until) across("until-line", scale_.at(row.first, 1));
    }
    for (std::size_t i = 0; i < places_.size(); ++i)
      row(timeline_.rows[i], places_[i]);
    svg_.end();
  }

 private:
  // A line through all rows, but not through the names where they stand above.
  void across(std::string_view style, std::int64_t x) {
    if (!svg_.geometry().above) return svg_.line(style, x, axis_height - 4, x, height_);
    for (const Place& place : places_)
      svg_.line(style, x, place.middle - 11, x, place.middle + 11);
  }

  // A label that would run into the one before it is left out.
  void tick(CivilDate day) {
    const std::int64_t x = scale_.at(day);
    across("grid", x);
    const std::string text = phrases_.date(day);
    const std::int64_t length = html::columns_of(text) * html::letter_width;
    const std::int64_t from =
        std::clamp(x - length / 2, svg_.geometry().left, svg_.geometry().width - length);
    if (from < labelled_) return;
    labelled_ = from + length + 8;
    svg_.words("faint", from, 14, text);
  }

  void row(const TimelineRow& row, const Place& place) {
    svg_.begin_group();
    std::int64_t y = place.top + html::line_height;
    for (const std::string& line : place.name) {
      svg_.words("name", 4, y, line);
      y += html::line_height;
    }
    for (const std::string& line : place.dates) {
      svg_.words("faint", 4, y, line);
      y += html::line_height;
    }
    shape(row, place.middle);
    svg_.end_group();
  }

  void shape(const TimelineRow& row, std::int64_t y) {
    const bool ends = row.last && scale_.shows(*row.last);
    const std::int64_t from = scale_.at(row.first);
    const std::int64_t to = ends ? scale_.at(*row.last, 2) : svg_.geometry().right;
    if (!scale_.shows(row.first)) return arrow(row, y);
    switch (row.kind) {
      case Kind::day:
        return svg_.diamond("day", scale_.at(row.first, 1), y);
      case Kind::claim:
        return svg_.diamond("claim", scale_.at(row.first, 1), y);
      case Kind::until:
        return svg_.diamond("period", scale_.at(row.first, 1), y);
      case Kind::event:
        svg_.box("event", from, to, y - 6, 12);
        break;
      case Kind::left_out:
        svg_.box("left-out", from, to, y - 6, 12);
        break;
      case Kind::period:
        svg_.box("period", from, to, y - 7, 14);
        if (row.moved && scale_.shows(*row.moved))
          svg_.striped("moved", scale_.at(*row.moved), to, y - 7, 14);
        break;
    }
    if (!ends) arrow(row, y);
  }

  // It goes on, behind the edge.
  void arrow(const TimelineRow& row, std::int64_t y) {
    svg_.path(row.kind == Kind::period ? "period" : "event",
              "M" + std::to_string(svg_.geometry().right - 1) + " " + std::to_string(y - 7) +
                  "l7 7l-7 7z");
  }

  const Timeline& timeline_;
  const Phrases& phrases_;
  Scale scale_;
  std::vector<Place> places_;
  std::int64_t height_;
  Svg svg_;
  std::int64_t labelled_ = 0;  ///< where the labels of the axis end so far
};

void legend(Writer& page, const Timeline& timeline, const Phrases& phrases) {
  const auto sign = [&](std::string_view shape, std::string_view style, Word word, auto test) {
    if (std::any_of(timeline.rows.begin(), timeline.rows.end(), test))
      html::legend_entry(page, shape, style, phrases.start(phrases.word(word)));
  };
  page.open("figcaption");
  sign("line", "claim-line", Word::claim_day,
       [](const TimelineRow& row) { return row.kind == Kind::claim; });
  sign("line", "until-line", timeline.until,
       [](const TimelineRow& row) { return row.kind == Kind::until; });
  sign("stripes", "period", Word::moved,
       [&](const TimelineRow& row) { return row.moved && *row.moved <= timeline.horizon; });
  sign("box", "left-out", Word::not_counted,
       [](const TimelineRow& row) { return row.kind == Kind::left_out; });
  sign("arrow", "period", Word::runs_on,
       [&](const TimelineRow& row) { return !row.last || *row.last > timeline.horizon; });
  if (timeline.more > 0) page.element("span", phrases.more_events(timeline.more));
  page.close();
}

}  // namespace

void draw(Writer& page, const Timeline& timeline, const Phrases& phrases, std::string_view id) {
  if (timeline.rows.empty()) return;
  html::begin_figure(page, id);
  for (const Geometry& geometry : html::geometries)
    Chart(page, timeline, phrases, geometry, id).draw();
  legend(page, timeline, phrases);
  page.close();
}

}  // namespace sanbao::wording
