// SPDX-License-Identifier: Apache-2.0
//
// The rules of a rulebook by name; see sanbao/compare.hpp. Tested by tests/unit/compare_test.cpp.
#include "ir/program.hpp"
#include "sanbao/compare.hpp"

namespace sanbao {

std::vector<RuleInfo> rules_of(const Rulebook& rulebook) {
  std::vector<RuleInfo> list;
  for (const auto& program : rulebook.ruleset().programs)
    for (const auto& rule : program.source->rules) {
      RuleInfo& info = list.emplace_back();
      info.policy = program.source->id;
      info.version = program.source->version;
      info.rule = rule.id;
      info.title = {rule.title.zh, rule.title.en};
      info.adds = rule.effect == ir::Effect::adds;
      for (const auto& [remedy, body] : rule.grants)
        info.remedies.push_back(program.source->remedies[remedy].id);
      for (const ir::Index remedy : rule.remedies)
        info.remedies.push_back(program.source->remedies[remedy].id);
    }
  return list;
}

std::optional<Currency> currency_of(const Rulebook& rulebook) {
  return rulebook.ruleset().schema().currency;
}

}  // namespace sanbao
