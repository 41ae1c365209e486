// SPDX-License-Identifier: Apache-2.0
//
// Places of a policy's text written otherwise (sanbao/variants.hpp, PolicyChange).
// In: texts and changes. Out: the texts with the new words, or faults (SB1094).
// Never changes more than the words at the place, and reads the text again to see that it did not; never what another
// change has put there.
// Tested by tests/unit/variants_test.cpp.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "ir/yaml_tree.hpp"
#include "pipeline.hpp"
#include "sanbao/variants.hpp"

namespace sanbao {

class PolicyChanger {
 public:
  /// All the changes of one variant, in their order.
  void apply(std::span<const PolicyChange> changes, std::vector<PolicyInput>& policies,
             std::vector<Diagnostic>& faults);

 private:
  /// What a change has put into a policy, and where.
  struct Written {
    const PolicyInput* policy = nullptr;
    std::size_t begin = 0, end = 0;
    std::string name;
  };

  void apply(const PolicyChange& change, std::vector<PolicyInput>& policies,
             std::vector<Diagnostic>& faults);
  /// Nothing where the text is no YAML, which is told when it is loaded.
  const ir::YamlTree* tree_of(const PolicyInput& policy);

  std::map<std::string, std::optional<ir::YamlTree>> trees_;  // by text
  std::vector<Written> written_;                              // for the variant
};

}  // namespace sanbao
