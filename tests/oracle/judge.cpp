// SPDX-License-Identifier: Apache-2.0
//
// The status of a remedy; see judge.hpp. docs/language.md section 3, and section 7 under "Nulls", "Overriding" and
// "Additions".
// In: a policy and a claim. Out: statuses, rules, money.
// Never reads a fact itself: the evaluator does.
// Tested by its comparison with the library, oracle.random.
#include "judge.hpp"

#include <algorithm>

#include "read_expr.hpp"

namespace oracle {

const char* status_word(Status status) {
  static const char* const words[] = {"available", "conditional", "unavailable", "unknown",
                                      "conflict"};
  return words[static_cast<int>(status)];
}

// ---- which rules bear on a remedy

const Body* body_of(const Rule& rule, const std::string& remedy) {
  auto at = rule.grants.find(remedy);
  return at == rule.grants.end() ? nullptr : &at->second;
}
bool names(const Rule& rule, const std::string& remedy) {
  return std::find(rule.remedies.begin(), rule.remedies.end(), remedy) != rule.remedies.end();
}

bool Judge::adds_to(const Rule& addition, const std::string& name, const Rule& grant) const {
  return addition.effect == Rule::Effect::adds && names(addition, name) &&
         (addition.granted_by.empty() || addition.granted_by.contains(grant.id));
}

std::vector<const Expr*> Judge::conditions_of_remedy(const std::string& name) const {
  std::vector<const Expr*> out;
  for (const Rule& rule : policy_.rules) {
    if (!names(rule, name)) continue;
    if (rule.effect == Rule::Effect::adds &&
        std::none_of(policy_.rules.begin(), policy_.rules.end(), [&](const Rule& grant) {
          return grant.effect == Rule::Effect::grants && names(grant, name) &&
                 adds_to(rule, name, grant);
        })) {
      continue;
    }
    if (rule.when) out.push_back(rule.when.get());
    if (rule.unless) out.push_back(rule.unless.get());
    const Body* body = rule.effect == Rule::Effect::grants ? body_of(rule, name) : &rule.added;
    for (const ExprPtr& need : body->needs)
      out.push_back(need.get());
  }
  return out;
}

std::vector<const Expr*> Judge::atoms_of_remedy(const std::string& name) const {
  std::vector<const Expr*> atoms;
  for (const Expr* condition : conditions_of_remedy(name))
    add_atoms(atoms, atoms_of(*condition));
  for (const Rule& rule : policy_.rules) {
    if (!names(rule, name) || rule.effect == Rule::Effect::excludes) continue;
    const Body* body = rule.effect == Rule::Effect::grants ? body_of(rule, name) : &rule.added;
    for (const auto& [key, amount] : body->pays)
      add_atoms(atoms, amount->inner);
    for (const auto& [key, amount] : body->charges)
      add_atoms(atoms, amount->inner);
  }
  return atoms;
}

// ---- one completion

bool Judge::read(const Readings& readings, const ExprPtr& expr, bool absent_value) const {
  return expr ? readings.of.at(expr.get()) : absent_value;
}
bool Judge::holds(const Readings& readings, const Rule& rule) const {
  return read(readings, rule.when, true) && !read(readings, rule.unless, false);
}

Judge::Outcome Judge::judge(const std::string& name, const Readings& readings,
                            const std::vector<Tried>& completions) {
  Outcome out;
  std::vector<const Rule*> live, ok;
  for (const Rule& rule : policy_.rules) {
    if (rule.effect == Rule::Effect::excludes && names(rule, name) && holds(readings, rule))
      out.excluding.insert(rule.id);
  }
  if (!out.excluding.empty()) return out;
  for (const Rule& rule : policy_.rules) {
    if (rule.effect != Rule::Effect::grants || !names(rule, name) || !holds(readings, rule))
      continue;
    bool dropped = std::any_of(policy_.rules.begin(), policy_.rules.end(), [&](const Rule& other) {
      return other.effect == Rule::Effect::grants && names(other, name) &&
             other.overrides.contains(rule.id) && holds(readings, other);
    });
    if (dropped) continue;
    live.push_back(&rule);
    out.due_rules.insert(rule.id);
    bool met = true;
    auto ask = [&](const std::vector<ExprPtr>& needs, const std::string& id) {
      for (const ExprPtr& need : needs) {
        if (readings.of.at(need.get())) continue;
        met = false;
        out.unmet.insert(id);
      }
    };
    ask(rule.grants.at(name).needs, rule.id);
    for (const Rule& addition : policy_.rules) {
      if (adds_to(addition, name, rule) && holds(readings, addition))
        ask(addition.added.needs, addition.id);
    }
    if (met) {
      ok.push_back(&rule);
      out.ok_rules.insert(rule.id);
    }
  }
  out.due = !live.empty();
  if (!out.due) return out;
  out.status = ok.empty() ? Status::conditional : Status::available;
  for (const Rule& addition : policy_.rules) {
    if (addition.effect != Rule::Effect::adds || !names(addition, name) ||
        !holds(readings, addition))
      continue;
    for (const Rule* rule : ok.empty() ? live : ok) {
      if (adds_to(addition, name, *rule)) out.attached.insert(addition.id);
    }
  }
  bool open = false, conflict = false;
  std::vector<std::pair<std::string, Money>> candidates;
  for (const Rule* rule : ok.empty() ? live : ok) {
    candidates.emplace_back(rule->id, money_of(name, *rule, readings, completions));
    for (const auto* entries :
         {&candidates.back().second.pays, &candidates.back().second.charges}) {
      for (const auto& [key, entry] : *entries) {
        if (entry.amount.is_open()) out.why.add(entry.amount.why);
      }
    }
  }
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    bool placed = false;
    for (auto& [rules, money] : out.groups) {
      Truth same = same_money(money, candidates[i].second);
      if (same == Truth::no) conflict = true;
      if (same == Truth::open) open = true;
      if (same == Truth::yes && !placed) {
        rules.push_back(candidates[i].first);
        placed = true;
        // Equal by their trees and equal by value are one; what is known of either is known.
        for (auto& [key, entry] : money.pays) {
          if (!entry.amount.known()) entry = candidates[i].second.pays.at(key);
        }
        for (auto& [key, entry] : money.charges) {
          if (!entry.amount.known()) entry = candidates[i].second.charges.at(key);
        }
      }
    }
    if (!placed) out.groups.push_back({{candidates[i].first}, candidates[i].second});
  }
  if (out.groups.size() == 1) {
    out.money = out.groups[0].second;
  } else if (policy_.prefer_consumer) {
    choose(out);
  } else if (conflict) {
    out.status = Status::conflict;
  } else if (open) {
    out.status = Status::unknown;
  }
  return out;
}

