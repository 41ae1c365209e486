// SPDX-License-Identifier: Apache-2.0
//
// The search for the smallest sets, and the answers that are tried for each. See asking.hpp.
#include "eval/asking.hpp"

#include <algorithm>
#include <set>

namespace sanbao::eval {

namespace {

// A look at many events, or at many conditions of several policies, counts for more.
constexpr std::uint64_t events_of_a_look = 16;
constexpr std::uint64_t leaves_of_a_look = 8;
/// So many sets are passed over at the price of a look: a thousand half-told events have ten thousand million.
constexpr std::uint64_t sets_of_a_look = 8;

}  // namespace

// Sets in order of size, then of path. A fact that settles it alone is in no larger set.
std::vector<std::vector<FactPath>> Asker::search(Index remedy, const std::vector<FactPath>& all) {
  remedy_ = remedy;
  claim_.emplace(evaluator_.facts_.claim());
  sessions_.resize(std::max(sessions_.size(), judged_.size()));
  seen_of_.assign(judged_.size(), {});
  changes_.clear();
  changed_at_.assign(all.size(), 0);
  rows_that_read_.assign(judged_.size() * all.size(), {});
  facts_stand_ = false;
  given_.clear();
  numbers_.clear();
  for (const FactPath& fact : all)
    numbers_.push_back(&evaluator_.asking_memory_.numbers(fact));
  unanswered_.clear();
  for (std::uint32_t place = 0; place < all.size(); ++place)
    unanswered_.push_back(number_of(place, {}).of_all);
  note_what_is_read(all);
  find_kinds(all);
  find_probes();
  classes_.clear();
  rests_.clear();
  find_units();
  std::vector<std::uint8_t> alone(all.size(), 0);
  std::set<std::pair<std::uint32_t, std::uint32_t>> pairs;
  std::vector<std::vector<std::uint32_t>> found;
  std::vector<std::uint32_t> places;
  const auto try_places = [&] {
    if (places.size() == 3 &&
        (pairs.contains({places[0], places[1]}) || pairs.contains({places[0], places[2]}) ||
         pairs.contains({places[1], places[2]})))
      return;
    if (!(places.size() == 1 ? settles_alone(places[0]) : settles(places))) return;
    found.push_back(places);
    if (places.size() == 1) alone[places[0]] = 1;
    if (places.size() == 2) pairs.insert({places[0], places[1]});
  };
  std::uint64_t passed = 0;
  const auto choose = [&](auto&& self, std::uint32_t from, std::size_t left) -> void {
    if (left == 0) return try_places();
    for (std::uint32_t place = from; place < all.size() && !spent_all(); ++place) {
      if (++passed % sets_of_a_look == 0) ++work_;
      if (alone[place] != 0) continue;
      places.push_back(place);
      if (left > 1 || promising_kinds(places)) self(self, place + 1, left - 1);
      places.pop_back();
    }
  };
  for (std::size_t size = 1; size <= largest_set && size <= all.size(); ++size)
    choose(choose, 0, size);
  std::vector<std::vector<FactPath>> sets;
  for (const auto& each : found) {
    auto& facts = sets.emplace_back();
    for (const std::uint32_t place : each)
      facts.push_back(all[place]);
  }
  return sets;
}

// Whether some answers to these facts settle it.
bool Asker::settles(const std::vector<std::uint32_t>& places) {
  levels_.clear();
  set_.clear();
  so_far_.clear();
  tried_.clear();
  promised_.clear();
  follow_ = false;
  find_touched(places);
  for (std::size_t at = 0; at < places.size(); ++at) {
    set_.push_back(places[at]);
    Level& level = levels_.emplace_back();
    level.place = places[at];
    for (std::size_t other = 0; other < places.size(); ++other)
      if (other != at && reads_together(places[at], places[other]))
        (other < at ? level.earlier : level.later).push_back(places[other]);
    if (!level.earlier.empty()) {
      follow_ = true;
      continue;
    }
    const auto [known, fresh] = classes_.try_emplace({level.place, level.later});
    if (fresh) find_classes(level, known->second);
    level.answers = &known->second;
  }
  return settles_from(0);
}

// Tries the answers to the facts from `at` on, each in its turn.
bool Asker::settles_from(std::size_t at) {
  // Of facts that are read together many answers come to the same.
  if (at == levels_.size()) return (!follow_ || tried_.insert(so_far_).second) && settled();
  if (at > 0) {
    if (!follow_) {
      if (!promising(set_, at)) return false;
    } else {
      const auto [known, fresh] = promised_.try_emplace(so_far_, false);
      if (fresh) known->second = promising(set_, at);
      if (!known->second) return false;
    }
  }
  const Level& level = levels_[at];
  const std::size_t members = claim_->set_members.size();
  std::vector<Answer> own;
  if (level.answers == nullptr) find_classes(level, own);
  const std::size_t before = so_far_.size();
  bool found = false;
  for (const Answer& one : level.answers == nullptr ? own : *level.answers) {
    if (spent_all()) break;
    answer(level.place, one.cell, one.number);
    so_far_.push_back(one.key.size());
    so_far_.insert(so_far_.end(), one.key.begin(), one.key.end());
    found = settles_from(at + 1);
    so_far_.resize(before);
    if (found) break;
  }
  withdraw(level.place);
  claim_->set_members.resize(members);
  return found;
}

// A look at many events, or at many conditions of a policy, counts for more.
void Asker::find_units() {
  std::uint64_t events = 0;
  for (const auto& rows : claim_->lists)
    events += rows.count;
  event_units_ = events / events_of_a_look;
  units_.clear();
  for (const auto& plans : tried_plans_) {
    std::size_t leaves = 0;
    for (const auto* plan : plans)
      leaves += plan->formula.leaves.size();
    units_.push_back((1 + leaves / leaves_of_a_look) * (1 + event_units_));
  }
}

void Asker::find_touched(const std::vector<std::uint32_t>& places) {
  touched_.assign(judged_.size(), 0);
  for (const std::uint32_t place : places)
    for (const std::uint32_t reader : readers_[place])
      touched_[probes_[reader].policy] = 1;
}

std::uint64_t Asker::touched_units() const {
  std::uint64_t sum = 1;
  for (std::size_t p = 0; p < judged_.size(); ++p)
    sum += touched_[p] != 0 ? units_[p] : 0;
  return sum;
}

}  // namespace sanbao::eval
