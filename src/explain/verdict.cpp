// SPDX-License-Identifier: Apache-2.0
//
// The verdict: one sentence that can be read aloud, what to ask or to bring, and which claim it is
// about. In: a draft. Out: the first sentences. Never says more than the decision does.
// Tested by tests/unit/explain_verdict_test.cpp and tests/baselines/explain.
#include "explain/sections.hpp"

#include <algorithm>
#include <utility>

namespace sanbao::wording {
namespace {

constexpr std::size_t most_pieces = 3;
constexpr std::size_t most_sets = 3;

void sentence(Draft& draft, const std::string& text) {
  draft.said.add(Block::Kind::sentence, text + std::string(draft.phrases.joint(Joint::stop)));
}

std::string with_clauses(const Draft& draft, const std::string& text,
                         const std::vector<std::string_view>& clauses) {
  return clauses.empty() ? text : text + draft.phrases.brackets(draft.phrases.clauses(clauses));
}

// The reason of a denial in a few words: exclusions by their titles, else what the nearest grant
// lacks.
std::string short_reason(const Draft& draft, const RemedyAnswer& answer) {
  const std::vector<Chosen> reasons = draft.selection.reasons(answer);
  std::vector<std::string> parts;
  for (const Chosen& chosen : reasons) {
    if (parts.size() == most_pieces) break;
    const std::string title(draft.phrases.text(chosen.reason->title));
    const std::vector<std::string_view> clauses = clauses_of(*chosen.reason);
    if (chosen.mark == Mark::holds) {
      parts.push_back(with_clauses(draft, title, clauses));
      continue;
    }
    const std::vector<std::string> pieces = draft.selection.pieces(chosen);
    if (pieces.empty()) continue;
    // The nearest grant speaks for the others, which stand below.
    parts.push_back(with_clauses(draft, pieces.front(), clauses));
    break;
  }
  std::string out;
  for (const std::string& part : parts) {
    if (!out.empty()) out += draft.phrases.joint(Joint::semicolon);
    out += part;
  }
  return out;
}

void say_gaps(Draft& draft) {
  for (const std::string_view gap : draft.view.gaps)
    sentence(draft, draft.selection.gap(gap));
}

void say_questions(Draft& draft, const Ask& ask, Settles settles, const Offer& offer) {
  if (ask.sets.empty()) {
    if (ask.all.empty()) return;
    const std::vector<std::string> questions = draft.selection.questions(ask.all);
    draft.said.add(Block::Kind::question, draft.selection.waits_for_calendar(ask.remedy)
                                              ? draft.phrases.ask_besides_calendar(questions)
                                              : draft.phrases.ask_all(questions));
    return;
  }
  for (std::size_t i = 0; i < ask.sets.size() && i < most_sets; ++i) {
    const std::vector<std::string> questions = draft.selection.questions(ask.sets[i]);
    draft.said.add(Block::Kind::question, i == 0
                                              ? draft.phrases.ask_first(questions, settles, offer)
                                              : draft.phrases.ask_instead(questions));
    draft.told.insert(questions.begin(), questions.end());
  }
}

void say_open_amount(Draft& draft, const RemedyAnswer& answer, const Offer& offer) {
  if (offer.due != Offer::Due::open) return;
  if (const Ask* ask = draft.selection.ask(answer.remedy)) {
    say_questions(draft, *ask, Settles::how_much, offer);
  }
}

void say_approved(Draft& draft) {
  const Selection& selection = draft.selection;
  if (selection.focus.size() == 1) {
    const Offer offer = selection.offer(*selection.focus.front());
    sentence(draft, draft.phrases.can(offer));
    say_open_amount(draft, *selection.focus.front(), offer);
    return;
  }
  std::vector<Offer> offers;
  for (const RemedyAnswer* answer : selection.focus)
    offers.push_back(selection.offer(*answer));
  sentence(draft, draft.phrases.choice(offers));
  for (std::size_t i = 0; i < offers.size(); ++i) {
    say_open_amount(draft, *selection.focus[i], offers[i]);
  }
}

void say_conditional(Draft& draft) {
  const RemedyAnswer& answer = *draft.selection.focus.front();
  const std::vector<Todo> todos = draft.selection.todos(answer);
  const Offer offer = draft.selection.offer(answer);
  std::string one = todos.size() == 1 ? todos.front().text : std::string();
  if (!one.empty()) one = with_clauses(draft, one, todos.front().clauses);
  sentence(draft, draft.phrases.can_once(offer, one, todos.size()));
  say_open_amount(draft, answer, offer);
}

// Also where reasons were left out of the decision nothing is said of them.
bool nobody_grants(const View& view, std::string_view remedy) {
  bool any = false;
  for (const PolicyAnswer& policy : view.policies) {
    for (const Reason& reason : policy.reasons) {
      if (reason.effect == "grants" && contains(reason.remedies, remedy)) return false;
      any = true;
    }
  }
  return any;
}

void say_denied(Draft& draft) {
  const Selection& selection = draft.selection;
  std::vector<std::string> possible;
  for (const RemedyAnswer* answer : selection.others) {
    if (answer->status == Status::available) {
      possible.push_back(draft.phrases.offer(selection.offer(*answer)));
    }
  }
  if (selection.focus.size() == 1) {
    const RemedyAnswer& answer = *selection.focus.front();
    std::string reason = short_reason(draft, answer);
    if (reason.empty() && nobody_grants(draft.view, answer.remedy))
      reason = draft.phrases.not_promised();
    const std::string cannot = draft.phrases.cannot(selection.offer(answer));
    sentence(draft, reason.empty()
                        ? cannot
                        : cannot + std::string(draft.phrases.joint(Joint::colon)) + reason);
  } else {
    std::vector<Offer> closed;
    for (const RemedyAnswer* answer : selection.focus)
      closed.push_back(selection.offer(*answer));
    const bool nothing = closed.empty() || selection.others.empty();
    sentence(draft, nothing ? draft.phrases.nothing_possible() : draft.phrases.none_of(closed));
  }
  if (!possible.empty()) sentence(draft, draft.phrases.instead(possible));
}

void say_open(Draft& draft) {
  const Selection& selection = draft.selection;
  const bool any = draft.view.requested == "any";
  Offer offer;
  if (!selection.focus.empty()) offer = selection.offer(*selection.focus.front());
  const Ask* applying = selection.ask("any");
  const Ask* ask = selection.ask(offer.remedy.empty() ? draft.view.requested : offer.remedy);
  Offer asked = offer;
  if (any || asked.remedy.empty()) {
    asked.remedy = draft.view.requested;
    asked.name = draft.view.requested_name;
  }
  sentence(draft, draft.phrases.undecided(asked));
  if (ask == nullptr) ask = applying;
  // What no answer settles waits for the calendar, which is named before the questions.
  const bool gaps_first =
      ask != nullptr && ask->sets.empty() && selection.waits_for_calendar(ask->remedy);
  if (gaps_first) say_gaps(draft);
  if (ask != nullptr) {
    const bool applies =
        ask == applying ||
        (!selection.focus.empty() && selection.focus.front()->status == Status::unavailable);
    say_questions(draft, *ask, applies ? Settles::applying : Settles::whether, offer);
  }
  if (!gaps_first) say_gaps(draft);
  if (!selection.focus.empty() && selection.focus.front()->at_least == Status::conditional) {
    const RemedyAnswer& answer = *selection.focus.front();
    std::vector<std::string> acts;
    for (const Todo& todo : selection.todos(answer))
      acts.push_back(with_clauses(draft, todo.act, todo.clauses));
    offer.until = selection.last_day(answer);
    offer.until_open = offer.until && selection.ends_open(answer, *offer.until);
    sentence(draft, draft.phrases.at_least_conditional(offer, acts));
  }
}

// The policy that comes nearest: for these goods, with the least that does not fit, the first of equals.
const NotApplied* nearest(std::span<const NotApplied> policies) {
  const NotApplied* best = nullptr;
  for (const NotApplied& policy : policies) {
    const auto distance = [](const NotApplied& p) {
      return std::pair(!p.same_category, p.because.size());
    };
    if (best == nullptr || distance(policy) < distance(*best)) best = &policy;
  }
  return best;
}

void say_not_covered(Draft& draft) {
  sentence(draft, draft.phrases.not_covered());
  const NotApplied* policy = nearest(draft.view.not_applied);
  if (policy == nullptr) return;
  std::vector<std::string> facts;
  for (const Reading& reading : policy->read) {
    // What the claim does not say does not differ.
    if (reading.value.kind == Value::Kind::null && !contains(policy->not_established, reading.path))
      continue;
    facts.push_back(draft.phrases.fact(reading.path, reading.name, reading.value));
  }
  Text title = policy->title;
  if (title.zh.empty() && title.en.empty()) title = {policy->policy, policy->policy};
  sentence(draft, draft.phrases.nearest(draft.phrases.title(title, policy->version), facts));
}

std::vector<std::string> bases(const Draft& draft) {
  std::vector<std::string> titles;
  for (const PolicyAnswer* policy : answering(draft))
    titles.push_back(title_of(draft, *policy, policy->version));
  return titles;
}

}  // namespace

std::vector<const PolicyAnswer*> answering(const Draft& draft) {
  std::vector<const PolicyAnswer*> policies;
  for (const RemedyAnswer* answer : draft.selection.focus) {
    const PolicyAnswer* owner = draft.selection.owner(*answer);
    if (owner != nullptr && std::find(policies.begin(), policies.end(), owner) == policies.end()) {
      policies.push_back(owner);
    }
  }
  if (policies.empty()) {
    for (const PolicyAnswer& policy : draft.view.policies)
      policies.push_back(&policy);
  }
  return policies;
}

std::string title_of(const Draft& draft, const PolicyAnswer& policy, std::string_view version) {
  Text title = policy.title;
  if (title.zh.empty() && title.en.empty()) title = {policy.policy, policy.policy};
  return draft.phrases.title(title, version);
}

void write_verdict(Draft& draft) {
  draft.said.section(Topic::verdict);
  switch (draft.view.outcome) {
    case Outcome::approved:
      say_approved(draft);
      break;
    case Outcome::conditional:
      say_conditional(draft);
      break;
    case Outcome::denied:
      say_denied(draft);
      break;
    case Outcome::needs_facts:
      say_open(draft);
      break;
    case Outcome::conflict:
      sentence(draft, draft.phrases.differing_amounts(
                          draft.selection.offer(*draft.selection.focus.front())));
      break;
    case Outcome::not_covered:
      say_not_covered(draft);
      break;
  }
  draft.said.add(Block::Kind::about, draft.phrases.head(draft.view.claim_id, draft.view.filed_on,
                                                        draft.view.as_of, bases(draft)));
}

}  // namespace sanbao::wording
