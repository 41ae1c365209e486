// SPDX-License-Identifier: Apache-2.0
//
// Stage 4 of 4: Ruleset + ClaimData -> Decision. Evaluator holds the memory that is used again from
// claim to claim; `run` is its only entry.
//
//   which policies apply (applying.cpp) -> each policy's own answer (remedies, money, until) ->
//   what to ask (asking.cpp) -> the combined answer (combining.cpp) -> reasons (reasons.cpp)
//
// Never reads a clock, a file, a locale or a global; never throws; never writes to its inputs.
// Tested by tests/cases, tests/unit/eval_*_test.cpp and rules/**/*.test.yaml.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "eval/asking_memory.hpp"
#include "eval/decided.hpp"
#include "eval/decision_state.hpp"
#include "eval/remedies.hpp"
#include "sanbao/evaluate.hpp"

namespace sanbao::eval {

/// One policy that applies, or may.
struct PolicyRun {
  const ir::Program* program = nullptr;
  Session session;
  Decided truths;
  bool decided = false;  ///< nothing is open in any rule, and `truths` has all
  bool plain = false;    ///< decided, and so is every amount of what is granted
  Tri applies;
  std::span<const Assumption> assumed;
  std::vector<RemedyResult> results;  ///< by Program::remedies
  std::vector<Status> status;  ///< what it brings to the combined answer: open while applying is
  std::vector<std::optional<CivilDate>> until;
  bool until_waits = false;     ///< to be looked for when it is read
  std::vector<Tri> open_holds;  ///< by rule, where not decided
  Outcome outcome = Outcome::not_covered;

  [[nodiscard]] Tri holds(Index rule) const {
    return decided ? Tri::of(truths.holds(rule)) : open_holds[rule];
  }

  /// Result for a remedy of the ruleset; nullptr where no rule speaks of it.
  [[nodiscard]] const ir::RemedyPlan* plan_of(Index remedy, std::size_t* at = nullptr) const;
  /// Brought to the combined answer; of the policy alone, as if it applied.
  [[nodiscard]] Status status_of(Index remedy) const;
  [[nodiscard]] Status own_status_of(Index remedy) const;
};

/// What a policy's own answer asks, searched to the end. Where no other has a say, all together ask the same.
struct OwnSets {
  const PolicyRun* run = nullptr;
  Index remedy = ir::no_index;
  bool of_amount = false;
  std::vector<FactPath> all;
  std::vector<std::vector<FactPath>> sets;
};

class Evaluator {
 public:
  /// False where `as_of` is before the day the claim was filed. Where nothing is open the answers are left
  /// to be put together by `finish`, when they are first read. The claim may be gone then: reasons, which read
  /// it again, have a copy.
  bool run(const std::shared_ptr<const ir::Ruleset>& ruleset, const ir::ClaimData& claim,
           const EvaluateOptions& options, Decision::State& out);

  /// Puts the answers of the last run together.
  void finish();

  /// The codes of the last run, whether or not the answers were put together.
  std::span<const PolicyCodes> codes();

  /// What the last run leaves to `finish`, where one policy applies; else nothing.
  const ir::PlainAnswer* plain_answer();

 private:
  friend class Asker;
  friend class ReasonParts;
  friend class ReasonWriter;

  [[gnu::cold]] void list_read_ahead(const ir::Ruleset& ruleset);

  // applying.cpp
  void find_applying();
  void pick_candidates();
  PolicyRun& begin_next(Index program);
  void begin_run(PolicyRun& run, Index program);
  Tri applies_alone(Session& session, Completions& completions);
  static Tri is_in_force(Session& session);
  [[nodiscard]] Tri settled(Index candidate);
  /// Those that were looked at: of them some do not apply.
  [[nodiscard]] std::span<PolicyRun* const> considered() const;
  /// One of them; nullptr where it was not looked at.
  [[nodiscard]] PolicyRun* considered(Index program) const;
  const std::vector<Index>& near_programs();
  void note_nearest();
  /// How far a policy that does not apply is from applying. `other_category`: it does not ask for the category
  /// of goods, or the claim's is a reason that it does not apply.
  struct Distance {
    bool other_category = true;
    std::size_t fails = 0;
    auto operator<=>(const Distance&) const = default;
  };
  struct Near {
    Distance distance;
    Index program;
    auto operator<=>(const Near&) const = default;
  };
  [[nodiscard]] Distance distance(PolicyRun& run) const;
  PolicyRun& looked_at(Index program);
  void note_not_applied(PolicyRun& run, bool same_category);

