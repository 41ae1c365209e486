// SPDX-License-Identifier: Apache-2.0
//
// Search: what both searches share: one policy alone, drafts turned into claims, claims decided, what a
// witness does not need left out of it.
// In: a rulebook of one policy. Out: decisions, and diagnostics at a rule.
// Never tells what no decision has shown. Tested by tests/unit/witness_test.cpp.
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "sanbao/diagnostic.hpp"
#include "sanbao/evaluate.hpp"
#include "sanbao/rulebook.hpp"
#include "witness/sketch.hpp"
#include "witness/solver.hpp"

namespace sanbao::witness {

struct Search {
  explicit Search(const Rulebook& of);

  /// Decides a claim; what is open in it is left open.
  const Decision& decide(const Sketch& sketch, Detail detail = Detail::none);
  /// Leaves out what nothing wants, then, from the last entry to the first, what `shows` does not need;
  /// as far as that may cost.
  void shorten(Sketch& sketch, const std::function<bool(const Sketch&)>& shows);

  /// The day on which everything but the claim happens.
  [[nodiscard]] std::int64_t first_day(const Draft& draft) const;
  /// Days from then to the claim, the earliest first.
  [[nodiscard]] std::vector<std::int64_t> days_to_try(const Draft& draft, std::int64_t first) const;
  /// What makes the policy apply.
  [[nodiscard]] std::vector<Goal> goals_of_applying() const;
  /// Rules that hold and keep these grants from counting: exclusions, and what overrides them.
  [[nodiscard]] std::vector<Index> blockers(const Decision& decision, const ir::RemedyPlan& remedy,
                                            std::vector<Index> grants) const;
  /// Whether the two conditions ask different things of one fact, by their shape.
  [[nodiscard]] bool exclude_each_other(Index rule, Index other);

  [[nodiscard]] const ir::RuleUse& rule(Index index) const { return program.source->rules[index]; }
  [[nodiscard]] const std::string& remedy_id(const ir::RemedyPlan& remedy) const;
  void warn(std::string_view code, Index index, std::string message, std::string help);

  const Rulebook& policy;
  const ir::Program& program;
  const ir::Schema& schema;
  Budget budget;  ///< of one search
  int told = 0;   ///< by one search
  Days days;
  Solver solver;
  Sketcher sketcher;
  std::vector<Diagnostic> found;

 private:
  [[nodiscard]] std::int64_t cost_of_decision() const;

  Budget shortening_;
  std::int64_t usual_first_day_ = 0;
  Claim claim_;
  Decision decision_;
  std::vector<std::vector<std::pair<std::uint64_t, std::int64_t>>> musts_;  ///< by rule
};

/// Of one kind in a policy. Whoever has as many mends them first.
inline constexpr int most_told = 20;

// The two searches.
void find_conflicts(Search& search);
void find_gaps(Search& search);

}  // namespace sanbao::witness
