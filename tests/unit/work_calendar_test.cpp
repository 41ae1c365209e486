// SPDX-License-Identifier: Apache-2.0
//
// work_calendar_test.cpp: which days are worked, the n-th working day, and every fault of a
// calendar file with its line. The shipped calendar is reckoned through in tests/proof.
#include "sanbao/values/calendar.hpp"

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

constexpr std::string_view spring_2025 =
    "# years: 2025-2025\n"
    "# the Spring Festival of 2025, and nothing else\n"
    "date,kind,name\n"
    "2024-12-30,off,carried\n"
    "2025-01-26,work,春节\n"
    "2025-01-28,off,春节\n"
    "2025-01-29,off,春节\n"
    "2025-02-08,work,春节\n"
    "2026-01-01,off,元旦\n";

WorkCalendar calendar(std::string_view text) {
  ParsedCalendar parsed = parse_calendar(text, "cn", "sha256:ab");
  for (const CalendarFault& fault : parsed.faults)
    FAIL_CHECK(fault.line << ": " << fault.message);
  REQUIRE(parsed.calendar.has_value());
  return *parsed.calendar;
}

// All faults as `line: message | help`, one a line.
std::string faults(std::string_view text) {
  const ParsedCalendar parsed = parse_calendar(text, "cn", "");
  CHECK(parsed.calendar.has_value() == parsed.faults.empty());
  std::string all;
  for (const CalendarFault& fault : parsed.faults) {
    all += std::to_string(fault.line) + ": " + fault.message;
    if (!fault.help.empty()) all += " | " + fault.help;
    all += '\n';
  }
  return all;
}

std::string working_day(const WorkCalendar& cn, std::string_view from, std::int64_t n) {
  int gap_year = 0;
  const auto found = cn.working_day(day(from), n, &gap_year);
  CHECK(found.has_value() == (gap_year == 0));
  return found ? found->to_string() : "gap " + std::to_string(gap_year);
}

}  // namespace

TEST_CASE("listed days, else Saturdays and Sundays are off") {
  const WorkCalendar cn = calendar(spring_2025);
  CHECK(cn.name() == "cn");
  CHECK(cn.digest() == "sha256:ab");
  CHECK(cn.first_year() == 2025);
  CHECK(cn.last_year() == 2025);
  CHECK(cn.kind(day("2025-01-26")) == DayKind::work);  // a Sunday, worked
  CHECK(cn.kind(day("2025-01-27")) == DayKind::work);  // a Monday
  CHECK(cn.kind(day("2025-01-28")) == DayKind::off);   // a Tuesday
  CHECK(cn.kind(day("2025-02-08")) == DayKind::work);  // a Saturday, worked
  CHECK(cn.kind(day("2025-02-09")) == DayKind::off);
  CHECK(cn.listed_off(day("2025-01-28")));
  CHECK_FALSE(cn.listed_off(day("2025-01-26")));
  CHECK_FALSE(cn.listed_off(day("2025-02-09")));  // a plain Sunday
  CHECK(cn.name_of(day("2025-01-28")) == "春节");
  CHECK(cn.name_of(day("2025-01-26")) == "春节");
  CHECK(cn.name_of(day("2025-02-09")).empty());
}

TEST_CASE("outside its years nothing is known, listed or not") {
  const WorkCalendar cn = calendar(spring_2025);
  CHECK(cn.covers(day("2025-01-01")));
  CHECK(cn.covers(day("2025-12-31")));
  for (const std::string_view text : {"2024-12-30", "2024-12-31", "2026-01-01", "1970-01-01"}) {
    CAPTURE(text);
    CHECK_FALSE(cn.covers(day(text)));
    CHECK(cn.kind(day(text)) == DayKind::uncovered);
    CHECK_FALSE(cn.listed_off(day(text)));
  }
  CHECK(cn.name_of(day("2024-12-30")) == "carried");  // kept as the file says
  CHECK(cn.kind(CivilDate::last()) == DayKind::uncovered);
  CHECK(cn.kind(CivilDate::first()) == DayKind::uncovered);
}

TEST_CASE("the n-th working day on or after a day") {
  const WorkCalendar cn = calendar(spring_2025);
  CHECK(working_day(cn, "2025-01-27", 1) == "2025-01-27");
  CHECK(working_day(cn, "2025-01-28", 1) == "2025-01-30");
  CHECK(working_day(cn, "2025-01-24", 1) == "2025-01-24");
  CHECK(working_day(cn, "2025-01-24", 2) == "2025-01-26");
  CHECK(working_day(cn, "2025-01-24", 4) == "2025-01-30");
  CHECK(working_day(cn, "2025-02-07", 2) == "2025-02-08");
  CHECK(working_day(cn, "2025-02-07", 3) == "2025-02-10");
  CHECK(working_day(cn, "2025-12-31", 1) == "2025-12-31");
  CHECK(working_day(cn, "2025-12-31", 2) == "gap 2026");
  CHECK(working_day(cn, "2024-12-31", 1) == "gap 2024");
  CHECK(working_day(cn, "2027-03-01", 1) == "gap 2027");
  CHECK(working_day(cn, "2025-01-01", 1'000'000'000'000) == "gap 2026");

  // Against a count day by day, from every day of the year.
  for (CivilDate from = day("2025-01-01"); from <= day("2025-12-31"); from = *add(from, Days(1)))
    for (int n : {1, 2, 10, 63, 64, 65, 130, 261, 262}) {
      std::string expected = "gap 2026";
      int left = n;
      for (CivilDate d = from; d <= day("2025-12-31"); d = *add(d, Days(1)))
        if (cn.kind(d) == DayKind::work && --left == 0) {
          expected = d.to_string();
          break;
        }
      CHECK(working_day(cn, from.to_string(), n) == expected);
    }
}

