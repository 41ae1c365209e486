// SPDX-License-Identifier: Apache-2.0
//
// What is said of a remedy and of a rule beside the status; see judge.hpp. docs/language.md section 3, "until", and
// section 7, "until" and "Overriding".
// In: a remedy that is judged. Out: its groups of amounts, terms, last day; the lists of rules of the whole answer.
// Never changes a status.
// Tested by its comparison with the library, oracle.random.
#include <algorithm>

#include "judge.hpp"
#include "notes.hpp"
#include "read_expr.hpp"

namespace oracle {

// The amounts over which another was preferred, where there is one completion.
void Judge::list_preferred(const Outcome& outcome, Remedy& remedy) {
  for (std::size_t i = 0; i < outcome.groups.size(); ++i) {
    if (!outcome.best || *outcome.best == i) continue;
    Group group;
    group.rules = outcome.groups[i].first;
    auto copy = [](const std::map<std::string, Entry>& from, Amounts& into) {
      for (const auto& [key, entry] : from)
        into[key] = entry.amount.known() ? std::optional(entry.amount.number) : std::nullopt;
    };
    copy(outcome.groups[i].second.pays, group.pays);
    copy(outcome.groups[i].second.charges, group.charges);
    remedy.preferred.push_back(std::move(group));
  }
}

// The sides of a conflict. Two rules share a side if they do in every completion; an amount is told if it is the same
// in each.
void Judge::list_sides(const std::vector<Outcome>& outcomes, Remedy& remedy) const {
  std::vector<std::vector<int>>
      places;  // of each side, its group in each completion; -1 where it has none
  for (const Rule& rule : policy_.rules) {
    std::vector<int> place;
    for (const Outcome& outcome : outcomes) {
      place.push_back(-1);
      for (std::size_t i = 0; i < outcome.groups.size(); ++i) {
        const auto& ids = outcome.groups[i].first;
        if (std::find(ids.begin(), ids.end(), rule.id) != ids.end())
          place.back() = static_cast<int>(i);
      }
    }
    if (std::all_of(place.begin(), place.end(), [](int one) { return one < 0; })) continue;
    auto at = std::find(places.begin(), places.end(), place);
    if (at != places.end()) {
      remedy.conflict[static_cast<std::size_t>(at - places.begin())].rules.push_back(rule.id);
      continue;
    }
    places.push_back(place);
    Group side;
    side.rules = {rule.id};
    auto put = [&](auto entries, Amounts Group::*into) {
      for (std::size_t o = 0; o < outcomes.size(); ++o) {
        if (place[o] < 0) continue;
        const auto& group = outcomes[o].groups[static_cast<std::size_t>(place[o])].second;
        for (const auto& [key, entry] : group.*entries)
          (side.*into)[key] =
              entry.amount.known() ? std::optional(entry.amount.number) : std::nullopt;
      }
      for (auto& [key, amount] : side.*into) {
        for (std::size_t o = 0; o < outcomes.size(); ++o) {
          if (place[o] < 0) {
            amount.reset();
            continue;
          }
          const auto& group =
              outcomes[o].groups[static_cast<std::size_t>(place[o])].second.*entries;
          auto entry = group.find(key);
          if (entry == group.end() || !entry->second.amount.known() ||
              amount != entry->second.amount.number)
            amount.reset();
        }
      }
    };
    put(&Money::pays, &Group::pays);
    put(&Money::charges, &Group::charges);
    remedy.conflict.push_back(std::move(side));
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
        } else if (term.value->type == Type::length) {
          value = "days:" + written(v.number, 0);
        } else if (term.value->type == Type::money) {
          value = written(eval_.money(v.number), policy_.places);
        } else {
          value = written(policy_, v, term.value->type);
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
  eval_.moves = false;
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
    if (settings_.all_days) {
      if (!eval_.moves) break;  // nothing that moves was looked at: every day is as this one
    } else if (!settings_.day_by_day || day > at->second.day + 400) {
      auto edge = eval_.edges.lower_bound(day);
      if (edge == eval_.edges.end()) break;
      next = *edge + 1;
    } else if (eval_.edges.lower_bound(day) == eval_.edges.end()) {
      break;  // nothing ahead can change
    }
    eval_.moved = next;
    eval_.edges.clear();
    eval_.moves = false;
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

PolicyAnswer Judge::answer() {
  PolicyAnswer out;
  out.policy = &policy_;
  eval_.met_gap = false;
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
  out.met_gap = eval_.met_gap;
  return out;
}

}  // namespace oracle
