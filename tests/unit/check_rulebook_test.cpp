// SPDX-License-Identifier: Apache-2.0
//
// check_rulebook_test.cpp: what is wrong only between policies (docs/language.md §3 "Several
// policies").
#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <vector>

#include "check_fixture.hpp"

using check_fixture::check_text;

namespace {

using Codes = std::vector<std::string>;

std::unique_ptr<sanbao::ir::CheckedPolicy> policy(const std::string& file, const std::string& id,
                                                  const std::string& keys,
                                                  const std::string& when = "fault.confirmed") {
  auto checked = check_text(
      "sanbao: 1\npolicy: " + id + "\nversion: \"1\"\ntitle: {zh: 示例, en: Example}\n" + keys +
      "rules:\n  - id: \"1\"\n    title: {zh: 规则, en: A rule}\n    when: " + when +
      "\n    grants: {repair: {}}\n");
  REQUIRE_MESSAGE(checked.policy != nullptr, checked.first_message());
  checked.policy->file = file;
  return std::move(checked.policy);
}

std::vector<sanbao::Diagnostic> book(
    const std::vector<const sanbao::ir::CheckedPolicy*>& policies) {
  return sanbao::check::check_rulebook(policies);
}
Codes codes(const std::vector<sanbao::Diagnostic>& faults) {
  Codes out;
  for (const auto& fault : faults)
    out.push_back(fault.code);
  return out;
}

}  // namespace

TEST_CASE("one type a fact, whichever policy declares it") {
  const auto fact = [](const std::string& type) {
    return "facts:\n  lcd.dots: {type: " + type + ", ask: {zh: 亮点, en: dots}}\n";
  };
  const auto a = policy("a.yaml", "a", fact("count"), "lcd.dots > 1");
  const auto b = policy("b.yaml", "b", fact("text"), "lcd.dots == \"x\"");
  const auto c = policy("c.yaml", "c", fact("count"), "lcd.dots > 1");
  CHECK(book({a.get(), c.get()}).empty());
  const auto faults = book({b.get(), a.get()});
  REQUIRE(codes(faults) == Codes{"SB2201"});
  // Told at the later file, naming the other's place, in whatever order they were given.
  CHECK(faults[0].file == "b.yaml");
  CHECK(faults[0].span.line == 6);
  CHECK(faults[0].source_line.find("lcd.dots") != std::string::npos);
  CHECK(faults[0].help.find("a.yaml:6") != std::string::npos);
  const auto words = policy("d.yaml", "d", fact("{enum: [a1, b1]}"), "lcd.dots == a1");
  const auto turned = policy("e.yaml", "e", fact("{enum: [b1, a1]}"), "lcd.dots == a1");
  const auto other = policy("f.yaml", "f", fact("{enum: [a1, c1]}"), "lcd.dots == a1");
  CHECK(book({words.get(), turned.get()}).empty());
  CHECK(codes(book({words.get(), other.get()})) == Codes{"SB2201"});
}

TEST_CASE("a list and a group of one name, a field of two types") {
  const auto list = [](const std::string& fields) {
    return "facts:\n  lcd: {type: {list: {" + fields + "}}, ask: {zh: 亮点, en: dots}}\n";
  };
  const auto a = policy("a.yaml", "a", list("on: date, paid: number"), "{count: lcd, at_least: 1}");
  const auto b = policy("b.yaml", "b", list("on: date, paid: count"), "{count: lcd, at_least: 1}");
  const auto c =
      policy("c.yaml", "c", "facts:\n  lcd.dots: {type: count, ask: {zh: 亮点, en: dots}}\n",
             "lcd.dots > 1");
  CHECK(codes(book({a.get(), b.get()})) == Codes{"SB2201"});
  CHECK(codes(book({a.get(), c.get()})) == Codes{"SB2201"});
}

TEST_CASE("versions of one id share no day") {
  const auto version = [](const std::string& file, const std::string& days) {
    return policy(file, "a", "clock: {zone: UTC}\nin_force: {" + days + "by: purchase.sold_on}\n");
  };
  const auto old = version("a.yaml", "until: 2021-12-31, ");
  const auto later = version("b.yaml", "from: 2022-01-01, ");
  const auto overlapping = version("c.yaml", "from: 2021-12-31, until: 2021-12-31, ");
  CHECK(book({old.get(), later.get()}).empty());
  CHECK(codes(book({old.get(), overlapping.get()})) == Codes{"SB2202"});
  CHECK(codes(book({later.get(), overlapping.get(), old.get()})) == Codes{"SB2202"});
  const auto always = policy("d.yaml", "a", "");
  CHECK(codes(book({always.get(), later.get()})) == Codes{"SB2202"});
}

TEST_CASE("one zone and one currency, where they are given") {
  const auto a = policy("a.yaml", "a", "currency: CNY\nclock: {zone: Asia/Shanghai}\n");
  const auto b = policy("b.yaml", "b", "currency: EUR\nclock: {zone: UTC}\n");
  const auto c = policy("c.yaml", "c", "");
  CHECK(codes(book({a.get(), b.get()})) == Codes{"SB2204", "SB2203"});
  CHECK(book({a.get(), c.get()}).empty());
}

TEST_CASE("policies that yield to each other") {
  const auto a = policy("a.yaml", "a", "basis: statute\nyields_to: vendor\n");
  const auto b = policy("b.yaml", "b", "basis: vendor\nyields_to: a\n");
  const auto c = policy("c.yaml", "c", "basis: vendor\nyields_to: vendor\n");
  const auto faults = book({a.get(), b.get()});
  REQUIRE(codes(faults) == Codes{"SB2205"});
  CHECK(faults[0].help.find("a → b → a") != std::string::npos);
  // A basis never includes the policy itself, and yielding one way is sound.
  CHECK(book({c.get()}).empty());
  CHECK(book({a.get(), c.get()}).empty());
  CHECK(codes(book({b.get(), c.get(), a.get()})) == Codes{"SB2205"});
}

TEST_CASE("a remedy is a side remedy everywhere or nowhere") {
  const auto a = policy("a.yaml", "a", "remedies:\n  gift: {zh: 赠品, en: gift}\n");
  const auto b = policy("b.yaml", "b", "remedies:\n  gift: {zh: 赠品, en: gift, side: true}\n");
  CHECK(codes(book({a.get(), b.get()})) == Codes{"SB2206"});
}
