// SPDX-License-Identifier: Apache-2.0
//
// check_definitions_test.cpp: values with their steps, parameters, tables, facts and assumptions.
#include <doctest/doctest.h>

#include <string>

#include "check_fixture.hpp"

using check_fixture::check_rule;
using check_fixture::show;
using check_fixture::when;
using sanbao::ir::no_node;
using sanbao::ir::StepKind;
using sanbao::ir::Type;

namespace {

std::string fault(const std::string& condition, const std::string& sections) {
  const auto checked = check_rule(condition, sections);
  if (checked.policy != nullptr) return "sound: " + when(checked);
  return checked.faults.size() == 1 ? checked.faults[0].code
                                    : std::to_string(checked.faults.size());
}

const std::string catalogue =
    "tables:\n  catalogue:\n    by: product.category\n    columns: [whole, main_parts, rate, "
    "covered]\n    of:\n"
    "      bicycle: [1 year, [frame, \"gear changer\"], 0.05%, true]\n"
    "      microwave: {row: [7 days, [magnetron], -, false], verified: recalled}\n"
    "    otherwise: [-, -, -, -]\n";

}  // namespace

TEST_CASE("money is rounded at the end of a named value and after each step, once") {
  const auto checked = check_rule(
      "fee > 5 CNY",
      "values:\n  whole: if goods.opened then purchase.paid else purchase.price\n"
      "  fee:\n    - purchase.price * 0.3% * 5 days\n    - minus: 3 CNY\n    - times: 2\n"
      "    - at_most: whole\n    - at_least: 1 CNY\n");
  REQUIRE(checked.policy != nullptr);
  const auto& values = checked.policy->values;
  REQUIRE(values.size() == 2);
  CHECK(values[0].name == "fee");
  CHECK(values[1].name == "whole");
  CHECK(show(*checked.policy, values[1].node) ==
        "round(if(goods.opened, purchase.paid, purchase.price))");
  REQUIRE(values[1].lines.size() == 1);
  REQUIRE(values[0].lines.size() == 5);
  CHECK(values[0].lines[0].kind == StepKind::first);
  CHECK(show(*checked.policy, values[0].lines[0].result) ==
        "round(mul(mul(purchase.price, 3000000), 5d))");
  CHECK(show(*checked.policy, values[0].lines[1].result) ==
        "round(sub(" + show(*checked.policy, values[0].lines[0].result) + ", 300))");
  CHECK(values[0].lines[3].kind == StepKind::at_most);
  CHECK(show(*checked.policy, values[0].lines[3].result) ==
        "round(min(" + show(*checked.policy, values[0].lines[2].result) + ", " +
            show(*checked.policy, values[1].node) + "))");
  CHECK(values[0].lines[4].result == values[0].node);
  CHECK(values[0].lines[0].text == "purchase.price * 0.3% * 5 days");
}

TEST_CASE("an entry of pays that is a named amount is not rounded again") {
  const auto checked = check_fixture::check_text(
      check_fixture::head +
      "values:\n  refund: purchase.price * 50%\nrules:\n  - id: \"1\"\n    title: {zh: 退货, en: "
      "Return}\n"
      "    grants: {return: {pays: {refund: refund, extra: purchase.price / 3}}}\n");
  // `refund` is a remedy, so it cannot name a value.
  CHECK(checked.codes().front() == "SB2002");
  const auto sound = check_fixture::check_text(
      check_fixture::head +
      "values:\n  half: purchase.price * 50%\nrules:\n  - id: \"1\"\n    title: {zh: 退货, en: "
      "Return}\n"
      "    grants: {return: {pays: {refund: half, extra: purchase.price / 3}}}\n");
  REQUIRE(sound.policy != nullptr);
  const auto& pays = sound.policy->rules[0].grants[0].second.pays;
  REQUIRE(pays.size() == 2);
  CHECK(pays[0].key == "extra");
  CHECK(show(*sound.policy, pays[0].amount) == "round(div(purchase.price, 3))");
  CHECK(pays[0].text == "purchase.price / 3");
  CHECK(pays[1].amount == sound.policy->values[0].node);
}

