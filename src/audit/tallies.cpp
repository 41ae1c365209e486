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
  no_longer_known += other.no_longer_known;
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

PaidInAll paid_in_all(const Sum& paid, const VariantTally& tally) {
  Sum from = paid;
  from.money -= tally.no_longer_known.money;
  Sum to = from;
  to.money += tally.otherwise.all.money;
  PaidInAll in_all{from.weight().money, to.weight().money, paid.open + tally.no_longer_known.claims,
                   std::nullopt};
  if (in_all.from.value_or(0) > 0 && in_all.to)
    in_all.change = in_hundredths_of_percent(to.money - from.money, from.money);
  return in_all;
}

}  // namespace sanbao::audit
