// SPDX-License-Identifier: Apache-2.0
//
// ReasonParts: what a reason is put together from, each worked out by itself: a value read, a period, an event test,
// a step of money, what drops a rule, what keeps an amount open.
// In: a PolicyRun that has been decided, and the plans of compile/reason_plans. Out: shapes of sanbao/decision.hpp in
// the decision's arena.
// Never decides anything: it only asks the session again for what was decided. Never remembers a part: whoever shows
// one in several places does.
// Tested by tests/unit/eval_reasons_test.cpp and tests/baselines/explain.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "eval/evaluator.hpp"

namespace sanbao::eval {

/// As the shapes tell a truth: nothing where it is open.
inline std::optional<bool> settled(Tri tri) {
  return tri.is_open() ? std::nullopt : std::optional(tri.yes());
}

class ReasonParts {
 public:
  /// The record leaves out what is for people only: names, what decides, needs, how a day or an amount came about.
  enum class For : std::uint8_t { people, record };

  ReasonParts(Evaluator& evaluator, PolicyRun& run, For reader)
      : evaluator_(evaluator),
        run_(run),
        for_people_(reader == For::people),
        arena_(evaluator.out_->arena),
        plans_(run.program->reason_plans),
        mask_(arena_.make<std::uint64_t>(plans_.words)),
        known_(arena_.make<bool>(plans_.amounts.size())) {}

  std::span<const std::string_view> overridden_by(const ir::RuleReason& plan);
  /// The facts that are null where nothing else keeps the rule, or an amount of it, open. Of an amount they are told
  /// where it is first worked out, for what is known of it is remembered: the order in which rules are asked counts.
  std::span<const std::string_view> not_established(Index rule, const ir::RuleReason& plan);
  /// Facts, periods and lists whose tests make a condition what it is; of an event, where `at` is one.
  std::span<const std::string_view> names(ir::DecisiveParts parts, bool truth, EventAt at);

  /// Absent, and nothing is assumed of it, or it is open what is.
  [[nodiscard]] bool is_silent(const ir::ReadingSource& source) const;
  /// Into a value that is empty: what the claim gives, else what is taken for granted. Returns it as ir::Cell::value.
  std::int64_t read(const ir::ReadingSource& source, Value& out);
  /// Into a copy of what is the same for every claim (ir::ReasonPlans); of a plan by its place.
  void period(Index which, PeriodReading& out);
  void event_test(Index which, EventReading& out);
  Step step(const ir::StepPlan& plan);
  Value step_value(const ir::StepPlan& plan) { return value(plan.result, plan.result_type); }

 private:
  void find_nulls(const ir::RulePlan& rule, Collector& found);
  void find_nulls(const ir::RuleReason& plan, Collector& found);
  void tell_period(const ir::PeriodPlan& plan, const WindowState& window, const Scalar& day,
                   PeriodReading& out);
  static void tell_open(const WindowState& window, PeriodReading& out);
  void tell_last(const Window& window, PeriodReading& out) const;
  EventItem event_item(const ir::EventTest& test, const ir::EventPlan& plan, std::uint32_t event);
  std::span<const std::string_view> lacking(const ir::EventTest& test, std::uint32_t event);
  void tell_event(const ir::EventTest& test, const ir::EventPlan& plan, std::uint32_t event,
                  EventItem& item);
  std::span<const Step::Factor> factors(const ir::StepPlan& plan);
  void days_worked(NodeId id, Step& step);

  template <typename TruthOf, typename Add>
  void find_decisive(ir::DecisiveParts parts, bool truth, TruthOf truth_of, Add add) const;
  Value value(const Scalar& scalar, ir::Type type) {
    return evaluator_.value_of(scalar, type, &run_);
  }
  Value value(NodeId node, ir::Type type);
  [[nodiscard]] const ir::Program& program() const { return *run_.program; }
  [[nodiscard]] const ir::CheckedPolicy& policy() const { return *run_.program->source; }

  Evaluator& evaluator_;
  PolicyRun& run_;
  bool for_people_;
  Arena& arena_;
  const ir::ReasonPlans& plans_;
  std::span<std::uint64_t> mask_;  ///< of `plans_.names`: what decides
  std::span<bool> known_;          ///< by amount: it is not open
};

}  // namespace sanbao::eval
