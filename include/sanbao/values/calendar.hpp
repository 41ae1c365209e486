// SPDX-License-Identifier: Apache-2.0
//
// WorkCalendar: which days are worked, as the yearly notices of the State Council say
// (docs/language.md §7 Counting).
//
// In:  the text of a calendar file, its name and its digest.
// Out: an immutable calendar, or every fault of the file with its line.
// Never: guesses a day outside its years, opens a file, computes a digest; look-ups allocate
//        nothing.
// Tested by tests/unit/work_calendar_test.cpp, and by tests/proof against rules/calendars/cn.csv.
#pragma once

#include "sanbao/export.hpp"
#include "sanbao/values/civil_date.hpp"

#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sanbao {

enum class DayKind : std::uint8_t {
  work,
  off,
  uncovered,  // outside the calendar's years: nobody has said yet
};

struct ParsedCalendar;

// A calendar of working days. Saturdays and Sundays are off unless listed as work; other days are
// worked unless listed as off. Days outside first_year … last_year are uncovered even where the
// file lists them.
//
//     ParsedCalendar parsed = parse_calendar(text, "cn", "sha256:…");
//     parsed.calendar->kind(*CivilDate::parse("2025-01-26"));   // work, though a Sunday
class SANBAO_EXPORT WorkCalendar {
 public:
  [[nodiscard]] const std::string& name() const noexcept { return name_; }
  // As the caller gave it.
  [[nodiscard]] const std::string& digest() const noexcept { return digest_; }
  // The file it was read from, byte for byte.
  [[nodiscard]] const std::string& text() const noexcept { return text_; }
  [[nodiscard]] int first_year() const noexcept { return first_year_; }
  [[nodiscard]] int last_year() const noexcept { return last_year_; }

  [[nodiscard]] bool covers(CivilDate date) const noexcept {
    return date >= first_day_ && date <= last_day_;
  }
  [[nodiscard]] DayKind kind(CivilDate date) const noexcept;
  // Covered, and listed as off: a legal holiday or one of its days off, no plain weekend.
  [[nodiscard]] bool listed_off(CivilDate date) const noexcept;
  // The festival a listed day belongs to; empty for any other day.
  [[nodiscard]] std::string_view name_of(CivilDate date) const noexcept;

  // The n-th working day (n from 1) on or after `from`, which may itself be the first. Empty where
  // a day outside the years would have to be looked at; that day's year is then what is missing
  // (gap_year, where given, receives it).
  [[nodiscard]] std::optional<CivilDate> working_day(CivilDate from, std::int64_t n,
                                                     int* gap_year = nullptr) const noexcept;
  // Moves a date to the first of them; false where that cannot be said, and the date stays.
  [[nodiscard]] bool move_to_working_day(CivilDate& date) const noexcept {
    if (!covers(date)) return false;
    constexpr std::size_t word_bits = 64;
    const auto at = static_cast<std::size_t>((date - first_day_).count);
    // Bits behind the last year are never set.
    const std::uint64_t rest = works_[at / word_bits] >> at % word_bits;
    if (rest == 0) return move_into_next_word(date);
    date = CivilDate::from_days(date.days_since_epoch() + std::countr_zero(rest));
    return true;
  }

 private:
  friend ParsedCalendar parse_calendar(std::string_view, std::string, std::string);

  struct Listed {
    std::int32_t day = 0;  // days since 1970-01-01
    bool off = false;
    std::uint32_t name = 0;  // which of names_
  };

  WorkCalendar() = default;
  void fill_days();
  bool move_into_next_word(CivilDate& date) const noexcept;

  std::string name_;
  std::string digest_;
  std::string text_;
  int first_year_ = 0;
  int last_year_ = 0;
  CivilDate first_day_;
  CivilDate last_day_;
  std::vector<std::uint64_t> works_;       // a bit for each covered day: worked
  std::vector<std::uint64_t> listed_off_;  // a bit for each covered day: listed as off
  std::vector<Listed> listed_;             // by day
  std::vector<std::string> names_;
};

// One fault of a calendar file. Lines count from 1; `help` may be empty.
struct CalendarFault {
  int line = 0;
  std::string message;
  std::string help;
};

// The calendar, or the faults; never both.
struct ParsedCalendar {
  std::optional<WorkCalendar> calendar;
  std::vector<CalendarFault> faults;
};

// Reads a calendar file:
//
//     # years: 2007-2026
//     # further notes, as many as you like
//     date,kind,name
//     2025-01-26,work,春节
//     2025-01-28,off,春节
//
// UTF-8; a byte order mark and CR LF are accepted. All faults are told in one run.
[[nodiscard]] SANBAO_EXPORT ParsedCalendar parse_calendar(std::string_view text, std::string name,
                                                          std::string digest);

}  // namespace sanbao
