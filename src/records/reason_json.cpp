// SPDX-License-Identifier: Apache-2.0
//
// Why a rule did or did not decide, as JSON: facts read, periods counted, events, money in steps
// (docs/records.md §5). In: a Reason. Out: one object, keys in the contract's order. Never writes
// what is for people only (names, festivals): `explain` does. Tested by
// tests/unit/reason_json_test.cpp.
#include <algorithm>
#include <array>
#include <cstdint>

#include "records/decision_json.hpp"

namespace sanbao::records {

namespace {

void write_truth(JsonWriter& json, const std::optional<bool>& truth) {
  if (truth) {
    json.boolean(*truth);
  } else {
    json.raw("null");
  }
}

bool is_empty(const Text& text) {
  return text.zh.empty() && text.en.empty();
}

/// What stands in the line already. Rules read the same facts and periods, so most of what a reason says
/// was said by another one: its bytes are copied.
class Written {
 public:
  /// A part made of a list: the very same list makes the same part.
  template <typename T, typename Write>
  void list(JsonWriter& json, std::span<const T> items, Write write_list) {
    if (items.empty()) return;
    Part& part = lists_[place_of(items.data())];
    if (part.of == items.data() && part.count == items.size())
      return json.again(part.from, part.to);
    const std::size_t from = json.place();
    write_list(json, items);
    part = {items.data(), items.size(), from, json.place()};
  }

  void read(JsonWriter& json, const Reading& reading) {
    Fact& fact = facts_[place_of(reading.path.data())];
    if (fact.reading != nullptr && same(*fact.reading, reading))
      return json.again(fact.from, fact.to);
    const std::size_t from = json.place();
    json.string(reading.path);
    json.raw(':');
    write(json, reading.value);
    fact = {&reading, from, json.place()};
  }

 private:
  struct Part {
    const void* of = nullptr;
    std::size_t count = 0, from = 0, to = 0;
  };
  struct Fact {
    const Reading* reading = nullptr;
    std::size_t from = 0, to = 0;
  };
  static constexpr std::size_t places = 64;

  static std::size_t place_of(const void* of) {
    return (reinterpret_cast<std::uintptr_t>(of) * 0x9E3779B97F4A7C15ULL) >> 58U;
  }
  /// Equal for certain; texts are compared by where they stand.
  static bool same(std::string_view a, std::string_view b) {
    return a.data() == b.data() && a.size() == b.size();
  }
  static bool same(const Reading& a, const Reading& b) {
    if (!same(a.path, b.path) || a.value.kind != b.value.kind || a.value.number != b.value.number)
      return false;
    switch (a.value.kind) {
      case Value::Kind::text:
        return same(a.value.text, b.value.text);
      case Value::Kind::set:
        return a.value.set.data() == b.value.set.data() && a.value.set.size() == b.value.set.size();
      case Value::Kind::money:
        return a.value.currency == b.value.currency;
      default:
        return true;
    }
  }

