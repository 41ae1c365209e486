// SPDX-License-Identifier: Apache-2.0
//
// document_parser_test.cpp: every section of a policy in every form, and what a section refuses.
#include <doctest/doctest.h>

#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "expr_fixture.hpp"
#include "ir/document.hpp"
#include "parse/parse.hpp"

using expr_fixture::show;
using sanbao::Diagnostic;
using sanbao::Span;
using sanbao::ir::Expr;
using sanbao::ir::ExprKind;
using sanbao::ir::PolicyDocument;
using sanbao::ir::StepKind;
using sanbao::ir::Word;
using sanbao::parse::parse_policy;

namespace {

PolicyDocument read(std::string text) {
  auto result = parse_policy("sanbao: 1\n" + std::move(text), "t.yaml");
  std::string shown;
  for (const Diagnostic& d : result.diagnostics())
    shown += sanbao::render(d);
  INFO(shown);
  REQUIRE(result.has_value());
  return std::move(*result);
}

std::string words(const std::vector<Word>& list) {
  std::string out;
  for (const Word& word : list)
    out += (out.empty() ? "" : " ") + word.text;
  return out;
}

std::string shown(const std::vector<Expr>& list) {
  std::string out;
  for (const Expr& expr : list)
    out += (out.empty() ? "" : " | ") + show(expr);
  return out;
}

}  // namespace

