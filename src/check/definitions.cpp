// SPDX-License-Identifier: Apache-2.0
//
// definitions.cpp: works a name out where it is first met: values with their steps, conditions,
// parameters, assumptions; and sees when one leads back to itself.
// In: a Named or a KnownFact. Out: its node, kept; or a fault told once.
// Never works one out twice; the order of the file plays no part.
// Tested by tests/unit/check_definitions_test.cpp and tests/baselines/bad/sb2009*, sb2057*.
#include "check/expressions.hpp"
#include "check/quoting.hpp"
#include "check/wording.hpp"

namespace sanbao::check {

using ir::Expr;
using ir::no_node;
using ir::NodeId;
using ir::Op;
using ir::StepKind;
using ir::Type;

// The way from the name that is met again down to here is the circle.
bool Expressions::tell_circle(std::string_view label, Span span) {
  std::size_t at = working_.size();
  while (at > 0 && working_[at - 1].label != label)
    --at;
  if (at == 0) return false;
  std::vector<std::string> path;
  for (std::size_t i = at - 1; i < working_.size(); ++i) {
    path.push_back(working_[i].label);
    *working_[i].broken = true;
  }
  path.emplace_back(label);
  w_.faults.error("SB2009", span, tick(label) + " is defined by itself",
                  path.size() > 2 ? path_text(path) : std::string());
  return true;
}

const Typed& Expressions::define(Named& named, Span used_at) {
  if (named.progress == Progress::done) return named.typed;
  if (named.progress == Progress::working) {
    if (!named.broken) tell_circle(named.name, used_at);
    named.typed = {};
    return named.typed;
  }
  named.progress = Progress::working;
  working_.push_back({named.name, &named.broken});
  switch (named.kind) {
    case NameKind::value:
      define_value(named);
      break;
    case NameKind::condition:
      define_condition(named);
      break;
    case NameKind::parameter:
      define_parameter(named);
      break;
    case NameKind::period:
      define_period(named);
      break;
    case NameKind::table:
      define_table(named);
      break;
    case NameKind::remedy:
      break;
  }
  working_.pop_back();
  named.progress = Progress::done;
  if (named.broken) named.typed = {};
  return named.typed;
}

void Expressions::define_condition(Named& named) {
  const ir::ConditionDoc& doc = w_.document.conditions[named.doc];
  const NodeId node = condition(doc.expr);
  if (node == no_node) named.broken = true;
  named.typed = truth(node);
}

void Expressions::define_parameter(Named& named) {
  const ir::ParameterDoc& doc = w_.document.parameters[named.doc];
  ir::ParameterUse& use = w_.policy.parameters[named.slot];
  Typed typed;
  if (doc.value.kind == ir::ExprKind::name && doc.value.text.empty()) {
    // parse/ could not read it and has told.
  } else if (doc.value.kind == ir::ExprKind::name) {
    w_.faults.error("SB2052", doc.value.span, "the value of a parameter is a literal",
                    help_for_word(doc.value.text, doc.value.span, w_.faults.source()));
  } else {
    typed = literal(doc.value);
  }
  if (!typed.known) {
    named.broken = true;
    return;
  }
  use.type = typed.type;
  use.value = w_.graph[typed.node].imm;
  const Op op = typed.type == Type::boolean ? Op::parameter_bool : Op::parameter;
  named.typed = {true, typed.type, w_.graph.leaf(op, typed.type, named.slot), nullptr};
}

void Expressions::define_value(Named& named) {
  const ir::ValueDoc& doc = w_.document.values[named.doc];
  ir::ValueUse use;
  use.name = named.name;
  if (doc.steps.empty()) {
    w_.faults.error("SB2012", named.span, "the value " + tick(named.name) + " is empty");
    named.broken = true;
    return;
  }
  define_steps(named, doc, use);
  if (!named.broken) w_.policy.values[named.slot] = std::move(use);
}

// docs/language.md §5: each further line works on the result so far; money is rounded after each
// (§7 "Money").
void Expressions::define_steps(Named& named, const ir::ValueDoc& doc, ir::ValueUse& use) {
  Typed so_far;
  bool known = true;
  for (const ir::StepDoc& step : doc.steps) {
    if (told_never(step.expr, "a value is worked out from facts")) {
      known = false;
      continue;
    }
    const bool limits = step.kind == StepKind::at_most || step.kind == StepKind::at_least;
    Typed operand = value(step.expr);
    known = known && operand.known;
    if (!known) continue;
    const Expr& first = doc.steps.front().expr;
    Op op = Op::add;
    std::optional<Type> type;
    const auto is_number = [](Type t) { return t == Type::count || t == Type::number; };
    switch (step.kind) {
      case StepKind::first:
        type = operand.type;
        break;
      case StepKind::plus:
      case StepKind::minus:
      case StepKind::at_most:
      case StepKind::at_least:
        fit(operand, so_far.type);
        if (operand.type == so_far.type || (is_number(operand.type) && is_number(so_far.type)))
          type = operand.type == Type::number ? Type::number : so_far.type;
        op = step.kind == StepKind::plus      ? Op::add
             : step.kind == StepKind::minus   ? Op::subtract
             : step.kind == StepKind::at_most ? Op::minimum
                                              : Op::maximum;
        break;
      case StepKind::times:
        if (is_number(operand.type)) type = so_far.type;
        if (is_number(operand.type) && so_far.type == Type::count) type = operand.type;
        if (so_far.type == Type::money &&
            (operand.type == Type::rate || operand.type == Type::days))
          type = Type::money;
        op = Op::multiply;
        break;
    }
    const auto steppable = [&](Type t) {
      return is_number(t) || t == Type::money || t == Type::days || t == Type::rate;
    };
    if (step.kind == StepKind::first && doc.in_steps && !steppable(*type)) {
      wrong_type(step.expr, operand, "an amount of money",
                 "only amounts and numbers are worked out in steps");
      known = false;
      continue;
    }
    if (!type) {
      wrong_mix(first, so_far, step.expr, operand, limits ? "compared" : "worked out in one step",
                mix_help(ir::ExprKind::less_equal, first, so_far, step.expr, operand));
      known = false;
      continue;
    }
    NodeId result = operand.node;
    if (limits) {
      result = w_.graph.series(op, *type, {so_far.node, operand.node});
    } else if (step.kind != StepKind::first) {
      result = w_.graph.binary(op, *type, so_far.node, operand.node);
    }
    if (*type == Type::money) {
      w_.needs.round.at(step.expr.span, tick(named.name));
      w_.needs.currency.at(step.expr.span, tick(named.name));
      result = w_.graph.round_money(result);
    }
    so_far = {true, *type, result, step.kind == StepKind::first ? operand.members : nullptr};
    use.lines.push_back({step.kind, step.text, operand.node, result});
  }
  if (known && so_far.type == Type::boolean) {
    wrong_type(doc.steps.front().expr, so_far,
               "a date, days, a number, a rate or an amount of money",
               "a condition is declared under `conditions`");
    known = false;
  }
  if (known && (so_far.type == Type::set || so_far.type == Type::list)) {
    wrong_type(doc.steps.front().expr, so_far, "a single value");
    known = false;
  }
  use.node = so_far.node;
  named.typed = so_far;
  if (!known) named.broken = true;
}

// `assume: none` on a fact that is true or false: the word of another fact.
bool Expressions::told_strange_word(const Expr& expr, Scope scope, const KnownFact& fact) {
  if (!is_word(expr) || is_bound(expr, scope) || w_.names.find(expr.text) != nullptr) return false;
  if (fact.members != nullptr && fact.members->contains(expr.text)) return false;
  const std::string owner = w_.facts.owner_of_member(expr.text);
  if (owner.empty() || fact.members != nullptr) return false;
  w_.faults.error("SB2010", expr.span,
                  tick(expr.text) + " is a word of " + tick(owner) + ", not of " + tick(fact.label),
                  fact.type == Type::boolean ? truth_help(expr.text)
                                             : "it takes " + std::string(ir::type_name(fact.type)));
  return true;
}

void Expressions::define_assumption(KnownFact& fact, Scope scope, Span used_at) {
  if (fact.doc == nullptr || fact.broken || fact.progress == Progress::done) return;
  if (fact.progress == Progress::working) {
    tell_circle(fact.label, used_at);
    return;
  }
  fact.progress = Progress::working;
  const ir::FactDoc& doc = *fact.doc;
  if (doc.assume_empty_list) {
    // An empty set: a constant without members.
    fact.assume = w_.graph.constant(Type::set, 0);
  } else if (doc.assume) {
    working_.push_back({fact.label, &fact.broken});
    const Expr& expr = *doc.assume;
    if (told_never(expr, "an assumption is a value or an expression") ||
        told_strange_word(expr, scope, fact)) {
      fact.broken = true;
    } else {
      // A bare word is a word of the fact itself, but for names of the file.
      Typed typed = other_side(expr, scope, fact.members);
      if (typed.known && !fit(typed, fact.type)) {
        Typed own{true, fact.type, no_node, fact.members};
        const bool quoted_word = expr.kind == ir::ExprKind::text && fact.members != nullptr;
        wrong_type(expr, typed, type_of(own),
                   quoted_word ? "write it without quotes: " + tick(expr.text)
                               : mix_help(ir::ExprKind::equal, expr, typed, expr, own));
        fact.broken = true;
      }
      if (!typed.known) fact.broken = true;
      if (!fact.broken) fact.assume = typed.node;
    }
    working_.pop_back();
  }
  fact.progress = Progress::done;
}

}  // namespace sanbao::check
