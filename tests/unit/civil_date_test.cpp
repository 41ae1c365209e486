// SPDX-License-Identifier: Apache-2.0
//
// civil_date_test.cpp: what is read as a date and what is refused, instants in their zones, the
// ends of the calendar. Every day from 1970 to 2199 is gone through in tests/proof.
#include "sanbao/values/civil_date.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>
#include <utility>

using namespace sanbao;

namespace {

CivilDate day(std::string_view text) {
  const auto date = CivilDate::parse(text);
  REQUIRE_MESSAGE(date.has_value(), text);
  return *date;
}

// What read_date says, in a word: the date, or the error.
std::string said(std::string_view text, Zone zone) {
  const ReadDate read = read_date(text, zone);
  CHECK(read.ok == (read.error == DateError::none));
  switch (read.error) {
    case DateError::none:
      return read.date.to_string();
    case DateError::syntax:
      return "syntax";
    case DateError::no_such_day:
      return "no such day";
    case DateError::out_of_range:
      return "out of range";
    case DateError::offset_missing:
      return "offset missing";
    case DateError::summer_time:
      return "summer time";
  }
  return "?";
}

}  // namespace

TEST_CASE("every day that a record can tell is written as its year, month and day are") {
  char text[16];
  for (std::int32_t days = CivilDate::first_fact().days_since_epoch() - 800;
       days <= CivilDate::last_fact().days_since_epoch() + 800; ++days) {
    const CivilDate date = CivilDate::from_days(days);
    std::snprintf(text, sizeof text, "%04d-%02u-%02u", date.year(), date.month(), date.day());
    REQUIRE(date.to_string() == text);
  }
  for (int year = 1; year <= 9999; ++year)
    for (const auto& [month, day] : {std::pair{1U, 1U}, {2U, 28U}, {3U, 1U}, {12U, 31U}}) {
      std::snprintf(text, sizeof text, "%04d-%02u-%02u", year, month, day);
      REQUIRE(CivilDate::from_ymd(year, month, day)->to_string() == text);
    }
}

TEST_CASE("a date is ten ASCII characters of a day that exists") {
  for (const std::string_view text :
       {"1970-01-01", "2024-02-29", "2000-02-29", "2199-12-31", "2023-12-31"}) {
    CAPTURE(text);
    CHECK(day(text).to_string() == text);
  }
}

TEST_CASE("other forms are no dates") {
  const char* const forms[] = {"",
                               "2024",
                               "2024-2-9",
                               "24-02-29",
                               "2024-02-9",
                               "2024/02/29",
                               "2024/02-29",
                               "2024-02/29",
                               "20240229",
                               "2024-0229--",
                               "2024-02-29 ",
                               " 2024-02-29",
                               "2024-02-2x",
                               "２０２４-０２-２９",
                               "+024-02-29",
                               "-024-02-29",
                               "2024-+2-29",
                               "2024-02--9",
                               "2024-02-291",
                               "0x24-02-29",
                               "2024-02-29T",
                               "2024–02–29",
                               "2024年2月9日",
                               "2024-W09-4",
                               "2024-02-29\n",
                               "never"};
  for (const std::string_view text : forms) {
    CAPTURE(text);
    CHECK_FALSE(CivilDate::parse(text).has_value());
    CHECK(said(text, Zone::utc()) == "syntax");
  }
  using namespace std::string_view_literals;
  CHECK_FALSE(CivilDate::parse("2024-02-2\0"sv).has_value());
  CHECK_FALSE(CivilDate::parse("2024-02-29\0"sv).has_value());
}

TEST_CASE("days that no month has, and years out of range") {
  for (const std::string_view text :
       {"2023-02-29", "1900-02-29", "2100-02-29", "2024-04-31", "2024-02-30", "2024-13-01",
        "2024-00-10", "2024-01-00", "2024-01-32", "2024-99-99"}) {
    CAPTURE(text);
    CHECK_FALSE(CivilDate::parse(text).has_value());
    CHECK(said(text, Zone::utc()) == "no such day");
  }
  for (const std::string_view text : {"1969-12-31", "2200-01-01", "0001-01-01", "9999-12-31"}) {
    CAPTURE(text);
    CHECK_FALSE(CivilDate::parse(text).has_value());
    CHECK(said(text, Zone::utc()) == "out of range");
  }
}

