// SPDX-License-Identifier: Apache-2.0
//
// The numbers that make a number come to what it is compared with: of `round_up(usage.hours / 24) == 3` the hours 72, and 48
// where it turns. Solved backwards through the expression, as far as its other parts are known.
// In: a session, a fact or a field, a condition or an amount. Out: numbers. Never tells all of them for certain.
// Tested by tests/cases/meaning/ask-numbers.test.yaml and oracle.asking.
#pragma once

#include <vector>

#include "eval/session.hpp"

namespace sanbao::eval {

class TurningPoints {
 public:
  /// `points` is added to.
  TurningPoints(Session& session, const FactPath& fact, std::vector<Exact>& points)
      : session_(session), program_(session.program()), fact_(fact), points_(points) {}

  /// Whatever is compared in a condition.
  void of_condition(NodeId id, EventAt at = {});
  /// Where the value is `wanted`.
  void of_value(NodeId id, const Exact& wanted, EventAt at = {});

 private:
  void of_comparison(const ir::Node& node, EventAt at);
  void of_limits(const ir::PeriodUse& period);
  void of_events(const ir::EventTest& test);
  [[nodiscard]] std::optional<Exact> known(NodeId node, EventAt at);
  void of_sides(const ir::Node& node, const Exact& wanted, EventAt at);

  Session& session_;
  const ir::Program& program_;
  FactPath fact_;
  std::vector<Exact>& points_;
  /// What is used again and again is not followed for ever.
  std::size_t left_ = 400;
};

}  // namespace sanbao::eval
