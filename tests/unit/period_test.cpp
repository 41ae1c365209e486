// SPDX-License-Identifier: Apache-2.0
//
// period_test.cpp: reading lengths of civil time, adding them by the three month ends, and which of
// two is longer. 1 to 72 months from every day are in tests/proof.
#include "sanbao/values/period.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

using namespace sanbao;

namespace {

CivilDate day(std::string_view text) {
  const auto date = CivilDate::parse(text);
  REQUIRE_MESSAGE(date.has_value(), text);
  return *date;
}

std::string led_to(std::string_view start, Period length, MonthEnd month_end) {
  const auto date = add(day(start), length, month_end);
  return date ? date->to_string() : "none";
}

std::string order(Period a, Period b) {
  const auto found = compare(a, b);
  const auto turned = compare(b, a);
  CHECK(found.has_value() == turned.has_value());
  if (!found || !turned) return "open";
  CHECK((*found < 0) == (*turned > 0));
  return *found < 0 ? "<" : *found > 0 ? ">" : "=";
}

}  // namespace

TEST_CASE("lengths are read with their unit") {
  CHECK(Period::parse("7 days") == Period::days(7));
  CHECK(Period::parse("1 day") == Period::days(1));
  CHECK(Period::parse("0 days") == Period::days(0));
  CHECK(Period::parse("1 month") == Period::months(1));
  CHECK(Period::parse("18 months") == Period::months(18));
  CHECK(Period::parse("1 year") == Period::months(12));
  CHECK(Period::parse("2 years") == Period::years(2));
  CHECK(Period::parse("10 working_days") == Period::working_days(10));
  CHECK(Period::parse("1 working_day") == Period::working_days(1));
  for (const std::string_view text : {"",
                                      "7",
                                      "days",
                                      " 7 days",
                                      "7  days",
                                      "7 days ",
                                      "7days",
                                      "-7 days",
                                      "+7 days",
                                      "07 days",
                                      "7.5 days",
                                      "7 Days",
                                      "7 weeks",
                                      "7 working days",
                                      "seven days",
                                      "7\tdays",
                                      "1000000000 days",
                                      "7 天",
                                      "７ days",
                                      "1 year 6 months"}) {
    CAPTURE(text);
    CHECK_FALSE(Period::parse(text).has_value());
  }
}

TEST_CASE("lengths are written as they are read") {
  for (const std::string_view text :
       {"0 days", "1 day", "7 days", "1 month", "18 months", "1 working_day", "10 working_days"})
    CHECK(Period::parse(text)->to_string() == text);
  CHECK(Period::years(1).to_string() == "12 months");
  // Years that are read stay readable where their months would take a tenth digit.
  CHECK(Period::years(83'333'333).to_string() == "999999996 months");
  CHECK(Period::years(83'333'334).to_string() == "83333334 years");
  CHECK(Period::parse("999999999 years")->to_string() == "999999999 years");
}

TEST_CASE("an integer holds a length") {
  for (const Period p :
       {Period::days(0), Period::days(7), Period::months(18), Period::working_days(10),
        Period::days(-3), Period::months(-1), Period::working_days(-2), Period::days(INT64_MAX),
        Period::years(INT64_MIN), Period::working_days(Period::max_count)})
    CHECK(Period::decode(p.encode()) == p);
  CHECK(Period::days(1).encode() != Period::months(1).encode());
  CHECK(Period::days(1).encode() != Period::working_days(1).encode());
}

TEST_CASE("months are added from the start date") {
  CHECK(led_to("2024-05-01", Period::years(1), MonthEnd::last_day) == "2025-05-01");
  CHECK(led_to("2024-01-31", Period::months(2), MonthEnd::last_day) == "2024-03-31");
  CHECK(led_to("2024-12-15", Period::months(1), MonthEnd::error) == "2025-01-15");
  CHECK(led_to("2024-05-01", Period::days(30), MonthEnd::error) == "2024-05-31");
}

TEST_CASE("a day the month does not have") {
  struct Row {
    std::string_view start;
    Period length;
    std::string_view last_day;
    std::string_view next_month_first;
  };
  for (const Row& row : {
           Row{"2024-01-31", Period::months(1), "2024-02-29", "2024-03-01"},
           Row{"2023-01-29", Period::months(1), "2023-02-28", "2023-03-01"},
           Row{"2024-02-29", Period::years(1), "2025-02-28", "2025-03-01"},
           Row{"2024-03-31", Period::months(1), "2024-04-30", "2024-05-01"},
           Row{"2023-10-31", Period::months(13), "2024-11-30", "2024-12-01"},
           Row{"2096-02-29", Period::years(4), "2100-02-28", "2100-03-01"},
       }) {
    CAPTURE(row.start);
    CHECK(led_to(row.start, row.length, MonthEnd::last_day) == row.last_day);
    CHECK(led_to(row.start, row.length, MonthEnd::next_month_first) == row.next_month_first);
    CHECK(led_to(row.start, row.length, MonthEnd::error) == "none");
  }
  CHECK(led_to("2024-02-29", Period::years(4), MonthEnd::error) == "2028-02-29");
}

