// SPDX-License-Identifier: Apache-2.0
//
// clauses.cpp: every clause of the text is carried, and nothing else is cited; notices and
// informative texts. In: `clauses`, what is cited, `notices`, `informative`. Out: their uses in
// order; faults SB2071, SB2091 to SB2094. Never asks for clauses of a policy that lists none.
// Tested by tests/unit/check_rules_test.cpp and tests/baselines/bad/sb209*.
#include <algorithm>
#include <set>

#include "check/head.hpp"
#include "check/rules.hpp"
#include "check/wording.hpp"
#include "check/written.hpp"

namespace sanbao::check {

using ir::Word;

namespace {

const std::vector<std::string> outcomes{"approved", "conditional", "denied", "needs_facts",
                                        "conflict"};

class Clauses {
 public:
  explicit Clauses(Workspace& w) : w_(w) {
    for (const Word& clause : w.document.clauses) {
      if (!known_.insert(clause.text).second)
        w.faults.error("SB2093", clause.span, "the clause " + tick(clause.text) + " stands twice");
    }
  }

  void carry(std::string_view clause, Span span) {
    carried_.emplace(clause);
    if (w_.document.has_clauses && !known_.contains(clause))
      unknown_.push_back({std::string(clause), span, false});
  }

  // Last, when all that carries a clause is known: a clause that nothing carries and one that is not
  // listed, nearly alike, are one slip.
  void tell(bool all_read) {
    std::vector<std::string> idle;
    for (const Word& clause : w_.document.clauses)
      if (all_read && !carried_.contains(clause.text)) idle.push_back(clause.text);
    for (const Word& cite : unknown_) {
      const std::string near = nearest_of(cite.text, idle);
      std::erase(idle, near);
      w_.faults.error(
          "SB2092", cite.span, "the clause " + tick(cite.text) + " does not stand under `clauses`",
          near.empty() ? "add it there, or name the clause of the rule with `cite`"
                       : tick(near) +
                             " stands there, and nothing carries it: is one a slip for the "
                             "other? if not, name the clause of the rule with `cite`");
    }
    for (const Word& clause : w_.document.clauses)
      if (std::ranges::find(idle, clause.text) != idle.end())
        w_.faults.error("SB2091", clause.span, "nothing carries the clause " + tick(clause.text),
                        "cite it on a rule, or put it under `notices` or `informative`");
  }

 private:
  Workspace& w_;
  std::set<std::string, std::less<>> known_, carried_;
  std::vector<Word> unknown_;
};

// False where a section that carries clauses stands there, but nothing of it could be read: that
// was told.
bool may_carry_nothing_else(const ir::PolicyDocument& document) {
  const auto lost = [&](std::string_view section, const auto& entries) {
    return entries.empty() && is_written(document, section);
  };
  return !lost("rules", document.rules) && !lost("parameters", document.parameters) &&
         !lost("tables", document.tables) && !lost("notices", document.notices) &&
         !lost("informative", document.informative);
}

void add_notices(Workspace& w, const ClauseOrder& order) {
  std::set<std::string_view> seen;
  for (const ir::NoticeDoc& doc : w.document.notices) {
    if (!seen.insert(doc.id.text).second)
      w.faults.error("SB2094", doc.id.span, "there are two notices " + tick(doc.id.text),
                     "join their texts, or give each an id of its own");
    ir::NoticeUse use{doc.id.text, {}, doc.text};
    check_languages(w, doc.text, doc.id.span, "the notice " + tick(doc.id.text));
    if (doc.on.empty())
      w.faults.error("SB2094", doc.id.span,
                     "the notice " + tick(doc.id.text) + " does not say when it is printed",
                     "write `on: [denied]`; outcomes are " + all_of_them(outcomes));
    for (const Word& word : doc.on) {
      if (std::ranges::find(outcomes, word.text) == outcomes.end()) {
        w.faults.error("SB2071", word.span, "unknown word " + tick(word.text) + " for `on`",
                       both(did_you_mean(word.text, outcomes), "write " + one_of(outcomes)));
      } else if (std::ranges::find(use.on, word.text) == use.on.end()) {
        use.on.push_back(word.text);
      }
    }
    w.policy.notices.push_back(std::move(use));
  }
  std::ranges::stable_sort(w.policy.notices, [&](const ir::NoticeUse& a, const ir::NoticeUse& b) {
    return order.before(a.id, a.id, b.id, b.id);
  });
}

}  // namespace

void check_clauses(Workspace& w) {
  const ClauseOrder order(w.document);
  Clauses clauses(w);
  for (const Word& clause : w.document.clauses)
    w.policy.clauses.push_back(clause.text);
  for (const ir::RuleDoc& rule : w.document.rules) {
    for (const Word& cite : rule.cite)
      clauses.carry(cite.text, cite.span);
    if (rule.cite.empty() && rule.id && !rule.id->text.empty())
      clauses.carry(rule.id->text, rule.id->span);
  }
  for (const ir::ParameterDoc& parameter : w.document.parameters)
    for (const Word& cite : parameter.cite)
      clauses.carry(cite.text, cite.span);
  for (const ir::TableDoc& table : w.document.tables)
    for (const Word& cite : table.cite)
      clauses.carry(cite.text, cite.span);
  for (const ir::NoticeDoc& notice : w.document.notices)
    clauses.carry(notice.id.text, notice.id.span);
  for (const auto& [word, text] : w.document.informative) {
    clauses.carry(word.text, word.span);
    check_languages(w, text, word.span, "the clause " + tick(word.text));
    w.policy.informative.emplace_back(word.text, text);
  }
  // A rule whose clause could not be read may carry any.
  const bool all_read = std::ranges::all_of(w.document.rules, [](const ir::RuleDoc& rule) {
    return !rule.cite.empty() || (rule.id && !rule.id->text.empty());
  });
  clauses.tell(all_read && may_carry_nothing_else(w.document));
  add_notices(w, order);
  std::ranges::stable_sort(w.policy.informative, [&](const auto& a, const auto& b) {
    return order.before(a.first, a.first, b.first, b.first);
  });
}

}  // namespace sanbao::check
