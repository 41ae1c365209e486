// SPDX-License-Identifier: Apache-2.0
//
// Completions: the open atoms of some rules, completed in every way at once. A condition becomes a truth
// table: one bit for each completion, 64 at a time.
// In: a Session and a Formula. Out: for each condition node a bit vector over all completions.
// Never completes more than max_atoms; beyond, conditions are read in plain Kleene logic.
// (docs/language.md §3 "Status", §7 "Atoms", "Nulls") Tested by tests/unit/eval_completions_test.cpp.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "eval/session.hpp"

namespace sanbao::eval {

/// Atoms completed exactly, absent and null ones together.
inline constexpr std::size_t max_atoms = 12;

/// One bit a completion. Copies carry the words in use alone: one, where nothing or little is open.
struct Mask {
  explicit Mask(std::size_t in_use) noexcept : words(in_use) {}
  Mask(const Mask& other) noexcept : words(other.words) { copy(other); }
  Mask& operator=(const Mask& other) noexcept {
    words = other.words;
    copy(other);
    return *this;
  }
  ~Mask() = default;

  std::size_t words;
  std::array<std::uint64_t, 64> word;

 private:
  void copy(const Mask& other) noexcept {
    for (std::size_t i = 0; i < words; ++i)
      word[i] = other.word[i];
  }
};

class Completions {
 public:
  /// Looks at every leaf; finds what is open. The session keeps its day (`move_to`).
  /// `free`: leaves, by index, that an answer may still make true or false as it pleases: both rails are set
  /// (an upper bound of what answers can reach; see asking.cpp).
  void prepare(Session& session, const ir::Formula& formula,
               const std::vector<std::uint8_t>* free = nullptr);

  [[nodiscard]] bool decided() const { return open_.empty(); }
  [[nodiscard]] bool exact() const { return variables_ <= max_atoms; }

  /// An atom that reads an absent and a null fact is completed true, false and null: each choice says
  /// which of those are null. Call `choose` for 0 … choices() - 1.
  [[nodiscard]] std::uint32_t choices() const { return exact() ? 1U << both_.size() : 1U; }
  void choose(std::uint32_t choice);

  /// Takes 64 of the completions alone, nulls told apart like absent facts. What these do not agree on all do not
  /// agree on either. False: there are no more than those.
  bool sample();
  /// Whether some atom is open for a null.
  [[nodiscard]] bool has_nulls() const;

  /// Works the nodes of a formula out. In Kleene logic (`!exact()`) both rails are single bits and an
  /// open condition is neither true nor false.
  void run(const ir::Formula& formula);

  [[nodiscard]] std::size_t words() const { return words_; }
  [[nodiscard]] std::uint64_t full(std::size_t word) const {
    return word == 0 ? first_full_ : ~std::uint64_t{0};
  }
  /// Number of variables that stand for nulls; they are the lowest bits of a completion's number.
  [[nodiscard]] unsigned null_variables() const { return nulls_; }

  [[nodiscard]] const std::uint64_t* yes(NodeId node) const {
    return &rails_[std::size_t{node} * 2 * words_];
  }
  [[nodiscard]] const std::uint64_t* no(NodeId node) const { return yes(node) + words_; }
  /// Truth of an open leaf in every completion; false where the leaf is decided.
  [[nodiscard]] bool leaf_mask(Index leaf, Mask& out) const;

  /// The open leaves whose variables the truth of a node hangs on, in the choice that was run.
  [[nodiscard]] std::vector<Index> leaves_behind(NodeId node) const;
  [[nodiscard]] Why why_of(Index leaf) const { return open_[open_of_[leaf]].why; }

  /// The completion of one bit, for Session::complete.
  const std::int8_t* completion_of(std::size_t bit);

  /// Spreads: for each group of completions that differ in nulls alone, whether any / all are set.
  void any_over_nulls(Mask& mask) const;
  void all_over_nulls(Mask& mask) const;

 private:
  struct OpenLeaf {
    Index leaf = 0;
    Index atom = 0;
    bool negated = false;
    Why why = 0;
    bool needs_variable = true;
    std::vector<std::uint32_t> inner;  ///< into open_
    std::vector<std::int8_t> table;    ///< by assignment of `inner`: 1, -1, 0 open
    int variable = -1;
    Mask truth{1};
  };

  void settle_inner(Session& session, OpenLeaf& open);
  [[nodiscard]] std::uint64_t pattern(int variable, std::size_t word) const;
  [[nodiscard]] bool hangs_on(NodeId node, int variable) const;
  void find_truths();

  const ir::Program* program_ = nullptr;
  std::vector<OpenLeaf> open_;
  std::vector<std::int8_t> state_;       ///< by leaf: 1, -1, 0 open, 2 not looked at, 3 free
  std::vector<std::uint32_t> open_of_;   ///< by leaf
  std::vector<std::uint32_t> carriers_;  ///< open_ that own a variable, one for each atom
  std::vector<std::uint32_t> both_;      ///< carriers that read an absent and a null fact
  std::vector<std::int8_t> by_atom_;
  std::vector<std::uint64_t> rails_;
  std::size_t variables_ = 0, words_ = 1;
  bool sampled_ = false;
  unsigned nulls_ = 0, chosen_ = 0;
  std::uint64_t first_full_ = 1;
};

}  // namespace sanbao::eval
