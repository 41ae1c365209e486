// SPDX-License-Identifier: Apache-2.0
//
// ReasonWriter: why each rule of one policy did or did not decide: what it read, where its periods fall,
// which events it counted, the money step by step (docs/records.md §2 "reasons").
// In: a PolicyRun that has been decided. Out: Reasons in the decision's arena.
// Never decides anything: it only asks the session again for what was decided.
// Tested by tests/unit/eval_reasons_test.cpp and tests/baselines/explain.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "eval/evaluator.hpp"

namespace sanbao::eval {

class ReasonWriter {
 public:
  ReasonWriter(Evaluator& evaluator, PolicyRun& run) : evaluator_(evaluator), run_(run) {}

  std::span<const Reason> reasons();

 private:
  Reason reason(Index index);
  std::span<const Reading> readings(const std::vector<std::uint32_t>& slots);
  Reading reading(std::uint32_t slot);
  std::span<const PeriodReading> periods(Index rule);
  PeriodReading period(Index rule, Index source);
  void tested_day(Index rule, Index canonical, PeriodReading& out, Scalar& day);
  std::span<const EventReading> events(Index rule);
  EventReading event_test(const ir::EventTest& test);
  EventItem event_item(const ir::EventTest& test, std::uint32_t event);
  std::span<const Step> steps(Index index);
  void value_steps(Index index, ArenaList<Step>& out);
  void factors(NodeId id, Step& step);
  void days_worked(NodeId id, Step& step);
  std::span<const NeedReading> needs(Index index);
  NeedReading need(NodeId id, std::string_view remedy);
  std::span<const std::string_view> because(Index rule);

  /// Facts, periods and lists whose tests make a condition what it is.
  void decisive(NodeId id, bool truth, EventAt at, ArenaList<std::string_view>& names);
  void leaf_names(NodeId id, EventAt at, ArenaList<std::string_view>& names);
  void slots_of(NodeId id, ArenaList<FactPath>& slots);
  static std::span<const std::string_view> sorted(ArenaList<std::string_view>& names);
  void sort_by_path(ArenaList<FactPath>& paths) const;
  Value value(const Scalar& scalar, ir::Type type);
  [[nodiscard]] const ir::Program& program() const { return *run_.program; }
  [[nodiscard]] const ir::CheckedPolicy& policy() const { return *run_.program->source; }
  Arena& arena();

  Evaluator& evaluator_;
  PolicyRun& run_;
};

}  // namespace sanbao::eval
