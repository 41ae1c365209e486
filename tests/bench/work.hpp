// SPDX-License-Identifier: Apache-2.0
//
// The pieces of work that are timed, each on claims that were made beforehand.
// In: the rules, the calendar's text. Out: nothing but the time that they take; a claim that is refused is thrown.
// Never times anything; tables.cpp does.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "columns.hpp"
#include "sides.hpp"

namespace sanbao::bench {

class Work {
 public:
  Work(const Rulebook& rules, std::string_view calendar) : sanbao_(rules), hand_(rules, calendar) {}

  /// Whether both sides agree on so many claims, and refuse the same.
  bool check(std::size_t claims);

  /// 20,000 claims with all facts given, and as many that lack some.
  void make_claims();
  [[nodiscard]] const Lines& whole() const { return whole_; }
  [[nodiscard]] const Lines& lacking() const { return lacking_; }

  /// From a line to a line.
  void run_sanbao(const Lines& claims, Detail detail);
  void run_hand();

  /// From a line to a typed claim.
  void read_sanbao();
  void read_hand();

  /// From a typed claim to a decision, `typed` times. Claims read once and decided often: few enough to stay in the
  /// nearest memory.
  void fill_typed();
  enum class Read : std::uint8_t { outcome, codes, answers };
  /// `codes`: those of each policy are read, which are put together only then; `answers`: the remedies too.
  void evaluate_typed(Read read);
  void decide_typed();

  /// As many rows as typed claims are decided, of claims that all differ; filled when first decided.
  void decide_columns();
  /// Of a hundred rows, those that were decided as columns.
  [[nodiscard]] double share() const { return columns_->share(); }

  static void load_large(const std::string& text);

  static constexpr std::size_t typed_count = 500, typed_rounds = 20;
  static constexpr std::size_t typed = typed_count * typed_rounds;

 private:
  void fill_columns();

  Sanbao sanbao_;
  Hand hand_;
  Lines whole_, lacking_;
  std::vector<Claim> claims_;
  std::vector<hand::Facts> facts_;
  std::deque<std::string> texts_;
  std::optional<ClaimTable> table_;
  std::optional<Columns> columns_;
};

}  // namespace sanbao::bench
