// SPDX-License-Identifier: Apache-2.0
//
// Why: the clauses that decided, each with the events it counted and the days it ran over; what is
// still to be brought; what goes with the remedy. In: a draft. Out: one block a clause. Never
// prints a period or an event test twice. Tested by tests/unit/explain_test.cpp and
// tests/baselines/explain.
#include <algorithm>

#include "explain/sections.hpp"

namespace sanbao::wording {
namespace {

constexpr std::size_t most_held = 6;
constexpr std::size_t most_failed = 4;
constexpr std::size_t most_events = 6;
constexpr std::size_t most_left_out = 3;
constexpr std::int64_t few_days = 7;

std::string label(const Draft& draft, const Reason& reason) {
  return draft.phrases.clauses(clauses_of(reason));
}

bool first_time(Draft& draft, const Chosen& chosen, std::string_view name) {
  return draft.told.insert(std::string(chosen.policy->policy) + "/" + std::string(name)).second;
}

bool was_told(const Draft& draft, const Chosen& chosen, std::string_view name) {
  return draft.told.contains(std::string(chosen.policy->policy) + "/" + std::string(name));
}

std::vector<std::string> left_out_because(const Draft& draft, const Reason& reason,
                                          const EventItem& item) {
  std::vector<std::string> why;
  std::vector<std::string_view> nameless;
  for (std::size_t i = 0; i < item.because.size(); ++i) {
    const std::string_view name = item.because[i];
    if (name == "fixed") continue;  // the line says so already
    const auto period = std::find_if(reason.periods.begin(), reason.periods.end(),
                                     [&](const PeriodReading& p) { return p.name == name; });
    const std::string_view called = i < item.because_names.size()
                                        ? draft.phrases.text(item.because_names[i])
                                        : std::string_view();
    if (period != reason.periods.end()) {
      why.push_back(draft.phrases.outside(either(draft.phrases.text(period->title), period->name)));
    } else if (const std::string_view words = either(called, draft.selection.words_of(name));
               !words.empty()) {
      why.emplace_back(words);
    } else {
      nameless.push_back(name);
    }
  }
  // What has no words is told by its path only where nothing else is.
  if (why.empty()) why.assign(nameless.begin(), nameless.end());
  return why;
}

// What has been said under a clause; rules may share one.
std::string under(const Draft& draft, const Reason& reason, std::string_view text) {
  return label(draft, reason) + "\n" + std::string(text);
}

void write_events(Draft& draft, const Chosen& chosen, const EventReading& events) {
  if (!first_time(draft, chosen, std::string(events.list) + "?" + std::string(events.measure)))
    return;
  const auto line_of = [&](const EventItem& item) {
    const std::string name = draft.selection.event_name(events, item);
    EventItem plain = item;
    plain.amount.reset();
    const bool first = draft.told.insert(draft.phrases.event_line(plain, name, {})).second;
    const bool amount = item.amount && item.amount->kind != Value::Kind::null;
    return first || !amount ? draft.phrases.event_line(item, name, events.of_name)
                            : draft.phrases.event_again(item, name, events.of_name);
  };
  std::size_t shown = 0;
  std::size_t left_out = 0;
  std::size_t more = 0;
  for (const EventItem& item : events.items) {
    const std::string line = line_of(item);
    if (item.counted == EventItem::Counted::no) {
      if (++left_out <= most_left_out) {
        draft.said.below(
            draft.phrases.not_counted(line, left_out_because(draft, *chosen.reason, item)), true);
      }
    } else if (shown < most_events) {
      draft.said.below(line, true);
      ++shown;
    } else {
      ++more;
    }
  }
  if (more > 0) draft.said.below(draft.phrases.more_events(more), true);
  // Counting what stands above says nothing new, unless it falls short.
  const bool plain = events.measure == "count" && events.holds == true;
  if (events.bound.empty() || plain) return;
  // Under its events a sum needs no name; that something is not so does.
  const bool bare = !events.items.empty() && events.least.kind != Value::Kind::null;
  const std::string sum = bare ? draft.phrases.event_sum(events) : draft.selection.measured(events);
  draft.said.below(draft.phrases.start(sum), true);
  draft.told.insert(under(draft, *chosen.reason, draft.selection.measured(events)));
}

// Whether a sum beside the period takes off more days in repair than were added to it.
bool takes_off_other_days(const Reason& reason, std::int64_t added) {
  return std::any_of(reason.steps.begin(), reason.steps.end(), [&](const Step& step) {
    std::int64_t off = 0;
    for (const Step::Interval& interval : step.taken_off)
      off += interval.days;
    return off > added;
  });
}

void write_period(Draft& draft, const Chosen& chosen, const PeriodReading& period) {
  if ((!period.begun && period.open.empty()) || !first_time(draft, chosen, period.name)) return;
  draft.said.below(draft.phrases.period(period));
  std::string counted = draft.phrases.period_counted(period);
  if (period.days_added > 0 && takes_off_other_days(*chosen.reason, period.days_added))
    counted += std::string(draft.phrases.joint(Joint::semicolon)) +
               std::string(draft.phrases.added_apart());
  const bool close = period.in == true && period.day_path == "claim.filed_on" && period.days_left &&
                     *period.days_left <= few_days;
  if (close) {
    if (!counted.empty()) counted += draft.phrases.joint(Joint::semicolon);
    counted += draft.phrases.days_left(*period.days_left);
  }
  if (counted.empty()) return;
  std::string brackets = draft.phrases.brackets(counted);
  brackets.erase(0, brackets.find_first_not_of(' '));
  draft.said.below(brackets, true);
}

// The periods that leave events out: without their days `outside the period` explains nothing.
void write_event_periods(Draft& draft, const Chosen& chosen) {
  for (const PeriodReading& period : chosen.reason->periods) {
    const bool leaves_out = std::any_of(
        chosen.reason->events.begin(), chosen.reason->events.end(),
        [&](const EventReading& events) {
          if (!decides(*chosen.reason, events.list)) return false;
          return std::any_of(events.items.begin(), events.items.end(), [&](const EventItem& item) {
            return item.counted == EventItem::Counted::no && contains(item.because, period.name);
          });
        });
    if (leaves_out) write_period(draft, chosen, period);
  }
}

// Of a grant its title tells all but the days; of an exclusion any of them may be it.
void write_facts(Draft& draft, const Chosen& chosen) {
  const Reason& reason = *chosen.reason;
  const bool all = reason.effect == "excludes";
  std::vector<std::string> facts;
  for (const Reading& reading : reason.read) {
    const bool day = reading.value.kind == Value::Kind::date && reading.path != "claim.filed_on" &&
                     !told_by_a_period(reason, reading);
    if (contains(reason.because, reading.path) && (all || day)) {
      facts.push_back(draft.phrases.fact(reading.path, reading.name, reading.value));
    }
  }
  std::string line;
  for (const std::string& fact : facts) {
    if (!line.empty()) line += draft.phrases.joint(Joint::semicolon);
    line += fact;
  }
  if (!line.empty()) draft.said.below(line, true);
}

void write_not_established(Draft& draft, const Reason& reason) {
  if (reason.not_established.empty()) return;
  draft.said.below(draft.phrases.not_established(draft.selection.not_established(reason)), true);
}

void write_reason(Draft& draft, const Chosen& chosen) {
  const Reason& reason = *chosen.reason;
  draft.said.item(label(draft, reason), draft.phrases.text(reason.title), chosen.mark);
  draft.told.emplace(draft.phrases.text(reason.title));
  if (chosen.mark != Mark::holds) {
    const bool open = chosen.mark == Mark::open;
    std::vector<std::string> pieces = draft.selection.pieces(chosen);
    if (!open) {
      // Rules that share a clause often fail for the same.
      const std::size_t before = pieces.size();
      std::erase_if(pieces, [&](const std::string& piece) {
        return draft.told.contains(under(draft, reason, piece));
      });
      if (pieces.size() < before)
        draft.said.below(draft.phrases.start(draft.phrases.as_above()), true);
    }
    for (const EventReading& events : reason.events) {
      if (events.items.empty()) continue;
      // Of an open rule what holds already and what is open; of one that fails what fails.
      const bool bears =
          open ? events.holds != false : events.holds != true && decides(reason, events.list);
      if (bears) write_events(draft, chosen, events);
    }
    for (const std::string& piece : pieces) {
      // What the verdict has asked is not asked again.
      const bool first = draft.told.insert(piece).second;
      const bool fresh = open ? first : draft.told.insert(under(draft, reason, piece)).second;
      if (fresh) draft.said.below(draft.phrases.start(piece), true);
    }
    for (const PeriodReading& period : reason.periods) {
      const bool counts = period.in == true || (!period.in && decides(reason, period.name));
      if (open && counts) write_period(draft, chosen, period);
    }
    write_event_periods(draft, chosen);
    if (open) write_not_established(draft, reason);
    return;
  }
  const bool excludes = reason.effect == "excludes";
  for (const EventReading& events : reason.events) {
    if (events.holds == true && decides(reason, events.list)) write_events(draft, chosen, events);
  }
  // A title that names several cases does not say which of them it is.
  write_facts(draft, chosen);
  for (const PeriodReading& period : reason.periods) {
    if (!decides(reason, period.name)) continue;
    // What holds for a day outside a period says by how much it is outside.
    const bool outside = excludes ? period.in != true : period.in == false && period.begun;
    if (outside && (excludes || !was_told(draft, chosen, period.name)))
      draft.said.below(draft.phrases.start(draft.phrases.period_stand(period)), true);
    if (outside || period.in == true || excludes) write_period(draft, chosen, period);
  }
  write_event_periods(draft, chosen);
  write_not_established(draft, reason);
}

// Papers and acts that the clauses ask for and that are there: one line for all of them.
void write_papers(Draft& draft, const RemedyAnswer& answer) {
  const PolicyAnswer* policy = draft.selection.owner(answer);
  if (policy == nullptr || answer.status != Status::available) return;
  std::vector<std::string_view> clauses;
  for (const Reason& reason : policy->reasons) {
    if (reason.effect != "adds" || reason.holds == false || reason.needs.empty()) continue;
    if (!contains(reason.remedies, answer.remedy)) continue;
    const bool met = std::all_of(reason.needs.begin(), reason.needs.end(),
                                 [](const NeedReading& need) { return need.met == true; });
    if (!met) continue;
    for (const std::string_view clause : clauses_of(reason)) {
      if (!contains(clauses, clause)) clauses.push_back(clause);
    }
  }
  if (clauses.empty()) return;
  draft.said.add(Block::Kind::aside, draft.phrases.papers_complete() +
                                         draft.phrases.brackets(draft.phrases.clauses(clauses)));
}

// Without a value for want of anything that cannot be found out, nor for a figure that the terms lack: it can be told later.
bool is_told_later(const Draft& draft, const Reason* reason, const Term& term) {
  if (reason == nullptr || term.value.kind != Value::Kind::null) return false;
  const bool lacks_figure = std::ranges::any_of(draft.view.gaps, [&](std::string_view gap) {
    const GapWords words = gap_words(gap);
    return words.kind != "calendar" && words.what == term.rule;
  });
  return !lacks_figure && std::ranges::none_of(reason->read, [](const Reading& reading) {
    return reading.value.kind == Value::Kind::null;
  });
}

std::string term_text(const Draft& draft, const Reason* reason, const Term& term) {
  if (term.is_text) return std::string(draft.phrases.text(term.text));
  if (!is_told_later(draft, reason, term))
    return draft.phrases.fact(term.key, term.name, term.value);
  return std::string(either(draft.phrases.text(term.name), term.key)) +
         std::string(draft.phrases.joint(Joint::colon)) + std::string(draft.phrases.open_amount());
}

}  // namespace

void write_why(Draft& draft) {
  std::vector<Chosen> reasons;
  std::size_t further = 0;
  for (const RemedyAnswer* answer : draft.selection.focus) {
    std::vector<Chosen> own = draft.selection.reasons(*answer);
    // Which exclusions hold is the whole answer; grants that fail are shown by the nearest few.
    const bool fails =
        !own.empty() && own.front().mark != Mark::holds && own.front().mark != Mark::open;
    const std::size_t most = fails ? most_failed : most_held;
    for (const Chosen& chosen : own) {
      const bool there = std::any_of(reasons.begin(), reasons.end(),
                                     [&](const Chosen& c) { return c.reason == chosen.reason; });
      if (there) continue;
      if (reasons.size() < most) {
        reasons.push_back(chosen);
      } else {
        further += chosen.mark == Mark::fails || chosen.mark == Mark::unproved ? 1U : 0U;
      }
    }
  }
  if (reasons.empty()) return;
  draft.said.section(Topic::why, Heading::why);
  const bool several = std::any_of(reasons.begin(), reasons.end(), [&](const Chosen& chosen) {
    return chosen.policy != reasons.front().policy;
  });
  const PolicyAnswer* last = nullptr;
  for (const Chosen& chosen : reasons) {
    if (several && chosen.policy != last)
      draft.said.add(Block::Kind::part, title_of(draft, *chosen.policy, {}));
    last = chosen.policy;
    write_reason(draft, chosen);
  }
  if (further > 0)
    draft.said.add(Block::Kind::line, draft.phrases.start(draft.phrases.more_reasons(further)));
  if (draft.selection.focus.size() == 1) write_papers(draft, *draft.selection.focus.front());
}

void write_todos(Draft& draft) {
  if (draft.selection.focus.empty()) return;
  const RemedyAnswer& answer = *draft.selection.focus.front();
  if (answer.status != Status::conditional) return;
  const std::vector<Todo> todos = draft.selection.todos(answer);
  if (todos.empty() || (todos.size() == 1 && !todos.front().text.empty()))
    return;  // the verdict says it
  draft.said.section(Topic::bring, Heading::bring);
  for (const Todo& todo : todos)
    draft.said.item(draft.phrases.clauses(todo.clauses), todo.title);
}

void write_terms(Draft& draft) {
  if (draft.view.outcome != Outcome::approved && draft.view.outcome != Outcome::conditional) return;
  std::vector<std::pair<std::string, std::string>> lines;
  for (const RemedyAnswer* answer : draft.selection.focus) {
    const PolicyAnswer* policy = draft.selection.owner(*answer);
    for (const Term& term : answer->terms) {
      const Reason* reason = policy == nullptr ? nullptr : find_reason(*policy, term.rule);
      const std::string clause = reason == nullptr ? std::string(term.rule) : label(draft, *reason);
      const std::pair<std::string, std::string> line(clause, term_text(draft, reason, term));
      if (std::find(lines.begin(), lines.end(), line) == lines.end()) lines.push_back(line);
    }
  }
  if (lines.empty()) return;
  draft.said.section(Topic::with_it, Heading::with_it);
  std::string last;
  for (const auto& [clause, text] : lines) {
    draft.said.item(clause == last ? std::string_view() : std::string_view(clause), text);
    last = clause;
  }
}

}  // namespace sanbao::wording
