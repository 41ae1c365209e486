// SPDX-License-Identifier: Apache-2.0
//
// Reasons (eval/reasons.hpp, docs/records.md §5 "Reasons"): what each rule read, where its periods fell, which
// events it counted, how its money was worked out. Their wording is held by tests/baselines/explain.
#include "eval/reasons.hpp"

#include <string>
#include <string_view>
#include <vector>

#include "eval_fixture.hpp"

using namespace sanbao;
using namespace eval_fixture;

namespace {

// A guarantee of a year that rolls by the calendar, two repairs asked for, a fee, an addition, an exclusion.
const Rulebook& lamps() {
  static const Rulebook rules = *load_policy(
      "sanbao: 1\npolicy: lamps\nversion: \"1\"\ntitle: {zh: 灯, en: Lamps}\nbasis: vendor\n"
      "currency: CNY\nround: {to: 0.01, mode: half_up}\n"
      "clock: {zone: Asia/Shanghai, count_from: next_day, month_end: last_day, roll: "
      "next_working_day, "
      "calendar: cn}\n"
      "facts: {goods.modified: {assume: false}}\n"
      "values:\n  used: days from purchase.sold_on to claim.filed_on less repairs\n"
      "  fee:\n    - purchase.price * 0.3% * used\n    - at_most: purchase.price\n"
      "periods: {guarantee: {from: purchase.sold_on, length: 1 year}}\n"
      "conditions: {twice: {count: repairs, where: not fixed, at_least: 2}}\n"
      "rules:\n"
      "  - {id: \"1\", title: {zh: 退, en: Return}, when: claim.filed_on in guarantee and twice, "
      "grants: {return: {pays: {refund: purchase.price}, charges: {fee: fee}}}}\n"
      "  - {id: \"2\", title: {zh: 修, en: Repair}, when: claim.filed_on in guarantee and not "
      "goods.modified, "
      "grants: {repair: {}}}\n"
      "  - {id: \"3\", title: {zh: 发票, en: Invoice}, for: [return], needs: purchase.documents "
      "has invoice}\n"
      "  - {id: \"4\", title: {zh: 假冒, en: Counterfeit}, when: goods.counterfeit, excludes: "
      "all}\n"
      "  - {id: \"5\", title: {zh: 全额, en: In full}, when: fault.serious_safety, overrides: "
      "[\"1\"], "
      "grants: {return: {pays: {refund: purchase.price}}}}\n",
      "lamps.yaml");
  return rules;
}

const std::string repairs =
    R"("repairs":[{"received_on":"2024-06-01","returned_on":"2024-06-11","fixed":false},)"
    R"({"received_on":"2024-06-08","returned_on":"2024-06-15","fixed":false},)"
    R"({"received_on":"2024-07-01","returned_on":"2024-07-02","fixed":true}])";

std::string claim(const std::string& more, const std::string& filed = "2024-08-05") {
  return R"({"claim":{"id":"L","filed_on":")" + filed +
         R"(","requests":"return"},"purchase":{"sold_on":"2024-05-01","price":"100.00","documents":[]},)" +
         more + "}";
}
const std::string plain =
    claim(R"("goods":{"counterfeit":false},"fault":{"serious_safety":false},)" + repairs);

const Reason& reason(const Decision& decision, std::string_view rule) {
  for (const auto& r : decision.policies()[0].reasons)
    if (r.rule == rule) return r;
  FAIL("no such reason");
  return decision.policies()[0].reasons[0];
}
std::vector<std::string> words(std::span<const std::string_view> list) {
  return {list.begin(), list.end()};
}
using Words = std::vector<std::string>;

}  // namespace

TEST_CASE("every rule has one reason, with its effect, in order") {
  const auto decision = decide(lamps(), plain);
  std::string all;
  for (const auto& r : decision.policies()[0].reasons)
    all += std::string(r.rule) + " " + std::string(r.effect) + " " +
           (!r.holds   ? "open"
            : *r.holds ? "yes"
                       : "no") +
           "; ";
  CHECK(all == "1 grants yes; 2 grants yes; 3 adds yes; 4 excludes no; 5 grants no; ");
}

