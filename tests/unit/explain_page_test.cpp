// SPDX-License-Identifier: Apache-2.0
//
// How an explanation is set and how it names digits, dates, lengths and periods, without a decision.
#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "explain_fixture.hpp"

using namespace explain_fixture;

TEST_CASE("wide characters count two columns, and no line begins with a closing mark") {
  CHECK(columns("退货 A") == 6);
  CHECK(columns("，") == 2);
  CHECK(columns("−×é") == 3);
  CHECK(columns("") == 0);
  const std::string text = "消费者不愿换货，而要求退货；应退 1,018.42 元（6.4）。";
  for (std::size_t width = 8; width < 60; ++width) {
    std::string glued;
    for (const std::string& line : wrap(text, width)) {
      CHECK(columns(line) <= width + 8);  // a number is never broken
      for (const std::string_view mark : {"，", "；", "）", "。"})
        CHECK_FALSE(line.starts_with(mark));
      CHECK_FALSE(line.ends_with("（"));
      glued += line;
    }
    std::string solid = text;
    std::erase(glued, ' ');
    std::erase(solid, ' ');
    CHECK(glued == solid);
  }
}

TEST_CASE("digits") {
  CHECK(amount(cny("0")) == "0.00");
  CHECK(amount(cny("999.00")) == "999.00");
  CHECK(amount(cny("1000.00")) == "1,000.00");
  CHECK(amount(Money::minor(-123456789, yuan)) == "−1,234,567.89");
  CHECK(amount(Money::minor(1000, *Currency::parse("JPY"))) == "1,000");
  CHECK(number(12'000'500'000) == "12,000.5");
  CHECK(number(-1) == "−0.000001");
  CHECK(number(0) == "0");
}

namespace {

// As it is printed where there is room.
std::string said(std::string_view text) {
  Page page;
  page.line(text);
  std::string line = page.take();
  std::replace(line.begin(), line.end(), '\n', ' ');
  line.pop_back();
  return line;
}

}  // namespace

TEST_CASE("a date and a number with its unit stay on one line in every language") {
  for (std::size_t room = 0; room < 40; ++room) {
    const std::string lead(room, 'a');
    for (const std::string_view whole :
         {"31 May 2024", "1,018.42 yuan", "89 days", "2 to 8 June 2024"}) {
      Page page;
      std::string text;
      for (std::size_t i = 0; i < 4; ++i) {
        text += lead + " " + english().date(day("2024-05-31")) + ", " +
                english().money(cny("1018.42")) + " " + english().days(89) + " " +
                english().range(day("2024-06-02"), day("2024-06-08")) + " ";
      }
      page.line(text);
      const std::string lines = page.take();
      std::size_t found = 0;
      for (std::size_t at = lines.find(whole); at != std::string::npos;
           at = lines.find(whole, at + 1))
        ++found;
      CHECK_MESSAGE(found == 4, lines);
    }
    Page page;
    page.line(lead + "最迟 " + chinese().date(day("2024-05-31")));
    CHECK(page.take().find("2024 年 5 月 31 日") != std::string::npos);
  }
}

TEST_CASE("dates and lengths as people say them") {
  CHECK(chinese().range(day("2024-06-01"), day("2024-06-11")) == "2024 年 6 月 1 日至 11 日");
  CHECK(chinese().range(day("2024-06-01"), day("2024-07-11")) == "2024 年 6 月 1 日至 7 月 11 日");
  CHECK(chinese().range(day("2024-06-01"), day("2025-01-11")) ==
        "2024 年 6 月 1 日至 2025 年 1 月 11 日");
  CHECK(said(english().range(day("2024-06-01"), day("2024-06-11"))) == "1 to 11 June 2024");
  CHECK(said(english().range(day("2024-06-01"), day("2024-07-11"))) == "1 June to 11 July 2024");
  CHECK(said(english().range(day("2024-06-01"), day("2024-06-01"))) == "1 June 2024");
  CHECK(chinese().length(Period::months(18)) == "18 个月");
  CHECK(chinese().length(Period::years(2)) == "2 年");
  CHECK(said(english().length(Period::days(1))) == "1 day");
  CHECK(said(english().length(Period::working_days(10))) == "10 working days");
  for (const auto& [number, words] : {std::pair{1, "1st repair"},
                                      {2, "2nd repair"},
                                      {3, "3rd repair"},
                                      {4, "4th repair"},
                                      {11, "11th repair"},
                                      {12, "12th repair"},
                                      {13, "13th repair"},
                                      {21, "21st repair"},
                                      {111, "111th repair"}}) {
    CHECK(english().event("repairs", {}, static_cast<std::size_t>(number)) == words);
  }
  CHECK(chinese().event("repairs", {}, 2) == "第 2 次修理");
}

TEST_CASE("festivals are named in the reader's language") {
  PeriodReading reading = period("guarantee", {"三包有效期", "guarantee period"});
  reading.begun = true;
  reading.first = day("2024-10-02");
  reading.last_unrolled = day("2025-10-01");
  reading.last = day("2025-10-09");
  reading.holiday = "国庆节、中秋节";
  CHECK(said(english().period_counted(reading)) ==
        "the days end on 1 October 2025, National Day and the Mid-Autumn Festival, moved to 9 "
        "October");
  reading.holiday = {};
  reading.last_unrolled = day("2025-10-11");
  reading.last = day("2025-10-13");
  CHECK(said(english().period_counted(reading)) ==
        "the days end on 11 October 2025, a Saturday, moved to 13 October");
  CHECK(chinese().period_counted(reading) ==
        "期满日为 2025 年 10 月 11 日，适逢星期六，顺延至 10 月 13 日");
  reading.roll = "unknown";
  CHECK(chinese().period_counted(reading).find("放假安排不详") != std::string::npos);
}

TEST_CASE("what an event test measured and what it asks for") {
  Value none;
  none.kind = Value::Kind::count;
  Value two = none;
  two.number = 2;
  EventReading repairs;
  repairs.measure = "count";
  repairs.bound = "at_least";
  repairs.limit = two;
  repairs.least = none;
  repairs.most = two;
  CHECK(chinese().event_sum(repairs) == "计入 0 次至 2 次，标准是至少 2 次");
  CHECK(english().event_sum(repairs) == "0 to 2 counted; the clause asks for at least 2");
  repairs.most = none;
  CHECK(english().event_sum(repairs) == "0 counted; the clause asks for at least 2");
}

TEST_CASE("a period not yet begun is told by the day it runs from, not by another first day") {
  PeriodReading week = period("week", {"七日包退期", "seven-day return period"});
  week.begun = true;
  week.from = day("2024-05-01");
  week.from_name = {"售出日期", "day of sale"};
  week.first = day("2024-05-02");
  week.last = day("2024-05-08");
  week.in = false;
  week.days_early = 3;
  CHECK(chinese().period_stand(week) ==
        "七日包退期还没有开始，比售出日期 2024 年 5 月 1 日早 3 天");
  CHECK(said(english().period_stand(week)) ==
        "the seven-day return period had not begun, 3 days before the day of sale, 1 May 2024");
  week.day_path = "claim.filed_on";
  CHECK(said(english().period_stand(week)) ==
        "the seven-day return period had not begun when the claim came, 3 days before the day of "
        "sale, 1 May 2024");
  week.days_early = {};
  week.days_late = 1;
  CHECK(said(english().period_stand(week)) ==
        "the seven-day return period ended on 8 May 2024, 1 day before the claim");
}

TEST_CASE("a question has its mark once, and says which event it is about") {
  const Phrases& zh = phrases(Language::zh);
  const Phrases& en = phrases(Language::en);
  CHECK(zh.question("是否备案", {}, {}) == "是否备案？");
  CHECK(zh.question("有几个？（暗点不计）", {}, {}) == "有几个？（暗点不计）");
  CHECK(en.question("Is it filed", {}, {}) == "Is it filed?");
  CHECK(en.question("Say which.", {}, {}) == "Say which.");
  CHECK(zh.question("这次修理是否修好？", "repairs", "第 2 次修理") == "第 2 次修理是否修好？");
  CHECK(zh.question("哪个部件", "repairs", "第 2 次修理") == "第 2 次修理：哪个部件？");
  CHECK(en.question("Did this repair mend the fault?", "repairs", "2nd repair") ==
        "Did the 2nd repair mend the fault?");
  CHECK(en.question("Which component was repaired?", "repairs", "2nd repair") ==
        "2nd repair: Which component was repaired?");
}
