// SPDX-License-Identifier: Apache-2.0
//
// Explanations, without an evaluator: decisions are put together by hand, pages are compared as
// text.
#include <doctest/doctest.h>

#include <algorithm>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "explain/page.hpp"
#include "explain/phrases.hpp"
#include "explain/selection.hpp"
#include "explain/view.hpp"

using namespace sanbao;
using namespace sanbao::wording;

namespace {

const Currency yuan = *Currency::parse("CNY");

CivilDate day(std::string_view text) {
  return *CivilDate::parse(text);
}
Money cny(std::string_view text) {
  return Money::parse(text, yuan).money;
}

// Keeps what the spans of a decision point to.
class Shelf {
 public:
  template <typename T>
  std::span<const T> list(std::initializer_list<T> items) {
    auto kept = std::make_shared<std::vector<T>>(items);
    kept_.push_back(kept);
    return *kept;
  }
  std::span<const std::string_view> ids(std::initializer_list<std::string_view> items) {
    return list(items);
  }

 private:
  std::vector<std::shared_ptr<void>> kept_;
};

Value of(Money money) {
  Value value;
  value.kind = Value::Kind::money;
  value.number = money.minor_units();
  value.currency = money.currency();
  return value;
}
Value of(Period length) {
  Value value;
  value.kind = Value::Kind::length;
  value.number = length.encode();
  return value;
}
Value of(Days days) {
  Value value;
  value.kind = Value::Kind::days;
  value.number = days.count;
  return value;
}
Value of(Rate rate) {
  Value value;
  value.kind = Value::Kind::rate;
  value.number = rate.parts();
  return value;
}
Value of(bool yes) {
  Value value;
  value.kind = Value::Kind::boolean;
  value.number = yes ? 1 : 0;
  return value;
}
Value number_of(std::int64_t count) {
  Value value;
  value.kind = Value::Kind::count;
  value.number = count;
  return value;
}
Value word(std::string_view id, Text name = {}) {
  Value value;
  value.kind = Value::Kind::text;
  value.text = id;
  value.name = name;
  return value;
}

RemedyAnswer remedy(std::string_view id, Text name, Status status) {
  RemedyAnswer answer;
  answer.remedy = id;
  answer.name = name;
  answer.status = status;
  return answer;
}
const Text return_name{"退货", "return"};
const Text exchange_name{"换货", "exchange"};
const Text repair_name{"免费修理", "free repair"};

PeriodReading period(std::string_view name, Text title) {
  PeriodReading reading;
  reading.name = name;
  reading.title = title;
  return reading;
}

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

    Step days;
    days.name = "used_days";
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
    refund.steps = shelf.list({days, product, bound});
    refund.read = shelf.list<Reading>(
        {{"purchase.price", {"发票价格", "price on the invoice"}, of(cny("1299.00")), false}});

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

namespace {

struct Small {
  Shelf shelf;
  View view;
  PolicyAnswer policy;

