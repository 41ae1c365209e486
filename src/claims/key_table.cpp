// SPDX-License-Identifier: Apache-2.0
//
// See key_table.hpp: filling the table, once for a rulebook.
#include "claims/key_table.hpp"

namespace sanbao::claims {

void KeyTable::add(std::string_view key, std::uint32_t target) {
  keys_.emplace_back(key);
  targets_.push_back(target);
}

void KeyTable::build() {
  std::size_t size = 4;
  while (size < keys_.size() * 4)
    size *= 2;
  places_.assign(size, Place{});
  mask_ = size - 1;
  for (std::size_t i = 0; i < keys_.size(); ++i) {
    const std::string& key = keys_[i];
    std::string padded = key;
    padded.resize(key.size() + 8);
    const Ends ends = ends_of(padded.data(), key.size());
    std::size_t at = place(ends, key.size()) & mask_;
    while (places_[at].size != free)
      at = (at + 1) & mask_;
    places_[at] = {ends, key.data(), static_cast<std::uint32_t>(key.size()), targets_[i]};
  }
}

}  // namespace sanbao::claims
