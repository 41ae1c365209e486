// SPDX-License-Identifier: Apache-2.0
//
// ClaimBlock: some thousand claims, kept until they are weighed; BlockColumns: the same claims decided at once as
// columns, under several rulebooks.
// In: claims. Out: columns of answers; of rows that they leave undecided nothing is said.
// Never grows beyond its room. Tested by tests/unit/impact_block_test.cpp.
#pragma once

#include <deque>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "audit/weights.hpp"
#include "sanbao/columns.hpp"
#include "sanbao/rulebook.hpp"

namespace sanbao::audit {

class ClaimBlock {
 public:
  explicit ClaimBlock(const Rulebook& rulebook) : rulebook_(rulebook) {}

  /// Room for one more claim, which counts when it is taken.
  [[nodiscard]] Claim& next() {
    if (own_ == claims_.size()) claims_.emplace_back(rulebook_);
    return claims_[own_];
  }
  void take(std::uint64_t record) { take(record, claims_[own_++]); }
  /// A claim that is somebody else's, and stays there until the block is cleared.
  void take(std::uint64_t record, const Claim& claim) {
    records_.push_back(record);
    rows_.push_back(&claim);
  }
  void clear() {
    records_.clear();
    rows_.clear();
    own_ = 0;
  }

  [[nodiscard]] bool full() const { return records_.size() == room; }
  [[nodiscard]] std::size_t size() const { return records_.size(); }
  [[nodiscard]] const Claim& claim(std::size_t row) const { return *rows_[row]; }
  [[nodiscard]] std::uint64_t record(std::size_t row) const { return records_[row]; }

 private:
  static constexpr std::size_t room = 8192;

  Rulebook rulebook_;
  std::deque<Claim> claims_;  ///< used again and again
  std::size_t own_ = 0;
  std::vector<std::uint64_t> records_;
  std::vector<const Claim*> rows_;
};

class BlockColumns {
 public:
  explicit BlockColumns(std::span<const Rulebook> rulebooks);

  void decide(const ClaimBlock& block, std::optional<CivilDate> as_of);
  /// By rulebook.
  [[nodiscard]] std::span<const ColumnAnswers> answers() const { return answers_; }
  /// The first and the last day on which claims were filed that the first rulebook decided.
  [[nodiscard]] std::optional<CivilDate> first_filed() const { return first_filed_; }
  [[nodiscard]] std::optional<CivilDate> last_filed() const { return last_filed_; }
  /// What the answers of these claims come to under the first rulebook.
  [[nodiscard]] const Sum& paid() const { return paid_; }

 private:
  void note_days(const ArrowArray& filed_on);
  void add_paid(const ArrowArray* requested);

  ColumnEvaluator evaluator_;
  ClaimColumns maker_;
  std::vector<ColumnAnswers> answers_;
  std::optional<CivilDate> first_filed_, last_filed_;
  Sum paid_;
};

/// Rows of which two rulebooks say something else: in what holds and is due, or in amounts alone. A bit a row.
struct RowDifferences {
  std::vector<std::uint64_t> frame, amounts;

  void find(const ColumnAnswers& before, const ColumnAnswers& after);
};

}  // namespace sanbao::audit
