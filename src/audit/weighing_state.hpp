// SPDX-License-Identifier: Apache-2.0
//
// Weighing::State: what one thread holds while it weighs. One claim by itself: impact.cpp; a block of them:
// weigh_block.cpp.
// In: claims. Out: tallies. Never says of a block what it would not say of its claims one by one.
// Tested by tests/unit/impact_test.cpp and tests/unit/impact_block_test.cpp.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "audit/claim_block.hpp"
#include "audit/tallies.hpp"
#include "sanbao/audit/impact.hpp"
#include "sanbao/compare.hpp"
#include "sanbao/evaluate.hpp"

namespace sanbao::audit {

struct Weighing::State {
  State(std::span<const Rulebook> books, const WeighOptions& with);

  /// Variants of which the decision under the first rulebook tells the same: for many claims that they decide alike.
  struct Group {
    Likeness likeness;
    std::vector<std::size_t> variants;
    std::uint64_t alike = 0;
  };

  // impact.cpp
  void add_not_weighed(const NotWeighed& more);
  void refuse(std::uint64_t record, RecordError why);
  void add_side(const WeighedSide& more);
  void note_filed(std::optional<CivilDate> first, std::optional<CivilDate> last);
  [[nodiscard]] std::uint64_t alike_in_group(std::size_t variant) const;
  /// Claim of a row under all rulebooks, one after the other.
  void weigh(std::size_t row);
  /// The claim that `base` decided, under those of which columns say nothing, or under all.
  void weigh_groups(std::size_t row, bool all);
  void compare(std::size_t variant, std::size_t row);
  void compare_periods(std::size_t variant, std::size_t row, const Seen& before, const Seen& after);
  void count_change(std::size_t variant, std::size_t row, const Seen& before, const Seen& after);
  [[nodiscard]] ClaimChange change_of(std::size_t variant, std::size_t row, const Seen& before,
                                      const Seen& after, const Change& change,
                                      const RuleTally& rules) const;
  [[nodiscard]] const DecidingRules& deciding_rules(std::size_t rulebook);
  RuleTally& tally_of(std::size_t variant, std::string_view behind);

  // weigh_block.cpp
  void settle();
  void weigh_columns();
  void weigh_left(RowBits decided);
  void find_differences();
  void weigh_framed();
  void weigh_amounts();
  void find_answers();
  void count_amounts(std::size_t variant);
  void keep_largest(std::size_t variant, std::size_t row, std::int64_t money);
  /// Decides a row under the first rulebook, as often as it is asked for.
  void decide_base(std::size_t row);

  std::vector<Rulebook> rulebooks;
  WeighOptions options;
  EvaluateOptions evaluating;
  ClaimReader reader;
  ClaimBlock block;
  std::optional<BlockColumns> columns;  ///< made when they are first worth it
  std::optional<Currency> currency;
  ChangeSteps steps;
  Decision base, other;
  RecordError error;
  std::string key;
  std::vector<std::optional<DecidingRules>> deciding;  ///< by rulebook, made when first asked for
  std::vector<std::size_t> differing;                  ///< variants, of the current claim

  /// Changes of the block by row; those told since the last `settle`.
  std::vector<std::pair<std::size_t, ClaimChange>> block_changes;
  std::vector<ClaimChange> changes;
  bool settled = false;

  std::uint64_t refused = 0;
  std::vector<WeighedSide> sides;  ///< first the rulebook's own, then those that were merged
  Sum paid;                        ///< under the first rulebook
  std::vector<RefusedClaim> first_refused;
  std::optional<CivilDate> first_filed, last_filed;
  std::optional<std::uint64_t> left_out;
  std::map<std::string, NotWeighed, std::less<>> not_weighed;  ///< by the reason
  std::vector<std::vector<WeighedPolicy>> policies;            ///< by rulebook
  std::vector<VariantTally> variants;
  std::vector<Group> groups;
  std::vector<std::size_t> framed;  ///< variants whose rows can be read from columns
  bool all_framed = true;

  std::vector<RowDifferences> differences;  ///< by `framed`
  /// Answers that may be compared by their amounts: an outcome, and the rules that a change of it rests on.
  struct Kind {
    Outcome outcome{};
    std::string behind;
  };
  std::vector<Kind> kinds;
  std::unordered_map<std::string, std::uint32_t> kind_of;
  /// Of a row: its kind, and which remedy it is about.
  struct RowAnswer {
    std::uint32_t kind = 0;
    std::int32_t remedy = -1;  ///< of the columns; -1: none
  };
  std::vector<RowAnswer> answers;
  /// Changes of amounts by kind, of one variant.
  struct KindSums {
    Sum better, worse;
  };
  std::vector<KindSums> sums;
};

}  // namespace sanbao::audit
