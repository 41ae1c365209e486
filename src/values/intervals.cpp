// SPDX-License-Identifier: Apache-2.0
//
// Intervals of days: merging, counting, extending a last day.
//
// In:  the caller's own span, changed in place.
// Out: see intervals.hpp.
// Never: allocates: a claim may hold a thousand repairs, and the caller keeps the room for them.
// Tested by tests/unit/intervals_test.cpp.
#include "values/intervals.hpp"

#include <algorithm>

#include "sanbao/values/window.hpp"

namespace sanbao::values {

std::size_t merge(std::span<DayInterval> intervals) noexcept {
  const auto kept = std::partition(intervals.begin(), intervals.end(),
                                   [](const DayInterval& i) { return i.begin < i.end; });
  std::sort(intervals.begin(), kept,
            [](const DayInterval& a, const DayInterval& b) { return a.begin < b.begin; });
  auto merged = intervals.begin();
  for (auto next = intervals.begin(); next != kept; ++next) {
    if (merged != intervals.begin() && next->begin <= (merged - 1)->end)
      (merged - 1)->end = std::max((merged - 1)->end, next->end);
    else
      *merged++ = *next;
  }
  return static_cast<std::size_t>(merged - intervals.begin());
}

Days union_days(std::span<DayInterval> intervals, CivilDate clip_from, CivilDate clip_to) noexcept {
  Days days;
  for (const DayInterval& i : intervals.first(merge(intervals))) {
    const CivilDate begin = std::max(i.begin, clip_from);
    const CivilDate end = std::min(i.end, clip_to);
    if (begin < end) days.count += (end - begin).count;
  }
  return days;
}

namespace {

// The day to which it moves, of what may move it.
CivilDate moved(CivilDate last, const Moving& moving) {
  const Rolled rolled = roll_last(last, moving.roll, moving.calendar);
  if (rolled.state != RollState::unknown) return rolled.last;
  return moving.at_most ? add(last, gap_days).value_or(last) : last;
}

}  // namespace

std::optional<Extended> extend_last(CivilDate last, std::span<DayInterval> intervals,
                                    CivilDate from, const Moving& moving) {
  Extended extended{last, Days()};
  for (DayInterval& i : intervals)
    i.begin = std::max(i.begin, from);
  for (const DayInterval& i : intervals.first(merge(intervals))) {
    CivilDate end = extended.last;
    if (i.begin > end) end = moved(end, moving);
    if (i.begin > end) break;
    const Days length = i.end - i.begin;
    const std::optional<CivilDate> later = add(end, length);
    if (!later) return std::nullopt;
    extended.last = *later;
    extended.added.count += length.count;
  }
  return extended;
}

}  // namespace sanbao::values
