// SPDX-License-Identifier: Apache-2.0
//
// impact_page: an impact as one page of HTML, for those who decide about the policy.
// In: an ImpactReport. Out: a page in Chinese or English that stands alone: nothing is loaded and no script runs, it
// opens from disk, prints on A4, and is well-formed XML. Never reckons: the numbers are those of the report.
// Tested by tests/cli/impact_page_test.py and tests/cli/impact_list_page_test.py, and in a browser by scripts/pages.
#pragma once

#include <cstddef>
#include <string>

#include "sanbao/audit/impact.hpp"
#include "sanbao/explain.hpp"
#include "sanbao/export.hpp"

namespace sanbao::audit {

/// Variants that a page tells in full; the others have a row each.
inline constexpr std::size_t variants_on_page = 12;

/// Changes by rule and direction, the distribution of the change of money and, for several variants, their money
/// as a line; a table below each chart, and where the report lists claims (`ImpactReport::listed`) those behind each line by
/// rule. The same bytes for the same report, everywhere.
[[nodiscard]] SANBAO_EXPORT std::string to_html(const ImpactReport& report, Language language);

}  // namespace sanbao::audit
