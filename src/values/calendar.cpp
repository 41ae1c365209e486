// SPDX-License-Identifier: Apache-2.0
//
// WorkCalendar: look-ups by bit.
//
// In:  a date; for working days a number of them.
// Out: see include/sanbao/values/calendar.hpp.
// Never: looks at a day outside the calendar's years.
// Tested by tests/unit/work_calendar_test.cpp and tests/proof/calendar_proof.cpp.
#include "sanbao/values/calendar.hpp"

#include <algorithm>
#include <bit>

namespace sanbao {
namespace {

constexpr std::size_t word_bits = 64;

bool bit(const std::vector<std::uint64_t>& words, std::size_t at) noexcept {
  return (words[at / word_bits] >> at % word_bits & 1U) != 0;
}

void set_bit(std::vector<std::uint64_t>& words, std::size_t at, bool value) noexcept {
  const std::uint64_t mask = std::uint64_t{1} << at % word_bits;
  if (value)
    words[at / word_bits] |= mask;
  else
    words[at / word_bits] &= ~mask;
}

std::size_t place(CivilDate date, CivilDate first) noexcept {
  return static_cast<std::size_t>((date - first).count);
}

}  // namespace

void WorkCalendar::fill_days() {
  const std::size_t days = place(last_day_, first_day_) + 1;
  works_.assign((days + word_bits - 1) / word_bits, 0);
  listed_off_ = works_;
  for (std::size_t i = 0; i < days; ++i) {
    const auto day =
        CivilDate::from_days(first_day_.days_since_epoch() + static_cast<std::int32_t>(i));
    set_bit(works_, i, day.weekday() != 0 && day.weekday() != 6);
  }
  for (const Listed& listed : listed_) {
    const auto day = CivilDate::from_days(listed.day);
    if (!covers(day)) continue;
    set_bit(works_, place(day, first_day_), !listed.off);
    set_bit(listed_off_, place(day, first_day_), listed.off);
  }
}

DayKind WorkCalendar::kind(CivilDate date) const noexcept {
  if (!covers(date)) return DayKind::uncovered;
  return bit(works_, place(date, first_day_)) ? DayKind::work : DayKind::off;
}

bool WorkCalendar::listed_off(CivilDate date) const noexcept {
  return covers(date) && bit(listed_off_, place(date, first_day_));
}

std::string_view WorkCalendar::name_of(CivilDate date) const noexcept {
  const auto found =
      std::lower_bound(listed_.begin(), listed_.end(), date.days_since_epoch(),
                       [](const Listed& l, std::int32_t day) { return l.day < day; });
  if (found == listed_.end() || found->day != date.days_since_epoch()) return {};
  return names_[found->name];
}

std::optional<CivilDate> WorkCalendar::working_day(CivilDate from, std::int64_t n,
                                                   int* gap_year) const noexcept {
  if (!covers(from)) {
    if (gap_year != nullptr) *gap_year = from.year();
    return std::nullopt;
  }
  const std::size_t start = place(from, first_day_);
  // Days before the start are masked out of the first word; bits behind the last year are never
  // set.
  std::uint64_t word = works_[start / word_bits] & ~std::uint64_t{0} << start % word_bits;
  for (std::size_t i = start / word_bits;;) {
    const std::int64_t worked = std::popcount(word);
    if (n <= worked) {
      for (; n > 1; --n)
        word &= word - 1;
      const std::size_t at = i * word_bits + static_cast<std::size_t>(std::countr_zero(word));
      return CivilDate::from_days(first_day_.days_since_epoch() + static_cast<std::int32_t>(at));
    }
    n -= worked;
    if (++i == works_.size()) break;
    word = works_[i];
  }
  if (gap_year != nullptr) *gap_year = last_year_ + 1;
  return std::nullopt;
}

bool WorkCalendar::move_into_next_word(CivilDate& date) const noexcept {
  const std::optional<CivilDate> next = working_day(date, 1);
  date = next.value_or(date);
  return next.has_value();
}

}  // namespace sanbao
