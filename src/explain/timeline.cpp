// SPDX-License-Identifier: Apache-2.0
//
// The days of a chart: what the clauses read as dates, the events they counted, the periods they ran over,
// the claim and the last day. In: a draft. Out: rows by their first day.
// Never works a day out: each stands in the decision. Tested by tests/cli/pages_test.py.
#include <algorithm>

#include "explain/report.hpp"

namespace sanbao::wording {
namespace {

constexpr std::size_t most_periods = 8;

using Kind = TimelineRow::Kind;

void add_days(const Draft& draft, const PolicyAnswer& policy, std::vector<TimelineRow>& rows,
              std::vector<std::string_view>& seen) {
  for (const Reason& reason : policy.reasons) {
    for (const Reading& reading : reason.read) {
      if (reading.value.kind != Value::Kind::date || reading.assumed ||
          reading.path == "claim.filed_on" || contains(seen, reading.path))
        continue;
      seen.push_back(reading.path);
      const CivilDate day = CivilDate::from_days(static_cast<std::int32_t>(reading.value.number));
      const std::string name(either(draft.phrases.text(reading.name), reading.path));
      const auto same = std::find_if(rows.begin(), rows.end(), [&](const TimelineRow& row) {
        return row.kind == Kind::day && row.first == day;
      });
      if (same == rows.end()) {
        rows.push_back({.kind = Kind::day,
                        .name = name,
                        .dates = draft.phrases.date(day),
                        .first = day,
                        .last = day});
      } else {
        same->name += std::string(draft.phrases.joint(Joint::comma)) + name;
      }
    }
  }
}

void add_events(const Draft& draft, const PolicyAnswer& policy, std::vector<TimelineRow>& rows) {
  for (const Reason& reason : policy.reasons) {
    for (const EventReading& events : reason.events) {
      for (const EventItem& item : events.items) {
        if (!item.begin) continue;
        const EventPath path = event_path(item.path);
        TimelineRow row{
            .kind = item.counted == EventItem::Counted::no ? Kind::left_out : Kind::event,
            .name =
                draft.phrases.start(draft.phrases.event(path.list, events.list_name, path.number)),
            .dates = item.end ? draft.phrases.range(*item.begin, *item.end)
                              : draft.phrases.date(*item.begin),
            .first = *item.begin,
            .last = item.end};
        // Without an end and not a repair it is a matter of one day.
        if (!item.end && path.list != "repairs") row.last = item.begin;
        const auto same = std::find_if(rows.begin(), rows.end(), [&](const TimelineRow& other) {
          return other.name == row.name && other.first == row.first;
        });
        if (same == rows.end()) {
          rows.push_back(std::move(row));
        } else if (row.kind == Kind::event) {
          same->kind = Kind::event;  // one clause that counts it is enough
        }
      }
    }
  }
}

// `三包有效期：2024 年 5 月 2 日至 …` is told as the explanation tells it, taken apart at its first day.
TimelineRow period_row(const Draft& draft, const PeriodReading& period) {
  const std::string name =
      draft.phrases.start(either(draft.phrases.text(period.title), period.name));
  if (period.open_first) {
    return {.kind = Kind::period,
            .name = name,
            .dates = draft.phrases.open_range(*period.open_first, period.at_least),
            .first = *period.open_first,
            .last = {}};
  }
  TimelineRow row{.kind = Kind::period,
                  .name = name,
                  .dates = period.last ? draft.phrases.range(*period.first, *period.last)
                                       : draft.phrases.from_day(*period.first),
                  .first = *period.first,
                  .last = period.last};
  if (!period.last) return row;
  const CivilDate ended = period.last_unrolled.value_or(*period.last);
  const std::optional<CivilDate> plain = add(ended, Days(1 - period.days_added));
  if (plain && *plain <= *period.last) row.moved = std::max(*plain, *period.first);
  return row;
}

void add_periods(const Draft& draft, const PolicyAnswer& policy, bool deciding,
                 std::vector<TimelineRow>& rows) {
  std::vector<const Reason*> chosen;
  for (const RemedyAnswer* answer : draft.selection.focus) {
    for (const Chosen& one : draft.selection.reasons(*answer))
      chosen.push_back(one.reason);
  }
  for (const Reason& reason : policy.reasons) {
    const bool bears = std::find(chosen.begin(), chosen.end(), &reason) != chosen.end();
    for (const PeriodReading& period : reason.periods) {
      const bool runs = (period.begun && period.first) || period.open_first;
      if (!runs || (bears && decides(reason, period.name)) != deciding) continue;
      TimelineRow row = period_row(draft, period);
      const bool there = std::any_of(rows.begin(), rows.end(), [&](const TimelineRow& other) {
        return other.kind == Kind::period && other.name == row.name && other.dates == row.dates;
      });
      if (!there) rows.push_back(std::move(row));
    }
  }
}

// A guarantee of years would leave no room for the week that matters: what runs on for long behind the last
// thing that happened is cut there.
CivilDate horizon_of(const std::vector<TimelineRow>& rows) {
  CivilDate first = rows.front().first;
  CivilDate happened = first;
  for (const TimelineRow& row : rows) {
    first = std::min(first, row.first);
    if (row.kind != Kind::period) happened = std::max(happened, row.last.value_or(row.first));
  }
  return add(happened, Days(14 + 2 * (happened - first).count)).value_or(CivilDate::last());
}

void add_day(const Draft& draft, Kind kind, Word word, std::optional<CivilDate> day,
             std::vector<TimelineRow>& rows) {
  if (!day) return;
  rows.push_back({.kind = kind,
                  .name = draft.phrases.start(draft.phrases.word(word)),
                  .dates = draft.phrases.date(*day),
                  .first = *day,
                  .last = day});
}

}  // namespace

Timeline timeline_of(const Draft& draft) {
  Timeline timeline;
  std::vector<TimelineRow>& rows = timeline.rows;
  std::vector<TimelineRow> periods;
  std::vector<std::string_view> seen;
  const std::vector<const PolicyAnswer*> policies = answering(draft);
  for (const PolicyAnswer* policy : policies) {
    add_days(draft, *policy, rows, seen);
    add_events(draft, *policy, rows);
  }
  for (const bool deciding : {true, false}) {
    for (const PolicyAnswer* policy : policies)
      add_periods(draft, *policy, deciding, periods);
  }
  if (rows.empty() && periods.empty()) return timeline;
  timeline.more = periods.size() - std::min(periods.size(), most_periods);
  periods.resize(periods.size() - timeline.more);
  rows.insert(rows.end(), periods.begin(), periods.end());
  for (TimelineRow& row : rows)
    row.name = draft.phrases.start(row.name);
  add_day(draft, Kind::claim, Word::claim_day, draft.view.filed_on, rows);
  if (draft.view.as_of != draft.view.filed_on)
    add_day(draft, Kind::day, Word::judged_day, draft.view.as_of, rows);
  const auto& focus = draft.selection.focus;
  if (focus.size() == 1) {
    const Offer offer = draft.selection.offer(*focus.front());
    if (offer.until_open) timeline.until = Word::certain_until;
    add_day(draft, Kind::until, timeline.until, offer.until, rows);
  }
  std::stable_sort(rows.begin(), rows.end(),
                   [](const TimelineRow& a, const TimelineRow& b) { return a.first < b.first; });
  timeline.horizon = horizon_of(rows);
  return timeline;
}

}  // namespace sanbao::wording
