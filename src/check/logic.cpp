// SPDX-License-Identifier: Apache-2.0
//
// logic.cpp: `and`, `or`, `not`, `all`, `any`, `none`, `at_least` of conditions; the one door for
// every expression. In: ir::Expr. Out: Typed. Every part is looked at even where another is at
// fault. Never goes deeper than most_levels, names seen through included, so that no file can
// exhaust the stack. Tested by tests/unit/check_types_test.cpp.
#include "check/expressions.hpp"
#include "check/wording.hpp"

namespace sanbao::check {

using ir::Expr;
using ir::ExprKind;
using ir::no_node;
using ir::NodeId;
using ir::Op;
using ir::Type;

namespace {

// Levels of expressions inside each other, through names too; far more than a text of law needs.
constexpr std::uint32_t most_levels = 400;
// Nodes below each other in the finished graph.
constexpr std::uint32_t most_depth = 1'000;

}  // namespace

Typed Expressions::value(const Expr& expr, Scope scope, const Members* expected) {
  struct Level {
    std::uint32_t& depth;
    explicit Level(std::uint32_t& d) : depth(++d) {}
    Level(const Level&) = delete;
    Level& operator=(const Level&) = delete;
    ~Level() { --depth; }
  } level(depth_);
  // What parse/ could not read it has told.
  if (expr.kind == ExprKind::name && expr.text.empty()) return {};
  const auto too_deep = [&] {
    if (!told_depth_)
      w_.faults.error("SB2024", expr.span, "definitions are nested too deeply here",
                      "names may lead to names, but not through hundreds of them");
    told_depth_ = true;
    for (Step& step : working_)
      *step.broken = true;
    return Typed{};
  };
  if (level.depth > most_levels) return too_deep();

  const Typed typed = [&]() -> Typed {
    switch (expr.kind) {
      case ExprKind::name:
        return name(expr, scope, expected);
      case ExprKind::logical_or:
      case ExprKind::logical_and:
      case ExprKind::logical_not:
      case ExprKind::all:
      case ExprKind::any:
      case ExprKind::none:
        return logic(expr, scope);
      case ExprKind::at_least_of:
        return at_least_of(expr, scope);
      case ExprKind::equal:
      case ExprKind::not_equal:
      case ExprKind::less:
      case ExprKind::less_equal:
      case ExprKind::greater:
      case ExprKind::greater_equal:
        return comparison(expr, scope);
      case ExprKind::in_list:
        return in_list(expr, scope);
      case ExprKind::in_name:
      case ExprKind::before:
      case ExprKind::after:
        return in_name(expr, scope);
      case ExprKind::has:
        return has(expr, scope);
      case ExprKind::is_known:
      case ExprKind::is_never:
        return is_test(expr, scope);
      case ExprKind::add:
      case ExprKind::subtract:
      case ExprKind::multiply:
      case ExprKind::divide:
        return arithmetic(expr, scope);
      case ExprKind::if_else:
        return if_else(expr, scope, expected);
      case ExprKind::call:
        return call(expr, scope, expected);
      case ExprKind::days_from:
        return days_from(expr, scope);
      case ExprKind::last_of:
        return last_of(expr);
      case ExprKind::last_day_of:
        return last_day_of(expr);
      case ExprKind::event_test:
        return event_test(expr, scope);
      default:
        return literal(expr);
    }
  }();
  if (typed.known && w_.graph.depth(typed.node) > most_depth) return too_deep();
  return typed;
}

NodeId Expressions::condition(const Expr& expr, Scope scope) {
  const Typed typed = value(expr, scope);
  if (!typed.known) return no_node;
  if (typed.type == Type::boolean) return typed.node;
  std::string help;
  if (expr.kind == ExprKind::event_test)
    help = "say how much is enough: `at_least`, `more_than`, `at_most`, `fewer_than` or `exactly`";
  if (typed.members != nullptr && !typed.members->words.empty())
    help = "compare it: `" + w_.words(expr) + (typed.type == Type::set ? " has " : " == ") +
           typed.members->words.front() + "`";
  wrong_type(expr, typed, "a condition", std::move(help));
  return no_node;
}

Typed Expressions::logic(const Expr& expr, Scope scope) {
  bool known = true;
  std::vector<NodeId> parts;
  for (const Expr& arg : expr.args) {
    const NodeId part = condition(arg, scope);
    known = known && part != no_node;
    parts.push_back(part);
  }
  if (expr.args.empty()) return incomplete(expr);
  if (!known) return {};
  switch (expr.kind) {
    case ExprKind::logical_not:
      return truth(w_.graph.negation(parts.front()));
    case ExprKind::logical_and:
    case ExprKind::all:
      return truth(w_.graph.all_of(std::move(parts)));
    case ExprKind::none:
      return truth(w_.graph.negation(w_.graph.any_of(std::move(parts))));
    default:
      return truth(w_.graph.any_of(std::move(parts)));
  }
}

Typed Expressions::at_least_of(const Expr& expr, Scope scope) {
  if (expr.args.size() < 2) return incomplete(expr);
  const Expr& number = expr.args.front();
  const Typed how_many = value(number, scope);
  bool known = how_many.known;
  std::vector<NodeId> parts;
  for (std::size_t i = 1; i < expr.args.size(); ++i) {
    const NodeId part = condition(expr.args[i], scope);
    known = known && part != no_node;
    parts.push_back(part);
  }
  if (how_many.known) {
    const ir::Node& node = w_.graph[how_many.node];
    if (how_many.type != Type::count || (node.op != Op::constant && node.op != Op::parameter)) {
      wrong_type(number, how_many, "a whole number",
                 "`at_least` before `of` takes a number, or a parameter that is one");
      return {};
    }
    const std::int64_t count = node.op == Op::constant
                                   ? node.imm
                                   : w_.policy.parameters[static_cast<std::size_t>(node.imm)].value;
    const auto most = static_cast<std::int64_t>(parts.size());
    if (count < 1 || count > most) {
      w_.faults.error("SB2023", number.span,
                      std::to_string(count) + " of " + std::to_string(most) +
                          (count < 1 ? " conditions always hold" : " conditions can never hold"),
                      most == 1 ? "write the condition alone"
                                : "from 1 to " + std::to_string(most) + " can be asked for");
      return {};
    }
  }
  return known ? truth(w_.graph.at_least_of(how_many.node, std::move(parts))) : Typed{};
}

}  // namespace sanbao::check
