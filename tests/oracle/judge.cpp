// SPDX-License-Identifier: Apache-2.0
//
// One policy on one claim; see judge.hpp. docs/language.md section 3, and section 7 under "Atoms", "Nulls", "Overriding",
// "Additions", "Money" and "until".
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

// ---- completions

namespace {
constexpr signed char both_ways[] = {1, 2};
}

// What keeps an atom open once the conditions inside it are completed; nothing where they decide it.
std::optional<Why> Judge::open_itself(const Expr& atom) {
  eval_.tried.assign(policy_.atoms.size(), 0);
  Tri plain = eval_.condition(atom);
  if (!plain.is_open()) return std::nullopt;
  std::vector<const Expr*> inside;
  for (const Expr* inner : atom.inner) {
    if (eval_.condition(*inner).is_open()) inside.push_back(inner);
  }
  if (inside.empty() || inside.size() > 8) return plain.why;
  Why why;
  bool open = false;
  Tried tried(policy_.atoms.size(), 0);
  std::function<void(std::size_t)> go = [&](std::size_t i) {
    if (i < inside.size()) {
      for (signed char as : both_ways) {
        tried[static_cast<std::size_t>(inside[i]->atom)] = as;
        go(i + 1);
      }
      return;
    }
    eval_.tried = tried;
    Tri one = eval_.condition(atom);
    if (!one.is_open()) return;
    open = true;
    why.add(one.why);
  };
  go(0);
  eval_.tried.assign(policy_.atoms.size(), 0);
  if (!open) return std::nullopt;
  return why;
}

Judge::Undecided Judge::undecided(const std::vector<const Expr*>& atoms) {
  Undecided out;
  for (const Expr* atom : atoms) {
    std::optional<Why> why = open_itself(*atom);
    if (!why) continue;
    if (why->asks() && !why->null.empty()) {
      out.mixed.push_back(atom);
    } else if (why->asks()) {
      out.absent.push_back(atom);
    } else {
      out.null.push_back(atom);
    }
  }
  eval_.tried.assign(policy_.atoms.size(), 0);
  return out;
}

void Judge::each_null(const Undecided&, const Tried& start, const std::vector<const Expr*>& nulls,
                      const std::function<void(const Tried&)>& use) {
  Tried tried = start;
  std::function<void(std::size_t)> go = [&](std::size_t i) {
    if (i == nulls.size()) {
      use(tried);
      return;
    }
    for (signed char as : both_ways) {
      tried[static_cast<std::size_t>(nulls[i]->atom)] = as;
      go(i + 1);
    }
  };
  go(0);
}

void Judge::each_absent(const Undecided& open,
                        const std::function<void(const std::vector<Tried>&)>& use) {
  Tried tried(policy_.atoms.size(), 0);
  std::vector<const Expr*> nulls = open.null;
  std::function<void(std::size_t)> go = [&](std::size_t i) {
    if (i < open.absent.size()) {
      for (signed char as : both_ways) {
        tried[static_cast<std::size_t>(open.absent[i]->atom)] = as;
        go(i + 1);
      }
      return;
    }
    std::size_t m = i - open.absent.size();
    if (m < open.mixed.size()) {
      auto place = static_cast<std::size_t>(open.mixed[m]->atom);
      for (signed char as : both_ways) {
        tried[place] = as;
        go(i + 1);
      }
      tried[place] = 0;
      nulls.push_back(open.mixed[m]);
      go(i + 1);
      nulls.pop_back();
      return;
    }
    std::vector<Tried> completions;
    each_null(open, tried, nulls, [&](const Tried& one) { completions.push_back(one); });
    use(completions);
  };
  go(0);
}

// ---- which rules bear on a remedy

namespace {
const Body* body_of(const Rule& rule, const std::string& remedy) {
  auto at = rule.grants.find(remedy);
  return at == rule.grants.end() ? nullptr : &at->second;
}
bool names(const Rule& rule, const std::string& remedy) {
  return std::find(rule.remedies.begin(), rule.remedies.end(), remedy) != rule.remedies.end();
}
}  // namespace

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