TEST_CASE("what was read is listed once, with what was assumed") {
  const auto decision = decide(lamps(), plain);
  const Reason& second = reason(decision, "2");
  std::vector<std::string> read;
  for (const auto& r : second.read)
    read.push_back(std::string(r.path) + (r.assumed ? " assumed" : ""));
  CHECK(read == Words{"claim.filed_on", "goods.modified assumed", "purchase.sold_on"});
  CHECK(second.read[1].value.kind == Value::Kind::boolean);
  CHECK(second.read[1].value.number == 0);
}

TEST_CASE("a period tells its days, the move out of a holiday, and how the claim stands to it") {
  const auto decision = decide(lamps(), plain);
  const Reason& second = reason(decision, "2");
  REQUIRE(second.periods.size() == 1);
  const auto& period = second.periods[0];
  CHECK(period.name == "guarantee");
  CHECK(period.first->to_string() == "2024-05-02");
  CHECK(period.last_unrolled->to_string() == "2025-05-01");
  CHECK(period.last->to_string() == "2025-05-06");
  CHECK(period.roll == "next_working_day");
  CHECK(period.from_path == "purchase.sold_on");
  CHECK(period.day_path == "claim.filed_on");
  CHECK(*period.in);
  CHECK(*period.days_left == 274);
  CHECK_FALSE(period.days_late);

  const auto late = decide(lamps(), claim(R"("goods":{"counterfeit":false})", "2025-05-08"));
  const auto& after = reason(late, "2").periods[0];
  CHECK_FALSE(*after.in);
  CHECK(*after.days_late == 2);
  CHECK_FALSE(after.days_left);
  CHECK(words(reason(late, "2").because) == Words{"guarantee"});

  const auto early = decide(lamps(), claim(R"("goods":{"counterfeit":false})", "2024-04-29"));
  CHECK(*reason(early, "2").periods[0].days_early >= 1);
}

TEST_CASE("events are told one by one, with what keeps them out") {
  const auto decision = decide(lamps(), plain);
  const Reason& first = reason(decision, "1");
  REQUIRE_FALSE(first.events.empty());
  const auto& test = first.events[0];
  CHECK(test.list == "repairs");
  CHECK(test.measure == "count");
  CHECK(*test.holds);
  REQUIRE(test.items.size() == 3);
  CHECK(test.items[0].counted == EventItem::Counted::yes);
  CHECK(test.items[2].counted == EventItem::Counted::no);
  CHECK(words(test.items[2].because) == Words{"fixed"});
  CHECK(test.items[2].path == "repairs[2]");
}

TEST_CASE("money and days are told step by step") {
  const auto decision = decide(lamps(), plain);
  const Reason& first = reason(decision, "1");
  bool days = false, fee = false;
  for (const auto& step : first.steps) {
    if (step.name == "used") {
      days = true;
      CHECK(step.days_between == 96);
      // 1 to 11 and 8 to 15 June are one; the third is a day of its own.
      REQUIRE(step.taken_off.size() == 2);
      CHECK(step.taken_off[0].days == 14);
      CHECK(step.taken_off[1].days == 1);
      CHECK(step.value.number == 81);
    }
    if (step.name == "fee" && step.operation.empty()) {
      fee = true;
      CHECK(step.text == "purchase.price * 0.3% * used");
      CHECK(step.value.number == 2430);  // 100.00 × 0.3 % × 81
    }
  }
  CHECK(days);
  CHECK(fee);
  CHECK(decision.remedy("return")->status == Status::conditional);  // the invoice is not there
  CHECK(decision.remedy("return")->net->to_string() == "75.70");
}

TEST_CASE("a rule that is dropped says by which") {
  const auto decision =
      decide(lamps(),
             claim(R"("goods":{"counterfeit":false},"fault":{"serious_safety":true},)" + repairs));
  CHECK(words(reason(decision, "1").overridden_by) == Words{"5"});
  CHECK(*reason(decision, "1").holds);
  CHECK(reason(decision, "5").overridden_by.empty());
  CHECK(words(decision.policies()[0].codes.overridden) == Words{"1"});
}

