// SPDX-License-Identifier: Apache-2.0
//
// Rules: what a policy grants, excludes and adds, and how its rules hang together.
// In: the RuleDocs and the names they use. Out: RuleUses in the order of decisions
// (docs/language.md §7 "Order"). Never closes overriding transitively, never decides: compile/ and
// eval/ do. Tested by tests/unit/check_rules_test.cpp and tests/baselines/bad/sb208*, sb209*,
// sb2065*.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "check/expressions.hpp"

namespace sanbao::check {

/// Standard remedies in their order, then declared ones by name.
void check_remedies(Workspace& w);
/// Ids, titles, effects, bodies; then overrides, granted_by and money keys between rules.
void check_rules(Workspace& w, Expressions& expressions);
void check_rule_links(Workspace& w, const std::vector<const ir::RuleDoc*>& docs);
/// What a grant or an addition gives.
ir::BodyUse check_body(Workspace& w, Expressions& expressions, const ir::BodyDoc& doc);
/// Clauses carried and cited; notices and informative texts, in the order of clauses.
void check_clauses(Workspace& w);

/// no_index after telling that there is no such remedy. `excluded`: where all may stand.
ir::Index find_remedy(Workspace& w, const ir::Word& word, bool excluded = false);

/// "6.4b" before "6.10": runs of digits are compared as numbers.
bool natural_less(std::string_view a, std::string_view b);
/// By the place of the first cite among `clauses`, then by id.
class ClauseOrder {
 public:
  explicit ClauseOrder(const ir::PolicyDocument& document);
  [[nodiscard]] bool before(std::string_view clause_a, std::string_view id_a,
                            std::string_view clause_b, std::string_view id_b) const;
  [[nodiscard]] std::size_t place(std::string_view clause) const;

 private:
  std::map<std::string, std::size_t, std::less<>> places_;
};

}  // namespace sanbao::check
