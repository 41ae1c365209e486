// SPDX-License-Identifier: Apache-2.0
//
// Counting clauses. See coverage.hpp. Tested by tests/unit/testing_test.cpp.
#include "testing/coverage.hpp"

#include <algorithm>

namespace sanbao::testing {
namespace {

std::string key_of(std::string_view policy, std::string_view version) {
  return std::string(policy) + "\n" + std::string(version);
}

// An addition is used where a remedy that it adds to can be had, with or without a condition.
bool is_used(const PolicyAnswer& policy, const Reason& reason) {
  if (reason.holds != true) return false;
  if (reason.effect != "adds") return true;
  return std::any_of(
      policy.remedies.begin(), policy.remedies.end(), [&](const RemedyAnswer& answer) {
        const bool open =
            answer.status == Status::available || answer.status == Status::conditional;
        return open && std::find(reason.remedies.begin(), reason.remedies.end(), answer.remedy) !=
                           reason.remedies.end();
      });
}

}  // namespace

void Coverage::add(const Decision& decision) {
  for (const PolicyAnswer& policy : decision.policies()) {
    Seen& seen = seen_[key_of(policy.policy, policy.version)];
    for (const Reason& reason : policy.reasons) {
      const bool used = is_used(policy, reason);
      std::vector<std::string_view> clauses(reason.cites.begin(), reason.cites.end());
      if (clauses.empty()) clauses.push_back(reason.rule);
      for (const std::string_view clause : clauses) {
        if (used) seen.used.emplace(clause);
        if (std::find(seen.cited.begin(), seen.cited.end(), clause) == seen.cited.end()) {
          seen.cited.emplace_back(clause);
        }
      }
    }
    for (const Notice& notice : policy.notices)
      seen.used.emplace(notice.id);
  }
}

Coverage::Clauses Coverage::of(const PolicyInfo& policy,
                               const std::set<std::string>& exempt) const {
  const auto at = seen_.find(key_of(policy.id, policy.version));
  std::vector<std::string> all(policy.clauses.begin(), policy.clauses.end());
  // A policy that does not list its clauses has those that its rules cite.
  if (all.empty() && at != seen_.end()) all = at->second.cited;
  Clauses clauses;
  for (const std::string& clause : all) {
    if (exempt.contains(clause)) continue;
    clauses.all += 1;
    if (at == seen_.end() || !at->second.used.contains(clause)) clauses.missing.push_back(clause);
  }
  return clauses;
}

}  // namespace sanbao::testing