  std::array<Part, places> lists_{};
  std::array<Fact, places> facts_{};
};

void write_read(JsonWriter& json, std::span<const Reading> readings, Written& written) {
  json.raw(",\"read\":{");
  write_each(json, readings, [&](const Reading& reading) { written.read(json, reading); });
  json.raw('}');
}

void write_period(JsonWriter& json, const PeriodReading& period) {
  json.raw('{');
  if (period.begun) {
    if (period.first) {
      json.raw("\"first\":");
      json.date(*period.first);
      json.raw(',');
    }
    if (period.last_unrolled) {
      json.raw("\"last_unrolled\":");
      json.date(*period.last_unrolled);
      json.raw(',');
    }
    if (period.last) {
      json.raw("\"last\":");
      json.date(*period.last);
      json.raw(',');
    }
    if (!period.roll.empty()) {
      json.raw("\"roll\":");
      json.string(period.roll);
      json.raw(',');
    }
    if (period.days_added > 0) {
      json.raw("\"days_added\":");
      json.integer(period.days_added);
      json.raw(',');
    }
  }
  json.raw("\"in\":");
  write_truth(json, period.in);
  if (period.days_left) {
    json.raw(",\"days_left\":");
    json.integer(*period.days_left);
  }
  if (period.days_late) {
    json.raw(",\"days_late\":");
    json.integer(*period.days_late);
  }
  if (period.days_early) {
    json.raw(",\"days_early\":");
    json.integer(*period.days_early);
  }
  json.raw('}');
}

constexpr std::string_view filed_on = "claim.filed_on";

bool same_day(const PeriodReading& a, const PeriodReading& b) {
  return a.day_path == b.day_path && (!a.day_path.empty() || a.day == b.day);
}

/// A rule may test several days against one period, but a key may stand once only. The period's
/// name goes to the day of the claim, else to the first day tested; the others add their day:
/// `guarantee[fault.occurred_on]`.
bool keeps_name(const Picked<PeriodReading>& periods, std::size_t i) {
  for (std::size_t other = 0; other < periods.size(); ++other) {
    if (periods[other].name != periods[i].name || same_day(periods[other], periods[i])) continue;
    if (periods[other].day_path == filed_on) return false;
    if (other < i && periods[i].day_path != filed_on) return false;
  }
  return true;
}

void write_period_key(JsonWriter& json, const Picked<PeriodReading>& periods, std::size_t i) {
  const PeriodReading& period = periods[i];
  if (keeps_name(periods, i)) return json.string(period.name);
  std::string key(period.name);
  key += '[';
  if (!period.day_path.empty()) {
    key += period.day_path;
  } else if (period.day) {
    key += period.day->to_string();
  } else {
    key += "null";
  }
  json.string(key += ']');
}

/// What an event test measured: one value, or the bounds it lies between.
void write_measure(JsonWriter& json, const EventReading& test) {
  const bool has_least = test.least.kind != Value::Kind::null;
  const bool has_most = test.most.kind != Value::Kind::null;
  if (!has_least && !has_most) return;
  if (test.least.kind == test.most.kind && test.least.number == test.most.number) {
    json.raw(",\"value\":");
    write(json, test.least);
    return;
  }
  json.raw(",\"least\":");
  write(json, test.least);
  json.raw(",\"most\":");
  write(json, test.most);
}

/// The events of one list that the test counted so.
template <std::size_t n>
void write_items(JsonWriter& json, const char (&key)[n], std::span<const EventItem> items,
                 EventItem::Counted counted) {
  bool any = false;
  for (const EventItem& item : items) {
    if (item.counted != counted) continue;
    if (any) {
      json.raw(',');
    } else {
      json.raw(key);
    }
    any = true;
    if (counted == EventItem::Counted::yes) {
      json.string(item.path);
      continue;
    }
    json.raw("{\"event\":");
    json.string(item.path);
    write_list(json, ",\"because\":", item.because);
    json.raw('}');
  }
  if (any) json.raw(']');
}

void write_events(JsonWriter& json, std::span<const EventReading> tests) {
  json.raw(",\"events\":[");
  write_each(json, tests, [&](const EventReading& test) {
    write_event_head(json, test);
    write_event_rest(json, test);
  });
  json.raw(']');
}

void write_steps(JsonWriter& json, std::span<const Step> steps) {
  json.raw(",\"steps\":[");
  write_each(json, steps, [&](const Step& step) {
    write_step_head(json, step);
    write(json, step.value);
    json.raw('}');
  });
  json.raw(']');
}

void write_reason(JsonWriter& json, const Reason& reason, Written& written) {
  write_reason_head(json, reason);
  write_truth(json, reason.holds);
  write_list(json, ",\"overridden_by\":", reason.overridden_by);
  write_list(json, ",\"not_established\":", reason.not_established);
  write_reason_words(json, reason);
  written.list(json, reason.read, [&](JsonWriter& to, std::span<const Reading> readings) {
    write_read(to, readings, written);
  });
  written.list(json, reason.periods, [](JsonWriter& to, std::span<const PeriodReading> periods) {
    write_periods(to, Picked<PeriodReading>(periods));
  });
  written.list(json, reason.events, write_events);
  written.list(json, reason.steps, write_steps);
  json.raw('}');
}

}  // namespace

void write_reason_head(JsonWriter& json, const Reason& reason) {
  json.raw_and_string("{\"rule\":", reason.rule);
  json.raw_and_string(",\"effect\":", reason.effect);
  write_list(json, ",\"remedies\":", reason.remedies);
  json.raw(",\"holds\":");
}

void write_reason_words(JsonWriter& json, const Reason& reason) {
  if (reason.cites.size() == 1) {
    json.raw_and_string(",\"cite\":", reason.cites.front());
  } else {
    write_list(json, ",\"cite\":", reason.cites);
  }
  if (!is_empty(reason.title)) {
    json.raw(",\"text\":");
    write(json, reason.title);
  }
  if (!is_empty(reason.note)) {
    json.raw(",\"note\":");
    write(json, reason.note);
  }
}

void write_periods(JsonWriter& json, Picked<PeriodReading> periods) {
  json.raw(",\"periods\":{");
  for (std::size_t i = 0; i < periods.size(); ++i) {
    bool repeats = false;
    for (std::size_t earlier = 0; earlier < i; ++earlier)
      repeats |= periods[earlier].name == periods[i].name && same_day(periods[earlier], periods[i]);
    if (repeats) continue;
    if (i > 0) json.raw(',');
    write_period_key(json, periods, i);
    json.raw(':');
    write_period(json, periods[i]);
  }
  json.raw('}');
}

void write_event_head(JsonWriter& json, const EventReading& test) {
  json.raw("{\"list\":");
  json.string(test.list);
  json.raw(",\"measure\":");
  json.string(test.measure);
  if (test.bound.empty()) return;
  json.raw(",\"");
  json.plain(test.bound);
  json.raw("\":");
}

void write_event_rest(JsonWriter& json, const EventReading& test) {
  if (!test.bound.empty()) {
    write(json, test.limit);
    json.raw(",\"holds\":");
    write_truth(json, test.holds);
  }
  write_measure(json, test);
  write_items(json, ",\"counted\":[", test.items, EventItem::Counted::yes);
  write_items(json, ",\"possible\":[", test.items, EventItem::Counted::perhaps);
  write_items(json, ",\"left_out\":[", test.items, EventItem::Counted::no);
  json.raw('}');
}

void write_step_head(JsonWriter& json, const Step& step) {
  json.raw('{');
  if (!step.name.empty()) {
    json.raw_and_string("\"name\":", step.name);
    json.raw(',');
  }
  if (!step.key.empty()) {
    json.raw_and_string("\"key\":", step.key);
    json.raw(',');
  }
  json.raw_and_string("\"text\":", step.text);
  json.raw(",\"value\":");
}

void write(JsonWriter& json, const Reason& reason) {
  Written written;
  write_reason(json, reason, written);
}

void write(JsonWriter& json, std::span<const Reason> reasons) {
  Written written;
  json.raw('[');
  write_each(json, reasons, [&](const Reason& reason) { write_reason(json, reason, written); });
  json.raw(']');
}

}  // namespace sanbao::records
