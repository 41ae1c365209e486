// SPDX-License-Identifier: Apache-2.0
//
// What rules speak of, and the head of a policy, of two versions held against each other; see comparison.hpp.
#include <algorithm>
#include <map>

#include "diff/comparison.hpp"

namespace sanbao::diff {

using ir::CheckedPolicy;

namespace {

/// Entries of two lists by their name.
template <typename Use>
std::map<std::string, std::pair<const Use*, const Use*>> by_name(const std::vector<Use>& from,
                                                                 const std::vector<Use>& to,
                                                                 std::string Use::*name) {
  std::map<std::string, std::pair<const Use*, const Use*>> all;
  for (const Use& use : from)
    all[use.*name].first = &use;
  for (const Use& use : to)
    all[use.*name].second = &use;
  return all;
}

std::string day(const std::optional<CivilDate>& date) {
  return date ? date->to_string() : "";
}

/// A text that a parameter may hold, by its words; else its number.
std::string value_of(const CheckedPolicy& policy, const ir::ParameterUse& parameter) {
  const bool words = parameter.type == ir::Type::text || parameter.type == ir::Type::enumeration ||
                     parameter.type == ir::Type::remedy;
  return std::to_string(static_cast<int>(parameter.type)) + " " +
         (words ? policy.texts[static_cast<std::size_t>(parameter.value)]
                : std::to_string(parameter.value));
}

/// Keys of a section of either file.
std::set<std::string> keys_of(const CheckedPolicy& from, const CheckedPolicy& to,
                              std::string_view section) {
  std::set<std::string> keys;
  for (const CheckedPolicy* policy : {&from, &to})
    if (const ir::YamlNode* node = policy->tree->root.find(section))
      for (const auto& entry : node->entries)
        keys.insert(entry.key);
  return keys;
}

}  // namespace

std::string Comparison::fact_meaning(Side& side, const std::string& path) {
  if (entry(side.policy, "facts", path) == nullptr) return {};
  const auto of = [&](const auto& use) {
    std::string text = std::to_string(static_cast<int>(use.type)) + " " +
                       std::to_string(side.meanings.node(use.assume));
    auto members = use.members;
    std::ranges::sort(members);
    for (const std::string& member : members)
      text += " " + member;
    return text;
  };
  for (const ir::FactUse& fact : side.policy.facts)
    if (fact.path == path) return of(fact) + "\n" + fact.ask.zh + "\n" + fact.ask.en;
  for (const ir::ListUse& list : side.policy.lists) {
    if (list.path == path) {
      std::string text = list.assume_empty ? "list" : "unknown list";
      for (const ir::FieldUse& field : list.fields)
        text += "\n" + field.name + " " + of(field);
      return text;
    }
    for (const ir::FieldUse& field : list.fields)
      if (list.path + "." + field.name == path) return of(field);
  }
  return {};
}

void Comparison::facts() {
  for (const std::string& path : keys_of(from_.policy, to_.policy, "facts")) {
    place_ = {"facts", path, {}};
    if (fact_meaning(from_, path) != fact_meaning(to_, path))
      tell("", entry(from_.policy, "facts", path), entry(to_.policy, "facts", path));
  }
}

void Comparison::parameters() {
  for (const auto& [name, sides] :
       by_name(from_.policy.parameters, to_.policy.parameters, &ir::ParameterUse::name)) {
    place_ = {"parameters", name, {}};
    const auto& [before, after] = sides;
    const auto* old_text = entry(from_.policy, "parameters", name);
    const auto* new_text = entry(to_.policy, "parameters", name);
    const bool on_both = before != nullptr && after != nullptr;
    if (on_both && value_of(from_.policy, *before) == value_of(to_.policy, *after) &&
        before->contested == after->contested && before->reading.zh == after->reading.zh &&
        before->reading.en == after->reading.en)
      continue;
    tell("", old_text, new_text);
  }
}

void Comparison::values() {
  for (const auto& [name, sides] :
       by_name(from_.policy.values, to_.policy.values, &ir::ValueUse::name)) {
    const auto& [before, after] = sides;
    if (before == nullptr || after == nullptr) {
      tell_if_reached("values", name);
      continue;
    }
    place_ = {"values", name, {}};
    if (from_.meanings.node(before->node) != to_.meanings.node(after->node))
      tell("", entry(from_.policy, "values", name), entry(to_.policy, "values", name));
  }
}

void Comparison::periods() {
  const auto meanings = [](Side& side) {
    std::map<std::string, Meaning> all;
    for (ir::Index i = 0; i < side.policy.periods.size(); ++i)
      all[side.policy.periods[i].name] = side.meanings.period(i);
    return all;
  };
  const auto before = meanings(from_);
  const auto after = meanings(to_);
  for (const std::string& name : keys_of(from_.policy, to_.policy, "periods")) {
    if (!before.contains(name) || !after.contains(name)) {
      tell_if_reached("periods", name);
      continue;
    }
    if (before.at(name) == after.at(name)) continue;
    place_ = {"periods", name, {}};
    const auto* old_text = entry(from_.policy, "periods", name);
    const auto* new_text = entry(to_.policy, "periods", name);
    std::set<std::string> keys;
    for (const auto* text : {old_text, new_text})
      for (const auto& part : text->entries)
        keys.insert(part.key);
    const std::size_t told = found_.size();
    for (const std::string& key : keys)
      if (written(at(old_text, {key})) != written(at(new_text, {key})))
        tell(key, at(old_text, {key}), at(new_text, {key}));
    if (found_.size() == told) tell("", old_text, new_text);
  }
}

void Comparison::tables() {
  for (const auto& [name, sides] :
       by_name(from_.policy.tables, to_.policy.tables, &ir::TableUse::name)) {
    if (sides.first == nullptr || sides.second == nullptr) {
      tell_if_reached("tables", name);
      continue;
    }
    place_ = {"tables", name, {}};
    table(*sides.first, *sides.second);
  }
}

void Comparison::table(const ir::TableUse& before, const ir::TableUse& after) {
  const auto* old_text = entry(from_.policy, "tables", before.name);
  const auto* new_text = entry(to_.policy, "tables", after.name);
  const auto tell_key = [&](std::string_view key) {
    tell(std::string(key), at(old_text, {key}), at(new_text, {key}));
  };
  if (from_.meanings.node(before.key) != to_.meanings.node(after.key)) tell_key("by");
  if (before.columns != after.columns) return tell_key("columns");
  std::map<std::string, std::pair<Meaning, Meaning>> rows;
  for (const auto& row : before.rows)
    rows[from_.policy.texts[row.key]].first = from_.meanings.row(before, row);
  for (const auto& row : after.rows)
    rows[to_.policy.texts[row.key]].second = to_.meanings.row(after, row);
  for (const auto& [key, meaning] : rows)
    if (meaning.first != meaning.second)
      tell("of." + key, at(old_text, {"of", key}), at(new_text, {"of", key}));
  const auto otherwise = [](Side& side, const ir::TableUse& use) {
    return use.otherwise ? side.meanings.row(use, *use.otherwise) : no_meaning;
  };
  if (otherwise(from_, before) != otherwise(to_, after)) tell_key("otherwise");
}

// They have no meaning of their own beside that of the rules they stand in.
void Comparison::conditions() {
  for (const std::string& name : keys_of(from_.policy, to_.policy, "conditions"))
    tell_if_reached("conditions", name);
}

void Comparison::remedies() {
  for (const auto& [id, sides] :
       by_name(from_.policy.remedies, to_.policy.remedies, &ir::RemedyUse::id)) {
    place_ = {"remedies", id, {}};
    const auto& [before, after] = sides;
    const bool same = before != nullptr && after != nullptr && before->side == after->side &&
                      before->paid == after->paid && before->title.zh == after->title.zh &&
                      before->title.en == after->title.en;
    if (!same) tell("", entry(from_.policy, "remedies", id), entry(to_.policy, "remedies", id));
  }
}

void Comparison::notices() {
  const auto joined = [](std::vector<std::string> list) {
    std::ranges::sort(list);
    std::string text = "[";
    for (const std::string& word : list)
      text += (text.size() > 1 ? ", " : "") + word;
    return text + "]";
  };
  for (const auto& [id, sides] :
       by_name(from_.policy.notices, to_.policy.notices, &ir::NoticeUse::id)) {
    place_ = {"notices", id, {}};
    const ir::NoticeUse none;
    const ir::NoticeUse& before = sides.first != nullptr ? *sides.first : none;
    const ir::NoticeUse& after = sides.second != nullptr ? *sides.second : none;
    const std::string old_on = sides.first != nullptr ? joined(before.on) : "";
    const std::string new_on = sides.second != nullptr ? joined(after.on) : "";
    if (old_on != new_on) tell("on", old_on, new_on);
    tell_words("text", before.text, after.text);
  }
}

/// Texts by clause and by name.
void Comparison::words() {
  const auto compare = [&](std::string_view section, const auto& from, const auto& to,
                           bool one_side_counts) {
    std::map<std::string, std::pair<const ir::Localized*, const ir::Localized*>> all;
    for (const auto& [name, text] : from)
      all[name].first = &text;
    for (const auto& [name, text] : to)
      all[name].second = &text;
    const ir::Localized none;
    for (const auto& [name, sides] : all) {
      if (!one_side_counts && (sides.first == nullptr || sides.second == nullptr)) continue;
      place_ = {std::string(section), name, {}};
      tell_words("", sides.first != nullptr ? *sides.first : none,
                 sides.second != nullptr ? *sides.second : none);
    }
  };
  compare("informative", from_.policy.informative, to_.policy.informative, true);
  // What has a name on one side alone is told itself, or was given another name.
  compare("names", from_.policy.names, to_.policy.names, false);
}

std::string Comparison::clock_of(const CheckedPolicy& policy) const {
  const auto word = [&](const auto& choice) {
    const bool first =
        choice.parameter == ir::no_index || policy.parameters[choice.parameter].value != 0;
    return " " + std::to_string(static_cast<int>(first ? choice.then : choice.otherwise));
  };
  return policy.zone.name() + word(policy.count_from) + word(policy.month_end) + word(policy.roll) +
         " " + (policy.calendar ? policy.calendar->digest() : "");
}

void Comparison::head() {
  const CheckedPolicy& before = from_.policy;
  const CheckedPolicy& after = to_.policy;
  const auto tell_key = [&](std::string_view key, bool differs) {
    if (!differs) return;
    place_ = {"head", std::string(key), {}};
    tell("", before.tree->root.find(key), after.tree->root.find(key));
  };
  tell_key("title", before.title.zh != after.title.zh || before.title.en != after.title.en);
  tell_key("source", before.source_title.zh != after.source_title.zh ||
                         before.source_title.en != after.source_title.en ||
                         before.source_url != after.source_url);
  tell_key("basis", before.basis != after.basis);
  tell_key("verified", before.recalled != after.recalled);
  tell_key("in_force",
           day(before.in_force_from) != day(after.in_force_from) ||
               day(before.in_force_until) != day(after.in_force_until) ||
               (before.in_force_recalled != after.in_force_recalled &&
                (before.in_force_recalled != before.recalled ||
                 after.in_force_recalled != after.recalled)) ||
               from_.meanings.list(before.in_force_by) != to_.meanings.list(after.in_force_by));
  tell_key("applies_to",
           from_.meanings.node(before.applies_to) != to_.meanings.node(after.applies_to));
  tell_key("yields_to", std::set(before.yields_to.begin(), before.yields_to.end()) !=
                            std::set(after.yields_to.begin(), after.yields_to.end()));
  tell_key("currency", before.currency.has_value() != after.currency.has_value() ||
                           (before.currency && !(*before.currency == *after.currency)));
  tell_key("round", before.round_to != after.round_to || before.rounding != after.rounding);
  tell_key("prefer", before.prefer_consumer != after.prefer_consumer);
  tell_key("clauses", before.clauses != after.clauses);
  tell_key("clock", clock_differs());
}

}  // namespace sanbao::diff
