// SPDX-License-Identifier: Apache-2.0
//
// The verdict of an explanation (explain/verdict.cpp): what the first lines say of each outcome, in both languages,
// and what must not be said of what is open. Decisions are put together by hand.
#include <doctest/doctest.h>

#include <optional>
#include <string>

#include "explain_fixture.hpp"

using namespace explain_fixture;

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

  // A clause that waits for the calendar: that comes first, and no answer is enough without it.
  Reason year = small.rule("1", "grants", std::nullopt, {"一年内退货", "Return within a year"});
  PeriodReading rolled = period("year", {"一年", "year"});
  rolled.begun = true;
  rolled.first = day("2026-03-01");
  rolled.last = rolled.last_unrolled = day("2027-02-28");
  rolled.roll = "unknown";
  rolled.day_path = "claim.filed_on";
  year.periods = small.shelf.list({rolled});
  small.policy.reasons = small.shelf.list({year});
  const std::string first = small.page(chinese());
  CHECK(says(first, "公布后才能确定末日。须先有放假安排；此外与结论有关的还有：是哪一种故障？"));
  CHECK_FALSE(says(first, "需要问清以下各项"));
  CHECK(
      says(small.page(english()),
           "The calendar has to come first; besides, this bears on it: What kind of fault is it?"));
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

TEST_CASE("a remedy that another policy grants longer: until when on the terms of this one") {
  Small small(Outcome::approved);
  small.view.requested = "any";
  small.policy.reasons = small.shelf.list({small.rule("1", "grants", true, {"退货", "Return"})});
  RemedyAnswer own = small.answer(Status::available);
  own.rules = small.shelf.ids({"1"});
  own.pays = small.shelf.list<MoneyLine>({{"refund", {"退还价款", "refund"}, cny("10.00")}});
  own.has_net = true;
  own.net = cny("10.00");
  own.until = day("2024-05-20");
  RemedyAnswer together = own;
  together.until = day("2024-06-30");
  together.policies = small.shelf.ids({"law", "shop"});
  small.policy.remedies = small.shelf.list({own});
  RemedyAnswer swap = remedy("exchange", exchange_name, Status::available);
  small.view.remedies = small.shelf.list({together, swap});
  CHECK(says(small.page(chinese()),
             "按此条件至 2024 年 5 月 20 日，此后条件不同，最迟 2024 年 6 月 30 日"));
  CHECK(says(small.page(english()),
             "on these terms until 20 May 2024, on others by 30 June 2024 at the latest"));
}
