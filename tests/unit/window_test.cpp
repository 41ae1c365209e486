// SPDX-License-Identifier: Apache-2.0
//
// window_test.cpp: counting by the Civil Code, rolling over days off, and what is said where the
// calendar ends. Every day of twenty years is counted and rolled in tests/proof.
#include "sanbao/values/window.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

using namespace sanbao;

namespace {

CivilDate day(std::string_view text) {
  const auto date = CivilDate::parse(text);
  REQUIRE_MESSAGE(date.has_value(), text);
  return *date;
}

const WorkCalendar& cn() {
  // May 2025 and the Spring Festival of 2025, as the notices list them.
  static const ParsedCalendar parsed = parse_calendar(
      "# years: 2024-2025\n"
      "date,kind,name\n"
      "2025-01-26,work,春节\n2025-01-28,off,春节\n2025-01-29,off,春节\n2025-01-30,off,春节\n"
      "2025-01-31,off,春节\n2025-02-01,off,春节\n2025-02-02,off,春节\n2025-02-03,off,春节\n"
      "2025-02-04,off,春节\n2025-02-08,work,春节\n"
      "2025-04-27,work,劳动节\n2025-05-01,off,劳动节\n2025-05-02,off,劳动节\n"
      "2025-05-03,off,劳动节\n2025-05-04,off,劳动节\n2025-05-05,off,劳动节\n"
      "2025-12-31,off,made up\n",
      "cn", "");
  return *parsed.calendar;
}

std::string counted(std::string_view from, Period length, CountFrom count_from,
                    MonthEnd month_end = MonthEnd::last_day, const WorkCalendar* calendar = &cn()) {
  const Counted c = count_window(day(from), length, count_from, month_end, calendar);
  CHECK(c.ok == (c.failure == CountFailure::none));
  switch (c.failure) {
    case CountFailure::none:
      break;
    case CountFailure::month_end:
      return "month_end";
    case CountFailure::overflow:
      return "overflow";
    case CountFailure::calendar:
      return "calendar " + std::to_string(c.gap_year);
  }
  if (c.empty) return "empty";
  return c.first.to_string() + ".." + c.last.to_string();
}

std::string rolled(std::string_view last, Roll roll, const WorkCalendar* calendar = &cn()) {
  const Rolled r = roll_last(day(last), roll, calendar);
  CHECK((r.gap_year != 0) == (r.state == RollState::unknown));
  switch (r.state) {
    case RollState::not_moved:
      CHECK(r.last == day(last));
      return "stays";
    case RollState::next_working_day:
      return "next_working_day " + r.last.to_string();
    case RollState::after_holiday:
      return "after_holiday " + r.last.to_string();
    case RollState::unknown:
      CHECK(r.last == day(last));
      return "unknown " + std::to_string(r.gap_year);
  }
  return "?";
}

Window window(std::string_view from, std::string_view last, RollState roll = RollState::not_moved) {
  Window w;
  w.from = day(from);
  w.first = *add(w.from, Days(1));
  w.last_unrolled = day(last);
  w.last = day(last);
  w.roll = roll;
  return w;
}

}  // namespace

TEST_CASE("the start day is not counted, or it is (Civil Code 201)") {
  CHECK(counted("2024-05-01", Period::days(7), CountFrom::next_day) == "2024-05-02..2024-05-08");
  CHECK(counted("2024-05-01", Period::days(7), CountFrom::same_day) == "2024-05-01..2024-05-07");
  CHECK(counted("2024-05-01", Period::years(1), CountFrom::next_day) == "2024-05-02..2025-05-01");
  CHECK(counted("2024-05-01", Period::years(1), CountFrom::same_day) == "2024-05-01..2025-04-30");
  CHECK(counted("2024-05-01", Period::days(1), CountFrom::same_day) == "2024-05-01..2024-05-01");
}

TEST_CASE("a period without length") {
  CHECK(counted("2024-05-01", Period::days(0), CountFrom::same_day) == "empty");
  CHECK(counted("2024-05-01", Period::months(0), CountFrom::same_day) == "empty");
  CHECK(counted("2024-05-01", Period::working_days(0), CountFrom::same_day) == "empty");
  CHECK(counted("2024-05-01", Period::days(0), CountFrom::next_day) == "2024-05-02..2024-05-01");
  CHECK(counted("2024-05-01", Period::working_days(0), CountFrom::next_day) ==
        "2024-05-02..2024-05-01");
}

TEST_CASE("the month's end comes before the day is taken off") {
  CHECK(counted("2024-01-31", Period::months(1), CountFrom::next_day) == "2024-02-01..2024-02-29");
  CHECK(counted("2024-01-31", Period::months(1), CountFrom::same_day) == "2024-01-31..2024-02-28");
  CHECK(counted("2024-01-31", Period::months(1), CountFrom::next_day, MonthEnd::next_month_first) ==
        "2024-02-01..2024-03-01");
  CHECK(counted("2024-01-31", Period::months(1), CountFrom::same_day, MonthEnd::next_month_first) ==
        "2024-01-31..2024-02-29");
  CHECK(counted("2024-01-31", Period::months(1), CountFrom::next_day, MonthEnd::error) ==
        "month_end");
  CHECK(counted("2024-01-31", Period::months(2), CountFrom::next_day, MonthEnd::error) ==
        "2024-02-01..2024-03-31");
  CHECK(counted("2024-02-29", Period::years(1), CountFrom::next_day) == "2024-03-01..2025-02-28");
}

