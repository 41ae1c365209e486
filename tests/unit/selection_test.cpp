// SPDX-License-Identifier: Apache-2.0
//
// Which policies of a rulebook a claim is held to (compile/selection.cpp, eval/applying.cpp): always those that
// each says for itself, whatever text of the claim they are looked up by, given, absent or null; and of a claim
// that none covers, the nearest.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "ir/program.hpp"
#include "sanbao/sanbao.hpp"

using namespace sanbao;

namespace {

using List = std::vector<std::string>;

std::string policy(const std::string& id, const std::string& head) {
  return "sanbao: 1\npolicy: " + id + "\nversion: \"1\"\ntitle: {zh: 示例, en: Example}\n" +
         "basis: vendor\n" + head +
         "clock: {zone: Asia/Shanghai, count_from: next_day, month_end: last_day, roll: none}\n"
         "rules:\n  - {id: \"1\", title: {zh: 修, en: Repair}, when: fault.confirmed, grants: "
         "{repair: {}}}\n";
}

const std::vector<PolicySource> sources = [] {
  const std::vector<std::pair<std::string, std::string>> heads = {
      {"all", ""},
      {"brand-a", "applies_to: product.brand == \"A\"\n"},
      {"brand-a-phone",
       "applies_to: product.brand == \"A\" and product.category == mobile_phone\n"},
      {"brand-b", "applies_to: product.brand == \"B\" and purchase.channel == online\n"},
      {"brand-b-or-c", "applies_to: product.brand in [\"B\", \"C\"]\n"},
      {"brand-or-phone",
       "applies_to: product.brand == \"D\" or product.category == mobile_phone\n"},
      {"not-brand-a", "applies_to: product.brand != \"A\"\n"},
      {"table",
       "applies_to: product.category in shelf and purchase.price_paid_in_full\n"
       "facts: {purchase.price_paid_in_full: {type: bool, ask: {zh: 付清了吗, en: \"Paid?\"}}}\n"
       "tables:\n  shelf: {by: product.category, columns: [months], of: {mobile_phone: [1], "
       "bicycle: "
       "[2]}}\n"},
      {"phone-2020",
       "applies_to: product.category == mobile_phone\nin_force: {from: 2020-01-01, by: "
       "purchase.sold_on}\n"},
      {"phone-yielding",
       "applies_to: product.category == mobile_phone\nyields_to: [phone-2020, brand-a]\n"}};
  std::vector<PolicySource> out;
  for (const auto& [id, head] : heads)
    out.push_back({id + ".yaml", policy(id, head)});
  return out;
}();

Rulebook load(std::span<const PolicySource> policies) {
  auto rules = load_rulebook(policies);
  for (const auto& fault : rules.diagnostics())
    if (!rules) MESSAGE(render(fault));
  REQUIRE(rules.has_value());
  return *rules;
}

Decision decide(const Rulebook& rules, const std::string& json) {
  Claim claim(rules);
  ClaimReader reader(rules);
  const bool sound = reader.read(json, claim);
  if (!sound) MESSAGE(reader.error().path << ": " << reader.error().message);
  REQUIRE(sound);
  return evaluate(rules, claim);
}

List policies(const Decision& decision) {
  List ids;
  for (const PolicyAnswer& policy : decision.policies())
    ids.emplace_back(policy.policy);
  return ids;
}
List not_applied(const Decision& decision) {
  List ids;
  for (const NotApplied& policy : decision.not_applied())
    ids.emplace_back(policy.policy);
  return ids;
}

/// Every claim that gives, withholds or cannot know what the policies ask for.
std::vector<std::string> claims() {
  const List brands = {"",
                       "\"brand\":\"A\"",
                       "\"brand\":\"B\"",
                       "\"brand\":\"C\"",
                       "\"brand\":\"D\"",
                       "\"brand\":\"Z\"",
                       "\"brand\":null"};
  const List categories = {"", "\"category\":\"mobile_phone\"", "\"category\":\"bicycle\"",
                           "\"category\":\"never heard of\"", "\"category\":null"};
  const List purchases = {
      R"({})", R"({"channel":"online","sold_on":"2019-12-31","price_paid_in_full":true})",
      R"({"channel":"store","sold_on":"2020-01-01","price_paid_in_full":false})",
      R"({"channel":null,"sold_on":"never","price_paid_in_full":null})"};
  List out;
  for (const auto& brand : brands)
    for (const auto& category : categories)
      for (const auto& purchase : purchases)
        out.push_back("{\"claim\":{\"filed_on\":\"2021-01-01\"},\"product\":{" + brand +
                      (brand.empty() || category.empty() ? "" : ",") + category +
                      "},\"purchase\":" + purchase + "}");
  return out;
}

}  // namespace

