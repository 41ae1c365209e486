// SPDX-License-Identifier: Apache-2.0
//
// Comparison: two versions of one policy, part by part.
// In: two checked policies. Out: differences, each where it stands. rules: comparison.cpp; what they speak of and
// the head: sections.cpp. Tested by tests/unit/compare_test.cpp.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "diff/meaning.hpp"
#include "diff/written.hpp"
#include "sanbao/compare.hpp"

namespace sanbao::diff {

class Comparison {
 public:
  Comparison(const ir::CheckedPolicy& from, const ir::CheckedPolicy& to, Meanings& shared)
      : from_{from, {from, shared}}, to_{to, {to, shared}}, names_(from, to) {}

  std::vector<MeaningDifference> run();

  /// What a decision may rest on beside its own rules: the policy's head, assumptions, remedies, their order.
  [[nodiscard]] bool heads_differ();
  /// Whether two rules that stand in the same place hold alike and bear on the same remedies.
  [[nodiscard]] bool conditions_differ(const ir::RuleUse& before, const ir::RuleUse& after);
  /// Whether they are linked otherwise: to remedies, to other rules, or to what must be there (`needs`).
  [[nodiscard]] bool frames_differ(const ir::RuleUse& before, const ir::RuleUse& after);
  [[nodiscard]] bool bodies_differ(const ir::BodyUse& before, const ir::BodyUse& after);

 private:
  struct Side {
    const ir::CheckedPolicy& policy;
    PolicyMeanings meanings;
  };
  /// What is being compared, for the differences found in it.
  struct Place {
    std::string section, name;
    ir::Localized title;
  };

  [[nodiscard]] bool links_differ(const ir::RuleUse& before, const ir::RuleUse& after) const;

  void rules();
  void rule(const ir::RuleUse& before, const ir::RuleUse& after);
  void body(const std::string& part, const ir::BodyUse& before, const ir::YamlNode* before_text,
            const ir::BodyUse& after, const ir::YamlNode* after_text);
  void money(const std::string& part, const std::vector<ir::MoneyUse>& before,
             const ir::YamlNode* before_text, const std::vector<ir::MoneyUse>& after,
             const ir::YamlNode* after_text);
  void terms(const std::string& part, const std::vector<ir::TermUse>& before,
             const ir::YamlNode* before_text, const std::vector<ir::TermUse>& after,
             const ir::YamlNode* after_text);

  void head();
  void facts();
  void parameters();
  void values();
  void periods();
  void tables();
  void table(const ir::TableUse& before, const ir::TableUse& after);
  void conditions();
  void remedies();
  void notices();
  void words();

  [[nodiscard]] std::string fact_meaning(Side& side, const std::string& path);
  [[nodiscard]] std::string clock_of(const ir::CheckedPolicy& policy) const;
  [[nodiscard]] bool clock_differs() const {
    return clock_of(from_.policy) != clock_of(to_.policy);
  }

  /// Something of the current place is different.
  void tell(const std::string& part, std::string from, std::string to);
  void tell(const std::string& part, const ir::YamlNode* from, const ir::YamlNode* to) {
    tell(part, written(from), written(to));
  }
  /// The same of two texts in both languages.
  void tell_words(const std::string& part, const ir::Localized& from, const ir::Localized& to);
  /// A named thing that stands on one side alone is told where a difference rests on it.
  void tell_if_reached(const std::string& section, const std::string& name);

  Side from_, to_;
  Names names_;
  Place place_;
  std::set<std::string> reached_;  // names that differences rest on
  std::vector<MeaningDifference> found_;
};

}  // namespace sanbao::diff