TEST_CASE("year, month, day and weekday") {
  CHECK(day("1970-01-01").days_since_epoch() == 0);
  CHECK(day("1970-01-01").weekday() == 4);  // a Thursday
  CHECK(day("2024-02-29").days_since_epoch() == 19782);
  CHECK(day("2024-02-29").year() == 2024);
  CHECK(day("2024-02-29").month() == 2);
  CHECK(day("2024-02-29").day() == 29);
  CHECK(day("2025-01-26").weekday() == 0);  // a Sunday
  CHECK(day("2025-02-01").weekday() == 6);  // a Saturday
  CHECK(CivilDate::first().weekday() == 1);
  CHECK(CivilDate::last().weekday() == 5);
}

TEST_CASE("the ends of what is read and of what is computed") {
  CHECK(CivilDate::first_fact() == day("1970-01-01"));
  CHECK(CivilDate::last_fact() == day("2199-12-31"));
  CHECK(CivilDate::last() == *CivilDate::from_ymd(9999, 12, 31));
  CHECK(CivilDate::first() == *CivilDate::from_ymd(1, 1, 1));
  CHECK(CivilDate::last().to_string() == "9999-12-31");
  CHECK(CivilDate::first().to_string() == "0001-01-01");
  CHECK_FALSE(CivilDate::from_ymd(10000, 1, 1).has_value());
  CHECK_FALSE(CivilDate::from_ymd(0, 12, 31).has_value());
  CHECK_FALSE(CivilDate::from_ymd(2024, 2, 30).has_value());
  CHECK_FALSE(CivilDate::from_ymd(2024, 258, 1).has_value());  // 258 = 256 + 2
  CHECK_FALSE(CivilDate::from_ymd(2024, 1, 257).has_value());
  CHECK_FALSE(CivilDate::from_ymd(2024, 0, 1).has_value());
}

TEST_CASE("days are a difference of dates and can be added") {
  CHECK(day("2024-06-11") - day("2024-06-01") == Days(10));
  CHECK(day("2024-06-01") - day("2024-06-11") == Days(-10));
  CHECK(add(day("2024-05-01"), Days(7)) == day("2024-05-08"));
  CHECK(add(day("2024-03-01"), Days(-1)) == day("2024-02-29"));
  CHECK(add(day("2199-12-31"), Days(1))->to_string() == "2200-01-01");
  CHECK(add(CivilDate::last(), Days(0)) == CivilDate::last());
  CHECK_FALSE(add(CivilDate::last(), Days(1)).has_value());
  CHECK_FALSE(add(CivilDate::first(), Days(-1)).has_value());
  CHECK_FALSE(add(CivilDate::last(), Days(INT64_MAX)).has_value());
  CHECK_FALSE(add(CivilDate::first(), Days(INT64_MIN)).has_value());
  CHECK(Days(6) < Days(7));
}

TEST_CASE("a zone is Asia/Shanghai, UTC or a fixed offset") {
  CHECK(Zone::parse("Asia/Shanghai") == Zone::shanghai());
  CHECK(Zone::parse("UTC") == Zone::utc());
  CHECK(Zone::parse("+08:00")->offset_minutes() == 480);
  CHECK(Zone::parse("-03:30")->offset_minutes() == -210);
  CHECK(Zone::parse("+00:00") == Zone::utc());
  CHECK(Zone::parse("+08:00") != Zone::shanghai());  // no summer time to fear
  for (const std::string_view name : {"Asia/Shanghai", "UTC", "+08:00", "-03:30", "+23:59"})
    CHECK(Zone::parse(name)->name() == name);
  for (const std::string_view name :
       {"", "Z", "utc", "asia/shanghai", "Asia/Tokyo", "+8:00", "08:00", "+08", "+0800", "+24:00",
        "+08:60", "+08:00 ", "−08:00", "CST"}) {
    CAPTURE(name);
    CHECK_FALSE(Zone::parse(name).has_value());
  }
}

