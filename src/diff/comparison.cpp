// SPDX-License-Identifier: Apache-2.0
//
// Rules of two versions held against each other; see comparison.hpp.
#include "diff/comparison.hpp"

#include <algorithm>
#include <map>

#include "ir/program.hpp"

namespace sanbao::diff {

using ir::CheckedPolicy;
using ir::RuleUse;

namespace {

std::string within(std::string part, const std::string& key) {
  return part.append(".").append(key);
}

const RuleUse* counterpart(const CheckedPolicy& policy, const RuleUse& rule) {
  const auto found = std::ranges::find_if(policy.rules, [&](const RuleUse& other) {
    return other.id == rule.id && other.effect == rule.effect;
  });
  return found == policy.rules.end() ? nullptr : &*found;
}

/// Rules by id and version of their own, in the order of decisions; one that is gone stands behind what it stood behind.
std::vector<std::pair<const RuleUse*, const RuleUse*>> pairs(const CheckedPolicy& from,
                                                             const CheckedPolicy& to) {
  std::vector<std::pair<const RuleUse*, const RuleUse*>> list;
  for (const RuleUse& rule : to.rules)
    list.emplace_back(counterpart(from, rule), &rule);
  std::size_t behind = 0;
  for (const RuleUse& rule : from.rules) {
    const auto same =
        std::ranges::find(list, &rule, &std::pair<const RuleUse*, const RuleUse*>::first);
    if (same != list.end()) {
      behind = static_cast<std::size_t>(same - list.begin()) + 1;
    } else {
      list.insert(list.begin() + static_cast<std::ptrdiff_t>(behind++), {&rule, nullptr});
    }
  }
  return list;
}

std::set<std::string> remedy_ids(const CheckedPolicy& policy, const std::vector<ir::Index>& list) {
  std::set<std::string> ids;
  for (const ir::Index index : list)
    ids.insert(policy.remedies[index].id);
  return ids;
}
std::set<std::string> rule_ids(const CheckedPolicy& policy, const std::vector<ir::Index>& list) {
  std::set<std::string> ids;
  for (const ir::Index index : list)
    ids.insert(policy.rules[index].id);
  return ids;
}

/// `{zh: 七日退货, en: Return within seven days}`.
std::string both(const ir::Localized& text) {
  if (text.zh.empty() && text.en.empty()) return {};
  std::string out = "{";
  if (!text.zh.empty()) out += "zh: " + text.zh;
  if (!text.zh.empty() && !text.en.empty()) out += ", ";
  if (!text.en.empty()) out += "en: " + text.en;
  return out + "}";
}

}  // namespace

std::vector<MeaningDifference> Comparison::run() {
  rules();
  facts();
  parameters();
  values();
  periods();
  tables();
  conditions();
  remedies();
  notices();
  words();
  head();
  return std::move(found_);
}

void Comparison::tell(const std::string& part, std::string from, std::string to) {
  MeaningDifference difference;
  difference.section = place_.section;
  difference.name = place_.name;
  difference.part = part;
  difference.title_zh = place_.title.zh;
  difference.title_en = place_.title.en;
  auto through = names_.changed_in(from + " " + to);
  through.erase(place_.name);
  reached_.insert(through.begin(), through.end());
  difference.through.assign(through.begin(), through.end());
  // Nothing of it is written otherwise: what is left is how days are counted.
  if (from == to && through.empty() && place_.section != "head" && clock_differs())
    difference.through.emplace_back("clock");
  difference.from = std::move(from);
  difference.to = std::move(to);
  found_.push_back(std::move(difference));
}

void Comparison::tell_words(const std::string& part, const ir::Localized& from,
                            const ir::Localized& to) {
  if (from.zh != to.zh || from.en != to.en) tell(part, both(from), both(to));
}

void Comparison::tell_if_reached(const std::string& section, const std::string& name) {
  if (!reached_.contains(name)) return;
  place_ = {section, name, {}};
  const auto& entry = names_.all().at(name);
  tell("", entry.from, entry.to);
}

void Comparison::rules() {
  for (const auto& [before, after] : pairs(from_.policy, to_.policy)) {
    const RuleUse& named = after != nullptr ? *after : *before;
    place_ = {"rules", named.id, named.title};
    if (before == nullptr || after == nullptr) {
      tell("", before != nullptr ? rule_entry(from_.policy, *before) : nullptr,
           after != nullptr ? rule_entry(to_.policy, *after) : nullptr);
    } else {
      rule(*before, *after);
    }
  }
}

void Comparison::rule(const RuleUse& before, const RuleUse& after) {
  const ir::YamlNode* old_text = rule_entry(from_.policy, before);
  const ir::YamlNode* new_text = rule_entry(to_.policy, after);
  const auto tell_key = [&](std::string_view key) {
    tell(std::string(key), at(old_text, {key}), at(new_text, {key}));
  };
  if (from_.meanings.node(before.when) != to_.meanings.node(after.when)) tell_key("when");
  if (from_.meanings.node(before.unless) != to_.meanings.node(after.unless)) tell_key("unless");
  if (before.effect == ir::Effect::grants) {
    std::map<std::string, std::pair<const ir::BodyUse*, const ir::BodyUse*>> bodies;
    for (const auto& [remedy, body] : before.grants)
      bodies[from_.policy.remedies[remedy].id].first = &body;
    for (const auto& [remedy, body] : after.grants)
      bodies[to_.policy.remedies[remedy].id].second = &body;
    for (const auto& [remedy, sides] : bodies) {
      const std::string part = "grants." + remedy;
      const ir::YamlNode* old_body = at(old_text, {"grants", remedy});
      const ir::YamlNode* new_body = at(new_text, {"grants", remedy});
      if (sides.first == nullptr || sides.second == nullptr) {
        tell(part, old_body, new_body);
      } else {
        body(part + ".", *sides.first, old_body, *sides.second, new_body);
      }
    }
  } else {
    const bool adds = before.effect == ir::Effect::adds;
    if (remedy_ids(from_.policy, before.remedies) != remedy_ids(to_.policy, after.remedies))
      tell_key(adds ? "for" : "excludes");
    if (rule_ids(from_.policy, before.granted_by) != rule_ids(to_.policy, after.granted_by))
      tell_key("granted_by");
    body("", before.body, old_text, after.body, new_text);
  }
  if (rule_ids(from_.policy, before.overrides) != rule_ids(to_.policy, after.overrides))
    tell_key("overrides");
  if (std::set(before.cites.begin(), before.cites.end()) !=
      std::set(after.cites.begin(), after.cites.end()))
    tell_key("cite");
  // What follows from the mark of the whole policy is told with that.
  if (before.recalled != after.recalled &&
      (before.recalled != from_.policy.recalled || after.recalled != to_.policy.recalled))
    tell_key("verified");
  tell_words("title", before.title, after.title);
  tell_words("note", before.note, after.note);
}

void Comparison::body(const std::string& part, const ir::BodyUse& before,
                      const ir::YamlNode* before_text, const ir::BodyUse& after,
                      const ir::YamlNode* after_text) {
  if (from_.meanings.set(before.needs) != to_.meanings.set(after.needs))
    tell(part + "needs", at(before_text, {"needs"}), at(after_text, {"needs"}));
  money(part + "pays", before.pays, at(before_text, {"pays"}), after.pays,
        at(after_text, {"pays"}));
  money(part + "charges", before.charges, at(before_text, {"charges"}), after.charges,
        at(after_text, {"charges"}));
  terms(part + "terms", before.terms, at(before_text, {"terms"}), after.terms,
        at(after_text, {"terms"}));
}

void Comparison::money(const std::string& part, const std::vector<ir::MoneyUse>& before,
                       const ir::YamlNode* before_text, const std::vector<ir::MoneyUse>& after,
                       const ir::YamlNode* after_text) {
  std::map<std::string, std::pair<Meaning, Meaning>> keys;
  for (const ir::MoneyUse& use : before)
    keys[use.key].first = from_.meanings.node(use.amount);
  for (const ir::MoneyUse& use : after)
    keys[use.key].second = to_.meanings.node(use.amount);
  for (const auto& [key, meaning] : keys)
    if (meaning.first != meaning.second)
      tell(within(part, key), at(before_text, {key}), at(after_text, {key}));
}

void Comparison::terms(const std::string& part, const std::vector<ir::TermUse>& before,
                       const ir::YamlNode* before_text, const std::vector<ir::TermUse>& after,
                       const ir::YamlNode* after_text) {
  const auto meaning = [&](Side& side, const ir::TermUse& term) {
    return both(term.text) + "\n" + std::to_string(side.meanings.node(term.value));
  };
  std::map<std::string, std::pair<std::string, std::string>> keys;
  for (const ir::TermUse& term : before)
    keys[term.key].first = meaning(from_, term);
  for (const ir::TermUse& term : after)
    keys[term.key].second = meaning(to_, term);
  for (const auto& [key, sides] : keys)
    if (sides.first != sides.second)
      tell(within(part, key), at(before_text, {key}), at(after_text, {key}));
}

}  // namespace sanbao::diff

