// SPDX-License-Identifier: Apache-2.0
//
// Traps that a claim shows (sanbao::find_traps, src/witness): what is told, what must stay silent, that the claim
// of every warning does what the warning says, and that the order of rules plays no part.
#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "folder_fixture.hpp"
#include "sanbao/evaluate.hpp"
#include "sanbao/rulebook.hpp"
#include "sanbao/testing.hpp"

using namespace sanbao;

namespace {

const std::string head =
    "sanbao: 1\npolicy: demo\nversion: \"1\"\ntitle: {zh: 示例, en: Example}\nbasis: vendor\n"
    "currency: CNY\nround: {to: 0.01, mode: half_up}\n"
    "clock: {zone: Asia/Shanghai, count_from: next_day, month_end: last_day, "
    "roll: next_working_day, calendar: cn}\n"
    "periods:\n"
    "  trial: {from: purchase.sold_on, length: 7 days}\n"
    "  second: {from: purchase.sold_on + 9 days, length: 30 days}\n"
    "  guarantee: {from: purchase.sold_on, length: 1 year}\n"
    "  delivered: {from: purchase.delivered_on + 9 days, length: 30 days}\n"
    "  sale: {from: 2024-11-01, until: 2024-11-11}\n"
    "  week: {from: purchase.sold_on, length: 4 working_days}\n"
    "  weeks: {from: purchase.sold_on + 6 days, length: 30 days}\n";

std::string rule(const std::string& id, const std::string& body) {
  return "  - id: \"" + id + "\"\n    title: {zh: 条, en: Clause}\n" + body;
}
std::string grants(const std::string& id, const std::string& when, const std::string& what) {
  return rule(id, "    when: " + when + "\n    grants: {" + what + "}\n");
}
const std::string full = "return: {pays: {refund: purchase.price}}";
const std::string most = "return: {pays: {refund: purchase.price * 90%}}";

std::vector<Diagnostic> traps(const std::string& sections, const std::string& rules) {
  const auto policy = load_policy(head + sections + "rules:\n" + rules, "demo.yaml");
  if (!policy)
    for (const auto& fault : policy.diagnostics())
      MESSAGE(render(fault));
  REQUIRE(policy);
  return find_traps(*policy);
}

std::vector<std::string> words(const std::vector<Diagnostic>& found) {
  std::vector<std::string> out;
  for (const auto& fault : found)
    out.push_back(fault.code + " " + fault.message);
  return out;
}

std::string claim_of(const Diagnostic& trap) {
  const std::size_t begin = trap.help.find("{");
  return trap.help.substr(begin, trap.help.find('`', begin) - begin);
}

void replace(std::string& text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  text.replace(at, from.size(), to);
}

// What the warnings say, as cases of a test file: the claim is pasted as it stands.
void hold_to_their_word(const std::string& sections, const std::string& rules) {
  const auto found = traps(sections, rules);
  std::string cases = "sanbao_tests: 1\ncases:\n";
  int number = 0;
  const auto add = [&](const std::string& claim, const std::string& expect) {
    cases += "  - name: n" + std::to_string(++number) + "\n    claim: " + claim +
             "\n    expect: {" + expect + "}\n";
  };
  for (const auto& trap : found) {
    const std::string claim = claim_of(trap);
    // The last of the remedies that a warning names.
    const std::size_t end =
        trap.code == "SB2111" ? trap.message.rfind("` together") : trap.message.rfind('`');
    const std::size_t begin = trap.message.rfind('`', end - 1) + 1;
    const std::string remedy = trap.message.substr(begin, end - begin);
    if (trap.code == "SB2111") {
      add(claim, remedy + ": {status: conflict}");
      continue;
    }
    add(claim, remedy + ": {status: unavailable}");
    for (const std::string& lead : {std::string("granted on "), std::string(" and on ")}) {
      std::string other = claim;
      const std::size_t filed = other.find("filed_on: ") + 10;
      other.replace(filed, 10, trap.help.substr(trap.help.find(lead) + lead.size(), 10));
      add(other, remedy + ": {status: available}");
    }
  }
  folder_fixture::Folder folder;
  folder.put("demo.yaml", head + sections + "rules:\n" + rules);
  const std::vector<std::string> paths{folder.put("demo.test.yaml", cases)};
  const TestReport report = run_tests(paths, {});
  CAPTURE(to_text(report, false));
  CAPTURE(cases);
  CHECK(report.diagnostics.empty());
  CHECK(report.failed == 0);
  CHECK(report.held == static_cast<std::size_t>(number));
}

using List = std::vector<std::string>;

const List one_and_two{
    "SB2111 the rules `1` and `2` can grant `return` together, on different money"};

List hole(const std::string& a, const std::string& b, const std::string& what) {
  return {"SB2112 between " + a + " and " + b + " lies a day on which no rule decides on " + what};
}

struct Case {
  std::string name, sections, rules;
  List expected;
};

const std::string counted_twice =
    "conditions:\n  twice: {count: repairs, where: received_on in guarantee and not fixed, "
    "at_least: 2}\n  waited: {largest: repairs, of: waiting_days, more_than: 90 days}\n";
const std::string shelf =
    "tables:\n  shelf: {by: product.category, columns: [whole, main], of: {bicycle: [1 year, "
    "[frame, motor]], microwave: [2 years, [magnetron]]}}\n";

const std::vector<Case> cases{
    // -- different money
    {"two shares of a price", "",
     grants("1", "claim.filed_on in trial", full) +
         grants("2", "claim.filed_on in guarantee", most),
     one_and_two},
    {"money and none", "",
     grants("1", "fault.confirmed", full) + grants("2", "fault.described", "return: {}"),
     one_and_two},
    {"only where one price is not the other",
     "values:\n  paid: if purchase.sold_directly then purchase.price else "
     "purchase.net_dealer_price\n",
     grants("1", "fault.confirmed", full) +
         grants("2", "fault.described", "return: {pays: {refund: paid}}"),
     one_and_two},
    {"behind an exclusion, a need and an assumption", "facts:\n  goods.modified: {assume: true}\n",
     grants("1", "fault.confirmed", full) +
         grants("2", "fault.cause in [wear, misuse]",
                "return: {needs: purchase.documents has invoice, pays: {refund: 3 CNY}}") +
         rule("3", "    when: fault.cause == wear or goods.modified\n    excludes: all\n") +
         rule("4", "    for: [return]\n    needs: goods.intact\n"),
     one_and_two},
    {"with repairs", counted_twice,
     grants("1", "claim.filed_on in trial and twice", full) +
         grants("2", "claim.filed_on in guarantee and waited", most),
     one_and_two},
    {"around a number and an amount", "",
     grants("1", "usage.odometer_km > 1000 and purchase.price < 200 CNY", full) +
         grants("2", "usage.odometer_km < 1002 and purchase.price >= 199.99 CNY", most),
     one_and_two},
    {"after a period, and before a day", "",
     grants("1", "claim.filed_on after trial", full) +
         grants("2", "claim.filed_on in guarantee and not claim.filed_on in second", most),
     one_and_two},
    {"of the rows of a table", shelf,
     grants("1", "product.category in shelf and fault.component in shelf.main", full) +
         grants("2", "product.category != bicycle", most),
     one_and_two},
    {"one date after another, one never", "",
     grants("1", "purchase.delivered_on > purchase.sold_on + 3 days", full) +
         grants("2", "purchase.registered_on is never", most),
     one_and_two},
    {"two of three", "",
     rule("1",
          "    when: {at_least: 2, of: [stock.parts, stock.same_model, fault.confirmed]}\n"
          "    grants: {" +
              full + "}\n") +
         grants("2", "not fault.confirmed", most),
     one_and_two},
    {"one rule is told once",
     "",
     grants("1", "fault.confirmed", full) + grants("2", "fault.described", most) +
         grants("3", "stock.parts", "return: {pays: {refund: 5 CNY}}"),
     {"SB2111 the rules `1` and `2` can grant `return` together, on different money",
      "SB2111 the rules `2` and `3` can grant `return` together, on different money"}},

    // -- nothing to tell of money
    {"one overrides the other",
     "",
     grants("1", "claim.filed_on in guarantee", most) +
         rule("2", "    when: claim.filed_on in trial\n    overrides: [\"1\"]\n    grants: {" +
                       full + "}\n"),
     {}},
    {"a third overrides where both hold",
     "",
     grants("1", "fault.confirmed", most) + grants("2", "fault.described", full) +
         rule("3",
              "    when: fault.confirmed and fault.described\n    overrides: [\"1\", \"2\"]\n    "
              "grants: {return: {pays: {refund: 5 CNY}}}\n"),
     {}},
    {"conditions that exclude each other",
     "",
     grants("1", "fault.confirmed and stock.parts", most) +
         grants("2", "fault.confirmed and not stock.parts", full),
     {}},
    {"members that exclude each other",
     "",
     grants("1", "fault.kind == performance", most) + grants("2", "fault.kind == software", full),
     {}},
    {"periods that exclude each other",
     "",
     grants("1", "claim.filed_on in guarantee", most) +
         grants("2", "claim.filed_on after guarantee", full),
     {}},
    {"one exclusion closes both together",
     "",
     grants("1", "fault.confirmed", most) + grants("2", "fault.described", full) +
         rule("3", "    when: fault.confirmed and fault.described\n    excludes: [return]\n"),
     {}},
    {"prefer",
     "prefer: consumer\n",
     grants("1", "claim.filed_on in trial", full) +
         grants("2", "claim.filed_on in guarantee", most),
     {}},
    {"equal money",
     "",
     grants("1", "claim.filed_on in trial", full) +
         grants("2", "claim.filed_on in guarantee", full),
     {}},
    {"equal money by another way",
     "",
     grants("1", "claim.filed_on in trial", full) +
         grants("2", "claim.filed_on in guarantee",
                "return: {pays: {refund: purchase.price * 50% + purchase.price * 50%}}"),
     {}},
    {"different remedies",
     "",
     grants("1", "claim.filed_on in trial", full) +
         grants("2", "claim.filed_on in guarantee", "refund: {pays: {refund: 3 CNY}}"),
     {}},

    // -- days between
    {"a day between", "",
     grants("1", "claim.filed_on in trial", "exchange: {}") +
         grants("2", "claim.filed_on in second", "exchange: {}"),
     hole("`trial`", "`second`", "`exchange`")},
    {"the same in one rule", "",
     grants("1", "claim.filed_on in trial or claim.filed_on in second", "exchange: {}"),
     hole("`trial`", "`second`", "`exchange`")},
    {"two remedies, told together", "",
     grants("1", "claim.filed_on in trial", "exchange: {}, repair: {}") +
         grants("2", "claim.filed_on in second", "exchange: {}, repair: {}"),
     hole("`trial`", "`second`", "`exchange` or `repair`")},
    {"other facts and an exclusion", "",
     grants("1", "fault.confirmed and claim.filed_on in trial", "exchange: {}") +
         grants("2", "fault.described and claim.filed_on in second", "exchange: {}") +
         rule("3", "    when: not goods.label_intact\n    excludes: all\n"),
     hole("`trial`", "`second`", "`exchange`")},
    {"a comparison instead of a period", "",
     grants("1", "claim.filed_on in trial", "exchange: {}") +
         grants("2", "claim.filed_on > purchase.sold_on + 15 days and claim.filed_on in guarantee",
                "exchange: {}"),
     hole("`trial`", "the days of the rule `2`", "`exchange`")},
    {"behind another period", "",
     grants("1", "claim.filed_on in trial", "repair: {}") +
         grants("2", "claim.filed_on after guarantee", "repair: {}"),
     hole("`trial`", "`guarantee`", "`repair`")},

    // -- no day to tell
    {"one begins where the other ends",
     "",
     grants("1", "claim.filed_on in trial", "exchange: {}") +
         grants("2", "claim.filed_on after trial and claim.filed_on in guarantee", "exchange: {}"),
     {}},
    {"a third rule grants on the day",
     "",
     grants("1", "claim.filed_on in trial", "exchange: {}") +
         grants("2", "claim.filed_on in second", "exchange: {}") +
         grants("3", "claim.filed_on in guarantee", "exchange: {}"),
     {}},
    {"a third rule says that nothing is due",
     "",
     grants("1", "claim.filed_on in trial", "exchange: {}") +
         grants("2", "claim.filed_on in second", "exchange: {}") +
         rule("3",
              "    when: claim.filed_on after trial and claim.filed_on before second\n    "
              "excludes: [exchange]\n"),
     {}},
    {"counted from different days",
     "",
     grants("1", "claim.filed_on in trial", "exchange: {}") +
         grants("2", "claim.filed_on in delivered", "exchange: {}"),
     {}},
    {"a sale of its own",
     "",
     grants("1", "claim.filed_on in trial", "exchange: {}") +
         grants("2", "claim.filed_on in sale", "exchange: {}"),
     {}},
    {"only where the period is counted from a Sunday or a Monday",
     "",
     grants("1", "claim.filed_on in week", "exchange: {}") +
         grants("2", "claim.filed_on in weeks", "exchange: {}"),
     {}},
    {"for claims that are never one",
     "",
     grants("1", "fault.kind == software and claim.filed_on in trial", "exchange: {}") +
         grants("2", "fault.kind == performance and claim.filed_on in second", "exchange: {}"),
     {}},
};

}  // namespace

