// SPDX-License-Identifier: Apache-2.0
//
// The bytes of a reason (docs/records.md §5 "Reasons"): key order, periods, event tests, money in steps, and what is
// left out. The shapes are filled by hand; what a real claim gives is tested by tests/cases.
#include <doctest/doctest.h>

#include <array>
#include <span>
#include <string>

#include "records_fixture.hpp"

using namespace records_fixture;

namespace {

Step step(std::string_view name, std::string_view key, std::string_view text, Value of) {
  Step result;
  result.name = name;
  result.key = key;
  result.text = text;
  result.value = of;
  return result;
}

}  // namespace

TEST_CASE("a reason's keys stand in the contract's order, as in its example") {
  const Names remedies{"return", "exchange", "repair"}, cites{"5"};
  const std::array read{reading("claim.filed_on", date_value("2024-05-08"), false),
                        reading("fault.kind", text_value("performance"), false),
                        reading("goods.accessories_complete", value(Value::Kind::boolean, 1), true),
                        reading("purchase.price", money_value(129900), false)};
  PeriodReading period;
  period.name = "return_period";
  period.begun = true;
  period.first = day("2024-05-02");
  period.last = day("2024-05-08");
  period.day = day("2024-05-08");
  period.day_path = "claim.filed_on";
  period.in = true;
  period.days_left = 0;
  Reason reason;
  reason.rule = "5";
  reason.effect = "grants";
  reason.remedies = remedies;
  reason.holds = true;
  reason.cites = cites;
  reason.title = {"七日包退", "Return within seven days"};
  reason.read = read;
  reason.periods = std::span(&period, 1);
  CHECK(
      json_of(reason) ==
      R"({"rule":"5","effect":"grants","remedies":["return","exchange","repair"],"holds":true,"cite":"5",)"
      R"("text":{"zh":"七日包退","en":"Return within seven days"},)"
      R"("read":{"claim.filed_on":"2024-05-08","fault.kind":"performance",)"
      R"("goods.accessories_complete":true,"purchase.price":"1299.00"},)"
      R"("periods":{"return_period":{"first":"2024-05-02","last":"2024-05-08","in":true,"days_left":0}}})");

  const Names over{"5"}, unproven{"stock.same_model"}, articles{"12", "13"};
  reason.holds = std::nullopt;
  reason.overridden_by = over;
  reason.not_established = unproven;
  reason.cites = articles;
  reason.note = {"存疑", ""};
  reason.read = {};
  reason.periods = {};
  CHECK(json_of(reason) ==
        R"({"rule":"5","effect":"grants","remedies":["return","exchange","repair"],"holds":null,)"
        R"("overridden_by":["5"],"not_established":["stock.same_model"],"cite":["12","13"],)"
        R"("text":{"zh":"七日包退","en":"Return within seven days"},"note":{"zh":"存疑"}})");
}

TEST_CASE("a period says how it rolled and by how much the day is off") {
  PeriodReading period;
  period.name = "guarantee";
  period.begun = true;
  period.first = day("2024-05-02");
  period.last_unrolled = day("2025-05-01");
  period.last = day("2025-05-06");
  period.roll = "next_working_day";
  period.days_added = 10;
  period.in = false;
  period.days_late = 89;
  Reason reason;
  reason.rule = "7";
  reason.effect = "grants";
  reason.holds = false;
  reason.periods = std::span(&period, 1);
  const std::string head = R"({"rule":"7","effect":"grants","holds":false,"periods":{)";
  CHECK(
      json_of(reason) ==
      head +
          R"("guarantee":{"first":"2024-05-02","last_unrolled":"2025-05-01",)"
          R"("last":"2025-05-06","roll":"next_working_day","days_added":10,"in":false,"days_late":89}}})");

  // Not begun: nothing but whether the day lies in it.
  period.begun = false;
  period.days_late.reset();
  period.in.reset();
  CHECK(json_of(reason) == head + R"("guarantee":{"in":null}}})");

  // Without an end, and before its first day.
  period = {};
  period.name = "guarantee";
  period.begun = true;
  period.first = day("2024-05-02");
  period.in = false;
  period.days_early = 3;
  CHECK(json_of(reason) ==
        head + R"("guarantee":{"first":"2024-05-02","in":false,"days_early":3}}})");
}

