// SPDX-License-Identifier: Apache-2.0
//
// See tallies.hpp.
#include "audit/tallies.hpp"

namespace sanbao::audit {

void PeriodTally::merge(const PeriodTally& other, std::size_t most) {
  for (const auto& [into, from] :
       {std::pair(&longer, &other.longer), std::pair(&shorter, &other.shorter)}) {
    into->claims += from->claims;
    into->days += from->days;
  }
  one_sided += other.one_sided;
  distribution += other.distribution;
  largest.merge(other.largest, most);
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
  largest.merge(other.largest, most);
  periods.merge(other.periods, most);
}

}  // namespace sanbao::audit
