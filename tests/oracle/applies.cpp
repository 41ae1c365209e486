// SPDX-License-Identifier: Apache-2.0
//
// Whether a policy applies; see judge.hpp. docs/language.md section 7, "Applying".
// In: a policy and a claim. Out: whether it applies by its own words, and what keeps that open.
// Never looks at other policies: decide.cpp lets one step back before another.
// Tested by its comparison with the library, oracle.random.
#include "judge.hpp"
#include "mentions.hpp"
#include "read_expr.hpp"

namespace oracle {

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

// What each part of `applies_to` that does not hold speaks of, and the binding date where it is not one in force.
std::set<std::string> Judge::because() {
  eval_.moved.reset();
  eval_.tried.assign(policy_.atoms.size(), 0);
  Mentions mentioned;
  std::function<void(const Expr&)> look = [&](const Expr& part) {
    if (part.op == Op::all) {
      for (const ExprPtr& kid : part.kids)
        look(*kid);
    } else if (!eval_.condition(part).yes()) {
      add_mentions(policy_, part, mentioned);
    }
  };
  if (policy_.applies_to) look(*policy_.applies_to);
  Val by = Val::never();
  for (const ExprPtr& one : policy_.in_force_by) {
    by = eval_.value(*one);
    if (by.known() || (by.is_open() && by.why.asks())) break;
  }
  bool in_force = by.kind == Val::Kind::date &&
                  !(policy_.in_force_from && by.day < *policy_.in_force_from) &&
                  !(policy_.in_force_until && by.day > *policy_.in_force_until);
  if (!in_force) {
    for (const ExprPtr& one : policy_.in_force_by)
      add_mentions(policy_, *one, mentioned);
  }
  std::set<std::string> out;
  for (int fact : mentioned.facts)
    out.insert(path_name(fact));
  for (const auto& [list, fields] : mentioned.lists)
    out.insert(list);
  return out;
}

}  // namespace oracle
