// SPDX-License-Identifier: Apache-2.0
//
// tests_of_values.cpp: `in`, `before`, `after` of a period, `in` a table or a list cell, `has`, `is
// known`, `is never`. In: a tested value and a name. Out: an atom; or a fault that says what can be
// tested so. Never lets `is never` be asked of a day that is always given. Tested by
// tests/unit/check_types_test.cpp and tests/baselines/bad/sb2006*, sb2010*, sb2012*, sb2014*.
#include "check/expressions.hpp"
#include "check/wording.hpp"
#include "check/words_meant.hpp"

namespace sanbao::check {

using ir::Expr;
using ir::ExprKind;
using ir::Index;
using ir::NodeId;
using ir::Op;
using ir::Type;

Typed Expressions::period_test(const Expr& expr, Scope scope, Op op) {
  Named* period = period_named(expr.args[1]);
  if (told_never(expr.args[0], "no period holds `never`")) return {};
  const Typed tested = value(expr.args[0], scope);
  if (!tested.known) return {};
  if (tested.type != Type::date) {
    wrong_type(expr.args[0], tested, "a date",
               "a period is tested with a date: `claim.filed_on in " + expr.args[1].text + "`");
    return {};
  }
  if (period == nullptr) return {};
  return truth(w_.graph.unary(op, Type::boolean, tested.node, period->slot));
}

Typed Expressions::in_name(const Expr& expr, Scope scope) {
  if (expr.args.size() < 2) return incomplete(expr);
  const Expr& left = expr.args[0];
  const Expr& right = expr.args[1];
  if (expr.kind == ExprKind::before) return period_test(expr, scope, Op::period_before);
  if (expr.kind == ExprKind::after) return period_test(expr, scope, Op::period_after);

  const std::size_t dot = right.text.find('.');
  Named* named = w_.names.find(right.text.substr(0, dot));
  if (dot == std::string::npos && (named == nullptr || named->kind != NameKind::table))
    return period_test(expr, scope, Op::period_in);

  if (dot != std::string::npos) {
    const Typed cell = value(right, scope);
    // `invoice in purchase.documents`
    const bool member = cell.known && cell.type == Type::set && is_word(left) &&
                        !is_bound(left, scope) && cell.members->contains(left.text);
    const Typed text =
        member ? Typed{true, Type::text, ir::no_node, nullptr} : other_side(left, scope, nullptr);
    if (!cell.known || !text.known) return {};
    if (cell.type == Type::set)
      return wrong_mix(left, text, right, cell, "tested with `in`",
                       "write " + tick(w_.words(right) + " has " + w_.words(left)));
    if (cell.type != Type::list)
      return wrong_type(right, cell, "a period, a table or a list cell of a table",
                        "one value is compared with `==`, several with `in [a, b]`");
    if (text.type != Type::text && text.type != Type::enumeration)
      return wrong_type(left, text, "a text", "a list cell holds texts");
    return truth(w_.graph.binary(Op::in_cell, Type::boolean, text.node, cell.node));
  }

  named->used = true;
  define(*named, right.span);
  const Typed key = value(left, scope);
  if (named->broken || !key.known) return {};
  if (key.type != Type::text && key.type != Type::enumeration)
    return wrong_type(left, key, "a text", "the rows of a table are found by a text");
  return truth(w_.graph.unary(Op::in_table, Type::boolean, key.node, named->slot));
}

Typed Expressions::has(const Expr& expr, Scope scope) {
  if (expr.args.size() < 2) return incomplete(expr);
  const Typed set = value(expr.args[0], scope);
  if (!set.known) return {};
  const Expr& member = expr.args[1];
  if (member.unreadable()) return {};
  if (set.type != Type::set)
    return wrong_type(expr.args[0], set, "a set",
                      set.members != nullptr ? "compare it with `==`, or with `in [a, b]`"
                                             : "`has` asks whether a set holds a text");
  if (member.kind != ExprKind::text && !is_word(member)) {
    w_.faults.error("SB2012", member.span, "`has` takes a word or a quoted text",
                    "write " + tick(w_.words(expr.args[0]) + " has …"));
    return {};
  }
  const Members& members = *set.members;
  if (member.kind == ExprKind::text && !members.open) {
    const bool known = members.contains(member.text);
    w_.faults.error("SB2015", member.span,
                    "the words of " + tick(members.owner) + " are written without quotes",
                    known ? "write it without quotes: " + tick(member.text)
                          : both(member_help(w_, members, member.text),
                                 "its words are " + one_of(members.words, 16)));
    return {};
  }
  if (is_word(member) && !members.contains(member.text))
    return unknown_word(member, scope, &members);
  warn_of_member_name(member, &members);
  const NodeId text = w_.graph.constant_text(Type::text, member.text);
  note_text(set.node, text);
  return truth(w_.graph.binary(Op::set_has, Type::boolean, set.node, text));
}

Typed Expressions::is_test(const Expr& expr, Scope scope) {
  if (expr.args.empty()) return incomplete(expr);
  const Typed tested = value(expr.args[0], scope);
  if (!tested.known) return {};
  if (expr.kind == ExprKind::is_known)
    return truth(w_.graph.unary(Op::is_known, Type::boolean, tested.node));
  if (tested.type != Type::date)
    return wrong_type(expr.args[0], tested, "a date",
                      "only a date can be `never`; ask `is known` of anything else");
  if (!w_.graph[tested.node].may_be_never) {
    w_.faults.error("SB2014", expr.span,
                    tick(w_.words(expr.args[0])) + " is always a day and cannot be `never`");
    return {};
  }
  return truth(w_.graph.unary(Op::is_never, Type::boolean, tested.node));
}

}  // namespace sanbao::check
