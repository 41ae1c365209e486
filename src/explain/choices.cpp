// SPDX-License-Identifier: Apache-2.0
//
// What else can be had, what cannot and by how much, and what each of several policies says.
// In: a draft. Out: a line for each. Never lists what the verdict has already said.
// Tested by tests/unit/explain_test.cpp and tests/baselines/explain.
#include <algorithm>

#include "explain/sections.hpp"

namespace sanbao::wording {
namespace {

constexpr std::size_t most_lines = 6;

std::string with_clauses(const Draft& draft, const std::string& text,
                         const std::vector<std::string_view>& clauses) {
  return clauses.empty() ? text : text + draft.phrases.brackets(draft.phrases.clauses(clauses));
}

std::string joined(const Draft& draft, const std::vector<std::string>& parts) {
  std::string out;
  for (const std::string& part : parts) {
    if (!out.empty()) out += draft.phrases.joint(Joint::semicolon);
    out += part;
  }
  return out;
}

std::string choice(const Draft& draft, const RemedyAnswer& answer) {
  const Selection& selection = draft.selection;
  const Offer offer = selection.offer(answer);
  switch (answer.status) {
    case Status::available:
      return draft.phrases.offer(offer);
    case Status::conditional: {
      std::vector<std::string> acts;
      for (const Todo& todo : selection.todos(answer))
        acts.push_back(todo.act);
      return draft.phrases.offer_once(offer, acts);
    }
    case Status::unknown: {
      const Ask* ask = selection.ask(answer.remedy);
      std::vector<std::string> questions;
      if (ask != nullptr && !ask->sets.empty()) questions = selection.questions(ask->sets.front());
      return draft.phrases.offer_open(offer, questions);
    }
    case Status::conflict:
      return draft.phrases.own_answer(offer, answer.status);
    case Status::unavailable:
      break;
  }
  return {};
}

struct Part {
  const PolicyAnswer* policy = nullptr;
  std::vector<std::string> said;  ///< as the sections above would have said it
  std::vector<std::string_view> clauses;
  friend bool operator==(const Part&, const Part&) = default;
};
using Because = std::vector<Part>;
constexpr std::size_t most_pieces = 3;

// Rules of one clause say together what each of them lacks, and nothing twice.
void add_part(Because& parts, const Chosen& chosen, std::vector<std::string> said) {
  const std::vector<std::string_view> clauses = clauses_of(*chosen.reason);
  const auto at = std::find_if(parts.begin(), parts.end(), [&](const Part& part) {
    return part.policy == chosen.policy && part.clauses == clauses;
  });
  Part& part = at == parts.end() ? parts.emplace_back(Part{chosen.policy, {}, clauses}) : *at;
  for (std::string& text : said) {
    const bool there = std::any_of(parts.begin(), parts.end(), [&](const Part& other) {
      return std::find(other.said.begin(), other.said.end(), text) != other.said.end();
    });
    if (!there && part.said.size() < most_pieces) part.said.push_back(std::move(text));
  }
}

// Why a remedy is closed: its exclusions by title, else what the nearest grants lack.
Because closed_because(const Draft& draft, const RemedyAnswer& answer) {
  Because parts;
  for (const Chosen& chosen : draft.selection.reasons(answer)) {
    if (chosen.mark == Mark::holds) {
      add_part(parts, chosen, {std::string(draft.phrases.text(chosen.reason->title))});
    } else {
      add_part(parts, chosen, draft.selection.pieces(chosen));
    }
    std::erase_if(parts, [](const Part& part) { return part.said.empty(); });
    if (parts.size() == 2) break;
  }
  return parts;
}

// With the policy, but for the one that the page names as its basis.
std::string cited(const Draft& draft, const PolicyAnswer& policy,
                  const std::vector<std::string_view>& clauses) {
  const std::string text = draft.phrases.clauses(clauses);
  const auto& focus = draft.selection.focus;
  const bool only_basis =
      !focus.empty() && std::all_of(focus.begin(), focus.end(), [&](const auto* answer) {
        return draft.selection.owner(*answer) == &policy;
      });
  return only_basis ? text : title_of(draft, policy, {}) + " " + text;
}

// In one line; of what stands above only the clauses.
std::string in_words(Draft& draft, const Because& because) {
  std::vector<std::string> above;
  std::vector<std::string> parts;
  for (const Part& part : because) {
    const bool told = std::all_of(part.said.begin(), part.said.end(), [&](const std::string& text) {
      return draft.told.contains(text);
    });
    std::string clauses = cited(draft, *part.policy, part.clauses);
    if (!told) {
      parts.push_back(joined(draft, part.said) + draft.phrases.brackets(clauses));
      draft.told.insert(part.said.begin(), part.said.end());
    } else if (std::find(above.begin(), above.end(), clauses) == above.end()) {
      above.push_back(std::move(clauses));
    }
  }
  if (!above.empty()) {
    const std::vector<std::string_view> clauses(above.begin(), above.end());
    parts.insert(parts.begin(), with_clauses(draft, draft.phrases.as_above(), clauses));
  }
  return joined(draft, parts);
}

struct Line {
  std::string subject, text;
};

// Remedies that are closed, those closed for the same reason together.
std::vector<Line> closed_lines(Draft& draft) {
  // Of a denial the verdict and the reasons have said why.
  Because said;
  if (draft.view.outcome == Outcome::denied && draft.selection.focus.size() == 1)
    said = closed_because(draft, *draft.selection.focus.front());
  std::vector<std::pair<std::vector<std::string>, Because>> groups;
  for (const RemedyAnswer* answer : draft.selection.closed) {
    if (answer->side) continue;
    const Because because = closed_because(draft, *answer);
    if (because.empty()) continue;
    const auto at = std::find_if(groups.begin(), groups.end(),
                                 [&](const auto& group) { return group.second == because; });
    const std::string name(either(draft.phrases.text(answer->name), answer->remedy));
    if (at != groups.end()) {
      at->first.push_back(name);
    } else {
      groups.push_back({{name}, because});
    }
  }
  std::vector<Line> lines;
  for (const auto& [names, because] : groups)
    lines.push_back({draft.phrases.all_of(names),
                     because == said ? draft.phrases.same_reason() : in_words(draft, because)});
  return lines;
}

// Grants of remedies that can be had, missed by days or by a count: by how much.
void add_missed(Draft& draft, std::vector<Line>& lines) {
  std::vector<const RemedyAnswer*> open = draft.selection.focus;
  open.insert(open.end(), draft.selection.others.begin(), draft.selection.others.end());
  for (const PolicyAnswer& policy : draft.view.policies) {
    for (const Reason& reason : policy.reasons) {
      if (reason.effect != "grants" || reason.holds != false) continue;
      const bool bears = std::any_of(open.begin(), open.end(), [&](const RemedyAnswer* answer) {
        return !answer->side && answer->status != Status::unavailable &&
               draft.selection.owner(*answer) == &policy &&
               contains(reason.remedies, answer->remedy);
      });
      if (!bears) continue;
      for (const PeriodReading& period : reason.periods) {
        if (period.in != false || !(period.days_late || period.days_early)) continue;
        if (!decides(reason, period.name)) continue;
        if (!draft.told.insert(std::string(policy.policy) + "/" + std::string(period.name)).second)
          continue;
        const std::string text = draft.phrases.period_stand(period);
        if (!draft.told.insert(text).second) continue;
        lines.push_back({draft.phrases.clauses(clauses_of(reason)), text});
      }
      for (const EventReading& events : reason.events) {
        const bool some = events.least.number > 0 && events.least.kind != Value::Kind::null;
        if (events.bound.empty() || events.holds != false || !some || !decides(reason, events.list))
          continue;
        const std::string text = draft.selection.measured(events);
        if (!draft.told.insert(text).second) continue;
        lines.push_back({draft.phrases.clauses(clauses_of(reason)), text});
      }
    }
  }
}

// Of a remedy that is closed by an exclusion it is of no interest which grant would have come first.
void add_overridden(const Draft& draft, std::vector<Line>& lines) {
  for (const RemedyAnswer* answer : draft.selection.focus) {
    const PolicyAnswer* policy = draft.selection.owner(*answer);
    if (policy == nullptr || !answer->excluded_by.empty()) continue;
    for (const Reason& reason : policy->reasons) {
      if (reason.overridden_by.empty() || reason.holds != true) continue;
      if (!contains(reason.remedies, answer->remedy)) continue;
      std::vector<std::string_view> to;
      for (const std::string_view rule : reason.overridden_by) {
        const Reason* over = find_reason(*policy, rule);
        for (const std::string_view clause :
             over == nullptr ? std::vector{rule} : clauses_of(*over)) {
          if (!contains(to, clause)) to.push_back(clause);
        }
      }
      lines.push_back({draft.phrases.clauses(clauses_of(reason)), draft.phrases.gives_way(to)});
    }
  }
}

// Whether it is open that a policy applies: its outcome is open although its own answer, given as if it applied, is not.
// What it does not grant it does not grant either way.
bool may_not_apply(const View& view, const PolicyAnswer& policy) {
  if (policy.outcome != Outcome::needs_facts) return false;
  const auto is = [&](Status status) {
    return std::ranges::any_of(policy.remedies, [&](const RemedyAnswer& answer) {
      const bool asked = view.requested == "any" ? !answer.side : answer.remedy == view.requested;
      return asked && answer.status == status;
    });
  };
  return is(Status::available) ||
         (!is(Status::unknown) && (is(Status::conditional) || is(Status::conflict)));
}

}  // namespace

void write_also(Draft& draft) {
  const bool denied = draft.view.outcome == Outcome::denied;
  std::vector<std::string> lines;
  for (const RemedyAnswer* answer : draft.selection.others) {
    if (denied && answer->status == Status::available) continue;  // the verdict has said so
    lines.push_back(choice(draft, *answer));
  }
  if (lines.empty()) return;
  draft.said.section(Topic::also, Heading::also);
  for (std::string& line : lines)
    draft.said.add(Block::Kind::line, std::move(line));
}

void write_not_applicable(Draft& draft) {
  if (draft.view.outcome == Outcome::not_covered) return;
  std::vector<Line> lines;
  add_missed(draft, lines);
  add_overridden(draft, lines);
  const std::vector<Line> closed = closed_lines(draft);
  if (lines.empty() && closed.empty()) return;
  draft.said.section(Topic::not_applicable, Heading::not_applicable);
  const std::size_t shown = std::min(lines.size(), most_lines);
  for (std::size_t i = 0; i < shown; ++i)
    draft.said.item(lines[i].subject, draft.phrases.start(lines[i].text));
  for (const Line& line : closed) {
    draft.said.add(Block::Kind::line, draft.phrases.start(line.subject) +
                                          std::string(draft.phrases.joint(Joint::colon)) +
                                          line.text);
  }
}

void write_each_policy(Draft& draft) {
  if (draft.view.policies.size() < 2) return;
  draft.said.section(Topic::each_policy, Heading::each_policy);
  for (const PolicyAnswer& policy : draft.view.policies) {
    std::vector<std::string> answers;
    const bool asks_applying = std::any_of(policy.ask.begin(), policy.ask.end(),
                                           [](const Ask& ask) { return ask.remedy == "any"; });
    for (const RemedyAnswer* asked : draft.selection.focus) {
      const auto own =
          std::find_if(policy.remedies.begin(), policy.remedies.end(),
                       [&](const RemedyAnswer& answer) { return answer.remedy == asked->remedy; });
      RemedyAnswer answer;
      answer.remedy = asked->remedy;
      answer.name = asked->name;
      if (own != policy.remedies.end()) answer = *own;
      answer.policy = policy.policy;
      answers.push_back(with_clauses(
          draft, draft.phrases.own_answer(draft.selection.offer(answer), answer.status),
          draft.selection.offer(answer).clauses));
    }
    if (answers.empty() || (asks_applying && policy.outcome == Outcome::needs_facts)) {
      answers.assign(1, draft.phrases.own_applying_open());
    }
    draft.said.add(Block::Kind::part, title_of(draft, policy, policy.version));
    const std::string said = joined(draft, answers);
    draft.said.add(Block::Kind::answer, !asks_applying && may_not_apply(draft.view, policy)
                                            ? draft.phrases.if_it_applies(said)
                                            : said);
  }
}

}  // namespace sanbao::wording
