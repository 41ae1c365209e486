// SPDX-License-Identifier: Apache-2.0
//
// Until when a remedy can be had: whether that day is certain, on which day the clauses that grant it end, and the day of a
// remedy that something is still wanting of. In: a View. Out: days. Never counts any: they are the decision's.
// Tested by tests/unit/explain_test.cpp and tests/cases/pages.
#include <algorithm>

#include "explain/selection.hpp"

namespace sanbao::wording {

bool Selection::ends_open(const RemedyAnswer& answer, CivilDate until) const {
  const auto open_then = [&](const PeriodReading& period) {
    if (period.day_path != "claim.filed_on") return false;
    return period.at_least == until || (period.roll == "unknown" && period.last == until);
  };
  return std::any_of(view_.policies.begin(), view_.policies.end(), [&](const PolicyAnswer& policy) {
    if (&policy != owner(answer) && !contains(answer.policies, policy.policy)) return false;
    return std::any_of(policy.reasons.begin(), policy.reasons.end(), [&](const Reason& reason) {
      return contains(reason.remedies, answer.remedy) &&
             std::any_of(reason.periods.begin(), reason.periods.end(), open_then);
    });
  });
}

// Of several periods the last counts: one of them may be enough.
std::optional<CivilDate> Selection::clauses_end(const RemedyAnswer& answer) const {
  const PolicyAnswer* policy = owner(answer);
  std::optional<CivilDate> end;
  for (const std::string_view rule : answer.rules) {
    const Reason* reason = policy == nullptr ? nullptr : find_reason(*policy, rule);
    if (reason == nullptr) return std::nullopt;
    std::optional<CivilDate> own;
    for (const PeriodReading& period : reason->periods) {
      if (period.day_path != "claim.filed_on" || !decides(*reason, period.name)) continue;
      if (period.test != "in" || period.in != true || !period.last) return std::nullopt;
      if (!own || *own < *period.last) own = period.last;
    }
    if (!own) return std::nullopt;
    if (!end || *end < *own) end = own;
  }
  return end;
}

std::optional<CivilDate> Selection::last_day(const RemedyAnswer& answer) const {
  const PolicyAnswer* policy = owner(answer);
  const Reason* grant = policy == nullptr ? nullptr : only_grant(*policy, answer.remedy);
  if (grant == nullptr || grant->holds != true) return std::nullopt;
  std::optional<CivilDate> last;
  for (const PeriodReading& period : grant->periods) {
    if (!decides(*grant, period.name)) continue;
    if (last || period.in != true || period.day_path != "claim.filed_on") return std::nullopt;
    if (!period.begun || !period.last) return std::nullopt;
    last = period.last;
  }
  // An exclusion may come in earlier.
  for (const Reason& reason : policy->reasons) {
    if (reason.effect != "excludes" || !contains(reason.remedies, answer.remedy)) continue;
    for (const PeriodReading& period : reason.periods) {
      if (!last || !period.last || *period.last < *last) return std::nullopt;
    }
  }
  return last;
}

}  // namespace sanbao::wording
