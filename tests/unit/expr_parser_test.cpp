// SPDX-License-Identifier: Apache-2.0
//
// expr_parser_test.cpp: every form of docs/language.md (Expressions) as a tree, places, and what is
// refused.
#include "parse/expr_parser.hpp"

#include <string>
#include <vector>

#include "base/limits.hpp"
#include "expr_fixture.hpp"

using expr_fixture::Expr;
using expr_fixture::ExprKind;
using expr_fixture::parse;
using expr_fixture::Parsed;
using expr_fixture::show;
using sanbao::Diagnostic;
using sanbao::Span;

TEST_CASE("every form of an expression") {
  struct Case {
    const char* text;
    const char* tree;
  };
  const std::vector<Case> cases{
      // literals
      {"30 CNY", "30_CNY"},
      {"0.50 EUR", "0.50_EUR"},
      {"7 days", "7_days"},
      {"1 day", "1_days"},
      {"1 year", "1_years"},
      {"18 months", "18_months"},
      {"10 working_days", "10_working_days"},
      {"0.3%", "0.3%"},
      {"5‰", "5‰"},
      {"2021-07-22", "2021-07-22"},
      {"12000", "12000"},
      {"\"text, with (signs)\"", "\"text, with (signs)\""},
      {"true", "true"},
      {"never", "never"},
      {"whole_unit", "whole_unit"},
      {"catalogue.rate", "catalogue.rate"},
      // logic
      {"a and b and c", "(and a b c)"},
      {"a or b or c", "(or a b c)"},
      {"(a or b) and not c", "(and (or a b) (not c))"},
      {"not a in p", "(not (in a p))"},
      {"not not a", "(not (not a))"},
      {"not a and b", "(and (not a) b)"},
      {"(a and b) and c", "(and (and a b) c)"},
      // comparisons
      {"fault.kind == performance", "(== fault.kind performance)"},
      {"a != b", "(!= a b)"},
      {"a < b", "(< a b)"},
      {"a <= b", "(<= a b)"},
      {"a > b", "(> a b)"},
      {"a >= b", "(>= a b)"},
      {"x in [a, b]", "(in-list x a b)"},
      {"x in [1, 2 days, \"c\"]", "(in-list x 1 2_days \"c\")"},
      {"claim.filed_on in guarantee", "(in claim.filed_on guarantee)"},
      {"fault.component in catalogue.main_parts", "(in fault.component catalogue.main_parts)"},
      {"d before p", "(before d p)"},
      {"d after p", "(after d p)"},
      {"purchase.documents has invoice", "(has purchase.documents invoice)"},
      {"purchase.promises has \"七天\"", "(has purchase.promises \"七天\")"},
      {"x is known", "(known x)"},
      {"d is never", "(is-never d)"},
      {"not x is known", "(not (known x))"},
      {"a and b == c or_d", nullptr},
      // arithmetic
      {"a + b - c", "(- (+ a b) c)"},
      {"a + b * c / d", "(+ a (/ (* b c) d))"},
      {"(a + b) * c", "(* (+ a b) c)"},
      {"-a * -b", "(* (neg a) (neg b))"},
      {"purchase.price * 0.3% * used_days", "(* (* purchase.price 0.3%) used_days)"},
      {"claim.filed_on > received_on + 1 month", "(> claim.filed_on (+ received_on 1_months))"},
      {"round_up((hours - excluded_hours) / 24) * 1 day",
       "(* (round_up (/ (- hours excluded_hours) 24)) 1_days)"},
      {"min(a, b)", "(min a b)"},
      {"max(a, b, c)", "(max a b c)"},
      {"first(last exchanges.on where whole_unit, purchase.sold_on)",
       "(first (last exchanges.on whole_unit) purchase.sold_on)"},
      // words of the law
      {"if registered_in_time then 12 months else 6 months",
       "(if registered_in_time 12_months 6_months)"},
      {"if a then b else if c then d else e", "(if a b (if c d e))"},
      {"if a or b then c + d else e * f", "(if (or a b) (+ c d) (* e f))"},
      {"(if a then b else c) + 1 day", "(+ (if a b c) 1_days)"},
      {"min(if a then b else c, d)", "(min (if a b c) d)"},
      {"days from a to b", "(days-from a b)"},
      {"days from a to b less repairs", "(days-from less repairs a b)"},
      {"days from a to b less repairs where not fixed and authorised",
       "(days-from less repairs a b (and (not fixed) authorised))"},
      {"days from a + 3 days to last day of p > 90 days",
       "(> (days-from (+ a 3_days) (last-day p)) 90_days)"},
      {"days from a to b less repairs + 3 days", "(+ (days-from less repairs a b) 3_days)"},
      {"last exchanges.on", "(last exchanges.on)"},
      {"last exchanges.on where whole_unit", "(last exchanges.on whole_unit)"},
      {"last exchanges.on + 1 year", "(+ (last exchanges.on) 1_years)"},
      {"last own.visits.done_on", "(last own.visits.done_on)"},
      {"last day of guarantee", "(last-day guarantee)"},
      {"last day of p + 3 days < d", "(< (+ (last-day p) 3_days) d)"},
      {"a\n and b", "(and a b)"},
  };
  for (const Case& each : cases) {
    CAPTURE(each.text);
    const Parsed parsed = parse(each.text);
    if (each.tree == nullptr) {
      CHECK_FALSE(parsed.expr);
      continue;
    }
    for (const Diagnostic& d : parsed.faults)
      INFO(sanbao::render(d));
    REQUIRE(parsed.expr);
    CHECK(parsed.faults.empty());
    CHECK(show(*parsed.expr) == each.tree);
  }
}

