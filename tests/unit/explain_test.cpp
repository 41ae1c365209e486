// SPDX-License-Identifier: Apache-2.0
//
// Explanations, without an evaluator: decisions are put together by hand, pages are compared as text. One page as a
// whole; several policies, parameters, what has no name. What each outcome says is explain_verdict_test.cpp's.
#include <doctest/doctest.h>

#include <algorithm>
#include <span>
#include <string>

#include "explain/selection.hpp"
#include "explain_fixture.hpp"

using namespace explain_fixture;

namespace {

// The claim of docs/language.md's policy under clause 6.4: two repairs, same model in stock.
struct TwoRepairs {
  Shelf shelf;
  PolicyAnswer policy;
  View view;
  std::span<const PolicyAnswer> policies;

  TwoRepairs() {
    PeriodReading guarantee = period("guarantee", {"三包有效期", "guarantee period"});
    guarantee.begun = true;
    guarantee.from = day("2024-05-01");
    guarantee.from_name = {"售出日期", "day of sale"};
    guarantee.length = of(Period::years(1));
    guarantee.first = day("2024-05-02");
    guarantee.last_unrolled = day("2025-05-01");
    guarantee.last = day("2025-05-06");
    guarantee.roll = "next_working_day";
    guarantee.holiday = "劳动节";
    guarantee.day = day("2024-08-05");
    guarantee.day_path = "claim.filed_on";
    guarantee.in = true;
    guarantee.days_left = 274;

    PeriodReading week = period("return_period", {"七日包退期", "seven-day return period"});
    week.begun = true;
    week.first = day("2024-05-02");
    week.last = day("2024-05-08");
    week.in = false;
    week.days_late = 89;

    EventItem first;
    first.path = "repairs[0]";
    first.counted = EventItem::Counted::yes;
    first.begin = day("2024-06-01");
    first.end = day("2024-06-11");
    first.fixed = false;
    EventItem second = first;
    second.path = "repairs[1]";
    second.begin = day("2024-07-02");
    second.end = day("2024-07-16");
    EventReading repairs;
    repairs.list = "repairs";
    repairs.list_name = {"修理记录", "repairs"};
    repairs.measure = "count";
    repairs.holds = true;
    repairs.bound = "at_least";
    repairs.limit = number_of(2);
    repairs.least = repairs.most = number_of(2);
    repairs.items = shelf.list({first, second});

    Step full;
    full.name = "full_refund";
    full.text = "if purchase.sold_directly then purchase.price else purchase.net_dealer_price";
    full.value = of(cny("1299.00"));
    Step days;
    days.name = "used_days";
    days.title = {"使用天数", "days of use"};
    days.value = of(Days(72));
    days.from = day("2024-05-01");
    days.to = day("2024-08-05");
    days.days_between = 96;
    days.taken_off = shelf.list<Step::Interval>(
        {{day("2024-06-01"), day("2024-06-11"), 10}, {day("2024-07-02"), day("2024-07-16"), 14}});
    Step product;
    product.name = "depreciation";
    product.value = of(cny("280.58"));
    product.factors =
        shelf.list<Step::Factor>({{{}, of(cny("1299.00")), {}},
                                  {{}, of(*Rate::parse("0.3%")), "times"},
                                  {{"使用天数", "days of use"}, of(Days(72)), "times"}});
    Step bound;
    bound.name = "depreciation";
    bound.operation = "at_most";
    bound.operand = of(cny("1299.00"));
    bound.value = of(cny("280.58"));

    Reason seven;
    seven.rule = "5";
    seven.effect = "grants";
    seven.holds = false;
    seven.title = {"七日内性能故障可退、可换、可修",
                   "Within seven days: return, exchange or repair"};
    seven.remedies = shelf.ids({"return", "exchange", "repair"});
    seven.because = shelf.ids({"return_period"});
    seven.periods = shelf.list({week});
    Reason twice;
    twice.rule = "6.2";
    twice.effect = "grants";
    twice.holds = true;
    twice.title = {"三包有效期内修理两次仍不能正常使用",
                   "Repaired twice within the guarantee and still not working"};
    twice.remedies = shelf.ids({"exchange"});
    twice.periods = shelf.list({guarantee});
    twice.events = shelf.list({repairs});
    Reason refund;
    refund.rule = "6.4b";
    refund.effect = "grants";
    refund.holds = true;
    refund.cites = shelf.ids({"6.4"});
    refund.title = {"同型号有货，消费者不愿换货而要求退货",
                    "Same model in stock, exchange not wanted, return asked for"};
    refund.remedies = shelf.ids({"return"});
    refund.periods = shelf.list({guarantee});
    refund.events = shelf.list({repairs});
    refund.steps = shelf.list({full, days, product, bound});
    refund.read = shelf.list<Reading>(
        {{"purchase.net_dealer_price", {"净价", "net price"}, of(cny("980.00")), false},
         {"purchase.price", {"发票价格", "price on the invoice"}, of(cny("1299.00")), false}});

    RemedyAnswer back = remedy("return", return_name, Status::available);
    back.policy = "hyundai-mp3";
    back.rules = shelf.ids({"6.4b"});
    back.pays = shelf.list<MoneyLine>({{"refund", {"退还价款", "refund"}, cny("1299.00")}});
    back.charges =
        shelf.list<MoneyLine>({{"depreciation", {"折旧费", "depreciation"}, cny("280.58")}});
    back.has_net = true;
    back.net = cny("1018.42");
    back.until = day("2025-05-06");
    RemedyAnswer swap = remedy("exchange", exchange_name, Status::available);
    swap.policy = "hyundai-mp3";
    swap.rules = shelf.ids({"6.2"});
    swap.until = day("2025-05-06");

    policy.policy = "hyundai-mp3";
    policy.version = "2008.1";
    policy.title = {"现代 MP3 播放器三包细则", "Hyundai MP3 player guarantee terms"};
    policy.reasons = shelf.list({seven, twice, refund});
    policy.outcome = Outcome::approved;
    view.claim_id = "C-000124";
    view.filed_on = view.as_of = day("2024-08-05");
    view.requested = "return";
    view.requested_name = return_name;
    view.outcome = Outcome::approved;
    view.remedies = shelf.list({back, swap});
    view.assumed = shelf.list<Assumption>(
        {{"goods.human_damage", {"人为损坏", "damage caused by a person"}, of(false)},
         {"goods.opened_by_unauthorised", {"被未授权者拆修", "opened"}, of(false)},
         {"goods.counterfeit", {"假冒产品", "counterfeit"}, of(false)}});
    place();
  }
  void place() {
    policies = shelf.list({policy});
    view.policies = policies;
  }
};

}  // namespace

