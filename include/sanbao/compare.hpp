// SPDX-License-Identifier: Apache-2.0
//
// Policies held against each other: what is different in meaning between two versions, clause by clause.
// In: rulebooks. Out: differences, in the order of clauses. Order, spelling and the names of a file's own
// values make none.
// Never decides a claim, and never says that two texts mean the same where it cannot tell.
// Tested by tests/unit/compare_test.cpp and tests/cli/diff_test.py.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sanbao/decision.hpp"
#include "sanbao/export.hpp"
#include "sanbao/rulebook.hpp"

namespace sanbao {

/// A rule of a rulebook, by name. Views into the rulebook.
struct RuleInfo {
  std::string_view policy, version, rule;
  Text title;
};
/// Every rule, by policy and in the order of decisions.
[[nodiscard]] SANBAO_EXPORT std::vector<RuleInfo> rules_of(const Rulebook& rulebook);

/// In which its amounts are read; of rulebooks over one claim shape the same for all. Nothing: none of them
/// speaks of money.
[[nodiscard]] SANBAO_EXPORT std::optional<Currency> currency_of(const Rulebook& rulebook);

}  // namespace sanbao
