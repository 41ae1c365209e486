// SPDX-License-Identifier: Apache-2.0
//
// See column_rows.hpp.
#include "eval/column_rows.hpp"

#include <algorithm>

namespace sanbao::eval {
namespace {

void put(const ir::SharedBits& bits, std::size_t row, bool truth) {
  const std::uint64_t one = std::uint64_t{1} << row % 64;
  std::uint64_t& word = (*bits)[row / 64];
  word = truth ? word | one : word & ~one;
}

void put_codes(const ir::Program& program, const Codes* codes, std::size_t row,
               ir::ColumnResult::Policy& policy) {
  put(policy.listed, row, codes != nullptr);
  // Each list names its rules in the order of rules.
  std::size_t at[4] = {};
  for (std::size_t rule = 0; rule < policy.rules.size(); ++rule) {
    const auto stands = [&](std::span<const std::string_view> list, std::size_t& place) {
      const bool next = place < list.size() && list[place] == program.rule_ids[rule];
      place += next ? 1 : 0;
      return next;
    };
    ir::ColumnResult::Rule& bits = policy.rules[rule];
    put(bits.holds, row, codes != nullptr && stands(codes->holds, at[0]));
    put(bits.open, row, codes != nullptr && stands(codes->open, at[1]));
    put(bits.fails, row, codes != nullptr && stands(codes->fails, at[2]));
    put(bits.overridden, row, codes != nullptr && stands(codes->overridden, at[3]));
  }
}

}  // namespace

void put_row(const ir::Ruleset& ruleset, const Decision& decision, std::size_t row,
             ir::ColumnResult& result) {
  put(result.decided, row, true);
  (*result.outcomes)[row] = decision.outcome();
  for (ir::ColumnResult::Remedy& remedy : result.remedies) {
    const RemedyAnswer* answer = decision.remedy(ruleset.remedies[remedy.remedy].id);
    const bool known = answer != nullptr && answer->net.has_value();
    (*remedy.status)[row] = answer == nullptr ? Status::unavailable : answer->status;
    put(remedy.has_net, row, known);
    (*remedy.net)[row] = known ? answer->net->minor_units() : 0;
  }
  const auto answers = decision.policies();
  for (std::size_t i = 0; i < result.policies.size(); ++i) {
    const ir::Program& program = ruleset.programs[i];
    const auto at = std::find_if(answers.begin(), answers.end(), [&](const PolicyAnswer& answer) {
      return answer.policy == program.source->id && answer.version == program.source->version;
    });
    put_codes(program, at == answers.end() ? nullptr : &at->codes, row, result.policies[i]);
  }
}

void put_undecided(std::size_t row, ir::ColumnResult& result) {
  put(result.decided, row, false);
  (*result.outcomes)[row] = Outcome::needs_facts;
  for (ir::ColumnResult::Remedy& remedy : result.remedies) {
    (*remedy.status)[row] = Status::unknown;
    put(remedy.has_net, row, false);
    (*remedy.net)[row] = 0;
  }
  for (ir::ColumnResult::Policy& policy : result.policies) {
    put(policy.listed, row, false);
    for (ir::ColumnResult::Rule& rule : policy.rules)
      for (const ir::SharedBits* bits : {&rule.holds, &rule.open, &rule.fails, &rule.overridden})
        put(*bits, row, false);
  }
}

}  // namespace sanbao::eval
