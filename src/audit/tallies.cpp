// SPDX-License-Identifier: Apache-2.0
//
// See tallies.hpp.
#include "audit/tallies.hpp"

namespace sanbao::audit {

namespace {

bool comes_first(const ClaimChange& a, const ClaimChange& b) {
  return a.record < b.record;
}

}  // namespace

void FirstListed::add(const ClaimChange& change, std::size_t most) {
  ++count_;
  keep(change, most);
}

void FirstListed::keep(const ClaimChange& change, std::size_t most) {
  if (most == 0) return;
  if (heap_.size() == most) {
    if (!comes_first(change, heap_.front())) return;
    std::ranges::pop_heap(heap_, comes_first);
    heap_.pop_back();
  }
  heap_.push_back(change);
  heap_.back().rules.clear();  // they are those of the line
  std::ranges::push_heap(heap_, comes_first);
}

void FirstListed::merge(const FirstListed& other, std::size_t most) {
  count_ += other.count_;
  for (const ClaimChange& change : other.heap_)
    keep(change, most);
}

std::vector<ClaimChange> FirstListed::sorted() const {
  std::vector<ClaimChange> list = heap_;
  std::ranges::sort(list, comes_first);
  return list;
}

std::vector<RuleLine> lines_of(const std::map<std::string, RuleTally, std::less<>>& tallies) {
  std::vector<RuleLine> lines;
  for (const auto& [key, tally] : tallies)
    lines.push_back(
        {tally.rules, tally.sums.all.weight(), tally.sums.of(Direction::better).weight(),
         tally.sums.of(Direction::worse).weight(), tally.sums.of(Direction::neither).weight(),
         tally.listed.count(), tally.listed.sorted()});
  // Of equal ones the order of their names, which the map keeps.
  std::ranges::stable_sort(
      lines, [](const RuleLine& a, const RuleLine& b) { return a.all.claims > b.all.claims; });
  return lines;
}

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

void VariantTally::merge(const VariantTally& other, std::size_t most_largest,
                         std::size_t most_listed) {
  alike += other.alike;
  beside += other.beside;
  otherwise += other.otherwise;
  no_longer_known += other.no_longer_known;
  for (std::size_t from = 0; from < outcomes; ++from)
    for (std::size_t to = 0; to < outcomes; ++to)
      moves[from][to] += other.moves[from][to];
  for (const auto& [key, tally] : other.rules) {
    const auto [at, fresh] = rules.try_emplace(key, tally);
    if (fresh) continue;
    at->second.sums += tally.sums;
    at->second.listed.merge(tally.listed, most_listed);
  }
  distribution += other.distribution;
  largest.merge(other.largest, most_largest);
  periods.merge(other.periods, most_largest);
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
