// SPDX-License-Identifier: Apache-2.0
//
// date_fuzz.cpp: dates, instants, zones and lengths of time.
// In: any bytes. Out: a day between 1970 and 2199 that is written as it was read, or a reason.
#include <array>

#include "promises.hpp"
#include "sanbao/values/calendar.hpp"

namespace {

using namespace sanbao;
using fuzz::promise;

bool in_bounds(CivilDate date) {
  return date >= CivilDate::first_fact() && date <= CivilDate::last_fact();
}

void hold_date(std::string_view text) {
  const auto plain = CivilDate::parse(text);
  if (plain) {
    promise(text.size() == 10, "a plain date has ten characters");
    promise(plain->to_string() == text, "a date is written as it was read");
    promise(in_bounds(*plain), "a date lies between 1970 and 2199");
    promise(CivilDate::from_ymd(plain->year(), plain->month(), plain->day()) == plain,
            "a date is its year, month and day");
  }
  // From west to east: the day never falls.
  const std::array zones{*Zone::parse("-12:00"), Zone::utc(), *Zone::parse("+08:00"),
                         *Zone::parse("+14:00")};
  const ReadDate* before = nullptr;
  std::array<ReadDate, 4> read;
  for (std::size_t i = 0; i < zones.size(); ++i) {
    read[i] = read_date(text, zones[i]);
    const ReadDate& now = read[i];
    promise(now.ok == (now.error == DateError::none), "a date or a reason");
    promise(now.error != DateError::summer_time, "only Shanghai had summer time");
    promise(now.was_instant == read[0].was_instant, "a form does not hang on the zone");
    if (!now.ok) continue;
    promise(in_bounds(now.date), "a date read lies between 1970 and 2199");
    promise(text.size() == 10 || text[10] == 'T', "a date has ten characters or a T");
    promise(now.was_instant == (text.size() > 10), "an instant has a T");
    promise(now.was_instant || (plain && *plain == now.date), "a plain date has no zone");
    if (before != nullptr) {
      promise(before->date <= now.date && now.date - before->date <= Days(2),
              "further east it is no earlier");
    }
    before = &now;
  }
  promise(!plain || read[1].ok, "whoever reads dates reads plain ones");
  const ReadDate shanghai = read_date(text, Zone::shanghai());
  if (shanghai.error == DateError::summer_time) {
    promise(shanghai.was_instant && !shanghai.ok, "only an instant falls into summer time");
  } else {
    promise(shanghai.ok == read[2].ok && shanghai.error == read[2].error &&
                (!shanghai.ok || shanghai.date == read[2].date),
            "Shanghai is +08:00 outside summer time");
  }
}

void hold_length(std::string_view text) {
  const auto length = Period::parse(text);
  if (!length) return;
  promise(Period::parse(length->to_string()) == length ||
              (length->kind() == PeriodKind::months && length->count() > 999'999'999),
          "a length is read back");
  promise(Period::decode(length->encode()) == *length, "a length survives its slot");
  promise(compare(*length, *length) == std::strong_ordering::equal,
          "a length is as long as itself");
  for (const MonthEnd end : {MonthEnd::last_day, MonthEnd::next_month_first, MonthEnd::error}) {
    for (const char* from : {"1970-01-31", "2024-02-29", "2199-12-31"}) {
      const CivilDate start = *CivilDate::parse(from);
      const auto later = add(start, *length, end), earlier = subtract(start, *length, end);
      promise(!later || *later >= start, "a length leads forward");
      promise(!earlier || *earlier <= start, "and taken away leads back");
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = fuzz::text_of(data, size);
  hold_date(text);
  hold_length(text);
  if (const auto zone = Zone::parse(text)) {
    promise(Zone::parse(zone->name()) == zone, "a zone is read back");
    promise(zone->offset_minutes() > -24 * 60 && zone->offset_minutes() < 24 * 60, "within a day");
  }
  if (text.starts_with("# years")) {
    const ParsedCalendar parsed = parse_calendar(text, "f", "sha256:");
    promise(parsed.calendar.has_value() == parsed.faults.empty(), "a calendar or faults");
    if (parsed.calendar) {
      const WorkCalendar& calendar = *parsed.calendar;
      promise(calendar.first_year() <= calendar.last_year(), "a calendar has years");
      const auto first = CivilDate::from_ymd(calendar.first_year(), 1, 1);
      promise(first && calendar.covers(*first), "its first day is covered");
      const auto worked = calendar.working_day(*first, 5);
      promise(!worked || calendar.kind(*worked) == DayKind::work, "a working day is worked");
    }
  }
  return 0;
}
