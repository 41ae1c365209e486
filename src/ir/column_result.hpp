// SPDX-License-Identifier: Apache-2.0
//
// ColumnResult: what one rulebook says of each row of a table, laid out as columns.
// In: filled by eval/, block by block or row by row. Out: handed to the caller as spans, or as an Arrow table.
// A column may be shared with another result that says the same; who writes one row first makes it his own.
// Tested by tests/unit/columns_test.cpp.
#pragma once

#include <cstdint>
#include <memory>
#include <type_traits>
#include <vector>

#include "ir/program.hpp"
#include "sanbao/decision.hpp"

namespace sanbao::ir {

template <typename T>
using Shared = std::shared_ptr<std::vector<T>>;
/// One bit a row.
using SharedBits = Shared<std::uint64_t>;

struct ColumnResult {
  struct Remedy {
    Index remedy = no_index;  ///< into Ruleset::remedies
    Shared<Status> status;
    SharedBits has_net;
    Shared<std::int64_t> net;
  };
  struct Rule {
    SharedBits holds, open, fails, overridden;
  };
  struct Policy {
    SharedBits listed;
    std::vector<Rule> rules;
  };

  std::size_t rows = 0;
  SharedBits decided;
  Shared<Outcome> outcomes;
  std::vector<Remedy> remedies;
  std::vector<Policy> policies;  ///< by program

  /// So many rows, and a place for every column. Those that somebody else holds too are left to him.
  void lay_out(const Ruleset& ruleset, std::size_t count);
  /// Calls `each` with every column.
  template <typename Each>
  void for_each_column(const Each& each) {
    each(decided);
    each(outcomes);
    for (Remedy& remedy : remedies) {
      each(remedy.status);
      each(remedy.has_net);
      each(remedy.net);
    }
    for (Policy& policy : policies) {
      each(policy.listed);
      for (Rule& rule : policy.rules)
        for (SharedBits* bits : {&rule.holds, &rule.open, &rule.fails, &rule.overridden})
          each(*bits);
    }
  }
  /// A column that somebody else holds too is copied; one that has no memory yet gets some.
  void make_own();
  /// These rows are not decided.
  void leave(const std::vector<std::uint64_t>& left);
};

/// Memory for a column of so many rows that nobody else holds. What stands in it means nothing yet.
template <typename T>
void own(Shared<T>& column, std::size_t rows) {
  if (!column || column.use_count() > 1) column = std::make_shared<std::vector<T>>();
  column->resize(std::is_same_v<T, std::uint64_t> ? (rows + 63) / 64 : rows);
}

}  // namespace sanbao::ir
