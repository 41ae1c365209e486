// SPDX-License-Identifier: Apache-2.0
//
// Civil dates on Howard Hinnant's date, and the reading of dates and instants.
//
// In:  text, years, months and days; lengths of days and months.
// Out: CivilDates. This file alone sees the date library; months are added here, never by way of a
//      time of day.
// Never: uses the library's own parsing, which accepts `2024-2-9` and reads the locale.
// Tested by tests/unit/civil_date_test.cpp, tests/unit/period_test.cpp,
// tests/proof/calendar_proof.cpp.
#include "sanbao/values/civil_date.hpp"

#include "values/month_arithmetic.hpp"

#include <date/date.h>

#include <array>
#include <cstddef>
#include <cstring>

namespace sanbao {
namespace {

constexpr std::string_view two_digits =
    "00010203040506070809101112131415161718192021222324252627282930313233343536373839"
    "40414243444546474849505152535455565758596061626364656667686970717273747576777879"
    "8081828384858687888990919293949596979899";

date::year_month_day ymd_of(CivilDate date) noexcept {
  return date::year_month_day(date::sys_days(date::days(date.days_since_epoch())));
}

CivilDate to_civil(const date::year_month_day& ymd) noexcept {
  return CivilDate::from_days(
      static_cast<std::int32_t>(date::sys_days(ymd).time_since_epoch().count()));
}

// The number that `count` ASCII digits from `at` on make; −1 where one is no digit.
int digits(std::string_view text, std::size_t at, std::size_t count) noexcept {
  int number = 0;
  for (std::size_t i = at; i < at + count; ++i) {
    if (text[i] < '0' || text[i] > '9') return -1;
    number = number * 10 + (text[i] - '0');
  }
  return number;
}

// `hh:mm` from `at` on as minutes, hours 00-23 and minutes 00-59; −1 where it is none.
int clock_minutes(std::string_view text, std::size_t at) noexcept {
  if (text.size() < at + 5 || text[at + 2] != ':') return -1;
  const int hours = digits(text, at, 2);
  const int minutes = digits(text, at + 3, 2);
  return hours < 0 || hours > 23 || minutes < 0 || minutes > 59 ? -1 : hours * 60 + minutes;
}

// `+08:00`, `-03:30` from `at` to the end as minutes; empty where it is none.
std::optional<int> offset_minutes(std::string_view text, std::size_t at) noexcept {
  if (text.size() != at + 6 || (text[at] != '+' && text[at] != '-')) return std::nullopt;
  const int minutes = clock_minutes(text, at + 1);
  if (minutes < 0) return std::nullopt;
  return text[at] == '-' ? -minutes : minutes;
}

bool is_fact(CivilDate date) noexcept {
  return date >= CivilDate::first_fact() && date <= CivilDate::last_fact();
}

// The ten characters of a date, whatever follows them.
ReadDate read_day(std::string_view text) noexcept {
  ReadDate read;
  read.error = DateError::syntax;
  if (text.size() < 10 || text[4] != '-' || text[7] != '-') return read;
  const int year = digits(text, 0, 4);
  const int month = digits(text, 5, 2);
  const int day = digits(text, 8, 2);
  if (year < 0 || month < 0 || day < 0) return read;
  const date::year_month_day ymd = date::year(year) / month / day;
  if (!ymd.ok()) {
    read.error = DateError::no_such_day;
    return read;
  }
  if (year < 1970 || year > 2199) {
    read.error = DateError::out_of_range;
    return read;
  }
  return {to_civil(ymd), DateError::none, true, false};
}

// The parts of an instant behind its date, `T10:00:00.5+08:00`.
struct InstantTail {
  DateError error = DateError::syntax;
  int minutes = 0;  // since midnight, in its own offset
  int offset = 0;
};

InstantTail read_tail(std::string_view tail) noexcept {
  InstantTail read;
  if (tail.size() < 9 || tail[0] != 'T' || tail[6] != ':') return read;
  read.minutes = clock_minutes(tail, 1);
  const int seconds = digits(tail, 7, 2);
  if (read.minutes < 0 || seconds < 0 || seconds > 59) return read;
  std::size_t at = 9;
  if (at < tail.size() && tail[at] == '.') {
    const std::size_t point = at++;
    while (at < tail.size() && tail[at] >= '0' && tail[at] <= '9')
      ++at;
    if (at == point + 1) return read;
  }
  if (at == tail.size()) {
    read.error = DateError::offset_missing;
    return read;
  }
  if (tail.substr(at) == "Z") {
    read.error = DateError::none;
    return read;
  }
  if (const std::optional<int> offset = offset_minutes(tail, at)) {
    read.offset = *offset;
    read.error = DateError::none;
  }
  return read;
}

// China kept summer time each year from 1986 to 1991. Whether it was on at a given hour is asked of
// no table here: the whole span is refused (docs/language.md §7 Files).
bool may_be_summer_time(CivilDate date) noexcept {
  constexpr CivilDate begin = CivilDate::from_days(5967);  // 1986-05-04
  constexpr CivilDate end = CivilDate::from_days(7927);    // 1991-09-15
  return date >= begin && date <= end;
}

}  // namespace

std::optional<CivilDate> CivilDate::from_ymd(int year, unsigned month, unsigned day) noexcept {
  if (year < 1 || year > 9999 || month > 12 || day > 31) return std::nullopt;
  const date::year_month_day ymd = date::year(year) / date::month(month) / date::day(day);
  if (!ymd.ok()) return std::nullopt;
  return to_civil(ymd);
}

std::optional<CivilDate> CivilDate::parse(std::string_view text) noexcept {
  if (text.size() != 10) return std::nullopt;
  const ReadDate read = read_day(text);
  if (!read.ok) return std::nullopt;
  return read.date;
}

int CivilDate::year() const noexcept {
  return static_cast<int>(ymd_of(*this).year());
}
unsigned CivilDate::month() const noexcept {
  return static_cast<unsigned>(ymd_of(*this).month());
}
unsigned CivilDate::day() const noexcept {
  return static_cast<unsigned>(ymd_of(*this).day());
}

// Records are full of dates: the library's way to year, month and day costs twice as much as this one, by Cassio Neri
// and Lorenz Schneider, "Euclidean affine functions and their application to calendar algorithms". Years begin in March.
void CivilDate::write(char* out10) const noexcept {
  const auto put = [out10](std::size_t at, std::uint32_t number) {
    std::memcpy(out10 + at, &two_digits[2 * static_cast<std::size_t>(number)], 2);
  };
  constexpr std::uint32_t march_of_year_0 = 719468;  // days before 1970-01-01
  const std::uint32_t quarters =
      4 * (static_cast<std::uint32_t>(days_since_epoch()) + march_of_year_0) + 3;
  const std::uint32_t century = quarters / 146097;
  constexpr std::uint64_t part_of_year = 2939745;  // 2^32 / (4 * 365.25)
  const std::uint64_t years = part_of_year * (quarters % 146097 | 3U);
  const std::uint32_t day_of_year =
      static_cast<std::uint32_t>(years) / static_cast<std::uint32_t>(part_of_year) / 4;
  const std::uint32_t month_and_day = 2141 * day_of_year + 197913;
  const std::uint32_t month = month_and_day >> 16U;
  const std::uint32_t next = day_of_year >= 306 ? 1 : 0;  // January and February
  const std::uint32_t year = 100 * century + static_cast<std::uint32_t>(years >> 32U) + next;
  put(0, year / 100);
  put(2, year % 100);
  out10[4] = '-';
  put(5, month - 12 * next);
  out10[7] = '-';
  put(8, (month_and_day & 0xFFFFU) / 2141 + 1);
}

std::string CivilDate::to_string() const {
  std::string text(10, '\0');
  write(text.data());
  return text;
}

namespace values {

bool add_months(CivilDate start, std::int64_t months, MonthEnd month_end,
                CivilDate& moved) noexcept {
  // 120,000 months are 10,000 years: more leads out of every calendar, and the library counts in
  // int.
  if (months > 120'000 || months < -120'000) return false;
  const date::year_month_day from = ymd_of(start);
  const date::year_month target =
      from.year() / from.month() + date::months(static_cast<int>(months));
  date::year_month_day day = target / from.day();
  // Every month has a 28th.
  if (from.day() > date::day(28) && !day.ok()) {
    switch (month_end) {
      case MonthEnd::last_day:
        day = target / date::last;
        break;
      case MonthEnd::next_month_first:
        day = (target + date::months(1)) / 1;
        break;
      case MonthEnd::error:
        return false;
    }
  }
  const int year = static_cast<int>(day.year());
  if (year < 1 || year > 9999) return false;
  moved = to_civil(day);
  return true;
}

}  // namespace values

std::optional<Zone> Zone::parse(std::string_view text) noexcept {
  if (text == "Asia/Shanghai") return shanghai();
  if (text == "UTC") return utc();
  if (const std::optional<int> minutes = sanbao::offset_minutes(text, 0))
    return Zone(*minutes, false);
  return std::nullopt;
}

std::string Zone::name() const {
  if (shanghai_) return "Asia/Shanghai";
  if (minutes_ == 0) return "UTC";
  const unsigned minutes = static_cast<unsigned>(minutes_ < 0 ? -minutes_ : minutes_);
  const auto digit = [](unsigned number) { return static_cast<char>('0' + number % 10); };
  return {minutes_ < 0 ? '-' : '+', digit(minutes / 600), digit(minutes / 60), ':',
          digit(minutes % 60 / 10), digit(minutes)};
}

ReadDate read_date(std::string_view text, Zone zone) noexcept {
  ReadDate read = read_day(text);
  if (text.size() <= 10) return read;
  read.was_instant = text[10] == 'T';
  const InstantTail tail = read_tail(text.substr(10));
  // A broken form is told before a day that does not exist: `2023-02-29x` is no date at all.
  if (read.error == DateError::syntax || tail.error == DateError::syntax)
    read.error = DateError::syntax;
  else if (read.ok)
    read.error = tail.error;
  read.ok = read.error == DateError::none;
  if (!read.ok) return read;

  const int minutes = tail.minutes - tail.offset + zone.offset_minutes();
  const int day = minutes < 0 ? -1 - (-minutes - 1) / 1440 : minutes / 1440;
  read.date = CivilDate::from_days(read.date.days_since_epoch() + day);
  if (!is_fact(read.date))
    read.error = DateError::out_of_range;
  else if (zone.is_shanghai() && may_be_summer_time(read.date))
    read.error = DateError::summer_time;
  read.ok = read.error == DateError::none;
  return read;
}

}  // namespace sanbao