Judge::Money Judge::money_of(const std::string& name, const Rule& rule, const Readings& readings,
                             const std::vector<Tried>& completions) {
  Money money;
  auto add = [&](const std::map<std::string, ExprPtr>& from, std::map<std::string, Entry>& into,
                 const std::string& place) {
    for (const auto& [key, expr] : from) {
      Entry entry;
      entry.key = expr->key;
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
  if (result.one_way) list_groups(outcomes[0], result);
  if (given && !status_only) list_terms(name, result, attached);
  return result;
}

// The amounts that stand against each other, or over which another was preferred.
void Judge::list_groups(const Outcome& outcome, Remedy& remedy) {
  for (std::size_t i = 0; i < outcome.groups.size(); ++i) {
    bool conflict = remedy.status == Status::conflict;
    if (!conflict && (!outcome.best || *outcome.best == i)) continue;
    Group group;
    group.rules = outcome.groups[i].first;
    auto copy = [](const std::map<std::string, Entry>& from, Amounts& into) {
      for (const auto& [key, entry] : from)
        into[key] = entry.amount.known() ? std::optional(entry.amount.number) : std::nullopt;
    };
    copy(outcome.groups[i].second.pays, group.pays);
    copy(outcome.groups[i].second.charges, group.charges);
    (conflict ? remedy.conflict : remedy.preferred).push_back(std::move(group));
  }
}

void Judge::list_terms(const std::string& name, Remedy& remedy,
                       const std::set<std::string>& attached) {
  for (const Rule& rule : policy_.rules) {
    const Body* body = nullptr;
    if (rule.effect == Rule::Effect::grants) {
      if (std::find(remedy.rules.begin(), remedy.rules.end(), rule.id) != remedy.rules.end())
        body = body_of(rule, name);
    } else if (attached.contains(rule.id)) {
      body = &rule.added;
    }
    if (body == nullptr || body->terms.empty()) continue;
    for (const Term& term : body->terms) {
      std::string value = "text";
      if (!term.is_text) {
        eval_.tried.assign(policy_.atoms.size(), 0);
        Val v = eval_.value(*term.value);
        if (v.kind == Val::Kind::date) {
          value = write_day(v.day);
        } else if (v.kind == Val::Kind::never) {
          value = "never";
        } else if (!v.known()) {
          value = "null";
        } else if (v.kind == Val::Kind::length) {
          value = v.text + ":" + written(v.number, 0);
        } else if (term.value->type == Type::money) {
          value = written(eval_.money(v.number), policy_.places);
        } else {
          value = written(v.number, 0);
        }
      }
      remedy.terms.push_back(rule.id + "." + term.key + "=" + value);
    }
  }
}

Truth Judge::rule_holds(const Rule& rule) {
  std::vector<const Expr*> atoms;
  if (rule.when) add_atoms(atoms, atoms_of(*rule.when));
  if (rule.unless) add_atoms(atoms, atoms_of(*rule.unless));
  Undecided open = undecided(atoms);
  bool yes = false, no = false;
  if (open.count() > settings_.most_atoms) return Truth::open;
  each_absent(open, [&](const std::vector<Tried>& completions) {
    for (const Tried& tried : completions) {
      eval_.tried = tried;
      bool c = (!rule.when || eval_.condition(*rule.when).yes()) &&
               !(rule.unless && eval_.condition(*rule.unless).yes());
      (c ? yes : no) = true;
    }
  });
  if (yes && no) return Truth::open;
  return yes ? Truth::yes : Truth::no;
}

Remedy Judge::remedy(const std::string& name) {
  eval_.moved.reset();
  eval_.edges.clear();
  Remedy result = completed(name, settings_.status_only);
  if (result.too_many) return result;
  if (!settings_.status_only &&
      (result.status == Status::available || result.status == Status::conditional)) {
    until(name, result);
  }
  return result;
}

void Judge::until(const std::string& name, Remedy& remedy) {
  static const int filed = path_id("claim.filed_on");
  auto at = claim_.facts.find(filed);
  if (at == claim_.facts.end() || at->second.kind != Val::Kind::date) return;
  Day day = at->second.day;
  const Day horizon = day + 40'000;
  while (day < horizon) {
    Day next = day + 1;
    if (!settings_.day_by_day || day > at->second.day + 400) {
      auto edge = eval_.edges.lower_bound(day);
      if (edge == eval_.edges.end()) break;
      next = *edge + 1;
    } else if (eval_.edges.lower_bound(day) == eval_.edges.end()) {
      break;  // nothing ahead can change
    }
    eval_.moved = next;
    eval_.edges.clear();
    Remedy moved = completed(name, true);
    remedy.until_left_out = moved.too_many;
    if (moved.too_many) break;
    if (moved.status != remedy.status) {
      remedy.until = next - 1;
      break;
    }
    day = next;
  }
  eval_.moved.reset();
}

Applies Judge::applies(Why& why) {
  eval_.moved.reset();
  bool yes = false, no = false, null = false;
  if (policy_.applies_to) {
    Undecided open = undecided(atoms_of(*policy_.applies_to));
    for (const auto* atoms : {&open.absent, &open.mixed, &open.null}) {
      eval_.tried.assign(policy_.atoms.size(), 0);
      for (const Expr* atom : *atoms)
        why.add(eval_.condition(*atom).why);
    }
    each_absent(open, [&](const std::vector<Tried>& completions) {
      bool one_yes = false, one_no = false;
      for (const Tried& tried : completions) {
        eval_.tried = tried;
        (eval_.condition(*policy_.applies_to).yes() ? one_yes : one_no) = true;
      }
      if (one_yes && one_no) {
        null = true;
      } else {
        (one_yes ? yes : no) = true;
      }
    });
  } else {
    yes = true;
  }
  Applies result = yes && (no || null) ? Applies::open
                   : yes               ? Applies::yes
                   : null && no        ? Applies::open
                   : null              ? Applies::null
                                       : Applies::no;
  if (result == Applies::no) return result;
  if (!policy_.in_force_by.empty()) {
    eval_.tried.assign(policy_.atoms.size(), 0);
    Val by = Val::never();
    bool nulls = false;
    for (const ExprPtr& one : policy_.in_force_by) {
      by = eval_.value(*one);
      if (by.is_open() && !by.why.asks()) {
        nulls = true;
        why.add(by.why);
        continue;
      }
      if (by.is_open() || by.known()) break;
    }
    if (by.is_open() && by.why.asks()) {
      why.add(by.why);
      // Also where a null keeps `applies_to` open. docs/language.md section 7, "Applying".
      return Applies::open;
    }
    if (by.kind != Val::Kind::date) {
      if (!nulls) return Applies::no;
      return result == Applies::open ? Applies::open : Applies::null;  // as above
    }
    if (policy_.in_force_from && by.day < *policy_.in_force_from) return Applies::no;
    if (policy_.in_force_until && by.day > *policy_.in_force_until) return Applies::no;
  }
  return result;
}

PolicyAnswer Judge::answer() {
  PolicyAnswer out;
  out.policy = &policy_;
  for (const std::string& name : policy_.remedy_order) {
    bool granted = std::any_of(policy_.rules.begin(), policy_.rules.end(), [&](const Rule& rule) {
      return rule.effect == Rule::Effect::grants && names(rule, name);
    });
    if (granted) out.remedies[name] = remedy(name);
  }
  if (settings_.status_only) return out;
  eval_.moved.reset();
  for (const Rule& rule : policy_.rules)
    out.holds[rule.id] = rule_holds(rule);
  for (const Rule& rule : policy_.rules) {
    Truth truth = out.holds[rule.id];
    bool dropped = rule.effect == Rule::Effect::grants && truth == Truth::yes;
    for (const auto& grant : rule.grants) {
      const std::string& name = grant.first;
      bool here = std::any_of(policy_.rules.begin(), policy_.rules.end(), [&](const Rule& other) {
        return other.overrides.contains(rule.id) && other.grants.contains(name) &&
               out.holds[other.id] == Truth::yes;
      });
      dropped = dropped && here;
    }
    (dropped                ? out.codes_overridden
     : truth == Truth::yes  ? out.codes_holds
     : truth == Truth::open ? out.codes_open
                            : out.codes_fails)
        .push_back(rule.id);
  }
  return out;
}

}  // namespace oracle
