// SPDX-License-Identifier: Apache-2.0
//
// Asker: the smallest sets of absent facts for which some answer settles a remedy (docs/language.md §3
// "Asking", §7 "Asking"). Real values are tried: members, days around the ends of periods, amounts around
// what they are compared with; the claim is decided again with one of each class.
// asking.cpp: what to ask, and a trial. asking_search.cpp: sets and answers in order. asking_classes.cpp:
// answers that come to the same. asking_bounds.cpp: what answers can reach. answers_tried.cpp: the values.
// In: an Evaluator that has decided. Out: Ask entries. Never asks a null fact, never answers with null.
// Tested by tests/unit/eval_asking_test.cpp.
#pragma once

#include <map>
#include <optional>
#include <set>
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
  std::vector<std::vector<FactPath>> sets_of(Index remedy, const std::vector<FactPath>& all);
  std::vector<std::vector<FactPath>> search(Index remedy, const std::vector<FactPath>& all);
  bool settles(const std::vector<std::uint32_t>& places);
  bool settles_from(std::size_t at);
  bool settled();
  bool promising(const std::vector<FactPath>& set, std::size_t at);
  /// Whether answers to the free leaves could give the remedy of one policy the status `available`, or any
  /// one status, in every completion of the rest.
  struct Reach {
    bool available = false, unavailable = false, any = false;
  };
  Reach reach(const PolicyRun& run, Session& session, const ir::RemedyPlan& plan);
  void begin_trial();
  void find_units();
  void find_touched(const std::vector<std::uint32_t>& places);
  [[nodiscard]] std::uint64_t touched_units() const;
  /// Policies whose applying has a say: those that speak of the remedy, and those they stand back for.
  void find_judged(std::span<PolicyRun* const> runs, Index remedy);
  [[nodiscard]] std::size_t place_of(Index program) const;
  /// Whether the p-th of them applies under the answers that are tried.
  Tri applies(std::size_t p);
  void note_what_is_read();
  /// Facts that the same leaves and policies read are of one kind: what holds of one as an upper bound
  /// holds of all.
  void find_kinds(const std::vector<FactPath>& all);
  [[nodiscard]] bool amount_promising(const std::vector<std::uint32_t>& places) const;
  bool promising_kinds(const std::vector<std::uint32_t>& places, const std::vector<FactPath>& all);
  Verdict decide_trial();
  void candidates(const FactPath& path, std::vector<ir::Cell>& out);
  void date_candidates(std::vector<ir::Cell>& out, bool may_be_never);
  void number_candidates(ir::Type type, std::vector<ir::Cell>& out);
  void text_candidates(const FactPath& path, const ir::SchemaFact& fact,
                       std::vector<ir::Cell>& out);
  void set_candidates(const FactPath& path, const ir::SchemaFact& fact, std::vector<ir::Cell>& out);
  void answer(const FactPath& fact, const ir::Cell& cell);

  // -- classes of answers (asking_classes.cpp)
  using Key = std::vector<std::uint64_t>;
  /// A leaf, the binding date (neither leaf nor money), or an amount.
  struct Probe {
    std::uint32_t policy = 0;  ///< into judged_
    Index leaf = ir::no_index;
    const ir::MoneyEntry* money = nullptr;
    bool is_added = false;               ///< of an addition, which may not count
    bool apart = false;                  ///< how much it is matters, not only that it is known
    const std::uint64_t* row = nullptr;  ///< of the program
    std::vector<std::uint8_t> reads;     ///< by fact of `all`
    [[nodiscard]] bool is_binding_date() const { return leaf == ir::no_index && money == nullptr; }
  };
  /// What is read beside a fact. `days`: the ends of the time in which a policy is in force.
  struct Compared {
    std::vector<std::uint32_t> slots, lists;
    std::vector<std::int64_t> days;
    std::vector<std::pair<ir::Type, std::int64_t>> constants;
  };
  /// `key`: what comes of it.
  struct Answer {
    ir::Cell cell;
    Key key;
  };
  /// A fact of the set that is tried.
  struct Level {
    std::uint32_t place = 0;
    /// Those before it, and after it, that something reads together with it.
    std::vector<std::uint32_t> earlier, later;
    const std::vector<Answer>* answers = nullptr;  ///< where none is before it
  };
  /// What the readers of a fact come to that read none of those before it, by its value.
  struct Rest {
    struct Seen {
      std::uint64_t key = 0;
      bool tells = true;
    };
    std::map<std::pair<std::int64_t, ir::FactState>, Seen> by_value;
    std::map<Key, std::uint64_t> keys;
  };
  void find_probes();
  /// As the claim stands.
  [[nodiscard]] bool is_open(const Probe& probe) const;
  [[nodiscard]] bool reads_together(std::uint32_t a, std::uint32_t b) const;
  [[nodiscard]] bool may_reopen(std::uint32_t policy, std::uint32_t place) const;
  bool look_at(const Probe& probe, std::span<const std::uint32_t> later, Key& key);
  template <typename Among>
  bool look_at_some(std::uint32_t place, std::span<const std::uint32_t> later, Key& key,
                    const Among& among);
  bool look_at_readers(const Level& level, const ir::Cell& cell, Key& key);
  template <typename Take>
  void for_each_class(const Level& level, const Take& take);
  void find_classes(const Level& level, std::vector<Answer>& out);
  bool settles_alone(std::uint32_t place);
  void find_compared(std::uint32_t place);
  Ask entry(std::string_view remedy, const std::vector<std::vector<FactPath>>& sets,
            const std::vector<FactPath>& all, std::vector<FactPath>& asked);

  [[nodiscard]] Status status_of(const PolicyRun& run, Index remedy) const {
    return combined_ ? run.status_of(remedy) : run.own_status_of(remedy);
  }
  [[nodiscard]] bool spent_all() const { return work_ >= most_work_; }
  [[nodiscard]] bool reads_applying() const { return combined_ || goal_ == Goal::applying; }
  /// Work is counted in looks at one condition. What others of it cost, in those, for each `unit_`:
  static constexpr std::uint64_t cost_of_trial = 8, cost_of_bound = 2;

  Evaluator& evaluator_;
  bool combined_;
  std::vector<PolicyRun*> judged_;
  std::size_t own_judged_ = 0;  ///< the first of them: those the answer is about
  Index remedy_ = ir::no_index;
  Goal goal_ = Goal::status;

  const std::vector<FactPath>* all_ = nullptr;
  std::vector<Probe> probes_;
  std::vector<std::vector<std::uint32_t>> readers_;  ///< by fact of `all`: probes
  std::map<std::pair<std::uint32_t, std::vector<std::uint32_t>>, std::vector<Answer>> classes_;
  std::vector<FactPath> set_;
  std::vector<Level> levels_;
  bool follow_ = false;                               ///< some of them are read together
  std::map<std::vector<std::uint32_t>, Rest> rests_;  ///< by fact, those before and after it
  Compared compared_;
  Key so_far_;  ///< keys of the answers given
  /// Of a set of which something reads two facts together: what was tried, and what promised more.
  std::set<Key> tried_;
  std::map<Key, bool> promised_;

  // the claim with some answers filled in
  std::optional<ir::ClaimData> claim_;
  Facts facts_;
  std::vector<Session> sessions_;
  std::vector<std::vector<std::vector<FactPath>>>
      leaf_facts_;  ///< by policy, by leaf: absent facts it reads
  std::vector<std::vector<FactPath>> applying_facts_;     ///< by policy
  std::vector<std::uint32_t> kinds_;                      ///< by fact of `all`
  std::map<std::vector<std::uint32_t>, bool> promising_;  ///< by kinds
  std::uint64_t work_ = 0;                                ///< spent
  std::vector<std::uint64_t> units_;                      ///< of a look at a policy
  std::vector<std::optional<Reach>> untouched_;           ///< by policy, with no answer
  std::vector<std::uint8_t> touched_;                     ///< by policy: reads a fact that is tried
  std::uint64_t most_work_ = 0;                           ///< for the entry that is looked for
  std::vector<std::uint8_t> free_;
  bool has_events_ = false;
  Completions completions_;
  RemedySolver solver_;
  RemedyResult result_;
};

}  // namespace sanbao::eval
