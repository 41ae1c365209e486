// SPDX-License-Identifier: Apache-2.0
//
// See asking_memory.hpp.
#include "eval/asking_memory.hpp"

#include <algorithm>

namespace sanbao::eval {

namespace {

/// Entries, 32 bytes each.
constexpr std::size_t least_entries = 1U << 9U, most_entries = 1U << 13U;
/// All rows together.
constexpr std::size_t most_rows = 1U << 13U, most_codes = 3U << 16U;

}  // namespace

std::size_t AskingMemory::Key::hash() const {
  std::uint64_t sum = what * 0x9E3779B97F4A7C15U;
  sum ^= (std::uint64_t{answers[0]} << 32U | answers[1]) * 0xC2B2AE3D27D4EB4FU;
  sum ^= (sum >> 29U) + std::uint64_t{answers[2]} * 0x165667B19E3779F9U;
  sum *= 0xBF58476D1CE4E5B9U;
  return static_cast<std::size_t>(sum >> 32U);
}

void AskingMemory::begin() {
  if (last_number_ == 0) return;
  used_ = 0;
  if (++epoch_ == 0) {
    entries_.clear();
    epoch_ = 1;
  }
  forget_rows();
  last_number_ = 0;
  numbers_.clear();
  set_numbers_.clear();
  word_numbers_.clear();
  words_.clear();
}

AskingMemory::Number AskingMemory::number_of(Numbers& numbers, std::int64_t value,
                                             ir::FactState state) {
  const auto next = static_cast<std::uint32_t>(numbers.size() + 1);
  const auto [at, fresh] = numbers.try_emplace({value, state}, Number{0, next});
  if (fresh) at->second.of_all = ++last_number_;
  return at->second;
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

const std::uint32_t* AskingMemory::find(const Key& key) const {
  if (entries_.empty()) return nullptr;
  const Entry& entry = entries_[key.hash() & (entries_.size() - 1)];
  return entry.epoch == epoch_ && entry.key == key ? &entry.value : nullptr;
}

void AskingMemory::keep(const Key& key, std::uint32_t value) {
  if (used_ * 2 >= entries_.size() && entries_.size() < most_entries) grow();
  Entry& entry = entries_[key.hash() & (entries_.size() - 1)];
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

std::size_t AskingMemory::place_of(const Key& key) const {
  std::size_t place = key.hash() & (row_places_.size() - 1);
  while (row_places_[place] != no_row && rows_[row_places_[place]].key != key)
    place = (place + 1) & (row_places_.size() - 1);
  return place;
}

std::uint32_t AskingMemory::find_row(const Key& key) const {
  return rows_.empty() ? no_row : row_places_[place_of(key)];
}

std::uint32_t AskingMemory::row(const Key& key, std::size_t answers) {
  if (rows_.size() * 2 >= row_places_.size()) {
    row_places_.assign(std::max<std::size_t>(64, row_places_.size() * 2), no_row);
    for (std::uint32_t row = 0; row < rows_.size(); ++row)
      row_places_[place_of(rows_[row].key)] = row;
  }
  std::uint32_t& row = row_places_[place_of(key)];
  if (row == no_row) {
    row = static_cast<std::uint32_t>(rows_.size());
    rows_.push_back(
        {key, static_cast<std::uint32_t>(codes_.size()), static_cast<std::uint32_t>(answers)});
    codes_.resize(codes_.size() + answers, 0);
  }
  return row;
}

void AskingMemory::keep_at(std::uint32_t row, std::uint32_t answer, std::uint32_t value) {
  if (value + 1 > 0xFFFFU) return;
  Row& of = rows_[row];
  if (answer >= of.size) {
    const std::size_t begin = codes_.size();
    codes_.resize(begin + answer + answer / 2 + 1, 0);
    std::copy_n(codes_.begin() + of.begin, of.size,
                codes_.begin() + static_cast<std::ptrdiff_t>(begin));
    of.begin = static_cast<std::uint32_t>(begin);
    of.size = static_cast<std::uint32_t>(codes_.size() - begin);
  }
  codes_[of.begin + answer] = static_cast<std::uint16_t>(value + 1);
}

void AskingMemory::make_room() {
  if (rows_.size() >= most_rows || codes_.size() >= most_codes) forget_rows();
}

void AskingMemory::forget_rows() {
  rows_.clear();
  codes_.clear();
  std::fill(row_places_.begin(), row_places_.end(), no_row);
}

}  // namespace sanbao::eval
