// SPDX-License-Identifier: Apache-2.0
//
// decision_json_test.cpp: the bytes of decisions and error lines (docs/records.md §2): key order,
// what is left out, values, escapes. The shapes are filled by hand; what a real claim gives is
// tested by tests/cases and tests/cli.
#include "records/decision_json.hpp"

#include <doctest/doctest.h>

#include <array>
#include <initializer_list>
#include <limits>
#include <string>
#include <vector>

#include "sanbao/records.hpp"

namespace {

using namespace sanbao;
using records::JsonWriter;
using Names = std::vector<std::string_view>;

template <typename Write>
std::string written(Write write) {
  std::string out;
  {
    JsonWriter json(out);
    write(json);
  }
  return out;
}

template <typename Part, typename... More>
std::string json_of(const Part& part, const More&... more) {
  return written([&](JsonWriter& json) { records::write(json, part, more...); });
}

Currency currency(std::string_view code) {
  return *Currency::parse(code);
}
Money yuan(std::int64_t fen) {
  return Money::minor(fen, currency("CNY"));
}
CivilDate day(std::string_view text) {
  return *CivilDate::parse(text);
}

Value value(Value::Kind kind, std::int64_t number = 0) {
  Value result;
  result.kind = kind;
  result.number = number;
  return result;
}
Value date_value(std::string_view text) {
  return value(Value::Kind::date, day(text).days_since_epoch());
}
Value money_value(std::int64_t minor, std::string_view code = "CNY") {
  Value money = value(Value::Kind::money, minor);
  money.currency = currency(code);
  return money;
}
Value text_value(std::string_view text) {
  Value result = value(Value::Kind::text);
  result.text = text;
  return result;
}

Reading reading(std::string_view path, Value of, bool assumed = false) {
  return {.path = path, .name = {}, .value = of, .assumed = assumed};
}
Assumption assumption(std::string_view path, Value of) {
  return {.path = path, .name = {}, .value = of};
}
NotApplied left_aside(std::string_view policy, std::string_view version) {
  NotApplied answer;
  answer.policy = policy;
  answer.version = version;
  return answer;
}
PolicyAnswer policy_answer(std::string_view policy, Outcome outcome) {
  PolicyAnswer answer;
  answer.policy = policy;
  answer.version = "1";
  answer.digest = "sha256:cc";
  answer.outcome = outcome;
  return answer;
}
Step step(std::string_view name, std::string_view key, std::string_view text, Value of) {
  Step result;
  result.name = name;
  result.key = key;
  result.text = text;
  result.value = of;
  return result;
}

MoneyLine line(std::string_view key, std::optional<Money> amount) {
  return {.key = key, .name = {}, .amount = amount};
}

}  // namespace

TEST_CASE("each kind of value has its form") {
  CHECK(json_of(value(Value::Kind::null)) == "null");
  CHECK(json_of(value(Value::Kind::boolean, 1)) == "true");
  CHECK(json_of(value(Value::Kind::boolean, 0)) == "false");
  CHECK(json_of(value(Value::Kind::count, 12)) == "12");
  CHECK(json_of(value(Value::Kind::days, 72)) == "72");
  CHECK(json_of(text_value("现代")) == "\"现代\"");
  CHECK(json_of(date_value("2024-02-29")) == "\"2024-02-29\"");
  CHECK(json_of(value(Value::Kind::never)) == "\"never\"");
  CHECK(json_of(value(Value::Kind::empty_list)) == "[]");
  CHECK(json_of(value(Value::Kind::open)) == "\"open\"");

  const auto length = [](Period period) {
    return json_of(value(Value::Kind::length, period.encode()));
  };
  CHECK(length(Period::days(15)) == R"({"days":15})");
  CHECK(length(Period::months(1)) == R"({"months":1})");
  CHECK(length(Period::years(2)) == R"({"months":24})");
  CHECK(length(Period::working_days(10)) == R"({"working_days":10})");

  CHECK(json_of(money_value(129900)) == "\"1299.00\"");
  CHECK(json_of(money_value(-28058)) == "\"-280.58\"");
  CHECK(json_of(money_value(5, "JPY")) == "\"5\"");
  CHECK(json_of(money_value(5, "KWD")) == "\"0.005\"");
  CHECK(json_of(value(Value::Kind::rate, Rate::parse("0.3%")->parts())) == "\"0.3%\"");

  const Names members{"invoice", "photo"};
  Value set = value(Value::Kind::set);
  CHECK(json_of(set) == "[]");
  set.set = members;
  CHECK(json_of(set) == R"(["invoice","photo"])");
}

TEST_CASE("a text is written in the languages it has") {
  CHECK(json_of(Text{"退货", "return"}) == R"({"zh":"退货","en":"return"})");
  CHECK(json_of(Text{"退货", ""}) == R"({"zh":"退货"})");
  CHECK(json_of(Text{"", "return"}) == R"({"en":"return"})");
  CHECK(json_of(Text{}) == "{}");
}

