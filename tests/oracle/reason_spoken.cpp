// SPDX-License-Identifier: Apache-2.0
//
// What a rule speaks of in the order of its text; see reason_parts.hpp. docs/records.md section 5, "Reasons" and
// `assumed`.
// In: a rule. Out: its periods with the days tested, its event tests, its named values.
// Never looks at a claim.
// Tested by its comparison with the library, oracle.random.
#include <algorithm>

#include "mentions.hpp"
#include "reason_parts.hpp"

namespace oracle {

namespace {

class Walk {
 public:
  Walk(const Policy& policy, Spoken& into) : policy_(policy), into_(into) {}

  void expr(const Expr& e, bool in_events = false) {
    // What constants decide is not spoken of.
    if (constant_of(policy_, e)) return;
    if (!seen_[in_events].insert(&e).second) return;
    for (const ExprPtr& kid : e.kids)
      expr(*kid, in_events);
    for (const Step& step : e.steps)
      expr(*step.value, in_events);
    bool test = e.op == Op::in_period || e.op == Op::before_period || e.op == Op::after_period;
    if (e.period) period(e.period, test && !in_events ? e.kids[0] : nullptr, in_events);
    if (e.table) expr(*e.table->by, in_events);
    for (const ExprPtr& part : {e.where, e.of, e.bound}) {
      if (part) expr(*part, in_events || part != e.bound);
    }
    if (e.op == Op::event_test || e.op == Op::measure) {
      bool there = std::any_of(into_.events.begin(), into_.events.end(),
                               [&](const Expr* other) { return other->key == e.key; });
      if (!there) into_.events.push_back(&e);
    }
    if (policy_.named_values.contains(&e)) into_.beside.insert(&e);
  }

  void body(const Body& body) {
    decides_ = false;
    each_expr(body, [&](const Expr& e) { expr(e); });
  }

 private:
  void period(const std::shared_ptr<const Period>& period, const ExprPtr& day, bool in_events) {
    auto at = std::find_if(into_.periods.begin(), into_.periods.end(),
                           [&](const SpokenPeriod& one) { return one.period == period; });
    if (at == into_.periods.end()) into_.periods.push_back({period, {}, false});
    // What is spoken of among events alone is spoken of outside too where the period is.
    if (walked_[in_events].insert(period.get()).second) {
      for (const ExprPtr& from : period->from)
        expr(*from, in_events);
      for (const ExprPtr& part : {period->length, period->until}) {
        if (part) expr(*part, in_events);
      }
      if (period->extend_where) expr(*period->extend_where, true);
      for (const auto& [fact, limit] : period->usage)
        expr(*limit, in_events);
    }
    at = std::find_if(into_.periods.begin(), into_.periods.end(),
                      [&](const SpokenPeriod& one) { return one.period == period; });
    if (!day) return;
    if (!decides_) {
      at->elsewhere = true;
      return;
    }
    bool there = std::any_of(at->days.begin(), at->days.end(),
                             [&](const ExprPtr& other) { return other->key == day->key; });
    if (!there) at->days.push_back(day);
  }

  const Policy& policy_;
  Spoken& into_;
  bool decides_ = true;  // in `when` and `unless`
  std::set<const Expr*> seen_[2];
  std::set<const Period*> walked_[2];
};

}  // namespace

Spoken spoken_of(const Policy& policy, const Rule& rule) {
  Spoken out;
  Walk walk(policy, out);
  for (const ExprPtr& part : {rule.when, rule.unless}) {
    if (part) walk.expr(*part);
  }
  for (const auto& [remedy, body] : rule.grants)
    walk.body(body);
  walk.body(rule.added);
  // What amounts speak of, by a walk of their own.
  Spoken amounts;
  Walk money(policy, amounts);
  auto of_body = [&](const Body& body) {
    for (const auto* entries : {&body.pays, &body.charges}) {
      for (const auto& [key, amount] : *entries)
        money.expr(*amount);
    }
  };
  for (const auto& [remedy, body] : rule.grants)
    of_body(body);
  of_body(rule.added);
  out.values = amounts.beside;
  return out;
}

}  // namespace oracle