namespace sanbao {

std::vector<PolicyDifference> differences(const Rulebook& from, const Rulebook& to) {
  using ir::CheckedPolicy;
  const auto policies = [](const Rulebook& rulebook) {
    std::vector<const CheckedPolicy*> list;
    for (const auto& program : rulebook.ruleset().programs)
      list.push_back(program.source.get());
    return list;
  };
  std::vector<std::pair<const CheckedPolicy*, const CheckedPolicy*>> pairs;
  auto left = policies(to);
  const auto take = [&](const CheckedPolicy& policy, bool same_version) -> const CheckedPolicy* {
    const auto found = std::ranges::find_if(left, [&](const CheckedPolicy* other) {
      return other->id == policy.id && (!same_version || other->version == policy.version);
    });
    if (found == left.end()) return nullptr;
    const CheckedPolicy* taken = *found;
    left.erase(found);
    return taken;
  };
  for (const CheckedPolicy* policy : policies(from))
    pairs.emplace_back(policy, take(*policy, true));
  for (auto& pair : pairs)
    if (pair.second == nullptr) pair.second = take(*pair.first, false);
  for (const CheckedPolicy* policy : left)
    pairs.emplace_back(nullptr, policy);
  diff::Meanings shared;
  std::vector<PolicyDifference> list;
  for (const auto& [before, after] : pairs) {
    PolicyDifference& difference = list.emplace_back();
    difference.policy = (before != nullptr ? before : after)->id;
    if (before != nullptr) {
      difference.from_version = before->version;
      difference.from_digest = before->digest;
    }
    if (after != nullptr) {
      difference.to_version = after->version;
      difference.to_digest = after->digest;
    }
    if (before != nullptr && after != nullptr)
      difference.differences = diff::Comparison(*before, *after, shared).run();
  }
  std::ranges::stable_sort(list, {}, &PolicyDifference::policy);
  return list;
}

}  // namespace sanbao