TEST_CASE("what cannot be known is named where it keeps a rule from holding") {
  const auto decision =
      decide(lamps(), claim(R"("goods":{"counterfeit":null},"fault":{"serious_safety":null})"));
  CHECK_FALSE(reason(decision, "4").holds);
  CHECK(words(reason(decision, "4").not_established) == Words{"goods.counterfeit"});
  CHECK(decision.remedy("repair")->status == Status::available);
}

TEST_CASE(
    "a rule that an absent fact keeps open has no answer and nothing that is not established") {
  const auto decision = decide(lamps(), claim(R"("fault":{"serious_safety":false})"));
  CHECK_FALSE(reason(decision, "4").holds);
  CHECK(reason(decision, "4").not_established.empty());
  CHECK(words(decision.policies()[0].codes.open) == Words{"4"});
}

TEST_CASE("a missing fact on which a rule does not hang hides no null that keeps it open") {
  const sanbao::Rulebook rules = eval_fixture::load_when(
      "{all: [goods.counterfeit, {any: [fault.serious_safety, not fault.serious_safety]}]}");
  const auto decision =
      decide(rules, R"({"claim":{"filed_on":"2026-05-01"},"goods":{"counterfeit":null}})");
  const Reason& reason = decision.policies()[0].reasons[0];
  CHECK_FALSE(reason.holds);
  CHECK(words(reason.not_established) == Words{"goods.counterfeit"});
}

TEST_CASE("with less detail there are no reasons, and the answer is the same") {
  Decision full, codes, none;
  const Claim given = read(lamps(), plain);
  REQUIRE(evaluate(lamps(), given, {{}, Detail::full}, full));
  REQUIRE(evaluate(lamps(), given, {{}, Detail::codes}, codes));
  REQUIRE(evaluate(lamps(), given, {{}, Detail::none}, none));
  CHECK(full.policies()[0].reasons.size() == 5);
  CHECK(codes.policies()[0].reasons.empty());
  CHECK(words(codes.policies()[0].codes.holds) == Words{"1", "2", "3"});
  CHECK(none.policies()[0].codes.holds.empty());
  CHECK(none.policies()[0].reasons.empty());
  for (const Decision* other : {&codes, &none}) {
    CHECK(other->outcome() == full.outcome());
    CHECK(other->remedy("return")->net == full.remedy("return")->net);
  }
}

TEST_CASE("every decision shows the readings in dispute, each as its type is written") {
  const auto contested = [](const std::string& name, const std::string& value) {
    return "  " + name + ": {value: " + value + ", contested: {zh: 可争, en: in dispute}}\n";
  };
  const sanbao::Rulebook rules = eval_fixture::load_when(
      "fault.confirmed", "parameters:\n" + contested("amount", "30 CNY") +
                             contested("counted", "3") + contested("ending", "2026-05-01") +
                             contested("lasting", "1 month") + contested("lasting_days", "7 days") +
                             contested("part", "2.5") + contested("share", "0.3%") +
                             contested("strict", "true") + contested("word", "'\"a\"'"));
  const std::string json = eval_fixture::json_of(rules, R"({"claim":{"filed_on":"2026-05-01"}})");
  CAPTURE(json);
  CHECK(json.find(R"("parameters":[{"name":"amount","value":"30.00","set":false},)"
                  R"({"name":"counted","value":3,"set":false},)"
                  R"({"name":"ending","value":"2026-05-01","set":false},)"
                  R"({"name":"lasting","value":{"months":1},"set":false},)"
                  R"({"name":"lasting_days","value":7,"set":false},)"
                  R"({"name":"part","value":2.5,"set":false},)"
                  R"({"name":"share","value":"0.3%","set":false},)"
                  R"({"name":"strict","value":true,"set":false},)"
                  R"({"name":"word","value":"a","set":false}])") != std::string::npos);
}
