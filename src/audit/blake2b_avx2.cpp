// SPDX-License-Identifier: Apache-2.0
//
// Four lanes, in words of 256 bits; see blake2b_rounds.hpp. Called only where the machine has AVX2.
// Tested by tests/unit/audit_digest_test.cpp.
#include "audit/blake2b_rounds.hpp"

#ifdef __AVX2__

namespace sanbao::audit {

namespace {

struct Four {
  static constexpr std::size_t count = 4;
  using Words = std::uint64_t __attribute__((vector_size(32)));
  using Halves = std::uint32_t __attribute__((vector_size(32)));
  using Bytes = std::uint8_t __attribute__((vector_size(32)));

  SANBAO_INLINE static void rotate_32(Words& x) {
    const auto h = reinterpret_cast<Halves>(x);
    x = reinterpret_cast<Words>(__builtin_shufflevector(h, h, 1, 0, 3, 2, 5, 4, 7, 6));
  }
  SANBAO_INLINE static void rotate_24(Words& x) {
    const auto b = reinterpret_cast<Bytes>(x);
    x = reinterpret_cast<Words>(__builtin_shufflevector(b, b, 3, 4, 5, 6, 7, 0, 1, 2, 11, 12, 13,
                                                        14, 15, 8, 9, 10, 19, 20, 21, 22, 23, 16,
                                                        17, 18, 27, 28, 29, 30, 31, 24, 25, 26));
  }
  SANBAO_INLINE static void rotate_16(Words& x) {
    const auto b = reinterpret_cast<Bytes>(x);
    x = reinterpret_cast<Words>(__builtin_shufflevector(b, b, 2, 3, 4, 5, 6, 7, 0, 1, 10, 11, 12,
                                                        13, 14, 15, 8, 9, 18, 19, 20, 21, 22, 23,
                                                        16, 17, 26, 27, 28, 29, 30, 31, 24, 25));
  }
  SANBAO_INLINE static void rotate_63(Words& x) { x = (x >> 63) ^ (x + x); }

  /// Word `w` of each lane's block side by side: four words of four count at a time, turned.
  SANBAO_INLINE static void gather(const char* const* blocks, Words* m) {
    for (std::size_t w = 0; w < 16; w += 4) {
      Words row[count];
      for (std::size_t lane = 0; lane < count; ++lane)
        __builtin_memcpy(&row[lane], blocks[lane] + 8 * w, sizeof(Words));
      const Words low01 = __builtin_shufflevector(row[0], row[1], 0, 4, 2, 6);
      const Words high01 = __builtin_shufflevector(row[0], row[1], 1, 5, 3, 7);
      const Words low23 = __builtin_shufflevector(row[2], row[3], 0, 4, 2, 6);
      const Words high23 = __builtin_shufflevector(row[2], row[3], 1, 5, 3, 7);
      m[w] = __builtin_shufflevector(low01, low23, 0, 1, 4, 5);
      m[w + 1] = __builtin_shufflevector(high01, high23, 0, 1, 4, 5);
      m[w + 2] = __builtin_shufflevector(low01, low23, 2, 3, 6, 7);
      m[w + 3] = __builtin_shufflevector(high01, high23, 2, 3, 6, 7);
    }
  }
};

}  // namespace

void blake2b_avx2(const char* bytes, const std::size_t* bounds, std::size_t count,
                  unsigned char* digests) {
  lanes::side_by_side<Four>(bytes, bounds, count, digests);
}

}  // namespace sanbao::audit

#endif
