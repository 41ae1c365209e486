// SPDX-License-Identifier: Apache-2.0
//
// The claims behind each line of a page of an impact: of each line by rule a table of those that `--list` asks for.
// In: a variant of an ImpactReport. Out: a section of the page, folded by line on a screen, unfolded on paper.
// Never shows fewer than it says: where not all are held, it tells how many there are.
// Tested by tests/cli/impact_list_page_test.py, and in a browser by scripts/pages.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "audit/impact_page_parts.hpp"

namespace sanbao::audit {

/// The id of the claims behind a line by rule, by their numbers from 0; empty: none are shown.
[[nodiscard]] std::string listed_id(const RuleLine& line, std::size_t variant, std::size_t number);

void write_listed(ImpactPageParts& parts, const ImpactReport& report, std::size_t variant,
                  std::string_view level);

}  // namespace sanbao::audit
