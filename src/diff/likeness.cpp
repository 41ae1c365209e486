// SPDX-License-Identifier: Apache-2.0
//
// Likeness: which decisions two rulebooks make alike; see sanbao/compare.hpp.
// In: two rulebooks over one claim shape; a decision under the first. Out: yes, or not known.
// Never says yes where an amount, a need or a condition that the decision rests on is different: a rule that fails and a
// remedy that is not due are looked at no further (docs/language.md §3 "Status of a remedy").
// Tested by tests/unit/likeness_test.cpp against deciding again.
#include <algorithm>

#include "diff/comparison.hpp"
#include "ir/plain_answer.hpp"
#include "ir/program.hpp"

namespace sanbao {

namespace {

using ir::Index;

bool has(std::span<const std::uint64_t> bits, std::size_t at) {
  return (bits[at / 64] >> at % 64 & 1U) != 0;
}

bool contains(std::span<const std::string_view> list, std::string_view word) {
  return std::ranges::find(list, word) != list.end();
}

Index remedy_index(const ir::Ruleset& ruleset, const std::string& id) {
  const auto found = std::ranges::find(ruleset.remedies, id, &ir::RemedyEntry::id);
  return static_cast<Index>(found - ruleset.remedies.begin());
}

}  // namespace

Likeness::Likeness(const Rulebook& of, const Rulebook& other) {
  const auto& before = of.ruleset().programs;
  const auto& after = other.ruleset().programs;
  heads_differ_ = differs_ = before.size() != after.size();
  same_frame_ = !heads_differ_;
  diff::Meanings shared;
  for (std::size_t i = 0; i < before.size() && !heads_differ_; ++i) {
    const ir::CheckedPolicy& old_policy = *before[i].source;
    const ir::CheckedPolicy& new_policy = *after[i].source;
    Part& part = parts_.emplace_back();
    part.id = old_policy.id;
    part.version = old_policy.version;
    if (before[i].source == after[i].source) continue;
    diff::Comparison comparison(old_policy, new_policy, shared);
    heads_differ_ = old_policy.id != new_policy.id || comparison.heads_differ();
    same_frame_ = same_frame_ && !heads_differ_;
    if (heads_differ_) break;
    for (std::size_t rule = 0; rule < old_policy.rules.size() && same_frame_; ++rule)
      same_frame_ = !comparison.frames_differ(old_policy.rules[rule], new_policy.rules[rule]);
    for (std::size_t rule = 0; rule < old_policy.rules.size(); ++rule) {
      const ir::RuleUse& old_rule = old_policy.rules[rule];
      const ir::RuleUse& new_rule = new_policy.rules[rule];
      if (comparison.conditions_differ(old_rule, new_rule)) {
        part.conditions_differ = true;
        break;
      }
      const auto add = [&](Index remedy) {
        const std::string& id = old_policy.remedies[remedy].id;
        part.bodies.push_back({rule, remedy_index(of.ruleset(), id), old_rule.id, id});
      };
      for (std::size_t grant = 0; grant < old_rule.grants.size(); ++grant)
        if (comparison.bodies_differ(old_rule.grants[grant].second, new_rule.grants[grant].second))
          add(old_rule.grants[grant].first);
      if (comparison.bodies_differ(old_rule.body, new_rule.body))
        for (const Index remedy : old_rule.remedies)
          add(remedy);
    }
    differs_ = differs_ || part.conditions_differ || !part.bodies.empty();
  }
}

bool Likeness::same_answers(const Decision& decision) const {
  if (heads_differ_) return false;
  if (!differs_) return true;
  if (const ir::PlainAnswer* plain = ir::plain_answer(decision)) {
    const Part& part = parts_[plain->program->order];
    if (part.conditions_differ) return false;
    return std::ranges::all_of(part.bodies, [&](const Body& body) {
      if (has(plain->fails, body.rule) || has(plain->overridden, body.rule)) return true;
      const auto at = std::ranges::find(plain->remedies, body.remedy, &ir::PlainRemedy::remedy);
      return at == plain->remedies.end() || at->status == Status::unavailable;
    });
  }
  for (const PolicyAnswer& policy : decision.policies()) {
    const auto part = std::ranges::find_if(parts_, [&](const Part& known) {
      return known.id == policy.policy && known.version == policy.version;
    });
    if (part->conditions_differ) return false;
    for (const Body& body : part->bodies) {
      if (contains(policy.codes.fails, body.rule_id) ||
          contains(policy.codes.overridden, body.rule_id))
        continue;
      const auto at = std::ranges::find(policy.remedies, body.remedy_id, &RemedyAnswer::remedy);
      if (at != policy.remedies.end() && at->status != Status::unavailable) return false;
    }
  }
  return true;
}

}  // namespace sanbao

namespace sanbao::diff {

bool Comparison::heads_differ() {
  facts();
  remedies();
  head();
  // Words are no part of what is decided.
  std::erase_if(found_, [](const MeaningDifference& difference) {
    return difference.name == "title" || difference.name == "source" ||
           difference.name == "verified" || difference.name == "clauses";
  });
  const bool differs = !found_.empty();
  found_.clear();
  const auto& before = from_.policy.rules;
  const auto& after = to_.policy.rules;
  return differs || !std::ranges::equal(before, after, [](const auto& a, const auto& b) {
           return a.id == b.id && a.effect == b.effect;
         });
}

bool Comparison::conditions_differ(const ir::RuleUse& before, const ir::RuleUse& after) {
  return from_.meanings.node(before.when) != to_.meanings.node(after.when) ||
         from_.meanings.node(before.unless) != to_.meanings.node(after.unless) ||
         links_differ(before, after);
}

bool Comparison::links_differ(const ir::RuleUse& before, const ir::RuleUse& after) const {
  const auto ids = [](const ir::CheckedPolicy& policy, const ir::RuleUse& rule) {
    std::vector<std::string> list;
    for (const auto& grant : rule.grants)
      list.push_back(policy.remedies[grant.first].id);
    for (const ir::Index remedy : rule.remedies)
      list.push_back(policy.remedies[remedy].id);
    return list;
  };
  return before.overrides != after.overrides || before.granted_by != after.granted_by ||
         ids(from_.policy, before) != ids(to_.policy, after);
}

// Links are looked at first: after them each grant stands beside the one of the same remedy.
bool Comparison::frames_differ(const ir::RuleUse& before, const ir::RuleUse& after) {
  const auto needs_differ = [this](const ir::BodyUse& old_body, const ir::BodyUse& new_body) {
    return from_.meanings.set(old_body.needs) != to_.meanings.set(new_body.needs);
  };
  return links_differ(before, after) || needs_differ(before.body, after.body) ||
         !std::ranges::equal(before.grants, after.grants, [&](const auto& a, const auto& b) {
           return !needs_differ(a.second, b.second);
         });
}

bool Comparison::bodies_differ(const ir::BodyUse& before, const ir::BodyUse& after) {
  const auto money = [](Side& side, const ir::BodyUse& body) {
    std::vector<std::pair<std::string, Meaning>> list;
    for (const auto* uses : {&body.pays, &body.charges})
      for (const ir::MoneyUse& use : *uses)
        list.emplace_back((uses == &body.pays ? "+" : "-") + use.key,
                          side.meanings.node(use.amount));
    return list;
  };
  return from_.meanings.set(before.needs) != to_.meanings.set(after.needs) ||
         money(from_, before) != money(to_, after);
}

}  // namespace sanbao::diff
