// SPDX-License-Identifier: Apache-2.0
//
// check_rules_test.cpp: effects, links between rules, clauses, and the order of docs/language.md §7
// "Order".
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "check/rules.hpp"
#include "check_fixture.hpp"

using check_fixture::check_text;
using sanbao::check::natural_less;
using sanbao::ir::Effect;

namespace {

using Codes = std::vector<std::string>;

std::string rule(const std::string& id, const std::string& keys) {
  return "  - id: \"" + id + "\"\n    title: {zh: 规则, en: A rule}\n" + keys;
}
check_fixture::Checked with_rules(const std::string& rules, const std::string& sections = {}) {
  return check_text(check_fixture::head + sections + "rules:\n" + rules);
}
std::vector<std::string> ids(const check_fixture::Checked& checked) {
  std::vector<std::string> out;
  if (checked.policy != nullptr)
    for (const auto& each : checked.policy->rules)
      out.push_back(each.id);
  return out;
}

}  // namespace

TEST_CASE("runs of digits are compared as numbers") {
  CHECK(natural_less("2", "10"));
  CHECK(natural_less("6.4b", "6.10"));
  CHECK(natural_less("6.4", "6.4a"));
  CHECK(natural_less("6.4a", "6.4b"));
  CHECK(natural_less("24.1.1", "24.1.10"));
  CHECK(natural_less("a2", "a10"));
  CHECK_FALSE(natural_less("10", "2"));
  CHECK_FALSE(natural_less("5", "5"));
  // Total: one of two different ids always stands first.
  CHECK(natural_less("2.01", "2.1") != natural_less("2.1", "2.01"));
}

TEST_CASE("rules stand in the order of clauses, then by id, wherever they stand in the file") {
  const std::string a = rule("10", "    grants: {repair: {}}\n");
  const std::string b = rule("9b", "    cite: \"2\"\n    grants: {exchange: {}}\n");
  const std::string c = rule("9a", "    cite: [\"2\", \"10\"]\n    grants: {exchange: {}}\n");
  const std::string d = rule("1", "    excludes: [return]\n");
  const std::string clauses = "clauses: [\"10\", \"2\", \"1\"]\n";
  CHECK(ids(with_rules(a + b + c + d, clauses)) == Codes{"10", "9a", "9b", "1"});
  CHECK(ids(with_rules(d + c + b + a, clauses)) == Codes{"10", "9a", "9b", "1"});
  CHECK(ids(with_rules(a + b + c + d)) == Codes{"1", "9a", "9b", "10"});
}

TEST_CASE("effects as they are kept") {
  const auto checked = with_rules(
      rule("1", "    grants: {return: {needs: [fault.confirmed, fault.described]}, repair: {}}\n") +
      rule("2", "    excludes: all\n    when: goods.counterfeit\n    unless: goods.intact\n") +
      rule("3",
           "    for: [return]\n    granted_by: [\"1\"]\n    terms: {until_when: purchase.sold_on + "
           "7 days}\n") +
      rule("4", "    overrides: [\"1\"]\n    grants: {repair: {}}\n"));
  REQUIRE(checked.policy != nullptr);
  const auto& rules = checked.policy->rules;
  REQUIRE(rules.size() == 4);
  CHECK(rules[0].effect == Effect::grants);
  REQUIRE(rules[0].grants.size() == 2);
  CHECK(checked.policy->remedies[rules[0].grants[0].first].id == "return");
  CHECK(rules[0].grants[0].second.needs.size() == 2);
  CHECK(rules[0].when == sanbao::ir::no_node);
  CHECK(rules[0].cites == Codes{"1"});
  CHECK(rules[1].effect == Effect::excludes);
  CHECK(rules[1].remedies.size() == 10);
  for (const auto remedy : rules[1].remedies)
    CHECK(checked.policy->remedies[remedy].id != "paid_repair");
  CHECK(check_fixture::show(*checked.policy, rules[1].unless) == "goods.intact");
  CHECK(rules[2].effect == Effect::adds);
  CHECK(rules[2].granted_by == std::vector<sanbao::ir::Index>{0});
  CHECK(check_fixture::show(*checked.policy, rules[2].body.terms.at(0).value) ==
        "add(purchase.sold_on, 7d)");
  CHECK(rules[3].overrides == std::vector<sanbao::ir::Index>{0});
}

