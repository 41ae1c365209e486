// SPDX-License-Identifier: Apache-2.0
//
// calendar_proof.cpp: dates, months, rolling and working days against digests that Python reckoned.
//
// In:  dates.digests, or cn.digests and the calendar file it was made from.
// Out: status 0 where every year agrees; else the years and columns that do not, and status 1.
// Never: shares a line with reckon.py, which says what each column holds.
//
//     calendar_proof tests/proof/dates.digests
//     calendar_proof tests/proof/cn.digests rules/calendars/cn.csv
//     calendar_proof tests/proof/dates.digests --print 2024 last_day   # the numbers behind a
//     digest
#include "sanbao/values/calendar.hpp"
#include "sanbao/values/civil_date.hpp"
#include "sanbao/values/period.hpp"
#include "sanbao/values/window.hpp"

#include "base/sha256.hpp"

#include <array>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <functional>
#include <iterator>
#include <limits>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using namespace sanbao;

namespace {

using Numbers = std::vector<std::int32_t>;
using Column = std::pair<std::string, std::function<void(CivilDate, Numbers&)>>;

constexpr std::array day_counts{1, 3, 7, 15, 30, 60, 90};
constexpr std::array month_counts{1, 3, 12, 36};
constexpr std::array working_day_counts{1, 2, 3, 5, 7, 10, 15, 20, 30, 60};
constexpr std::array modes{Roll::next_working_day, Roll::after_holiday};

std::int32_t number(const std::optional<CivilDate>& date) {
  return date ? date->days_since_epoch() : std::numeric_limits<std::int32_t>::min();
}

Column months(std::string name, MonthEnd month_end) {
  return {std::move(name), [month_end](CivilDate start, Numbers& out) {
            for (int n = 1; n <= 72; ++n)
              out.push_back(number(add(start, Period::months(n), month_end)));
          }};
}

std::vector<Column> date_columns() {
  return {{"dates",
           [](CivilDate d, Numbers& out) {
             for (const int n : {d.year(), static_cast<int>(d.month()), static_cast<int>(d.day()),
                                 static_cast<int>(d.weekday())})
               out.push_back(n);
           }},
          {"days",
           [](CivilDate d, Numbers& out) {
             for (const int n : day_counts)
               out.push_back(number(add(d, Period::days(n), MonthEnd::error)));
           }},
          months("last_day", MonthEnd::last_day),
          months("next_month_first", MonthEnd::next_month_first),
          months("error", MonthEnd::error)};
}

void put_rolled(const Rolled& rolled, Numbers& out) {
  out.push_back(number(rolled.last));
  out.push_back(static_cast<std::int32_t>(rolled.state));
}

void put_windows(CivilDate from, const WorkCalendar& cn, Numbers& out) {
  for (const CountFrom count_from : {CountFrom::next_day, CountFrom::same_day}) {
    std::vector<Period> lengths;
    for (const int n : day_counts)
      lengths.push_back(Period::days(n));
    for (const int n : month_counts)
      lengths.push_back(Period::months(n));
    for (const Period length : lengths) {
      const Counted counted = count_window(from, length, count_from, MonthEnd::last_day, &cn);
      for (const Roll mode : modes)
        put_rolled(roll_last(counted.last, mode, &cn), out);
    }
  }
}

std::vector<Column> calendar_columns(const WorkCalendar& cn) {
  return {{"kinds",
           [&cn](CivilDate d, Numbers& out) {
             out.push_back(static_cast<std::int32_t>(cn.kind(d)));
             out.push_back(cn.listed_off(d) ? 1 : 0);
           }},
          {"rolls",
           [&cn](CivilDate d, Numbers& out) {
             for (const Roll mode : modes) {
               const Rolled rolled = roll_last(d, mode, &cn);
               put_rolled(rolled, out);
               out.push_back(rolled.gap_year);
             }
           }},
          {"working_days",
           [&cn](CivilDate d, Numbers& out) {
             for (const CountFrom count_from : {CountFrom::next_day, CountFrom::same_day})
               for (const int n : working_day_counts) {
                 const Counted counted =
                     count_window(d, Period::working_days(n), count_from, MonthEnd::last_day, &cn);
                 out.push_back(number(counted.ok ? std::optional(counted.last) : std::nullopt));
                 out.push_back(counted.gap_year);
               }
           }},
          {"windows", [&cn](CivilDate d, Numbers& out) { put_windows(d, cn, out); }}};
}

Numbers numbers_of(int year, const Column& column) {
  Numbers numbers;
  const CivilDate end = *CivilDate::from_ymd(year + 1, 1, 1);
  for (CivilDate d = *CivilDate::from_ymd(year, 1, 1); d < end; d = *add(d, Days(1)))
    column.second(d, numbers);
  return numbers;
}

std::string digest(const Numbers& numbers) {
  std::string bytes;
  bytes.reserve(numbers.size() * 4);
  for (const std::int32_t n : numbers)
    for (const unsigned shift : {0U, 8U, 16U, 24U})
      bytes += static_cast<char>(static_cast<std::uint32_t>(n) >> shift & 0xFFU);
  return base::sha256_hex(bytes).substr(0, 16);
}

std::optional<std::string> whole_file(const char* path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(file), {});
}

// Compares a digest file with the columns; returns how many digests disagree.
int compare(const std::string& text, const std::vector<Column>& columns) {
  std::istringstream lines(text);
  std::string line;
  std::getline(lines, line);
  std::string names = "year";
  for (const Column& column : columns)
    names += " " + column.first;
  int wrong = line == names ? 0 : 1;
  if (wrong != 0) std::printf("the columns are `%s`, not `%s`\n", line.c_str(), names.c_str());

  int compared = 0;
  while (std::getline(lines, line)) {
    std::istringstream words(line);
    int year = 0;
    words >> year;
    for (const Column& column : columns) {
      std::string expected;
      words >> expected;
      ++compared;
      if (digest(numbers_of(year, column)) == expected) continue;
      ++wrong;
      std::printf("%d %s differs\n", year, column.first.c_str());
    }
  }
  std::printf("%d digests compared, %d differ\n", compared, wrong);
  return compared == 0 ? 1 : wrong;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string_view> arguments(argv + 1, argv + argc);
  const bool prints = arguments.size() >= 3 && arguments[arguments.size() - 3] == "--print";
  const std::size_t files = arguments.size() - (prints ? 3 : 0);
  if (files < 1 || files > 2) {
    std::fputs("usage: calendar_proof DIGESTS [CALENDAR] [--print YEAR COLUMN]\n", stderr);
    return 2;
  }
  const std::optional<std::string> digests = whole_file(argv[1]);
  ParsedCalendar cn;
  if (files == 2) cn = parse_calendar(whole_file(argv[2]).value_or(""), "cn", "");
  if (!digests || (files == 2 && !cn.calendar)) {
    std::fputs("cannot read the digests or the calendar\n", stderr);
    return 1;
  }
  const std::vector<Column> columns = files == 2 ? calendar_columns(*cn.calendar) : date_columns();
  if (!prints) return compare(*digests, columns) == 0 ? 0 : 1;

  int year = 0;
  std::istringstream(std::string(arguments[files + 1])) >> year;
  for (const Column& column : columns)
    if (column.first == arguments[files + 2])
      for (const std::int32_t n : numbers_of(year, column))
        std::printf("%d\n", n);
  return 0;
}
