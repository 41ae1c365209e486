// SPDX-License-Identifier: Apache-2.0
//
// Sweep: the variants of an impact as lines of money over the values of a place that is varied.
// In: a report. Out: lines, one for each value of a second place; drawn as SVG for two widths. Never a line where values
// of more places would have to share it, and no amount where something would strike it through: the table has them all.
// Tested by tests/cli/impact_page_test.py, and in a browser by scripts/pages.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "html/writer.hpp"
#include "sanbao/audit/impact.hpp"

namespace sanbao::audit {

struct SweepPoint {
  std::string amount;
  std::optional<std::int64_t> money;  ///< nothing: no point
};
struct SweepLine {
  std::string name;                ///< empty: there is one line
  std::vector<SweepPoint> points;  ///< by tick
};
struct Sweep {
  std::string caption;  ///< what the ticks are values of
  std::vector<std::string>
      ticks;  ///< values of the first place that has several, or names of policies
  std::vector<SweepLine> lines;
};

/// What the page calls a variant's policies, and its money.
struct SweepWords {
  std::function<std::string(std::size_t variant)> policies;
  std::function<std::string(std::size_t variant)> amount;
};

/// Nothing: three places or more are varied, or lines would be too many to be told apart.
[[nodiscard]] std::optional<Sweep> sweep_of(const ImpactReport& report, const SweepWords& words);

void draw_sweep(html::Writer& page, std::string_view id, std::string_view title,
                const Sweep& sweep);

}  // namespace sanbao::audit
