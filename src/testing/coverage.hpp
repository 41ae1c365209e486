// SPDX-License-Identifier: Apache-2.0
//
// Coverage: which clauses of a policy its cases exercise.
// In: the decisions of cases. Out: the clauses that no case made hold, in the policy's order.
// A clause counts where a rule that cites it held, an addition was used or a notice was printed
// (docs/testing.md). Tested by tests/unit/testing_test.cpp.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "sanbao/decision.hpp"
#include "sanbao/rulebook.hpp"

namespace sanbao::testing {

class Coverage {
 public:
  void add(const Decision& decision);

  struct Clauses {
    std::size_t all = 0;
    std::vector<std::string> missing;
  };
  /// Of one policy; `exempt` are clauses that no case can exercise (informative ones, and those
  /// that only a parameter carries).
  [[nodiscard]] Clauses of(const PolicyInfo& policy, const std::set<std::string>& exempt) const;

 private:
  // Clauses by policy and version: those that were used, and all that were seen on rules.
  struct Seen {
    std::set<std::string, std::less<>> used;
    std::vector<std::string> cited;
  };
  std::map<std::string, Seen, std::less<>> seen_;
};

}  // namespace sanbao::testing