  // policy.cpp
  void decide(PolicyRun& run);
  /// The same, once for a claim, of a policy that does not apply and may after some answer.
  void decide_aside(PolicyRun& run);
  void find_untils(PolicyRun& run);
  void find_waiting_untils(PolicyRun& run);
  void list_pending(const PolicyRun& run);
  [[nodiscard]] bool until_can_wait(PolicyRun& run) const;
  [[nodiscard]] bool find_plain_untils(PolicyRun& run, std::int32_t today);
  [[nodiscard]] Status status_on(PolicyRun& run, std::size_t remedy, std::int32_t day);
  void boundaries(PolicyRun& run, Index period, std::vector<std::int32_t>& days);

  // combining.cpp
  void combine();
  void take_over(const PolicyAnswer& policy);
  [[nodiscard]] std::optional<Status> combined_at_least(Index remedy) const;
  Outcome outcome_of(Status status) const;
  [[nodiscard]] Status best_of_all(std::span<PolicyRun* const> runs, bool own) const;
  [[nodiscard]] Outcome own_outcome(PolicyRun& run) const;
  [[nodiscard]] Outcome combined_outcome() const;

  // answers.cpp
  RemedyAnswer answer(PolicyRun& run, Index remedy, bool combined);
  std::span<const MoneyLine> money_lines(const PolicyRun& run, const MoneyResult& money,
                                         bool charges, bool named);
  static std::optional<Money> net_of(const PolicyRun& run, const MoneyResult& money);
  template <typename Answer>
  void put_money(const PolicyRun& run, const MoneyResult& money, Answer& answer);
  MoneyAnswer money_answer(const PolicyRun& run, const MoneyResult& money);
  std::span<const Term> terms(PolicyRun& run, const RemedyResult& result,
                              const ir::RemedyPlan& plan);
  std::span<const std::string_view> rule_ids(const PolicyRun& run, std::span<const Index> rules);
  static void list_terms(const RemedyResult& result, const ir::RemedyPlan& plan,
                         std::vector<Index>& list);
  PolicyAnswer policy_answer(PolicyRun& run);
  Codes codes(PolicyRun& run);
  Codes decided_codes(const PolicyRun& run);
  /// Of a policy that is decided.
  void list_overridden(const PolicyRun& run, std::vector<Index>& list) const;
  Codes open_codes(const PolicyRun& run);
  [[nodiscard]] bool leaves_more_to_say() const;
  [[nodiscard]] bool dropped_everywhere(const PolicyRun& run, Index rule) const;
  std::span<const ParameterReading> parameters(const ir::CheckedPolicy& policy);
  std::span<const std::string_view> recalled(PolicyRun& run);
  void list_recalled(PolicyRun& run, std::vector<Index>& list);
  [[nodiscard]] bool is_missed(PolicyRun& run, const ir::RecalledRule& rule);
  [[nodiscard]] bool may_hold(PolicyRun& run, const std::vector<ir::MayHold>& parts);
  std::span<const Notice> notices(const ir::CheckedPolicy& policy, Outcome outcome);
  Value parameter_value(const ir::CheckedPolicy& policy, const ir::ParameterUse& parameter);
  void list_remedies(const PolicyRun* only, std::vector<Index>& list) const;
  void find_silent(const ir::Program& program);
  void find_silent_events(const ir::AssumedList& assumed, const ir::EventRows& rows);
  bool read_assumed(PolicyRun& run, const FactPath& path, Value& value);
  std::span<const Assumption> assumptions(PolicyRun& run);
  std::span<const std::string_view> gaps(PolicyRun& run);
  void finish_lists();
  void merge_assumed();

