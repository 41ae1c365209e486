// SPDX-License-Identifier: Apache-2.0
//
// See column_result.hpp.
#include "ir/column_result.hpp"

#include "base/sorted.hpp"

namespace sanbao::ir {
void ColumnResult::lay_out(const Ruleset& ruleset, std::size_t count) {
  rows = count;
  std::vector<Index> granted;
  for (const Program& program : ruleset.programs)
    for (const RemedyPlan& plan : program.remedies)
      if (!plan.grants.empty()) granted.push_back(plan.remedy);
  base::sort_unique(granted);
  remedies.resize(granted.size());
  for (std::size_t i = 0; i < granted.size(); ++i)
    remedies[i].remedy = granted[i];
  policies.resize(ruleset.programs.size());
  for (std::size_t i = 0; i < policies.size(); ++i)
    policies[i].rules.resize(ruleset.programs[i].rules.size());
  for_each_column([&]<typename T>(Shared<T>& column) {
    if (column.use_count() > 1) column.reset();
  });
}

void ColumnResult::make_own() {
  for_each_column([&]<typename T>(Shared<T>& column) {
    if (column.use_count() > 1) column = std::make_shared<std::vector<T>>(*column);
    if (!column) own(column, rows);
  });
}

void ColumnResult::leave(const std::vector<std::uint64_t>& left) {
  decided = std::make_shared<std::vector<std::uint64_t>>(*decided);
  for (std::size_t word = 0; word < left.size(); ++word)
    (*decided)[word] &= ~left[word];
}

}  // namespace sanbao::ir
