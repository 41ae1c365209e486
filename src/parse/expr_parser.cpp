// SPDX-License-Identifier: Apache-2.0
//
// expr_parser.cpp: conditions: or, and, not, if, comparisons, membership, periods, states.
// Tested by tests/unit/expr_parser_test.cpp.
#include "parse/expr_parser.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "parse/expr_grammar.hpp"

namespace sanbao::parse {
namespace {

using ir::ExprKind;

struct Comparison {
  std::string_view sign;
  ExprKind kind;
};
constexpr std::array comparisons{
    Comparison{"==", ExprKind::equal},  Comparison{"!=", ExprKind::not_equal},
    Comparison{"<", ExprKind::less},    Comparison{"<=", ExprKind::less_equal},
    Comparison{">", ExprKind::greater}, Comparison{">=", ExprKind::greater_equal},
};

const Comparison* comparison_of(std::string_view sign) {
  const auto* found = std::find_if(comparisons.begin(), comparisons.end(),
                                   [sign](const Comparison& entry) { return entry.sign == sign; });
  return found == comparisons.end() ? nullptr : found;
}

}  // namespace

std::optional<ir::Expr> ExprGrammar::run() {
  if (tokens_.list.size() == 1) {
    fail("SB1050", 0, "an expression is missing here", "write a condition or a value");
    return std::nullopt;
  }
  Part whole = condition();
  if (!failed_ && !done()) unexpected();
  if (failed_ || broken_ || tokens_.unsure) return std::nullopt;
  return std::move(whole.expr);
}

Part ExprGrammar::condition() {
  if (depth_ >= limits::max_expression_depth) return too_deep(at_);
  ++depth_;
  Part out = peek().is_word("if") ? choice() : joined();
  --depth_;
  return out;
}

Part ExprGrammar::joined() {
  Part left = negation();
  const auto joins = [this] { return !failed_ && (peek().is_word("and") || peek().is_word("or")); };
  if (!joins()) return left;
  const std::size_t first = left.first;
  std::vector<Part> parts;
  parts.push_back(std::move(left));
  std::string joiner;
  std::size_t mark = 0;
  bool told = false;
  while (joins()) {
    if (joiner.empty()) {
      joiner = peek().text;
      mark = at_;
    } else if (peek().text != joiner && !told) {
      told = true;
      faults_.error("SB1052", place(at_, at_), "`and` and `or` are mixed without parentheses",
                    fmt::format("write `(… {} …) {} …` or `… {} (… {} …)`, whichever is meant",
                                joiner, peek().text, joiner, peek().text));
    }
    ++at_;
    parts.push_back(negation());
  }
  if (failed_) return std::move(parts.front());
  const ExprKind kind = joiner == "and" ? ExprKind::logical_and : ExprKind::logical_or;
  return make(kind, first, mark, std::move(parts));
}

Part ExprGrammar::negation() {
  if (!peek().is_word("not")) return comparison();
  if (depth_ >= limits::max_expression_depth) return too_deep(at_);
  const std::size_t mark = at_++;
  ++depth_;
  std::vector<Part> parts;
  parts.push_back(negation());
  --depth_;
  if (failed_) return {};
  return make(ExprKind::logical_not, mark, mark, std::move(parts));
}

// if c then a else b
Part ExprGrammar::choice() {
  const std::size_t mark = at_++;
  std::vector<Part> parts;
  parts.push_back(condition());
  if (!failed_ && !take_word("then")) return lacks_word("then", mark);
  parts.push_back(condition());
  if (!failed_ && !take_word("else")) return lacks_word("else", mark);
  parts.push_back(condition());
  if (failed_) return {};
  return make(ExprKind::if_else, mark, mark, std::move(parts));
}

Part ExprGrammar::lacks_word(std::string_view word, std::size_t mark) {
  if (done()) {
    return fail("SB1050", mark, fmt::format("this `if` has no `{}`", word),
                help_for_end("write `if … then … else …`"));
  }
  return fail("SB1050", at_, fmt::format("`{}` must stand before `{}`", word, words(at_, at_)),
              "write `if … then … else …`");
}

Part ExprGrammar::comparison() {
  Part left = sum();
  if (failed_ || !compares()) return left;
  Part out = compare(std::move(left));
  while (!failed_ && compares()) {
    broken_ = true;
    faults_.error("SB1053", place(at_, at_), "a comparison cannot follow another",
                  "compare twice, `a < b and b < c`, or put one of them in parentheses");
    out = compare(std::move(out));
  }
  return out;
}

bool ExprGrammar::compares() const {
  const Token& token = peek();
  if (token.kind == TokenKind::sign) return comparison_of(token.text) != nullptr;
  if (token.is_word("not"))
    return peek(1).is_word("in") || peek(1).is_word("before") || peek(1).is_word("after") ||
           peek(1).is_word("has");
  return token.is_word("in") || token.is_word("has") || token.is_word("is") ||
         token.is_word("before") || token.is_word("after");
}

Part ExprGrammar::compare(Part left) {
  const std::size_t mark = at_;
  if (take_word("not")) {
    faults_.error("SB1054", place(mark, mark + 1),
                  fmt::format("`not {}` cannot follow a value", peek().text),
                  fmt::format("write `not {} {} …`", words(left.first, left.last), peek().text));
    std::vector<Part> parts;
    const std::size_t first = left.first;
    parts.push_back(compare(std::move(left)));
    if (failed_) return {};
    return make(ExprKind::logical_not, first, mark, std::move(parts));
  }
  if (take_word("in")) return membership(std::move(left), mark);
  if (take_word("before")) return period_test(ExprKind::before, std::move(left), mark);
  if (take_word("after")) return period_test(ExprKind::after, std::move(left), mark);
  if (take_word("has")) return has_member(std::move(left), mark);
  if (take_word("is")) return state_test(std::move(left), mark);
  const ExprKind kind = comparison_of(peek().text)->kind;
  ++at_;
  Part right = sum();
  if (failed_) return {};
  return binary(kind, std::move(left), mark, std::move(right));
}

Part ExprGrammar::membership(Part left, std::size_t mark) {
  if (peek().kind == TokenKind::name && !is_joining(peek())) {
    return binary(ExprKind::in_name, std::move(left), mark, name());
  }
  const std::size_t open = at_;
  if (!take_sign("[")) {
    if (done()) return missing_value();
    return fail("SB1050", at_, "a list or the name of a period must follow `in`",
                "write `x in [a, b]` or `claim.filed_on in guarantee`");
  }
  std::vector<Part> parts;
  const std::size_t first = left.first;
  parts.push_back(std::move(left));
  if (peek().is_sign("]"))
    return fail("SB1050", open, "a list of nothing", "write its members: `[a, b]`");
  do {
    parts.push_back(sum());
  } while (!failed_ && take_sign(","));
  if (!failed_ && !take_sign("]")) return lacks_closing("]", open);
  if (failed_) return {};
  return make(ExprKind::in_list, first, mark, std::move(parts));
}

Part ExprGrammar::period_test(ExprKind kind, Part left, std::size_t mark) {
  const std::string word = tokens_.list[mark].text;
  if (peek().kind == TokenKind::name && !is_joining(peek()))
    return binary(kind, std::move(left), mark, name());
  if (done()) return missing_value();
  return fail("SB1050", at_, fmt::format("the name of a period must follow `{}`", word),
              fmt::format("dates are compared by `{}`", kind == ExprKind::before ? "<" : ">"));
}

Part ExprGrammar::has_member(Part left, std::size_t mark) {
  if (peek().is_sign("[")) {
    return fail("SB1050", at_, "one member must follow `has`", "write `s has a or s has b`");
  }
  if (peek().kind != TokenKind::name && peek().kind != TokenKind::text) {
    if (done()) return missing_value();
    return fail("SB1050", at_, "a member must follow `has`", "write a bare word or a quoted text");
  }
  if (is_joining(peek())) return missing_value();
  Part member = peek().kind == TokenKind::text ? literal(ExprKind::text) : name();
  return binary(ExprKind::has, std::move(left), mark, std::move(member));
}

// `x is missing` asks whether it is known, `x is in p` needs no `is`, `x is a` compares.
std::string ExprGrammar::help_behind_is(const std::string& subject, bool negated) const {
  const Token& state = peek();
  for (const std::string_view word : {"unknown", "null", "missing", "absent", "empty"})
    if (state.is_word(word)) return fmt::format("write `not {} is known`", subject);
  for (const std::string_view word : {"in", "before", "after", "has"})
    if (state.is_word(word)) {
      return fmt::format("write `{}{} {} {}`", negated ? "not " : "", subject, word,
                         peek(1).kind == TokenKind::name ? peek(1).text : "…");
    }
  return fmt::format("write `{} {} {}` to compare", subject,
                     negated ? "!=" : "==", state.kind == TokenKind::name ? state.text : "…");
}

Part ExprGrammar::state_test(Part left, std::size_t mark) {
  const std::string subject = words(left.first, left.last);
  const bool negated = take_word("not");
  const Token& state = peek();
  const bool known = state.is_word("known");
  if (!known && !state.is_word("never")) {
    if (done() && !negated) return missing_value();
    return fail("SB1054", at_, "only `known` and `never` follow `is`",
                help_behind_is(subject, negated));
  }
  if (negated) {
    faults_.error("SB1054", place(mark, at_),
                  fmt::format("`is not {}` is not part of the language", state.text),
                  fmt::format("write `not {} is {}`", subject, state.text));
  }
  ++at_;
  const std::size_t first = left.first;
  std::vector<Part> parts;
  parts.push_back(std::move(left));
  return make(known ? ExprKind::is_known : ExprKind::is_never, first, mark, std::move(parts));
}

std::optional<ir::PeriodDoc::Extend> ExprGrammar::run_list_where() {
  if (peek().kind != TokenKind::name || is_joining(peek())) {
    fail("SB1050", 0, "the name of a list must stand here",
         "write `repairs`, or `repairs where …`");
    return std::nullopt;
  }
  ir::PeriodDoc::Extend out;
  out.list = {peek().text, place(at_, at_), scalar_.quoted};
  ++at_;
  if (take_word("where")) out.where = condition().expr;
  if (!failed_ && !done()) unexpected();
  if (failed_ || broken_ || tokens_.unsure) return std::nullopt;
  return out;
}

namespace {

bool is_too_long(const ir::YamlNode& scalar, base::FaultList& faults) {
  if (scalar.text.size() <= limits::max_expression_bytes) return false;
  faults.error("SB1058", scalar.span,
               fmt::format("an expression of more than {} bytes", limits::max_expression_bytes),
               "name parts of it under `values` or `conditions` and use the names");
  return true;
}

}  // namespace

std::optional<ir::Expr> parse_expression(const ir::YamlNode& scalar, base::FaultList& faults,
                                         ExprBudget& budget) {
  if (is_too_long(scalar, faults)) return std::nullopt;
  return ExprGrammar(scalar, faults, budget).run();
}

std::optional<ir::PeriodDoc::Extend> parse_list_where(const ir::YamlNode& scalar,
                                                      base::FaultList& faults, ExprBudget& budget) {
  if (is_too_long(scalar, faults)) return std::nullopt;
  return ExprGrammar(scalar, faults, budget).run_list_where();
}

}  // namespace sanbao::parse
