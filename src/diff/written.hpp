// SPDX-License-Identifier: Apache-2.0
//
// What a file writes, in one line, and which of its own names stand in it.
// In: the YAML tree of a policy. Out: texts and words. Never settles what they mean.
// Tested by tests/unit/compare_test.cpp.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "ir/checked_policy.hpp"

namespace sanbao::diff {

/// In flow style; empty where nothing stands.
[[nodiscard]] std::string written(const ir::YamlNode* node);
/// What stands at a path of keys; nullptr: nothing.
[[nodiscard]] const ir::YamlNode* at(const ir::YamlNode* node,
                                     const std::vector<std::string_view>& path);
/// A section's entry: `entry(policy, "periods", "guarantee")`.
[[nodiscard]] const ir::YamlNode* entry(const ir::CheckedPolicy& policy, std::string_view section,
                                        std::string_view name);
/// A rule's entry, by id and the key of its effect.
[[nodiscard]] const ir::YamlNode* rule_entry(const ir::CheckedPolicy& policy,
                                             const ir::RuleUse& rule);

/// The named things of two versions and how each writes them; of facts, what is assumed of them.
class Names {
 public:
  Names(const ir::CheckedPolicy& from, const ir::CheckedPolicy& to);

  struct Entry {
    std::string section, from, to;
    [[nodiscard]] bool changed() const { return from != to; }
  };
  [[nodiscard]] const std::map<std::string, Entry>& all() const { return names_; }
  /// Of the names in a text, and in what those stand for, all that are written differently.
  [[nodiscard]] std::set<std::string> changed_in(std::string_view text) const;

 private:
  void add(const ir::CheckedPolicy& policy, std::string Entry::*side);

  std::map<std::string, Entry> names_;
  std::map<std::string, std::string>
      fields_;  // of events, which conditions name without their list
};

}  // namespace sanbao::diff
