// SPDX-License-Identifier: Apache-2.0
//
// The money of a grant, whether two are the same, and which the consumer takes; see judge.hpp. docs/language.md
// section 3, "Money is apart from the status", and section 7, "Money".
// In: a grant under some completions. Out: its amounts, as far as they are known.
// Never decides a status.
// Tested by its comparison with the library, oracle.random.
#include <algorithm>

#include "judge.hpp"

namespace oracle {

Judge::Money Judge::money_of(const std::string& name, const Rule& rule, const Readings& readings,
                             const std::vector<Tried>& completions) {
  Money money;
  auto add = [&](const std::map<std::string, ExprPtr>& from, std::map<std::string, Entry>& into,
                 const std::string& place) {
    for (const auto& [key, expr] : from) {
      Entry entry;
      entry.key = expr->op == Op::rounded ? expr->kids[0]->key : expr->key;  // rounded all the same
      bool first = true;
      bool unbounded = false;
      for (const Tried& tried : completions) {
        eval_.tried = tried;
        eval_.place = place;
        Val amount = eval_.value(*expr);
        if (amount.known()) {
          amount.number = eval_.money(amount.number);
          if (amount.number < Ratio(0)) amount.number = Ratio(0);
        }
        auto most = eval_.upper_bound(*expr);
        if (!most) unbounded = true;
        if (most && (!entry.most || *entry.most < eval_.money(*most)))
          entry.most = eval_.money(*most);
        if (first) {
          entry.amount = amount;
        } else if (!same_value(entry.amount, amount)) {
          // It differs over the nulls.
          Why why = entry.amount.why;
          why.add(amount.why);
          entry.amount = Val::open(why);
        }
        first = false;
      }
      if (unbounded) entry.most.reset();
      into[key] = entry;
    }
  };
  const Body& body = rule.grants.at(name);
  add(body.pays, money.pays, rule.id);
  add(body.charges, money.charges, rule.id);
  for (const Rule& addition : policy_.rules) {
    if (!adds_to(addition, name, rule) || !holds(readings, addition)) continue;
    add(addition.added.pays, money.pays, addition.id);
    add(addition.added.charges, money.charges, addition.id);
  }
  return money;
}

Truth Judge::same_money(const Money& a, const Money& b) {
  Truth result = Truth::yes;
  auto compare = [&](const std::map<std::string, Entry>& x, const std::map<std::string, Entry>& y) {
    if (x.size() != y.size()) result = Truth::no;
    for (const auto& [key, entry] : x) {
      auto at = y.find(key);
      if (at == y.end()) {
        result = Truth::no;
        return;
      }
      const Entry& other = at->second;
      if (entry.key == other.key) continue;
      // What has no value equals nothing, whatever the other comes to.
      if (entry.amount.kind == Val::Kind::none || other.amount.kind == Val::Kind::none) {
        result = Truth::no;
        continue;
      }
      if (!entry.amount.is_open() && !other.amount.is_open()) {
        if (!same_value(entry.amount, other.amount)) result = Truth::no;
        continue;
      }
      if (entry.amount.why.asks() || other.amount.why.asks()) {
        if (result == Truth::yes) result = Truth::open;
      } else {
        result = Truth::no;
      }
    }
  };
  compare(a.pays, b.pays);
  compare(a.charges, b.charges);
  return result;
}

// Which of the groups the consumer takes: the highest net, if it is final.
void Judge::choose(Outcome& outcome) {
  struct Bounds {
    bool known = true;
    Ratio low;
    std::optional<Ratio> high;
  };
  std::vector<Bounds> bounds;
  for (const auto& [rules, money] : outcome.groups) {
    Bounds b;
    b.high = Ratio(0);
    for (const auto& [key, entry] : money.pays) {
      if (entry.amount.known()) {
        b.low = b.low + entry.amount.number;
        if (b.high) b.high = *b.high + entry.amount.number;
        continue;
      }
      b.known = false;
      if (!entry.most) b.high.reset();
      if (b.high) b.high = *b.high + *entry.most;
    }
    for (const auto& [key, entry] : money.charges) {
      if (entry.amount.known()) {
        b.low = b.low - entry.amount.number;
        if (b.high) b.high = *b.high - entry.amount.number;
      } else {
        b.known = false;
      }
    }
    bounds.push_back(b);
  }
  std::optional<std::size_t> best;
  for (std::size_t i = 0; i < bounds.size(); ++i) {
    if (bounds[i].known && (!best || bounds[*best].low < bounds[i].low)) best = i;
  }
  bool final = best.has_value();
  for (const Bounds& other : bounds) {
    if (best && !other.known && (!other.high || bounds[*best].low < *other.high)) final = false;
  }
  if (final) {
    outcome.money = outcome.groups[*best].second;
    outcome.best = best;
    return;
  }
  outcome.open = true;
  for (const auto& [rules, money] : outcome.groups) {
    for (const auto& [key, entry] : money.pays)
      outcome.money.pays[key] = {};
    for (const auto& [key, entry] : money.charges)
      outcome.money.charges[key] = {};
  }
}

}  // namespace oracle
