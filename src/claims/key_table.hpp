// SPDX-License-Identifier: Apache-2.0
//
// KeyTable: the keys that one kind of object may have, found by their first and last eight bytes.
// In: the keys and where each leads, once. Out: for a key of a line, where it leads, without a copy
// of it. Never grows with the input, so no line can make a look-up slow. Tested by
// tests/unit/claim_reader_test.cpp.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

namespace sanbao::claims {

class KeyTable {
 public:
  KeyTable() = default;
  KeyTable(KeyTable&&) noexcept = default;
  KeyTable& operator=(KeyTable&&) noexcept = default;

  static constexpr std::uint32_t none = 0xFFFFFFFFU;

  void add(std::string_view key, std::uint32_t target);
  /// To be called after the last add().
  void build();

  /// `key` must be followed by at least seven bytes that may be read.
  [[nodiscard]] std::uint32_t find(const char* key, std::size_t size) const {
    const Ends ends = ends_of(key, size);
    for (std::size_t at = place(ends, size) & mask_; places_[at].size != free;
         at = (at + 1) & mask_) {
      const Place& known = places_[at];
      if (known.ends.first == ends.first && known.ends.last == ends.last && known.size == size &&
          (size <= 16 || std::memcmp(known.text, key, size) == 0))
        return known.target;
    }
    return none;
  }

  /// In the order in which they were added.
  [[nodiscard]] const std::vector<std::string>& keys() const { return keys_; }

 private:
  static constexpr std::uint32_t free = 0xFFFFFFFFU;

  // The whole of a key up to 16 bytes.
  struct Ends {
    std::uint64_t first = 0, last = 0;
  };
  struct Place {
    Ends ends;
    const char* text = nullptr;
    std::uint32_t size = free;
    std::uint32_t target = none;
  };

  static std::uint64_t load(const char* at) {
    std::uint64_t bytes = 0;
    std::memcpy(&bytes, at, sizeof bytes);
    return bytes;
  }
  static Ends ends_of(const char* key, std::size_t size) {
    if (size >= 8) return {load(key), load(key + size - 8)};
    // the bytes of the key alone, at whichever end of the number the processor puts them
    const unsigned kept = static_cast<unsigned>(size) * 8;
    if constexpr (std::endian::native == std::endian::little)
      return {load(key) & ((std::uint64_t{1} << kept) - 1), 0};
    else
      return {kept == 0 ? 0 : load(key) >> (64 - kept), 0};
  }
  static std::size_t place(const Ends& ends, std::size_t size) {
    const std::uint64_t hash =
        (ends.first ^ (ends.last * 0x9E3779B97F4A7C15U) ^ size) * 0xD6E8FEB86659FD93U;
    return static_cast<std::size_t>(hash >> 32);
  }

  std::vector<std::string> keys_;
  std::vector<std::uint32_t> targets_;
  std::vector<Place> places_{1};
  std::size_t mask_ = 0;
};

}  // namespace sanbao::claims
