// SPDX-License-Identifier: Apache-2.0
//
// What is worked out of every new node; see read_expr.hpp. docs/language.md section 7, "Atoms".
// In: a node and its parts. Out: its type, its key, its atom, the atoms inside it.
// Never reads text.
// Tested by its comparison with the library, oracle.random.
#include <algorithm>
#include <set>

#include "read_expr.hpp"

namespace oracle {

bool is_test(Op op) {
  return op >= Op::truth;
}

void add_atoms(std::vector<const Expr*>& into, const std::vector<const Expr*>& more) {
  for (const Expr* atom : more) {
    bool there = std::any_of(into.begin(), into.end(),
                             [&](const Expr* other) { return other->atom == atom->atom; });
    if (!there) into.push_back(atom);
  }
}

std::vector<const Expr*> atoms_of(const Expr& expr) {
  std::vector<const Expr*> atoms = expr.inner;
  if (is_test(expr.op)) add_atoms(atoms, {&expr});
  return atoms;
}

namespace {

// Whether a value may be never or none at all: any date but a literal, the day of the claim and the day an event
// began; a table's cell, `last day of`, a quotient by what may be nought, the lesser or greater of two lengths; and what
// is worked out from such a value.
bool may_lack_a_value(const Policy& policy, const Expr& expr) {
  bool event_began = expr.op == Op::field && expr.field == "received_on";
  bool filed = expr.op == Op::fact && expr.text == "claim.filed_on";
  if (expr.type == Type::date && expr.op != Op::literal && !filed && !event_began) return true;
  if (expr.op == Op::cell || expr.op == Op::last_of || expr.op == Op::last_day) return true;
  if (expr.op == Op::divide &&
      (expr.kids[1]->op != Op::literal || expr.kids[1]->number == Ratio(0)))
    return true;
  if ((expr.op == Op::min || expr.op == Op::max) && expr.type == Type::length) return true;
  if (expr.op == Op::fact || expr.op == Op::field) {
    auto at = policy.assumed.find(expr.op == Op::fact ? expr.text : expr.list + "." + expr.field);
    return at != policy.assumed.end() && may_lack_a_value(policy, *at->second);
  }
  auto lacks = [&](const ExprPtr& part) { return may_lack_a_value(policy, *part); };
  auto first = expr.kids.begin() + (expr.op == Op::choice ? 1 : 0);  // not the condition of an `if`
  return std::any_of(first, expr.kids.end(), lacks) ||
         std::any_of(expr.steps.begin(), expr.steps.end(),
                     [&](const Step& step) { return lacks(step.value); });
}

Type type_of(const Expr& e) {
  auto kid = [&](std::size_t i) { return e.kids[i]->type; };
  switch (e.op) {
    case Op::literal:
    case Op::fact:
    case Op::field:
    case Op::cell:
    case Op::measure:
      return e.type;
    case Op::rounded:
    case Op::steps:
      return Type::money;
    case Op::plus:
      return kid(0);
    case Op::minus:
      return kid(0) == Type::date && kid(1) == Type::date ? Type::days : kid(0);
    case Op::times:
      if (kid(0) == Type::money || kid(1) == Type::money) return Type::money;
      if (kid(0) == Type::rate || kid(1) == Type::rate) return Type::rate;
      if (kid(0) == Type::days || kid(1) == Type::days) return Type::days;
      return Type::number;
    case Op::divide:
      return kid(0) == Type::days && kid(1) == Type::days ? Type::number : kid(0);
    case Op::min:
    case Op::max:
    case Op::first:
      return kid(0);
    case Op::round_up:
      return Type::number;
    case Op::days_from:
      return Type::days;
    case Op::last_of:
    case Op::last_day:
      return Type::date;
    case Op::choice:
      return kid(1) == Type::none ? kid(2) : kid(1);
    default:
      return Type::boolean;
  }
}

std::string constant_key(bool truth) {
  return truth ? "true" : "false";
}
// What `and` or `or` joins: their order does not matter, nor one that stands twice, nor what decides nothing.
std::string key_of_joined(const Expr& e) {
  bool all = e.op == Op::all;
  std::set<std::string> keys;
  for (const ExprPtr& kid : e.kids) {
    if (kid->key == constant_key(!all)) return kid->key;
    if (kid->key != constant_key(all)) keys.insert(kid->key);
  }
  if (keys.empty()) return constant_key(all);
  if (keys.size() == 1) return *keys.begin();
  std::string key = all ? "all(" : "any(";
  for (const std::string& one : keys)
    key += "," + one;
  return key + ")";
}
std::string key_of_negated(const std::string& key) {
  if (key == constant_key(true) || key == constant_key(false)) return constant_key(key == "false");
  if (key.starts_with("not(")) return key.substr(4, key.size() - 5);
  return "not(" + key + ")";
}

std::string key_of(const Expr& e) {
  std::string key = std::to_string(static_cast<int>(e.op)) + "(";
  switch (e.op) {
    case Op::literal:
      key += std::to_string(static_cast<int>(e.type)) + ":" + e.text + ":" + written(e.number) +
             ":" + std::to_string(e.day);
      for (const std::string& text : e.texts)
        key += "," + text;
      break;
    case Op::fact:
      key += e.text;
      break;
    case Op::field:
      key += e.list + "/" + e.field;
      break;
    case Op::cell:
      key += e.table->name + "/" + std::to_string(e.column);
      break;
    case Op::rounded:  // what is rounded already is not rounded again
      if (e.kids[0]->op == Op::rounded || e.kids[0]->op == Op::steps) return e.kids[0]->key;
      key += e.kids[0]->key;
      break;
    case Op::constant:
      return constant_key(e.k != 0);
    case Op::all:
    case Op::any:
      return key_of_joined(e);
    case Op::negation:
      return key_of_negated(e.kids[0]->key);
    case Op::equal:
      return key + std::min(e.kids[0]->key, e.kids[1]->key) + "," +
             std::max(e.kids[0]->key, e.kids[1]->key) + ")";
    default:
      key += e.text + "|" + e.list + "|" + e.field + "|" + std::to_string(e.k);
      for (const ExprPtr& kid : e.kids)
        key += "," + kid->key;
      for (const Step& step : e.steps)
        key += ";" + step.kind + " " + step.value->key;
      for (const std::string& text : e.texts)
        key += "+" + text;
      if (e.where) key += " where " + e.where->key;
      if (e.of) key += " of " + e.of->key;
      if (e.bound) key += " " + e.bound_kind + " " + e.bound->key;
      if (e.period) key += " in " + e.period->key;
      if (e.table) key += " table " + e.table->name + "/" + std::to_string(e.column);
  }
  return key + ")";
}

}  // namespace

ExprPtr literal_text(Policy& policy, const std::string& text) {
  Expr e;
  e.type = Type::text;
  e.text = text;
  return finish(policy, std::move(e));
}

ExprPtr finish(Policy& policy, Expr&& made) {
  auto e = std::make_shared<Expr>(std::move(made));
  e->type = type_of(*e);
  e->key = key_of(*e);
  for (const ExprPtr& kid : e->kids)
    add_atoms(e->inner, atoms_of(*kid));
  for (const Step& step : e->steps)
    add_atoms(e->inner, atoms_of(*step.value));
  if (e->period) add_atoms(e->inner, e->period->inner);
  if (e->op == Op::event_test || e->op == Op::measure || e->op == Op::last_of) e->inner.clear();
  if (is_test(e->op)) {
    std::string key = e->key;
    bool order = e->op == Op::greater || e->op == Op::greater_equal;
    if (order && !may_lack_a_value(policy, *e->kids[0]) && !may_lack_a_value(policy, *e->kids[1])) {
      Expr twin;
      twin.op = e->op == Op::greater ? Op::less_equal : Op::less;
      twin.kids = e->kids;
      key = key_of(twin);
      e->flipped = true;
    }
    int found = -1;
    for (const Expr* atom : policy.atoms) {
      std::string other = atom->key;
      if (atom->flipped) {
        Expr twin;
        twin.op = atom->op == Op::greater ? Op::less_equal : Op::less;
        twin.kids = atom->kids;
        other = key_of(twin);
      }
      if (other == key) found = atom->atom;
    }
    if (found >= 0) {
      e->atom = found;
    } else {
      e->atom = static_cast<int>(policy.atoms.size());
      policy.atoms.push_back(e.get());
    }
  }
  policy.kept.push_back(e);
  return e;
}

ExprPtr as_condition(Policy& policy, const ExprPtr& expr) {
  bool read = expr->op == Op::fact || expr->op == Op::field || expr->op == Op::cell;
  if (read && expr->type == Type::boolean) {
    Expr e;
    e.op = Op::truth;
    e.kids = {expr};
    return finish(policy, std::move(e));
  }
  return expr;
}

}  // namespace oracle