// ---- all completions

namespace {
template <typename Set>
void keep_common(Set& into, const Set& other) {
  std::erase_if(into, [&](const std::string& id) { return !other.contains(id); });
}
}  // namespace

Remedy Judge::completed(const std::string& name, bool status_only) {
  Remedy result;
  eval_.keep_tests();
  Undecided open = undecided(atoms_of_remedy(name));
  if (open.count() > settings_.most_atoms || open.mixed.size() > 6) {
    result.too_many = true;
    if (!status_only) sample(name, open, result);
    return result;
  }
  std::vector<const Expr*> conditions = conditions_of_remedy(name);
  std::vector<Outcome> outcomes;
  bool undecided_status = false, always_due = true;
  std::optional<Status> status;
  auto note = [&](Status one, bool due) {
    if (!due) always_due = false;
    if (one == Status::unknown || (status && *status != one)) undecided_status = true;
    status = one;
  };
  each_absent(open, [&](const std::vector<Tried>& completions) {
    std::vector<Readings> all;
    for (const Tried& tried : completions) {
      eval_.tried = tried;
      Readings readings;
      for (const Expr* condition : conditions)
        readings.of[condition] = eval_.condition(*condition).yes();
      all.push_back(std::move(readings));
    }
    std::vector<Outcome> here;
    bool agree = true;
    for (std::size_t i = 0; i < all.size(); ++i) {
      here.push_back(judge(name, all[i], {completions[i]}));
      if (here[i].status != here[0].status) agree = false;
    }
    if (!agree) {
      Readings established = all[0];
      for (auto& [condition, reading] : established.of) {
        for (const Readings& other : all) {
          if (other.of.at(condition) != reading) {
            reading = false;
            break;
          }
        }
      }
      here.clear();
      if (policy_.prefer_consumer) {
        // The best is chosen in each completion of the nulls; an amount that differs is left open below.
        for (const Tried& tried : completions)
          here.push_back(judge(name, established, {tried}));
      } else {
        here.push_back(judge(name, established, completions));
      }
    }
    for (Outcome& one : here) {
      note(one.status, one.due);
      outcomes.push_back(std::move(one));
    }
  });
  result.status = undecided_status ? Status::unknown : *status;
  if (result.status == Status::unknown) result.at_least = always_due;

  // Over all completions.
  std::set<std::string> due = outcomes[0].due_rules, ok = outcomes[0].ok_rules,
                        excluding = outcomes[0].excluding, attached = outcomes[0].attached, unmet;
  bool first = true;
  for (const Outcome& one : outcomes) {
    keep_common(due, one.due_rules);
    keep_common(ok, one.ok_rules);
    keep_common(excluding, one.excluding);
    keep_common(attached, one.attached);
    unmet.insert(one.unmet.begin(), one.unmet.end());
    auto merge = [&](const std::map<std::string, Entry>& from, Amounts& into, bool all_open) {
      for (auto& [key, amount] : into) {
        if (!from.contains(key)) amount.reset();
      }
      for (const auto& [key, entry] : from) {
        std::optional<Ratio> amount;
        if (!all_open && entry.amount.known()) amount = entry.amount.number;
        auto [at, fresh] = into.try_emplace(key, first ? amount : std::nullopt);
        if (!fresh && at->second != amount) at->second.reset();
      }
    };
    merge(one.money.pays, result.pays, one.open);
    merge(one.money.charges, result.charges, one.open);
    first = false;
  }
  result.all = open.why.absent;
  result.attached.assign(attached.begin(), attached.end());
  auto listed = [&](const std::set<std::string>& ids, std::vector<std::string>& into) {
    for (const Rule& rule : policy_.rules) {
      if (ids.contains(rule.id)) into.push_back(rule.id);
    }
  };
  if (result.status == Status::available) listed(ok, result.rules);
  if (result.status == Status::conditional) {
    listed(due, result.rules);
    listed(unmet, result.needs);
  }
  if (result.status == Status::unavailable) listed(excluding, result.excluded_by);
  if (result.status == Status::conflict) listed(ok.empty() ? due : ok, result.rules);
  bool given = result.status == Status::available || result.status == Status::conditional;
  if (!given) {
    result.pays.clear();
    result.charges.clear();
  }
  result.has_money = !result.pays.empty() || !result.charges.empty();
  if (result.has_money) {
    Ratio net;
    bool whole = true;
    for (const auto& [key, amount] : result.pays) {
      if (!amount) whole = false;
      if (amount) net = net + *amount;
    }
    for (const auto& [key, amount] : result.charges) {
      if (!amount) whole = false;
      if (amount) net = net - *amount;
    }
    if (whole) result.net = net;
  }
  result.one_way = outcomes.size() == 1;
  if (result.status == Status::conflict) {
    list_sides(outcomes, result);
  } else if (result.one_way) {
    list_preferred(outcomes[0], result);
  }
  if (given && !status_only) list_terms(name, result, attached);
  return result;
}

}  // namespace oracle
