// SPDX-License-Identifier: Apache-2.0
//
// Facts (eval/facts.hpp): how events stand to the day of judgement (docs/language.md §7 "Day of judgement"):
// left out, cut, open, or only possible.
#include "eval/facts.hpp"

#include <string>

#include "eval_fixture.hpp"

using namespace sanbao;
using namespace eval_fixture;

namespace {

struct Bench {
  Rulebook rules = load_when("fault.confirmed");
  Claim claim{rules};
  eval::Facts facts;

  void begin(const std::string& json, const char* as_of = nullptr) {
    claim = read(rules, json);
    facts.begin(rules.ruleset().schema(), claim.data(),
                as_of == nullptr ? std::nullopt : CivilDate::parse(as_of));
  }
  eval::EventState event(const char* list, std::uint32_t index) {
    return facts.event(*rules.ruleset().schema().find_list(list), index);
  }
};

std::string filed(const std::string& lists) {
  return R"({"claim":{"filed_on":"2024-05-10"},)" + lists + "}";
}
std::int32_t day(const char* text) {
  return CivilDate::parse(text)->days_since_epoch();
}

}  // namespace

TEST_CASE("the day of judgement is the caller's, else the day of the claim, else none") {
  Bench bench;
  bench.begin(R"({"claim":{"filed_on":"2024-05-10"}})");
  REQUIRE(bench.facts.has_as_of());
  CHECK(bench.facts.as_of() == day("2024-05-10"));
  bench.begin(R"({"claim":{"filed_on":"2024-05-10"}})", "2024-06-01");
  CHECK(bench.facts.as_of() == day("2024-06-01"));
  bench.begin("{}", "2024-06-01");
  CHECK(bench.facts.as_of() == day("2024-06-01"));
  bench.begin("{}");
  CHECK_FALSE(bench.facts.has_as_of());
}

TEST_CASE("an event that begins later is left out, one on the day itself counts") {
  Bench bench;
  bench.begin(
      filed(R"("exchanges":[{"on":"2024-05-09"},{"on":"2024-05-10"},{"on":"2024-05-11"},{}])"));
  CHECK_FALSE(bench.event("exchanges", 0).ignored);
  CHECK_FALSE(bench.event("exchanges", 1).ignored);
  CHECK(bench.event("exchanges", 2).ignored);
  // Without a day it is never left out.
  CHECK_FALSE(bench.event("exchanges", 3).ignored);
  CHECK_FALSE(bench.event("exchanges", 3).has_begin);
  bench.begin(filed(R"("exchanges":[{"on":"2024-05-11"}])"), "2024-05-11");
  CHECK_FALSE(bench.event("exchanges", 0).ignored);
}

TEST_CASE("an event that ends later is cut, one on the day itself is not") {
  Bench bench;
  bench.begin(filed(
      R"("repairs":[{"received_on":"2024-05-01","returned_on":"2024-05-10"},{"received_on":"2024-05-01","returned_on":"2024-05-11"},{"received_on":"2024-05-11","returned_on":"2024-05-12"}])"));
  CHECK_FALSE(bench.event("repairs", 0).cut);
  CHECK(bench.event("repairs", 1).cut);
  CHECK(bench.event("repairs", 1).begin == day("2024-05-01"));
  // Left out as a whole, and so not cut.
  CHECK(bench.event("repairs", 2).ignored);
  CHECK_FALSE(bench.event("repairs", 2).cut);
}

TEST_CASE("a repair is open where its end is absent or never, not where it cannot be known") {
  Bench bench;
  bench.begin(filed(
      R"("repairs":[{"received_on":"2024-05-01"},{"received_on":"2024-05-01","returned_on":"never"},{"received_on":"2024-05-01","returned_on":null},{"received_on":"2024-05-01","returned_on":"2024-05-02"}])"));
  CHECK(bench.event("repairs", 0).open);
  CHECK(bench.event("repairs", 1).open);
  CHECK_FALSE(bench.event("repairs", 2).open);
  CHECK_FALSE(bench.event("repairs", 3).open);
}

TEST_CASE("without a day of judgement events are only possible, and none is left out or cut") {
  Bench bench;
  bench.begin(R"({"repairs":[{"received_on":"2024-05-01","returned_on":"2024-05-11"}]})");
  CHECK_FALSE(bench.event("repairs", 0).certain);
  CHECK_FALSE(bench.event("repairs", 0).ignored);
  CHECK_FALSE(bench.event("repairs", 0).cut);
  bench.begin(filed(R"("repairs":[{"received_on":"2024-05-01","returned_on":"2024-05-11"}])"));
  CHECK(bench.event("repairs", 0).certain);
}