TEST_CASE("forms of the file that are accepted") {
  CHECK(faults("# years: 2007-2026\ndate,kind,name\n").empty());
  CHECK(faults("# years: 2007-2007\ndate,kind,name").empty());
  CHECK(faults("\xEF\xBB\xBF# years: 2007-2026\r\n\r\ndate,kind,name\r\n2007-01-01,off,\r\n")
            .empty());
  CHECK(faults("# years: 2007-2026\ndate,kind,name\n# between\n2008-01-01,off,x\n2007-01-01,off,y")
            .empty());
  const WorkCalendar cn =
      calendar("# years: 2007-2008\ndate,kind,name\n2008-01-02,off,b\n2007-01-02,off,a\n");
  CHECK(cn.name_of(day("2007-01-02")) == "a");
  CHECK(cn.name_of(day("2008-01-02")) == "b");
}

TEST_CASE("faults of a calendar file, each with its line") {
  const std::string years = "# years: 2007-2026\n";
  const std::string head = years + "date,kind,name\n";
  const std::string date_help = " | write year, month and day with ten characters: `2025-01-28`\n";
  const std::string years_help = " | write `# years: 2007-2026` as the first line\n";
  const std::string header_help = " | write `date,kind,name` before the first day\n";

  CHECK(faults(head + "2007-1-1,off,x\n") == "3: `2007-1-1` is no date" + date_help);
  CHECK(faults(head + "2007-02-29,off,x\n") == "3: there is no day `2007-02-29`" + date_help);
  CHECK(faults(head + "1969-02-01,off,x\n") ==
        "3: `1969-02-01` is not from 1970 to 2199" + date_help);
  CHECK(faults(head + "2007-01-01T00:00:00Z,off,x\n") ==
        "3: `2007-01-01T00:00:00Z` is no date" + date_help);
  CHECK(faults(head + "2007-01-01,holiday,x\n") ==
        "3: `holiday` is no kind of day | the kinds are `off` and `work`\n");
  CHECK(faults(head + "2007-01-01,off\n") ==
        "3: a day has 3 columns, here are 2 | write `2025-01-28,off,春节`\n");
  CHECK(faults(head + "2007-01-01,off,x,2007\n") ==
        "3: a day has 3 columns, here are 4 | write `2025-01-28,off,春节`\n");
  CHECK(faults(head + "2007-01-01,off,x\n\n2007-01-01,work,x\n") ==
        "5: `2007-01-01` is listed a second time | it stands in line 3 already\n");
  CHECK(faults(head + "date,kind,name\n") == "3: the header stands a second time\n");
  CHECK(faults(years) == "1: the header is missing" + header_help);
  CHECK(faults(years + "2007-01-01,off,x\n2007-01-02,off,x\n") ==
        "2: the header is missing" + header_help);
  CHECK(faults(years + "2007-01-01,off,x\ndate,kind,name\n") ==
        "2: the header is missing" + header_help);
  CHECK(faults("date,kind,name\n") ==
        "1: the first line does not say which years are covered" + years_help);
  CHECK(faults("# Years: 2007-2026\ndate,kind,name\n") ==
        "1: the first line does not say which years are covered" + years_help);
  CHECK(faults("\n# years: 2007-2026\ndate,kind,name\n") ==
        "1: the first line does not say which years are covered" + years_help);
  CHECK(faults("") == "1: the first line does not say which years are covered" + years_help +
                          "1: the header is missing" + header_help);
  for (const char* const bad : {"2026-2007", "20070", "2007-", "2007-26", "1969-2026", "2007-2200",
                                "2007–2026", "2007-2026 ", "+007-2026", "0000-2026"}) {
    CAPTURE(bad);
    CHECK(faults("# years: " + std::string(bad) + "\ndate,kind,name\n") ==
          "1: `" + std::string(bad) + "` are no years from 1970 to 2199" + years_help);
  }

  CHECK(
      faults("# years: 2007\ndate,kind,name\n") ==
      "1: `2007` are no years from 1970 to 2199 | write `# years: 2007-2007` as the first line\n");

  // One run tells them all, in the order of the lines.
  CHECK(faults("# x\n2007-13-01,off,x\n2007-01-01,of,x\n2007-01-02,off,x\n2007-01-02,off,x\n") ==
        "1: the first line does not say which years are covered" + years_help +
            "2: the header is missing" + header_help + "2: there is no day `2007-13-01`" +
            date_help + "3: `of` is no kind of day | the kinds are `off` and `work`\n" +
            "5: `2007-01-02` is listed a second time | it stands in line 4 already\n");
}

TEST_CASE("bytes that are no text") {
  const std::string head = "# years: 2007-2026\ndate,kind,name\n";
  const std::string not_utf8 = "3: this line is not UTF-8 | save the file as UTF-8 text\n";
  CHECK(faults(head + std::string("2007-01-01,off,\0\n", 17)) ==
        "3: a NUL byte stands in this line | save the file as UTF-8 text\n");
  for (const char* const bytes :
       {"\xB4\xBA\xBD\xDA", "\xC0\xAF", "\xE6\x98", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xF8\x88",
        "\xE0\x9F\xBF", "\xF0\x8F\xBF\xBF", "\x80", "\xC3(", "\xE6\x98("}) {
    CHECK(faults(head + "2007-01-01,off," + bytes + "\n") == not_utf8);
  }
  CHECK(faults(head + "2007-01-01,off,\xF0\xA0\x80\x80\xED\x9F\xBF\xC2\x80\n").empty());
}
