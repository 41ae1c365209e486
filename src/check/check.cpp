// SPDX-License-Identifier: Apache-2.0
//
// check.cpp: the order in which a policy is checked; each step stands in a file of its own.
// In: a PolicyDocument and the calendars. Out: a CheckedPolicy, or every fault.
// Never stops at a fault: what it touches stays silent, the rest is checked.
// Tested by tests/unit/check_policy_test.cpp.
#include "check/check.hpp"

#include <utility>

#include "base/fault_list.hpp"
#include "base/source_text.hpp"
#include "check/expressions.hpp"
#include "check/finish.hpp"
#include "check/head.hpp"
#include "check/rules.hpp"
#include "check/warnings.hpp"
#include "check/workspace.hpp"
#include "check/written.hpp"

namespace sanbao::check {
namespace {

void define_everything(Workspace& w, Expressions& expressions) {
  for (auto& [name, named] : w.names.all())
    expressions.define(named, named.span);
  for (KnownFact& fact : w.facts.facts())
    expressions.define_assumption(fact, {}, {});
  for (ir::Index list = 0; list < w.facts.lists().size(); ++list)
    for (KnownFact& field : w.facts.lists()[list].fields)
      expressions.define_assumption(field, Scope{list}, {});
}

// Of what the names stand for, `verified` and nothing else is left to note.
void note_verified(Workspace& w) {
  for (const auto& [name, named] : w.names.all())
    if (named.kind == NameKind::period)
      w.policy.periods[named.slot].recalled =
          is_recalled(w, w.document.periods[named.doc].verified, w.policy.recalled);
}

}  // namespace

Result<ir::CheckedPolicy> check_policy(const ir::PolicyDocument& document,
                                       const FindCalendar& find_calendar) {
  if (!is_readable(document)) return ir::CheckedPolicy{};
  const base::SourceText source(document.tree->bytes);
  base::FaultList faults(document.tree->file, source);

  Workspace w(document, find_calendar, faults);
  Expressions expressions(w);
  check_head(w);
  check_remedies(w);
  reserve_places(w);
  check_clock(w, expressions);
  define_everything(w, expressions);
  note_verified(w);
  check_applying(w, expressions);
  check_rules(w, expressions);
  check_clauses(w);
  check_texts(w);
  check_needs(w);
  // Beside other errors it may be what they left; a file that was cut short has nothing else.
  if (faults.error_count() == 0 && document.whole && document.rules.empty())
    faults.error("SB2095", document.policy ? document.policy->span : Span{1, 1, 0},
                 "the policy has no rules",
                 "write what it grants and excludes under `rules`; a file that was cut short is "
                 "no policy");
  // Beside errors, also those of parse/, the warnings would only say what the errors caused.
  if (faults.error_count() > 0) return faults.take();
  if (!document.whole) return {std::move(w.policy), faults.take()};

  warn_of_zone(w);
  warn_of_questions(w);
  warn_of_unused(w);
  warn_of_wordless(w);
  warn_of_rules(w);
  fill_tables(w);
  std::vector<Diagnostic> warnings = faults.take();
  return {std::move(w.policy), std::move(warnings)};
}

}  // namespace sanbao::check
