// SPDX-License-Identifier: Apache-2.0
//
// Chance that is the same on every machine: splitmix64.
// In: a seed. Out: numbers.
// Never uses a distribution of the standard library: their results differ between libraries.
// Tested by its comparison with the library, oracle.random.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace oracle {

class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next() {
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15ULL);
    z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27U)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31U);
  }
  /// From 0 to n - 1.
  std::size_t below(std::size_t n) { return static_cast<std::size_t>(next() % n); }
  std::int64_t between(std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(below(static_cast<std::size_t>(high - low + 1)));
  }
  bool chance(int percent) { return below(100) < static_cast<std::size_t>(percent); }
  template <typename T>
  const T& of(const std::vector<T>& all) {
    return all[below(all.size())];
  }
  std::string word(const std::vector<const char*>& all) { return all[below(all.size())]; }

 private:
  std::uint64_t state_;
};

}  // namespace oracle
