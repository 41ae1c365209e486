// SPDX-License-Identifier: Apache-2.0
//
// BLAKE2b-256 of several texts side by side, for whatever width of words there is; see blake2b_lanes.hpp, and RFC 7693
// for the algorithm. A lane whose text has ended takes the next one, so that texts of different lengths leave none idle.
// Compiled once for each width, with instructions that not every machine has: so nothing here but templates over
// `Width` and plain arrays, of which no other source could get a copy.
// Tested by tests/unit/audit_digest_test.cpp.
#pragma once

#include <cstddef>
#include <cstdint>

namespace sanbao::audit {

/// Digests of so many pieces of `bytes`, 32 bytes each. `bounds`: where each begins, and behind that where it ends.
using SideBySide = void(const char* bytes, const std::size_t* bounds, std::size_t count,
                        unsigned char* digests);
SideBySide blake2b_avx2;
SideBySide blake2b_avx512;

namespace lanes {

#define SANBAO_INLINE __attribute__((always_inline)) inline

constexpr std::size_t block_size = 128;

constexpr std::uint64_t initial[8] = {0x6A09E667F3BCC908U, 0xBB67AE8584CAA73BU, 0x3C6EF372FE94F82BU,
                                      0xA54FF53A5F1D36F1U, 0x510E527FADE682D1U, 0x9B05688C2B3E6C1FU,
                                      0x1F83D9ABFB41BD6BU, 0x5BE0CD19137E2179U};
/// 32 bytes of digest, no key, one text: the first word of the parameters.
constexpr std::uint64_t parameters = 0x01010020U;

constexpr std::uint8_t order[12][16] = {{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15},
                                        {14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3},
                                        {11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4},
                                        {7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8},
                                        {9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13},
                                        {2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9},
                                        {12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11},
                                        {13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10},
                                        {6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5},
                                        {10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0},
                                        {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15},
                                        {14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3}};

template <typename Width, typename Words>
SANBAO_INLINE void mix(Words* v, int a, int b, int c, int d, const Words& x, const Words& y) {
  v[a] += v[b] + x;
  v[d] ^= v[a];
  Width::rotate_32(v[d]);
  v[c] += v[d];
  v[b] ^= v[c];
  Width::rotate_24(v[b]);
  v[a] += v[b] + y;
  v[d] ^= v[a];
  Width::rotate_16(v[d]);
  v[c] += v[d];
  v[b] ^= v[c];
  Width::rotate_63(v[b]);
}

template <typename Width, int round, typename Words>
SANBAO_INLINE void mix_round(Words* v, const Words* m) {
  constexpr const auto& s = order[round];
  mix<Width>(v, 0, 4, 8, 12, m[s[0]], m[s[1]]);
  mix<Width>(v, 1, 5, 9, 13, m[s[2]], m[s[3]]);
  mix<Width>(v, 2, 6, 10, 14, m[s[4]], m[s[5]]);
  mix<Width>(v, 3, 7, 11, 15, m[s[6]], m[s[7]]);
  mix<Width>(v, 0, 5, 10, 15, m[s[8]], m[s[9]]);
  mix<Width>(v, 1, 6, 11, 12, m[s[10]], m[s[11]]);
  mix<Width>(v, 2, 7, 8, 13, m[s[12]], m[s[13]]);
  mix<Width>(v, 3, 4, 9, 14, m[s[14]], m[s[15]]);
}

/// One block of each lane. `counts`: bytes up to its end; `last`: all ones where it ends its text.
template <typename Width, typename Words>
SANBAO_INLINE void compress(Words* h, const char* const* blocks, const Words& counts,
                            const Words& last) {
  Words m[16];
  Width::gather(blocks, m);
  Words v[16];
  for (std::size_t i = 0; i < 8; ++i) {
    v[i] = h[i];
    v[8 + i] = Words{} + initial[i];
  }
  v[12] ^= counts;
  v[14] ^= last;
  mix_round<Width, 0>(v, m);
  mix_round<Width, 1>(v, m);
  mix_round<Width, 2>(v, m);
  mix_round<Width, 3>(v, m);
  mix_round<Width, 4>(v, m);
  mix_round<Width, 5>(v, m);
  mix_round<Width, 6>(v, m);
  mix_round<Width, 7>(v, m);
  mix_round<Width, 8>(v, m);
  mix_round<Width, 9>(v, m);
  mix_round<Width, 10>(v, m);
  mix_round<Width, 11>(v, m);
  for (std::size_t i = 0; i < 8; ++i)
    h[i] ^= v[i] ^ v[8 + i];
}

/// The text in one lane.
struct Lane {
  const char* at = nullptr;
  std::size_t left = 0;
  std::uint64_t count = 0;
  std::size_t piece = 0;
  bool busy = false;
  char tail[block_size];  // the last block, filled up with zeros
};

template <typename Width>
SANBAO_INLINE void side_by_side(const char* bytes, const std::size_t* bounds, std::size_t count,
                                unsigned char* digests) {
  using Words = typename Width::Words;
  Lane work[Width::count];
  Words h[8] = {};
  std::size_t next = 0;
  std::size_t busy = 0;
  const auto fill = [&](std::size_t lane) __attribute__((always_inline)) {
    Lane& own = work[lane];
    own.busy = next < count;
    if (!own.busy) return;
    own.at = bytes + bounds[2 * next];
    own.left = bounds[2 * next + 1] - bounds[2 * next];
    own.count = 0;
    own.piece = next++;
    ++busy;
    for (std::size_t i = 0; i < 8; ++i)
      h[i][lane] = initial[i] ^ (i == 0 ? parameters : 0);
  };
  for (std::size_t lane = 0; lane < Width::count; ++lane)
    fill(lane);
  while (busy > 0) {
    const char* blocks[Width::count];
    Words counts{};
    Words last{};
    for (std::size_t lane = 0; lane < Width::count; ++lane) {
      Lane& own = work[lane];
      blocks[lane] = own.tail;
      if (!own.busy) continue;
      const std::size_t taken = own.left < block_size ? own.left : block_size;
      own.count += taken;
      own.left -= taken;
      if (taken == block_size) {
        blocks[lane] = own.at;
        own.at += taken;
      } else {
        __builtin_memset(own.tail, 0, block_size);
        __builtin_memcpy(own.tail, own.at, taken);
      }
      counts[lane] = own.count;
      if (own.left == 0) last[lane] = ~std::uint64_t{0};
    }
    compress<Width>(h, blocks, counts, last);
    for (std::size_t lane = 0; lane < Width::count; ++lane) {
      Lane& own = work[lane];
      if (!own.busy || own.left > 0) continue;
      for (std::size_t i = 0; i < 4; ++i) {
        const std::uint64_t word = h[i][lane];
        __builtin_memcpy(digests + 32 * own.piece + 8 * i, &word, 8);
      }
      --busy;
      fill(lane);
    }
  }
}

}  // namespace lanes

}  // namespace sanbao::audit
