// SPDX-License-Identifier: Apache-2.0
//
// Lines that help an author whose test fails: how days and money were worked out, and which period,
// event or fact kept a rule from holding. In the author's words: paths, names and dates as the
// files write them. In: the policies' own answers. Out: short lines. Never more than a few of them.
// Tested by tests/unit/testing_test.cpp and tests/unit/testing_because_test.cpp.
#include <fmt/format.h>

#include <algorithm>

#include "testing/compare.hpp"

namespace sanbao::testing {
namespace {

constexpr std::size_t most_lines = 8;

bool contains(std::span<const std::string_view> items, std::string_view item) {
  return std::find(items.begin(), items.end(), item) != items.end();
}

bool decides(const Reason& reason, std::string_view name) {
  return reason.because.empty() || contains(reason.because, name);
}

std::string days_text(std::int64_t count) {
  return fmt::format("{} {}", count, count == 1 ? "day" : "days");
}

std::string date_text(const std::optional<CivilDate>& date) {
  return date ? date->to_string() : "?";
}

std::string period_text(const PeriodReading& period) {
  if (!period.begun) return fmt::format("{} has not begun", period.name);
  std::string out = fmt::format("{} {} to {}", period.name, date_text(period.first),
                                period.last ? period.last->to_string() : "no end");
  if (period.last_unrolled)
    out += fmt::format(" (before rolling {})", period.last_unrolled->to_string());
  if (period.days_added > 0) out += fmt::format(" ({} added)", days_text(period.days_added));
  if (period.day) {
    out += ", ";
    if (!period.day_path.empty()) out += fmt::format("{} ", period.day_path);
    out += period.day->to_string();
    if (period.days_late)
      out += fmt::format(" is {} late", days_text(*period.days_late));
    else if (period.days_early)
      out += fmt::format(" is {} early", days_text(*period.days_early));
    else if (period.in == true)
      out += " is in it";
    else if (period.in == false)
      out += " is not in it";
  }
  return out;
}

std::string item_text(const EventItem& item) {
  std::string out = fmt::format("{}: {} to {}", item.path, date_text(item.begin),
                                item.end ? item.end->to_string() : "open");
  if (item.counted == EventItem::Counted::yes) out += ", counted";
  if (item.counted == EventItem::Counted::perhaps) out += ", perhaps counted";
  if (item.counted == EventItem::Counted::no) out += ", not counted";
  if (!item.because.empty()) out += fmt::format(" because of {}", fmt::join(item.because, ", "));
  return out;
}

void add_rule(const Reason& reason, std::vector<std::string>& lines) {
  std::vector<std::string> parts;
  for (const PeriodReading& period : reason.periods) {
    if (decides(reason, period.name)) parts.push_back(period_text(period));
  }
  for (const EventReading& events : reason.events) {
    if (!decides(reason, events.list)) continue;
    for (const EventItem& item : events.items)
      parts.push_back(item_text(item));
    if (events.items.empty()) parts.push_back(fmt::format("no {}", events.list));
  }
  for (const Reading& reading : reason.read) {
    if (!contains(reason.because, reading.path)) continue;
    parts.push_back(fmt::format("{} = {}{}", reading.path, value_text(reading.value),
                                reading.assumed ? " (assumed)" : ""));
  }
  for (const std::string_view path : reason.because) {
    const bool told = std::any_of(reason.read.begin(), reason.read.end(),
                                  [&](const Reading& reading) { return reading.path == path; });
    if (!told && !reason.holds && path.find('.') != std::string_view::npos) {
      parts.push_back(fmt::format("{} is not given", path));
    }
  }
  const std::string_view state = !reason.holds ? "is open" : *reason.holds ? "holds" : "fails";
  std::string line = fmt::format("rule {} {}", reason.rule, state);
  if (!reason.overridden_by.empty())
    line += fmt::format(", overridden by {}", fmt::join(reason.overridden_by, ", "));
  if (!parts.empty()) line += fmt::format(": {}", fmt::join(parts, "; "));
  lines.push_back(std::move(line));
}

std::string not_applied_text(const NotApplied& entry) {
  std::vector<std::string> parts;
  for (const Reading& reading : entry.read)
    parts.push_back(fmt::format("{} = {}", reading.path, value_text(reading.value)));
  for (const std::string_view path : entry.because)
    if (std::ranges::find(entry.read, path, &Reading::path) == entry.read.end())
      parts.emplace_back(path);
  const std::string name = entry.version.empty()
                               ? std::string(entry.policy)
                               : fmt::format("{} ({})", entry.policy, entry.version);
  return parts.empty() ? fmt::format("{} does not apply", name)
                       : fmt::format("{} does not apply: {}", name, fmt::join(parts, "; "));
}

std::string step_text(const Step& step) {
  std::string out =
      fmt::format("{} = {}", step.name.empty() ? step.text : step.name, value_text(step.value));
  if (step.from && step.to && step.factors.empty()) {
    out += fmt::format(": {} to {} is {}", step.from->to_string(), step.to->to_string(),
                       days_text(step.days_between));
    for (const Step::Interval& interval : step.taken_off) {
      out += fmt::format(", less {} to {} ({})", interval.begin.to_string(),
                         interval.end.to_string(), days_text(interval.days));
    }
  } else if (!step.name.empty() && !step.text.empty()) {
    out += fmt::format(" ({})", step.text);
  }
  return out;
}

}  // namespace

std::string value_text(const Value& value) {
  switch (value.kind) {
    case Value::Kind::null:
      return "null";
    case Value::Kind::boolean:
      return value.number != 0 ? "true" : "false";
    case Value::Kind::count:
      return fmt::format("{}", value.number);
    case Value::Kind::number: {
      std::string text =
          fmt::format("{}.{:06}", value.number / 1'000'000, value.number % 1'000'000);
      text.erase(text.find_last_not_of('0') + 1);
      if (text.ends_with('.')) text.pop_back();
      return text;
    }
    case Value::Kind::text:
      return std::string(value.text);
    case Value::Kind::date:
      return CivilDate::from_days(static_cast<std::int32_t>(value.number)).to_string();
    case Value::Kind::never:
      return "never";
    case Value::Kind::days:
      return days_text(value.number);
    case Value::Kind::length:
      return Period::decode(value.number).to_string();
    case Value::Kind::money:
      return value.currency ? Money::minor(value.number, *value.currency).to_string() : "?";
    case Value::Kind::rate:
      return Rate::from_parts(value.number).to_string();
    case Value::Kind::set:
      return fmt::format("[{}]", fmt::join(value.set, ", "));
    case Value::Kind::empty_list:
      return "[]";
    case Value::Kind::open:
      return "open";
  }
  return {};
}

std::string list_text(const std::vector<std::string>& items) {
  return items.empty() ? "none" : fmt::format("[{}]", fmt::join(items, ", "));
}

std::vector<std::string> because_of_status(const Decision& decision, std::string_view remedy) {
  std::vector<std::string> lines;
  if (decision.policies().empty())
    for (const NotApplied& entry : decision.not_applied())
      if (lines.size() < most_lines) lines.push_back(not_applied_text(entry));
  for (const PolicyAnswer& policy : decision.policies()) {
    for (const Reason& reason : policy.reasons) {
      if (lines.size() == most_lines) return lines;
      if (!remedy.empty() && !contains(reason.remedies, remedy)) continue;
      const bool excludes = reason.effect == "excludes";
      const bool adds = reason.effect == "adds";
      // Exclusions that do not hold and additions that ask nothing have no part in it.
      if (excludes && reason.holds == false) continue;
      const bool asks = std::any_of(reason.needs.begin(), reason.needs.end(),
                                    [](const NeedReading& need) { return need.met != true; });
      if (adds && !asks) continue;
      add_rule(reason, lines);
    }
  }
  return lines;
}

std::vector<std::string> because_of_money(std::span<const PolicyAnswer> policies,
                                          std::string_view remedy) {
  std::vector<std::string> lines;
  for (const PolicyAnswer& policy : policies) {
    for (const Reason& reason : policy.reasons) {
      if (reason.holds == false || !contains(reason.remedies, remedy)) continue;
      for (const Step& step : reason.steps) {
        std::string line = step_text(step);
        if (std::find(lines.begin(), lines.end(), line) == lines.end())
          lines.push_back(std::move(line));
        if (lines.size() == most_lines) return lines;
      }
    }
  }
  return lines;
}

}  // namespace sanbao::testing
