// SPDX-License-Identifier: Apache-2.0
//
// The bytes of decisions (docs/records.md §5): key order, what is left out, values, escapes.
// The shapes are filled by hand; what a real claim gives is tested by tests/cases and tests/cli. Reasons are
// reason_json_test.cpp's.
#include "records/decision_json.hpp"

#include <doctest/doctest.h>

#include <array>
#include <initializer_list>
#include <string>

#include "records_fixture.hpp"

using namespace records_fixture;

namespace {

Money yuan(std::int64_t fen) {
  return Money::minor(fen, currency("CNY"));
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
