// SPDX-License-Identifier: Apache-2.0
//
// What is still wanting of a remedy: papers, acts, facts that are not as a need asks. In: a View. Out: acts where there are
// words for them, else the facts by what is wanted, or that they are not told yet or fall short. Never gives what is on
// record for what is needed. Tested by tests/unit/explain_verdict_test.cpp and tests/cases/pages.
#include <algorithm>

#include "explain/selection.hpp"

namespace sanbao::wording {
namespace {

// Where all that a need looks for are papers: which are shown and which are wanting.
std::optional<Papers> papers_of(const NeedReading& need, const Phrases& phrases) {
  if (need.parts.empty()) return std::nullopt;
  Papers papers;
  papers.at_least = need.at_least;
  for (const NeedReading::Part& part : need.parts) {
    const std::string_view wanted = phrases.text(part.wanted);
    if (wanted.empty() || part.path != need.parts.front().path) return std::nullopt;
    (part.met == true ? papers.shown : papers.wanting).emplace_back(wanted);
  }
  return papers;
}

// Whether the test of a need that reads a fact is met; nothing where that is open, or where no test reads it alone.
std::optional<bool> is_met(const NeedReading& need, const Reading& reading) {
  for (const NeedReading::Part& part : need.parts)
    if (part.path == reading.path) return part.met;
  return need.read.size() == 1 ? need.met : std::nullopt;
}

bool read_alone(const NeedReading& need, const Reading& reading) {
  return need.read.size() == 1 ||
         std::ranges::any_of(need.parts, [&](const auto& p) { return p.path == reading.path; });
}

// One fact of a need that is not met.
struct Lacking {
  std::string fact;    ///< what is wanted of it, or how it stands
  std::string act;     ///< what the consumer does about it; may be empty
  bool vague = false;  ///< what is wanted of it does not show
};

Lacking lacking(const Phrases& phrases, const Reason& reason, const NeedReading& need,
                const Reading& reading, Strings papers) {
  const bool set = reading.value.kind == Value::Kind::set;
  Value value = reading.value;
  Lacking out;
  if (value.kind == Value::Kind::null) {
    const bool told = std::ranges::any_of(
        reason.read, [&](const Reading& read) { return read.path == reading.path; });
    out.act = phrases.todo(reading.path, papers);
    out.vague = true;
    out.fact = told ? phrases.fact(reading.path, reading.name, value)
                    : phrases.not_told(either(phrases.text(reading.name), reading.path));
    return out;
  }
  const bool opposite = value.kind == Value::Kind::boolean && read_alone(need, reading) &&
                        is_met(need, reading) == false;
  if (opposite) value.number = value.number == 0 ? 1 : 0;
  if (set || (opposite && value.number != 0))
    out.act = phrases.todo(reading.path, set ? papers : Strings{});
  out.vague = !opposite;
  out.fact = opposite
                 ? phrases.fact(reading.path, reading.name, value)
                 : phrases.falls_short(either(phrases.text(reading.name), reading.path), value);
  return out;
}

// The facts of a need that are wanting. The day of the claim is none that can be brought about; of one test that reads
// several facts and is open, those that are told are not what it waits for.
std::vector<const Reading*> wanting(const NeedReading& need) {
  std::vector<const Reading*> facts;
  for (const Reading& reading : need.read) {
    const bool alone = read_alone(need, reading);
    if (alone && is_met(need, reading) == true) continue;
    if (!alone && reading.path == "claim.filed_on") continue;
    if (!alone && !need.met && reading.value.kind != Value::Kind::null) continue;
    facts.push_back(&reading);
  }
  return facts;
}

// How many of its tests have yet to be met; 0 where they are not told one by one.
std::size_t still_needed(const NeedReading& need) {
  const auto met = std::count_if(need.parts.begin(), need.parts.end(),
                                 [](const NeedReading::Part& part) { return part.met == true; });
  return need.at_least - std::min(need.at_least, static_cast<std::size_t>(met));
}

// The rules whose needs are not, or not for certain, met; none where several grants ask for different
// things.
std::vector<std::string_view> open_needs(const PolicyAnswer& policy, std::string_view remedy) {
  std::vector<std::string_view> rules;
  for (const Reason& reason : policy.reasons) {
    if (reason.holds == false || reason.effect == "excludes" || !contains(reason.remedies, remedy))
      continue;
    const bool open =
        std::any_of(reason.needs.begin(), reason.needs.end(), [&](const NeedReading& need) {
          return (need.remedy.empty() || need.remedy == remedy) && need.met != true;
        });
    if (!open) continue;
    if (reason.effect == "grants" && only_grant(policy, remedy) != &reason) return {};
    rules.push_back(reason.rule);
  }
  return rules;
}

}  // namespace

std::vector<Todo> Selection::todos(const RemedyAnswer& answer) const {
  std::vector<Todo> todos;
  const PolicyAnswer* policy = owner(answer);
  const bool open = answer.status == Status::unknown && policy != nullptr;
  for (const std::string_view rule : open ? open_needs(*policy, answer.remedy)
                                          : std::vector(answer.needs.begin(), answer.needs.end())) {
    const Reason* reason = policy == nullptr ? nullptr : find_reason(*policy, rule);
    if (reason == nullptr) {
      todos.push_back({{}, std::string(rule), phrases_.quote(rule), {rule}});
      continue;
    }
    bool told = false;
    for (const NeedReading& need : reason->needs) {
      if (!(need.remedy.empty() || need.remedy == answer.remedy) || need.met == true) continue;
      todos.push_back(todo_of(*reason, need));
      told = true;
    }
    if (told) continue;
    const std::string title(phrases_.text(reason->title));
    const std::string text = phrases_.todo_of_title(title);
    todos.push_back(
        {text, title, text.empty() ? phrases_.quote(title) : text, clauses_of(*reason)});
  }
  return todos;
}

Todo Selection::todo_of(const Reason& reason, const NeedReading& need) const {
  const bool adds = reason.effect == "adds";
  const std::string title(phrases_.text(reason.title));
  const std::optional<Papers> papers = papers_of(need, phrases_);
  std::vector<std::string> shown;
  for (const Text& text : need.wanted)
    shown.emplace_back(phrases_.text(text));
  std::vector<std::string> acts;
  std::vector<std::string> facts;
  std::vector<std::string> vague;
  for (const Reading* reading : wanting(need)) {
    const bool paper = reading->value.kind == Value::Kind::set;
    Lacking lacks = lacking(phrases_, reason, need, *reading, paper ? shown : Strings{});
    if (!lacks.act.empty()) acts.push_back(std::move(lacks.act));
    if (lacks.vague)
      vague.push_back(phrases_.quote(either(phrases_.text(reading->name), reading->path)));
    facts.push_back(std::move(lacks.fact));
  }
  const std::size_t left = still_needed(need);
  const auto together = [&](const std::vector<std::string>& parts, bool sentences) {
    return left == 1 || need.one_is_enough    ? phrases_.one_of(parts)
           : left != 0 && left < parts.size() ? phrases_.some_of(parts, left)
           : sentences                        ? join(parts, phrases_.joint(Joint::semicolon))
                                              : phrases_.all_of(parts);
  };
  Todo todo;
  todo.clauses = clauses_of(reason);
  const bool one = need.read.size() == 1;
  // A rule of its own says best what it asks; a grant's title speaks of the grant.
  if (adds && !one) todo.text = phrases_.todo_of_title(title);
  if (todo.text.empty() && papers) todo.text = phrases_.todo(*papers);
  if (todo.text.empty() && acts.size() == facts.size() && !acts.empty())
    todo.text = together(acts, false);
  if (todo.text.empty() && adds) todo.text = phrases_.todo_of_title(title);
  // What has been shown already makes the title say too much.
  const bool title_fits = adds && !(papers && !papers->shown.empty());
  todo.title = title_fits ? title : todo.text.empty() ? together(facts, !vague.empty()) : todo.text;
  if (todo.title.empty()) todo.title = title;
  if (todo.text.empty() && !title_fits && !vague.empty()) {
    todo.act = phrases_.as_asked(together(vague, false), vague.size());
  } else {
    todo.act = todo.text.empty() ? phrases_.quote(todo.title) : todo.text;
  }
  return todo;
}

}  // namespace sanbao::wording
