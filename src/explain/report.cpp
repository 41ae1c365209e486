// SPDX-License-Identifier: Apache-2.0
//
// What a page tells of one claim, put together. In, out and never: see report.hpp.
// Tested by tests/cli/pages_test.py.
#include "explain/report.hpp"

#include "sanbao/version.hpp"

namespace sanbao::wording {
namespace {

std::vector<Basis> basis_of(const Draft& draft) {
  const auto word = [&](Word one) { return std::string(draft.phrases.word(one)); };
  std::vector<Basis> all;
  for (const PolicyAnswer& policy : draft.view.policies) {
    Basis& basis = all.emplace_back();
    basis.title = title_of(draft, policy, policy.version);
    basis.entries.emplace_back(word(Word::policy_id), policy.policy);
    basis.entries.emplace_back(word(Word::digest), policy.digest);
    for (const CalendarReading& calendar : policy.calendars) {
      basis.entries.emplace_back(word(Word::calendar) + " " + std::string(calendar.name),
                                 calendar.digest);
    }
  }
  all.push_back({{}, {{word(Word::engine), "sanbao " + std::string(library_version())}}});
  return all;
}

}  // namespace

Report report_of(const View& view, const Phrases& phrases) {
  const Selection selection(view, phrases);
  Draft draft{view, phrases, selection, {}, {}};
  write_explanation(draft);
  write_every_clause(draft);
  Report report;
  report.claim_id = view.claim_id.value_or(std::string_view());
  report.outcome = view.outcome;
  report.timeline = timeline_of(draft);
  report.basis = basis_of(draft);
  report.said = std::move(draft.said);
  return report;
}

}  // namespace sanbao::wording