  explicit Small(Outcome outcome) {
    view.claim_id = "C-1";
    view.filed_on = view.as_of = day("2024-05-09");
    view.requested = "return";
    view.requested_name = return_name;
    view.outcome = outcome;
    policy.policy = "shop";
    policy.version = "1";
    policy.title = {"店规", "shop terms"};
    policy.outcome = outcome;
  }
  std::string page(const Phrases& language) {
    view.policies = shelf.list({policy});
    return write_page(view, language);
  }
  Reason rule(std::string_view id, std::string_view effect, std::optional<bool> holds, Text title) {
    Reason reason;
    reason.rule = id;
    reason.effect = effect;
    reason.holds = holds;
    reason.title = title;
    reason.remedies = shelf.ids({"return"});
    return reason;
  }
  RemedyAnswer answer(Status status) {
    RemedyAnswer out = remedy("return", return_name, status);
    out.policy = "shop";
    return out;
  }
};

std::string first_line(const std::string& page) {
  return page.substr(0, page.find('\n'));
}
bool says(const std::string& page, std::string_view words) {
  // Lines are broken anywhere between wide characters; compare without breaks and their indent.
  std::string flat;
  bool fresh = false;
  for (const char letter : page) {
    if (letter == '\n') {
      fresh = true;
    } else if (!(fresh && letter == ' ')) {
      if (fresh && static_cast<unsigned char>(letter) < 0x80) flat += ' ';
      fresh = false;
      flat += letter;
    }
  }
  return flat.find(words) != std::string::npos;
}

}  // namespace

TEST_CASE("denied: one sentence with the clause, what is possible, where to complain") {
  Small small(Outcome::denied);
  Reason harm = small.rule("3.5", "excludes", true, {"人为损坏", "Damage caused by a person"});
  harm.because = small.shelf.ids({"goods.human_damage"});
  harm.read =
      small.shelf.list<Reading>({{"goods.human_damage", {"人为损坏", "damage"}, of(true), false}});
  small.policy.reasons = small.shelf.list({harm});
  small.policy.notices = small.shelf.list<Notice>(
      {{"8", {"可向消费者协会投诉。", "You may go to the consumers' association."}}});
  RemedyAnswer back = small.answer(Status::unavailable);
  back.excluded_by = small.shelf.ids({"3.5"});
  RemedyAnswer paid = remedy("paid_repair", {"收费修理", "repair for a fee"}, Status::available);
  paid.policy = "shop";
  paid.side = true;
  small.view.remedies = small.shelf.list({back, paid});

  const std::string zh = small.page(chinese());
  CHECK(first_line(zh) == "不能退货：人为损坏（3.5）。");
  CHECK(says(zh, "可以办理的是：收费修理。"));
  CHECK(says(zh, "有人为损坏"));
  CHECK(says(zh, "可向消费者协会投诉。"));
  CHECK_FALSE(says(zh, "也可以选择"));
  const std::string en = small.page(english());
  CHECK(first_line(en) == "The unit cannot be returned: Damage caused by a person (3.5).");
  CHECK(says(en, "What can be had: Repair for a fee."));
}

TEST_CASE("denied because nobody promises it") {
  Small small(Outcome::denied);
  small.policy.reasons = small.shelf.list({small.rule("1", "grants", false, {"退货", "Return"})});
  RemedyAnswer spare = remedy("spare_unit", {"备用机", "spare unit"}, Status::unavailable);
  small.view.requested = "spare_unit";
  small.view.remedies = small.shelf.list({spare});
  CHECK(first_line(small.page(chinese())) == "不能使用备用机：规定中没有这一项。");
  CHECK(first_line(small.page(english())) ==
        "A spare unit cannot be lent: the terms do not promise it.");
  // Without reasons nothing is known of it.
  small.policy.reasons = {};
  CHECK(first_line(small.page(chinese())) == "不能使用备用机。");
}

TEST_CASE("denied because no clause grants it: by how much the nearest is missed") {
  Small small(Outcome::denied);
  PeriodReading week = period("week", {"七日包退期", "seven-day return period"});
  week.begun = true;
  week.first = day("2024-05-02");
  week.last = day("2024-05-08");
  week.in = false;
  week.days_late = 1;
  Reason seven = small.rule("5", "grants", false, {"七日包退", "Return within seven days"});
  seven.because = small.shelf.ids({"week"});
  seven.periods = small.shelf.list({week});
  Reason other = small.rule("6", "grants", false, {"假货退货", "Return of a counterfeit"});
  other.because = small.shelf.ids({"fault.kind", "goods.counterfeit"});
  other.read = small.shelf.list<Reading>(
      {{"fault.kind",
        {"故障种类", "kind of fault"},
        word("performance", {"性能故障", "performance fault"}),
        false},
       {"goods.counterfeit", {"假冒产品", "counterfeit"}, of(false), true}});
  small.policy.reasons = small.shelf.list({other, seven});
  small.view.remedies = small.shelf.list({small.answer(Status::unavailable)});
  const std::string zh = small.page(chinese());
  CHECK(first_line(zh) == "不能退货：七日包退期最后一天是 2024 年 5 月 8 日，已过 1 天（5）。");
  CHECK(says(zh, "故障种类：性能故障"));
  const std::string en = small.page(english());
  CHECK(says(en, "the seven-day return period ended on 8 May 2024, 1 day too late (5)."));
  // What comes nearest stands first.
  CHECK(en.find("Return within seven days") < en.find("Return of a counterfeit"));
}

TEST_CASE("conditional: one thing to bring is said in the verdict, several are listed") {
  Small small(Outcome::conditional);
  Reason invoice = small.rule("2.2", "adds", true,
                              {"须出示有效购机发票", "A valid purchase invoice must be shown"});
  NeedReading need;
  need.met = false;
  need.read = small.shelf.list<Reading>({{"purchase.documents", {}, Value{}, false},
                                         {"proof.within_guarantee", {}, of(false), false}});
  invoice.needs = small.shelf.list({need});
  Reason seven = small.rule("5", "grants", true, {"七日包退", "Return within seven days"});
  NeedReading parts;
  parts.remedy = "return";
  parts.met = false;
  parts.read = small.shelf.list<Reading>(
      {{"goods.accessories_complete", {"附件齐全", "accessories"}, of(false), false}});
  seven.needs = small.shelf.list({parts});
  small.policy.reasons = small.shelf.list({invoice, seven});
  RemedyAnswer back = small.answer(Status::conditional);
  back.rules = small.shelf.ids({"5"});
  back.needs = small.shelf.ids({"2.2"});
  back.until = day("2024-05-08");
  back.pays = small.shelf.list<MoneyLine>({{"refund", {"退还价款", "refund"}, cny("1299.00")}});
  back.has_net = true;
  back.net = cny("1299.00");
  small.view.remedies = small.shelf.list({back});
  CHECK(first_line(small.page(chinese())) ==
        "出示有效购机发票（2.2）后即可退货，最迟 2024 年 5 月 8 日；应退 1,299.00 元。");
  CHECK(says(
      small.page(english()),
      "The unit can be returned once a valid purchase invoice is shown (2.2), by 8 May 2024 at "
      "the latest; "
      "1,299.00 yuan is due."));

  back.needs = small.shelf.ids({"2.2", "5"});
  small.view.remedies = small.shelf.list({back});
  const std::string zh = small.page(chinese());
  CHECK(says(zh, "还差 2 项，补齐后即可退货"));
  CHECK(says(zh, "须出示有效购机发票"));
  CHECK(says(zh, "交齐全部附件"));
  CHECK(says(small.page(english()), "once 2 things are settled"));
}

TEST_CASE("needs_facts: what cannot be decided, and what to ask, the shortest set first") {
  Small small(Outcome::needs_facts);
  Reason open = small.rule("6", "grants", std::nullopt, {"无货退货", "Return without stock"});
  open.because = small.shelf.ids({"stock.same_model"});
  small.policy.reasons = small.shelf.list({open});
  RemedyAnswer back = small.answer(Status::unknown);
  small.view.remedies = small.shelf.list({back});
  small.view.questions = small.shelf.list<Question>(
      {{"stock.same_model", {"有无同型号库存？", "Is the same model in stock?"}},
       {"fault.kind", {"是哪一种故障？", "What kind of fault is it?"}},
       {"fault.cause", {"是什么原因？", "What is the cause?"}}});
  small.view.ask =
      small.shelf.list<Ask>({{"return",
                              small.shelf.list({small.shelf.ids({"stock.same_model"}),
                                                small.shelf.ids({"fault.cause", "fault.kind"})}),
                              small.shelf.ids({"fault.cause", "fault.kind", "stock.same_model"})}});
  const std::string zh = small.page(chinese());
  CHECK(
      zh.starts_with("还不能决定能否退货。\n请先问：有无同型号库存？（答复可能足以决定）\n"
                     "也可改问：是什么原因？是哪一种故障？\n"));
  CHECK(says(zh, "待定"));
  const std::string en = small.page(english());
  CHECK(
      en.starts_with("It cannot be decided yet whether the unit can be returned.\n"
                     "Please ask first: Is the same model in stock? (The answer may settle it.)\n"
                     "Or ask: What is the cause? What kind of fault is it?\n"));

  // Granted already, only the amount is open.
  back.status = Status::available;
  back.rules = small.shelf.ids({"6"});
  back.pays = small.shelf.list<MoneyLine>({{"refund", {"退还价款", "refund"}, std::nullopt}});
  back.has_net = true;
  small.view.outcome = Outcome::approved;
  small.view.remedies = small.shelf.list({back});
  CHECK(
      small.page(chinese()).starts_with("可以退货，应退多少还不能决定。\n请先问：有无同型号库存？（"
                                        "答复可能足以决定金额；退货本身已经成立）\n"));
}

TEST_CASE("a set that no three facts settle, and gaps of a calendar") {
  Small small(Outcome::needs_facts);
  RemedyAnswer back = small.answer(Status::unknown);
  back.at_least = Status::conditional;
  small.view.remedies = small.shelf.list({back});
  small.view.questions =
      small.shelf.list<Question>({{"fault.kind", {"是哪一种故障？", "What kind of fault is it?"}}});
  small.view.ask = small.shelf.list<Ask>({{"return", {}, small.shelf.ids({"fault.kind"})}});
  small.view.gaps = small.shelf.ids({"calendar cn: 2027"});
  const std::string zh = small.page(chinese());
  CHECK(says(zh, "需要问清以下各项：是哪一种故障？"));
  CHECK(says(zh, "日历“cn”没有 2027 年的放假安排"));
  CHECK(says(zh, "无论如何，补齐所需后即可退货。"));
  CHECK(says(small.page(english()),
             "In any case the unit can be returned once what is needed is brought."));
}

TEST_CASE("conflict: both amounts stand, line by line") {
  Small small(Outcome::conflict);
  small.policy.reasons = small.shelf.list({small.rule("1", "grants", true, {"甲", "one"}),
                                           small.rule("2", "grants", true, {"乙", "two"})});
  RemedyAnswer back = small.answer(Status::conflict);
  MoneyAnswer one;
  one.rules = small.shelf.ids({"1"});
  one.pays = small.shelf.list<MoneyLine>({{"refund", {"退还价款", "refund"}, cny("100.00")}});
  one.has_net = true;
  one.net = cny("100.00");
  MoneyAnswer two = one;
  two.rules = small.shelf.ids({"2"});
  two.pays = small.shelf.list<MoneyLine>({{"refund", {"退还价款", "refund"}, cny("80.00")}});
  two.net = cny("80.00");
  back.conflict = small.shelf.list({one, two});
  small.view.remedies = small.shelf.list({back});
  const std::string zh = small.page(chinese());
  CHECK(says(zh, "须由经办人裁定"));
  CHECK(says(zh, "100.00   1"));
  CHECK(says(zh, "80.00   2"));
  CHECK(says(zh, "按条款 2 计算：80.00 元"));
  CHECK_FALSE(says(zh, "应退"));
}

TEST_CASE("not_covered: the nearest policy and what keeps it from applying") {
  Small small(Outcome::not_covered);
  NotApplied far;
  far.policy = "far";
  far.title = {"远", "far terms"};
  far.because = small.shelf.ids({"product.brand", "product.category"});
  NotApplied near;
  near.policy = "near";
  near.version = "2008.1";
  near.title = {"近", "near terms"};
  near.because = small.shelf.ids({"product.brand"});
  // The day of sale is not on record: that differs from nothing.
  near.read =
      small.shelf.list<Reading>({{"product.brand", {"品牌", "brand"}, word("爱国者"), false},
                                 {"purchase.sold_on", {"售出日期", "day of sale"}, {}, false}});
  small.view.not_applied = small.shelf.list({far, near});
  const std::string zh = write_page(small.view, chinese());
  CHECK(
      zh.starts_with("这次索赔不在现有规定的范围内。\n最接近的是《近》（2008."
                     "1），与之不符的是：品牌：“爱国者”。\n"));
  CHECK(says(write_page(small.view, english()),
             "What comes nearest: near terms (2008.1); what does not fit: brand: “爱国者”."));
}

TEST_CASE("any: the remedies to choose from, with their amounts") {
  Small small(Outcome::approved);
  small.view.requested = "any";
  RemedyAnswer back = small.answer(Status::available);
  back.pays = small.shelf.list<MoneyLine>({{"refund", {"退还价款", "refund"}, cny("1299.00")}});
  back.has_net = true;
  back.net = cny("1299.00");
  RemedyAnswer swap = remedy("exchange", exchange_name, Status::available);
  RemedyAnswer mend = remedy("repair", repair_name, Status::unavailable);
  RemedyAnswer spare = remedy("spare_unit", {"备用机", "spare unit"}, Status::available);
  spare.side = true;
  small.view.remedies = small.shelf.list({back, swap, mend, spare});
  CHECK(first_line(small.page(chinese())) == "可以任选一项：退货（应退 1,299.00 元）或换货。");
  CHECK(says(small.page(chinese()), "备用机"));
  CHECK(first_line(small.page(english())) ==
        "The choice is between return (1,299.00 yuan is due) and exchange.");
  back.until = day("2024-05-08");
  swap.until = day("2024-05-31");
  small.view.remedies = small.shelf.list({back, swap});
  CHECK(
      says(small.page(chinese()),
           "退货（应退 1,299.00 元，最迟 2024 年 5 月 8 日）或换货（最迟 2024 年 5 月 31 日）。"));
  CHECK(says(small.page(english()),
             "return (1,299.00 yuan is due, by 8 May 2024 at the latest) and exchange (by 31 May "
             "2024 at the latest)."));
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

TEST_CASE("of a rule that fails for several tests, one that is open is not said to be false") {
  Small small(Outcome::denied);
  const PeriodReading week = period("week", {"七日包退期", "seven-day return period"});
  Reason seven = small.rule("5", "grants", false, {"七日包退", "Return within seven days"});
  seven.periods = small.shelf.list({week});
  seven.read = small.shelf.list<Reading>(
      {{"fault.kind", {"故障种类", "kind of fault"}, word("none", {"无故障", "no fault"}), false}});
  seven.because = small.shelf.ids({"fault.kind", "week"});
  small.policy.reasons = small.shelf.list({seven});
  small.view.remedies = small.shelf.list({small.answer(Status::unavailable)});
  CHECK_FALSE(says(small.page(chinese()), "不在七日包退期内"));
  CHECK(says(small.page(english()), "kind of fault: no fault (5)."));
  // Alone, it is what keeps the rule from holding.
  seven.because = small.shelf.ids({"week"});
  small.policy.reasons = small.shelf.list({seven});
  CHECK(says(small.page(chinese()), "不在七日包退期内"));
}

TEST_CASE(
    "an open answer names what would settle it anyway, and the last day where it is certain") {
  Small small(Outcome::needs_facts);
  PeriodReading week = period("week", {"七日包退期", "seven-day return period"});
  week.begun = week.in.emplace(true);
  week.day_path = "claim.filed_on";
  week.first = day("2024-05-02");
  week.last = day("2024-05-08");
  Reason seven = small.rule("5", "grants", true, {"七日包退", "Return within seven days"});
  seven.periods = small.shelf.list({week});
  Reason paper =
      small.rule("2.3", "adds", true, {"须出示三包凭证", "The certificate must be shown"});
  paper.needs = small.shelf.list({NeedReading{}});
  small.policy.reasons = small.shelf.list({paper, seven});
  RemedyAnswer back = small.answer(Status::unknown);
  back.at_least = Status::conditional;
  small.view.remedies = small.shelf.list({back});
  CHECK(says(small.page(chinese()),
             "无论如何，出示三包凭证（2.3）后即可退货，最迟 2024 年 5 月 8 日。"));
  CHECK(says(small.page(english()),
             "In any case the unit can be returned once the certificate is shown (2.3), by 8 May "
             "2024 at the latest."));
  // A second grant may last longer; an exclusion may come in earlier.
  small.policy.reasons = small.shelf.list({paper, seven, small.rule("6", "grants", true, {})});
  CHECK(says(small.page(chinese()), "出示三包凭证（2.3）后即可退货。"));
  Reason out = small.rule("3", "excludes", false, {"过期", "past it"});
  PeriodReading early = week;
  early.last = day("2024-05-07");
  out.periods = small.shelf.list({early});
  small.policy.reasons = small.shelf.list({paper, seven, out});
  CHECK(says(small.page(chinese()), "出示三包凭证（2.3）后即可退货。"));
}
