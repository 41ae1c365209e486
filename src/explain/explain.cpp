// SPDX-License-Identifier: Apache-2.0
//
// explain(): the sections of a page in their order.
// In: a decision made with Detail::full. Out: the page as text.
// Never decides; with less detail than full it says the verdict and leaves the reasons out.
// Tested by tests/unit/explain_test.cpp and tests/baselines/explain.
#include "sanbao/explain.hpp"

#include "explain/page.hpp"
#include "explain/sections.hpp"

namespace sanbao {
namespace wording {

View view_of(const Decision& decision) {
  View view;
  view.claim_id = decision.claim_id();
  view.as_of = decision.as_of();
  view.filed_on = decision.filed_on();
  view.requested = decision.requested();
  view.requested_name = decision.requested_name();
  view.outcome = decision.outcome();
  view.remedies = decision.remedies();
  view.policies = decision.policies();
  view.not_applied = decision.not_applied();
  view.ask = decision.ask();
  view.questions = decision.questions();
  view.assumed = decision.assumed();
  view.ignored = decision.ignored();
  view.unread = decision.unread();
  view.gaps = decision.gaps();
  return view;
}

std::string write_page(const View& view, const Phrases& phrases) {
  const Selection selection(view, phrases);
  Draft draft{view, phrases, selection, {}, {}};
  write_verdict(draft);
  write_todos(draft);
  write_why(draft);
  write_sums(draft);
  write_terms(draft);
  write_also(draft);
  write_not_applicable(draft);
  write_each_policy(draft);
  write_notes(draft);
  write_notices(draft);
  return lay_out_text(draft.said, phrases);
}

}  // namespace wording

std::string explain(const Decision& decision, Language language) {
  return wording::write_page(wording::view_of(decision), wording::phrases(language));
}

}  // namespace sanbao