TEST_CASE("several days tested against one period have keys of their own") {
  PeriodReading first, second, third, again;
  first.name = second.name = third.name = again.name = "guarantee";
  first.day_path = "fault.occurred_on";
  second.day_path = again.day_path = "claim.filed_on";
  third.day = day("2024-05-03");
  second.in = again.in = true;
  const std::array periods{first, second, third, again};
  Reason reason;
  reason.rule = "7";
  reason.effect = "grants";
  reason.holds = true;
  reason.periods = periods;
  CHECK(json_of(reason) == R"({"rule":"7","effect":"grants","holds":true,"periods":{)"
                           R"("guarantee[fault.occurred_on]":{"in":null},"guarantee":{"in":true},)"
                           R"("guarantee[2024-05-03]":{"in":null}}})");

  // Where none of them is the day of the claim, the first has the name.
  const std::array others{first, third};
  reason.periods = others;
  CHECK(json_of(reason) == R"({"rule":"7","effect":"grants","holds":true,"periods":{)"
                           R"("guarantee":{"in":null},"guarantee[2024-05-03]":{"in":null}}})");
}

TEST_CASE("event tests name what was counted, what may count and what was left out") {
  const Names because{"fixed", "guarantee"};
  using Counted = EventItem::Counted;
  std::array<EventItem, 3> items;
  items[0].path = "repairs[0]";
  items[0].counted = Counted::yes;
  items[1].path = "repairs[1]";
  items[1].counted = Counted::perhaps;
  items[2].path = "repairs[2]";
  items[2].counted = Counted::no;
  items[2].because = because;
  std::array<EventReading, 2> tests;
  tests[0].list = tests[1].list = "repairs";
  tests[0].measure = "count";
  tests[0].bound = "at_least";
  tests[0].limit = value(Value::Kind::count, 2);
  tests[0].least = value(Value::Kind::count, 1);
  tests[0].most = value(Value::Kind::count, 2);
  tests[0].items = items;
  tests[1].measure = "days";
  tests[1].least = tests[1].most = value(Value::Kind::days, 24);
  tests[1].items = std::span(items).first(1);
  Reason reason;
  reason.rule = "6.2";
  reason.effect = "grants";
  reason.events = tests;
  CHECK(json_of(reason) ==
        R"({"rule":"6.2","effect":"grants","holds":null,"events":[)"
        R"({"list":"repairs","measure":"count","at_least":2,"holds":null,"least":1,"most":2,)"
        R"("counted":["repairs[0]"],"possible":[{"event":"repairs[1]"}],)"
        R"("left_out":[{"event":"repairs[2]","because":["fixed","guarantee"]}]},)"
        R"({"list":"repairs","measure":"days","value":24,"counted":["repairs[0]"]}]})");

  // Nothing to look at: the test and what it found, no list.
  tests[0].least = tests[0].most = value(Value::Kind::count, 0);
  tests[0].holds = false;
  tests[0].items = {};
  reason.events = std::span(tests).first(1);
  CHECK(json_of(reason) ==
        R"({"rule":"6.2","effect":"grants","holds":null,"events":[)"
        R"({"list":"repairs","measure":"count","at_least":2,"holds":false,"value":0}]})");
}

TEST_CASE("money worked out in steps") {
  const std::array steps{
      step("used_days", "", "days from a to b less repairs", value(Value::Kind::days, 72)),
      step("depreciation", "depreciation", "purchase.price * 0.3% * used_days", money_value(28058)),
      step("depreciation", "", "at_most: full_refund", {})};
  Reason reason;
  reason.rule = "6.4b";
  reason.effect = "grants";
  reason.holds = true;
  reason.steps = steps;
  CHECK(
      json_of(reason) ==
      R"({"rule":"6.4b","effect":"grants","holds":true,"steps":[)"
      R"({"name":"used_days","text":"days from a to b less repairs","value":72},)"
      R"({"name":"depreciation","key":"depreciation","text":"purchase.price * 0.3% * used_days","value":"280.58"},)"
      R"({"name":"depreciation","text":"at_most: full_refund","value":null}]})");
}
