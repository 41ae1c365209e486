// SPDX-License-Identifier: Apache-2.0
//
// names.cpp: every declared name once, and none that means something already (docs/language.md §5).
// Tested by tests/unit/check_names_test.cpp and tests/baselines/bad/sb200*.
#include "check/names.hpp"

#include <algorithm>
#include <array>

#include "check/wording.hpp"

namespace sanbao::check {

using ir::Index;

namespace {

constexpr std::array<std::string_view, 36> keywords{
    "after",       "all",          "and",  "any",      "before", "day",    "days",  "else",
    "false",       "first",        "from", "has",      "if",     "in",     "is",    "known",
    "last",        "less",         "max",  "min",      "month",  "months", "never", "none",
    "not",         "of",           "or",   "round_up", "then",   "to",     "true",  "where",
    "working_day", "working_days", "year", "years"};

std::string place_of(const Named& named) {
  return "it is " + std::string(kind_name(named.kind)) + " already, in line " +
         std::to_string(named.span.line);
}

}  // namespace

bool is_keyword(std::string_view word) {
  return std::ranges::find(keywords, word) != keywords.end();
}

std::string_view kind_name(NameKind kind) {
  switch (kind) {
    case NameKind::value:
      return "a value";
    case NameKind::period:
      return "a period";
    case NameKind::condition:
      return "a condition";
    case NameKind::table:
      return "a table";
    case NameKind::parameter:
      return "a parameter";
    case NameKind::remedy:
      return "a remedy";
  }
  return "a name";
}

Names::Names(const ir::PolicyDocument& document, const FactTable& facts, base::FaultList& faults)
    : facts_(facts), faults_(faults) {
  for (const KnownList& list : facts.lists())
    for (const KnownFact& field : list.fields)
      fields_.emplace(field.path, field.label);
  const auto declare_all = [&](NameKind kind, const auto& docs) {
    for (std::size_t i = 0; i < docs.size(); ++i)
      declare(kind, docs[i].name, i);
  };
  declare_all(NameKind::parameter, document.parameters);
  declare_all(NameKind::table, document.tables);
  declare_all(NameKind::value, document.values);
  declare_all(NameKind::period, document.periods);
  declare_all(NameKind::condition, document.conditions);
  declare_all(NameKind::remedy, document.remedies);

  // Places among their kind, by name, so that moving an entry in the file moves nothing.
  std::array<Index, 6> next{};
  for (auto& [name, named] : names_)
    named.slot = next[static_cast<std::size_t>(named.kind)]++;
}

std::string Names::refusal(NameKind kind, std::string_view name) const {
  if (!is_bare_word(name)) return "a name is made of lower-case letters, digits and `_`";
  if (is_keyword(name)) return "it is a word of the language";
  if (facts_.is_group(name)) return "it is a group of facts";
  if (const auto field = fields_.find(name); field != fields_.end())
    return "it is a field of an event, " + tick(field->second);
  if (ir::find_standard_remedy(name) != nullptr) return "it is a remedy";
  if (const std::string owner = facts_.owner_of_member(name); !owner.empty()) {
    // The remedies of the file are themselves words of claim.requests.
    const bool itself = kind == NameKind::remedy && owner == "claim.requests";
    if (!itself && owner != "claim.requests") return "it is a word of " + tick(owner);
  }
  return {};
}

void Names::declare(NameKind kind, const ir::Word& word, std::size_t doc) {
  const std::string why = refusal(kind, word.text);
  if (!why.empty())
    faults_.error("SB2002", word.span, tick(word.text) + " cannot be a name: " + why,
                  "choose another name");
  Named named;
  named.kind = kind;
  named.name = word.text;
  named.span = word.span;
  named.doc = static_cast<Index>(doc);
  const auto [at, fresh] = names_.try_emplace(word.text, named);
  if (fresh) return;
  // The earlier one in the file keeps the name.
  Named& other = at->second;
  const auto place = [](const Span& span) { return std::pair(span.line, span.column); };
  const bool later = place(other.span) < place(word.span);
  const Named& first = later ? other : named;
  const Named& second = later ? named : other;
  faults_.error("SB2001", second.span, "the name " + tick(word.text) + " is taken",
                place_of(first) +
                    "; values, periods, conditions, tables, parameters and remedies "
                    "share one name space");
}

Named* Names::find(std::string_view name) {
  const auto at = names_.find(name);
  return at == names_.end() ? nullptr : &at->second;
}

std::vector<std::string> Names::of_kinds(std::span<const NameKind> kinds) const {
  std::vector<std::string> out;
  for (const auto& [name, named] : names_)
    if (std::ranges::find(kinds, named.kind) != kinds.end()) out.push_back(name);
  return out;
}

}  // namespace sanbao::check
