// SPDX-License-Identifier: Apache-2.0
//
// check_head_test.cpp: what stands at the head of a policy, and what only some policies need there.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "check_fixture.hpp"

using check_fixture::check_text;

namespace {

using Codes = std::vector<std::string>;

const std::string rules =
    "rules:\n  - id: \"1\"\n    title: {zh: 规则, en: A rule}\n    when: fault.confirmed\n    "
    "grants: {repair: {}}\n";

check_fixture::Checked with_head(const std::string& keys, const std::string& rest = rules) {
  return check_text("sanbao: 1\npolicy: demo\nversion: \"1\"\ntitle: {zh: 示例, en: Example}\n" +
                    keys + rest);
}

}  // namespace

TEST_CASE("the days in force are recalled where they say so, or the policy does") {
  const auto recalled = [](const std::string& head, const std::string& mark) {
    return with_head(head + "in_force: {from: 2020-01-01, by: purchase.sold_on" + mark + "}\n")
        .policy->in_force_recalled;
  };
  CHECK(recalled("", ", verified: recalled"));
  CHECK(recalled("verified: seen\n", ", verified: recalled"));
  CHECK(recalled("verified: recalled\n", ""));
  CHECK_FALSE(recalled("verified: recalled\n", ", verified: seen"));
  CHECK_FALSE(recalled("verified: seen\n", ""));
  CHECK_FALSE(recalled("", ""));
  CHECK_FALSE(with_head("verified: recalled\n").policy->in_force_recalled);
}

TEST_CASE("the head is kept") {
  const auto checked = with_head(
      "basis: statute\nverified: recalled\nsource: {title: Text, url: "
      "\"https://example.org\"}\nprefer: consumer\n"
      "in_force: {from: 2020-01-01, until: 2024-12-31, by: [purchase.invoiced_on, "
      "purchase.sold_on]}\n"
      "applies_to: product.category == car\nyields_to: [vendor, cn/other, vendor]\ncurrency: JPY\n"
      "round: {to: 10, mode: half_even}\nclock: {zone: \"+09:00\", count_from: same_day, "
      "month_end: error, roll: none, calendar: cn}\n");
  REQUIRE(checked.policy != nullptr);
  const auto& policy = *checked.policy;
  CHECK(policy.id == "demo");
  CHECK(policy.version == "1");
  CHECK(policy.title.en == "Example");
  CHECK(policy.basis == "statute");
  CHECK(policy.recalled);
  CHECK(policy.prefer_consumer);
  CHECK(policy.in_force_from->to_string() == "2020-01-01");
  CHECK(policy.in_force_until->to_string() == "2024-12-31");
  CHECK(policy.in_force_by.size() == 2);
  CHECK(policy.in_force_recalled);
  CHECK(check_fixture::show(policy, policy.applies_to) == "eq(product.category, car)");
  CHECK(policy.yields_to == Codes{"cn/other", "vendor"});
  CHECK(policy.currency->code() == "JPY");
  CHECK(policy.round_to == 10);
  CHECK(policy.rounding == sanbao::Rounding::half_even);
  CHECK(policy.zone.name() == "+09:00");
  CHECK(policy.zone_given);
  CHECK(policy.calendar != nullptr);
  CHECK(policy.count_from.then == sanbao::CountFrom::same_day);
  CHECK(policy.digest.starts_with("sha256:"));
  CHECK(policy.digest.size() == 7 + 64);
}

TEST_CASE("currency and round are asked for where money is, and not elsewhere") {
  CHECK(with_head("").codes().empty());
  const std::string money =
      "rules:\n  - id: \"1\"\n    title: {zh: 规则, en: A rule}\n    grants: {return: {pays: "
      "{refund: purchase.price}}}\n";
  CHECK(with_head("", money).codes() == Codes{"SB2060", "SB2061"});
  CHECK(with_head("currency: CNY\n", money).codes() == Codes{"SB2061"});
  CHECK(with_head("currency: CNY\nround: {to: 0.1, mode: down}\n", money).codes().empty());
  const std::string compared =
      "rules:\n  - id: \"1\"\n    title: {zh: 规则, en: A rule}\n    when: purchase.price > 5 "
      "CNY\n    grants: {repair: {}}\n";
  CHECK(with_head("currency: CNY\n", compared).codes().empty());
  CHECK(with_head("", compared).codes() == Codes{"SB2060"});
}

TEST_CASE("steps that amounts are rounded to") {
  CHECK(with_head("currency: CNY\nround: {to: 0.005, mode: half_up}\n").codes() == Codes{"SB2063"});
  CHECK(with_head("currency: CNY\nround: {to: 0, mode: half_up}\n").codes() == Codes{"SB2063"});
  CHECK(with_head("currency: JPY\nround: {to: 0.5, mode: half_up}\n").codes() == Codes{"SB2063"});
  CHECK(with_head("currency: CNY\nround: {to: 0.01}\n").codes() == Codes{"SB2063"});
  CHECK(with_head("currency: CNY\nround: {to: 0.01, mode: nearest}\n").codes() == Codes{"SB2071"});
  CHECK(with_head("currency: YUAN\n").codes() == Codes{"SB2062"});
}

TEST_CASE("ids, words and days") {
  for (const char* id : {"cn/household-car", "a", "x.y_z-1/2"}) {
    CAPTURE(id);
    CHECK(check_text("sanbao: 1\npolicy: " + std::string(id) +
                     "\nversion: \"1\"\ntitle: {zh: 示例, en: Example}\n" + rules)
              .codes()
              .empty());
  }
  for (const char* id : {"/a", "a/", "a//b", "a b", "-a", "政策"}) {
    CAPTURE(id);
    CHECK(check_text("sanbao: 1\npolicy: \"" + std::string(id) +
                     "\"\nversion: \"1\"\ntitle: {zh: 示例, en: Example}\n" + rules)
              .codes() == Codes{"SB2070"});
  }
  CHECK(with_head("basis: law\n").codes() == Codes{"SB2071"});
  CHECK(with_head("prefer: vendor\n").codes() == Codes{"SB2071"});
  CHECK(with_head("in_force: {from: 2024-13-01, by: claim.filed_on}\n").codes() == Codes{"SB2072"});
  CHECK(
      with_head("in_force: {from: 2024-02-02, until: 2024-02-01, by: claim.filed_on}\n").codes() ==
      Codes{"SB2072"});
  CHECK(with_head("in_force: {from: 2024-02-02, until: 2024-02-02, by: claim.filed_on}\nclock: "
                  "{zone: UTC}\n")
            .codes()
            .empty());
  CHECK(with_head("in_force: {from: 2024-02-02}\n").codes() == Codes{"SB2073"});
  CHECK(with_head("in_force: {by: purchase.price}\ncurrency: CNY\n").codes() == Codes{"SB2012"});
  CHECK(with_head("yields_to: demo\n").codes() == Codes{"SB2074"});
  CHECK(with_head("clock: {zone: China}\n").codes() == Codes{"SB2045"});
  CHECK(
      with_head("notices:\n  - {id: \"8\", on: [refused], text: {zh: 说明, en: note}}\n").codes() ==
      Codes{"SB2071"});
}

TEST_CASE("a policy without version, title or zone loads with a warning") {
  const auto checked = check_text(
      "sanbao: 1\npolicy: demo\nrules:\n  - id: \"1\"\n    title: {zh: 规则, en: A rule}\n"
      "    when: purchase.sold_on is known\n    grants: {repair: {}}\n");
  REQUIRE(checked.policy != nullptr);
  CHECK(checked.codes() == Codes{"SB2108", "SB2108", "SB2108"});
}
