// SPDX-License-Identifier: Apache-2.0
//
// Charts of an impact: bars of claims. Lines of money over variants: impact_sweep.hpp.
// In: names and numbers. Out: SVG within a page, drawn for two widths. Never tells by colour alone: better is filled,
// worse is striped, neither is hollow, and the numbers stand beside each bar.
// Tested by tests/cli/impact_page_test.py, and in a browser by scripts/pages.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "audit/impact_page_words.hpp"
#include "html/writer.hpp"

namespace sanbao::audit {

struct Bar {
  std::string name, numbers;
  std::uint64_t better = 0, worse = 0, neither = 0;
};
/// What the parts of a bar stand for.
struct Legend {
  std::string_view better, worse, neither;
};
void draw_bars(html::Writer& page, std::string_view id, std::string_view title,
               std::span<const Bar> bars, const Legend& words);

}  // namespace sanbao::audit
