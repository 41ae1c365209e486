// SPDX-License-Identifier: Apache-2.0
//
// Report: all that a page tells of one claim: the explanation, the days for a chart, what it was decided with.
// In: a View. Out: texts of its own, which outlive the decision. Never knows of tags.
// Tested by tests/cli/pages_test.py.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "explain/document.hpp"
#include "explain/sections.hpp"
#include "explain/view.hpp"
#include "html/writer.hpp"

namespace sanbao::wording {

/// A line of the chart: a day, an event, or a period with its first and last day.
struct TimelineRow {
  enum class Kind : std::uint8_t { day, claim, until, event, left_out, period };
  Kind kind = Kind::day;
  std::string name, dates;
  CivilDate first;
  std::optional<CivilDate> last = {};   ///< nothing: not ended
  std::optional<CivilDate> moved = {};  ///< from this day on it was moved on or extended
};
struct Timeline {
  std::vector<TimelineRow> rows;  ///< by their first day
  std::size_t more = 0;           ///< periods for which there was no room
  CivilDate horizon;              ///< nothing behind this day is drawn
  Word until = Word::last_day;    ///< what the last day is called
};

/// One policy, or the engine: what identifies it.
struct Basis {
  std::string title;
  std::vector<std::pair<std::string, std::string>> entries;
};

struct Report {
  std::string claim_id;
  Outcome outcome = Outcome::not_covered;
  Document said;
  Timeline timeline;
  std::vector<Basis> basis;
};

Report report_of(const View& view, const Phrases& phrases);

Timeline timeline_of(const Draft& draft);
/// The chart twice, for wide and for narrow pages, and what its signs mean; nothing without rows.
void draw(html::Writer& page, const Timeline& timeline, const Phrases& phrases,
          std::string_view id);

/// One report is the whole page; several have a section each and a table of contents.
std::string lay_out_html(std::span<const Report> reports, const Phrases& phrases,
                         Language language);

}  // namespace sanbao::wording
