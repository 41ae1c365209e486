// SPDX-License-Identifier: Apache-2.0
//
// expr_fixture.hpp: expressions of the tests, and a syntax tree in one line:
// `(and (== fault.kind performance) (in claim.filed_on guarantee))`.
#pragma once

#include <doctest/doctest.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/fault_list.hpp"
#include "base/source_text.hpp"
#include "base/utf8.hpp"
#include "ir/syntax.hpp"
#include "ir/yaml_tree.hpp"
#include "parse/expr_parser.hpp"

namespace expr_fixture {

using sanbao::ir::EventMeasure;
using sanbao::ir::EventPart;
using sanbao::ir::Expr;
using sanbao::ir::ExprKind;

inline std::string_view word_of(ExprKind kind) {
  switch (kind) {
    case ExprKind::logical_or:
      return "or";
    case ExprKind::logical_and:
      return "and";
    case ExprKind::logical_not:
      return "not";
    case ExprKind::equal:
      return "==";
    case ExprKind::not_equal:
      return "!=";
    case ExprKind::less:
      return "<";
    case ExprKind::less_equal:
      return "<=";
    case ExprKind::greater:
      return ">";
    case ExprKind::greater_equal:
      return ">=";
    case ExprKind::in_list:
      return "in-list";
    case ExprKind::in_name:
      return "in";
    case ExprKind::before:
      return "before";
    case ExprKind::after:
      return "after";
    case ExprKind::has:
      return "has";
    case ExprKind::is_known:
      return "known";
    case ExprKind::is_never:
      return "is-never";
    case ExprKind::add:
      return "+";
    case ExprKind::subtract:
      return "-";
    case ExprKind::multiply:
      return "*";
    case ExprKind::divide:
      return "/";
    case ExprKind::negate:
      return "neg";
    case ExprKind::if_else:
      return "if";
    case ExprKind::days_from:
      return "days-from";
    case ExprKind::last_of:
      return "last";
    case ExprKind::last_day_of:
      return "last-day";
    case ExprKind::all:
      return "all";
    case ExprKind::any:
      return "any";
    case ExprKind::none:
      return "none";
    case ExprKind::at_least_of:
      return "at-least-of";
    default:
      return "?";
  }
}

inline std::string_view word_of(EventPart part) {
  switch (part) {
    case EventPart::where:
      return "where";
    case EventPart::of:
      return "of";
    case EventPart::at_least:
      return "at_least";
    case EventPart::more_than:
      return "more_than";
    case EventPart::at_most:
      return "at_most";
    case EventPart::fewer_than:
      return "fewer_than";
    case EventPart::exactly:
      return "exactly";
  }
  return "?";
}

std::string show(const Expr& expr);

inline std::string show_event(const Expr& expr) {
  static constexpr std::string_view measures[] = {"count", "total", "largest", "days"};
  std::string out = "{";
  out += measures[static_cast<std::size_t>(expr.event.measure)];
  out += " " + expr.event.list;
  for (const auto& [field, span] : expr.event.same)
    out += " same " + field;
  for (std::size_t i = 0; i < expr.event.parts.size(); ++i) {
    out += " ";
    out += word_of(expr.event.parts[i]);
    out += " " + show(expr.args[i]);
  }
  return out + "}";
}

inline std::string show(const Expr& expr) {
  if (expr.unreadable()) return "<unreadable>";
  switch (expr.kind) {
    case ExprKind::number:
    case ExprKind::rate:
    case ExprKind::date:
    case ExprKind::boolean:
    case ExprKind::name:
      return expr.text;
    case ExprKind::never:
      return "never";
    case ExprKind::money:
    case ExprKind::length:
      return expr.text + "_" + expr.unit;
    case ExprKind::text:
      return "\"" + expr.text + "\"";
    case ExprKind::event_test:
      return show_event(expr);
    default:
      break;
  }
  std::string out = "(";
  if (expr.kind == ExprKind::call) {
    out += expr.text;
  } else {
    out += word_of(expr.kind);
    if (expr.kind == ExprKind::last_of) out += " " + expr.text + "." + expr.unit;
    if (expr.kind == ExprKind::days_from && !expr.text.empty()) out += " less " + expr.text;
  }
  for (const Expr& arg : expr.args)
    out += " " + show(arg);
  return out + ")";
}

/// A scalar that stands by itself on line 1 of a file.
inline sanbao::ir::YamlNode scalar(std::string text) {
  sanbao::ir::YamlNode node;
  node.kind = sanbao::ir::YamlNode::Kind::scalar;
  node.span = {1, 1, static_cast<std::uint32_t>(sanbao::base::count_characters(text))};
  node.text = std::move(text);
  return node;
}

struct Parsed {
  std::optional<Expr> expr;
  std::vector<sanbao::Diagnostic> faults;
};

inline Parsed parse(std::string text) {
  const sanbao::ir::YamlNode node = scalar(std::move(text));
  const sanbao::base::SourceText source(node.text);
  sanbao::base::FaultList faults("t.yaml", source);
  sanbao::parse::ExprBudget budget;
  Parsed out;
  out.expr = sanbao::parse::parse_expression(node, faults, budget);
  out.faults = faults.take();
  return out;
}

}  // namespace expr_fixture
