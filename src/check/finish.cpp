// SPDX-License-Identifier: Apache-2.0
//
// finish.cpp: see finish.hpp.
// Tested by tests/unit/check_policy_test.cpp.
#include "check/finish.hpp"

#include "check/head.hpp"
#include "check/wording.hpp"

namespace sanbao::check {

using ir::Index;
using ir::no_index;
using ir::Op;

namespace {

std::vector<std::string> all_words(const KnownFact& fact) {
  std::vector<std::string> words;
  if (fact.members == nullptr) return words;
  words = fact.members->words;
  words.insert(words.end(), fact.quoted.begin(), fact.quoted.end());
  return words;
}

}  // namespace

void reserve_places(Workspace& w) {
  for (const auto& [name, named] : w.names.all()) {
    switch (named.kind) {
      case NameKind::value:
        w.policy.values.emplace_back();
        break;
      case NameKind::period:
        w.policy.periods.emplace_back();
        break;
      case NameKind::table:
        w.policy.tables.emplace_back();
        break;
      case NameKind::parameter: {
        const ir::ParameterDoc& doc = w.document.parameters[named.doc];
        ir::ParameterUse use;
        use.name = name;
        use.recalled = is_recalled(w, doc.verified, w.policy.recalled);
        use.contested = doc.contested.has_value();
        if (doc.contested) {
          use.reading = *doc.contested;
          check_languages(w, use.reading, named.span, "the reading of " + tick(name));
        }
        w.policy.parameters.push_back(std::move(use));
        break;
      }
      case NameKind::condition:
      case NameKind::remedy:
        break;
    }
  }
}

void fill_tables(Workspace& w) {
  ir::CheckedPolicy& policy = w.policy;
  std::vector<Index> place(w.facts.facts().size(), no_index);
  for (Index i = 0; i < place.size(); ++i) {
    const KnownFact& fact = w.facts.facts()[i];
    if (!fact.mentioned && fact.doc == nullptr) continue;
    place[i] = static_cast<Index>(policy.facts.size());
    ir::FactUse use;
    use.path = fact.path;
    use.type = fact.type;
    use.standard = fact.standard;
    use.members = all_words(fact);
    use.open = fact.members != nullptr && fact.members->open;
    use.declared = fact.declared;
    use.assume = fact.assume;
    if (fact.doc != nullptr) {
      use.span = fact.doc->path.span;
      if (fact.doc->ask) use.ask = *fact.doc->ask;
    }
    policy.facts.push_back(std::move(use));
  }
  for (ir::Node& node : policy.nodes)
    if (node.op == Op::fact || node.op == Op::fact_bool)
      node.imm = place[static_cast<std::size_t>(node.imm)];
  for (ir::PeriodUse& period : policy.periods)
    for (ir::PeriodUse::Usage& usage : period.usage)
      usage.fact = place[usage.fact];

  for (const KnownList& list : w.facts.lists()) {
    ir::ListUse use;
    use.path = list.path;
    use.standard = list.standard;
    use.interval = list.interval;
    if (list.doc != nullptr) {
      use.span = list.doc->path.span;
      use.assume_empty = list.doc->assume_empty_list;
    }
    for (const KnownFact& field : list.fields) {
      ir::FieldUse field_use;
      field_use.name = field.path;
      field_use.type = field.type;
      field_use.standard = field.standard;
      field_use.members = all_words(field);
      field_use.open = field.members != nullptr && field.members->open;
      field_use.computed = field.computed;
      field_use.assume = field.assume;
      if (field.doc != nullptr) field_use.span = field.doc->path.span;
      use.fields.push_back(std::move(field_use));
    }
    policy.lists.push_back(std::move(use));
  }
}

void warn_of_questions(Workspace& w) {
  for (const ir::FactDoc& doc : w.document.facts) {
    if (doc.ask) check_languages(w, *doc.ask, doc.path.span, "the question");
    const bool typed = !doc.type.name.empty();
    if (!typed || doc.ask || doc.assume || doc.assume_empty_list || doc.path.text.empty()) continue;
    w.faults.warning("SB2106", doc.path.span, tick(doc.path.text) + " has no question",
                     "a decision that lacks it asks for it: `ask: {zh: …, en: …}`");
  }
}

}  // namespace sanbao::check