TEST_CASE("places of parts and of their signs") {
  const Parsed good = parse("x == \"现代\" and last own.visits.on < (y + 1)");
  REQUIRE(good.expr);
  const Expr& both = *good.expr;
  CHECK(both.span == Span{1, 1, 42});
  CHECK(both.mark == Span{1, 11, 3});
  const Expr& equal = both.args[0];
  CHECK(equal.span == Span{1, 1, 9});
  CHECK(equal.mark == Span{1, 3, 2});
  CHECK(equal.args[1].span == Span{1, 6, 4});
  const Expr& less = both.args[1];
  CHECK(less.span == Span{1, 15, 28});
  const Expr& last = less.args[0];
  CHECK(last.span == Span{1, 15, 18});
  CHECK(last.text_span == Span{1, 20, 10});
  CHECK(last.unit_span == Span{1, 31, 2});
  CHECK(less.args[1].parenthesised);
  CHECK(less.args[1].span == Span{1, 37, 5});
  CHECK(less.args[1].args[1].span == Span{1, 41, 1});
}

TEST_CASE("places of the words of the law") {
  const Parsed parsed = parse("days from a to b less repairs where c");
  REQUIRE(parsed.expr);
  CHECK(parsed.expr->span == Span{1, 1, 37});
  CHECK(parsed.expr->mark == Span{1, 1, 4});
  CHECK(parsed.expr->text_span == Span{1, 23, 7});
  const Parsed list = parse("x in [a, b]");
  REQUIRE(list.expr);
  CHECK(list.expr->mark == Span{1, 3, 2});
  CHECK(list.expr->args[2].span == Span{1, 10, 1});
  const Parsed money = parse("a > 30 CNY");
  REQUIRE(money.expr);
  CHECK(money.expr->args[1].span == Span{1, 5, 6});
}

