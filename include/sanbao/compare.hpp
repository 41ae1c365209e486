// SPDX-License-Identifier: Apache-2.0
//
// Policies held against each other: what is different in meaning between two versions, clause by clause.
// In: rulebooks. Out: differences, in the order of clauses. Order, spelling and the names of a file's own
// values make none.
// Never decides a claim, and never says that two texts mean the same where it cannot tell.
// Tested by tests/unit/compare_test.cpp and tests/cli/diff_test.py.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sanbao/decision.hpp"
#include "sanbao/export.hpp"
#include "sanbao/rulebook.hpp"

namespace sanbao {

/// A rule of a rulebook, by name. Views into the rulebook.
struct RuleInfo {
  std::string_view policy, version, rule;
  Text title;
  bool adds = false;  ///< it neither grants nor excludes, but adds to what others grant
  std::vector<std::string_view> remedies;  ///< that it grants, excludes or adds to
};
/// Every rule, by policy and in the order of decisions.
[[nodiscard]] SANBAO_EXPORT std::vector<RuleInfo> rules_of(const Rulebook& rulebook);

/// In which its amounts are read; of rulebooks over one claim shape the same for all. Nothing: none of them
/// speaks of money.
[[nodiscard]] SANBAO_EXPORT std::optional<Currency> currency_of(const Rulebook& rulebook);

/// One thing that is other in meaning, or in the words that people are told.
struct MeaningDifference {
  std::string section;  ///< "rules", "periods", "head": the key of the file under which it stands
  std::string name;     ///< of the rule, period, fact…; of the head: its key, "in_force"
  std::string part;     ///< within it: "when", "grants.return.pays.refund"; empty: the whole of it
  /// As the two files write it, in one line; empty where it does not stand.
  std::string from, to;
  /// Names of the file whose own difference makes this one: values, conditions, periods, tables, parameters,
  /// or `clock`.
  std::vector<std::string> through;
  std::string title_zh, title_en;  ///< of a rule
};

/// Two versions of one policy; of one that stands on one side alone, the other is empty and nothing is listed.
struct PolicyDifference {
  std::string policy;
  std::string from_version, from_digest;
  std::string to_version, to_digest;
  std::vector<MeaningDifference>
      differences;  ///< rules in the order of decisions, then what they speak of, then the head
};

/// Policies are matched by id, of several versions of one id the same version first. All pairs, by id.
[[nodiscard]] SANBAO_EXPORT std::vector<PolicyDifference> differences(const Rulebook& from,
                                                                      const Rulebook& to);

/// Which decisions another rulebook makes the same, told without making them again: worked out once for two
/// rulebooks of `load_variants`, then asked of each decision under the first.
///
/// A claim to which no policy applies that is different is decided the same, and so is one where all that is
/// different are amounts, needs and terms of rules that do not hold, are overridden, or grant a remedy that is
/// unavailable: nobody looks at them.
class SANBAO_EXPORT Likeness {
 public:
  Likeness(const Rulebook& of, const Rulebook& other);

  /// True: the other rulebook gives the same outcome, and the same remedies with their status, money and rules.
  /// (The last day of a remedy may be another.) False: it is not known. Cheapest before the decision is read.
  [[nodiscard]] bool same_answers(const Decision& decision) const;

  /// Whether all that is different are conditions under which rules hold, and amounts: where the same rules hold under
  /// both and remedies have the same status, decisions are the same but for money and last days.
  [[nodiscard]] bool same_frame() const { return same_frame_; }

  /// Whether both know the same of every decision.
  friend bool operator==(const Likeness&, const Likeness&) = default;

 private:
  /// What a rule gives with one of its remedies, where it is not the same.
  struct Body {
    std::size_t rule = 0, remedy = 0;  ///< of the policy, of the ruleset
    std::string rule_id, remedy_id;
    friend bool operator==(const Body&, const Body&) = default;
  };
  /// One policy.
  struct Part {
    std::string id, version;
    bool conditions_differ = false;  ///< of its rules
    std::vector<Body> bodies;
    friend bool operator==(const Part&, const Part&) = default;
  };

  bool heads_differ_ =
      false;  ///< whether and how policies apply and are counted: nothing can be told
  bool differs_ = false;
  bool same_frame_ = false;
  std::vector<Part> parts_;  ///< by policy, in the order of the rulebook
};

/// One JSON object without a line break, appended to `out`.
SANBAO_EXPORT void append_json(const PolicyDifference& difference, std::string& out);

}  // namespace sanbao