TEST_CASE("a remedy's keys stand in the contract's order") {
  const Names policies{"a", "b"}, improve{"c"}, rules{"5", "6.1"}, excluded{"3.1"}, needs{"2.2"};
  const std::array pays{line("refund", yuan(129900)), line("shipping", std::nullopt)};
  const std::array charges{line("depreciation", yuan(28058))};
  const std::array rival_pays{line("refund", yuan(100))};
  const std::array amounts{
      MoneyAnswer{.rules = rules, .pays = pays, .charges = {}, .has_net = true, .net = {}},
      MoneyAnswer{.rules = needs,
                  .pays = rival_pays,
                  .charges = charges,
                  .has_net = true,
                  .net = yuan(-27958)}};
  const std::array terms{
      Term{.rule = "6.5",
           .key = "guarantee",
           .name = {},
           .is_text = true,
           .text = {"重新计算", "anew"},
           .value = {}},
      Term{.rule = "6.5",
           .key = "loan",
           .name = {},
           .is_text = false,
           .text = {},
           .value = value(Value::Kind::days, 15)},
      Term{.rule = "8", .key = "loan", .name = {}, .is_text = false, .text = {}, .value = {}}};
  RemedyAnswer remedy;
  remedy.remedy = "return";
  remedy.status = Status::unknown;
  remedy.at_least = Status::conditional;
  remedy.policy = "a";
  remedy.policies = policies;
  remedy.may_improve = improve;
  remedy.rules = rules;
  remedy.excluded_by = excluded;
  remedy.needs = needs;
  remedy.pays = pays;
  remedy.charges = charges;
  remedy.has_net = true;
  remedy.currency = currency("CNY");
  remedy.conflict = amounts;
  remedy.preferred = std::span(amounts).first(1);
  remedy.terms = terms;
  remedy.until = day("2025-05-06");

  const std::string tail =
      R"("rules":["5","6.1"],"excluded_by":["3.1"],"needs":["2.2"],)"
      R"("pays":{"refund":"1299.00","shipping":null},"charges":{"depreciation":"280.58"},)"
      R"("net":null,"currency":"CNY",)"
      R"("conflict":[{"rules":["5","6.1"],"pays":{"refund":"1299.00","shipping":null},"net":null},)"
      R"({"rules":["2.2"],"pays":{"refund":"1.00"},"charges":{"depreciation":"280.58"},"net":"-279.58"}],)"
      R"("preferred":[{"rules":["5","6.1"],"pays":{"refund":"1299.00","shipping":null},"net":null}],)"
      R"("terms":{"6.5":{"guarantee":{"zh":"重新计算","en":"anew"},"loan":15},"8":{"loan":null}},)"
      R"("until":"2025-05-06"})";
  CHECK(json_of(remedy, records::Scope::combined) ==
        R"({"status":"unknown","at_least":"conditional","policy":"a","policies":["a","b"],)"
        R"("may_improve":["c"],)" +
            tail);
  // A policy's own answer names no policies.
  CHECK(json_of(remedy, records::Scope::own) ==
        R"({"status":"unknown","at_least":"conditional",)" + tail);
}

TEST_CASE("a remedy leaves out what it does not have") {
  RemedyAnswer remedy;
  for (const auto& [status, word] :
       std::initializer_list<std::pair<Status, std::string>>{{Status::available, "available"},
                                                             {Status::conditional, "conditional"},
                                                             {Status::unavailable, "unavailable"},
                                                             {Status::unknown, "unknown"},
                                                             {Status::conflict, "conflict"}}) {
    remedy.status = status;
    CHECK(json_of(remedy, records::Scope::combined) == "{\"status\":\"" + word + "\"}");
  }
}

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

