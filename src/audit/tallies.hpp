// SPDX-License-Identifier: Apache-2.0
//
// VariantTally: what one thread counted for one of the other rulebooks.
// In: changes. Out: counts, sums, the largest changes and the first that are listed, which merge in any order.
// Never builds a change that nobody keeps: it is asked first whether it wants one.
// Tested by tests/unit/impact_test.cpp.
#pragma once

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <vector>

#include "audit/weights.hpp"

namespace sanbao::audit {

[[nodiscard]] inline std::uint64_t size_of(const ClaimChange& change) {
  return magnitude(*change.money);
}
[[nodiscard]] inline std::uint64_t size_of(const PeriodChange& change) {
  return magnitude(change.days);
}

/// The largest changes so far; of equal ones those of the first records.
template <typename T>
class Largest {
 public:
  [[nodiscard]] bool wants(std::uint64_t size, std::uint64_t record, std::size_t most) const {
    if (heap_.size() < most) return true;
    if (most == 0) return false;
    const std::uint64_t known = size_of(heap_.front());
    return size != known ? size > known : record < heap_.front().record;
  }
  void keep(T change, std::size_t most) {
    if (!wants(size_of(change), change.record, most)) return;
    if (heap_.size() == most) {
      std::ranges::pop_heap(heap_, larger);
      heap_.pop_back();
    }
    heap_.push_back(std::move(change));
    std::ranges::push_heap(heap_, larger);
  }
  void merge(const Largest& other, std::size_t most) {
    for (const T& change : other.heap_)
      keep(change, most);
  }
  /// The largest first.
  [[nodiscard]] std::vector<T> sorted() const {
    std::vector<T> list = heap_;
    std::ranges::sort(list, larger);
    return list;
  }

 private:
  static bool larger(const T& a, const T& b) {
    return size_of(a) != size_of(b) ? size_of(a) > size_of(b) : a.record < b.record;
  }

  std::vector<T> heap_;  // the smallest of them in front
};

/// Of the claims that are listed the first, by record; all are counted.
class FirstListed {
 public:
  void add(const ClaimChange& change, std::size_t most);
  void merge(const FirstListed& other, std::size_t most);
  [[nodiscard]] std::uint64_t count() const { return count_; }
  /// By record.
  [[nodiscard]] std::vector<ClaimChange> sorted() const;

 private:
  void keep(const ClaimChange& change, std::size_t most);

  std::uint64_t count_ = 0;
  std::vector<ClaimChange> heap_;  // the last of them in front
};

struct RuleTally {
  std::vector<WeighedRule> rules;
  DirectedSums sums;
  FirstListed listed;
};
[[nodiscard]] std::vector<RuleLine> lines_of(
    const std::map<std::string, RuleTally, std::less<>>& tallies);

struct PeriodTally {
  PeriodWeight longer, shorter;
  std::uint64_t one_sided = 0;
  Distribution distribution;
  Largest<PeriodChange> largest;

  void merge(const PeriodTally& other, std::size_t most);
};

struct VariantTally {
  std::uint64_t alike = 0, beside = 0;
  DirectedSums otherwise;
  Sum no_longer_known;  ///< what those claims came to before whose money is open now
  std::array<std::array<Sum, outcomes>, outcomes> moves;
  std::map<std::string, RuleTally, std::less<>> rules;
  Distribution distribution;
  Largest<ClaimChange> largest;
  PeriodTally periods;

  /// `largest`, `listed`: how many are kept.
  void merge(const VariantTally& other, std::size_t most_largest, std::size_t most_listed);
  [[nodiscard]] Sum& move(Outcome from, Outcome to) {
    return moves[static_cast<std::size_t>(from)][static_cast<std::size_t>(to)];
  }
};

/// `paid`: by all claims under the first rulebook.
[[nodiscard]] PaidInAll paid_in_all(const Sum& paid, const VariantTally& tally);

}  // namespace sanbao::audit
