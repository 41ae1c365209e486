// SPDX-License-Identifier: Apache-2.0
//
// shared_conditions_test.cpp: conditions of which each uses the one before twice. Written out they are a tree of 2^40 tests:
// whoever walks it by its places instead of its nodes does not come to an end.
#include <doctest/doctest.h>

#include <string>

#include "eval_fixture.hpp"

namespace {

using namespace sanbao;

constexpr int links = 40;

std::string chain() {
  const std::string facts[] = {"goods.modified", "goods.counterfeit", "fault.confirmed"};
  std::string text = "conditions:\n  c0: goods.opened\n";
  for (int i = 1; i <= links; ++i) {
    const std::string before = "c" + std::to_string(i - 1);
    text += "  c" + std::to_string(i) + ": (" + before + " and " + facts[i % 3] + ") or (not " +
            before + " and " + facts[(i + 1) % 3] + ")\n";
  }
  return text;
}

std::string last() {
  return "c" + std::to_string(links);
}

std::string decided(const std::string& rule, const std::string& goods) {
  const Rulebook rules = eval_fixture::load(
      chain() + "rules:\n  - {id: \"1\", title: {zh: 一, en: One}, " + rule + "}\n");
  const Claim claim = eval_fixture::read(
      rules,
      R"({"claim":{"filed_on":"2024-05-06","requests":"any"},"goods":{)" + goods +
          R"(},"repairs":[{"received_on":"2024-05-01","returned_on":"2024-05-03","fixed":true}]})");
  Decision decision;
  REQUIRE(evaluate(rules, claim, {.as_of = std::nullopt, .detail = Detail::full}, decision));
  std::string json;
  append_json(decision, json);
  return json;
}

const std::string known = R"("opened":true,"modified":false,"counterfeit":true)";

}  // namespace

TEST_CASE("a chain of conditions as the condition of a rule") {
  const std::string rule = "when: " + last() + ", grants: {repair: {}}";
  CHECK(decided(rule, known).find(R"("outcome":)") != std::string::npos);
  CHECK(decided(rule, R"("opened":true)").find(R"("needs_facts")") != std::string::npos);
}

TEST_CASE("a chain of conditions inside an amount, and where events are counted") {
  const std::string amount =
      "grants: {refund: {pays: {refund: if " + last() + " then 1 CNY else 2 CNY}}}";
  CHECK(decided(amount, known).find(R"("approved")") != std::string::npos);
  CHECK(decided(amount, R"("opened":true)").find(R"("refund":null)") != std::string::npos);
  const std::string events =
      "when: {count: repairs, where: fixed and " + last() + ", at_least: 1}, grants: {repair: {}}";
  CHECK(decided(events, R"("opened":true)").find(R"("needs_facts")") != std::string::npos);
}