TEST_CASE("steps that do not fit") {
  CHECK(fault("v > 5 CNY", "values:\n  v:\n    - purchase.price\n    - plus: 3\n") == "SB2011");
  CHECK(fault("v > 5 CNY", "values:\n  v:\n    - purchase.price\n    - times: purchase.paid\n") ==
        "SB2011");
  CHECK(fault("v > 5 CNY", "values:\n  v:\n    - purchase.price\n    - at_most: 7 days\n") ==
        "SB2011");
  CHECK(fault("v is known", "values:\n  v: fault.confirmed\n") == "SB2012");
  CHECK(fault("v is known", "values:\n  v: purchase.documents\n") == "SB2012");
}

TEST_CASE("parameters are literals with a type") {
  const auto checked =
      check_rule("purchase.price * rate > least and strict",
                 "parameters:\n  rate: {value: 0.25%}\n  least: {value: 3 CNY}\n"
                 "  strict: {value: false, contested: {zh: 有争议, en: disputed}}\n");
  CHECK(when(checked) == "all($strict, gt(mul(purchase.price, $rate), $least))");
  REQUIRE(checked.policy != nullptr);
  const auto& parameters = checked.policy->parameters;
  REQUIRE(parameters.size() == 3);
  CHECK(parameters[0].name == "least");
  CHECK(parameters[0].value == 300);
  CHECK(parameters[1].type == Type::rate);
  CHECK(parameters[1].value == 2'500'000);
  CHECK(parameters[2].type == Type::boolean);
  CHECK(parameters[2].value == 0);
  CHECK(parameters[2].contested);
  CHECK(fault("p == 3", "parameters:\n  p: {value: purchase.price}\n") != "sound");
}

TEST_CASE("a table has rows found by a text, and one type a column") {
  const auto checked = check_rule(
      "\"product.category in catalogue and fault.component in catalogue.main_parts and "
      "catalogue.covered\"",
      catalogue);
  CHECK(when(checked) ==
        "all(eq(catalogue.covered, 1), in(fault.component, catalogue.main_parts), "
        "row(product.category))");
  REQUIRE(checked.policy != nullptr);
  const auto& table = checked.policy->tables.at(0);
  CHECK(table.types == std::vector<Type>{Type::length, Type::list, Type::rate, Type::boolean});
  REQUIRE(table.rows.size() == 2);
  CHECK(checked.policy->texts[table.rows[0].key] == "bicycle");
  CHECK(show(*checked.policy, table.rows[0].cells[0]) == "12 months");
  CHECK(show(*checked.policy, table.rows[1].cells[0]) == "7 days");
  CHECK(table.rows[1].cells[2] == no_node);
  CHECK(checked.policy->texts[table.rows[0].lists[1].at(1)] == "gear changer");
  CHECK_FALSE(table.rows[0].recalled);
  CHECK(table.rows[1].recalled);
  REQUIRE(table.otherwise.has_value());
  CHECK(table.otherwise->cells[0] == no_node);
}

TEST_CASE("a cell is used by the row of `by`") {
  CHECK(when(check_rule("purchase.price * catalogue.rate > 5 CNY", catalogue)) ==
        "gt(mul(purchase.price, catalogue.rate), 500)");
  const auto period =
      check_rule("claim.filed_on in p",
                 catalogue + "periods:\n  p: {from: purchase.sold_on, length: catalogue.whole}\n");
  CHECK(when(period) == "in p(claim.filed_on)");
  CHECK(fault("catalogue.rates == 1%", catalogue) == "SB2055");
  CHECK(fault("purchase.sold_on in catalogue", catalogue) == "SB2012");
  CHECK(fault("\"fault.component in catalogue.rate\"", catalogue) == "SB2012");
}

