// SPDX-License-Identifier: Apache-2.0
//
// Periods: reading and writing them, adding them to dates, and which is longer.
//
// In:  text; two periods; a date and a period.
// Out: see include/sanbao/values/period.hpp.
// Never: gives months a number of days, but to say that every stretch of so many months is longer,
//        or shorter.
// Tested by tests/unit/period_test.cpp and tests/proof/calendar_proof.cpp.
#include "sanbao/values/period.hpp"

#include "values/decimal.hpp"
#include "values/month_arithmetic.hpp"

#include <algorithm>

namespace sanbao {
namespace {

// The calendar repeats after 400 years of 146,097 days.
constexpr std::int64_t cycle_months = 4800;
constexpr std::int64_t cycle_days = 146'097;

// Nine digits.
constexpr std::int64_t max_read = 999'999'999;

struct Reach {
  std::int64_t least;
  std::int64_t most;
};

// How many days a number of months below one cycle can span. The first days of all months tell: a
// day that both months have spans what their firsts do, a last day that moves to a shorter month's
// last day what the firsts after both do, and the days between span something between.
Reach reach_of(std::int64_t months) noexcept {
  Reach reach{cycle_days, 0};
  for (std::int64_t i = 0; i < cycle_months; ++i) {
    const auto start =
        CivilDate::from_ymd(2000 + static_cast<int>(i / 12), static_cast<unsigned>(i % 12) + 1, 1);
    CivilDate end;
    (void)values::add_months(*start, months, MonthEnd::error, end);  // there is a first of each
    reach.least = std::min(reach.least, (end - *start).count);
    reach.most = std::max(reach.most, (end - *start).count);
  }
  return reach;
}

// How a number of months compares with a number of days, where every start day gives the same
// answer.
std::optional<std::strong_ordering> compare_months(std::int64_t months,
                                                   std::int64_t days) noexcept {
  if (months < 0 || days < 0) return std::nullopt;
  // Whole cycles are the same number of days from every start.
  days -= months / cycle_months * cycle_days;
  months %= cycle_months;
  // No stretch of months is shorter than 28 days a month, or longer than 31: saves the search for
  // most questions.
  if (days > months * 31) return std::strong_ordering::less;
  if (days < months * 28) return std::strong_ordering::greater;
  const Reach reach = reach_of(months);
  if (days > reach.most) return std::strong_ordering::less;
  if (days < reach.least) return std::strong_ordering::greater;
  if (reach.least == reach.most) return std::strong_ordering::equal;
  return std::nullopt;
}

std::optional<PeriodKind> unit_of(std::string_view unit) noexcept {
  if (unit == "day" || unit == "days") return PeriodKind::days;
  if (unit == "month" || unit == "months") return PeriodKind::months;
  if (unit == "working_day" || unit == "working_days") return PeriodKind::working_days;
  return std::nullopt;
}

}  // namespace

std::optional<Period> Period::parse(std::string_view text) noexcept {
  const std::size_t blank = text.find(' ');
  if (blank == std::string_view::npos) return std::nullopt;
  const std::optional<std::int64_t> count = values::read_count(text.substr(0, blank), max_read);
  if (!count) return std::nullopt;
  const std::string_view unit = text.substr(blank + 1);
  if (unit == "year" || unit == "years") return years(*count);
  if (const std::optional<PeriodKind> kind = unit_of(unit)) return Period(*kind, *count);
  return std::nullopt;
}

std::string Period::to_string() const {
  const bool in_years = kind_ == PeriodKind::months && count_ > max_read && count_ % 12 == 0;
  const std::int64_t count = in_years ? count_ / 12 : count_;
  char number[values::max_decimal_text];
  std::string text(number, values::write_decimal(number, count, 0, values::Trailing::keep));
  switch (kind_) {
    case PeriodKind::days:
      text += " day";
      break;
    case PeriodKind::months:
      text += in_years ? " year" : " month";
      break;
    case PeriodKind::working_days:
      text += " working_day";
      break;
  }
  if (count != 1) text += 's';
  return text;
}

std::optional<std::strong_ordering> compare(Period a, Period b) noexcept {
  if (a.kind() == b.kind()) return a.count() <=> b.count();
  if (a.kind() == PeriodKind::months && b.kind() == PeriodKind::days)
    return compare_months(a.count(), b.count());
  if (a.kind() == PeriodKind::days && b.kind() == PeriodKind::months) {
    const std::optional<std::strong_ordering> turned = compare_months(b.count(), a.count());
    if (!turned) return std::nullopt;
    return 0 <=> *turned;
  }
  return std::nullopt;
}

std::optional<CivilDate> add(CivilDate start, Period length, MonthEnd month_end) noexcept {
  switch (length.kind()) {
    case PeriodKind::days:
      return add(start, Days(length.count()));
    case PeriodKind::months:
      if (CivilDate moved; values::add_months(start, length.count(), month_end, moved))
        return moved;
      break;
    case PeriodKind::working_days:
      break;
  }
  return std::nullopt;
}

std::optional<CivilDate> subtract(CivilDate start, Period length, MonthEnd month_end) noexcept {
  switch (length.kind()) {
    case PeriodKind::days:
      return add(start, Period::days(-length.count()), month_end);
    case PeriodKind::months:
      return add(start, Period::months(-length.count()), month_end);
    case PeriodKind::working_days:
      break;
  }
  return std::nullopt;
}

}  // namespace sanbao
