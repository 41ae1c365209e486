// SPDX-License-Identifier: Apache-2.0
//
// See plans.hpp: rules, remedies and what overrides what (docs/language.md §3, §7 "Overriding", "Additions").
#include "compile/plans.hpp"

#include <algorithm>
#include <map>

#include "base/sorted.hpp"

namespace sanbao::compile {

using ir::Effect;
using ir::Index;
using ir::no_node;
using ir::NodeId;

namespace {

std::vector<NodeId> lower_needs(const ir::BodyUse& body, Graph& graph) {
  std::vector<NodeId> needs;
  for (const NodeId need : body.needs)
    needs.push_back(graph.lower(need));
  return needs;
}

std::vector<ir::MoneyEntry> money_of(const ir::BodyUse& body, Graph& graph) {
  std::vector<ir::MoneyEntry> entries;
  const auto add = [&](const std::vector<ir::MoneyUse>& uses, bool charge) {
    for (const auto& use : uses) {
      const NodeId amount = graph.lower(use.amount);
      entries.push_back({use.key, charge, amount, graph.inner(amount)});
    }
  };
  add(body.pays, false);
  add(body.charges, true);
  return entries;
}

void lower_body(const ir::BodyUse& body, Graph& graph, ir::Program& program) {
  for (const NodeId need : body.needs)
    graph.lower(need);
  for (const auto* list : {&body.pays, &body.charges})
    for (const auto& money : *list)
      program.amount_nodes[money.amount] = graph.lower(money.amount);
  for (const auto& term : body.terms)
    if (term.value != no_node) program.term_nodes[term.value] = graph.lower(term.value);
  program.has_amounts = program.has_amounts || !body.pays.empty() || !body.charges.empty();
}

const ir::BodyUse* grant_of(const ir::RuleUse& rule, Index remedy, Index* body = nullptr) {
  for (Index i = 0; i < rule.grants.size(); ++i)
    if (rule.grants[i].first == remedy) {
      if (body != nullptr) *body = i;
      return &rule.grants[i].second;
    }
  return nullptr;
}

/// For each rule, every rule that drops it: whoever overrides it, and whoever overrides those.
std::vector<std::vector<Index>> close_overrides(const ir::CheckedPolicy& policy) {
  const std::size_t count = policy.rules.size();
  std::vector<std::vector<Index>> dropped_by(count);
  for (Index top = 0; top < count; ++top) {
    std::vector<std::uint8_t> seen(count, 0);
    std::vector<Index> open = policy.rules[top].overrides;
    while (!open.empty()) {
      const Index rule = open.back();
      open.pop_back();
      if (seen[rule] != 0 || rule == top) continue;
      seen[rule] = 1;
      dropped_by[rule].push_back(top);
      open.insert(open.end(), policy.rules[rule].overrides.begin(),
                  policy.rules[rule].overrides.end());
    }
  }
  return dropped_by;
}

bool contains(const std::vector<Index>& list, Index value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

struct Planner {
  const ir::CheckedPolicy& policy;
  Graph& graph;
  ir::Program& program;
  std::vector<std::vector<Index>> dropped_by;

  void add_terms() {
    for (Index rule = 0; rule < policy.rules.size(); ++rule) {
      const auto add = [&](const ir::BodyUse& body) {
        if (!body.terms.empty()) program.terms.push_back({rule, &body});
      };
      for (const auto& [remedy, body] : policy.rules[rule].grants)
        add(body);
      add(policy.rules[rule].body);
    }
  }

  [[nodiscard]] Index terms_of(Index rule, const ir::BodyUse& body) const {
    if (body.terms.empty()) return ir::no_index;
    auto at = std::lower_bound(program.terms.begin(), program.terms.end(), rule,
                               [](const auto& plan, Index wanted) { return plan.rule < wanted; });
    while (at->body != &body)
      ++at;
    return static_cast<Index>(at - program.terms.begin());
  }

  void add_grants(ir::RemedyPlan& plan, Index remedy) {
    for (Index rule = 0; rule < policy.rules.size(); ++rule) {
      ir::GrantPlan grant;
      const auto* body = grant_of(policy.rules[rule], remedy, &grant.body);
      if (body == nullptr) continue;
      grant.rule = rule;
      grant.needs = lower_needs(*body, graph);
      grant.money = money_of(*body, graph);
      grant.terms = terms_of(rule, *body);
      plan.has_money = plan.has_money || !grant.money.empty();
      for (const Index top : dropped_by[rule])
        if (grant_of(policy.rules[top], remedy) != nullptr) grant.overriders.push_back(top);
      plan.grants.push_back(std::move(grant));
    }
  }

  void add_others(ir::RemedyPlan& plan, Index remedy) {
    for (Index rule = 0; rule < policy.rules.size(); ++rule) {
      const auto& use = policy.rules[rule];
      if (use.effect == Effect::grants || !contains(use.remedies, remedy)) continue;
      if (use.effect == Effect::excludes) {
        plan.exclusions.push_back(rule);
        continue;
      }
      ir::AdditionPlan addition{rule, lower_needs(use.body, graph), money_of(use.body, graph),
                                terms_of(rule, use.body)};
      const auto index = static_cast<Index>(plan.additions.size());
      bool used = false;
      for (auto& grant : plan.grants) {
        if (!use.granted_by.empty() && !contains(use.granted_by, grant.rule)) continue;
        grant.additions.push_back(index);
        used = true;
      }
      if (used && !addition.money.empty()) plan.has_money = true;
      plan.additions.push_back(std::move(addition));
    }
    for (const auto& grant : plan.grants)
      plan.alike = plan.alike && grant.additions == plan.grants.front().additions;
  }

  void add_formula(ir::RemedyPlan& plan) {
    std::vector<NodeId> roots;
    std::vector<Index> inner;
    const auto add_rule = [&](Index rule) {
      roots.push_back(program.rules[rule].when);
      roots.push_back(program.rules[rule].unless);
    };
    const auto add_money = [&](const std::vector<ir::MoneyEntry>& entries) {
      for (const auto& entry : entries)
        inner.insert(inner.end(), entry.inner.begin(), entry.inner.end());
    };
    for (const auto& grant : plan.grants) {
      add_rule(grant.rule);
      roots.insert(roots.end(), grant.needs.begin(), grant.needs.end());
      add_money(grant.money);
    }
    for (const Index rule : plan.exclusions)
      add_rule(rule);
    for (const auto& addition : plan.additions) {
      add_rule(addition.rule);
      roots.insert(roots.end(), addition.needs.begin(), addition.needs.end());
      add_money(addition.money);
    }
    plan.formula = graph.formula(roots);
    auto& leaves = plan.formula.leaves;
    leaves.insert(leaves.end(), inner.begin(), inner.end());
    base::sort_unique(leaves);
  }
};

}  // namespace

void lower_rules(const ir::CheckedPolicy& policy, Graph& graph, ir::Program& program) {
  for (const auto& use : policy.rules) {
    ir::RulePlan plan;
    plan.when = graph.lower(use.when);
    plan.unless = graph.lower(use.unless);
    std::vector<NodeId> parts;
    if (plan.when != no_node) parts.push_back(plan.when);
    if (plan.unless != no_node) parts.push_back(graph.negation(plan.unless));
    plan.condition = graph.all_of(std::move(parts));
    for (const auto& [remedy, body] : use.grants)
      lower_body(body, graph, program);
    lower_body(use.body, graph, program);
    program.rules.push_back(std::move(plan));
  }
  program.applies_to = graph.lower(policy.applies_to);
  for (const NodeId by : policy.in_force_by)
    program.in_force_by.push_back(graph.lower(by));
  graph.lower_rest();
  for (const auto& value : policy.values) {
    program.value_nodes.push_back(graph.lower(value.node));
    for (const auto& line : value.lines) {
      program.line_nodes[line.operand] = graph.lower(line.operand);
      program.line_nodes[line.result] = graph.lower(line.result);
    }
  }
}

void plan_remedies(const ir::CheckedPolicy& policy, Graph& graph,
                   std::span<const ir::RemedyEntry> remedies, ir::Program& program) {
  Planner planner{policy, graph, program, close_overrides(policy)};
  planner.add_terms();
  std::vector<NodeId> roots;
  for (Index rule = 0; rule < policy.rules.size(); ++rule) {
    program.rules[rule].formula = graph.formula({program.rules[rule].condition});
    program.rules[rule].overriders = planner.dropped_by[rule];
    if (policy.rules[rule].effect == Effect::grants && !planner.dropped_by[rule].empty())
      program.droppable.push_back(rule);
    roots.push_back(program.rules[rule].condition);
  }
  for (Index own = 0; own < policy.remedies.size(); ++own) {
    ir::RemedyPlan plan;
    planner.add_grants(plan, own);
    planner.add_others(plan, own);
    if (plan.grants.empty() && plan.exclusions.empty()) continue;
    planner.add_formula(plan);
    const auto at = std::find_if(remedies.begin(), remedies.end(), [&](const auto& entry) {
      return entry.id == policy.remedies[own].id;
    });
    plan.remedy = static_cast<Index>(at - remedies.begin());
    for (const auto& grant : plan.grants) {
      roots.insert(roots.end(), grant.needs.begin(), grant.needs.end());
    }
    for (const auto& addition : plan.additions)
      roots.insert(roots.end(), addition.needs.begin(), addition.needs.end());
    program.remedies.push_back(std::move(plan));
  }
  std::sort(program.remedies.begin(), program.remedies.end(),
            [](const auto& a, const auto& b) { return a.remedy < b.remedy; });
  program.conditions = graph.formula(roots);
  auto& leaves = program.conditions.leaves;  // and those inside amounts
  for (const auto& plan : program.remedies)
    leaves.insert(leaves.end(), plan.formula.leaves.begin(), plan.formula.leaves.end());
  base::sort_unique(leaves);
  program.applies = graph.formula({program.applies_to});
}

}  // namespace sanbao::compile
