// SPDX-License-Identifier: Apache-2.0
//
// Every clause of the policies: whether it holds, the facts it read, where its periods fell, what it counted.
// In: a draft. Out: one item a clause, in the policy's order. For pages alone: a text keeps to what decided.
// Never leaves a clause out. Tested by tests/cli/pages_test.py.
#include "explain/sections.hpp"

namespace sanbao::wording {
namespace {

Mark mark_of(const Draft& draft, const Reason& reason) {
  const Mark mark = draft.selection.mark(reason);
  return mark == Mark::holds && !reason.overridden_by.empty() ? Mark::gives_way : mark;
}

void write_facts(Draft& draft, const Reason& reason) {
  const Phrases& phrases = draft.phrases;
  std::string facts;
  for (const Reading& reading : reason.read) {
    if (!facts.empty()) facts += phrases.joint(Joint::semicolon);
    facts += phrases.fact(reading.path, reading.name, reading.value);
    if (reading.assumed) facts += phrases.brackets(phrases.word(Word::taken_so));
  }
  if (facts.empty()) return;
  draft.said.below(std::string(phrases.word(Word::facts)) +
                   std::string(phrases.joint(Joint::colon)) + facts);
}

void write_clause(Draft& draft, const Reason& reason) {
  const Phrases& phrases = draft.phrases;
  draft.said.item(phrases.clauses(clauses_of(reason)), phrases.text(reason.title),
                  mark_of(draft, reason));
  write_facts(draft, reason);
  for (const PeriodReading& period : reason.periods) {
    draft.said.below(phrases.start(phrases.period(period)));
    const std::string counted = phrases.period_counted(period);
    if (!counted.empty()) draft.said.below(phrases.start(counted), true);
    if (period.begun && period.in == false)
      draft.said.below(phrases.start(phrases.period_stand(period)), true);
  }
  for (const EventReading& events : reason.events) {
    if (!events.bound.empty()) draft.said.below(phrases.start(draft.selection.measured(events)));
  }
}

}  // namespace

void write_every_clause(Draft& draft) {
  draft.said.section(Topic::every_clause, Heading::every_clause);
  for (const PolicyAnswer& policy : draft.view.policies) {
    if (draft.view.policies.size() > 1 && !policy.reasons.empty())
      draft.said.add(Block::Kind::part, title_of(draft, policy, policy.version));
    for (const Reason& reason : policy.reasons)
      write_clause(draft, reason);
  }
}

}  // namespace sanbao::wording
