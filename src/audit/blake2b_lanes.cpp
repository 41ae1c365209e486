// SPDX-License-Identifier: Apache-2.0
//
// See blake2b_lanes.hpp. What the machine has is asked once.
// Tested by tests/unit/audit_digest_test.cpp.
#include "audit/blake2b_lanes.hpp"

#include "audit/blake2b_rounds.hpp"

namespace sanbao::audit {

namespace {

void one_by_one(std::string_view bytes, std::span<const std::size_t> bounds,
                std::vector<Digest>& digests) {
  for (std::size_t i = 0; i < bounds.size(); i += 2)
    digests.push_back(blake2b(bytes.substr(bounds[i], bounds[i + 1] - bounds[i])));
}

/// The widest that this machine has; none where it has none.
SideBySide* widest() {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512f") != 0) return blake2b_avx512;
  if (__builtin_cpu_supports("avx2") != 0) return blake2b_avx2;
#endif
  return nullptr;
}

}  // namespace

void blake2b_each(std::string_view bytes, std::span<const std::size_t> bounds,
                  std::vector<Digest>& digests) {
  static SideBySide* const side_by_side = widest();
  const std::size_t count = bounds.size() / 2;
  if (side_by_side == nullptr || count < 2) return one_by_one(bytes, bounds, digests);
  const std::size_t first = digests.size();
  digests.resize(first + count);
  static_assert(sizeof(Digest) == 32);
  side_by_side(bytes.data(), bounds.data(), count, digests[first].bytes.data());
}

}  // namespace sanbao::audit
