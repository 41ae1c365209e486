// SPDX-License-Identifier: Apache-2.0
//
// Civil dates: the day on which something was sold, handed in or asked for.
//
// In:  text `2024-02-29`, or an instant `2024-02-29T16:30:00Z` with the zone that says whose day it
//      is.
// Out: a CivilDate (a day of the Gregorian calendar), or the reason why the text is none.
// Never: reads a clock, a locale or a time zone database; guesses a form (`2024-2-9` is an error);
//        allocates or throws, but for the functions that return std::string.
// Tested by tests/unit/civil_date_test.cpp, tests/proof (every day from 1970 to 2199),
// tests/compile_fail.
#pragma once

#include "sanbao/export.hpp"

#include <compare>
#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sanbao {

// A number of days: a difference of two dates, or seven of them. A bare integer is never taken for
// days, and days are never taken for months, which have no fixed number of them.
struct Days {
  std::int64_t count = 0;

  constexpr Days() noexcept = default;
  constexpr explicit Days(std::int64_t number) noexcept : count(number) {}
  // No law counts half days.
  explicit Days(std::floating_point auto) = delete;

  friend constexpr auto operator<=>(Days, Days) noexcept = default;
  // The caller keeps counts within 64 bits; those of dates have 22.
  friend constexpr Days operator+(Days a, Days b) noexcept { return Days(a.count + b.count); }
  friend constexpr Days operator-(Days a, Days b) noexcept { return Days(a.count - b.count); }
};

// A day of the Gregorian calendar. Facts lie in 1970-01-01 … 2199-12-31; computed dates may reach
// 9999-12-31 and go back to 0001-01-01, beyond which there is no date (docs/records.md §3).
//
//     auto sold = CivilDate::parse("2024-05-01");   // empty unless the text is a date
//     auto last = add(*sold, Days(7));              // 2024-05-08
//     Days waited = *last - *sold;                  // 7: the first day is not counted
class SANBAO_EXPORT CivilDate {
 public:
  // 1970-01-01, so that a record of dates can be declared before it is filled.
  constexpr CivilDate() noexcept = default;

  // The day this many days after 1970-01-01. The caller vouches that it lies between first() and
  // last().
  [[nodiscard]] static constexpr CivilDate from_days(std::int32_t days) noexcept {
    return CivilDate(days);
  }

  // Empty where the month has no such day, and outside the years 1 to 9999.
  [[nodiscard]] static std::optional<CivilDate> from_ymd(int year, unsigned month,
                                                         unsigned day) noexcept;

  // Exactly ten ASCII characters, `YYYY-MM-DD`, a day that exists, 1970 to 2199.
  [[nodiscard]] static std::optional<CivilDate> parse(std::string_view text) noexcept;

  // The ends of what can be computed: 0001-01-01 and 9999-12-31.
  [[nodiscard]] static constexpr CivilDate first() noexcept { return CivilDate(-719162); }
  [[nodiscard]] static constexpr CivilDate last() noexcept { return CivilDate(2932896); }
  // The ends of what a record may say: 1970-01-01 and 2199-12-31.
  [[nodiscard]] static constexpr CivilDate first_fact() noexcept { return CivilDate(0); }
  [[nodiscard]] static constexpr CivilDate last_fact() noexcept { return CivilDate(84005); }

  [[nodiscard]] constexpr std::int32_t days_since_epoch() const noexcept { return days_; }
  [[nodiscard]] int year() const noexcept;
  [[nodiscard]] unsigned month() const noexcept;  // 1 to 12
  [[nodiscard]] unsigned day() const noexcept;    // 1 to 31
  // 0 = Sunday … 6 = Saturday. 1970-01-01 was a Thursday; the sum is positive for every date from
  // 0001-01-01 on.
  [[nodiscard]] constexpr unsigned weekday() const noexcept {
    return static_cast<unsigned>(days_ + 719163) % 7U;
  }

  // Writes the ten characters `YYYY-MM-DD` and no end mark.
  void write(char* out10) const noexcept;
  [[nodiscard]] std::string to_string() const;

  friend constexpr auto operator<=>(CivilDate, CivilDate) noexcept = default;

  // Days of a span are the difference of its dates: 1 June to 11 June is 10 days.
  friend constexpr Days operator-(CivilDate later, CivilDate earlier) noexcept {
    return Days(std::int64_t{later.days_} - earlier.days_);
  }

 private:
  constexpr explicit CivilDate(std::int32_t days) noexcept : days_(days) {}

  std::int32_t days_ = 0;
};

// The date so many days later (or earlier, where negative). Empty before 0001-01-01 and after
// 9999-12-31.
[[nodiscard]] constexpr std::optional<CivilDate> add(CivilDate date, Days days) noexcept {
  const std::int64_t from = date.days_since_epoch();
  if (days.count > CivilDate::last().days_since_epoch() - from) return std::nullopt;
  if (days.count < CivilDate::first().days_since_epoch() - from) return std::nullopt;
  return CivilDate::from_days(static_cast<std::int32_t>(from + days.count));
}

// Whose day it is: a policy's `clock.zone`. A fixed offset, or Asia/Shanghai: +08:00, with summer
// time from 1986 to 1991, in which an instant has no date here. No other zone, so no time zone
// database can change an old decision.
class SANBAO_EXPORT Zone {
 public:
  // UTC.
  constexpr Zone() noexcept = default;

  [[nodiscard]] static constexpr Zone utc() noexcept { return Zone(); }
  [[nodiscard]] static constexpr Zone shanghai() noexcept { return Zone(8 * 60, true); }

  // `Asia/Shanghai`, `UTC` or a fixed offset `+08:00` (hours 00-23, minutes 00-59).
  [[nodiscard]] static std::optional<Zone> parse(std::string_view text) noexcept;

  [[nodiscard]] constexpr int offset_minutes() const noexcept { return minutes_; }
  [[nodiscard]] constexpr bool is_shanghai() const noexcept { return shanghai_; }
  // As parse() reads it. An offset of nought is `UTC`.
  [[nodiscard]] std::string name() const;

  friend constexpr bool operator==(Zone, Zone) noexcept = default;

 private:
  constexpr Zone(int minutes, bool shanghai) noexcept : minutes_(minutes), shanghai_(shanghai) {}

  int minutes_ = 0;
  bool shanghai_ = false;
};

// Why a text is no date.
enum class DateError : std::uint8_t {
  none,
  syntax,          // neither `YYYY-MM-DD` nor an instant as RFC 3339 writes it
  no_such_day,     // 2023-02-29
  out_of_range,    // before 1970 or after 2199, as written or in the zone
  offset_missing,  // `2024-05-01T10:00:00`: an instant without `Z` or `±hh:mm`
  summer_time,     // an instant of 1986-05-04 to 1991-09-15 in Asia/Shanghai
};

// The date, or why there is none. `was_instant` is told in both cases.
struct ReadDate {
  CivilDate date;
  DateError error = DateError::none;
  bool ok = false;
  bool was_instant = false;
};

// Reads a plain date, or an instant (upper-case `T`, seconds 00-59, any fraction, `Z` or `±hh:mm`)
// that becomes the day it is in the zone: `2024-04-30T16:30:00Z` is 2024-05-01 in Asia/Shanghai.
[[nodiscard]] SANBAO_EXPORT ReadDate read_date(std::string_view text, Zone zone) noexcept;

}  // namespace sanbao
