// SPDX-License-Identifier: Apache-2.0
//
// Words and numbers that the text, the JSON and the page of an impact share.
// In: parts of an ImpactReport. Out: text. Tested by tests/unit/impact_test.cpp.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sanbao/audit/impact.hpp"

namespace sanbao::audit {

/// `1299.00`; whole numbers where no currency is known.
[[nodiscard]] std::string plain_money(std::int64_t amount, std::optional<Currency> currency);

/// `1,299.00`: thousands apart.
[[nodiscard]] std::string grouped(std::string digits);
/// `+38,912.00`, `−451,292.50`, `0.00`.
[[nodiscard]] std::string signed_money(std::int64_t amount, std::optional<Currency> currency);

/// `38,912.00`, `−12.00`.
[[nodiscard]] std::string money_in_words(std::int64_t amount, std::optional<Currency> currency);

/// Hundredths of a percent: `+8.33%`, `−0.50%`, `0.00%`.
[[nodiscard]] std::string signed_percent(std::int64_t hundredths);
/// `-0.50`, for machines.
[[nodiscard]] std::string plain_percent(std::int64_t hundredths);

/// `+12 days`, `−1 day`.
[[nodiscard]] std::string signed_days(std::int64_t days, std::string_view one = " day",
                                      std::string_view many = " days");

/// Whether all that is compared is versions of one policy; then rules need no policy beside them.
[[nodiscard]] bool one_policy(const ImpactReport& report);

struct ChangeWords {
  std::string_view without = "without ", with = "with ", same = "the same policies", between = ", ";
  std::string_view unchanged = " unchanged", before_claims = " (", claim = " claim)",
                   claims = " claims)";
  std::string (*name_of)(const WeighedPolicy& policy) = [](const WeighedPolicy& policy) {
    return policy.id;
  };
};
/// `hyundai-mp3 2008.1 → 2009.1`: what is other, by name.
[[nodiscard]] std::string change_of_policies(const std::vector<WeighedPolicy>& from,
                                             const std::vector<WeighedPolicy>& to,
                                             const ChangeWords& words = {});

/// The same for a variant of a report; where several policies decided before, each with its number of claims.
[[nodiscard]] std::string change_of_policies(const ImpactReport& report, std::size_t variant,
                                             const ChangeWords& words = {});

/// `6.4b`, or `cn/zhejiang: 12` where several policies are weighed.
[[nodiscard]] std::string rule_name(const WeighedRule& rule, bool with_policy);
[[nodiscard]] std::string rule_names(const std::vector<WeighedRule>& rules, bool with_policy);

}  // namespace sanbao::audit
