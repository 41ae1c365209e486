// SPDX-License-Identifier: Apache-2.0
//
// See filters.hpp and sanbao/audit/where.hpp.
#include "audit/filters.hpp"

#include <algorithm>
#include <iterator>

#include "audit/weights.hpp"
#include "sanbao/values/civil_date.hpp"

namespace sanbao::audit {

namespace {

bool is_met(const Where& where, const DecisionWords& words) {
  const auto holds = [&](const std::vector<std::string>& list) {
    return std::find(list.begin(), list.end(), where.value) != list.end();
  };
  if (where.field == "policy") return holds(words.policies);
  if (where.field == "rule") return holds(words.rules);
  if (where.field == "outcome") return words.outcome == where.value;
  if (where.field == "claim") return words.claim == where.value;
  const std::size_t dots = where.value.find("..");
  if (dots == std::string::npos)
    return words.as_of.starts_with(where.value) && !words.as_of.empty();
  // Days sort as their texts do.
  return words.as_of >= where.value.substr(0, dots) && words.as_of <= where.value.substr(dots + 2);
}

}  // namespace

bool all_met(const std::vector<Where>& where, const DecisionWords& words) {
  return std::all_of(where.begin(), where.end(), [&](const Where& any) {
    return std::any_of(where.begin(), where.end(), [&](const Where& one) {
      return one.field == any.field && is_met(one, words);
    });
  });
}

bool is_filter(const Where& where) {
  if (where.value.empty()) return false;
  if (where.field == "outcome") {
    for (std::size_t i = 0; i < outcomes; ++i)
      if (where.value == to_string(static_cast<Outcome>(i))) return true;
    return where.value == "refused";
  }
  if (where.field != "date") {
    constexpr std::string_view fields[] = {"policy", "rule", "claim"};
    return std::find(std::begin(fields), std::end(fields), where.field) != std::end(fields);
  }
  const std::string_view value = where.value;
  const auto is_day = [](std::string_view text) { return CivilDate::parse(text).has_value(); };
  if (const std::size_t dots = value.find(".."); dots != std::string_view::npos)
    return is_day(value.substr(0, dots)) && is_day(value.substr(dots + 2)) &&
           value.substr(0, dots) <= value.substr(dots + 2);
  return is_day(value) || is_day(std::string(value) + "-01") ||
         is_day(std::string(value) + "-01-01");
}

}  // namespace sanbao::audit
