// SPDX-License-Identifier: Apache-2.0
//
// expr_values.cpp: sums, products, literals with their units, calls, and the words of the law.
// Tested by tests/unit/expr_parser_test.cpp.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "base/nearest.hpp"
#include "parse/expr_grammar.hpp"
#include "parse/foreign_spellings.hpp"

namespace sanbao::parse {
namespace {

using ir::ExprKind;

struct Unit {
  std::string_view word, plural;
};
constexpr std::array units{
    Unit{"day", "days"},
    Unit{"days", "days"},
    Unit{"working_day", "working_days"},
    Unit{"working_days", "working_days"},
    Unit{"month", "months"},
    Unit{"months", "months"},
    Unit{"year", "years"},
    Unit{"years", "years"},
};

}  // namespace

Part ExprGrammar::sum() {
  Part left = product();
  while (!failed_ && (peek().is_sign("+") || peek().is_sign("-"))) {
    const std::size_t mark = at_++;
    Part right = product();
    if (failed_) return {};
    left = binary(tokens_.list[mark].text == "+" ? ExprKind::add : ExprKind::subtract,
                  std::move(left), mark, std::move(right));
  }
  return left;
}

Part ExprGrammar::product() {
  Part left = factor();
  while (!failed_ && (peek().is_sign("*") || peek().is_sign("/"))) {
    const std::size_t mark = at_++;
    Part right = factor();
    if (failed_) return {};
    left = binary(tokens_.list[mark].text == "*" ? ExprKind::multiply : ExprKind::divide,
                  std::move(left), mark, std::move(right));
  }
  return left;
}

Part ExprGrammar::factor() {
  if (!peek().is_sign("-")) return primary();
  if (depth_ >= limits::max_expression_depth) return too_deep(at_);
  const std::size_t mark = at_++;
  ++depth_;
  std::vector<Part> parts;
  parts.push_back(factor());
  --depth_;
  if (failed_) return {};
  return make(ExprKind::negate, mark, mark, std::move(parts));
}

Part ExprGrammar::literal(ExprKind kind) {
  const std::size_t token = at_++;
  return make(kind, token, no_mark, {}, tokens_.list[token].text);
}

Part ExprGrammar::name() {
  return literal(ExprKind::name);
}

Part ExprGrammar::primary() {
  const Token& token = peek();
  switch (token.kind) {
    case TokenKind::number:
      return number();
    case TokenKind::rate:
      return literal(ExprKind::rate);
    case TokenKind::date:
      return literal(ExprKind::date);
    case TokenKind::text:
      return literal(ExprKind::text);
    case TokenKind::currency:
      return fail(
          "SB1045", at_, fmt::format("no amount stands before `{}`", token.text),
          peek(1).kind == TokenKind::number
              ? fmt::format("write `{} {}`", peek(1).text, token.text == "RMB" ? "CNY" : token.text)
              : fmt::format("write `30 {}`; a text is quoted: `\"{}\"`", token.text, token.text));
    case TokenKind::name:
      return word();
    case TokenKind::sign:
      if (token.is_sign("(")) return parenthesised();
      if (token.is_sign("["))
        return fail(
            "SB1051", at_, "a list stands behind `in` alone",
            "write `x in [a, b]`; at the beginning of an unquoted text YAML reads `[` itself");
      return missing_value();
    case TokenKind::end:
      return missing_value();
  }
  return missing_value();
}

Part ExprGrammar::parenthesised() {
  const std::size_t open = at_++;
  Part inner = condition();
  if (!failed_ && !take_sign(")")) return lacks_closing(")", open);
  inner.first = open;
  inner.last = at_ - 1;
  inner.expr.parenthesised = true;
  return inner;
}

// 12000, 30 CNY, 7 days
Part ExprGrammar::number() {
  const std::size_t first = at_++;
  const std::string text = tokens_.list[first].text;
  const Token& unit = peek();
  if (unit.kind == TokenKind::currency) {
    ++at_;
    if (unit.text == "RMB") {
      return fail("SB1045", at_ - 1, "`RMB` is not a currency of ISO 4217",
                  fmt::format("write `{} CNY`", text));
    }
    Part out = make(ExprKind::money, first, no_mark, {}, text);
    out.expr.unit = unit.text;
    out.expr.told = unit.told;
    return out;
  }
  const auto* known = std::find_if(units.begin(), units.end(),
                                   [&unit](const Unit& entry) { return unit.is_word(entry.word); });
  if (known == units.end()) {
    if (unit.kind == TokenKind::name && !follows_number(unit)) return unknown_unit(text);
    return make(ExprKind::number, first, no_mark, {}, text);
  }
  ++at_;
  if (text.find('.') != std::string::npos) {
    return fail("SB1045", first,
                fmt::format("`{} {}` is no whole number of {}", text, unit.text, known->plural),
                "a length is counted in whole days, months or years");
  }
  Part out = make(ExprKind::length, first, no_mark, {}, text);
  out.expr.unit = known->plural;
  return out;
}

bool ExprGrammar::follows_number(const Token& token) {
  return is_joining(token) || token.is_word("not");
}

Part ExprGrammar::unknown_unit(const std::string& count) {
  const Token& unit = peek();
  if (is_measure(unit.text)) {
    return fail("SB1045", at_, fmt::format("a number carries no unit such as `{}`", unit.text),
                fmt::format("write `{}`", count));
  }
  static constexpr std::array<std::string_view, 4> plural_units{"days", "months", "years",
                                                                "working_days"};
  std::string help = fmt::format(
      "units are days, months, years, working_days and currencies such as CNY; a number "
      "of anything else stands alone, `{}`",
      count);
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(count.data(), count.data() + count.size(), number);
  const bool whole = error == std::errc() && end == count.data() + count.size() && number < 10'000;
  if (unit.is_word("week") || unit.is_word("weeks")) {
    help = whole ? fmt::format("write `{} days`", 7 * number) : "write days";
  } else if (unit.is_word("working") || unit.is_word("business") || unit.is_word("workdays") ||
             unit.is_word("workday")) {
    help = fmt::format("write `{}`", counted(count, "working_days"));
  } else if (unit.is_word("hour") || unit.is_word("hours")) {
    help = "hours are plain numbers, `hours > 24`; a period counts in days";
  } else if (unit.is_word("yuan") || unit.is_word("rmb") || unit.is_word("cny")) {
    help = fmt::format("write `{} CNY`", count);
  } else if (unit.is_word("percent")) {
    help = fmt::format("write `{}%`", count);
  } else if (const auto meant = unit_meant(unit.text)) {
    help = fmt::format("write `{}`", counted(count, *meant));
  } else if (const auto near = base::nearest(unit.text, plural_units)) {
    help = fmt::format("did you mean `{}`?", counted(count, *near));
  } else if (const auto word = base::nearest(unit.text, joining_words)) {
    help = fmt::format("did you mean `{}`?", *word);
  }
  return fail("SB1045", at_, fmt::format("`{}` is not a unit", unit.text), std::move(help));
}

Part ExprGrammar::word() {
  const Token& token = peek();
  if (token.is_word("true") || token.is_word("false")) return literal(ExprKind::boolean);
  if (token.is_word("never")) return literal(ExprKind::never);
  if (token.is_word("days")) return days_from();
  if (token.is_word("last")) return last();
  if (token.is_word("if")) {
    return fail("SB1056", at_, "`if` inside a larger expression needs parentheses",
                "write `(if … then … else …)`, or name it under `values`");
  }
  if (token.is_word("not"))
    return fail("SB1056", at_, "`not` inside a larger expression needs parentheses",
                "write `(not …)`");
  if (is_joining(token)) return missing_value();
  if (is_function(token)) return call();
  if (peek(1).is_sign("(")) {
    unknown_function(at_);
    return {};
  }
  return name();
}

Part ExprGrammar::call() {
  const std::size_t token = at_++;
  const std::string function = tokens_.list[token].text;
  const std::size_t open = at_;
  const std::string form =
      function == "round_up" ? "round_up(x)" : fmt::format("{}(a, b)", function);
  if (!take_sign("(")) {
    return fail("SB1055", token, fmt::format("`{}` has no values in parentheses", function),
                fmt::format("write `{}`", form));
  }
  std::vector<Part> parts;
  if (!peek().is_sign(")")) {
    do {
      parts.push_back(condition());
    } while (!failed_ && take_sign(","));
  }
  if (!failed_ && !take_sign(")")) return lacks_closing(")", open);
  if (failed_) return {};
  const bool good = function == "round_up" ? parts.size() == 1 : parts.size() >= 2;
  if (!good) {
    return fail("SB1055", token,
                fmt::format("`{}` takes {}", function,
                            function == "round_up" ? "one value" : "two values or more"),
                fmt::format("write `{}`", form));
  }
  return make(ExprKind::call, token, token, std::move(parts), function);
}

// days from a to b [less L [where c]]
Part ExprGrammar::days_from() {
  if (depth_ >= limits::max_expression_depth) return too_deep(at_);
  const std::size_t mark = at_++;
  if (!take_word("from")) {
    return fail("SB1050", mark, "`days` stands without a number or dates",
                "write `7 days`, or `days from a to b`");
  }
  std::vector<Part> parts;
  ++depth_;
  parts.push_back(sum());
  if (!failed_ && !take_word("to")) {
    return fail("SB1050", done() ? mark : at_, "`days from` has no `to`",
                "write `days from a to b`");
  }
  parts.push_back(factor());
  --depth_;
  if (failed_) return {};
  if (peek().is_sign("+") || peek().is_sign("-") || peek().is_sign("*") || peek().is_sign("/")) {
    return fail("SB1056", at_, fmt::format("it is open what `{}` belongs to", peek().text),
                fmt::format("write `(days from a to b) {} …` or `days from a to (b {} …)`",
                            peek().text, peek().text));
  }
  std::string list;
  std::size_t list_token = 0;
  if (take_word("less")) {
    if (peek().kind != TokenKind::name || is_joining(peek())) {
      return fail("SB1050", at_ - (done() ? 1U : 0U), "the name of a list must follow `less`",
                  "write `less repairs`, or `less repairs where …`");
    }
    list_token = at_;
    list = peek().text;
    ++at_;
    if (take_word("where")) parts.push_back(condition());
    if (failed_) return {};
  }
  Part out = make(ExprKind::days_from, mark, mark, std::move(parts), list);
  if (!list.empty()) out.expr.text_span = place(list_token, list_token);
  return out;
}

// last L.f [where c], last day of p
Part ExprGrammar::last() {
  const std::size_t mark = at_++;
  if (peek().is_word("day") && peek(1).is_word("of")) {
    at_ += 2;
    if (peek().kind != TokenKind::name || is_joining(peek())) {
      return fail("SB1050", at_ - (done() ? 1U : 0U),
                  "the name of a period must follow `last day of`",
                  "write `last day of guarantee`");
    }
    std::vector<Part> parts;
    parts.push_back(name());
    return make(ExprKind::last_day_of, mark, mark, std::move(parts));
  }
  const Token token = peek();
  const std::size_t dot = token.text.rfind('.');
  if (token.kind != TokenKind::name || dot == std::string::npos) {
    return fail("SB1050", token.kind == TokenKind::name ? at_ : mark,
                "a list and the field of its date must follow `last`",
                "write `last exchanges.on`, or `last day of guarantee`");
  }
  ++at_;
  std::vector<Part> parts;
  if (take_word("where")) parts.push_back(condition());
  if (failed_) return {};
  Part out = make(ExprKind::last_of, mark, mark, std::move(parts), token.text.substr(0, dot));
  out.expr.unit = token.text.substr(dot + 1);
  const auto split = static_cast<std::uint32_t>(dot);
  out.expr.text_span = scalar_.span_at(token.begin, split);
  out.expr.unit_span = scalar_.span_at(token.begin + split + 1, token.length - split - 1);
  return out;
}

}  // namespace sanbao::parse
