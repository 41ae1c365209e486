// SPDX-License-Identifier: Apache-2.0
//
// ReasonWriter: why each rule of one policy did or did not decide: what it read, where its periods fall,
// which events it counted, the money step by step (docs/records.md §2 "reasons").
// In: a PolicyRun that has been decided. Out: Reasons in the decision's arena, or what the record shows of them;
// what several rules show (ir::ReasonPlans) is worked out once.
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
  /// The record leaves out what is for people only: names, what decides, needs, how a day or an amount came about.
  enum class For : std::uint8_t { people, record };

  /// `told`: what was said of the run before. What keeps an amount open is found only where it is first worked
  /// out, for what is known of it is remembered.
  ReasonWriter(Evaluator& evaluator, PolicyRun& run, For reader,
               const ir::PlainReasons* told = nullptr);

  std::span<const Reason> reasons();
  /// Of a run that leaves nothing open in any rule.
  ir::PlainReasons plain();

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
  std::span<const std::string_view> overridden_by(const ir::RuleReason& plan);
  std::span<const std::string_view> not_established(Index index, const ir::RuleReason& plan);
  [[nodiscard]] bool is_silent(const ir::ReadingPlan& plan) const;
  const Reading* reading(Index index, Reading* place);
  void read(const ir::ReadingPlan& plan, Reading& out);
  std::int64_t read_value(const ir::ReadingPlan& plan, Value& out);
  void read_text(const ir::ReadingPlan& plan, ir::Symbol symbol, Value& out);
  std::span<const Reading> readings(Index list);
  std::span<const PeriodReading> periods(Index list);
  std::span<const EventReading> events(Index list);
  std::span<const Step> steps(Index rule, Index list);
  PeriodReading period(const ir::PeriodPlan& plan);
  void tell_period(const ir::PeriodPlan& plan, const WindowState& window, const Scalar& day,
                   PeriodReading& out);
  static void tell_open(const WindowState& window, PeriodReading& out);
  EventReading event_test(const ir::EventPlan& plan);
  EventItem event_item(const ir::EventTest& test, const ir::EventPlan& plan, std::uint32_t event);
  void tell_event(const ir::EventTest& test, const ir::EventPlan& plan, std::uint32_t event,
                  EventItem& item);
  Step step(const ir::StepPlan& plan);
  std::span<const Step::Factor> factors(const ir::StepPlan& plan);
  void days_worked(NodeId id, Step& step);
  NeedReading need(const ir::NeedPlan& plan);

  /// Facts, periods and lists whose tests make a condition what it is.
  template <typename TruthOf, typename Add>
  void find_decisive(ir::DecisiveParts parts, bool truth, TruthOf truth_of, Add add) const;
  std::span<const std::string_view> names(ir::DecisiveParts parts, bool truth, EventAt at);
  Value value(const Scalar& scalar, ir::Type type);
  Value value(NodeId node, ir::Type type) { return value(run_.session.value(node), type); }
  [[nodiscard]] const ir::Program& program() const { return *run_.program; }
  [[nodiscard]] const ir::CheckedPolicy& policy() const { return *run_.program->source; }

  Evaluator& evaluator_;
  PolicyRun& run_;
  bool for_people_;
  const ir::PlainReasons* told_;
  Arena& arena_;
  const ir::ReasonPlans& plans_;
  Shown<Reading> readings_;
  Shown<NeedReading> needs_;
  Shown<PeriodReading> periods_;
  Shown<EventReading> events_;
  Shown<Step> steps_;
  std::span<std::uint64_t> mask_;  ///< of `plans_.names`: what decides
  std::span<bool> known_;          ///< by amount: it is not open
};

}  // namespace sanbao::eval