TEST_CASE("the shipped policy has everything its file says") {
  std::ifstream file("rules/vendors/hyundai-mp3.yaml", std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  auto result = parse_policy(text, "rules/vendors/hyundai-mp3.yaml");
  REQUIRE(result.has_value());
  CHECK(result.diagnostics().empty());
  const PolicyDocument& doc = *result;
  CHECK(doc.policy->text == "hyundai-mp3");
  CHECK(doc.tree->bytes == text);
  CHECK(doc.clauses.size() == 26);
  CHECK(doc.rules.size() == 24);
  CHECK(doc.facts.size() == 11);
  CHECK(doc.periods.size() == 3);
  CHECK(doc.notices.size() == 1);
  CHECK(doc.informative.size() == 2);
  CHECK(show(*doc.applies_to) ==
        "(and (== product.category mp3_player) (== product.brand \"现代\"))");
}

TEST_CASE("what a policy says of itself") {
  const PolicyDocument doc = read(R"(
policy: cn/household-car
version: "2022"
title: {zh: 家用汽车, en: Household cars}
basis: statute
verified: recalled
source: {title: {zh: 规定, en: Provisions}, url: "https://example.org/x"}
in_force: {from: 2022-01-01, until: 2030-12-31, by: [purchase.delivered_on, purchase.invoiced_on]}
applies_to: {any: [product.category == car, product.category == motorcycle]}
currency: CNY
round: {to: 0.01, mode: half_up}
clauses: ["1", 2, 3a]
yields_to: [local, cn/x]
prefer: consumer
remedies:
  inspection: {zh: 检测, en: inspection, side: true, paid: true}
names:
  guarantee: {zh: 三包有效期, en: guarantee}
notices:
  - {id: 8, on: [denied, conflict], text: {zh: 申诉}}
informative:
  "4": {en: no liability}
)");
  CHECK(doc.policy->text == "cn/household-car");
  CHECK(doc.policy->span == Span{3, 9, 16});
  CHECK(doc.version->text == "2022");
  CHECK(doc.version->quoted);
  CHECK(doc.title->zh == "家用汽车");
  CHECK(doc.title->en == "Household cars");
  CHECK(doc.basis->text == "statute");
  CHECK(doc.verified.word->text == "recalled");
  CHECK(doc.source_title.en == "Provisions");
  CHECK(doc.source_url == "https://example.org/x");
  CHECK(doc.in_force->from->text == "2022-01-01");
  CHECK(doc.in_force->until->text == "2030-12-31");
  CHECK(shown(doc.in_force->by) == "purchase.delivered_on | purchase.invoiced_on");
  CHECK(show(*doc.applies_to) ==
        "(any (== product.category car) (== product.category motorcycle))");
  CHECK(doc.currency->text == "CNY");
  CHECK(doc.round->to->text == "0.01");
  CHECK(doc.round->mode->text == "half_up");
  CHECK(doc.has_clauses);
  CHECK(words(doc.clauses) == "1 2 3a");
  CHECK(words(doc.yields_to) == "local cn/x");
  CHECK(doc.prefer->text == "consumer");
  REQUIRE(doc.remedies.size() == 1);
  CHECK(doc.remedies[0].name.text == "inspection");
  CHECK(doc.remedies[0].text.en == "inspection");
  CHECK(doc.remedies[0].side);
  CHECK(doc.remedies[0].paid);
  CHECK(doc.names[0].first.text == "guarantee");
  CHECK(doc.notices[0].id.text == "8");
  CHECK(words(doc.notices[0].on) == "denied conflict");
  CHECK(doc.notices[0].text.zh == "申诉");
  CHECK(doc.informative[0].first.text == "4");
  CHECK(doc.informative[0].second.en == "no liability");
}

TEST_CASE("a source may have a plain title, a list of one its only word, in_force no end") {
  const PolicyDocument doc = read(
      "source: {title: 细则}\nyields_to: statute\nin_force: {from: 2008-01-01, by: "
      "purchase.sold_on}\n"
      "clauses: 5\n");
  CHECK(doc.source_title.zh == "细则");
  CHECK(doc.source_title.en == "细则");
  CHECK(words(doc.yields_to) == "statute");
  CHECK(shown(doc.in_force->by) == "purchase.sold_on");
  CHECK_FALSE(doc.in_force->until);
  CHECK(words(doc.clauses) == "5");
}

TEST_CASE("facts with their types and assumptions") {
  const PolicyDocument doc = read(R"(
facts:
  lcd.bright_dots: {type: count, ask: {zh: 亮点个数, en: bright dots}}
  goods.human_damage: {assume: false}
  consumer.accepts_exchange: {assume: claim.requests != return}
  fee.paid: {type: money, assume: 0 EUR}
  own.kind: {type: {enum: [a, b]}}
  own.tags: {type: {set: text}}
  visits: {type: {list: {on: date, kind: {enum: [x, y]}, cost: money}}, assume: []}
  repairs.authorised: {assume: true}
)");
  REQUIRE(doc.facts.size() == 8);
  CHECK(doc.facts[0].path.text == "lcd.bright_dots");
  CHECK(doc.facts[0].type.name == "count");
  CHECK(doc.facts[0].ask->en == "bright dots");
  CHECK(doc.facts[1].type.name.empty());
  CHECK(show(*doc.facts[1].assume) == "false");
  CHECK(show(*doc.facts[2].assume) == "(!= claim.requests return)");
  CHECK(show(*doc.facts[3].assume) == "0_EUR");
  CHECK(doc.facts[4].type.name == "enum");
  CHECK(words(doc.facts[4].type.members) == "a b");
  CHECK(doc.facts[5].type.name == "set");
  CHECK(doc.facts[5].type.element == "text");
  CHECK(doc.facts[6].type.name == "list");
  CHECK(doc.facts[6].assume_empty_list);
  REQUIRE(doc.facts[6].type.fields.size() == 3);
  CHECK(doc.facts[6].type.fields[0].type.name == "date");
  CHECK(words(doc.facts[6].type.fields[1].type.members) == "x y");
}

TEST_CASE("parameters and tables") {
  const PolicyDocument doc = read(R"(
parameters:
  daily_rate: {value: 0.25%, cite: "8", verified: seen}
  weekend_rolls: {value: false, contested: {zh: 有争议, en: disputed}}
tables:
  catalogue:
    by: product.category
    columns: [whole, main, main_parts, rate]
    of:
      bicycle:   [1 year, 2 years, [frame, gear_changer], 0.05%]
      microwave: {row: ["1 year", 2 years, [magnetron], -], verified: recalled}
      "其他":    [-, "外壳", [], "'x' y"]
    otherwise: [-, -, -, -]
    cite: ["1", "2"]
    verified: seen
)");
  REQUIRE(doc.parameters.size() == 2);
  CHECK(show(doc.parameters[0].value) == "0.25%");
  CHECK(words(doc.parameters[0].cite) == "8");
  CHECK(doc.parameters[0].verified.word->text == "seen");
  CHECK(show(doc.parameters[1].value) == "false");
  CHECK(doc.parameters[1].contested->en == "disputed");

  REQUIRE(doc.tables.size() == 1);
  const auto& table = doc.tables[0];
  CHECK(show(table.by) == "product.category");
  CHECK(words(table.columns) == "whole main main_parts rate");
  REQUIRE(table.rows.size() == 3);
  CHECK(shown(table.rows[0].cells[0]) == "1_years");
  CHECK(shown(table.rows[0].cells[2]) == "frame | gear_changer");
  CHECK(table.rows[0].is_list == std::vector<bool>{false, false, true, false});
  CHECK(shown(table.rows[1].cells[0]) == "1_years");  // quotes of YAML only protect
  CHECK(table.rows[1].is_none == std::vector<bool>{false, false, false, true});
  CHECK(table.rows[1].verified.word->text == "recalled");
  CHECK(table.rows[2].key.text == "其他");
  CHECK(shown(table.rows[2].cells[1]) == "\"外壳\"");  // no literal: a text
  CHECK(shown(table.rows[2].cells[3]) == "\"'x' y\"");
  CHECK(table.otherwise->is_none == std::vector<bool>{true, true, true, true});
  CHECK(words(table.cite) == "1 2");
}

TEST_CASE("values: expressions, measures of events, money in steps") {
  const PolicyDocument doc = read(R"(
values:
  last_exchange: last exchanges.on where whole_unit
  waited: {total: repairs, of: waiting_days}
  fee:
    - purchase.price * 0.3% * used_days
    - times: 2
    - plus: 3 CNY
    - minus: min(4 CNY, x)
    - at_least: 1 CNY
    - at_most: full_refund
  one_line: [purchase.price]
)");
  REQUIRE(doc.values.size() == 4);
  CHECK(show(doc.values[0].steps[0].expr) == "(last exchanges.on whole_unit)");
  CHECK_FALSE(doc.values[0].in_steps);
  CHECK(show(doc.values[1].steps[0].expr) == "{total repairs of waiting_days}");
  const auto& steps = doc.values[2].steps;
  CHECK(doc.values[2].in_steps);
  REQUIRE(steps.size() == 6);
  CHECK(steps[0].kind == StepKind::first);
  CHECK(steps[0].text == "purchase.price * 0.3% * used_days");
  CHECK(steps[1].kind == StepKind::times);
  CHECK(steps[2].kind == StepKind::plus);
  CHECK(steps[3].kind == StepKind::minus);
  CHECK(show(steps[3].expr) == "(min 4_CNY x)");
  CHECK(steps[4].kind == StepKind::at_least);
  CHECK(steps[5].kind == StepKind::at_most);
  CHECK(steps[5].text == "at_most: full_refund");
  CHECK(doc.values[3].in_steps);
}

TEST_CASE("the clock and periods") {
  const PolicyDocument doc = read(R"(
clock:
  zone: Asia/Shanghai
  count_from: next_day
  month_end: last_day
  roll: if weekend_rolls then next_working_day else none
  calendar: cn
periods:
  a: {from: purchase.sold_on, length: 7 days}
  b: {from: [last_exchange, purchase.sold_on], length: if x then 12 months else 6 months, roll: none}
  c: {from: purchase.sold_on, until: never}
  d: {from: purchase.sold_on, length: catalogue.whole, or_usage: {usage.odometer_km: 50000}, verified: recalled}
  e: {from: purchase.sold_on, length: 1 year, extend_by: repairs where authorised, count_from: same_day}
  f: {from: purchase.sold_on, length: 1 year, extend_by: repairs, month_end: error}
)");
  CHECK(doc.clock->zone->text == "Asia/Shanghai");
  CHECK(doc.clock->calendar->text == "cn");
  CHECK(show(*doc.clock->count_from) == "next_day");
  CHECK(show(*doc.clock->month_end) == "last_day");
  CHECK(show(*doc.clock->roll) == "(if weekend_rolls next_working_day none)");
  REQUIRE(doc.periods.size() == 6);
  CHECK(shown(doc.periods[0].from) == "purchase.sold_on");
  CHECK(show(*doc.periods[0].length) == "7_days");
  CHECK(shown(doc.periods[1].from) == "last_exchange | purchase.sold_on");
  CHECK(show(*doc.periods[1].length) == "(if x 12_months 6_months)");
  CHECK(show(*doc.periods[1].clock.roll) == "none");
  CHECK(doc.periods[2].until->kind == ExprKind::never);
  CHECK(doc.periods[3].or_usage[0].first.text == "usage.odometer_km");
  CHECK(show(doc.periods[3].or_usage[0].second) == "50000");
  CHECK(doc.periods[3].verified.word->text == "recalled");
  CHECK(doc.periods[4].extend_by->list.text == "repairs");
  CHECK(show(*doc.periods[4].extend_by->where) == "authorised");
  CHECK(show(*doc.periods[4].clock.count_from) == "same_day");
  CHECK_FALSE(doc.periods[5].extend_by->where);
  CHECK(show(*doc.periods[5].clock.month_end) == "error");
}

TEST_CASE("conditions as strings, lists and event tests") {
  const PolicyDocument doc = read(R"(
conditions:
  a: fault.kind == performance
  b: "fault.cause in [misuse, storage]"
  c: {all: [a, {any: [b, not a]}, {none: [a == 1]}]}
  d: {at_least: 2, of: [a, b, "x in [c, d]"]}
  e: {count: repairs, where: received_on in guarantee and not fixed, at_least: 2}
  f: {count: repairs, same: fault_code, more_than: 4}
  g: {count: repairs, same: [component, main_part], more_than: 4, where: {any: [a, b]}}
  h: {total: repairs, of: round_up((hours - excluded_hours) / 24) * 1 day, more_than: 30 days}
  i: {largest: repairs, of: waiting_days, at_most: 90 days}
  j: {days: repairs, fewer_than: 35 days}
  k: {exactly: 1, count: visits}
  l:
    all:
      - a
      - count: repairs
        at_least: 1
)");
  const std::vector<std::string> trees{
      "(== fault.kind performance)",
      "(in-list fault.cause misuse storage)",
      "(all a (any b (not a)) (none (== a 1)))",
      "(at-least-of 2 a b (in-list x c d))",
      "{count repairs where (and (in received_on guarantee) (not fixed)) at_least 2}",
      "{count repairs same fault_code more_than 4}",
      "{count repairs same component same main_part where (any a b) more_than 4}",
      "{total repairs of (* (round_up (/ (- hours excluded_hours) 24)) 1_days) more_than 30_days}",
      "{largest repairs of waiting_days at_most 90_days}",
      "{days repairs fewer_than 35_days}",
      "{count visits exactly 1}",
      "(all a {count repairs at_least 1})",
  };
  REQUIRE(doc.conditions.size() == trees.size());
  for (std::size_t i = 0; i < trees.size(); ++i)
    CHECK(show(doc.conditions[i].expr) == trees[i]);
  CHECK(doc.conditions[4].expr.event.list_span == Span{8, 14, 7});
  CHECK(doc.conditions[5].expr.event.same[0].second == Span{9, 29, 10});
}

TEST_CASE("rules with every key") {
  const PolicyDocument doc = read(R"(
rules:
  - id: 5
    title: {zh: 退, en: Return}
    cite: ["5", "5a"]
    verified: recalled
    note: {zh: 解释, en: reading}
    when: a and b
    unless: {any: [c, d]}
    overrides: ["6.4a", "6.4b"]
    grants:
      return:
        needs: [goods.accessories_complete, {any: [e, f]}]
        pays: {refund: full_refund}
        charges: {depreciation: 'min(a, b)'}
        terms: {x: {zh: 文}, y: last day of guarantee}
      exchange: {}
  - id: "3.4"
    title: {en: Excluded}
    excludes: all
  - id: "3.5"
    title: {en: Excluded}
    excludes: return
  - id: "2.2"
    title: {en: Invoice}
    for: [return, repair]
    granted_by: "5"
    needs: purchase.documents has invoice
)");
  REQUIRE(doc.rules.size() == 4);
  const auto& rule = doc.rules[0];
  CHECK(rule.id->text == "5");
  CHECK(rule.span == Span{4, 5, 2});
  CHECK(rule.title->en == "Return");
  CHECK(words(rule.cite) == "5 5a");
  CHECK(rule.verified.word->text == "recalled");
  CHECK(rule.note->zh == "解释");
  CHECK(show(*rule.when) == "(and a b)");
  CHECK(show(*rule.unless) == "(any c d)");
  CHECK(words(rule.overrides) == "6.4a 6.4b");
  CHECK(rule.has_grants);
  CHECK_FALSE(rule.has_excludes);
  CHECK_FALSE(rule.has_for);
  REQUIRE(rule.grants.size() == 2);
  const auto& body = rule.grants[0].body;
  CHECK(shown(body.needs) == "goods.accessories_complete | (any e f)");
  CHECK(body.pays[0].key.text == "refund");
  CHECK(show(body.charges[0].expr) == "(min a b)");
  CHECK(body.terms[0].text->zh == "文");
  CHECK_FALSE(body.terms[0].expr);
  CHECK(show(*body.terms[1].expr) == "(last-day guarantee)");
  CHECK(rule.grants[1].remedy.text == "exchange");
  CHECK(rule.grants[1].body.needs.empty());
  CHECK(doc.rules[1].excludes_all);
  CHECK(words(doc.rules[2].excludes) == "return");
  CHECK_FALSE(doc.rules[2].excludes_all);
  CHECK(doc.rules[3].has_for);
  CHECK(words(doc.rules[3].adds_to) == "return repair");
  CHECK(words(doc.rules[3].granted_by) == "5");
  CHECK(shown(doc.rules[3].body.needs) == "(has purchase.documents invoice)");
}

TEST_CASE("every effect of a rule is kept, so that what is wrong can be said") {
  const PolicyDocument doc = read(
      "rules:\n  - id: 1\n    grants: {return: {}}\n    excludes: [repair]\n    for: "
      "[exchange]\n    pays: {a: b}\n");
  CHECK(doc.rules[0].has_grants);
  CHECK(doc.rules[0].has_excludes);
  CHECK(doc.rules[0].has_for);
  CHECK(doc.rules[0].body.pays.size() == 1);
}