TEST_CASE("declared facts, with their question and type") {
  const auto checked =
      check_rule("lcd.dots > 3 and lcd.state == bright and lcd.bought < 1 year",
                 "facts:\n  lcd.dots: {type: count, ask: {zh: 几个, en: how many}}\n"
                 "  lcd.state: {type: {enum: [bright, dark]}, assume: dark}\n  lcd.bought: {type: "
                 "length, assume: 6 months}\n");
  REQUIRE(checked.policy != nullptr);
  CHECK(checked.faults.empty());
  const auto& facts = checked.policy->facts;
  REQUIRE(facts.size() == 3);
  CHECK(facts[0].path == "lcd.bought");
  CHECK(facts[1].path == "lcd.dots");
  CHECK(facts[1].ask.en == "how many");
  CHECK(facts[1].declared);
  CHECK(facts[2].members == std::vector<std::string>{"bright", "dark"});
  CHECK(show(*checked.policy, facts[2].assume) == "dark");
  CHECK(show(*checked.policy, facts[0].assume) == "6 months");
  CHECK(when(checked) == "all(eq(lcd.state, bright), gt(lcd.dots, 3), lt(lcd.bought, 12 months))");
}

TEST_CASE("assumptions have the fact's own type") {
  const auto checked =
      check_rule("purchase.paid > 5 CNY and consumer.accepts_exchange and usage.hours > 1",
                 "facts:\n  purchase.paid: {assume: purchase.price}\n"
                 "  consumer.accepts_exchange: {assume: claim.requests != return}\n"
                 "  usage.hours: {assume: 0}\n");
  REQUIRE(checked.policy != nullptr);
  for (const auto& fact : checked.policy->facts) {
    if (fact.path == "purchase.paid") CHECK(show(*checked.policy, fact.assume) == "purchase.price");
    if (fact.path == "consumer.accepts_exchange")
      CHECK(show(*checked.policy, fact.assume) == "not(eq(claim.requests, return))");
    if (fact.path == "usage.hours") CHECK(show(*checked.policy, fact.assume) == "0");
  }
  CHECK(fault("goods.opened", "facts:\n  goods.opened: {assume: 3}\n") == "SB2012");
  CHECK(fault("purchase.paid > 5 CNY", "facts:\n  purchase.paid: {assume: 3}\n") == "SB2012");
  CHECK(fault("fault.kind == none", "facts:\n  fault.kind: {assume: nothing}\n") == "SB2005");
  CHECK(fault("fault.kind == none", "facts:\n  fault.kind: {assume: '\"none\"'}\n") == "SB2012");
  CHECK(fault("purchase.registered_on is never",
              "facts:\n  purchase.registered_on: {assume: never}\n") == "SB2014");
}

TEST_CASE("assumptions on fields are read inside the event") {
  const auto checked =
      check_rule("{largest: repairs, of: waiting_days, where: authorised, more_than: 9 days}",
                 "facts:\n  repairs.waiting_days: {assume: duration}\n"
                 "  repairs.authorised: {assume: goods.intact and not fixed}\n");
  REQUIRE(checked.policy != nullptr);
  for (const auto& field : checked.policy->lists[1].fields) {
    if (field.name == "waiting_days") CHECK(show(*checked.policy, field.assume) == ".duration");
    if (field.name == "authorised")
      CHECK(show(*checked.policy, field.assume) == "all(goods.intact, not(.fixed))");
  }
  CHECK(fault("{count: repairs, where: safety, at_least: 1}",
              "facts:\n  repairs.safety: {assume: safety}\n") == "SB2009");
}

TEST_CASE("a field that the file adds to a standard list, an empty set, an empty list") {
  const auto checked =
      check_rule("{count: repairs, where: technician == \"Li\", at_least: 1} ",
                 "facts:\n  repairs.technician: {type: text, ask: {zh: 谁修, en: who}}\n"
                 "  purchase.promises: {assume: []}\n  repairs: {assume: []}\n");
  REQUIRE(checked.policy != nullptr);
  CHECK(checked.policy->lists[1].fields.back().name == "technician");
  CHECK(checked.policy->lists[1].assume_empty);
  const auto& promises = checked.policy->facts.at(0);
  CHECK(promises.path == "purchase.promises");
  CHECK(checked.policy->nodes[promises.assume].type == Type::set);
}
