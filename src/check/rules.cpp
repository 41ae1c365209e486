// SPDX-License-Identifier: Apache-2.0
//
// rules.cpp: remedies and rules by themselves; how rules hang together stands in rule_links.cpp.
// Tested by tests/unit/check_rules_test.cpp and tests/baselines/bad/sb208*, sb209*.
#include "check/rules.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "check/head.hpp"
#include "check/wording.hpp"
#include "check/words_meant.hpp"
#include "check/written.hpp"

namespace sanbao::check {

using ir::BodyDoc;
using ir::BodyUse;
using ir::Effect;
using ir::Index;
using ir::no_index;
using ir::no_node;
using ir::RuleDoc;
using ir::RuleUse;
using ir::Type;
using ir::Word;

namespace {

std::vector<std::string> remedy_ids(const Workspace& w) {
  std::vector<std::string> ids;
  for (const ir::RemedyUse& remedy : w.policy.remedies)
    ids.push_back(remedy.id);
  return ids;
}

std::string first_cite(const RuleDoc& doc) {
  if (!doc.cite.empty()) return doc.cite.front().text;
  return doc.id ? doc.id->text : std::string();
}

// A remedy once, in the order of remedies.
std::vector<Index> remedies_of(Workspace& w, const std::vector<Word>& words, bool excluded) {
  std::vector<Index> out;
  for (const Word& word : words) {
    const Index remedy = find_remedy(w, word, excluded);
    if (remedy == no_index) continue;
    if (std::ranges::find(out, remedy) != out.end()) {
      w.faults.error("SB2090", word.span, tick(word.text) + " stands twice");
      continue;
    }
    out.push_back(remedy);
  }
  std::ranges::sort(out);
  return out;
}

bool is_empty(const BodyDoc& body) {
  return body.needs.empty() && body.pays.empty() && body.charges.empty() && body.terms.empty();
}

Span place(const RuleDoc& doc) {
  return doc.id ? doc.id->span : doc.span;
}

// What may stand beside which effect.
void check_effect(Workspace& w, const RuleDoc& doc) {
  const int effects = int{doc.has_grants} + int{doc.has_excludes} + int{doc.has_for};
  // A key without a value was told by parse/.
  const bool meant =
      std::ranges::any_of(std::array{"grants", "excludes", "for"},
                          [&](const char* key) { return is_written(w.document, doc, key); });
  if (effects == 0 && meant) return;
  if (effects != 1) {
    w.faults.error(
        "SB2082", place(doc),
        effects == 0 ? "the rule has no effect" : "the rule has more than one effect",
        "give it one of `grants`, `excludes` and `for`; what else the clause does is a second rule "
        "that cites it");
    return;
  }
  if (!doc.overrides.empty() && !doc.has_grants)
    w.faults.error("SB2089", doc.overrides.front().span,
                   "`overrides` stands on a rule that grants nothing",
                   "only a granting rule takes the place of another");
  if (!doc.granted_by.empty() && !doc.has_for)
    w.faults.error("SB2089", doc.granted_by.front().span,
                   "`granted_by` stands on a rule without `for`",
                   "it says whose grants an addition is added to");
  if (!doc.has_for && !is_empty(doc.body))
    w.faults.error("SB2089", doc.body.span.line > 0 ? doc.body.span : place(doc),
                   doc.has_grants ? "what a grant gives stands under its remedy"
                                  : "a rule that excludes gives and needs nothing",
                   doc.has_grants
                       ? "write `grants: {return: {needs: …, pays: …}}`"
                       : "`needs`, `pays`, `charges` and `terms` go with `grants` and `for`");
  if (doc.has_grants && doc.grants.empty() && !is_filled(w.document, doc, "grants"))
    w.faults.error("SB2090", place(doc), "the rule grants nothing", "write `grants: {repair: {}}`");
  if (doc.has_excludes && doc.excludes.empty() && !doc.excludes_all &&
      !is_filled(w.document, doc, "excludes"))
    w.faults.error("SB2090", place(doc), "the rule excludes nothing",
                   "write `excludes: [return, exchange]` or `excludes: all`");
  const bool to_nothing = doc.adds_to.empty() && !is_filled(w.document, doc, "for");
  const bool gives_nothing =
      is_empty(doc.body) &&
      std::ranges::none_of(std::array{"needs", "pays", "charges", "terms"},
                           [&](const char* key) { return is_filled(w.document, doc, key); });
  if (doc.has_for && (to_nothing || gives_nothing))
    w.faults.error("SB2090", place(doc), "the rule adds nothing",
                   "name the remedies after `for`, and give `needs`, `pays`, `charges` or `terms`");
}

RuleUse check_rule(Workspace& w, Expressions& expressions, const RuleDoc& doc) {
  RuleUse use;
  use.span = place(doc);
  if (doc.id) use.id = doc.id->text;
  if (doc.title) {
    use.title = *doc.title;
    check_languages(w, use.title, use.span, "the title");
  }
  if (!is_written(w.document, doc, "title"))
    w.faults.error("SB2081", use.span, "the rule has no `title`",
                   "say in a few words what the clause gives or takes: `title: {zh: …, en: …}`");
  if (doc.note) {
    use.note = *doc.note;
    check_languages(w, use.note, use.span, "the note");
  }
  std::set<std::string_view> cited;
  for (const Word& cite : doc.cite) {
    if (!cited.insert(cite.text).second)
      w.faults.error("SB2093", cite.span, tick(cite.text) + " is cited twice");
    use.cites.push_back(cite.text);
  }
  if (use.cites.empty()) use.cites.push_back(use.id);
  use.recalled = is_recalled(w, doc.verified, w.policy.recalled);
  if (doc.when) use.when = expressions.condition(*doc.when);
  if (doc.unless) use.unless = expressions.condition(*doc.unless);

  check_effect(w, doc);
  if (doc.has_grants) {
    use.effect = Effect::grants;
    std::set<Index> seen;
    for (const ir::GrantDoc& grant : doc.grants) {
      // One that could not be read, which parse/ has told.
      if (grant.remedy.span.line == 0) continue;
      const Index remedy = find_remedy(w, grant.remedy);
      BodyUse body = check_body(w, expressions, grant.body);
      if (remedy == no_index) continue;
      if (!seen.insert(remedy).second) {
        w.faults.error("SB2090", grant.remedy.span, tick(grant.remedy.text) + " stands twice");
        continue;
      }
      use.grants.emplace_back(remedy, std::move(body));
    }
    std::ranges::sort(use.grants, {}, &std::pair<Index, BodyUse>::first);
  }
  if (doc.has_excludes) {
    use.effect = Effect::excludes;
    if (doc.excludes_all) {
      // docs/language.md §3: every remedy but those for which the consumer pays.
      for (Index i = 0; i < w.policy.remedies.size(); ++i)
        if (!w.policy.remedies[i].paid) use.remedies.push_back(i);
    } else {
      use.remedies = remedies_of(w, doc.excludes, true);
    }
  }
  if (doc.has_for) {
    use.effect = Effect::adds;
    use.remedies = remedies_of(w, doc.adds_to, false);
  }
  if (doc.has_for || !is_empty(doc.body)) use.body = check_body(w, expressions, doc.body);
  return use;
}

}  // namespace

void check_remedies(Workspace& w) {
  Index index = 0;
  for (const ir::RemedyInfo& info : ir::standard_remedies()) {
    ir::RemedyUse use;
    use.id = std::string(info.id);
    use.standard = index++;
    use.side = info.side;
    use.paid = info.paid;
    use.title = {std::string(info.name.zh), std::string(info.name.en), {}};
    w.policy.remedies.push_back(std::move(use));
  }
  for (const auto& [name, named] : w.names.all()) {
    if (named.kind != NameKind::remedy) continue;
    const ir::RemedyDoc& doc = w.document.remedies[named.doc];
    check_languages(w, doc.text, doc.name.span, "the remedy " + tick(name));
    w.policy.remedies.push_back({name, no_index, doc.side, doc.paid, doc.text});
  }
}

Index find_remedy(Workspace& w, const Word& word, bool excluded) {
  if (Named* named = w.names.find(word.text); named != nullptr && named->kind == NameKind::remedy)
    named->used = true;
  const auto& remedies = w.policy.remedies;
  const auto at = std::ranges::find(remedies, word.text, &ir::RemedyUse::id);
  if (at != remedies.end()) return static_cast<Index>(at - remedies.begin());
  const std::vector<std::string> ids = remedy_ids(w);
  std::string help = member_help(w, w.facts.remedies(), word.text);
  if (excluded && help.empty()) help = "`excludes: all` closes all but what the consumer pays for";
  w.faults.error("SB2084", word.span, "unknown remedy " + tick(word.text),
                 both(std::move(help), "remedies are " + all_of_them(ids, 16)));
  return no_index;
}

BodyUse check_body(Workspace& w, Expressions& expressions, const BodyDoc& doc) {
  BodyUse use;
  for (const ir::Expr& need : doc.needs) {
    const ir::NodeId node = expressions.condition(need);
    if (node != no_node) use.needs.push_back(node);
  }
  const auto money = [&](const std::vector<ir::MoneyDoc>& from, std::vector<ir::MoneyUse>& into) {
    for (const ir::MoneyDoc& entry : from) {
      w.needs.round.at(entry.expr.span, tick(entry.key.text));
      w.needs.currency.at(entry.expr.span, tick(entry.key.text));
      const Typed amount = expressions.value(entry.expr);
      if (!amount.known) continue;
      if (amount.type != Type::money) {
        expressions.told_no_amount(entry.expr, amount);
        continue;
      }
      // Each entry is rounded (docs/language.md §7 "Money").
      into.push_back({entry.key.text, w.graph.round_money(amount.node), w.words(entry.expr)});
    }
    std::ranges::stable_sort(into, {}, &ir::MoneyUse::key);
  };
  money(doc.pays, use.pays);
  money(doc.charges, use.charges);
  for (const ir::TermDoc& term : doc.terms) {
    ir::TermUse term_use;
    term_use.key = term.key.text;
    if (term.text) {
      term_use.text = *term.text;
      check_languages(w, *term.text, term.key.span, "the term " + tick(term.key.text));
    } else if (term.expr) {
      const Typed value = expressions.value(*term.expr);
      if (!value.known) continue;
      if (value.type != Type::date && value.type != Type::days && value.type != Type::length &&
          value.type != Type::money) {
        expressions.told_no_term(*term.expr, value);
        continue;
      }
      term_use.value = value.node;
      if (value.type == Type::money) {
        w.needs.round.at(term.expr->span, tick(term.key.text));
        term_use.value = w.graph.round_money(value.node);
      }
    }
    use.terms.push_back(std::move(term_use));
  }
  std::ranges::stable_sort(use.terms, {}, &ir::TermUse::key);
  return use;
}

void check_rules(Workspace& w, Expressions& expressions) {
  const ClauseOrder order(w.document);
  std::vector<const RuleDoc*> docs;
  for (const RuleDoc& doc : w.document.rules) {
    if (!is_written(w.document, doc, "id"))
      w.faults.error("SB2080", doc.span, "the rule has no `id`",
                     "give it the number of its clause: `id: \"5.1\"`");
    docs.push_back(&doc);
  }
  const auto id = [](const RuleDoc* doc) { return doc->id ? std::string_view(doc->id->text) : ""; };
  std::ranges::stable_sort(docs, [&](const RuleDoc* a, const RuleDoc* b) {
    return order.before(first_cite(*a), id(a), first_cite(*b), id(b));
  });
  // Of two with one id the first in the file is the one meant.
  std::map<std::string_view, const RuleDoc*> seen;
  for (const RuleDoc& doc : w.document.rules) {
    if (!doc.id || doc.id->text.empty()) continue;
    const auto [at, fresh] = seen.emplace(doc.id->text, &doc);
    if (!fresh)
      w.faults.error("SB2083", doc.id->span, "there are two rules " + tick(doc.id->text),
                     "the other stands in line " + std::to_string(at->second->id->span.line) +
                         "; two rules of one clause get ids of their own and the same `cite`");
  }
  for (const RuleDoc* doc : docs)
    w.policy.rules.push_back(check_rule(w, expressions, *doc));
  check_rule_links(w, docs);
}

}  // namespace sanbao::check
