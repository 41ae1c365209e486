// SPDX-License-Identifier: Apache-2.0
//
// See replay_why.hpp. A decision that differs is decided once more with all its reasons: it is rare,
// and the kept one may have none. Tested by tests/cli/replay_test.py.
#include "audit/replay_why.hpp"

#include <algorithm>

#include "audit/json_tree.hpp"
#include "sanbao/judge.hpp"

namespace sanbao::audit {

namespace {

struct Behind {
  std::string policy, rule, change;
};

/// The first rule, as `policy:rule`, that is in one list and not in the other.
std::optional<Behind> changed_rule(const DecisionWords& kept, const DecisionWords& made) {
  const auto first_of = [](const DecisionWords& a, const DecisionWords& b,
                           const char* change) -> std::optional<Behind> {
    for (const std::string& rule : a.rules) {
      const std::size_t colon = rule.find(':');
      if (colon == std::string::npos) continue;
      // A policy that the other decision knows nothing of has no rule that changed.
      const std::string policy = rule.substr(0, colon);
      if (std::find(b.policies.begin(), b.policies.end(), policy) == b.policies.end()) continue;
      if (std::find(b.rules.begin(), b.rules.end(), rule) != b.rules.end()) continue;
      return Behind{policy, rule.substr(colon + 1), change};
    }
    return std::nullopt;
  };
  if (auto found = first_of(made, kept, "holds now")) return found;
  return first_of(kept, made, "holds no more");
}

/// The remedy a path is about: `remedies.return.net`, `policies[shop].remedies.return.net`.
std::string remedy_in(const std::string& path) {
  constexpr std::string_view key = "remedies.";
  const std::size_t at = path.find(key);
  if (at == std::string::npos) return {};
  const std::size_t begin = at + key.size();
  return path.substr(begin, path.find('.', begin) - begin);
}

/// The rule that gives, or excludes, what the path is about.
std::optional<Behind> rule_of(const Decision& decision, const std::string& path) {
  std::string_view id = decision.requested();
  const std::string named = remedy_in(path);
  if (!named.empty()) id = named;
  const RemedyAnswer* const remedy = decision.remedy(id);
  if (remedy == nullptr) return std::nullopt;
  const auto& rules = remedy->rules.empty() ? remedy->excluded_by : remedy->rules;
  if (rules.empty()) return std::nullopt;
  return Behind{std::string(remedy->policy), std::string(rules.front()), {}};
}

const Reason* reason_of(const Decision& decision, const Behind& behind) {
  for (const PolicyAnswer& answer : decision.policies()) {
    if (answer.policy != behind.policy) continue;
    for (const Reason& reason : answer.reasons)
      if (reason.rule == behind.rule) return &reason;
  }
  return nullptr;
}

std::optional<Parting> parting_of(const Differing& differing) {
  if (differing.by_other_rules)
    if (const auto given = given_by(differing.kept, differing.made))
      return first_parting(given->first, given->second);
  return first_parting(differing.kept, differing.made);
}

}  // namespace

void find_why(const Differing& differing, const Rulebook& rulebook, const EvaluateOptions& options,
              Replayed& into) {
  if (auto parting = parting_of(differing)) {
    into.path = std::move(parting->path);
    into.kept = std::move(parting->first);
    into.made = std::move(parting->second);
  }
  EvaluateOptions with_reasons = options;
  with_reasons.detail = Detail::full;
  Judge judge(rulebook, with_reasons);
  if (!judge.decide(differing.claim)) return;
  const auto kept_words = words_of(differing.kept);
  const auto made_words = words_of(differing.made);
  std::optional<Behind> behind;
  if (kept_words && made_words) behind = changed_rule(*kept_words, *made_words);
  if (!behind) behind = rule_of(judge.decision(), into.path);
  if (!behind) return;
  into.policy = behind->policy;
  into.rule = behind->rule;
  into.change = behind->change;
  const Reason* const reason = reason_of(judge.decision(), *behind);
  if (reason == nullptr) return;
  std::string json;
  append_json(judge.decision(), json);
  for (const std::string_view name : reason->because)
    into.facts.emplace_back(name, fact_in(json, behind->policy, behind->rule, name));
}

}  // namespace sanbao::audit
