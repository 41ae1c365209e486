// SPDX-License-Identifier: Apache-2.0
//
// Decided: the short way for a claim that leaves no condition of a policy open: one truth a condition,
// where Completions keeps one for each completion.
// In: a Session. Out: for each condition node its truth; the RemedyResult that RemedySolver would give.
// Never answers what is open: it says so, and the caller goes the long way.
// Tested by tests/unit/eval_decided_test.cpp, which compares it with the long way.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "eval/remedies.hpp"

namespace sanbao::eval {

class Decided {
 public:
  /// Works every condition of the policy out; false where one of them is open.
  [[nodiscard]] bool read(Session& session);
  /// Looks at the remedies as if the claim were filed on other days, in the period tests alone
  /// (docs/language.md §3 `until`): ascending, no more than a word has bits. False where a test is open then. The
  /// claim tells the day on which it was filed; where that alone moves (ShortWay::moves_by_day_alone) it is not read.
  [[nodiscard]] bool look_ahead(Session& session, std::span<const std::int32_t> days);
  /// What was seen of a remedy, a bit a day; those behind the last day say nothing.
  struct Ahead {
    std::uint64_t due = 0, ok = 0;
    std::uint64_t unclear = 0;  ///< grants with different money could both stand
    /// The days on which the status is another.
    [[nodiscard]] std::uint64_t other_than(Status status) const {
      return status == Status::available ? ~ok : status == Status::conditional ? ok | ~due : due;
    }
  };
  [[nodiscard]] Ahead ahead(std::size_t remedy) const;

  [[nodiscard]] bool holds(Index rule) const { return yes(program_->short_way.rules[rule]); }
  /// Of a node of Program::conditions.
  [[nodiscard]] bool truth(NodeId node) const { return yes(program_->short_way.literal_of[node]); }
  /// Status and money of one remedy; false where its money is open or has to be weighed.
  [[nodiscard]] bool answer(Session& session, std::size_t remedy, RemedyResult& result) {
    const ir::RemedyBits& bits = program_->short_way.remedies[remedy];
    // Nobody has filled the lists of a result that is unlisted still.
    if (!result.unlisted) result.clear();
    result.money.amounts.clear();
    result.unlisted = true;
    result.due_always = yes(bits.any_due);
    const bool ok = yes(bits.any_ok);
    result.status = !result.due_always ? Status::unavailable
                    : ok               ? Status::available
                                       : Status::conditional;
    return !result.due_always || !program_->remedies[remedy].has_money ||
           answer_money(session, remedy, result.money, ok);
  }
  /// The rules behind an answer, for those who read them: into the lists of `result`.
  void list(std::size_t remedy, RemedyResult& result) const;

 private:
  [[nodiscard]] bool yes(ir::Literal literal) const {
    return (words_[literal.bit / 64].sides[0] >> literal.bit % 64 & 1U) !=
           (literal.negated ? 1U : 0U);
  }
  [[nodiscard]] bool answer_money(Session& session, std::size_t remedy, MoneyResult& money,
                                  bool ok);
  [[nodiscard]] bool met(const std::vector<NodeId>& needs) const;
  [[nodiscard]] bool amounts(Session& session, const ir::RemedyPlan& plan,
                             const ir::GrantPlan& grant, std::vector<Amount>& into) const;
  void set(std::uint32_t at, bool value) {
    const std::uint64_t one = std::uint64_t{1} << at % 64;
    std::uint64_t& word = words_[at / 64].sides[0];
    word = value ? word | one : word & ~one;
  }
  [[nodiscard]] bool read_cells(Session& session);
  [[nodiscard]] bool read_open_cells(Session& session, std::span<const ir::CellTest> tests);
  [[nodiscard]] static bool leaf_on(Session& session, Index leaf,
                                    std::span<const std::int32_t> days, std::uint64_t& truths);
  void work_out(std::span<const ir::JointRow> rows);
  void add_others(const ir::ShortWay& way, const ir::JointRow& row);
  [[nodiscard]] std::uint64_t counted(std::span<const std::uint32_t> parts,
                                      std::int64_t least) const;

  const ir::Program* program_ = nullptr;
  /// A word of ir::ShortWay, twice, so that two joints can be looked at together; read on the first side.
  struct alignas(16) Wide {
    std::array<std::uint64_t, 2> sides{};
  };
  std::vector<Wide> words_;
  std::vector<std::uint64_t> ahead_;  ///< each truth of the days, and its opposite
  std::vector<Amount> others_;        ///< of a further grant
};

}  // namespace sanbao::eval