TEST_CASE("counting beyond all dates") {
  CHECK(counted("2199-12-31", Period::years(7800), CountFrom::next_day) ==
        "2200-01-01..9999-12-31");
  CHECK(counted("2199-12-31", Period::years(7801), CountFrom::next_day) == "overflow");
  CHECK(counted("2199-12-31", Period::years(7801), CountFrom::next_day, MonthEnd::error) ==
        "overflow");
  CHECK(counted("2199-12-31", Period::days(Period::max_count), CountFrom::same_day) == "overflow");
  const Counted end = count_window(CivilDate::last(), Period::days(1), CountFrom::next_day,
                                   MonthEnd::last_day, nullptr);
  CHECK(end.failure == CountFailure::overflow);
}

TEST_CASE("working days are counted by the calendar alone") {
  // Friday 24 January 2025: Sunday the 26th and Monday the 27th are worked, then eight days off.
  CHECK(counted("2025-01-24", Period::working_days(2), CountFrom::next_day) ==
        "2025-01-25..2025-01-27");
  CHECK(counted("2025-01-24", Period::working_days(3), CountFrom::next_day) ==
        "2025-01-25..2025-02-05");
  CHECK(counted("2025-01-24", Period::working_days(3), CountFrom::same_day) ==
        "2025-01-24..2025-01-27");
  CHECK(counted("2025-12-30", Period::working_days(1), CountFrom::next_day) == "calendar 2026");
  CHECK(counted("2025-12-31", Period::working_days(1), CountFrom::next_day) == "calendar 2026");
  CHECK(counted("2023-06-01", Period::working_days(1), CountFrom::next_day) == "calendar 2023");
  CHECK(counted("2025-01-24", Period::working_days(1), CountFrom::next_day, MonthEnd::last_day,
                nullptr) == "calendar 2025");
  CHECK(counted("2025-12-31", Period::days(7), CountFrom::next_day, MonthEnd::last_day, nullptr) ==
        "2026-01-01..2026-01-07");
}

TEST_CASE("a last day off becomes the next working day (Civil Code 203)") {
  CHECK(rolled("2025-05-01", Roll::next_working_day) == "next_working_day 2025-05-06");
  CHECK(rolled("2025-05-05", Roll::next_working_day) == "next_working_day 2025-05-06");
  CHECK(rolled("2025-05-06", Roll::next_working_day) == "stays");
  CHECK(rolled("2025-05-10", Roll::next_working_day) == "next_working_day 2025-05-12");
  CHECK(rolled("2025-04-27", Roll::next_working_day) == "stays");  // a Sunday, worked
  CHECK(rolled("2025-01-25", Roll::next_working_day) == "next_working_day 2025-01-26");
  CHECK(rolled("2025-05-01", Roll::none) == "stays");
  CHECK(rolled("2027-05-01", Roll::none, nullptr) == "stays");
}

TEST_CASE("only a listed day off is left behind under after_holiday") {
  CHECK(rolled("2025-05-01", Roll::after_holiday) == "after_holiday 2025-05-06");
  CHECK(rolled("2025-05-10", Roll::after_holiday) == "stays");  // a plain Saturday
  CHECK(rolled("2025-02-02", Roll::after_holiday) == "after_holiday 2025-02-05");  // listed Sunday
  CHECK(rolled("2025-05-06", Roll::after_holiday) == "stays");
}

TEST_CASE("outside the calendar's years nobody knows") {
  for (const Roll roll : {Roll::next_working_day, Roll::after_holiday}) {
    CHECK(rolled("2026-01-07", roll) == "unknown 2026");
    CHECK(rolled("2023-12-31", roll) == "unknown 2023");
    CHECK(rolled("2025-12-31", roll) == "unknown 2026");  // off, and what follows is not covered
    CHECK(rolled("2025-05-01", roll, nullptr) == "unknown 2025");
  }
  CHECK(rolled("2025-12-30", Roll::next_working_day) == "stays");
}

TEST_CASE("where a day lies") {
  const Window w = window("2024-05-01", "2024-05-08");
  CHECK(where(w, day("2024-04-30")) == Place::before);
  CHECK(where(w, day("2024-05-01")) == Place::in);  // the start itself, though not counted
  CHECK(where(w, day("2024-05-08")) == Place::in);
  CHECK(where(w, day("2024-05-09")) == Place::after);
}

TEST_CASE("fifteen days after a last day that could not be rolled are a gap") {
  const Window w = window("2026-01-01", "2027-01-01", RollState::unknown);
  CHECK(where(w, day("2025-12-31")) == Place::before);
  CHECK(where(w, day("2027-01-01")) == Place::in);
  CHECK(where(w, day("2027-01-02")) == Place::gap);
  CHECK(where(w, day("2027-01-16")) == Place::gap);
  CHECK(where(w, day("2027-01-17")) == Place::after);
}

TEST_CASE("periods without an end, and without a day") {
  Window open = window("2024-05-01", "2024-05-01");
  open.open_end = true;
  CHECK(where(open, day("2024-04-30")) == Place::before);
  CHECK(where(open, day("2199-12-31")) == Place::in);
  Window empty = window("2024-05-01", "2024-05-08");
  empty.empty = true;
  for (const std::string_view text : {"2024-04-30", "2024-05-01", "2024-05-05", "2024-06-01"})
    CHECK(where(empty, day(text)) == Place::nowhere);
}