TEST_CASE("what is refused, where, and how it is told") {
  struct Case {
    const char* text;
    const char* code;
    Span span;
    const char* words;
  };
  const std::vector<Case> cases{
      {"", "SB1050", {1, 1, 1}, "missing here"},
      {"a and", "SB1050", {1, 3, 3}, "ends after `and`"},
      {"a ==", "SB1050", {1, 3, 2}, "ends after `==`"},
      {"a and or b", "SB1050", {1, 7, 2}, "between `and` and `or`"},
      {"and a", "SB1050", {1, 1, 3}, "before `and`"},
      {"a + * b", "SB1050", {1, 5, 1}, "before `*`"},
      {"(a or b", "SB1050", {1, 1, 1}, "not closed"},
      {"min(a, b", "SB1050", {1, 4, 1}, "not closed"},
      {"x in [a, b", "SB1050", {1, 6, 1}, "not closed"},
      {"x in []", "SB1050", {1, 6, 1}, "a list of nothing"},
      {"x in (a, b)", "SB1050", {1, 6, 1}, "`x in [a, b]`"},
      {"x in 3", "SB1050", {1, 6, 1}, "must follow `in`"},
      {"d before 2024-01-01", "SB1050", {1, 10, 10}, "compared by `<`"},
      {"s has [a, b]", "SB1050", {1, 7, 1}, "`s has a or s has b`"},
      {"s has 3", "SB1050", {1, 7, 1}, "a member must follow"},
      {"if a then b", "SB1050", {1, 1, 2}, "no `else`"},
      {"if a b else c", "SB1050", {1, 6, 1}, "`then` must stand"},
      {"days from a", "SB1050", {1, 1, 4}, "no `to`"},
      {"days from a to b less", "SB1050", {1, 18, 4}, "must follow `less`"},
      {"days", "SB1050", {1, 1, 4}, "days from a to b"},
      {"last exchanges", "SB1050", {1, 6, 9}, "`last exchanges.on`"},
      {"last", "SB1050", {1, 1, 4}, "must follow `last`"},
      {"last day of", "SB1050", {1, 10, 2}, "period must follow"},
      {"a b", "SB1051", {1, 3, 1}, "`b` cannot follow here"},
      {"a adn b", "SB1051", {1, 3, 3}, "did you mean `and`?"},
      {"a, b", "SB1051", {1, 2, 1}, "commas stand"},
      {"a)", "SB1051", {1, 2, 1}, "closes nothing"},
      {"[a, b]", "SB1051", {1, 1, 1}, "behind `in` alone"},
      {"7 days from a", "SB1051", {1, 8, 4}, "`days from a to b`"},
      {"last day of p where x", "SB1051", {1, 15, 5}, "`where` stands behind a list"},
      {"a or b and c", "SB1052", {1, 8, 3}, "(… or …) and …"},
      {"a and b or c", "SB1052", {1, 9, 2}, "mixed without parentheses"},
      {"a < b < c", "SB1053", {1, 7, 1}, "`a < b and b < c`"},
      {"a == b != c", "SB1053", {1, 8, 2}, "cannot follow another"},
      {"x in p == true", "SB1053", {1, 8, 2}, "cannot follow another"},
      {"x not in p", "SB1054", {1, 3, 6}, "`not x in …`"},
      {"x is not known", "SB1054", {1, 3, 12}, "`not x is known`"},
      {"x is null", "SB1054", {1, 6, 4}, "`not x is known`"},
      {"x is true", "SB1054", {1, 6, 4}, "`x == true`"},
      {"mni(a, b)", "SB1055", {1, 1, 3}, "did you mean `min`?"},
      {"a + sum(b)", "SB1055", {1, 5, 3}, "no function `sum`"},
      {"min(a)", "SB1055", {1, 1, 3}, "two values or more"},
      {"round_up(a, b)", "SB1055", {1, 1, 8}, "one value"},
      {"first", "SB1055", {1, 1, 5}, "in parentheses"},
      {"days from a to b + 3 days", "SB1056", {1, 18, 1}, "(days from a to b) + …"},
      {"1 + if a then b else c", "SB1056", {1, 5, 2}, "parentheses"},
      {"a == not b", "SB1056", {1, 6, 3}, "parentheses"},
      {"7 dyas", "SB1045", {1, 3, 4}, "did you mean `7 days`?"},
      {"2 weeks", "SB1045", {1, 3, 5}, "write `14 days`"},
      {"10 working days", "SB1045", {1, 4, 7}, "`10 working_days`"},
      {"1.5 years", "SB1045", {1, 1, 3}, "no whole number"},
      {"30 RMB", "SB1045", {1, 4, 3}, "`30 CNY`"},
      {"30 yuan", "SB1045", {1, 4, 4}, "`30 CNY`"},
      {"CNY 30", "SB1045", {1, 1, 3}, "`30 CNY`"},
      {"3 adn b", "SB1045", {1, 3, 3}, "did you mean `and`?"},
  };
  for (const Case& each : cases) {
    CAPTURE(each.text);
    const Parsed parsed = parse(each.text);
    REQUIRE(parsed.faults.size() == 1);
    const std::string shown = sanbao::render(parsed.faults.front());
    CAPTURE(shown);
    CHECK(parsed.faults.front().code == each.code);
    CHECK(parsed.faults.front().span == each.span);
    CHECK(shown.find(each.words) != std::string::npos);
  }
}