TEST_CASE("a rulebook holds a claim to those policies that would apply alone") {
  const Rulebook all = load(sources);
  // Alone, with whom it yields to left out: that is looked at by itself below.
  std::vector<Rulebook> alone;
  for (const PolicySource& source : sources)
    if (source.name != "phone-yielding.yaml" && source.name != "table.yaml")
      alone.push_back(load(std::span(&source, 1)));
  // The declared fact is unread elsewhere, so each claim is read by the rulebook that is asked.
  for (const std::string& claim : claims()) {
    CAPTURE(claim);
    const Decision decision = decide(all, claim);
    const List found = policies(decision);
    for (const Rulebook& one : alone) {
      std::string json = claim;
      const std::string id(one.policies()[0].id);
      const std::string declared = ",\"price_paid_in_full\"";
      if (const auto at = json.find(declared); at != std::string::npos)
        json.erase(at, json.find('}', at) - at);
      CAPTURE(id);
      const bool applies = std::count(found.begin(), found.end(), id) == 1;
      CHECK(applies == (decide(one, json).outcome() != Outcome::not_covered));
    }
  }
}

TEST_CASE(
    "a policy found through its table, and one that stands back, are what they are one by one") {
  const Rulebook all = load(sources);
  const auto ids = [&](const std::string& product, const std::string& purchase) {
    return policies(decide(all, "{\"claim\":{\"filed_on\":\"2021-01-01\"},\"product\":" + product +
                                    ",\"purchase\":" + purchase + "}"));
  };
  const auto has = [](const List& list, const char* id) {
    return std::count(list.begin(), list.end(), id) == 1;
  };
  const std::string paid = R"({"price_paid_in_full":true,"sold_on":"2019-01-01"})";
  CHECK(has(ids(R"({"category":"bicycle","brand":"Z"})", paid), "table"));
  CHECK(has(ids(R"({"category":"mobile_phone","brand":"Z"})", paid), "table"));
  CHECK_FALSE(has(ids(R"({"category":"lamp","brand":"Z"})", paid), "table"));
  CHECK(has(ids(R"({"brand":"Z"})", paid), "table"));
  CHECK_FALSE(has(ids(R"({"category":null,"brand":"Z"})", paid), "table"));

  const std::string phone = R"({"category":"mobile_phone","brand":"Z"})";
  CHECK(has(ids(phone, R"({"sold_on":"2019-01-01"})"), "phone-yielding"));
  CHECK_FALSE(has(ids(phone, R"({"sold_on":"2020-01-01"})"), "phone-yielding"));
  CHECK(has(ids(phone, "{}"), "phone-yielding"));  // open: the other may not be in force
  CHECK_FALSE(has(ids(R"({"category":"mobile_phone","brand":"A"})", R"({"sold_on":"2019-01-01"})"),
                  "phone-yielding"));
}

TEST_CASE("of a claim that none covers the five nearest are named, and who is kept out by a null") {
  std::vector<PolicySource> many;
  for (int i = 0; i < 9; ++i) {
    const std::string n = std::to_string(i);
    many.push_back({n + ".yaml", policy("far-" + n, "applies_to: product.brand == \"" + n +
                                                        "\" and purchase.channel == online\n")});
  }
  many.push_back({"near.yaml", policy("near",
                                      "applies_to: product.brand == \"Z\" and "
                                      "purchase.channel == online\n")});
  const Rulebook all = load(many);
  const auto none = [&](const std::string& brand, const std::string& channel) {
    const Decision decision =
        decide(all, "{\"claim\":{\"filed_on\":\"2021-01-01\"},\"product\":{\"brand\":" + brand +
                        "},\"purchase\":{\"channel\":" + channel + "}}");
    CHECK(decision.outcome() == Outcome::not_covered);
    return not_applied(decision);
  };
  CHECK(none("\"Z\"", "\"store\"") == List{"far-0", "far-1", "far-2", "far-3", "near"});
  CHECK(none("\"Q\"", "\"online\"") == List{"far-0", "far-1", "far-2", "far-3", "far-4"});
  CHECK(none("\"7\"", "\"store\"") == List{"far-0", "far-1", "far-2", "far-3", "far-7"});
  // A null keeps all ten open, and all are told.
  CHECK(none("null", "\"online\"").size() == 10);
}

TEST_CASE(
    "of a large rulebook the nearest are among the first, and those that its text speaks for") {
  std::vector<PolicySource> many;
  for (int i = 10; i < 90; ++i) {
    const std::string n = std::to_string(i);
    many.push_back({n + ".yaml", policy("far-" + n, "applies_to: product.brand == \"" + n +
                                                        "\" and purchase.channel == online\n")});
  }
  const Rulebook all = load(many);
  const auto none = [&](const std::string& brand) {
    const Decision decision =
        decide(all, "{\"claim\":{\"filed_on\":\"2021-01-01\"},\"product\":{\"brand\":" + brand +
                        "},\"purchase\":{\"channel\":\"store\"}}");
    CHECK(decision.outcome() == Outcome::not_covered);
    return not_applied(decision);
  };
  CHECK(none("\"Q\"") == List{"far-10", "far-11", "far-12", "far-13", "far-14"});
  CHECK(none("\"87\"") == List{"far-10", "far-11", "far-12", "far-13", "far-87"});
}
