// SPDX-License-Identifier: Apache-2.0
//
// See compile.hpp.
#include "compile/compile.hpp"

#include <algorithm>

#include "compile/plans.hpp"
#include "compile/schema_builder.hpp"

namespace sanbao::compile {
namespace {

/// Programs that a policy stands back behind: bases and ids of `yields_to`, never itself or another
/// version of itself.
std::vector<ir::Index> yields_to(const ir::CheckedPolicy& policy, Policies all) {
  std::vector<ir::Index> found;
  for (ir::Index i = 0; i < all.size(); ++i) {
    const auto& other = *all[i];
    if (other.id == policy.id) continue;
    for (const auto& name : policy.yields_to)
      if (name == other.basis || name == other.id) {
        found.push_back(i);
        break;
      }
  }
  return found;
}

/// What claims and answers of several rulebooks have in common.
struct Shape {
  std::vector<ir::RemedyEntry> remedies;
  std::shared_ptr<ir::Schema> schema;
};

void sort_by_id(PolicyList& policies) {
  std::sort(policies.begin(), policies.end(), [](const auto& a, const auto& b) {
    return a->id != b->id ? a->id < b->id : a->version < b->version;
  });
}

Shape shape_of(Policies policies) {
  Shape shape{collect_remedies(policies), nullptr};
  shape.schema = build_schema(policies, shape.remedies);
  return shape;
}

std::shared_ptr<ir::Ruleset> compile_in(const Shape& shape, Policies policies) {
  const auto& schema = shape.schema;
  auto ruleset = std::make_shared<ir::Ruleset>();
  ruleset->remedies = shape.remedies;
  for (const auto& remedy : ruleset->remedies)
    ruleset->remedy_symbols.push_back(schema->symbols.intern(remedy.id));
  ruleset->any = schema->symbols.intern("any");
  for (const auto& policy : policies) {
    ir::Program program;
    program.source = policy;
    for (const auto& rule : policy->rules)
      program.rule_ids.push_back(rule.id);
    program.order = static_cast<ir::Index>(ruleset->programs.size());
    Graph graph(*policy, *schema, program);
    lower_rules(*policy, graph, program);
    graph.finish();
    plan_remedies(*policy, graph, ruleset->remedies, program);
    find_mentions(*policy, graph, *schema, program);
    find_reads(*schema, program);
    find_compared_texts(program);
    plan_short_way(*schema, program);
    program.yields_to = yields_to(*policy, policies);
    ruleset->programs.push_back(std::move(program));
    if (policy->calendar && std::find(ruleset->calendars.begin(), ruleset->calendars.end(),
                                      policy->calendar) == ruleset->calendars.end())
      ruleset->calendars.push_back(policy->calendar);
  }
  ruleset->schema_ptr = schema;
  plan_selection(*ruleset);
  plan_reasons(*ruleset);
  return ruleset;
}

}  // namespace

std::shared_ptr<ir::Ruleset> compile(PolicyList policies) {
  return compile_together({std::move(policies)}).front();
}

std::vector<std::shared_ptr<ir::Ruleset>> compile_together(std::vector<PolicyList> rulebooks) {
  PolicyList all;
  for (PolicyList& policies : rulebooks) {
    sort_by_id(policies);
    for (const auto& policy : policies)
      if (std::find(all.begin(), all.end(), policy) == all.end()) all.push_back(policy);
  }
  const Shape shape = shape_of(all);
  std::vector<std::shared_ptr<ir::Ruleset>> compiled;
  compiled.reserve(rulebooks.size());
  for (const PolicyList& policies : rulebooks)
    compiled.push_back(compile_in(shape, policies));
  return compiled;
}

}  // namespace sanbao::compile