TEST_CASE("spelling and grammar are told in one run") {
  const Parsed parsed = parse("a = 1,000 && b ＞ 3 or c < d < e");
  std::string codes;
  for (const Diagnostic& d : parsed.faults)
    codes += d.code.substr(4) + " ";
  CHECK(codes == "42 43 42 41 52 53 ");
}

TEST_CASE("depth and length are bounded") {
  const auto code = [](const std::string& text) {
    const Parsed parsed = parse(text);
    return parsed.faults.empty() ? std::string("read") : parsed.faults.front().code;
  };
  const auto times = [](std::size_t count, std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < count; ++i)
      out += text;
    return out;
  };
  CHECK(code(times(60, "(") + "a" + times(60, ")")) == "read");
  CHECK(code(times(2'000, "(") + "a" + times(2'000, ")")) == "SB1057");
  CHECK(code(times(2'000, "not ") + "a") == "SB1057");
  CHECK(code(times(2'000, "-") + "a") == "SB1057");
  CHECK(code(times(500, "if a then b else ") + "c") == "SB1057");
  CHECK(code("a" + times(60, " + a")) == "read");
  CHECK(code("a" + times(100, " + a")) == "SB1057");
  CHECK(code("a" + times(500, " and a")) == "read");
  CHECK(code(times(1'000, "days from ") + "a") == "SB1057");
  CHECK(code(times(sanbao::limits::max_expression_bytes, "a")) == "read");
  CHECK(code(times(sanbao::limits::max_expression_bytes + 1, "a")) == "SB1058");
}

TEST_CASE("the expressions of one file have a common budget") {
  const sanbao::ir::YamlNode node = expr_fixture::scalar("a and b and c");
  const sanbao::base::SourceText source(node.text);
  sanbao::base::FaultList faults("t.yaml", source);
  sanbao::parse::ExprBudget budget{9};
  CHECK(sanbao::parse::parse_expression(node, faults, budget));
  CHECK(sanbao::parse::parse_expression(node, faults, budget));
  CHECK(budget.nodes_left == 1);
  CHECK_FALSE(sanbao::parse::parse_expression(node, faults, budget));
  CHECK(faults.take().front().code == "SB1058");
}

TEST_CASE("a list with a condition, as extend_by takes it") {
  const auto read = [](std::string text) -> std::string {
    const sanbao::ir::YamlNode node = expr_fixture::scalar(std::move(text));
    const sanbao::base::SourceText source(node.text);
    sanbao::base::FaultList faults("t.yaml", source);
    sanbao::parse::ExprBudget budget;
    const auto extend = sanbao::parse::parse_list_where(node, faults, budget);
    if (!extend) return faults.take().front().code;
    return extend->list.text + (extend->where ? " " + show(*extend->where) : "");
  };
  CHECK(read("repairs") == "repairs");
  CHECK(read("repairs where authorised and not fixed") == "repairs (and authorised (not fixed))");
  CHECK(read("repairs authorised") == "SB1051");
  CHECK(read("repairs where") == "SB1050");
  CHECK(read("where x") == "SB1050");
}
