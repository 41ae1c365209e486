// SPDX-License-Identifier: Apache-2.0
//
// Solver: what facts make some conditions true and others false: depth first, what leaves no choice before what
// leaves one, a bounded number of steps.
// In: conditions with what is wanted of them. Out: drafts, one at a time, in an order that moving rules does not change.
// Never says that there is none: a test it cannot read is passed by, and a step too many ends it.
// Tested by tests/unit/witness_test.cpp.
#pragma once

#include <functional>
#include <utility>
#include <vector>

#include "witness/days.hpp"
#include "witness/draft.hpp"

namespace sanbao::witness {

/// A condition, and whether it is to be true.
struct Goal {
  NodeId node = no_node;
  bool wanted = true;
  Index event = no_index;  ///< inside the conditions of an event: which of Draft::events
  Index way =
      no_index;  ///< of a test with several: the row of its table, or on which side of a period
};

/// Goal::way of a day outside a period.
inline constexpr Index after_period = 0, before_period = 1;

class Solver {
 public:
  Solver(const ir::Program& program, const ir::Schema& schema, const Days& days, Budget& budget);

  /// Calls `take` with drafts until it answers true. `with_days`: false leaves out every test of the day of
  /// the claim.
  void solve(std::vector<Goal> goals, bool with_days,
             const std::function<bool(const Draft&)>& take);

  /// What every way to make the condition true has in common, as far as its shape shows it: of two conditions
  /// with different answers to one of them, never both hold. Sorted.
  [[nodiscard]] std::vector<std::pair<std::uint64_t, std::int64_t>> musts(NodeId condition) const;

 private:
  struct State {
    std::vector<Goal> open, choices;
    Draft draft;
  };
  using Alternatives = std::vector<std::vector<Goal>>;

  bool go(State state);
  [[nodiscard]] bool settle(State& state, const Goal& goal);
  [[nodiscard]] bool is_choice(const Goal& goal) const;
  [[nodiscard]] Alternatives alternatives(const Goal& goal) const;
  [[nodiscard]] bool compare(State& state, const Goal& goal) const;
  [[nodiscard]] bool compare_days(Draft& draft, ir::Op op, const Linear& left, const Linear& right,
                                  Index period) const;
  [[nodiscard]] bool test_period(Draft& draft, const Goal& goal) const;
  [[nodiscard]] bool test_row(State& state, const Goal& goal) const;
  [[nodiscard]] bool test_known(State& state, const Goal& goal) const;
  [[nodiscard]] bool test_events(State& state, const Goal& goal) const;
  [[nodiscard]] Wish* wish_of(State& state, NodeId node, Index event) const;
  [[nodiscard]] std::vector<Index> rows_of(Index table) const;
  [[nodiscard]] std::vector<NodeId> children_of(const ir::Node& node) const;

  const ir::Program& p_;
  const ir::Schema& schema_;
  const Days& days_;
  Budget& budget_;
  std::vector<std::uint64_t> shapes_;
  bool with_days_ = true;
  int steps_ = 0;
  const std::function<bool(const Draft&)>* take_ = nullptr;
};

}  // namespace sanbao::witness
