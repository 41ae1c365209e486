// SPDX-License-Identifier: Apache-2.0
//
// types.cpp: which types go together, and how it is said when they do not.
// In: Typed values and the expressions they came from. Out: fitted values, faults SB2011 and
// SB2012. Never turns months into days. Tested by tests/unit/check_types_test.cpp and
// tests/baselines/bad/sb201*.
#include <utility>

#include "check/expressions.hpp"
#include "check/quoting.hpp"
#include "check/wording.hpp"
#include "sanbao/values/period.hpp"
#include "values/decimal.hpp"

namespace sanbao::check {

using ir::Expr;
using ir::ExprKind;
using ir::Op;
using ir::Type;

namespace {

bool is_number(Type type) {
  return type == Type::count || type == Type::number;
}

bool is_ordering(ExprKind kind) {
  return kind == ExprKind::less || kind == ExprKind::less_equal || kind == ExprKind::greater ||
         kind == ExprKind::greater_equal;
}

bool is_plain_number(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789.") == std::string_view::npos &&
         text.front() != '.' && text.back() != '.';
}

// Of the policy; in an example, where it has none, that of China.
std::string currency_code(const ir::CheckedPolicy& policy) {
  return policy.currency ? std::string(policy.currency->code()) : "CNY";
}

std::string_view sign(ExprKind kind) {
  switch (kind) {
    case ExprKind::less:
      return "<";
    case ExprKind::less_equal:
      return "<=";
    case ExprKind::greater:
      return ">";
    case ExprKind::not_equal:
      return "!=";
    case ExprKind::equal:
      return "==";
    default:
      return ">=";
  }
}

}  // namespace

std::string Workspace::words(Span span) const {
  if (span.line == 0) return {};
  const base::SourceText& source = faults.source();
  const std::string_view line = source.line(span.line);
  if (line.empty() || span.length == 0) return {};
  const std::size_t begin = source.offset_of(span.line, span.column);
  const std::size_t end = source.offset_of(span.line, span.column + span.length);
  if (begin >= end || end > source.bytes().size()) return {};
  return std::string(source.bytes().substr(begin, end - begin));
}

std::string Expressions::type_of(const Typed& value) const {
  if (value.type == Type::enumeration && value.members != nullptr)
    return "one of " + one_of(value.members->words, 3);
  return std::string(ir::type_name(value.type));
}

Typed Expressions::wrong_mix(const Expr& l, const Typed& left, const Expr& r, const Typed& right,
                             std::string_view deed, std::string help) {
  const auto one = [&](const Expr& expr, const Typed& value) {
    const std::string text = w_.words(expr);
    return text.empty() ? type_of(value) : tick(text) + " (" + type_of(value) + ")";
  };
  w_.faults.error("SB2011", r.span,
                  one(l, left) + " and " + one(r, right) + " cannot be " + std::string(deed),
                  std::move(help));
  return {};
}

Typed Expressions::wrong_type(const Expr& expr, const Typed& found, std::string_view wanted,
                              std::string help) {
  const std::string text = w_.words(expr);
  w_.faults.error("SB2012", expr.span,
                  std::string(wanted) + " is expected here, but " +
                      (text.empty() ? "this" : tick(text)) + " is " + type_of(found),
                  std::move(help));
  return {};
}

void Expressions::told_no_amount(const Expr& expr, const Typed& found) {
  const Typed money{true, Type::money, ir::no_node, nullptr};
  std::string help =
      found.type == Type::rate
          ? "say of which amount it is the share: `purchase.price * " + w_.words(expr) + "`"
          : mix_help(ExprKind::equal, expr, money, expr, found);
  wrong_type(expr, found, "an amount of money", std::move(help));
}

void Expressions::told_no_term(const Expr& expr, const Typed& found) {
  wrong_type(expr, found, "a date, days, a length or an amount of money",
             "a text is written in both languages: `{zh: …, en: …}`");
}

Typed Expressions::incomplete(const Expr& expr) {
  w_.faults.error("SB2012", expr.span, "an operand is missing here");
  return {};
}

bool Expressions::fit(Typed& value, Type type) {
  if (value.type == type) return true;
  if (value.node == ir::no_node) return false;
  const ir::Node& node = w_.graph[value.node];
  const bool literal = node.op == Op::constant;
  if (type == Type::number && value.type == Type::count) {
    if (literal) value.node = w_.graph.constant(Type::number, node.imm * values::number_scale);
    value.type = Type::number;
    return true;
  }
  if (type == Type::length && value.type == Type::days && literal) {
    value.node = w_.graph.constant(Type::length, Period::days(node.imm).encode());
    value.type = Type::length;
    return true;
  }
  return false;
}

std::optional<Type> Expressions::join(std::vector<Typed>& values,
                                      const std::vector<const Expr*>& exprs,
                                      const Members*& members) {
  Type type = values.front().type;
  for (const Typed& value : values) {
    if (type == Type::count && value.type == Type::number) type = Type::number;
    if (type == Type::days && value.type == Type::length) type = Type::length;
  }
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (fit(values[i], type)) continue;
    // Named against the first that is of the type the others have.
    std::size_t other = 0;
    while (other + 1 < values.size() && values[other].type != type)
      ++other;
    const bool before = other < i;
    const std::size_t l = before ? other : i;
    const std::size_t r = before ? i : other;
    wrong_mix(*exprs[l], values[l], *exprs[r], values[r], "alternatives to each other",
              mix_help(ExprKind::equal, *exprs[l], values[l], *exprs[r], values[r]));
    return std::nullopt;
  }
  // Words of any of them; with one owner these are its own.
  members = values.front().members;
  for (const Typed& value : values) {
    if (value.members == members || value.members == nullptr) continue;
    if (members == nullptr) {
      members = value.members;
      continue;
    }
    Members& joined = w_.facts.new_members(members->owner);
    joined.open = members->open || value.members->open;
    for (const std::string& word : members->words)
      joined.add(word);
    for (const std::string& word : value.members->words)
      joined.add(word);
    members = &joined;
  }
  return type;
}