TEST_CASE("declared remedies follow the standard ones, by name") {
  const auto checked =
      with_rules(rule("1", "    grants: {loan: {}, gift: {}}\n") + rule("2", "    excludes: all\n"),
                 "remedies:\n  loan: {zh: 借用, en: loan, side: true, paid: true}\n  gift: {zh: "
                 "赠品, en: gift}\n");
  REQUIRE(checked.policy != nullptr);
  const auto& remedies = checked.policy->remedies;
  REQUIRE(remedies.size() == 13);
  CHECK(remedies[0].id == "return");
  CHECK(remedies[11].id == "gift");
  CHECK(remedies[12].id == "loan");
  CHECK(remedies[12].side);
  CHECK(checked.policy->rules[1].remedies.size() == 11);
}

TEST_CASE("a rule has an id, a title and one effect") {
  CHECK(with_rules("  - title: {zh: 规则, en: A rule}\n    grants: {repair: {}}\n").codes() ==
        Codes{"SB2080"});
  CHECK(with_rules("  - id: \"1\"\n    grants: {repair: {}}\n").codes() == Codes{"SB2081"});
  CHECK(with_rules(rule("1", "    when: fault.confirmed\n")).codes() == Codes{"SB2082"});
  CHECK(with_rules(rule("1", "    grants: {repair: {}}\n    excludes: [return]\n")).codes() ==
        Codes{"SB2082"});
  CHECK(with_rules(rule("1", "    grants: {}\n")).codes() == Codes{"SB2090"});
  CHECK(
      with_rules(rule("1", "    grants: {repair: {}}\n") + rule("1", "    grants: {return: {}}\n"))
          .codes() == Codes{"SB2083"});
  CHECK(with_rules(rule("1", "    grants: {repairs: {}}\n")).codes() == Codes{"SB2084"});
}

TEST_CASE("overriding what is not there, shares nothing, or overrides back") {
  const std::string base = rule("1", "    grants: {repair: {}}\n");
  CHECK(
      with_rules(base + rule("2", "    overrides: [\"3\"]\n    grants: {repair: {}}\n")).codes() ==
      Codes{"SB2085"});
  CHECK(
      with_rules(base + rule("2", "    overrides: [\"1\"]\n    grants: {return: {}}\n")).codes() ==
      Codes{"SB2086"});
  CHECK(with_rules(base + rule("2", "    overrides: [\"1\"]\n    excludes: [repair]\n")).codes() ==
        Codes{"SB2089"});
  const auto circle = with_rules(rule("1", "    overrides: [\"2\"]\n    grants: {repair: {}}\n") +
                                 rule("2", "    overrides: [\"1\"]\n    grants: {repair: {}}\n"));
  CHECK(circle.codes() == Codes{"SB2087"});
  CHECK(circle.first_help() == "1 → 2 → 1");
}

TEST_CASE("money that two sources could put on one grant") {
  const std::string grants = rule("1", "    grants: {return: {pays: {refund: purchase.price}}}\n") +
                             rule("2", "    grants: {return: {}}\n");
  const auto addition = [](const std::string& id, const std::string& keys) {
    return rule(id, "    for: [return]\n" + keys);
  };
  CHECK(with_rules(grants + addition("3", "    pays: {refund: 1 CNY}\n")).codes() ==
        Codes{"SB2065"});
  CHECK(with_rules(grants + addition("3", "    granted_by: [\"2\"]\n    pays: {refund: 1 CNY}\n"))
            .codes()
            .empty());
  CHECK(with_rules(grants + addition("3", "    pays: {a: 1 CNY}\n") +
                   addition("4", "    pays: {a: 1 CNY}\n"))
            .codes() == Codes{"SB2065"});
  // Whatever the conditions say.
  CHECK(with_rules(grants + addition("3", "    when: goods.opened\n    pays: {a: 1 CNY}\n") +
                   addition("4", "    when: not goods.opened\n    pays: {a: 1 CNY}\n"))
            .codes() == Codes{"SB2065"});
  CHECK(with_rules(grants + addition("3", "    granted_by: [\"1\"]\n    pays: {a: 1 CNY}\n") +
                   addition("4", "    granted_by: [\"2\"]\n    pays: {a: 1 CNY}\n"))
            .codes()
            .empty());
  // To and from the consumer are two things.
  CHECK(with_rules(grants + addition("3", "    pays: {a: 1 CNY}\n") +
                   addition("4", "    charges: {a: 1 CNY}\n"))
            .codes()
            .empty());
}