  // plain.cpp
  void list_rules(PolicyRun& run);
  ir::PlainRemedy plain_remedy(PolicyRun& run, Index remedy);
  /// A bit a rule, of a policy that is decided.
  struct CodeBits {
    std::span<const std::uint64_t> holds, fails, overridden;
  };
  CodeBits code_bits(const PolicyRun& run);
  [[nodiscard]] bool plain_reasons(PolicyRun& run, ir::PlainAnswer& answer);

  // texts
  [[nodiscard]] Text fact_name(const FactPath& path) const;
  [[nodiscard]] Text question(const FactPath& path) const;
  std::string_view path_text(const FactPath& path);
  std::span<const std::string_view> path_texts(std::vector<FactPath> paths);
  Value value_of(const Scalar& scalar, ir::Type type, const PolicyRun* run);
  /// Of what a cell or a scalar has: ir::Cell::value.
  Value value_of(std::int64_t number, ir::Type type, const PolicyRun* run);
  /// The same into a value that is empty.
  void tell(std::int64_t number, ir::Type type, const PolicyRun* run, Value& value);
  void tell(const Scalar& scalar, ir::Type type, const PolicyRun* run, Value& value);
  std::string_view kept_text(ir::Symbol symbol);
  [[nodiscard]] Text member_name(std::uint32_t slot, ir::Symbol symbol) const;
  /// The words of the vocabulary for the members that a value of a fact holds.
  void name_members(std::uint32_t slot, std::int64_t whole, Value& value);
  [[nodiscard]] Text named(const ir::CheckedPolicy& policy, std::string_view name) const;
  [[nodiscard]] bool path_less(const FactPath& a, const FactPath& b) const;
  void sort_by_path(std::vector<FactPath>& paths) const;
  std::string_view gap_text(const PolicyRun& run, const Gap& gap);

  const ir::Ruleset* ruleset_ = nullptr;
  Decision::State* out_ = nullptr;
  std::optional<CivilDate> as_of_option_;  ///< the caller's
  Facts facts_;
  std::optional<ir::ClaimData> kept_;      ///< the claim, where reasons may read it when it is gone
  std::vector<std::uint32_t> read_ahead_;  ///< slots whose cells are asked for before they are read
  std::vector<std::unique_ptr<PolicyRun>> pool_;
  std::vector<PolicyRun*> runs_;   ///< those that apply or may, in the order of programs
  std::vector<Index> candidates_;  ///< programs that the claim may be about, ascending
  std::vector<Index> near_;        ///< programs that may come nearest to a claim that none covers
  std::vector<Near> nearest_, told_;
  std::vector<PolicyRun*> considered_;  ///< by candidate
  std::vector<Tri> applies_;            ///< by candidate
  std::size_t used_ = 0;
  Index requested_ = ir::no_index;  ///< no_index: any
  Detail detail_ = Detail::none;
  bool ask_ = true;
  bool apart_ = false;  ///< the claim may be gone: nothing of it is read, but of its copy
  const ir::PlainAnswer* plain_ = nullptr;
  const ir::PlainReasons* plain_reasons_ = nullptr;
  std::string shelf_;  ///< ir::PlainReasons::shelf
  Completions scratch_;
  RemedySolver solver_;
  RemedyResult trial_;
  std::vector<std::int32_t> days_;    ///< on which a test of some remedy can change
  std::vector<std::size_t> pending_;  ///< remedies whose last day is looked for
  Collector collector_;
  std::vector<NotApplied> not_applied_;
  std::vector<std::string_view> gaps_;
  std::vector<FactPath> asked_;
  std::vector<OwnSets> own_sets_;
  AskingMemory asking_memory_;
  std::uint64_t asking_work_ = 0;  ///< spent on the claim
  std::size_t own_asked_ = 0;      ///< policies whose own entries have been looked for
  std::vector<const PolicyRun*> decided_aside_;  ///< that do not apply, for what is asked

  // used again from claim to claim
  std::vector<Index> listed_, chosen_, asked_about_;
  std::vector<std::uint8_t> settled_;  ///< by candidate
  PolicyRun aside_;                    ///< a policy that is looked at in passing
  std::vector<values::DayInterval> intervals_;
  std::vector<std::uint8_t> places_;
  std::vector<std::uint8_t> may_hold_;
  std::vector<FactPath> silent_;  ///< of one policy
};

}  // namespace sanbao::eval