TEST_CASE("an instant is the day it is in the zone") {
  const Zone shanghai = Zone::shanghai();
  CHECK(said("2024-05-01", shanghai) == "2024-05-01");
  CHECK(said("2024-04-30T15:59:59Z", shanghai) == "2024-04-30");
  CHECK(said("2024-04-30T16:00:00Z", shanghai) == "2024-05-01");
  CHECK(said("2024-04-30T16:00:00Z", Zone::utc()) == "2024-04-30");
  CHECK(said("2024-05-01T00:00:00+08:00", shanghai) == "2024-05-01");
  CHECK(said("2024-05-01T00:00:00+09:00", shanghai) == "2024-04-30");
  CHECK(said("2024-12-31T23:00:00-05:00", shanghai) == "2025-01-01");
  CHECK(said("2024-02-28T23:59:59.999999999999999999999+00:00", *Zone::parse("+00:01")) ==
        "2024-02-29");
  CHECK(said("2024-01-01T00:00:00+23:59", *Zone::parse("-23:59")) == "2023-12-30");
  CHECK(said("2024-01-01T23:59:00-23:59", *Zone::parse("+23:59")) == "2024-01-03");
  CHECK(said("2024-01-01T00:00:00-00:00", Zone::utc()) == "2024-01-01");
  CHECK(read_date("2024-05-01T00:00:00Z", shanghai).was_instant);
  CHECK_FALSE(read_date("2024-05-01", shanghai).was_instant);
}

TEST_CASE("instants that are none") {
  const Zone zone = Zone::shanghai();
  for (const std::string_view text :
       {"2024-05-01t10:00:00Z",      "2024-05-01T10:00:00z",       "2024-05-01 10:00:00Z",
        "2024-05-01T10:00Z",         "2024-05-01T24:00:00Z",       "2024-05-01T10:60:00Z",
        "2024-05-01T23:59:60Z",      "2024-05-01T10:00:00.Z",      "2024-05-01T10:00:00,5Z",
        "2024-05-01T10:00:00+8:00",  "2024-05-01T10:00:00+0800",   "2024-05-01T10:00:00+24:00",
        "2024-05-01T10:00:00+08:60", "2024-05-01T10:00:00+08:00 ", "2024-05-01T1:00:00Z",
        "2024-05-01T10:00:00ZZ",     "2024-05-01T10-00:00Z",       "2024-05-01T10:00-00Z",
        "2023-02-29T25:00:00Z",      "2024-05-01T10:00:0",         "2024-05-01T-1:00:00Z"}) {
    CAPTURE(text);
    CHECK(said(text, zone) == "syntax");
  }
  CHECK(said("2024-05-01T10:00:00", zone) == "offset missing");
  CHECK(said("2024-05-01T10:00:00.5", zone) == "offset missing");
  CHECK(said("2023-02-29T10:00:00Z", zone) == "no such day");
  CHECK(said("2023-02-29T10:00:00", zone) == "no such day");
  CHECK(said("1969-12-31T20:00:00Z", zone) == "out of range");
  CHECK(said("2199-12-31T16:00:00Z", zone) == "out of range");
  CHECK(said("2199-12-31T15:59:59Z", zone) == "2199-12-31");
  CHECK(said("1970-01-01T00:00:00Z", *Zone::parse("-00:01")) == "out of range");
}

TEST_CASE("China's summer time has no instants here, its plain dates are dates") {
  const Zone zone = Zone::shanghai();
  CHECK(said("1986-05-03T15:59:59Z", zone) == "1986-05-03");
  CHECK(said("1986-05-03T16:00:00Z", zone) == "summer time");
  CHECK(said("1988-12-25T12:00:00+08:00", zone) == "summer time");
  CHECK(said("1991-09-15T15:59:59Z", zone) == "summer time");
  CHECK(said("1991-09-15T16:00:00Z", zone) == "1991-09-16");
  CHECK(said("1988-07-01", zone) == "1988-07-01");
  CHECK(said("1988-07-01T12:00:00+08:00", *Zone::parse("+08:00")) == "1988-07-01");
  CHECK(read_date("1988-07-01T12:00:00+08:00", zone).was_instant);
}

TEST_CASE("days are added and taken off as they are, below nought too") {
  Days seven(7);
  CHECK(seven + Days(3) == Days(10));
  CHECK(seven - Days(10) == Days(-3));
}
