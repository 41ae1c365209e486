// SPDX-License-Identifier: Apache-2.0
//
// See asking_memory.hpp.
#include "eval/asking_memory.hpp"

namespace sanbao::eval {

namespace {

/// Entries, 32 bytes each.
constexpr std::size_t least_entries = 1U << 9U, most_entries = 1U << 14U;

}  // namespace

void AskingMemory::begin() {
  if (last_number_ == 0 && used_ == 0) return;
  used_ = 0;
  if (++epoch_ == 0) {
    entries_.clear();
    epoch_ = 1;
  }
  last_number_ = 0;
  numbers_.clear();
  set_numbers_.clear();
  word_numbers_.clear();
  words_.clear();
}

std::size_t AskingMemory::hash(const Key& key) {
  std::uint64_t sum = key.what * 0x9E3779B97F4A7C15U;
  sum ^= (std::uint64_t{key.answers[0]} << 32U | key.answers[1]) * 0xC2B2AE3D27D4EB4FU;
  sum ^= (sum >> 29U) + std::uint64_t{key.answers[2]} * 0x165667B19E3779F9U;
  sum *= 0xBF58476D1CE4E5B9U;
  return static_cast<std::size_t>(sum >> 32U);
}

const std::uint32_t* AskingMemory::find(const Key& key) const {
  if (entries_.empty()) return nullptr;
  const Entry& entry = entries_[hash(key) & (entries_.size() - 1)];
  return entry.epoch == epoch_ && entry.key == key ? &entry.value : nullptr;
}

void AskingMemory::keep(const Key& key, std::uint32_t value) {
  if (used_ * 2 >= entries_.size() && entries_.size() < most_entries) grow();
  Entry& entry = entries_[hash(key) & (entries_.size() - 1)];
  if (entry.epoch != epoch_) ++used_;
  entry = {key, value, epoch_};
}

void AskingMemory::grow() {
  std::vector<Entry> before(entries_.empty() ? least_entries : entries_.size() * 2);
  before.swap(entries_);
  used_ = 0;
  for (const Entry& entry : before)
    if (entry.epoch == epoch_) keep(entry.key, entry.value);
}

std::int64_t AskingMemory::number_of_set(std::vector<ir::Symbol> members) {
  const auto next = static_cast<std::int64_t>(set_numbers_.size());
  return set_numbers_.try_emplace(std::move(members), next).first->second;
}

std::uint32_t AskingMemory::number_of_words(const std::vector<std::uint64_t>& words) {
  const auto next = static_cast<std::uint32_t>(words_.size());
  const auto [at, fresh] = word_numbers_.try_emplace(words, next);
  if (fresh) words_.push_back(&at->first);
  return at->second;
}

}  // namespace sanbao::eval