TEST_CASE("a policy's answer at each level of detail") {
  const Names holds{"2.2", "5"}, open{"6.2"}, fails{"3.1"}, recalled{"guarantee"},
      gaps{"calendar cn: 2027"}, all{"fault.kind"};
  const std::array calendars{CalendarReading{"cn", "sha256:aa"}};
  const std::array parameters{ParameterReading{.name = "weekend_rolls",
                                               .title = {},
                                               .reading = {},
                                               .value = value(Value::Kind::boolean, 1),
                                               .set = true}};
  const std::array<std::span<const std::string_view>, 1> sets{all};
  const std::array asks{Ask{.remedy = "return", .sets = sets, .all = all},
                        Ask{.remedy = "repair", .sets = {}, .all = all}};
  const std::array assumed{assumption("goods.human_damage", value(Value::Kind::boolean, 0)),
                           assumption("repairs", value(Value::Kind::empty_list))};
  const std::array notices{Notice{"8", {"申诉", "complain"}}};
  RemedyAnswer remedy;
  remedy.remedy = "return";
  remedy.policy = "hyundai-mp3";
  Reason reason;
  reason.rule = "5";
  reason.effect = "grants";
  PolicyAnswer policy;
  policy.policy = "hyundai-mp3";
  policy.version = "2008.1";
  policy.digest = "sha256:bb";
  policy.calendars = calendars;
  policy.parameters = parameters;
  policy.outcome = Outcome::needs_facts;
  policy.remedies = std::span(&remedy, 1);
  policy.codes = {.holds = holds, .open = open, .fails = fails, .overridden = {}};
  policy.reasons = std::span(&reason, 1);
  policy.ask = asks;
  policy.assumed = assumed;
  policy.recalled = recalled;
  policy.gaps = gaps;
  policy.notices = notices;

  const std::string head =
      R"({"policy":"hyundai-mp3","version":"2008.1","digest":"sha256:bb","calendars":{"cn":"sha256:aa"},)"
      R"("parameters":[{"name":"weekend_rolls","value":true,"set":true}],"outcome":"needs_facts",)"
      R"("remedies":{"return":{"status":"unavailable"}})";
  const std::string tail =
      R"(,"ask":[{"remedy":"return","sets":[["fault.kind"]],"all":["fault.kind"]},)"
      R"({"remedy":"repair","sets":[],"all":["fault.kind"]}],)"
      R"("assumed":[{"fact":"goods.human_damage","value":false},{"fact":"repairs","value":[]}],)"
      R"("recalled":["guarantee"],"gaps":["calendar cn: 2027"],"notices":["8"]})";
  CHECK(json_of(policy, Detail::none) == head + tail);
  CHECK(json_of(policy, Detail::codes) ==
        head + R"(,"codes":{"holds":["2.2","5"],"open":["6.2"],"fails":["3.1"],"overridden":[]})" +
            tail);
  CHECK(json_of(policy, Detail::full) ==
        head + R"(,"reasons":[{"rule":"5","effect":"grants","holds":null}])" + tail);

  const PolicyAnswer bare = policy_answer("a", Outcome::not_covered);
  CHECK(
      json_of(bare, Detail::none) ==
      R"({"policy":"a","version":"1","digest":"sha256:cc","outcome":"not_covered","remedies":{}})");
}

TEST_CASE("a decision that covers nothing still says so in full") {
  records::Verdict verdict{.requested = "any", .engine = "0.1.0"};
  CHECK(json_of(verdict) ==
        R"({"claim":null,"as_of":null,"requested":"any","outcome":"not_covered","remedies":{},)"
        R"("policies":[],"ask":[],"assumed":[],"engine":"0.1.0"})");

  const Names because{"product.brand"}, unproven{"purchase.sold_on"};
  std::array not_applied{left_aside("a", "1"), left_aside("b", "2")};
  not_applied[0].because = because;
  not_applied[1].not_established = unproven;
  verdict.not_applied = not_applied;
  CHECK(json_of(verdict) ==
        R"({"claim":null,"as_of":null,"requested":"any","outcome":"not_covered","remedies":{},)"
        R"("policies":[],"not_applied":[{"policy":"a","version":"1","because":["product.brand"]},)"
        R"({"policy":"b","version":"2","not_established":["purchase.sold_on"]}],)"
        R"("ask":[],"assumed":[],"engine":"0.1.0"})");
}

TEST_CASE("a decision's keys stand in the contract's order") {
  RemedyAnswer remedy;
  remedy.remedy = "return";
  remedy.status = Status::conditional;
  remedy.policy = "a";
  const PolicyAnswer policy = policy_answer("a", Outcome::conflict);
  const Names all{"fault.kind"}, ignored{"repairs[1]"}, unread{"weather"}, gaps{"overflow: 6.4b"};
  const std::array asks{Ask{.remedy = "any", .sets = {}, .all = all}};
  const std::array questions{Question{"fault.kind", {"什么故障?", "what is the fault?"}}};
  const std::array assumed{assumption("repairs[0].returned_on", value(Value::Kind::open))};
  const records::Verdict verdict{.claim_id = "C-\"1\"",
                                 .as_of = day("2024-05-08"),
                                 .requested = "return",
                                 .outcome = Outcome::conditional,
                                 .detail = Detail::none,
                                 .remedies = std::span(&remedy, 1),
                                 .policies = std::span(&policy, 1),
                                 .not_applied = {},
                                 .ask = asks,
                                 .questions = questions,
                                 .assumed = assumed,
                                 .ignored = ignored,
                                 .unread = unread,
                                 .gaps = gaps,
                                 .engine = "0.1.0"};
  CHECK(
      json_of(verdict) ==
      R"({"claim":"C-\"1\"","as_of":"2024-05-08","requested":"return","outcome":"conditional",)"
      R"("remedies":{"return":{"status":"conditional","policy":"a"}},)"
      R"("policies":[{"policy":"a","version":"1","digest":"sha256:cc","outcome":"conflict","remedies":{}}],)"
      R"("ask":[{"remedy":"any","sets":[],"all":["fault.kind"]}],)"
      R"("questions":{"fault.kind":{"zh":"什么故障?","en":"what is the fault?"}},)"
      R"("assumed":[{"fact":"repairs[0].returned_on","value":"open"}],"ignored":["repairs[1]"],)"
      R"("unread":["weather"],"gaps":["overflow: 6.4b"],"engine":"0.1.0"})");
}
