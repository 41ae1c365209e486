// SPDX-License-Identifier: Apache-2.0
//
// Numbers and days of the oracle: exact fractions, days since 1970-01-01, working days.
// In: decimal text, dates as text, a calendar's text. Out: exact results, made for reading and not for speed.
// Never shares code with the library: that is what makes it a second reading.
// Tested by its comparison with the library, oracle.random.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace oracle {

__extension__ typedef __int128 Wide;

/// A fraction, always in lowest terms with a denominator above 0.
struct Ratio {
  Wide top = 0, bottom = 1;

  Ratio() = default;
  Ratio(std::int64_t whole) : top(whole) {}
  Ratio(Wide over, Wide under) : top(over), bottom(under) { reduce(); }

  static Wide gcd(Wide a, Wide b) {
    if (a < 0) a = -a;
    while (b != 0) {
      Wide rest = a % b;
      a = b;
      b = rest;
    }
    return a;
  }
  void reduce() {
    if (bottom == 1) return;
    if (bottom < 0) top = -top, bottom = -bottom;
    Wide common = gcd(top, bottom);
    if (common > 1) top /= common, bottom /= common;
  }
  [[nodiscard]] bool whole() const { return bottom == 1; }

  friend Ratio operator+(const Ratio& a, const Ratio& b) {
    return {a.top * b.bottom + b.top * a.bottom, a.bottom * b.bottom};
  }
  friend Ratio operator-(const Ratio& a, const Ratio& b) {
    return {a.top * b.bottom - b.top * a.bottom, a.bottom * b.bottom};
  }
  friend Ratio operator*(const Ratio& a, const Ratio& b) {
    return {a.top * b.top, a.bottom * b.bottom};
  }
  friend Ratio operator/(const Ratio& a, const Ratio& b) {
    return {a.top * b.bottom, a.bottom * b.top};
  }
  friend bool operator==(const Ratio& a, const Ratio& b) {
    return a.top == b.top && a.bottom == b.bottom;
  }
  friend bool operator<(const Ratio& a, const Ratio& b) {
    return a.top * b.bottom < b.top * a.bottom;
  }
  friend bool operator<=(const Ratio& a, const Ratio& b) { return !(b < a); }
};

/// `12000`, `2.5`; nothing where the text is no decimal.
std::optional<Ratio> decimal(std::string_view text);
/// The lowest whole number not below.
Ratio ceiling(const Ratio& value);
enum class Rounding { half_up, half_even, down, up };
/// To a multiple of `step`, by absolute value.
Ratio rounded(const Ratio& value, const Ratio& step, Rounding mode);
/// With exactly `places` decimals; the value must have no more.
std::string written(const Ratio& value, int places);
/// A key for comparing expressions.
std::string written(const Ratio& value);

using Day = std::int64_t;

struct Civil {
  std::int64_t year = 1970;
  int month = 1, day = 1;
};
Day day_of(const Civil& civil);
Civil civil_of(Day day);
int days_in_month(std::int64_t year, int month);
/// `2024-05-08`, nothing where there is no such day.
std::optional<Day> read_day(std::string_view text);
std::string write_day(Day day);

enum class MonthEnd { last_day, next_month_first, error };
enum class Roll { none, next_working_day, after_holiday };
/// Months on or back; nothing where the month lacks the day and that is an error.
std::optional<Day> add_months(Day day, std::int64_t months, MonthEnd month_end);

/// Which days are off work.
class Calendar {
 public:
  explicit Calendar(std::string_view text);
  [[nodiscard]] bool covers(Day day) const;
  /// Asked of covered days only.
  [[nodiscard]] bool works(Day day) const;
  [[nodiscard]] bool listed_off(Day day) const;
  /// The n-th working day on or after `first`; nothing where it leaves the covered years.
  [[nodiscard]] std::optional<Day> nth_working_day(Day first, std::int64_t n) const;
  /// Of working days counted from here on that leave the covered years: the first year that is missing.
  [[nodiscard]] std::int64_t missing_year(Day from) const;
  /// The day to which a last day moves; nothing where the covered years do not tell.
  [[nodiscard]] std::optional<Day> moved(Day last, Roll roll) const;

 private:
  std::int64_t first_year_ = 0, last_year_ = -1;
  std::map<Day, bool> listed_;  // true: off
};

}  // namespace oracle