TEST_CASE("traps are told and nothing else is") {
  for (const Case& one : cases) {
    CAPTURE(one.name);
    CHECK(words(traps(one.sections, one.rules)) == one.expected);
  }
}

TEST_CASE("the claim of a warning does what the warning says") {
  for (const Case& one : cases) {
    CAPTURE(one.name);
    if (!one.expected.empty()) hold_to_their_word(one.sections, one.rules);
  }
}

TEST_CASE("a day between rules of different remedies lacks every remedy") {
  const std::string early = grants("1", "claim.filed_on in trial", "return: {}");
  const std::string late = grants("2", "claim.filed_on in second", "exchange: {}");
  CHECK(words(traps("", early + late)) == hole("`trial`", "`second`", "any remedy"));
  CHECK(traps("", early + late + grants("3", "claim.filed_on in guarantee", "repair: {}")).empty());
}

TEST_CASE("the order of rules plays no part") {
  std::vector<std::string> rules{
      grants("1", "fault.confirmed and (fault.kind == software or stock.parts)", full),
      grants("2", "fault.described and (stock.parts or goods.intact)", most),
      grants("3", "claim.filed_on in trial and (goods.opened or goods.modified)", "exchange: {}"),
      grants("4", "claim.filed_on in second and (goods.modified or fault.described)",
             "exchange: {}"),
      grants("5", "product.brand in [\"A\", \"B\"]", "return: {pays: {refund: 3 CNY}}"),
      rule("6", "    when: not goods.label_intact or fault.cause == wear\n    excludes: all\n"),
  };
  const auto told = [&] {
    std::string text;
    for (const auto& one : rules)
      text += one;
    List out;
    for (const auto& trap : traps("", text))
      out.push_back(trap.code + trap.message + trap.help);
    std::sort(out.begin(), out.end());
    return out;
  };
  const List first = told();
  CHECK(first.size() >= 3);
  std::uint32_t seed = 7;
  for (int round = 0; round < 30; ++round) {
    for (std::size_t i = rules.size() - 1; i > 0; --i) {
      seed = seed * 1664525U + 1013904223U;
      std::swap(rules[i], rules[(seed >> 16U) % (i + 1)]);
    }
    CHECK(told() == first);
  }
}