TEST_CASE("no date lies beyond the last, and working days need a calendar") {
  CHECK(led_to("2199-12-31", Period::years(7800), MonthEnd::last_day) == "9999-12-31");
  CHECK(led_to("2199-12-31", Period::months(7800 * 12 + 1), MonthEnd::last_day) == "none");
  CHECK(led_to("2199-12-31", Period::months(INT64_MAX), MonthEnd::last_day) == "none");
  CHECK(led_to("2199-12-31", Period::days(INT64_MAX), MonthEnd::last_day) == "none");
  CHECK(led_to("2024-01-01", Period::working_days(1), MonthEnd::last_day) == "none");
  const auto last = CivilDate::from_ymd(9999, 12, 31);
  CHECK_FALSE(add(*last, Period::months(1), MonthEnd::next_month_first).has_value());
  // 31 November is missing; the first of the next month is still a date.
  CHECK(add(*CivilDate::from_ymd(9999, 10, 31), Period::months(1), MonthEnd::next_month_first)
            ->to_string() == "9999-12-01");
}

TEST_CASE("towards the past") {
  const auto back = [](std::string_view start, Period length, MonthEnd month_end) {
    const auto date = subtract(day(start), length, month_end);
    return date ? date->to_string() : "none";
  };
  CHECK(back("2024-05-08", Period::days(7), MonthEnd::last_day) == "2024-05-01");
  CHECK(back("2024-03-31", Period::months(1), MonthEnd::last_day) == "2024-02-29");
  CHECK(back("2023-03-31", Period::months(1), MonthEnd::next_month_first) == "2023-03-01");
  CHECK(back("2023-03-31", Period::months(1), MonthEnd::error) == "none");
  CHECK(back("2024-01-15", Period::months(1), MonthEnd::error) == "2023-12-15");
  CHECK(back("1970-01-01", Period::years(1), MonthEnd::error) == "1969-01-01");
  CHECK(back("1970-01-01", Period::years(1969), MonthEnd::error) == "0001-01-01");
  CHECK(back("1970-01-01", Period::years(1970), MonthEnd::error) == "none");
  CHECK(back("1970-01-01", Period::days(INT64_MAX), MonthEnd::error) == "none");
  CHECK(back("2024-01-15", Period::working_days(1), MonthEnd::last_day) == "none");
}

TEST_CASE("which length is longer, where every calendar agrees") {
  CHECK(order(Period::days(7), Period::days(8)) == "<");
  CHECK(order(Period::years(1), Period::months(12)) == "=");
  CHECK(order(Period::working_days(3), Period::working_days(2)) == ">");
  CHECK(order(Period::months(1), Period::days(27)) == ">");
  for (const std::int64_t days : {28, 29, 30, 31})
    CHECK(order(Period::months(1), Period::days(days)) == "open");
  CHECK(order(Period::months(1), Period::days(32)) == "<");
  CHECK(order(Period::years(1), Period::days(364)) == ">");
  CHECK(order(Period::years(1), Period::days(365)) == "open");
  CHECK(order(Period::years(1), Period::days(366)) == "open");
  CHECK(order(Period::years(1), Period::days(367)) == "<");
  // Two months: 59 days from 1 January of a common year, 62 from 1 July.
  CHECK(order(Period::months(2), Period::days(58)) == ">");
  CHECK(order(Period::months(2), Period::days(59)) == "open");
  CHECK(order(Period::months(2), Period::days(62)) == "open");
  CHECK(order(Period::months(2), Period::days(63)) == "<");
  CHECK(order(Period::months(0), Period::days(0)) == "=");
  for (int months = 1; months <= 30; ++months) {
    // Against every start day of 28 years, in which the calendar from 1970 to 2099 repeats.
    std::int64_t least = INT64_MAX;
    std::int64_t most = 0;
    for (CivilDate d = day("1999-01-01"); d < day("2027-01-01"); d = *add(d, Days(1))) {
      const Days span = *add(d, Period::months(months), MonthEnd::last_day) - d;
      least = std::min(least, span.count);
      most = std::max(most, span.count);
    }
    // Only 1900 and 2100 can shorten what 28 years show, and for these lengths do not.
    CHECK(order(Period::months(months), Period::days(least - 1)) == ">");
    CHECK(order(Period::months(months), Period::days(least)) == (least == most ? "=" : "open"));
    CHECK(order(Period::months(months), Period::days(most)) == (least == most ? "=" : "open"));
    CHECK(order(Period::months(months), Period::days(most + 1)) == "<");
  }
  CHECK(order(Period::years(400), Period::days(146097)) == "=");
  CHECK(order(Period::months(INT64_MAX), Period::days(INT64_MAX)) == ">");
  CHECK(order(Period::working_days(10), Period::days(14)) == "open");
  CHECK(order(Period::working_days(10), Period::months(1)) == "open");
}
