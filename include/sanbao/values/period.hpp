// SPDX-License-Identifier: Apache-2.0
//
// Period: a length of civil time, before it is known from which day it runs.
//
// In:  text `7 days`, `18 months`, `1 year`, `10 working_days`, or a number with its unit.
// Out: a Period; the date it leads to from a start date; which of two is the longer, where every
//      calendar agrees.
// Never: turns months into days, rolls over a holiday (window.hpp does), allocates or throws but in
//        to_string().
// Tested by tests/unit/period_test.cpp, tests/proof (1 to 72 months from every day),
// tests/compile_fail.
#pragma once

#include "sanbao/export.hpp"
#include "sanbao/values/civil_date.hpp"

#include <compare>
#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sanbao {

// Where a month has no such day: 31 January + 1 month (docs/language.md §7 Counting). The policy's
// clock chooses.
enum class MonthEnd : std::uint8_t {
  last_day,          // 28 or 29 February: Civil Code, article 202
  next_month_first,  // 1 March
  error,             // no date
};

// Whether the start day is the first counted one.
enum class CountFrom : std::uint8_t {
  next_day,  // it is not counted: Civil Code, article 201
  same_day,  // it is
};

// What happens to a last day that nobody works on.
enum class Roll : std::uint8_t {
  next_working_day,  // it becomes the next working day: Civil Code, article 203
  after_holiday,     // the same, only where the calendar lists the day off; a plain weekend stays
  none,
};

enum class PeriodKind : std::uint8_t { days, months, working_days };

// A length of civil time. A year is twelve months: 29 February + 1 year and + 12 months fall on the
// same day.
//
//     Period guarantee = Period::years(1);
//     auto last = add(*CivilDate::parse("2024-02-29"), guarantee, MonthEnd::last_day);   // a 28th
class SANBAO_EXPORT Period {
 public:
  // No days, so that a table of periods can be declared before it is filled.
  constexpr Period() noexcept = default;

  // A length of more than max_count days or months leads beyond every date and is kept as max_count
  // of them.
  static constexpr std::int64_t max_count = 1'000'000'000'000;

  [[nodiscard]] static constexpr Period days(std::int64_t n) noexcept {
    return {PeriodKind::days, n};
  }
  [[nodiscard]] static constexpr Period months(std::int64_t n) noexcept {
    return {PeriodKind::months, n};
  }
  [[nodiscard]] static constexpr Period years(std::int64_t n) noexcept {
    return {PeriodKind::months, clamp(n) * 12};
  }
  [[nodiscard]] static constexpr Period working_days(std::int64_t n) noexcept {
    return {PeriodKind::working_days, n};
  }
  // `1.5 months` has no meaning that two people would agree on.
  static Period days(std::floating_point auto) = delete;
  static Period months(std::floating_point auto) = delete;
  static Period years(std::floating_point auto) = delete;
  static Period working_days(std::floating_point auto) = delete;

  // A count (digits, no leading nought, at most nine), one blank and `day(s)`, `month(s)`,
  // `year(s)` or `working_day(s)`. Singular and plural are not told apart.
  [[nodiscard]] static std::optional<Period> parse(std::string_view text) noexcept;

  [[nodiscard]] constexpr PeriodKind kind() const noexcept { return kind_; }
  [[nodiscard]] constexpr std::int64_t count() const noexcept { return count_; }

  // As parse() reads it: `1 day`, `18 months`, `10 working_days`. Years are written in months, unless these would take
  // a tenth digit.
  [[nodiscard]] std::string to_string() const;

  // To one integer and back, for a slot of facts. Equal periods, and only those, have equal codes.
  [[nodiscard]] constexpr std::int64_t encode() const noexcept {
    return count_ * 4 + static_cast<std::int64_t>(kind_);
  }
  [[nodiscard]] static constexpr Period decode(std::int64_t code) noexcept {
    const std::int64_t kind = code & 3;
    return {kind == 1   ? PeriodKind::months
            : kind == 2 ? PeriodKind::working_days
                        : PeriodKind::days,
            (code - kind) / 4};
  }

  // The same kind and count. Which is longer is asked of compare(): months and days have no order
  // of their own.
  friend constexpr bool operator==(Period, Period) noexcept = default;

 private:
  constexpr Period(PeriodKind kind, std::int64_t count) noexcept
      : count_(clamp(count)), kind_(kind) {}

  static constexpr std::int64_t clamp(std::int64_t n) noexcept {
    return n > max_count ? max_count : n < -max_count ? -max_count : n;
  }

  std::int64_t count_ = 0;
  PeriodKind kind_ = PeriodKind::days;
};

// Which is longer; nothing where that depends on the days they run over. `1 month` and `30 days`
// have no answer, `1 month` and `27 days` have, for no month is so short. Working days compare with
// working days only.
[[nodiscard]] SANBAO_EXPORT std::optional<std::strong_ordering> compare(Period a,
                                                                        Period b) noexcept;

// The day that the period leads to, counted from the start date in one step (31 January + 2 months
// is 31 March, not 28 February + 1 month). Never rolls. Empty beyond 9999-12-31, for a missing day
// under MonthEnd::error, and for working days, which need a calendar (window.hpp).
[[nodiscard]] SANBAO_EXPORT std::optional<CivilDate> add(CivilDate start, Period length,
                                                         MonthEnd month_end) noexcept;

// The same towards the past: 31 March − 1 month is 29 or 28 February, or 1 March under
// next_month_first.
[[nodiscard]] SANBAO_EXPORT std::optional<CivilDate> subtract(CivilDate start, Period length,
                                                              MonthEnd month_end) noexcept;

}  // namespace sanbao
