// SPDX-License-Identifier: Apache-2.0
//
// warnings.cpp: see warnings.hpp.
// Tested by tests/unit/check_warnings_test.cpp and tests/baselines/warn.
#include "check/warnings.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "check/head.hpp"
#include "check/wording.hpp"

namespace sanbao::check {

using ir::Index;

namespace {

// Everything that `names` may give words to.
std::set<std::string, std::less<>> nameable(Workspace& w) {
  std::set<std::string, std::less<>> out;
  for (const auto& [name, named] : w.names.all())
    out.insert(name);
  for (const KnownFact& fact : w.facts.facts()) {
    out.insert(fact.path);
    if (fact.declared && fact.members != nullptr)
      for (const std::string& word : fact.members->words)
        out.insert(word);
  }
  for (const KnownList& list : w.facts.lists()) {
    out.insert(list.path);
    for (const KnownFact& field : list.fields) {
      out.insert(field.label);
      if (field.declared) out.insert(field.path);
      if (field.declared && field.members != nullptr)
        for (const std::string& word : field.members->words)
          out.insert(word);
    }
  }
  for (const ir::TableDoc& table : w.document.tables) {
    for (const ir::Word& column : table.columns) {
      out.insert(column.text);
      out.insert(table.name.text + "." + column.text);
    }
  }
  const auto body = [&](const ir::BodyDoc& doc) {
    for (const auto* entries : {&doc.pays, &doc.charges})
      for (const ir::MoneyDoc& entry : *entries)
        out.insert(entry.key.text);
    for (const ir::TermDoc& term : doc.terms)
      out.insert(term.key.text);
  };
  for (const ir::RuleDoc& rule : w.document.rules) {
    body(rule.body);
    for (const ir::GrantDoc& grant : rule.grants)
      body(grant.body);
  }
  for (const ir::RemedyUse& remedy : w.policy.remedies)
    out.insert(remedy.id);
  return out;
}

// `owner.use.leisure`: the word of a fact stands alone, as conditions have it.
std::string help_for_name(Workspace& w, std::string_view written,
                          const std::vector<std::string>& known) {
  const std::size_t dot = written.rfind('.');
  if (dot != std::string_view::npos) {
    const std::string_view word = written.substr(dot + 1);
    const Index index = w.facts.find_fact(written.substr(0, dot));
    const Members* members = index == ir::no_index ? nullptr : w.facts.facts()[index].members;
    if (members != nullptr && members->contains(word))
      return std::ranges::find(known, word) != known.end()
                 ? "write the word alone: " + tick(word)
                 : "words of the vocabulary have names already";
  }
  return did_you_mean(written, known);
}

}  // namespace

void check_texts(Workspace& w) {
  if (w.document.names.empty()) return;
  const std::set<std::string, std::less<>> known = nameable(w);
  const std::vector<std::string> words(known.begin(), known.end());
  std::map<std::string_view, const ir::Localized*> titles;
  for (const auto& [word, text] : w.document.names) {
    if (!known.contains(word.text) && w.document.whole)
      w.faults.warning("SB2107", word.span, tick(word.text) + " is no name of this file",
                       both(help_for_name(w, word.text, words),
                            "`names` gives words to what the file declares and to keys of `pays`, "
                            "`charges`, `terms`"));
    check_languages(w, text, word.span, "the name " + tick(word.text));
    titles.emplace(word.text, &text);
    w.policy.names.emplace_back(word.text, text);
  }
  std::ranges::stable_sort(w.policy.names, {}, &std::pair<std::string, ir::Localized>::first);
  const auto give = [&](auto& uses) {
    for (auto& use : uses)
      if (const auto at = titles.find(use.name); at != titles.end()) use.title = *at->second;
  };
  give(w.policy.periods);
  give(w.policy.values);
  give(w.policy.parameters);
  for (const auto& [name, named] : w.names.all()) {
    const bool may_be_test = named.kind == NameKind::condition || named.kind == NameKind::value;
    if (!may_be_test || !named.typed.known) continue;
    const ir::Node& node = w.graph[named.typed.node];
    const auto at = titles.find(name);
    const bool is_test = node.op == ir::Op::event_test || node.op == ir::Op::event_measure;
    if (is_test && at != titles.end())
      w.policy.event_tests[static_cast<std::size_t>(node.imm)].title = *at->second;
  }
}

namespace {

// What is read by people and has no words for it, each told once.
class Wordless {
 public:
  explicit Wordless(Workspace& w) : w_(w) {
    for (const auto& [word, text] : w.document.names)
      if (!text.zh.empty() || !text.en.empty()) named_.insert(word.text);
  }

