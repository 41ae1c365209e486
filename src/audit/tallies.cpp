// SPDX-License-Identifier: Apache-2.0
//
// See tallies.hpp.
#include "audit/tallies.hpp"

#include <algorithm>

namespace sanbao::audit {

bool larger(const ClaimChange& a, const ClaimChange& b) {
  const auto size = [](const ClaimChange& change) { return magnitude(*change.money); };
  return size(a) != size(b) ? size(a) > size(b) : a.record < b.record;
}

void VariantTally::merge(const VariantTally& other, std::size_t most) {
  alike += other.alike;
  beside += other.beside;
  otherwise += other.otherwise;
  for (std::size_t from = 0; from < outcomes; ++from)
    for (std::size_t to = 0; to < outcomes; ++to)
      moves[from][to] += other.moves[from][to];
  for (const auto& [key, tally] : other.rules) {
    const auto [at, fresh] = rules.try_emplace(key, tally);
    if (!fresh) at->second.sums += tally.sums;
  }
  distribution += other.distribution;
  for (const ClaimChange& change : other.largest)
    keep(change, most);
}

void VariantTally::keep(ClaimChange change, std::size_t most) {
  if (!wants(*change.money, change.record, most)) return;
  if (largest.size() == most) {
    std::ranges::pop_heap(largest, larger);
    largest.pop_back();
  }
  largest.push_back(std::move(change));
  std::ranges::push_heap(largest, larger);
}

}  // namespace sanbao::audit
