// SPDX-License-Identifier: Apache-2.0
//
// ReasonWriter: why each rule of one policy did or did not decide: what it read, where its periods fall,
// which events it counted, the money step by step (docs/records.md §2 "reasons").
// In: a PolicyRun that has been decided. Out: Reasons in the decision's arena; what several rules show
// (ir::ReasonPlans) is worked out once.
// Never decides anything: it only asks the session again for what was decided.
// Tested by tests/unit/eval_reasons_test.cpp and tests/baselines/explain.
#pragma once

#include <span>
#include <string_view>

#include "eval/reason_parts.hpp"

namespace sanbao::eval {

class ReasonWriter {
 public:
  /// `told`: what was said of the run before; what keeps an amount open is found once (ReasonParts::not_established).
  ReasonWriter(Evaluator& evaluator, PolicyRun& run, const ir::PlainReasons* told);

  std::span<const Reason> reasons();

 private:
  /// What was worked out for this claim, by plan and by list of plans.
  template <typename T>
  struct Shown {
    Shown(Arena& arena, const ir::PlanLists& plans, std::size_t count)
        : lists(plans),
          items(arena.make<const T*>(count)),
          done(arena.make<std::span<const T>>(plans.size())),
          is_done(arena.make<bool>(plans.size())) {
      is_done[0] = true;
    }
    const ir::PlanLists& lists;
    std::span<const T*> items;
    std::span<std::span<const T>> done;
    std::span<bool> is_done;
  };
  template <typename T, typename Make>
  std::span<const T> list(Shown<T>& shown, Index index, Make make);

  void fill(Index index, Reason& out);
  const Reading* reading(Index index, Reading* place);
  void read(Index index, Reading& out);
  std::span<const Reading> readings(Index list);
  std::span<const PeriodReading> periods(Index list);
  std::span<const EventReading> events(Index list);
  std::span<const Step> steps(Index rule, Index list);
  NeedReading need(const ir::NeedPlan& plan);

  Evaluator& evaluator_;
  PolicyRun& run_;
  const ir::PlainReasons* told_;
  Arena& arena_;
  const ir::ReasonPlans& plans_;
  ReasonParts parts_;
  Shown<Reading> readings_;
  Shown<NeedReading> needs_;
  Shown<PeriodReading> periods_;
  Shown<EventReading> events_;
  Shown<Step> steps_;
};

}  // namespace sanbao::eval