  void look_at(std::string_view name, Span span) {
    if (!named_.insert(std::string(name)).second) return;
    w_.faults.warning("SB2113", span, tick(name) + " has no words that people can read",
                      "explanations show it as it stands here; write under `names`: `" +
                          std::string(name) + ": {zh: …, en: …}`");
  }
  void look_at_keys(const ir::BodyDoc& body) {
    for (const auto* entries : {&body.pays, &body.charges})
      for (const ir::MoneyDoc& entry : *entries)
        if (ir::money_key_name(entry.key.text).zh.empty()) look_at(entry.key.text, entry.key.span);
    for (const ir::TermDoc& term : body.terms)
      if (!term.text && ir::money_key_name(term.key.text).zh.empty())
        look_at(term.key.text, term.key.span);
  }

 private:
  Workspace& w_;
  std::set<std::string, std::less<>> named_;
};

}  // namespace

void warn_of_wordless(Workspace& w) {
  Wordless wordless(w);
  for (const auto& [name, named] : w.names.all()) {
    if (!named.used) continue;
    if (named.kind == NameKind::period || named.kind == NameKind::value)
      wordless.look_at(name, named.span);
    if (named.kind != NameKind::remedy) continue;
    const ir::Localized& text = w.document.remedies[named.doc].text;
    if (text.zh.empty() && text.en.empty())
      w.faults.warning("SB2113", named.span, tick(name) + " has no words that people can read",
                       "explanations show it as it stands here; write `zh: …` and `en: …` beside "
                       "it");
  }
  for (const KnownFact& fact : w.facts.facts()) {
    if (!fact.declared || !fact.mentioned || fact.standard != ir::no_index) continue;
    wordless.look_at(fact.path, fact.doc->path.span);
  }
  for (const KnownList& list : w.facts.lists())
    if (list.doc != nullptr && list.standard == ir::no_index && list.mentioned)
      wordless.look_at(list.path, list.doc->path.span);
  for (const ir::RuleDoc& rule : w.document.rules) {
    wordless.look_at_keys(rule.body);
    for (const ir::GrantDoc& grant : rule.grants)
      wordless.look_at_keys(grant.body);
  }
}

void warn_of_unused(Workspace& w) {
  for (const auto& [name, named] : w.names.all()) {
    if (named.used) continue;
    w.faults.warning(
        "SB2102", named.span,
        "nothing uses the " + std::string(kind_name(named.kind)).substr(2) + " " + tick(name));
  }
  const auto fact = [&](const KnownFact& known) {
    if (known.doc == nullptr || known.mentioned || known.broken) return;
    w.faults.warning("SB2102", known.doc->path.span,
                     known.declared
                         ? "nothing uses the fact " + tick(known.label)
                         : "nothing reads " + tick(known.label) + ", so nothing is ever assumed");
  };
  for (const KnownFact& known : w.facts.facts())
    fact(known);
  for (const KnownList& list : w.facts.lists()) {
    for (const KnownFact& field : list.fields)
      fact(field);
    if (list.doc != nullptr && !list.mentioned && !list.broken)
      w.faults.warning("SB2102", list.doc->path.span,
                       "nothing looks over the list " + tick(list.path));
  }
}

void warn_of_rules(Workspace& w) {
  std::set<Index> granted;
  for (const ir::RuleUse& rule : w.policy.rules) {
    if (never_holds(w.graph, rule.when, rule.unless))
      w.faults.warning("SB2101", rule.span, "the rule " + tick(rule.id) + " can never hold",
                       "its condition contradicts itself");
    for (const auto& [remedy, body] : rule.grants)
      granted.insert(remedy);
  }
  // An addition that has no grant to be added to says nothing to anyone.
  for (const ir::RuleUse& rule : w.policy.rules) {
    if (rule.effect != ir::Effect::adds) continue;
    std::vector<std::string> remedies;
    for (const Index remedy : rule.remedies)
      if (!granted.contains(remedy)) remedies.push_back(w.policy.remedies[remedy].id);
    if (remedies.size() == rule.remedies.size())
      w.faults.warning("SB2109", rule.span,
                       "no rule grants " + one_of(remedies) + ", so nothing is ever added");
  }
  const bool part_exchange = std::ranges::any_of(
      granted, [&](Index remedy) { return w.policy.remedies[remedy].id == "part_exchange"; });
  if (!part_exchange) return;
  for (const auto& [span, list] : w.bare_lasts)
    if (w.facts.lists()[list].path == "exchanges")
      w.faults.warning("SB2103", span, "the exchange of a part would count as the last exchange",
                       "write `last exchanges.on where whole_unit`");
}

}  // namespace sanbao::check
