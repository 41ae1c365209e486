// SPDX-License-Identifier: Apache-2.0
//
// What a page calls things: questions by the event they are about, facts that cannot be found out, what was
// counted, gaps. In: a View. Out: words of its language. Never chooses what is shown (selection.cpp does).
// Tested by tests/unit/explain_test.cpp and tests/cases/pages.
#include <algorithm>

#include "explain/selection.hpp"

namespace sanbao::wording {

std::vector<std::string> Selection::not_established(const Reason& reason) const {
  std::vector<std::string> names;
  for (const std::string_view path : reason.not_established)
    names.emplace_back(fact_name(reason, path));
  return names;
}

std::string Selection::fact_name(const Reason& reason, std::string_view path) const {
  const auto at = std::find_if(reason.read.begin(), reason.read.end(),
                               [&](const Reading& reading) { return reading.path == path; });
  if (at != reason.read.end()) return std::string(either(phrases_.text(at->name), path));
  const EventPath parts = event_path(path);
  for (const EventReading& events : reason.events) {
    if (events.list != parts.list || parts.number == 0) continue;
    std::string_view field = parts.field;
    for (const EventItem& item : events.items) {
      for (std::size_t i = 0; i < item.because_names.size() && i < item.because.size(); ++i) {
        if (item.because[i] == parts.field)
          field = either(phrases_.text(item.because_names[i]), field);
      }
    }
    return phrases_.event(parts.list, events.list_name, parts.number) +
           std::string(phrases_.joint(Joint::comma)) + std::string(field);
  }
  return std::string(either(words_of(path), path));
}

std::string_view Selection::words_of(std::string_view path) const {
  for (const PolicyAnswer& policy : view_.policies) {
    for (const Reason& reason : policy.reasons) {
      for (const Reading& reading : reason.read)
        if (reading.path == path) return phrases_.text(reading.name);
      for (const NeedReading& need : reason.needs)
        for (const Reading& reading : need.read)
          if (reading.path == path) return phrases_.text(reading.name);
    }
  }
  return {};
}

std::string Selection::unproved(const Reason& reason) const {
  std::vector<std::string> subjects;
  for (const std::string_view path : reason.not_established)
    subjects.push_back(phrases_.subject(path, fact_name(reason, path)));
  const PeriodReading* only = nullptr;
  // One fact and the period that hangs on it.
  if (reason.not_established.size() == 1 && reason.because.size() <= 2) {
    for (const PeriodReading& period : reason.periods) {
      if (!period.in && period.test == "in" && period.day_path == "claim.filed_on" &&
          contains(reason.because, period.name))
        only = &period;
    }
  }
  return phrases_.unproved(subjects, only);
}

std::string Selection::measured(const EventReading& events) const {
  const std::string_view title = either(phrases_.text(events.title), phrases_.text(events.of_name));
  return std::string(either(title, phrases_.text(events.list_name))) +
         std::string(phrases_.joint(Joint::colon)) + phrases_.event_sum(events);
}

std::string Selection::event_name(const EventReading& events, const EventItem& item) const {
  const EventPath path = event_path(item.path);
  return phrases_.event(path.list, events.list_name, path.number);
}

std::vector<std::string> Selection::counted(const EventReading& events) const {
  std::vector<std::string> lines;
  for (const EventItem& item : events.items) {
    if (item.counted != EventItem::Counted::yes) continue;
    lines.push_back(phrases_.event_line(item, event_name(events, item), {}));
  }
  return lines;
}

std::string Selection::question(std::string_view path) const {
  const EventPath of = event_path(path);
  for (const Question& question : view_.questions) {
    if (question.path == path)
      return phrases_.question(either(phrases_.text(question.text), path), of.list,
                               event_asked_of(of));
  }
  return std::string(path);
}

// An event and its days; empty where it is the only one, so that `this` tells which.
std::string Selection::event_asked_of(const EventPath& path) const {
  if (path.number == 0) return {};
  for (const PolicyAnswer& policy : view_.policies) {
    for (const Reason& reason : policy.reasons) {
      for (const EventReading& events : reason.events) {
        if (events.list != path.list || events.items.empty()) continue;
        if (events.items.size() == 1 && path.number == 1) return {};
        std::string name = phrases_.event(path.list, events.list_name, path.number);
        for (const EventItem& item : events.items) {
          if (event_path(item.path).number != path.number || !item.begin) continue;
          return name + phrases_.brackets(item.end ? phrases_.range(*item.begin, *item.end)
                                                   : phrases_.date(*item.begin));
        }
        return name;
      }
    }
  }
  return path.number == 1 ? std::string() : phrases_.event(path.list, {}, path.number);
}

std::vector<std::string> Selection::questions(std::span<const std::string_view> paths) const {
  std::vector<std::string> texts;
  for (const std::string_view path : paths)
    texts.push_back(question(path));
  return texts;
}

std::string Selection::gap(std::string_view gap) const {
  GapWords words = gap_words(gap);
  if (words.kind == "calendar") return phrases_.gap(words);
  for (const PolicyAnswer& policy : view_.policies) {
    for (const Reason& reason : policy.reasons) {
      if (reason.rule == words.what) {
        const std::string clauses = phrases_.clauses(clauses_of(reason));
        words.what = clauses;
        return phrases_.gap(words);
      }
      for (const PeriodReading& period : reason.periods) {
        if (words.kind != "month_end" || period.name != words.what) continue;
        words.what = either(phrases_.text(period.title), period.name);
        return phrases_.gap(words);
      }
    }
  }
  return phrases_.gap(words);
}

}  // namespace sanbao::wording