TEST_CASE("a page says the verdict first, then why, the money, what else and what not") {
  const TwoRepairs two;
  CHECK(write_page(two.view, chinese()) ==
        R"(可以退货，应退 1,018.42 元。
索赔 C-000124，2024 年 8 月 5 日提出；依据：《现代 MP3 播放器三包细则》
（2008.1）

为什么
  6.4  同型号有货，消费者不愿换货而要求退货                                 成立
         第 1 次修理  2024 年 6 月 1 日至 11 日，未修好
         第 2 次修理  2024 年 7 月 2 日至 16 日，未修好
       三包有效期：2024 年 5 月 2 日至 2025 年 5 月 6 日
         （售出日期 2024 年 5 月 1 日；满 1 年为 2025 年 5 月 1 日，逢劳动节放
         假，顺延至 5 月 6 日）

怎样计算
  退还价款  发票价格                              1,299.00   6.4
  折旧费    1,299.00 × 0.3% × 72 天                −280.58   6.4
            72 天 = 2024 年 5 月 1 日至 8 月 5 日共 96 天 − 修理 24 天（10+14）
  应退                                            1,018.42

也可以选择
  换货（6.2），最迟 2025 年 5 月 6 日

不适用
  5    七日包退期最后一天是 2024 年 5 月 8 日，已过 89 天

记录未写明、按此认定：无人为损坏；未被他人拆修；不是假冒产品
)");
  CHECK(write_page(two.view, english()) ==
        R"(The unit can be returned; 1,018.42 yuan is due.
Claim C-000124 of 5 August 2024, decided by: Hyundai MP3 player guarantee terms
(2008.1)

Why
  6.4  Same model in stock, exchange not wanted, return asked for          holds
         1st repair  1 to 11 June 2024, not mended
         2nd repair  2 to 16 July 2024, not mended
       Guarantee period: 2 May 2024 to 6 May 2025
         (day of sale: 1 May 2024; 1 year ends on 1 May 2025, Labour Day, moved
         to 6 May)

How it is worked out
  Refund        price on the invoice              1,299.00   6.4
  Depreciation  1,299.00 × 0.3% × 72 days          −280.58   6.4
                72 days = 96 days (1 May to 5 August 2024) − 24 days in repair
                (10 + 14)
  Due                                             1,018.42

Also possible
  Exchange (6.2), by 6 May 2025 at the latest

What does not apply
  5    The seven-day return period ended on 8 May 2024, 89 days too late

Not on record, taken to be so: no damage by a person; not opened by anyone else;
not a counterfeit
)");
}

