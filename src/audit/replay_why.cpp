// SPDX-License-Identifier: Apache-2.0
//
// See replay_why.hpp. A decision that differs is decided once more with all its reasons: it is rare,
// and the kept one may have none. Tested by tests/cli/replay_test.py.
#include "audit/replay_why.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "audit/json_tree.hpp"
#include "audit/weights.hpp"
#include "sanbao/judge.hpp"

namespace sanbao::audit {

namespace {

struct Behind {
  std::string policy, rule, change;
};

/// What a path is about, and what the kept decision says of it.
struct Subject {
  std::string remedy;  ///< empty: all
  std::string policy;  ///< whose answer; empty: that of all together
  RemedyWords kept;
  std::vector<std::string> open;  ///< rules that were
};

/// What stands in a path between two signs: in `policies[shop].remedies.return.net` `shop`, and `return`.
std::string named_in(const std::string& path, std::string_view before, std::string_view end) {
  const std::size_t at = path.find(before);
  if (at == std::string::npos) return {};
  const std::size_t begin = at + before.size();
  return path.substr(begin, path.find_first_of(end, begin) - begin);
}

Subject subject_of(const Differing& differing, const std::string& path, const Decision& decision) {
  Subject subject;
  subject.policy = path.starts_with("policies[") ? named_in(path, "[", "]") : "";
  subject.remedy = named_in(path, "remedies.", ".");
  if (subject.remedy.empty() && subject.policy.empty()) {
    subject.remedy = decision.requested();
    if (subject.remedy == "any") {
      const auto otherwise = remedies_otherwise(differing.kept, differing.made);
      const Seen seen = see(decision);
      const bool answers =
          seen.answer != nullptr &&
          std::find(otherwise.begin(), otherwise.end(), seen.answer->remedy) != otherwise.end();
      subject.remedy = answers             ? std::string(seen.answer->remedy)
                       : otherwise.empty() ? std::string()
                                           : otherwise.front();
    }
  }
  subject.kept = remedy_words(differing.kept, subject.remedy);
  subject.open = open_rules(differing.kept);
  return subject;
}

const RemedyAnswer* answer_in(const Decision& decision, const Subject& subject) {
  if (subject.policy.empty()) return decision.remedy(subject.remedy);
  for (const PolicyAnswer& policy : decision.policies())
    if (policy.policy == subject.policy)
      for (const RemedyAnswer& answer : policy.remedies)
        if (answer.remedy == subject.remedy) return &answer;
  return nullptr;
}

const Reason* reason_of(const Decision& decision, std::string_view policy, std::string_view rule) {
  for (const PolicyAnswer& answer : decision.policies()) {
    if (answer.policy != policy) continue;
    for (const Reason& reason : answer.reasons)
      if (reason.rule == rule) return &reason;
  }
  return nullptr;
}

/// The rule that a difference rests on. `decision` has all its reasons.
class Finding {
 public:
  Finding(const Decision& decision, const Subject& subject)
      : decision_(decision), subject_(subject), answer_(answer_in(decision, subject)) {
    if (!subject.policy.empty()) {
      policies_ = {subject.policy};
    } else {
      if (!subject.kept.policy.empty()) policies_.push_back(subject.kept.policy);
      if (answer_ != nullptr && !answer_->policy.empty()) policies_.emplace_back(answer_->policy);
    }
  }

  /// The first that holds on one side alone, of those that grant the remedy, exclude it or add to it.
  [[nodiscard]] std::optional<Behind> changed(const DecisionWords& kept,
                                              const DecisionWords& made) const {
    if (auto found = only_in(made, kept, "holds now")) return found;
    if (auto found = only_in(kept, made, "holds no more")) return found;
    // Without reasons the rules of the answer are all that is known.
    const std::string& policy = subject_.kept.policy;
    if (!kept.rules.empty() || !is_among(made.policies, policy)) return std::nullopt;
    for (const std::string& rule : subject_.kept.rules) {
      const Reason* const reason = reason_of(decision_, policy, rule);
      if (reason == nullptr || reason->holds != true || !reason->overridden_by.empty())
        return Behind{policy, rule, "holds no more"};
    }
    return std::nullopt;
  }

  /// The rule that gives the remedy, excludes it, or keeps it open: first one that was not open.
  [[nodiscard]] std::optional<Behind> of_answer() const {
    if (answer_ == nullptr) return std::nullopt;
    const std::string policy =
        subject_.policy.empty() ? std::string(answer_->policy) : subject_.policy;
    const auto& rules = answer_->rules.empty() ? answer_->excluded_by : answer_->rules;
    if (!rules.empty()) return Behind{policy, std::string(rules.front()), {}};
    if (answer_->status != Status::unknown) return std::nullopt;
    std::optional<Behind> open;
    for (const PolicyAnswer& answer : decision_.policies())
      if (answer.policy == policy)
        for (const Reason& reason : answer.reasons) {
          if (reason.holds || !is_among(reason.remedies, subject_.remedy)) continue;
          const std::string rule(reason.rule);
          const bool was_open =
              is_among(subject_.open, std::string(policy).append(":").append(rule));
          if (!open || !was_open) open = Behind{policy, rule, {}};
          if (!was_open) return open;
        }
    return open;
  }

 private:
  template <typename List>
  static bool is_among(const List& list, std::string_view word) {
    return std::find(list.begin(), list.end(), word) != list.end();
  }

  std::optional<Behind> only_in(const DecisionWords& a, const DecisionWords& b,
                                const char* change) const {
    for (const std::string& rule : a.rules) {
      const std::size_t colon = rule.find(':');
      if (colon == std::string::npos) continue;
      // A policy that the other decision knows nothing of has no rule that changed.
      const std::string policy = rule.substr(0, colon);
      if (!is_among(b.policies, policy) || is_among(b.rules, rule)) continue;
      const std::string id = rule.substr(colon + 1);
      if (is_about(policy, id)) return Behind{policy, id, change};
    }
    return std::nullopt;
  }

  [[nodiscard]] bool is_about(const std::string& policy, const std::string& rule) const {
    if (!policies_.empty() && !is_among(policies_, policy)) return false;
    if (subject_.remedy.empty()) return true;
    if (const Reason* const reason = reason_of(decision_, policy, rule))
      return is_among(reason->remedies, subject_.remedy);
    // The rules have it no more: the kept decision tells what it was about.
    return policy == subject_.kept.policy && is_among(subject_.kept.rules, rule);
  }

  const Decision& decision_;
  const Subject& subject_;
  const RemedyAnswer* answer_;
  std::vector<std::string> policies_;  ///< whose rules count; empty: of all
};

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
  const Decision& decision = judge.decision();
  const auto kept_words = words_of(differing.kept);
  const auto made_words = words_of(differing.made);
  const Subject subject = subject_of(differing, into.path, decision);
  const Finding finding(decision, subject);
  std::optional<Behind> behind;
  if (kept_words && made_words) behind = finding.changed(*kept_words, *made_words);
  if (!behind) behind = finding.of_answer();
  if (!behind) return;
  into.policy = behind->policy;
  into.rule = behind->rule;
  into.change = behind->change;
  const Reason* const reason = reason_of(decision, into.policy, into.rule);
  if (reason == nullptr) return;
  std::string json;
  append_json(decision, json);
  for (const std::string_view name : reason->because)
    into.facts.emplace_back(name, fact_in(json, into.policy, into.rule, name));
}

}  // namespace sanbao::audit
