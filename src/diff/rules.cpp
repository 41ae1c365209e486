// SPDX-License-Identifier: Apache-2.0
//
// The rules of a rulebook by name; see sanbao/compare.hpp. Tested by tests/unit/compare_test.cpp.
#include "ir/program.hpp"
#include "sanbao/compare.hpp"

namespace sanbao {

std::vector<RuleInfo> rules_of(const Rulebook& rulebook) {
  std::vector<RuleInfo> list;
  for (const auto& program : rulebook.ruleset().programs)
    for (const auto& rule : program.source->rules)
      list.push_back(
          {program.source->id, program.source->version, rule.id, {rule.title.zh, rule.title.en}});
  return list;
}

std::optional<Currency> currency_of(const Rulebook& rulebook) {
  return rulebook.ruleset().schema().currency;
}

}  // namespace sanbao