TEST_CASE("a plain page keeps to a screen") {
  const TwoRepairs two;
  for (const Phrases* language : {&chinese(), &english()}) {
    const std::string page = write_page(two.view, *language);
    CHECK(std::count(page.begin(), page.end(), '\n') <= 30);
  }
}

TEST_CASE("several policies: each one's own answer in a line") {
  Small small(Outcome::approved);
  PolicyAnswer statute;
  statute.policy = "law";
  statute.title = {"消费者权益保护法", "Consumer Law"};
  statute.outcome = Outcome::denied;
  RemedyAnswer none = remedy("return", return_name, Status::unavailable);
  statute.remedies = small.shelf.list({none});
  RemedyAnswer own = remedy("return", return_name, Status::available);
  own.rules = small.shelf.ids({"5"});
  small.policy.remedies = small.shelf.list({own});
  small.policy.reasons =
      small.shelf.list({small.rule("5", "grants", true, {"七日包退", "seven days"})});
  RemedyAnswer back = small.answer(Status::available);
  back.rules = small.shelf.ids({"5"});
  back.may_improve = small.shelf.ids({"law"});
  small.view.remedies = small.shelf.list({back});
  small.view.policies = small.shelf.list({statute, small.policy});
  const std::string zh = write_page(small.view, chinese());
  CHECK(says(zh, "依据：《店规》（1）"));
  CHECK(says(zh, "《消费者权益保护法》不能退货"));
  CHECK(says(zh, "可以退货（5）"));
  CHECK(says(zh, "按《消费者权益保护法》结论可能更有利"));
}

TEST_CASE("a policy without names, a remedy of its own, money the consumer pays") {
  Small small(Outcome::approved);
  small.policy.title = {};
  small.view.requested = "swap_car";
  RemedyAnswer swap = remedy("swap_car", {}, Status::available);
  swap.policy = "shop";
  swap.charges = small.shelf.list<MoneyLine>({{"fee", {}, cny("3000.00")}});
  swap.has_net = true;
  swap.net = Money::minor(-300000, yuan);
  small.view.remedies = small.shelf.list({swap});
  CHECK(first_line(small.page(chinese())) == "可以办理 swap_car，消费者须付 3,000.00 元。");
  CHECK(says(small.page(chinese()), "《shop》（1）"));
  CHECK(says(small.page(english()), "the consumer pays 3,000.00 yuan"));
  CHECK(says(small.page(english()), "−3,000.00"));
}

TEST_CASE("no internal word reaches the reader") {
  const TwoRepairs two;
  const std::string page = write_page(two.view, english());
  for (const std::string_view word :
       {"status", "remedy", "rule ", "unknown", "null", "_", "unavailable", "true", "false"}) {
    CHECK_MESSAGE(page.find(word) == std::string::npos, word);
  }
}

TEST_CASE("paths of events are taken apart, others are left") {
  CHECK(event_path("repairs[0].fixed").list == "repairs");
  CHECK(event_path("repairs[0].fixed").number == 1);
  CHECK(event_path("repairs[0].fixed").field == "fixed");
  CHECK(event_path("repairs[11]").number == 12);
  CHECK(event_path("repairs[11]").field.empty());
  CHECK(event_path("goods.human_damage").number == 0);
  CHECK(event_path("repairs[x]").number == 0);
  CHECK(event_path("repairs[0").number == 0);
  CHECK(event_path("").number == 0);
}

TEST_CASE("a parameter set by the caller is no dispute; one that is disputed is named so") {
  Small small(Outcome::denied);
  small.view.remedies = small.shelf.list({small.answer(Status::unavailable)});
  ParameterReading rate{
      "daily_rate", {"日折旧率", "daily rate"}, {}, of(*Rate::parse("0.3%")), true};
  ParameterReading rolls{"rolls", {}, {"周末顺延", "a weekend rolls"}, of(true), true};
  small.policy.parameters = small.shelf.list({rate, rolls});
  const std::string zh = small.page(chinese());
  CHECK(says(zh, "这次另行设定：日折旧率：0.3%"));
  CHECK(says(zh, "规定有争议，这次选定按此理解：周末顺延：是"));
  const std::string en = small.page(english());
  CHECK(says(en, "Set for this decision: daily rate: 0.3%"));
  CHECK(says(en, "The wording is disputed; chosen here: a weekend rolls: yes"));
  CHECK(en.find("daily_rate") == std::string::npos);
}
