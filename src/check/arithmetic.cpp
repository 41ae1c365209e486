// SPDX-License-Identifier: Apache-2.0
//
// arithmetic.cpp: `+ - * /`, `if`, `min max first round_up`, `days from`, `last`, `last day of`.
// In: typed operands. Out: a node of the type that docs/language.md §5 gives the mix, or a fault
// that names both. Never adds a month to a number of days, multiplies money with money, or mixes
// two currencies. Tested by tests/unit/check_types_test.cpp and tests/baselines/bad/sb2011*,
// sb2018*.
#include <array>

#include "check/expressions.hpp"
#include "check/wording.hpp"
#include "values/decimal.hpp"

namespace sanbao::check {

using ir::Expr;
using ir::ExprKind;
using ir::Index;
using ir::no_index;
using ir::no_node;
using ir::NodeId;
using ir::Op;
using ir::Type;

namespace {

bool is_number(Type type) {
  return type == Type::count || type == Type::number;
}
bool is_span(Type type) {
  return type == Type::days || type == Type::length;
}

Type number_of(Type a, Type b) {
  return a == Type::count && b == Type::count ? Type::count : Type::number;
}

// What each mix gives; nothing: it means nothing.
std::optional<Type> sum_of(Type a, Type b) {
  if (is_number(a) && is_number(b)) return number_of(a, b);
  if (a == b && (a == Type::money || a == Type::days)) return a;
  if (a == Type::date && is_span(b)) return Type::date;
  if (is_span(a) && b == Type::date) return Type::date;
  return std::nullopt;
}
std::optional<Type> difference_of(Type a, Type b) {
  if (is_number(a) && is_number(b)) return number_of(a, b);
  if (a == b && (a == Type::money || a == Type::days)) return a;
  if (a == Type::date && b == Type::date) return Type::days;
  if (a == Type::date && is_span(b)) return Type::date;
  return std::nullopt;
}
std::optional<Type> product_of(Type a, Type b) {
  if (is_number(a) && is_number(b)) return number_of(a, b);
  if (is_number(a)) std::swap(a, b);
  if (is_number(b)) {
    if (a == Type::money || a == Type::rate || a == Type::days) return a;
    return std::nullopt;
  }
  if (b == Type::money) std::swap(a, b);
  if (a == Type::money && (b == Type::rate || b == Type::days)) return a;
  if ((a == Type::rate && b == Type::days) || (a == Type::days && b == Type::rate))
    return Type::rate;
  return std::nullopt;
}
std::optional<Type> quotient_of(Type a, Type b) {
  if (is_number(a) && is_number(b)) return Type::number;
  if (a == Type::money && is_number(b)) return a;
  if (a == Type::days && b == Type::days) return Type::number;
  return std::nullopt;
}

// What reads on to its end, or binds looser than `/`, stands in parentheses beside one.
bool is_loose(ExprKind kind) {
  return kind == ExprKind::add || kind == ExprKind::subtract || kind == ExprKind::if_else ||
         kind == ExprKind::days_from || kind == ExprKind::last_of;
}

// `2 years + 6 months`: months alone, as they would be written.
std::string one_length(const Expr& sum) {
  std::int64_t months = 0;
  for (std::size_t i = 0; i < sum.args.size(); ++i) {
    const Expr& part = sum.args[i];
    const auto count = values::read_count(part.text, 1'000);
    if (part.kind != ExprKind::length || !count) return {};
    if (part.unit != "months" && part.unit != "years") return {};
    const std::int64_t own = *count * (part.unit == "years" ? 12 : 1);
    months += i > 0 && sum.kind == ExprKind::subtract ? -own : own;
  }
  if (months <= 0) return {};
  return "write one length: `" + std::to_string(months) + (months == 1 ? " month`" : " months`");
}

struct Deed {
  Op op;
  std::string_view done;
  std::optional<Type> (*gives)(Type, Type);
};
Deed deed_of(ExprKind kind) {
  switch (kind) {
    case ExprKind::add:
      return {Op::add, "added", sum_of};
    case ExprKind::subtract:
      return {Op::subtract, "subtracted", difference_of};
    case ExprKind::multiply:
      return {Op::multiply, "multiplied", product_of};
    default:
      return {Op::divide, "divided", quotient_of};
  }
}

}  // namespace

Typed Expressions::arithmetic(const Expr& expr, Scope scope) {
  if (expr.args.size() < 2) return incomplete(expr);
  const Expr& left = expr.args[0];
  const Expr& right = expr.args[1];
  Typed l = value(left, scope);
  Typed r = value(right, scope);
  if (!l.known || !r.known) return {};
  const Deed deed = deed_of(expr.kind);
  const std::optional<Type> type = deed.gives(l.type, r.type);
  if (!type) {
    std::string help;
    const auto operand = [&](const Expr& side) {
      return is_loose(side.kind) ? "(" + w_.words(side) + ")" : w_.words(side);
    };
    const bool sum = expr.kind == ExprKind::add || expr.kind == ExprKind::subtract;
    if (sum && is_span(l.type) && is_span(r.type)) {
      help = one_length(expr);
      if (help.empty())
        help = "months have no fixed number of days; add them to a date one after the other";
    } else if (sum && l.type == Type::date && is_number(r.type)) {
      help = "write " + tick(w_.words(right) + " days");
    } else if (sum && (l.type == Type::rate || r.type == Type::rate)) {
      help = "take the share of an amount: `amount * 0.3%`";
    } else if (expr.kind == ExprKind::add && l.type == Type::date && r.type == Type::date) {
      help = "a length is added to a date; the days between two are `later - earlier`";
    } else if (sum) {
      help = mix_help(ExprKind::equal, left, l, right, r);
    } else if (expr.kind == ExprKind::divide && r.type == Type::days) {
      help =
          "make a number of the days: `" + operand(left) + " / (" + operand(right) + " / 1 day)`";
    } else if (expr.kind == ExprKind::divide && l.type == Type::days && is_number(r.type)) {
      help = "days over days is a number: `" + operand(left) + " / " + w_.words(right) + " days`";
    } else if (l.type == Type::length || r.type == Type::length) {
      help = "months and years have no number; only days can be multiplied and divided";
    } else if (l.type == Type::money && r.type == Type::money) {
      help = "an amount is multiplied with a number or a rate, and divided by a number";
    }
    return wrong_mix(left, l, right, r, deed.done, std::move(help));
  }
  // `7 days + date` and `date + 7 days` are one tree.
  if (*type == Type::date && l.type != Type::date) std::swap(l, r);
  if (*type == Type::date) need_for_length(r.node, right.span);
  return {true, *type, w_.graph.binary(deed.op, *type, l.node, r.node), nullptr};
}

// A month needs to know where months end, working days need a calendar (docs/language.md §7
// "Counting").
void Expressions::need_for_length(NodeId length, Span span) {
  const ir::Node& node = w_.graph[length];
  if (node.type != Type::length) return;
  const auto kind = node.op == Op::constant ? Period::decode(node.imm).kind() : PeriodKind::months;
  const std::string who = "a date worked out with " + tick(w_.words(span));
  if (kind == PeriodKind::months) w_.needs.month_end.at(span, who);
  if (kind == PeriodKind::working_days) {
    w_.needs.count_from.at(span, who);
    w_.needs.calendar.at(span, who);
  }
}

Typed Expressions::if_else(const Expr& expr, Scope scope, const Members* expected) {
  if (expr.args.size() < 3) return incomplete(expr);
  const NodeId condition = this->condition(expr.args[0], scope);
  std::vector<Typed> branches;
  std::vector<const Expr*> exprs;
  bool known = condition != no_node;
  for (std::size_t i = 1; i < 3; ++i) {
    if (told_never(expr.args[i], "a branch of an `if` is a value")) {
      known = false;
      continue;
    }
    branches.push_back(other_side(expr.args[i], scope, expected));
    exprs.push_back(&expr.args[i]);
    known = known && branches.back().known;
  }
  if (!known) return {};
  const Members* members = nullptr;
  const std::optional<Type> type = join(branches, exprs, members);
  if (!type) return {};
  if (*type == Type::set || *type == Type::list)
    return wrong_type(expr.args[1], branches[0], "a single value");
  if (*type == Type::boolean)
    return truth(w_.graph.choose_condition(condition, branches[0].node, branches[1].node));
  return {true, *type, w_.graph.choose(*type, condition, branches[0].node, branches[1].node),
          members};
}

Typed Expressions::call(const Expr& expr, Scope scope, const Members* expected) {
  // parse/ knows the functions and how many values each takes.
  const bool rounds = expr.text == "round_up";
  if (expr.args.empty()) return incomplete(expr);
  std::vector<Typed> values;
  std::vector<const Expr*> exprs;
  bool known = true;
  for (const Expr& arg : expr.args) {
    if (told_never(arg, "leave it out")) {
      known = false;
      continue;
    }
    values.push_back(other_side(arg, scope, expected));
    exprs.push_back(&arg);
    known = known && values.back().known;
  }
  if (!known) return {};
  if (rounds) {
    if (!is_number(values[0].type))
      return wrong_type(expr.args[0], values[0], "a number",
                        values[0].type == Type::days
                            ? "make a number of the days: `" + w_.words(expr.args[0]) + " / 1 day`"
                            : "");
    return {true, Type::count, w_.graph.unary(Op::round_up, Type::count, values[0].node), nullptr};
  }
  const Members* members = nullptr;
  const std::optional<Type> type = join(values, exprs, members);
  if (!type) return {};
  const bool first = expr.text == "first";
  const bool ordered = is_number(*type) || *type == Type::date || *type == Type::days ||
                       *type == Type::money || *type == Type::rate;
  const bool single = *type != Type::boolean && *type != Type::set && *type != Type::list;
  if (first ? !single : !ordered)
    return wrong_type(expr.args[0], values[0],
                      first ? "a single value" : "a number, a date, days, an amount or a rate",
                      *type == Type::length
                          ? "which of two lengths is longer depends on the days they run over"
                          : "");
  std::vector<NodeId> nodes;
  for (const Typed& value : values)
    nodes.push_back(value.node);
  const Op op = first ? Op::first : expr.text == "min" ? Op::minimum : Op::maximum;
  return {true, *type, w_.graph.series(op, *type, std::move(nodes)), members};
}

Typed Expressions::days_from(const Expr& expr, Scope scope) {
  if (expr.args.size() < 2) return incomplete(expr);
  bool known = true;
  std::array<NodeId, 2> ends{};
  for (std::size_t i = 0; i < 2; ++i) {
    if (told_never(expr.args[i], "days are counted between two days")) {
      known = false;
      continue;
    }
    const Typed end = value(expr.args[i], scope);
    known = known && end.known;
    if (end.known && end.type != Type::date) {
      wrong_type(expr.args[i], end, "a date");
      known = false;
    }
    ends[i] = end.node;
  }
  std::int64_t filter = -1;
  if (!expr.text.empty()) {
    const Index list = interval_list(expr.text, expr.text_span, "`less`");
    const Expr* where = expr.args.size() > 2 ? &expr.args[2] : nullptr;
    if (list == no_index) return {};
    const NodeId condition = filter_where(where, list);
    if (where != nullptr && condition == no_node) return {};
    if (known) filter = w_.graph.filter({list, condition});
  }
  if (!known) return {};
  return {true, Type::days, w_.graph.binary(Op::days_between, Type::days, ends[0], ends[1], filter),
          nullptr};
}

Typed Expressions::last_of(const Expr& expr) {
  const Index list = this->list(expr.text, expr.text_span);
  if (list == no_index) return {};
  const auto& fields = w_.facts.lists()[list].fields;
  Index index = 0;
  while (index < fields.size() && fields[index].path != expr.unit)
    ++index;
  const Expr* where = expr.args.empty() ? nullptr : &expr.args[0];
  const NodeId condition = filter_where(where, list);
  if (index == fields.size()) {
    w_.faults.error("SB2008", expr.unit_span, "unknown field " + tick(expr.text + "." + expr.unit),
                    did_you_mean(expr.unit, w_.facts.field_names(list)));
    return {};
  }
  const Typed last = field(list, index, expr.unit_span);
  if (!last.known || (where != nullptr && condition == no_node)) return {};
  if (last.type != Type::date)
    return wrong_type(expr, last, "a date", "`last` takes the latest day of a list's events");
  if (where == nullptr && expr.unit == "on") w_.bare_lasts.emplace_back(expr.span, list);
  const Index use = w_.graph.last({list, index, condition});
  return {true, Type::date, w_.graph.leaf(Op::last_field, Type::date, use), nullptr};
}

Typed Expressions::last_day_of(const Expr& expr) {
  if (expr.args.empty()) return incomplete(expr);
  const Named* period = period_named(expr.args[0]);
  if (period == nullptr) return {};
  return {true, Type::date, w_.graph.leaf(Op::last_day, Type::date, period->slot), nullptr};
}

}  // namespace sanbao::check
