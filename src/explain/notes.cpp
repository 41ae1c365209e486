// SPDX-License-Identifier: Apache-2.0
//
// What was taken to be so, what was left out, what is disputed, and where to complain.
// In: a draft. Out: a line for each kind. Never leaves an assumption out: the desk must be able to
// object. Tested by tests/unit/explain_test.cpp and tests/baselines/explain.
#include <algorithm>

#include "explain/sections.hpp"

namespace sanbao::wording {
namespace {

// Assumptions about events that are alike are said once, for all of them.
struct Alike {
  std::string_view list, field;
  std::string fact;
  std::vector<std::size_t> numbers;
};

std::string event_fact_path(const EventPath& path) {
  return std::string(path.list) + "." + std::string(path.field);
}

Text list_name(const View& view, std::string_view list) {
  for (const PolicyAnswer& policy : view.policies) {
    for (const Reason& reason : policy.reasons) {
      for (const EventReading& events : reason.events) {
        if (events.list == list) return events.list_name;
      }
    }
  }
  return {};
}

// As the clause that read it shows it: words of a vocabulary have their names there. Policies may assume otherwise.
Value shown_value(const View& view, const Assumption& assumption) {
  for (const PolicyAnswer& policy : view.policies) {
    for (const Reason& reason : policy.reasons) {
      for (const Reading& reading : reason.read) {
        if (reading.path == assumption.path && reading.assumed && reading.value == assumption.value)
          return reading.value;
      }
    }
  }
  return assumption.value;
}

// A field of a list that a policy declares may have no words: then its value says enough, or its own name does.
std::string event_fact(const Draft& draft, const EventPath& path, const Assumption& assumption) {
  const bool named = !draft.phrases.text(assumption.name).empty();
  if (!named && assumption.value.kind == Value::Kind::open)
    return draft.phrases.value(assumption.value);
  return named ? draft.phrases.fact(event_fact_path(path), assumption.name, assumption.value)
               : draft.phrases.fact(path.field, {}, assumption.value);
}

// Of a fact of which policies assume different values: whose this is.
std::string whose(const Draft& draft, const Assumption& assumption) {
  if (std::ranges::count(draft.view.assumed, assumption.path, &Assumption::path) < 2) return {};
  for (const PolicyAnswer& policy : draft.view.policies)
    for (const Assumption& own : policy.assumed)
      if (own.path == assumption.path && own.value == assumption.value)
        return draft.phrases.brackets(title_of(draft, policy, {}));
  return {};
}

std::vector<std::string> assumed_facts(const Draft& draft) {
  std::vector<std::string> facts;
  std::vector<Alike> alike;
  for (const Assumption& assumption : draft.view.assumed) {
    const EventPath path = event_path(assumption.path);
    if (path.number == 0) {
      facts.push_back(draft.phrases.fact(assumption.path, assumption.name,
                                         shown_value(draft.view, assumption)) +
                      whose(draft, assumption));
      continue;
    }
    std::string fact = event_fact(draft, path, assumption);
    const auto at = std::find_if(alike.begin(), alike.end(), [&](const Alike& group) {
      return group.list == path.list && group.field == path.field && group.fact == fact;
    });
    if (at != alike.end()) {
      at->numbers.push_back(path.number);
    } else {
      alike.push_back({path.list, path.field, std::move(fact), {path.number}});
    }
  }
  for (const Alike& group : alike) {
    std::vector<std::string> events;
    for (const std::size_t number : group.numbers) {
      events.push_back(draft.phrases.event(group.list, list_name(draft.view, group.list), number));
    }
    facts.push_back(draft.phrases.all_of(events) + std::string(draft.phrases.joint(Joint::comma)) +
                    group.fact);
  }
  return facts;
}

std::string policy_title(const Draft& draft, std::string_view id) {
  for (const PolicyAnswer& policy : draft.view.policies) {
    if (policy.policy == id) return title_of(draft, policy, policy.version);
  }
  return draft.phrases.title({id, id}, {});
}

// Sentences, each once, with the policies that it is said of where there are several.
class Notes {
 public:
  explicit Notes(const Draft& draft) : draft_(draft) {}

  void add(const PolicyAnswer& policy, std::string text) {
    const auto at = std::find_if(notes_.begin(), notes_.end(),
                                 [&](const Note& note) { return note.text == text; });
    Note& note = at == notes_.end() ? notes_.emplace_back(Note{std::move(text), {}}) : *at;
    std::string title = title_of(draft_, policy, {});
    if (std::find(note.titles.begin(), note.titles.end(), title) == note.titles.end())
      note.titles.push_back(std::move(title));
  }
  void move_to(std::vector<std::string>& lines) {
    const bool several = draft_.view.policies.size() > 1;
    for (Note& note : notes_) {
      lines.push_back(several
                          ? note.text + draft_.phrases.brackets(draft_.phrases.all_of(note.titles))
                          : std::move(note.text));
    }
  }

