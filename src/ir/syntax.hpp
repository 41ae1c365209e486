// SPDX-License-Identifier: Apache-2.0
//
// Expr: the syntax tree of one expression or structured condition, names still strings.
// In: made by parse/expr_parser.cpp (text) and parse/document_parser.cpp (all/any/none, event tests).
// Out: read by check/, which settles names and types. Never evaluated.
// Tested by tests/unit/expr_parser_test.cpp.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "sanbao/diagnostic.hpp"

namespace sanbao::ir {

enum class ExprKind : std::uint8_t {
  // literals; `text` holds the digits or the unquoted text
  number,  // 12000, 0.5
  rate,    // 0.3%  5‰                text = "0.3%"
  money,   // 30 CNY                  text = "30", unit = "CNY"
  length,  // 7 days, 1 month         text = "7", unit = days | months | years | working_days (plural form)
  date,     // 2021-07-22
  text,     // "…"
  boolean,  // true, false             text
  never,    // never                   (period `until`, test data; elsewhere an error of check)
  name,  // bare or dotted: text = "purchase.price", "whole_unit", "catalogue.rate"; empty: see unreadable()
  // logic
  logical_or,
  logical_and,  // args, at least two, flattened
  logical_not,  // args[0]
  // comparisons: args[0], args[1]
  equal,
  not_equal,
  less,
  less_equal,
  greater,
  greater_equal,
  in_list,  // x in [a, b]             args[0] = x, args[1..] = members
  in_name,  // x in p                  args[0] = x, args[1] = name (period, table, list cell `catalogue.main_parts`)
  before,
  after,  // d before p              args[0], args[1] = name
  has,    // set has m               args[0] = set, args[1] = member
  is_known,
  is_never,  // args[0]
  // arithmetic
  add,
  subtract,
  multiply,
  divide,       // args[0], args[1]
  negate,       // -x: always an error of check, with help
  if_else,      // if c then a else b      args = c, a, b
  call,         // min max first round_up  text = function, args
  days_from,    // days from a to b [less L [where c]]   args = a, b [, c]; text = L or empty
  last_of,      // last L.f [where c]      args = [c]; text = L, unit = f
  last_day_of,  // last day of p           args[0] = name
  // structures
  all,
  any,
  none,         // args
  at_least_of,  // at_least: k, of: [..]           args[0] = k, args[1..]
  event_test,   // see EventTest; args in the order of `event.parts`
};

/// The keys of an event test, in the order in which their expressions stand in Expr::args.
enum class EventPart : std::uint8_t {
  where,
  of,
  at_least,
  more_than,
  at_most,
  fewer_than,
  exactly
};

/// What an event test counts.
enum class EventMeasure : std::uint8_t { count, total, largest, days };

struct EventSyntax {
  EventMeasure measure = EventMeasure::count;
  std::string list;  ///< "repairs"
  Span list_span;
  std::vector<std::pair<std::string, Span>> same;  ///< fields of `same:`
  std::vector<EventPart> parts;  ///< which args stand in Expr::args, in that order
};

struct Expr {
  ExprKind kind = ExprKind::name;
  Span span;  ///< the whole expression, on its first line
  Span mark;  ///< the operator or keyword, where there is one; else equal to span
  std::string text;
  std::string unit;
  Span text_span, unit_span;  ///< of a list or field name inside days_from/last_of; else empty
  std::vector<Expr> args;
  EventSyntax event;  ///< event_test only
  bool parenthesised = false;
  bool told = false;  ///< how it is written was told; what it means need not be

  /// Stands where something was written that could not be read. A fault was told; nothing more is to
  /// be said of it, and it fits everywhere.
  [[nodiscard]] bool unreadable() const { return kind == ExprKind::name && text.empty(); }
};

}  // namespace sanbao::ir
