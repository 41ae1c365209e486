// SPDX-License-Identifier: Apache-2.0
//
// Asker: the smallest sets of absent facts for which some answer settles a remedy (docs/language.md §3
// "Asking", §7 "Asking"). Real values are tried: members, days around the ends of periods, amounts around
// what they are compared with; the claim is decided again with each.
// In: an Evaluator that has decided. Out: Ask entries. Never asks a null fact, never answers with null.
// Tested by tests/unit/eval_asking_test.cpp.
#pragma once

#include <map>
#include <span>
#include <vector>

#include "eval/evaluator.hpp"

namespace sanbao::eval {

class Asker {
 public:
  /// `combined`: about the answer of all policies; else about one policy's own, as if it applied.
  Asker(Evaluator& evaluator, bool combined) : evaluator_(evaluator), combined_(combined) {}

  /// Entries for the answer that these policies give together. Adds every fact named to `asked`.
  std::span<const Ask> ask(std::span<PolicyRun* const> runs, std::vector<FactPath>& asked);

 private:
  /// What has to be settled.
  enum class Goal : std::uint8_t { status, amount, applying };
  struct Verdict {
    Status status = Status::unavailable;
    bool some_open = false, some_certain = false;  ///< whether policies apply
    bool amount_open = false;
  };

  void gather(std::span<PolicyRun* const> runs, Index remedy, std::vector<FactPath>& all);
  bool needs_asking(std::span<PolicyRun* const> runs, Index remedy, Goal& goal) const;
  void add_entry(std::span<PolicyRun* const> runs, Index remedy, Goal goal,
                 std::vector<Ask>& entries, std::vector<FactPath>& asked);
  std::vector<std::vector<FactPath>> search(std::span<PolicyRun* const> runs, Index remedy,
                                            const std::vector<FactPath>& all);
  bool settles(const std::vector<FactPath>& set, std::size_t at);
  bool settled();
  bool promising(const std::vector<FactPath>& set, std::size_t at);
  /// Whether answers to the free leaves could give the remedy of one policy the status `available`, or any
  /// one status, in every completion of the rest.
  struct Reach {
    bool available = false, unavailable = false, any = false;
  };
  Reach reach(const PolicyRun& run, Session& session, const ir::RemedyPlan& plan);
  void begin_trial();
  /// Policies whose applying has a say: those that speak of the remedy, and those they stand back for.
  void find_judged(std::span<PolicyRun* const> runs, Index remedy);
  [[nodiscard]] std::size_t place_of(Index program) const;
  /// Whether the p-th of them applies under the answers that are tried.
  Tri applies(std::size_t p);
  void note_what_is_read();
  /// Facts that the same leaves and policies read are of one kind: what holds of one as an upper bound
  /// holds of all.
  void find_kinds(const std::vector<FactPath>& all);
  bool promising_kinds(const std::vector<std::uint32_t>& places, const std::vector<FactPath>& all);
  Verdict decide_trial();
  void candidates(const FactPath& path, std::vector<ir::Cell>& out);
  void date_candidates(std::vector<ir::Cell>& out, bool may_be_never);
  void number_candidates(ir::Type type, std::vector<ir::Cell>& out);
  void text_candidates(const FactPath& path, const ir::SchemaFact& fact,
                       std::vector<ir::Cell>& out);
  void set_candidates(const FactPath& path, const ir::SchemaFact& fact, std::vector<ir::Cell>& out);
  ir::Cell& trial_cell(const FactPath& path);
  Ask entry(std::string_view remedy, const std::vector<std::vector<FactPath>>& sets,
            const std::vector<FactPath>& all, std::vector<FactPath>& asked);

  [[nodiscard]] Status status_of(const PolicyRun& run, Index remedy) const {
    return combined_ ? run.status_of(remedy) : run.own_status_of(remedy);
  }
  [[nodiscard]] bool spent_all() const { return work_ >= most_work_; }
  [[nodiscard]] bool reads_applying() const { return combined_ || goal_ == Goal::applying; }

  Evaluator& evaluator_;
  bool combined_;
  std::span<PolicyRun* const> runs_;
  std::vector<PolicyRun*> judged_;
  std::size_t own_judged_ = 0;  ///< the first of them: those the answer is about
  Index remedy_ = ir::no_index;
  Goal goal_ = Goal::status;

  // the claim with some answers filled in
  std::optional<ir::ClaimData> claim_;
  Facts facts_;
  std::vector<Session> sessions_;
  std::vector<std::vector<std::vector<FactPath>>>
      leaf_facts_;  ///< by policy, by leaf: absent facts it reads
  std::vector<std::vector<FactPath>> applying_facts_;     ///< by policy
  std::vector<std::uint32_t> kinds_;                      ///< by fact of `all`
  std::map<std::vector<std::uint32_t>, bool> promising_;  ///< by kinds
  std::uint64_t work_ = 0, unit_ = 1;                     ///< spent; of one look at the claim
  std::uint64_t most_work_ = 0;                           ///< for the entry that is looked for
  std::vector<std::uint8_t> free_;
  bool has_events_ = false;
  Completions completions_;
  RemedySolver solver_;
  RemedyResult result_;
};

}  // namespace sanbao::eval
