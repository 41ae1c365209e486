// SPDX-License-Identifier: Apache-2.0
//
// names_in_expressions.cpp: what a name means where it stands: a field of the event, a name of the
// file, a fact, a column of a table, a word of an enumeration.
// In: a name and its scope. Out: its node; or faults SB2003 to SB2008, SB2010.
// Never takes a bare word for a text: an unknown word is a fault with the nearest known one.
// Tested by tests/unit/check_names_test.cpp and tests/baselines/bad/sb2003* to sb2010*.
#include <algorithm>
#include <array>

#include "base/limits.hpp"
#include "check/expressions.hpp"
#include "check/quoting.hpp"
#include "check/wording.hpp"
#include "check/words_meant.hpp"

namespace sanbao::check {

using ir::Expr;
using ir::ExprKind;
using ir::Index;
using ir::no_index;
using ir::Op;
using ir::Type;

namespace {

constexpr std::array value_kinds{NameKind::value, NameKind::condition, NameKind::parameter};
constexpr std::array period_kinds{NameKind::period};

std::string how_to_use(const Named& named) {
  switch (named.kind) {
    case NameKind::period:
      return "test it with `in`, `before` or `after`, or take `last day of " + named.name + "`";
    case NameKind::table:
      return "name one of its columns: `" + named.name + ".column`, or ask for a row: `x in " +
             named.name + "`";
    case NameKind::remedy:
      return "a remedy is compared: `claim.requests == " + named.name + "`";
    default:
      return {};
  }
}

}  // namespace

bool Expressions::is_word(const Expr& expr) const {
  return expr.kind == ExprKind::name && expr.text.find('.') == std::string::npos;
}

bool Expressions::is_bound(const Expr& word, Scope scope) {
  if (scope.in_event() && w_.facts.lists()[scope.list].find(word.text) != nullptr) return true;
  const Named* named = w_.names.find(word.text);
  return named != nullptr && std::ranges::find(value_kinds, named->kind) != value_kinds.end();
}

Typed Expressions::name(const Expr& expr, Scope scope, const Members* expected) {
  if (!is_word(expr)) return dotted(expr, scope);
  if (scope.in_event()) {
    const auto& fields = w_.facts.lists()[scope.list].fields;
    const auto at = std::ranges::find(fields, expr.text, &KnownFact::path);
    if (at != fields.end())
      return field(scope.list, static_cast<Index>(at - fields.begin()), expr.span);
  }
  if (Named* named = w_.names.find(expr.text)) return named_value(*named, expr);
  return unknown_word(expr, scope, expected);
}

Typed Expressions::named_value(Named& named, const Expr& expr) {
  named.used = true;
  if (std::ranges::find(value_kinds, named.kind) != value_kinds.end())
    return define(named, expr.span);
  w_.faults.error("SB2010", expr.span,
                  tick(named.name) + " is " + std::string(kind_name(named.kind)) + ", not a value",
                  how_to_use(named));
  return {};
}

Typed Expressions::unknown_word(const Expr& expr, Scope scope, const Members* expected) {
  if (expected != nullptr && expected->unsure) return {};
  if (w_.faults.error_count() > limits::max_faults) {
    w_.faults.error("SB2003", expr.span, "unknown name " + tick(expr.text));
    return {};
  }
  std::vector<std::string> known = w_.names.of_kinds(value_kinds);
  if (scope.in_event())
    for (std::string& field : w_.facts.field_names(scope.list))
      known.push_back(std::move(field));

  if (expected != nullptr) {
    std::string help = member_help(w_, *expected, expr.text);
    if (help.empty()) help = did_you_mean(expr.text, known);
    if (expected->open) {
      help = both(std::move(help), "any other text is quoted: `\"" + expr.text + "\"`");
    } else {
      help = both(std::move(help), "its words are " + one_of(expected->words, 16));
    }
    w_.faults.error("SB2005", expr.span,
                    tick(expr.text) + " is no word of " + tick(expected->owner), std::move(help));
    return {};
  }

  const std::string owner = w_.facts.owner_of_member(expr.text);
  if (!owner.empty() || ir::find_standard_remedy(expr.text) != nullptr) {
    const std::string fact = owner.empty() ? "claim.requests" : owner;
    const Index index = w_.facts.find_fact(fact);
    const bool set = index != no_index && w_.facts.facts()[index].type == Type::set;
    w_.faults.error(
        "SB2010", expr.span,
        tick(expr.text) + " is a word of " + tick(fact) + " and means something only beside it",
        "compare: `" + fact + (set ? " has " : " == ") + expr.text + "`");
    return {};
  }
  std::string help = did_you_mean(expr.text, known);
  if (help.empty()) {
    // The last part of a fact's path, without its group.
    for (const KnownFact& fact : w_.facts.facts())
      if (fact.path.ends_with("." + expr.text)) {
        help = "did you mean " + tick(fact.path) + "?" +
               (fact.meaning.empty() ? "" : " (" + fact.meaning + ")");
        break;
      }
  }
  if (help.empty() && w_.facts.find_list(expr.text) != no_index)
    help = "a list is looked over by an event test: `{count: " + expr.text + ", at_least: 1}`";
  if (help.empty() && w_.facts.is_group(expr.text))
    help = "name one of its facts: `" + expr.text + ".…`";
  if (help.empty()) help = help_for_word(expr.text, expr.span, w_.faults.source());
  w_.faults.error("SB2003", expr.span, "unknown name " + tick(expr.text), std::move(help));
  return {};
}

Typed Expressions::dotted(const Expr& expr, Scope scope) {
  const std::size_t dot = expr.text.find('.');
  const std::string head = expr.text.substr(0, dot);
  const std::string tail = expr.text.substr(dot + 1);

  if (Named* named = w_.names.find(head)) {
    named->used = true;
    if (named->kind == NameKind::table) return column(*named, tail, expr);
    if (!w_.facts.is_group(head)) {
      w_.faults.error(
          "SB2010", expr.span,
          tick(head) + " is " + std::string(kind_name(named->kind)) + "; it has no " + tick(tail),
          "only a table has columns");
      return {};
    }
  }
  if (const Index list = w_.facts.find_list(head); list != no_index) {
    if (w_.facts.lists()[list].broken) return {};
    if (w_.facts.lists()[list].find(tail) == nullptr) {
      w_.faults.error("SB2008", expr.span, "unknown field " + tick(expr.text),
                      did_you_mean(tail, w_.facts.field_names(list)));
    } else if (scope.list == list) {
      w_.faults.error("SB2010", expr.span, "inside an event test a field is written bare",
                      "write " + tick(tail));
    } else {
      w_.faults.error("SB2010", expr.span,
                      tick(expr.text) + " is a field of an event; a claim has many events or none",
                      "use an event test, or `last " + expr.text + "` for a date");
    }
    return {};
  }
  if (w_.facts.find_fact(expr.text) == no_index) {
    std::string help = w_.facts.near_fact(expr.text);
    if (help.empty()) {
      constexpr std::array tables{NameKind::table};
      const std::string near = nearest_of(head, w_.names.of_kinds(tables));
      if (!near.empty()) help = "did you mean " + tick(near + "." + tail) + "?";
    }
    if (help.empty()) help = "a fact that the vocabulary lacks is declared under `facts`";
    w_.faults.error("SB2004", expr.span, "unknown fact " + tick(expr.text), std::move(help));
    return {};
  }
  return fact(expr.text, expr.span);
}

Typed Expressions::fact(const std::string& path, Span span) {
  const Index index = w_.facts.find_fact(path);
  KnownFact& fact = w_.facts.facts()[index];
  fact.mentioned = true;
  define_assumption(fact, {}, span);
  if (fact.broken) return {};
  if (fact.type == Type::money) w_.needs.currency.at(span, tick(path));
  if (fact.type == Type::date) w_.needs.zone.at(span, tick(path));
  const Op op = fact.type == Type::boolean ? Op::fact_bool : Op::fact;
  return {true, fact.type, w_.graph.leaf(op, fact.type, index, 0, path == "claim.filed_on"),
          fact.members};
}

Typed Expressions::field(Index list, Index index, Span span) {
  KnownFact& field = w_.facts.lists()[list].fields[index];
  w_.facts.lists()[list].mentioned = true;
  field.mentioned = true;
  define_assumption(field, Scope{list}, span);
  if (field.broken) return {};
  if (field.type == Type::money) w_.needs.currency.at(span, tick(field.label));
  const Op op = field.type == Type::boolean ? Op::field_bool : Op::field;
  return {true, field.type, w_.graph.leaf(op, field.type, index, list, field.path == "received_on"),
          field.members};
}

Index Expressions::list(std::string_view name, Span span) {
  const Index index = w_.facts.find_list(name);
  if (index == no_index) {
    w_.faults.error("SB2007", span, "unknown list of events " + tick(name),
                    both(did_you_mean(name, w_.facts.list_paths()),
                         "lists are " + all_of_them(w_.facts.list_paths())));
    return no_index;
  }
  w_.facts.lists()[index].mentioned = true;
  return w_.facts.lists()[index].broken ? no_index : index;
}

Named* Expressions::period_named(const Expr& expr) {
  Named* named = w_.names.find(expr.text);
  if (named == nullptr) {
    const std::string meant = meant_name(w_, period_kinds, expr.text);
    std::string help = meant.empty() ? did_you_mean(expr.text, w_.names.of_kinds(period_kinds))
                                     : "write " + tick(meant);
    w_.faults.error("SB2006", expr.span, "unknown period " + tick(expr.text),
                    both(std::move(help), "a period is declared under `periods`"));
    return nullptr;
  }
  named->used = true;
  if (named->kind != NameKind::period) {
    const bool date = std::ranges::find(value_kinds, named->kind) != value_kinds.end();
    w_.faults.error(
        "SB2010", expr.span,
        tick(expr.text) + " is " + std::string(kind_name(named->kind)) + ", not a period",
        date ? "dates are compared with `<`, `<=`, `>`, `>=`" : "");
    return nullptr;
  }
  define(*named, expr.span);
  return named->broken ? nullptr : named;
}

}  // namespace sanbao::check