 private:
  struct Note {
    std::string text;
    std::vector<std::string> titles;
  };
  const Draft& draft_;
  std::vector<Note> notes_;
};

// The clauses that stand on the page.
std::vector<Chosen> shown(const Draft& draft) {
  std::vector<Chosen> all;
  for (const RemedyAnswer* answer : draft.selection.focus) {
    for (const auto& some : {draft.selection.reasons(*answer), draft.selection.additions(*answer)})
      all.insert(all.end(), some.begin(), some.end());
  }
  return all;
}

void add_policy_notes(const Draft& draft, std::vector<std::string>& lines) {
  const std::vector<Chosen> clauses = shown(draft);
  Notes notes(draft);
  for (const PolicyAnswer& policy : draft.view.policies) {
    for (const ParameterReading& parameter : policy.parameters) {
      const bool bears = std::any_of(clauses.begin(), clauses.end(), [&](const Chosen& chosen) {
        return chosen.policy == &policy && contains(chosen.reason->parameters, parameter.name);
      });
      if (!bears && !parameter.set) continue;
      const std::string_view name = either(draft.phrases.text(parameter.title), parameter.name);
      const std::string_view reading = draft.phrases.text(parameter.reading);
      notes.add(policy, reading.empty()
                            ? draft.phrases.set_here(name, parameter.value)
                            : draft.phrases.contested(reading, parameter.value, parameter.set));
    }
  }
  for (const Chosen& chosen : clauses) {
    const std::string_view note = draft.phrases.text(chosen.reason->note);
    if (note.empty()) continue;
    notes.add(*chosen.policy,
              draft.phrases.clauses(clauses_of(*chosen.reason)) + "  " + std::string(note));
  }
  for (const PolicyAnswer& policy : draft.view.policies) {
    if (policy.recalled.empty()) continue;
    std::vector<std::string> what(policy.recalled.begin(), policy.recalled.end());
    if (what.front() == "in_force") what.front() = draft.phrases.days_in_force();
    notes.add(policy, draft.phrases.recalled(what));
  }
  notes.move_to(lines);
}

void add_left_out(const Draft& draft, std::vector<std::string>& lines) {
  for (const std::string_view path : draft.view.ignored) {
    const EventPath event = event_path(path);
    const std::string name =
        event.number == 0
            ? std::string(path)
            : draft.phrases.event(event.list, list_name(draft.view, event.list), event.number);
    lines.push_back(draft.phrases.left_out(name, !event.field.empty()));
  }
}

void add_open_policies(const Draft& draft, std::vector<std::string>& lines) {
  std::vector<std::string_view> said;
  for (const RemedyAnswer* answer : draft.selection.focus) {
    for (const std::string_view id : answer->may_improve) {
      if (contains(said, id)) continue;
      said.push_back(id);
      std::vector<std::string> questions;
      for (const PolicyAnswer& policy : draft.view.policies) {
        if (policy.policy != id) continue;
        for (const Ask& ask : policy.ask) {
          if (ask.remedy != answer->remedy && ask.remedy != "any") continue;
          if (ask.sets.empty()) continue;
          questions = draft.selection.questions(ask.sets.front());
          break;
        }
      }
      lines.push_back(draft.phrases.may_improve(policy_title(draft, id), questions));
    }
  }
  for (const NotApplied& policy : draft.view.not_applied) {
    if (policy.not_established.empty()) continue;
    std::vector<std::string> facts;
    for (const std::string_view path : policy.not_established) {
      const auto at = std::find_if(policy.read.begin(), policy.read.end(),
                                   [&](const Reading& reading) { return reading.path == path; });
      facts.push_back(at == policy.read.end() ? draft.phrases.fact(path, {}, Value{})
                                              : draft.phrases.fact(path, at->name, at->value));
    }
    Text title = policy.title;
    if (title.zh.empty() && title.en.empty()) title = {policy.policy, policy.policy};
    lines.push_back(draft.phrases.not_applied(draft.phrases.title(title, policy.version), facts));
  }
}

}  // namespace

void write_notes(Draft& draft) {
  std::vector<std::string> lines;
  add_policy_notes(draft, lines);
  add_left_out(draft, lines);
  add_open_policies(draft, lines);
  if (draft.view.outcome != Outcome::needs_facts) {
    for (const std::string_view gap : draft.view.gaps)
      lines.push_back(draft.selection.gap(gap));
  }
  if (!draft.view.unread.empty()) {
    lines.push_back(draft.phrases.not_read(
        std::vector<std::string>(draft.view.unread.begin(), draft.view.unread.end())));
  }
  if (!lines.empty()) {
    draft.said.section(Topic::notes, Heading::notes);
    for (std::string& line : lines)
      draft.said.add(Block::Kind::line, std::move(line));
  }
  const std::vector<std::string> facts = assumed_facts(draft);
  if (facts.empty()) return;
  draft.said.section(Topic::assumed);
  draft.said.add(Block::Kind::sentence, draft.phrases.assumed(facts));
}

void write_notices(Draft& draft) {
  const bool any = std::any_of(draft.view.policies.begin(), draft.view.policies.end(),
                               [](const PolicyAnswer& policy) { return !policy.notices.empty(); });
  if (!any) return;
  const bool denied = draft.view.outcome == Outcome::denied;
  draft.said.section(Topic::notices, denied ? Heading::complain : Heading::notes);
  for (const PolicyAnswer& policy : draft.view.policies) {
    const bool named = draft.view.policies.size() > 1 && !policy.notices.empty();
    if (named) draft.said.add(Block::Kind::part, title_of(draft, policy, {}));
    for (const Notice& notice : policy.notices)
      draft.said.item(notice.id, draft.phrases.text(notice.text));
  }
}

}  // namespace sanbao::wording
