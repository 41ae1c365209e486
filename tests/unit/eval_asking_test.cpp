// SPDX-License-Identifier: Apache-2.0
//
// Asking (docs/language.md §3 and §7 "Asking"): which sets of facts are asked for, checked by answering them:
// some answer to a set settles the claim, and no answer to a part of it does.
#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "eval_fixture.hpp"

using namespace sanbao;
using namespace eval_fixture;

namespace {

const std::string bare = R"({"claim":{"filed_on":"2024-05-08"}})";

std::string sets_for(const std::string& when, const std::string& claim = bare,
                     const std::string& sections = {}) {
  return asked(decide(load_when(when, sections), claim), "repair");
}

}  // namespace

TEST_CASE("the smallest sets come first, in the order of paths") {
  CHECK(sets_for("fault.confirmed") == "fault.confirmed");
  CHECK(sets_for("fault.confirmed and goods.intact") == "fault.confirmed;goods.intact");
  CHECK(sets_for("fault.confirmed or goods.intact") == "fault.confirmed;goods.intact");
  // Neither alone, but each with the other.
  CHECK(sets_for(
            "(fault.confirmed and goods.intact) or (not fault.confirmed and not goods.intact)") ==
        "fault.confirmed,goods.intact");
}

TEST_CASE("a set that a smaller one settles is not listed") {
  CHECK(sets_for("(fault.confirmed and goods.intact) or fault.described") ==
        "fault.described;fault.confirmed,goods.intact");
}

TEST_CASE("three facts are asked together, four are too many") {
  const std::string three =
      "{at_least: 3, of: [goods.intact, goods.opened, goods.modified, "
      "goods.counterfeit, goods.label_intact]}";
  const auto decision = decide(load_when(three), bare);
  REQUIRE(decision.ask().size() == 1);
  CHECK(decision.ask()[0].sets.size() == 10);
  for (const auto& set : decision.ask()[0].sets)
    CHECK(set.size() == 3);
  CHECK(decision.ask()[0].all.size() == 5);

  const std::string four =
      "{at_least: 4, of: [goods.intact, goods.opened, goods.modified, "
      "goods.counterfeit, goods.label_intact, goods.gift_returned, "
      "goods.serial_matches]}";
  const auto more = decide(load_when(four), bare);
  REQUIRE(more.ask().size() == 1);
  CHECK(more.ask()[0].sets.empty());
  CHECK(more.ask()[0].all.size() == 7);
}

TEST_CASE("what is given, null or assumed is not asked for") {
  CHECK(sets_for("fault.confirmed and goods.intact",
                 R"({"claim":{"filed_on":"2024-05-08"},"goods":{"intact":true}})") ==
        "fault.confirmed");
  CHECK(sets_for("fault.confirmed or goods.intact",
                 R"({"claim":{"filed_on":"2024-05-08"},"goods":{"intact":null}})") ==
        "fault.confirmed");
  CHECK(sets_for("fault.confirmed and goods.intact", bare,
                 "facts: {goods.intact: {assume: true}}\n") == "fault.confirmed");
}

TEST_CASE("where an amount alone is open, what settles it is asked for") {
  const Rulebook rules = load(
      "values: {full: if purchase.sold_directly then purchase.price else "
      "purchase.net_dealer_price}\n"
      "rules:\n  - {id: \"1\", title: {zh: 退, en: Return}, grants: {return: {pays: {refund: "
      "full}}}}\n");
  const auto decision = decide(rules, bare);
  CHECK(decision.remedy("return")->status == Status::available);
  // Both prices alone settle it too: they may turn out equal.
  CHECK(asked(decision, "return") ==
        "purchase.net_dealer_price,purchase.price;purchase.net_dealer_price,purchase.sold_directly;"
        "purchase.price,purchase.sold_directly");
  CHECK(asked(decide(rules,
                     R"({"claim":{"filed_on":"2024-05-08"},"purchase":{"sold_directly":true}})"),
              "return") == "purchase.price");
  CHECK(
      asked(
          decide(
              rules,
              R"({"claim":{"filed_on":"2024-05-08"},"purchase":{"sold_directly":true,"price":"1"}})"),
          "return") == "");
}

TEST_CASE("what is known although something is missing is not asked about, however much is told") {
  const Rulebook rules = load(
      "values: {away: {days: repairs, where: authorised}}\n"
      "rules:\n  - {id: \"1\", title: {zh: 退, en: Return}, grants: {return: {pays: {refund: "
      "purchase.paid * 1% * away}}}}\n");
  // The second repair lies inside the first, whoever did it.
  const std::string claim =
      R"({"claim":{"filed_on":"2024-05-08"},"repairs":[)"
      R"({"received_on":"2024-03-01","returned_on":"2024-03-21","authorised":true},)"
      R"({"received_on":"2024-03-05","returned_on":"2024-03-08"}]})";
  for (const Detail detail : {Detail::none, Detail::codes, Detail::full}) {
    Decision decision;
    REQUIRE(evaluate(rules, read(rules, claim), {{}, detail}, decision));
    REQUIRE(decision.ask().size() == 1);
    CHECK(
        std::vector<std::string_view>(decision.ask()[0].all.begin(), decision.ask()[0].all.end()) ==
        std::vector<std::string_view>{"purchase.paid"});
  }
}