TEST_CASE("additions to rules that grant one of the remedies") {
  const std::string base = rule("1", "    grants: {repair: {}}\n");
  const std::string addition = "    for: [return, repair]\n    needs: fault.described\n";
  CHECK(with_rules(base + rule("2", addition + "    granted_by: [\"1\"]\n")).codes().empty());
  CHECK(with_rules(
            base +
            rule("2", "    for: [return]\n    needs: fault.described\n    granted_by: [\"1\"]\n"))
            .codes() == Codes{"SB2088"});
  CHECK(with_rules(base + rule("2", addition + "    granted_by: [\"7\"]\n")).codes() ==
        Codes{"SB2085"});
  CHECK(with_rules(base + rule("2", addition + "    granted_by: [\"2\"]\n")).codes() ==
        Codes{"SB2088"});
  CHECK(with_rules(base + rule("2", "    for: [repair]\n")).codes() == Codes{"SB2090"});
  CHECK(with_rules(base + rule("2", "    for: [repair, repair]\n    needs: fault.described\n"))
            .codes() == Codes{"SB2090"});
}

TEST_CASE("every clause is carried and nothing else is cited") {
  const std::string one = rule("1", "    grants: {repair: {}}\n");
  CHECK(with_rules(one, "clauses: [\"1\", \"2\"]\n").codes() == Codes{"SB2091"});
  CHECK(with_rules(one, "clauses: [\"1\", \"2\"]\ninformative: {\"2\": {zh: 说明, en: note}}\n")
            .codes()
            .empty());
  CHECK(with_rules(one,
                   "clauses: [\"1\", \"2\"]\nnotices:\n  - {id: \"2\", on: [denied], text: {zh: "
                   "说明, en: note}}\n")
            .codes()
            .empty());
  CHECK(with_rules(rule("1", "    when: purchase.price > least\n    grants: {repair: {}}\n"),
                   "clauses: [\"1\", \"2\"]\nparameters:\n  least: {value: 1 CNY, cite: \"2\"}\n")
            .codes()
            .empty());
  CHECK(with_rules(rule("1a", "    grants: {repair: {}}\n"), "clauses: [\"7\"]\n").codes() ==
        Codes{"SB2091", "SB2092"});
  // Nearly alike, they are one slip.
  CHECK(with_rules(rule("1a", "    grants: {repair: {}}\n"), "clauses: [\"1\"]\n").codes() ==
        Codes{"SB2092"});
  CHECK(with_rules(rule("1a", "    cite: \"1\"\n    grants: {repair: {}}\n"), "clauses: [\"1\"]\n")
            .codes()
            .empty());
  CHECK(with_rules(one, "clauses: [\"1\", \"1\"]\n").codes() == Codes{"SB2093"});
}

TEST_CASE("amounts, terms and needs have their types") {
  CHECK(with_rules(rule("1", "    grants: {return: {pays: {refund: 30}}}\n")).codes() ==
        Codes{"SB2012"});
  CHECK(with_rules(rule("1", "    grants: {return: {charges: {fee: 0.3%}}}\n")).codes() ==
        Codes{"SB2012"});
  CHECK(with_rules(rule("1", "    grants: {return: {needs: purchase.price}}\n")).codes() ==
        Codes{"SB2012"});
  CHECK(with_rules(rule("1", "    grants: {return: {terms: {x: fault.confirmed}}}\n")).codes() ==
        Codes{"SB2012"});
  const auto terms = with_rules(rule(
      "1", "    grants: {return: {terms: {a: 15 days, b: 1 month, c: purchase.price / 3}}}\n"));
  REQUIRE(terms.policy != nullptr);
  const auto& uses = terms.policy->rules[0].grants[0].second.terms;
  CHECK(check_fixture::show(*terms.policy, uses[2].value) == "round(div(purchase.price, 3))");
}

TEST_CASE("verified is taken over from the policy and can be told otherwise") {
  const auto checked = with_rules(rule("1", "    grants: {repair: {}}\n") +
                                      rule("2", "    verified: seen\n    grants: {return: {}}\n"),
                                  "verified: recalled\n");
  REQUIRE(checked.policy != nullptr);
  CHECK(checked.policy->recalled);
  CHECK(checked.policy->rules[0].recalled);
  CHECK_FALSE(checked.policy->rules[1].recalled);
}
