// SPDX-License-Identifier: Apache-2.0
//
// compile/: what becomes of a checked policy: facts in slots, equal trees shared, leaves and atoms, one plan a
// remedy, what rules mention. What the plans decide is tested by tests/cases and eval_*_test.cpp.
#include "compile/compile.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "eval_fixture.hpp"

using namespace sanbao;
using namespace eval_fixture;

namespace {

const ir::Program& program(const Rulebook& rules, std::size_t at = 0) {
  return rules.ruleset().programs.at(at);
}

std::string rule(const std::string& id, const std::string& rest) {
  return "  - {id: \"" + id + "\", title: {zh: 甲, en: A}, " + rest + "}\n";
}

const ir::RemedyPlan& plan_of(const Rulebook& rules, std::string_view remedy) {
  for (const auto& plan : program(rules).remedies)
    if (rules.ruleset().remedies[plan.remedy].id == remedy) return plan;
  FAIL("no plan");
  return program(rules).remedies.front();
}

std::vector<std::string> ids(const Rulebook& rules, const std::vector<ir::Index>& list) {
  std::vector<std::string> out;
  for (const auto index : list)
    out.push_back(program(rules).source->rules[index].id);
  return out;
}
using Ids = std::vector<std::string>;

std::size_t atoms_of(const std::string& when, const std::string& sections = {}) {
  return program(load_when(when, sections)).atoms;
}

}  // namespace

TEST_CASE("equal trees are one atom, wherever and in whatever order they stand") {
  CHECK(atoms_of("fault.confirmed") == 1);
  CHECK(atoms_of("(fault.confirmed and goods.intact) or (goods.intact and fault.described)") == 3);
  CHECK(atoms_of("fault.kind == performance or fault.kind != performance") == 1);
  CHECK(atoms_of("\"fault.cause in [misuse, storage] or fault.cause == storage\"") == 2);
  CHECK(atoms_of("noted or fault.confirmed", "conditions: {noted: fault.confirmed}\n") == 1);
}

TEST_CASE("at least is the negation of less where no side can be never") {
  // docs/language.md §7 "Atoms"
  CHECK(atoms_of("purchase.price >= 200 CNY or purchase.price < 200 CNY") == 1);
  CHECK(atoms_of("purchase.price > 200 CNY or purchase.price < 200 CNY") == 2);
  CHECK(atoms_of("claim.filed_on > 2024-05-01 or claim.filed_on <= 2024-05-01") == 1);
  CHECK(atoms_of("purchase.sold_on > 2024-05-01 or purchase.sold_on <= 2024-05-01") == 2);
}

TEST_CASE("conditions inside an amount are leaves of the remedy") {
  const Rulebook rules = load(
      "values: {full: if purchase.sold_directly then purchase.price else "
      "purchase.net_dealer_price}\n"
      "rules:\n" +
      rule("1", "when: fault.confirmed, grants: {return: {pays: {refund: full}}, repair: {}}"));
  CHECK(plan_of(rules, "return").formula.leaves.size() == 2);
  CHECK(plan_of(rules, "repair").formula.leaves.size() == 1);
  REQUIRE(plan_of(rules, "return").grants.size() == 1);
  const auto& money = plan_of(rules, "return").grants[0].money;
  REQUIRE(money.size() == 1);
  CHECK(money[0].key == "refund");
  CHECK(money[0].inner.size() == 1);
  CHECK(plan_of(rules, "return").has_money);
  CHECK_FALSE(plan_of(rules, "repair").has_money);
}

TEST_CASE("overriding is closed, remedy by remedy") {
  const Rulebook rules = load(
      "rules:\n" + rule("1", "when: fault.confirmed, grants: {return: {}, repair: {}}") +
      rule("2", "when: fault.described, overrides: [\"1\"], grants: {return: {}, exchange: {}}") +
      rule("3", "when: goods.intact, overrides: [\"2\"], grants: {return: {}, repair: {}}"));
  const auto& grants = plan_of(rules, "return").grants;
  REQUIRE(grants.size() == 3);
  CHECK(ids(rules, grants[0].overriders) == Ids{"2", "3"});
  CHECK(ids(rules, grants[1].overriders) == Ids{"3"});
  CHECK(grants[2].overriders.empty());
  // Of the repair, what 1 and 3 both grant: 3 reaches through 2, which does not grant it.
  CHECK(ids(rules, plan_of(rules, "repair").grants[0].overriders) == Ids{"3"});
  CHECK(plan_of(rules, "exchange").grants[0].overriders.empty());
}

TEST_CASE("exclusions of all leave paid remedies alone") {
  const Rulebook rules = load(
      "remedies: {cleaning: {zh: 清洗, en: cleaning, paid: true}, polish: {zh: 抛光, en: "
      "polish}}\nrules:\n" +
      rule("1", "grants: {repair: {}, paid_repair: {}, cleaning: {}, polish: {}}") +
      rule("2", "when: goods.counterfeit, excludes: all"));
  CHECK(ids(rules, plan_of(rules, "repair").exclusions) == Ids{"2"});
  CHECK(ids(rules, plan_of(rules, "polish").exclusions) == Ids{"2"});
  CHECK(plan_of(rules, "paid_repair").exclusions.empty());
  CHECK(plan_of(rules, "cleaning").exclusions.empty());
}

