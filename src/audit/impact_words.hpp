// SPDX-License-Identifier: Apache-2.0
//
// Words and numbers that the text and the JSON of an impact share.
// In: parts of an ImpactReport. Out: text. Tested by tests/unit/impact_test.cpp.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sanbao/audit/impact.hpp"

namespace sanbao::audit {

/// `1299.00`; whole numbers where no currency is known.
[[nodiscard]] std::string plain_money(std::int64_t amount, std::optional<Currency> currency);

/// `6.4b`, or `cn/zhejiang: 12` where several policies are weighed.
[[nodiscard]] std::string rule_name(const WeighedRule& rule, bool with_policy);
[[nodiscard]] std::string rule_names(const std::vector<WeighedRule>& rules, bool with_policy);

}  // namespace sanbao::audit
