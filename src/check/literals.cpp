// SPDX-License-Identifier: Apache-2.0
//
// literals.cpp: `30 CNY`, `0.3%`, `7 days`, `1 year`, `2021-07-22`, `12000`, "text", true, false.
// In: the words of a literal. Out: a constant node, exact; or fault SB2013, SB2016.
// Never rounds, never reads a number by the machine's locale.
// Tested by tests/unit/check_types_test.cpp and tests/baselines/bad/sb2013*, sb2016*.
#include "check/expressions.hpp"
#include "check/wording.hpp"
#include "ir/cells.hpp"
#include "sanbao/values/rate.hpp"
#include "values/decimal.hpp"

namespace sanbao::check {

using ir::Expr;
using ir::ExprKind;
using ir::NodeId;
using ir::Type;

namespace {

// From 1970, before which no fact lies, to the last day that can be reckoned, 9999-12-31: a longer
// length leads from every date to none.
constexpr std::int64_t max_days = 2'932'896;
constexpr std::int64_t max_months = 96'359;
constexpr std::int64_t max_years = 8'029;

std::int64_t longest(std::string_view unit) {
  return unit == "years" ? max_years : unit == "months" ? max_months : max_days;
}

}  // namespace

Typed Expressions::literal(const Expr& expr) {
  const auto known = [](Type type, NodeId node) { return Typed{true, type, node, nullptr}; };
  const auto bad = [&](std::string help) {
    w_.faults.error("SB2016", expr.span, tick(w_.words(expr)) + " cannot be read", std::move(help));
    return Typed{};
  };
  switch (expr.kind) {
    case ExprKind::number: {
      if (const auto count = values::read_count(expr.text, ir::max_number))
        return known(Type::count, w_.graph.constant(Type::count, *count));
      const auto number =
          values::read_decimal(expr.text, values::number_decimals, ir::greatest(Type::number));
      if (!number || expr.text.find('.') == std::string::npos)
        return bad("a number has at most six decimals, no leading nought, and is at most 10^12");
      return known(Type::number, w_.graph.constant(Type::number, *number));
    }
    case ExprKind::rate: {
      const auto rate = Rate::parse(expr.text);
      if (!rate) return bad("a rate is written `0.3%` or `5‰`, with at most six decimals");
      return known(Type::rate, w_.graph.constant(Type::rate, rate->parts()));
    }
    case ExprKind::money: {
      w_.needs.currency.at(expr.span, tick(w_.words(expr)));
      const auto currency = Currency::parse(expr.unit);
      if (!currency) {
        w_.faults.error("SB2062", expr.span, "unknown currency " + tick(expr.unit),
                        "currencies are the codes of ISO 4217: `CNY`, `EUR`, `USD`");
        return {};
      }
      if (w_.policy.currency && *w_.policy.currency != *currency) {
        // How it is written was told; one mistake is one fault.
        if (expr.told) return {};
        w_.faults.error("SB2013", expr.span,
                        tick(w_.words(expr)) + " is not in the currency of this policy, " +
                            tick(w_.policy.currency->code()),
                        "a policy reckons in one currency; nothing is ever converted");
        return {};
      }
      const ParsedMoney money = Money::parse(expr.text, *currency);
      if (!money.ok)
        return bad(tick(expr.unit) + " has " + std::to_string(currency->decimals()) +
                   " decimals; an amount is written like `30 CNY` or `12.50 CNY`");
      return known(Type::money, w_.graph.constant(Type::money, money.money.minor_units()));
    }
    case ExprKind::length: {
      const auto count = values::read_count(expr.text, longest(expr.unit));
      if (!count) {
        w_.faults.error("SB2016", expr.span,
                        tick(w_.words(expr)) + " leads beyond the year 9999 from every date",
                        "write at most " + std::to_string(longest(expr.unit)) + " " + expr.unit +
                            "; a period without end has `until: never`");
        return {};
      }
      if (expr.unit == "days") return known(Type::days, w_.graph.constant(Type::days, *count));
      Period period = Period::months(*count);
      if (expr.unit == "years") period = Period::years(*count);
      if (expr.unit == "working_days") period = Period::working_days(*count);
      return known(Type::length, w_.graph.constant(Type::length, period.encode()));
    }
    case ExprKind::date: {
      const auto date = CivilDate::parse(expr.text);
      if (!date) return bad("a date is a day that exists, from 1970 to 2199: `2024-05-01`");
      return known(Type::date, w_.graph.constant(Type::date, date->days_since_epoch()));
    }
    case ExprKind::text:
      return known(Type::text, w_.graph.constant_text(Type::text, expr.text));
    case ExprKind::boolean:
      return truth(w_.graph.truth(expr.text == "true"));
    case ExprKind::never:
      told_never(expr, "it stands in `until: never` of a period; a date is tested with `is never`");
      return {};
    case ExprKind::negate:
      w_.faults.error("SB2017", expr.span, "there are no negative numbers here",
                      "subtract instead: `0 - x`, or turn the comparison round");
      return {};
    default:
      break;
  }
  w_.faults.error(
      "SB2052", expr.span, "a literal is expected here",
      "write a number, a rate, an amount, a length, a date, a text in quotes, `true` or `false`");
  return {};
}

}  // namespace sanbao::check
