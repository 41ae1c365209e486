// SPDX-License-Identifier: Apache-2.0
//
// VariantTally: what one thread counted for one of the other rulebooks.
// In: changes. Out: counts, sums and the largest changes, which merge in any order.
// Never builds a ClaimChange that nobody keeps: it is asked first whether it wants one.
// Tested by tests/unit/impact_test.cpp.
#pragma once

#include <array>
#include <map>
#include <string>
#include <vector>

#include "audit/weights.hpp"

namespace sanbao::audit {

struct VariantTally {
  std::uint64_t alike = 0, beside = 0;
  DirectedSums otherwise;
  std::array<std::array<Sum, outcomes>, outcomes> moves;
  std::map<std::string, RuleTally, std::less<>> rules;
  Distribution distribution;
  std::vector<ClaimChange> largest;  ///< a heap: the smallest of them in front

  void merge(const VariantTally& other, std::size_t most);
  [[nodiscard]] Sum& move(Outcome from, Outcome to) {
    return moves[static_cast<std::size_t>(from)][static_cast<std::size_t>(to)];
  }
  /// Whether a change of that money is among the largest so far.
  [[nodiscard]] bool wants(std::int64_t money, std::uint64_t record, std::size_t most) const {
    if (largest.size() < most) return true;
    if (most == 0) return false;
    const ClaimChange& least = largest.front();
    const std::uint64_t size = magnitude(money);
    const std::uint64_t known = magnitude(*least.money);
    return size != known ? size > known : record < least.record;
  }
  void keep(ClaimChange change, std::size_t most);
};

/// By the size of the change of money, then by record.
[[nodiscard]] bool larger(const ClaimChange& a, const ClaimChange& b);

}  // namespace sanbao::audit
