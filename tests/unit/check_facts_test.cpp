// SPDX-License-Identifier: Apache-2.0
//
// check_facts_test.cpp: what may stand under `facts` (docs/language.md §7 "Types of facts").
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "check_fixture.hpp"

using check_fixture::check_rule;

namespace {

using Codes = std::vector<std::string>;

// Errors of one entry under `facts` that nothing uses.
Codes errors(const std::string& entry) {
  const auto checked = check_rule("fault.confirmed", "facts:\n  " + entry + "\n");
  return checked.policy == nullptr ? checked.codes() : Codes{};
}

}  // namespace

TEST_CASE("every type can be declared, in a new group or a standard one") {
  for (const char* type : {"bool", "count", "number", "text", "date", "days", "length", "money",
                           "rate", "{enum: [a1, b1]}", "{set: text}"}) {
    CAPTURE(type);
    CHECK(errors("lcd.dots: {type: " + std::string(type) + "}").empty());
    CHECK(errors("goods.dots: {type: " + std::string(type) + "}").empty());
    CHECK(errors("repairs.dots: {type: " + std::string(type) + "}").empty());
    CHECK(errors("visits: {type: {list: {dots: " + std::string(type) + "}}}").empty());
  }
}

TEST_CASE("a standard fact keeps its type") {
  CHECK(errors("purchase.sold_on: {type: text}") == Codes{"SB2030"});
  CHECK(errors("purchase.sold_on: {type: date}").empty());
  CHECK(errors("fault.part: {type: {enum: [main_part, assembly]}}").empty());
  CHECK(errors("fault.part: {type: {enum: [main_part]}}") == Codes{"SB2030"});
  CHECK(errors("repairs.fixed: {type: text}") == Codes{"SB2030"});
  CHECK(errors("repairs: {type: {list: {on: date}}}") == Codes{"SB2030"});
}

TEST_CASE("paths") {
  CHECK(errors("dots: {type: count}") == Codes{"SB2033"});
  CHECK(errors("lcd.a.b: {type: count}") == Codes{"SB2033"});
  CHECK(errors("Lcd.dots: {type: count}") == Codes{"SB2033"});
  CHECK(errors("context.dots: {type: count}") == Codes{"SB2033"});
  CHECK(errors("lcd.dots: {type: {list: {on: date}}}") == Codes{"SB2033"});
  CHECK(errors("goods: {type: {list: {on: date}}}") == Codes{"SB2033"});
  CHECK(errors("visits: {type: {list: {received_on: date, returned_on: date, duration: days}}}") ==
        Codes{"SB2033"});
  CHECK(errors("lcd.dots: {ask: {zh: 几个, en: how many}}") == Codes{"SB2032"});
  CHECK(errors("goods.human_damge: {assume: false}") == Codes{"SB2032"});
  CHECK(errors("repairs.fixd: {assume: false}") == Codes{"SB2032"});
}

TEST_CASE("types") {
  CHECK(errors("lcd.dots: {type: integer}") == Codes{"SB2034"});
  CHECK(errors("visits: {type: {list: {on: {list: {on: date}}}}}") == Codes{"SB2034"});
  CHECK(errors("lcd.dots: {type: {enum: [a1, a1]}}") == Codes{"SB2036"});
  CHECK(errors("lcd.dots: {type: {enum: [A]}}") == Codes{"SB2036"});
}

TEST_CASE("what cannot be assumed") {
  CHECK(errors("claim.filed_on: {assume: 2024-01-01}") == Codes{"SB2035"});
  CHECK(errors("exchanges.whole_unit: {assume: true}") == Codes{"SB2035"});
  CHECK(errors("goods.opened: {assume: []}") == Codes{"SB2035"});
  CHECK(errors("repairs: {assume: false}") == Codes{"SB2035"});
  CHECK(errors("repairs.authorised: {assume: true}").empty());
}