TEST_CASE("a known amount of a rule that does not hold asks for nothing, whatever it looks at") {
  const Rulebook rules = load(
      "values: {away: {days: repairs, where: authorised}}\n"
      "rules:\n"
      "  - {id: \"1\", title: {zh: 退, en: Return}, when: fault.confirmed, grants: {return: {}}}\n"
      "  - {id: \"2\", title: {zh: 退, en: Return}, when: goods.human_damage, "
      "grants: {return: {pays: {refund: purchase.paid * 1% * away}}}}\n");
  // The second repair lies inside the first, whoever did it.
  const std::string claim =
      R"({"claim":{"filed_on":"2024-05-08"},"goods":{"human_damage":false},)"
      R"("purchase":{"paid":"100.00"},"repairs":[)"
      R"({"received_on":"2024-03-01","returned_on":"2024-03-21","authorised":true},)"
      R"({"received_on":"2024-03-05","returned_on":"2024-03-08"}]})";
  for (const Detail detail : {Detail::none, Detail::codes, Detail::full}) {
    Decision decision;
    REQUIRE(evaluate(rules, read(rules, claim), {{}, detail}, decision));
    REQUIRE(decision.ask().size() == 1);
    CHECK(
        std::vector<std::string_view>(decision.ask()[0].all.begin(), decision.ask()[0].all.end()) ==
        std::vector<std::string_view>{"fault.confirmed"});
  }
}

TEST_CASE("a date is asked for where some day settles it, members where some member does") {
  const std::string trial = "periods: {trial: {from: purchase.sold_on, length: 7 days}}\n";
  CHECK(sets_for("claim.filed_on in trial", bare, trial) == "purchase.sold_on");
  CHECK(sets_for("claim.filed_on in trial and fault.kind == software", bare, trial) ==
        "fault.kind;purchase.sold_on");
  // Never, too, is an answer: not in the period.
  CHECK(sets_for("purchase.registered_on is never") == "purchase.registered_on");
  CHECK(sets_for("purchase.documents has invoice") == "purchase.documents");
}

TEST_CASE("every fact that is named has its question") {
  const auto decision =
      decide(load_when("(fault.confirmed and goods.intact) or fault.described"), bare);
  REQUIRE(decision.questions().size() == 3);
  for (const auto& question : decision.questions()) {
    CHECK_FALSE(question.text.zh.empty());
    CHECK_FALSE(question.text.en.empty());
  }
}

TEST_CASE("for every set some answer settles the claim, and for no part of it does one") {
  // Conditions over truths, so that all answers can be tried.
  const std::vector<std::string> facts{"goods.intact", "goods.opened", "goods.modified",
                                       "goods.counterfeit", "goods.gift_returned"};
  std::mt19937 random(11);
  const auto pick = [&](std::size_t of) { return static_cast<std::size_t>(random() % of); };
  std::size_t sets_seen = 0;
  for (int round = 0; round < 60; ++round) {
    std::string when = "any:\n";
    for (int line = 0; line < 3; ++line) {
      when += "        - \"";
      for (int term = 0; term < 3; ++term)
        when += std::string(term == 0 ? "" : " and ") + (pick(3) == 0 ? "not " : "") +
                facts[pick(facts.size())];
      when += "\"\n";
    }
    const Rulebook rules = load_when("\n      " + when);
    const auto decision = decide(rules, bare);
    const bool unknown = decision.remedy("repair")->status == Status::unknown;
    CHECK(decision.ask().empty() != unknown);
    const auto settles = [&](std::uint32_t which) {
      for (std::uint32_t values = which;; values = (values - 1) & which) {
        std::string claim = R"({"claim":{"filed_on":"2024-05-08"},"goods":{)";
        bool first = true;
        for (std::size_t i = 0; i < facts.size(); ++i) {
          if ((which >> i & 1U) == 0) continue;
          claim += std::string(first ? "\"" : ",\"") + facts[i].substr(6) +
                   ((values >> i & 1U) != 0 ? "\":true" : "\":false");
          first = false;
        }
        if (status(rules, claim + "}}") != Status::unknown) return true;
        if (values == 0) return false;
      }
    };
    std::vector<std::uint32_t> listed;
    for (const auto& ask : decision.ask())
      for (const auto& set : ask.sets) {
        std::uint32_t which = 0;
        for (const auto path : set)
          for (std::size_t i = 0; i < facts.size(); ++i)
            if (facts[i] == path) which |= 1U << i;
        listed.push_back(which);
      }
    CAPTURE(when);
    // Every set of up to three: listed where it settles and nothing smaller does.
    for (std::uint32_t which = 1; unknown && which < 1U << facts.size(); ++which) {
      if (__builtin_popcount(which) > 3) continue;
      bool smaller = false;
      for (std::uint32_t part = (which - 1) & which; part != 0; part = (part - 1) & which)
        smaller = smaller || settles(part);
      const bool expected = !smaller && settles(which);
      const bool got = std::find(listed.begin(), listed.end(), which) != listed.end();
      CAPTURE(which);
      CHECK(got == expected);
      sets_seen += expected ? 1 : 0;
    }
  }
  CHECK(sets_seen > 60);
}

TEST_CASE("what two policies assume otherwise is told of each") {
  const auto assuming = [](const std::string& id, const std::string& value) {
    return PolicySource{
        id + ".yaml",
        "sanbao: 1\npolicy: " + id +
            "\nversion: \"1\"\ntitle: {zh: 甲, en: A}\nbasis: vendor\nfacts:\n  lcd.size: {type: "
            "number, assume: " +
            value +
            "}\nrules:\n  - {id: \"1\", title: {zh: 甲, en: A}, when: lcd.size > 2, grants: "
            "{repair: {}}}\n"};
  };
  const auto rules = load_rulebook(
      std::vector{assuming("one", "3"), assuming("three", "3"), assuming("two", "1")}, {});
  REQUIRE(rules.has_value());
  const Decision decision = decide(*rules, bare);
  std::vector<std::int64_t> values;
  for (const Assumption& assumed : decision.assumed()) {
    CHECK(assumed.path == "lcd.size");
    values.push_back(assumed.value.number / 1000000);
  }
  CHECK(values == std::vector<std::int64_t>{3, 1});
}
