// SPDX-License-Identifier: Apache-2.0
//
// Asker: the smallest sets of absent facts for which some answer settles a remedy (docs/language.md §3
// "Asking", §7 "Asking"). Real values are tried: members, days around the ends of periods, amounts around
// what they are compared with; the claim is decided again with one of each class.
// asking.cpp: what to ask. asking_judged.cpp: of which policies. asking_search.cpp: sets and answers in order. asking_trial.cpp: one trial.
// asking_classes.cpp: answers that come to the same. asking_bounds.cpp: what answers can reach.
// asking_answers.cpp, turning_points.hpp: the values. asking_memory.hpp: what was worked out before.
// In: an Evaluator that has decided. Out: Ask entries. Never asks a null fact, never answers with null.
// Tested by tests/unit/eval_asking_test.cpp.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <span>
#include <unordered_map>
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
  bool promising(std::span<const std::uint32_t> places, std::size_t at);
  /// Whether answers to the free leaves could give the remedy of one policy this status in every completion of the
  /// rest.
  struct Reach {
    bool available = false, unavailable = false, conditional = false, conflict = false;
    [[nodiscard]] bool any() const { return available || unavailable || conditional || conflict; }
  };
  void narrow(const PolicyRun& run, const ir::RemedyPlan& plan, Reach& all);
  Reach reach(std::size_t p, std::span<const std::uint32_t> places, std::size_t at, bool judges);
  Reach reach(const PolicyRun& run, Session& session, const ir::RemedyPlan& plan);
  void find_units();
  void find_touched(const std::vector<std::uint32_t>& places);
  [[nodiscard]] std::uint64_t touched_units() const;

  // -- who has a say (asking_judged.cpp)
  /// Policies whose applying has a say: those that speak of the remedy, and those they stand back for.
  void find_judged(std::span<PolicyRun* const> runs, Index remedy);
  template <typename MayChange>
  void add_stronger(const MayChange& may_change);
  void add_reopened(std::span<PolicyRun* const> runs, Index remedy);
  [[nodiscard]] bool reopens(const ir::Program& program, const std::uint64_t* row) const;
  [[nodiscard]] bool reopens(const PolicyRun& run, const ir::Formula& formula) const;
  [[nodiscard]] bool reopens_applying(const PolicyRun& run) const;
  [[nodiscard]] bool may_change(const PolicyRun& run) const;
  [[nodiscard]] std::vector<const ir::RemedyPlan*> plans_about(const PolicyRun& run,
                                                               Index remedy) const;
  [[nodiscard]] std::size_t place_of(Index program) const;
  /// Whether the p-th of them applies under the answers that are tried.
  Tri applies(std::size_t p);

  void note_what_is_read(const std::vector<FactPath>& all);
  /// Facts that the same leaves and policies read are of one kind: what holds of one as an upper bound
  /// holds of all.
  void find_kinds(const std::vector<FactPath>& all);
  [[nodiscard]] bool amount_promising(const std::vector<std::uint32_t>& places) const;
  bool promising_kinds(const std::vector<std::uint32_t>& places);
  Verdict decide_trial();

  // -- what comes of the answers given, by whom they are read (asking_trial.cpp)
  struct Given {
    std::uint32_t place = 0;
    AskingMemory::Number number;
  };
  struct Decided {
    Status status = Status::unavailable;
    bool money_open = false;
  };
  /// By policy and fact of `all`.
  class Readers {
   public:
    void begin(std::size_t policies, std::size_t facts) {
      facts_ = facts;
      reads_.assign(policies * facts, 0);
    }
    void note(std::size_t policy, std::size_t place) { reads_[policy * facts_ + place] = 1; }
    [[nodiscard]] bool reads(std::size_t policy, std::size_t place) const {
      return reads_[policy * facts_ + place] != 0;
    }

   private:
    std::size_t facts_ = 0;
    std::vector<std::uint8_t> reads_;
  };
  [[nodiscard]] bool may_read(const std::uint64_t* row, const FactPath& fact) const;
  const std::vector<Index>& rows_that_read(std::size_t p, std::uint32_t place);
  /// The session of a policy, in which the answers are given.
  Session& trial(std::size_t p);
  /// The same, with what is known of the leaves of a remedy.
  Session& trial_of(std::size_t p, const ir::RemedyPlan& plan);
  Decided decided(std::size_t p, const ir::RemedyPlan& plan);
  Decided tried(std::size_t p);
  [[nodiscard]] Decided stood(std::size_t p) const;
  Tri applies_alone(std::size_t p);
  /// `reads`: which facts it reads.
  template <typename Reads>
  [[nodiscard]] AskingMemory::Key remembered(std::uint64_t what, const Reads& reads) const {
    AskingMemory::Key key{what};
    std::size_t count = 0;
    for (const Given& given : given_)
      if (reads(given.place)) key.answers[count++] = given.number.of_all;
    return key;
  }
  [[nodiscard]] AskingMemory::Key remembered(AskingMemory::Of of, std::size_t p, Index remedy,
                                             const Readers& readers) const;
  [[nodiscard]] const ir::SchemaFact& shape_of(const FactPath& path) const;
  void candidates(const FactPath& path, std::vector<ir::Cell>& out);
  void date_candidates(std::vector<ir::Cell>& out, bool may_be_never);
  void number_candidates(ir::Type type, std::vector<ir::Cell>& out);
  void text_candidates(const FactPath& path, const ir::SchemaFact& fact,
                       std::vector<ir::Cell>& out);
  void set_candidates(const FactPath& path, const ir::SchemaFact& fact, std::vector<ir::Cell>& out);
  void answer(std::uint32_t place, const ir::Cell& cell, AskingMemory::Number number);
  void withdraw(std::uint32_t place);
  /// Answers to a fact have numbers that are the same in all searches.
  AskingMemory::Number number_of(std::uint32_t place, const ir::Cell& cell);

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
    std::uint64_t what = 0;              ///< in the memory
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
    AskingMemory::Number number;
    Key key;
  };
  /// What a look at a probe came to: a truth, or several words by their number.
  struct Look {
    enum class Kind : std::uint8_t { plain, words, unfinished };
    Kind kind = Kind::plain;
    bool open = false;
    std::uint32_t of = 0;  ///< the truth, or the number
    [[nodiscard]] std::uint32_t packed() const {
      return of << 3U | (open ? 4U : 0U) | static_cast<std::uint32_t>(kind);
    }
    static Look unpacked(std::uint32_t packed) {
      return {static_cast<Kind>(packed & 3U), (packed & 4U) != 0, packed >> 3U};
    }
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
  static Look plain_look(Tri tri);
  [[nodiscard]] Tri truth_of(Look look) const;
  std::optional<Tri> remembered_leaf(const Probe& probe);
  Look work_out(const Probe& probe);
  /// A probe that reads the fact of a level: `row` in the memory; whether it reads later facts too, and whether one
  /// of those may reopen it.
  struct Reader {
    const Probe* probe = nullptr;
    std::uint32_t row = 0;
    bool reads_later = false, reopens = false;
  };
  void find_readers(const Level& level);
  bool look_at(const std::vector<Reader>& readers, std::uint32_t answer, Key& key);
  bool look_at_readers(Rest* rest, const ir::Cell& cell, std::uint32_t answer, Key& key);
  [[nodiscard]] std::optional<std::int64_t> latest_answer(const FactPath& fact) const;
  template <typename Take>
  void for_each_class(const Level& level, const Take& take);
  void find_classes(const Level& level, std::vector<Answer>& out);
  bool settles_alone(std::uint32_t place);
  void find_compared(std::uint32_t place);
  void find_turning_points(std::uint32_t place);
  Ask entry(std::string_view remedy, const std::vector<std::vector<FactPath>>& sets,
            const std::vector<FactPath>& all, std::vector<FactPath>& asked);

  [[nodiscard]] Status status_of(const PolicyRun& run, Index remedy) const {
    return combined_ ? run.status_of(remedy) : run.own_status_of(remedy);
  }
  [[nodiscard]] bool spent_all() const { return work_ >= most_work_; }
  [[nodiscard]] bool reads_applying() const { return combined_ || goal_ == Goal::applying; }
  static constexpr std::size_t largest_set = 3;
  /// Work is counted in looks at one condition. What others of it cost, in those, for each `unit_`:
  static constexpr std::uint64_t cost_of_trial = 8, cost_of_bound = 2;

  Evaluator& evaluator_;
  bool combined_;
  std::vector<PolicyRun*> judged_;
  std::size_t own_judged_ = 0;            ///< the first of them: those the answer is about
  std::vector<std::uint8_t> may_change_;  ///< by policy: answers may change whether it applies
  std::vector<std::vector<const ir::RemedyPlan*>> tried_plans_;  ///< by policy
  Index remedy_ = ir::no_index;
  Goal goal_ = Goal::status;

  const std::vector<FactPath>* all_ = nullptr;
  std::vector<Probe> probes_;
  std::vector<std::vector<std::uint32_t>> readers_;  ///< by fact of `all`: probes
  std::map<std::pair<std::uint32_t, std::vector<std::uint32_t>>, std::vector<Answer>> classes_;
  std::vector<std::uint32_t> set_;
  std::vector<Level> levels_;
  /// Of a level: those that read nothing before it, and the others.
  std::vector<Reader> first_readers_, following_readers_;
  bool follow_ = false;                               ///< some of them are read together
  std::map<std::vector<std::uint32_t>, Rest> rests_;  ///< by fact, those before and after it
  Compared compared_;
  std::vector<Exact> points_;  ///< at which a number or a day that is answered turns something
  Key so_far_;                 ///< keys of the answers given
  /// Of a set of which something reads two facts together: what was tried, and what promised more.
  std::set<Key> tried_;
  std::map<Key, bool> promised_;

  // the claim with some answers filled in
  std::optional<ir::ClaimData> claim_;
  std::vector<Given> given_;
  std::vector<AskingMemory::Numbers*> numbers_;  ///< by fact of `all`
  std::vector<std::uint32_t> unanswered_;        ///< by fact of `all`: the number of no answer
  Facts facts_;
  std::vector<Session> sessions_;
  bool facts_stand_ = false;            ///< `facts_` need not be read again
  std::vector<std::uint32_t> changes_;  ///< facts of `all`, as they were answered
  std::vector<std::size_t>
      changed_at_;  ///< by fact of `all`: how many changes there were with its last
  std::vector<std::optional<std::size_t>>
      seen_of_;  ///< by policy: changes that its session knows of
  std::vector<std::optional<std::vector<Index>>> rows_that_read_;  ///< by policy and fact of `all`
  std::vector<Index> changed_rows_;
  Readers remedy_reads_, applying_reads_;  ///< of probes
  Readers leaf_reads_;  ///< of leaves of the remedy that are open or may be opened again
  Readers may_turn_;    ///< of what keeps it open whether the policy applies
  /// By policy, by leaf: the facts of `all` that it lacks, and those whose answer may open it again (may_reopen).
  std::vector<std::vector<std::vector<std::uint32_t>>> leaf_facts_, leaf_reopened_by_;
  std::vector<std::vector<std::uint32_t>> probe_of_;   ///< by policy, by leaf
  std::vector<std::uint32_t> kinds_;                   ///< by fact of `all`
  std::unordered_map<std::uint64_t, bool> promising_;  ///< by kinds
  std::uint64_t work_ = 0;                             ///< spent
  std::vector<std::uint64_t> units_;                   ///< of a look at a policy
  std::uint64_t event_units_ = 0;                      ///< of a look at all events, beside the one
  std::vector<std::uint8_t> touched_;                  ///< by policy: reads a fact that is tried
  std::uint64_t most_work_ = 0;                        ///< for the entry that is looked for
  std::vector<std::uint8_t> free_;
  bool has_events_ = false;
  std::uint32_t filing_ = 0;  ///< where the day of filing stands in `all`; no_index: nowhere
  Completions completions_;
  RemedySolver solver_;
  RemedyResult result_;
};

}  // namespace sanbao::eval
