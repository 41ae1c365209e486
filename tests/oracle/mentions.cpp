// SPDX-License-Identifier: Apache-2.0
//
// What expressions and rules speak of; see mentions.hpp. docs/records.md section 5, `assumed` and `recalled`.
// In: trees. Out: names.
// Never looks at a claim.
// Tested by its comparison with the library, oracle.random.
#include "mentions.hpp"

#include <algorithm>

namespace oracle {

std::optional<bool> constant_of(const Policy& policy, const Expr& e) {
  switch (e.op) {
    case Op::constant:
      return policy.parameter_values.contains(&e) ? std::nullopt : std::optional(e.k != 0);
    case Op::all:
    case Op::any: {
      bool decides = e.op == Op::any;
      bool every = true;
      for (const ExprPtr& kid : e.kids) {
        auto truth = constant_of(policy, *kid);
        if (truth && *truth == decides) return decides;
        every = every && truth;
      }
      return every ? std::optional(!decides) : std::nullopt;
    }
    case Op::negation: {
      auto truth = constant_of(policy, *e.kids[0]);
      return truth ? std::optional(!*truth) : std::nullopt;
    }
    case Op::choice: {
      auto a = constant_of(policy, *e.kids[1]), b = constant_of(policy, *e.kids[2]);
      return a && a == b ? a : std::nullopt;
    }
    default:
      return std::nullopt;
  }
}

namespace {

class Walk {
 public:
  Walk(const Policy& policy, Mentions& into) : policy_(policy), into_(into) {}

  // `spoken`: false below what constants decide.
  void expr(const Expr& e, bool spoken = true) {
    if (!seen_[spoken].insert(&e).second) return;
    if (policy_.recalled_values.contains(&e)) into_.recalled = true;
    spoken = spoken && !constant_of(policy_, e);
    if (spoken && e.op == Op::fact) into_.facts.insert(e.fact);
    if (spoken && !e.list.empty()) {
      auto& fields = into_.lists[e.list];
      if (!e.field.empty()) fields.insert(e.field);
      fields.insert(e.texts.begin(), e.texts.end());
    }
    for (const ExprPtr& kid : e.kids)
      expr(*kid, spoken);
    for (const Step& step : e.steps)
      expr(*step.value, spoken);
    for (const ExprPtr& part : {e.where, e.of, e.bound}) {
      if (part) expr(*part, spoken);
    }
    if (e.period) period(*e.period, spoken);
    if (e.table) table(*e.table, spoken);
  }

  void body(const Body& body) {
    each_expr(body, [&](const Expr& e) { expr(e); });
  }

 private:
  void chosen_by(const ExprPtr& parameter) {
    if (parameter && policy_.recalled_values.contains(parameter.get())) into_.recalled = true;
  }
  void period(const Period& period, bool spoken) {
    if (period.recalled) into_.recalled = true;
    chosen_by(period.clock.count_from_by);
    if (period.length) {  // a day that is given is neither moved nor looked for in a month
      chosen_by(period.clock.month_end_by);
      chosen_by(period.clock.roll_by);
    }
    for (const ExprPtr& from : period.from)
      expr(*from, spoken);
    for (const ExprPtr& part : {period.length, period.until, period.extend_where}) {
      if (part) expr(*part, spoken);
    }
    for (const auto& [fact, limit] : period.usage) {
      if (spoken) into_.facts.insert(fact);
      expr(*limit, spoken);
    }
    if (spoken && !period.extend_list.empty()) into_.lists[period.extend_list];
  }
  void table(const Table& table, bool spoken) {
    if (table.recalled) into_.recalled = true;
    expr(*table.by, spoken);
  }

  const Policy& policy_;
  Mentions& into_;
  std::set<const Expr*> seen_[2];
};

}  // namespace

void add_mentions(const Policy& policy, const Expr& expr, Mentions& into) {
  Walk(policy, into).expr(expr);
}

void add_mentions(const Policy& policy, const Rule& rule, Mentions& into) {
  Walk walk(policy, into);
  for (const ExprPtr& part : {rule.when, rule.unless}) {
    if (part) walk.expr(*part);
  }
  for (const auto& [remedy, body] : rule.grants)
    walk.body(body);
  walk.body(rule.added);
}

}  // namespace oracle