TEST_CASE("an addition goes to every grant of its remedy, or to those of the rules it names") {
  const Rulebook rules = load("rules:\n" + rule("1", "grants: {return: {}, repair: {}}") +
                              rule("2", "when: fault.confirmed, grants: {return: {}}") +
                              rule("3", "for: [return], needs: goods.gift_returned") +
                              rule("4", "for: [return], granted_by: [\"2\"], needs: goods.intact"));
  const auto& plan = plan_of(rules, "return");
  REQUIRE(plan.additions.size() == 2);
  const auto of = [&](std::size_t grant) {
    std::vector<ir::Index> list;
    for (const auto a : plan.grants[grant].additions)
      list.push_back(plan.additions[a].rule);
    return ids(rules, list);
  };
  CHECK(of(0) == Ids{"3"});
  CHECK(of(1) == Ids{"3", "4"});
  CHECK(plan_of(rules, "repair").additions.empty());
}

TEST_CASE("rules stand in the order of clauses, then by id with numbers as numbers") {
  const Rulebook by_clause =
      load("clauses: [\"9\", \"10\"]\nrules:\n" + rule("10", "grants: {repair: {}}") +
           rule("9", "grants: {repair: {}}"));
  const Rulebook by_id =
      load("rules:\n" + rule("10", "grants: {repair: {}}") + rule("9b", "grants: {repair: {}}") +
           rule("9a", "grants: {repair: {}}"));
  const auto all = [](const Rulebook& rules) {
    Ids out;
    for (const auto& r : program(rules).source->rules)
      out.push_back(r.id);
    return out;
  };
  CHECK(all(by_clause) == Ids{"9", "10"});
  CHECK(all(by_id) == Ids{"9a", "9b", "10"});
}

TEST_CASE("what a rule mentions is listed once and sorted, through names") {
  const Rulebook rules = load(
      "periods: {guarantee: {from: purchase.sold_on, length: 1 year}}\n"
      "conditions: {twice: {count: repairs, where: received_on in guarantee and not fixed, "
      "at_least: 2}}\n"
      "rules:\n" +
      rule("1",
           "when: claim.filed_on in guarantee and twice and fault.confirmed, unless: "
           "fault.confirmed and goods.intact, grants: {repair: {}}"));
  const auto& mentions = program(rules).rules.at(0).mentions;
  std::vector<std::string> facts;
  for (const auto slot : mentions.slots)
    facts.push_back(rules.ruleset().schema().facts[slot].path);
  std::sort(facts.begin(), facts.end());
  CHECK(facts == Ids{"claim.filed_on", "fault.confirmed", "goods.intact", "purchase.sold_on"});
  CHECK(mentions.periods.size() == 1);
  CHECK(mentions.event_tests.size() == 1);
  CHECK(std::is_sorted(mentions.slots.begin(), mentions.slots.end()));
  REQUIRE(mentions.lists.size() == 1);
  CHECK(rules.ruleset().schema().lists[mentions.lists[0]].path == "repairs");
}

TEST_CASE("only tests of the day of the claim itself move") {
  const std::string periods = "periods: {trial: {from: purchase.sold_on, length: 7 days}}\n";
  const auto moving = [&](const std::string& when) {
    return plan_of(load_when(when, periods), "repair").moving_periods.size();
  };
  CHECK(moving("claim.filed_on in trial") == 1);
  CHECK(moving("first(purchase.registered_on, claim.filed_on) in trial") == 1);
  CHECK(moving("purchase.delivered_on in trial") == 0);
  CHECK(moving("claim.filed_on < 2024-05-08") == 0);
  CHECK(moving("(claim.filed_on + 1 day) in trial") == 0);
}

TEST_CASE("a policy yields to bases and ids, never to itself") {
  const auto text = [](const std::string& id, const std::string& basis, const std::string& yields) {
    return "sanbao: 1\npolicy: " + id +
           "\nversion: \"1\"\ntitle: {zh: 甲, en: A}\nbasis: " + basis + "\nclock: {zone: UTC}\n" +
           yields + "rules:\n" + rule("1", "grants: {repair: {}}");
  };
  const std::vector<PolicySource> sources{
      {"c", text("c", "vendor", "yields_to: [vendor, statute]\n")},
      {"a", text("a", "statute", "")},
      {"b", text("b", "vendor", "yields_to: [a]\n")}};
  const auto rules = load_rulebook(sources);
  REQUIRE(rules);
  CHECK(program(*rules, 0).yields_to.empty());
  CHECK(program(*rules, 1).yields_to == std::vector<ir::Index>{0});
  CHECK(program(*rules, 2).yields_to == std::vector<ir::Index>{0, 1});
}

TEST_CASE("the schema holds the vocabulary, what is declared, and a slot for each but once") {
  const Rulebook rules =
      load_when("lamp.watts > 3 and fault.confirmed",
                "facts:\n  lamp.watts: {type: count, ask: {zh: 瓦数, en: \"How many watts?\"}}\n"
                "  repairs.noted: {type: bool, assume: false}\n");
  CHECK(rules.fact<std::int64_t>("lamp.watts"));
  CHECK_FALSE(rules.fact<bool>("lamp.watts"));
  CHECK_FALSE(rules.fact<bool>("lamp.watt"));
  CHECK(rules.field<bool>("repairs", "noted"));
  CHECK(rules.field<bool>("repairs", "fixed"));
  CHECK_FALSE(rules.field<bool>("repairs", "unheard"));
  CHECK(rules.events("resends"));
  CHECK_FALSE(rules.events("visits"));
  std::vector<std::string> paths;
  for (const auto& fact : rules.ruleset().schema().facts)
    paths.push_back(fact.path);
  std::sort(paths.begin(), paths.end());
  CHECK(std::adjacent_find(paths.begin(), paths.end()) == paths.end());
}

TEST_CASE("parameters are folded in: a switch that is off leaves no leaf") {
  const std::string parameter = "parameters: {strict: {value: false}}\n";
  CHECK(atoms_of("strict or fault.confirmed", parameter) == 1);
  CHECK(status(load_when("strict or fault.confirmed", parameter),
               R"({"fault":{"confirmed":false}})") == Status::unavailable);
}