// docs/language.md §5: months and years never convert to days.
std::string Expressions::months_help(ExprKind kind, const Expr& days, const Expr& length) const {
  std::string help = "months have no fixed number of days";
  if (length.kind != ExprKind::length) return help + "; compare dates: `date + length`";
  const std::string lasting = w_.words(length);
  if (const auto count = values::read_count(length.text, 1'000);
      count && (length.unit == "months" || length.unit == "years"))
    help += "; write `" + std::to_string(*count * (length.unit == "months" ? 30 : 365)) + " days`";
  std::string later = "claim.filed_on";
  std::string earlier = "received_on";
  const bool spanned = (days.kind == ExprKind::subtract || days.kind == ExprKind::days_from) &&
                       days.args.size() >= 2;
  if (spanned) {
    const bool difference = days.kind == ExprKind::subtract;
    later = w_.words(days.args[difference ? 0 : 1]);
    earlier = w_.words(days.args[difference ? 1 : 0]);
  }
  return help + ", or compare dates: " +
         tick(later + " " + std::string(sign(kind)) + " " + earlier + " + " + lasting);
}

ExprKind Expressions::mirrored(ExprKind kind) {
  switch (kind) {
    case ExprKind::less:
      return ExprKind::greater;
    case ExprKind::less_equal:
      return ExprKind::greater_equal;
    case ExprKind::greater:
      return ExprKind::less;
    case ExprKind::greater_equal:
      return ExprKind::less_equal;
    default:
      return kind;
  }
}

// What a literal should have been, beside the other's type.
std::string Expressions::literal_help(const Expr& literal, const Typed& given,
                                      const Typed& wanted) const {
  const std::string code = currency_code(w_.policy);
  // `200` and `"200"` alike.
  if (is_plain_number(literal.text) &&
      (literal.kind == ExprKind::text ||
       (literal.kind == ExprKind::number && is_number(given.type)))) {
    switch (wanted.type) {
      case Type::days:
        return "write " + tick(literal.text + " days");
      case Type::rate:
        return "write " + tick(literal.text + "%");
      case Type::money:
        return "write " + tick(literal.text + " " + code);
      case Type::date:
        return "write the date as `2024-05-01`, or a number of days as `7 days`";
      case Type::text:
        return "a text is quoted: `\"" + literal.text + "\"`";
      default:
        break;
    }
  }
  if (literal.kind != ExprKind::text) return {};
  switch (wanted.type) {
    case Type::date:
      return "write the date without quotes: " + tick(literal.text);
    case Type::count:
    case Type::number:
    case Type::rate:
    case Type::days:
    case Type::length:
      return "write it without quotes: " + tick(literal.text);
    case Type::boolean:
      return truth_help(literal.text);
    case Type::money:
      return "an amount is written without quotes: " +
             tick(literal.text.ends_with(" " + code) ? literal.text : "30 " + code);
    default:
      return {};
  }
}

std::string Expressions::mix_help(ExprKind kind, const Expr& l, const Typed& left, const Expr& r,
                                  const Typed& right) const {
  if (left.type == Type::days && right.type == Type::length) return months_help(kind, l, r);
  if (left.type == Type::length && right.type == Type::days)
    return months_help(mirrored(kind), r, l);

  if (std::string help = literal_help(r, right, left); !help.empty()) return help;
  if (std::string help = literal_help(l, left, right); !help.empty()) return help;
  if (left.type == Type::date && (right.type == Type::days || right.type == Type::length))
    return "compare two dates (`" + w_.words(l) + " " + std::string(sign(kind)) + " date + " +
           w_.words(r) + "`), or a difference of dates";
  if (left.type == Type::set || right.type == Type::set)
    return "whether a set holds a text is asked with `has`";
  if (is_ordering(kind) && left.type == Type::money && right.type == Type::rate)
    return "take the share of an amount: `amount * " + w_.words(r) + "`";
  const auto is_bare = [](Type type) { return is_number(type) || type == Type::days; };
  if ((left.type == Type::money && is_bare(right.type)) ||
      (right.type == Type::money && is_bare(left.type))) {
    return "what is to be an amount has a currency in it: " +
           tick("20 " + currency_code(w_.policy) + " * days");
  }
  return {};
}

}  // namespace sanbao::check
