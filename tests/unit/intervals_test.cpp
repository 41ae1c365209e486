// SPDX-License-Identifier: Apache-2.0
//
// intervals_test.cpp: merging repairs, counting their days once, and what they add to a period.
#include "values/intervals.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <vector>

using namespace sanbao;
using values::DayInterval;

namespace {

CivilDate day(std::string_view text) {
  const auto date = CivilDate::parse(text);
  REQUIRE_MESSAGE(date.has_value(), text);
  return *date;
}

DayInterval span(std::string_view begin, std::string_view end) {
  return {day(begin), day(end)};
}

std::string extended(std::string_view last, std::vector<DayInterval> repairs,
                     std::string_view from = "2024-05-01") {
  const auto e = values::extend_last(day(last), repairs, day(from));
  return e ? e->last.to_string() + " +" + std::to_string(e->added.count) : "none";
}

}  // namespace

TEST_CASE("the first day of a repair is not counted") {
  std::array<DayInterval, 1> one{span("2024-06-01", "2024-06-11")};
  CHECK(values::union_days(one, day("2024-01-01"), day("2025-01-01")) == Days(10));
  std::array<DayInterval, 1> none{span("2024-06-01", "2024-06-01")};
  CHECK(values::union_days(none, day("2024-01-01"), day("2025-01-01")) == Days(0));
}

TEST_CASE("overlapping repairs are counted once, in any order") {
  std::vector<DayInterval> repairs{
      span("2024-07-02", "2024-07-16"), span("2024-06-01", "2024-06-11"),
      span("2024-06-05", "2024-06-08"),  // inside the one before
      span("2024-06-10", "2024-06-12"),  // overlaps it
      span("2024-06-12", "2024-06-13"),  // touches that
      span("2024-08-02", "2024-08-01"),  // turned round: no days
  };
  std::vector<DayInterval> copy = repairs;
  REQUIRE(values::merge(copy) == 2);
  CHECK(copy[0] == span("2024-06-01", "2024-06-13"));
  CHECK(copy[1] == span("2024-07-02", "2024-07-16"));
  std::sort(repairs.begin(), repairs.end(),
            [](const DayInterval& a, const DayInterval& b) { return a.end < b.end; });
  CHECK(values::union_days(repairs, day("2024-05-01"), day("2024-08-05")) == Days(26));
  CHECK(values::merge({}) == 0);
}

TEST_CASE("repairs are clipped to the span they are taken from") {
  const auto days = [](std::string_view from, std::string_view to) {
    std::array<DayInterval, 2> repairs{span("2024-06-01", "2024-06-11"),
                                       span("2024-07-02", "2024-07-16")};
    return values::union_days(repairs, day(from), day(to)).count;
  };
  CHECK(days("2024-05-01", "2024-08-05") == 24);
  CHECK(days("2024-06-06", "2024-08-05") == 19);
  CHECK(days("2024-05-01", "2024-07-03") == 11);
  CHECK(days("2024-06-11", "2024-07-02") == 0);
  CHECK(days("2024-06-03", "2024-06-05") == 2);
  CHECK(days("2024-08-05", "2024-05-01") == 0);  // a span the wrong way round
}

TEST_CASE("repairs move the last day of a period (docs/language.md §4)") {
  // The example of the language: 25 April to 20 May are 25 days, which reach the third repair.
  CHECK(extended("2025-05-01", {span("2025-04-25", "2025-05-10"), span("2025-05-08", "2025-05-20"),
                                span("2025-05-25", "2025-06-04")}) == "2025-06-05 +35");
  CHECK(extended("2025-05-01", {span("2025-05-25", "2025-06-04"), span("2025-05-08", "2025-05-20"),
                                span("2025-04-25", "2025-05-10")}) == "2025-06-05 +35");
  CHECK(extended("2025-05-01", {}) == "2025-05-01 +0");
}

TEST_CASE("a repair counts where it begins on or before the last day so far") {
  CHECK(extended("2025-05-01", {span("2025-05-01", "2025-05-04")}) == "2025-05-04 +3");
  CHECK(extended("2025-05-01", {span("2025-05-02", "2025-05-04")}) == "2025-05-01 +0");
  // The first carries the last day to the second's first day, but not to the third's.
  CHECK(extended("2025-05-01", {span("2025-04-29", "2025-05-01"), span("2025-05-03", "2025-05-04"),
                                span("2025-05-05", "2025-06-01")}) == "2025-05-04 +3");
}

TEST_CASE("what lies before the start of the period adds nothing") {
  CHECK(extended("2025-05-01", {span("2024-04-01", "2024-05-01")}) == "2025-05-01 +0");
  CHECK(extended("2025-05-01", {span("2024-04-01", "2024-05-04")}) == "2025-05-04 +3");
  CHECK(extended("2025-05-01", {span("2024-04-01", "2024-04-20"), span("2024-04-25", "2024-05-02"),
                                span("2024-05-01", "2024-05-03")}) == "2025-05-03 +2");
}

TEST_CASE("an extension beyond all dates") {
  std::array<DayInterval, 1> one{span("2024-06-01", "2024-06-11")};
  CHECK_FALSE(values::extend_last(CivilDate::last(), one, day("2024-05-01")).has_value());
}

TEST_CASE("unions agree with a set of days") {
  std::mt19937 random(20240501);
  for (int round = 0; round < 2000; ++round) {
    std::vector<DayInterval> repairs(random() % 8);
    std::set<std::int32_t> counted;  // a span of n days is its days but the first
    const std::int32_t from = static_cast<std::int32_t>(random() % 60);
    const std::int32_t to = from + static_cast<std::int32_t>(random() % 60);
    for (DayInterval& r : repairs) {
      const auto begin = static_cast<std::int32_t>(random() % 100);
      const auto end = begin + static_cast<std::int32_t>(random() % 20);
      r = {CivilDate::from_days(begin), CivilDate::from_days(end)};
      for (std::int32_t d = begin + 1; d <= end; ++d)
        if (d > from && d <= to) counted.insert(d);
    }
    const Days days =
        values::union_days(repairs, CivilDate::from_days(from), CivilDate::from_days(to));
    CHECK(days.count == static_cast<std::int64_t>(counted.size()));
  }
}