TEST_CASE("each policy of a rulebook is looked at by itself") {
  const std::string rules = grants("1", "fault.confirmed", full) + grants("2", "stock.parts", most);
  std::string other = head + "yields_to: [demo]\nrules:\n" + rules;
  replace(other, "policy: demo", "policy: other");
  const std::vector<PolicySource> sources{{"demo.yaml", head + "rules:\n" + rules},
                                          {"other.yaml", other}};
  const auto rulebook = load_rulebook(sources);
  REQUIRE(rulebook);
  const auto found = find_traps(*rulebook);
  REQUIRE(found.size() == 2);
  CHECK(found[0].file == "demo.yaml");
  CHECK(found[1].file == "other.yaml");
  CHECK(found[0].severity == Severity::warning);
  CHECK(found[0].source_line == "  - id: \"2\"");
}

TEST_CASE("what a large policy may cost is bounded") {
  std::string rules;
  for (int i = 1; i <= 300; ++i)
    rules += grants(std::to_string(i), "claim.filed_on in trial",
                    "return: {pays: {refund: purchase.price - " + std::to_string(i) + " CNY}}");
  CHECK(traps("", rules).size() == 20);
}

TEST_CASE("a claim may be decided without looking for what to ask") {
  const auto policy = load_policy(
      head + "rules:\n" + grants("1", "fault.confirmed and claim.filed_on in trial", full), "demo");
  REQUIRE(policy);
  const Claim claim(*policy);
  Decision decision;
  REQUIRE(evaluate(*policy, claim, {}, decision));
  CHECK_FALSE(decision.ask().empty());
  CHECK_FALSE(decision.questions().empty());
  REQUIRE(evaluate(*policy, claim, {.as_of = {}, .detail = Detail::none, .ask = false}, decision));
  CHECK(decision.outcome() == Outcome::needs_facts);
  CHECK(decision.ask().empty());
  CHECK(decision.questions().empty());
  CHECK(decision.policies().front().ask.empty());
}
