// SPDX-License-Identifier: Apache-2.0
//
// explain() and ExplanationPage: the sections of an explanation in their order, as text or as HTML.
// In: a decision made with Detail::full. Out: text, or one page.
// Never decides; with less detail than full it says the verdict and leaves the reasons out.
// Tested by tests/unit/explain_test.cpp and tests/baselines/explain.
#include "sanbao/explain.hpp"

#include <vector>

#include "explain/page.hpp"
#include "explain/report.hpp"
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

void write_explanation(Draft& draft) {
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
}

std::string write_page(const View& view, const Phrases& phrases) {
  const Selection selection(view, phrases);
  Draft draft{view, phrases, selection, {}, {}};
  write_explanation(draft);
  return lay_out_text(draft.said, phrases);
}

}  // namespace wording

std::string explain(const Decision& decision, Language language) {
  if (decision.is_empty()) return {};
  return wording::write_page(wording::view_of(decision), wording::phrases(language));
}

struct ExplanationPage::State {
  Language language;
  std::vector<wording::Report> reports;
};

ExplanationPage::ExplanationPage(Language language)
    : state_(std::make_unique<State>(State{language, {}})) {}
ExplanationPage::ExplanationPage(ExplanationPage&&) noexcept = default;
ExplanationPage& ExplanationPage::operator=(ExplanationPage&&) noexcept = default;
ExplanationPage::~ExplanationPage() = default;

void ExplanationPage::add(const Decision& decision) {
  state_->reports.push_back(
      wording::report_of(wording::view_of(decision), wording::phrases(state_->language)));
}

std::size_t ExplanationPage::size() const {
  return state_->reports.size();
}

std::string ExplanationPage::write() const {
  return wording::lay_out_html(state_->reports, wording::phrases(state_->language),
                               state_->language);
}

}  // namespace sanbao
