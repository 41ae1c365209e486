// SPDX-License-Identifier: Apache-2.0
//
// Eight lanes, in words of 512 bits, which can be rotated in one step; see blake2b_rounds.hpp. Called only where the
// machine has AVX-512. Tested by tests/unit/audit_digest_test.cpp.
#include "audit/blake2b_rounds.hpp"

#ifdef __AVX512F__

namespace sanbao::audit {

namespace {

struct Eight {
  static constexpr std::size_t count = 8;
  using Words = std::uint64_t __attribute__((vector_size(64)));

  template <int bits>
  SANBAO_INLINE static void rotate(Words& x) {
    x = (x >> bits) | (x << (64 - bits));
  }
  SANBAO_INLINE static void rotate_32(Words& x) { rotate<32>(x); }
  SANBAO_INLINE static void rotate_24(Words& x) { rotate<24>(x); }
  SANBAO_INLINE static void rotate_16(Words& x) { rotate<16>(x); }
  SANBAO_INLINE static void rotate_63(Words& x) { rotate<63>(x); }

  /// Eight words of eight lanes at a time, turned.
  SANBAO_INLINE static void gather(const char* const* blocks, Words* m) {
    for (std::size_t w = 0; w < 16; w += 8) {
      Words r[8], a[8], b[8];
      for (std::size_t lane = 0; lane < count; ++lane)
        __builtin_memcpy(&r[lane], blocks[lane] + 8 * w, sizeof(Words));
      for (std::size_t i = 0; i < 8; i += 2) {
        a[i] = __builtin_shufflevector(r[i], r[i + 1], 0, 8, 2, 10, 4, 12, 6, 14);
        a[i + 1] = __builtin_shufflevector(r[i], r[i + 1], 1, 9, 3, 11, 5, 13, 7, 15);
      }
      for (std::size_t i = 0; i < 8; i += 4)
        for (std::size_t j = 0; j < 2; ++j) {
          b[i + j] = __builtin_shufflevector(a[i + j], a[i + 2 + j], 0, 1, 8, 9, 4, 5, 12, 13);
          b[i + 2 + j] =
              __builtin_shufflevector(a[i + j], a[i + 2 + j], 2, 3, 10, 11, 6, 7, 14, 15);
        }
      for (std::size_t j = 0; j < 4; ++j) {
        m[w + j] = __builtin_shufflevector(b[j], b[4 + j], 0, 1, 2, 3, 8, 9, 10, 11);
        m[w + 4 + j] = __builtin_shufflevector(b[j], b[4 + j], 4, 5, 6, 7, 12, 13, 14, 15);
      }
    }
  }
};

}  // namespace

void blake2b_avx512(const char* bytes, const std::size_t* bounds, std::size_t count,
                    unsigned char* digests) {
  lanes::side_by_side<Eight>(bytes, bounds, count, digests);
}

}  // namespace sanbao::audit

#endif
