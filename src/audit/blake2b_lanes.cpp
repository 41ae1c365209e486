// SPDX-License-Identifier: Apache-2.0
//
// See blake2b_lanes.hpp, and RFC 7693 for the algorithm. Four texts go through the rounds side by side;
// a lane whose text has ended takes the next one, so that texts of different lengths leave none idle.
// Tested by tests/unit/audit_digest_test.cpp.
#include "audit/blake2b_lanes.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

#if defined(__x86_64__)
#define SANBAO_LANES 1
#endif

namespace sanbao::audit {

namespace {

void one_by_one(std::string_view bytes, std::size_t begin, std::span<const std::size_t> ends,
                std::vector<Digest>& digests) {
  for (const std::size_t end : ends) {
    digests.push_back(blake2b(bytes.substr(begin, end - begin)));
    begin = end;
  }
}

#ifdef SANBAO_LANES

constexpr std::size_t lanes = 4;
constexpr std::size_t block_size = 128;

using Words = std::uint64_t __attribute__((vector_size(32)));
using Halves = std::uint32_t __attribute__((vector_size(32)));
using Bytes = std::uint8_t __attribute__((vector_size(32)));

#define SANBAO_WIDE __attribute__((target("avx2")))
#define SANBAO_INLINE __attribute__((target("avx2"), always_inline)) inline

constexpr std::array<std::uint64_t, 8> initial = {
    0x6A09E667F3BCC908U, 0xBB67AE8584CAA73BU, 0x3C6EF372FE94F82BU, 0xA54FF53A5F1D36F1U,
    0x510E527FADE682D1U, 0x9B05688C2B3E6C1FU, 0x1F83D9ABFB41BD6BU, 0x5BE0CD19137E2179U};
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

SANBAO_INLINE void rotate_32(Words& x) {
  const auto h = reinterpret_cast<Halves>(x);
  x = reinterpret_cast<Words>(__builtin_shufflevector(h, h, 1, 0, 3, 2, 5, 4, 7, 6));
}
SANBAO_INLINE void rotate_24(Words& x) {
  const auto b = reinterpret_cast<Bytes>(x);
  x = reinterpret_cast<Words>(__builtin_shufflevector(b, b, 3, 4, 5, 6, 7, 0, 1, 2, 11, 12, 13, 14,
                                                      15, 8, 9, 10, 19, 20, 21, 22, 23, 16, 17, 18,
                                                      27, 28, 29, 30, 31, 24, 25, 26));
}
SANBAO_INLINE void rotate_16(Words& x) {
  const auto b = reinterpret_cast<Bytes>(x);
  x = reinterpret_cast<Words>(__builtin_shufflevector(b, b, 2, 3, 4, 5, 6, 7, 0, 1, 10, 11, 12, 13,
                                                      14, 15, 8, 9, 18, 19, 20, 21, 22, 23, 16, 17,
                                                      26, 27, 28, 29, 30, 31, 24, 25));
}
SANBAO_INLINE void rotate_63(Words& x) {
  x = (x >> 63) ^ (x + x);
}

SANBAO_INLINE void mix(Words* v, int a, int b, int c, int d, const Words& x, const Words& y) {
  v[a] += v[b] + x;
  v[d] ^= v[a];
  rotate_32(v[d]);
  v[c] += v[d];
  v[b] ^= v[c];
  rotate_24(v[b]);
  v[a] += v[b] + y;
  v[d] ^= v[a];
  rotate_16(v[d]);
  v[c] += v[d];
  v[b] ^= v[c];
  rotate_63(v[b]);
}

template <int round>
SANBAO_INLINE void mix_round(Words* v, const Words* m) {
  constexpr auto& s = order[round];
  mix(v, 0, 4, 8, 12, m[s[0]], m[s[1]]);
  mix(v, 1, 5, 9, 13, m[s[2]], m[s[3]]);
  mix(v, 2, 6, 10, 14, m[s[4]], m[s[5]]);
  mix(v, 3, 7, 11, 15, m[s[6]], m[s[7]]);
  mix(v, 0, 5, 10, 15, m[s[8]], m[s[9]]);
  mix(v, 1, 6, 11, 12, m[s[10]], m[s[11]]);
  mix(v, 2, 7, 8, 13, m[s[12]], m[s[13]]);
  mix(v, 3, 4, 9, 14, m[s[14]], m[s[15]]);
}

/// Word `w` of each lane's block side by side: four words of four lanes at a time, turned.
SANBAO_INLINE void gather(const std::array<const char*, lanes>& blocks, Words* m) {
  for (std::size_t w = 0; w < 16; w += 4) {
    Words row[lanes];
    for (std::size_t lane = 0; lane < lanes; ++lane)
      std::memcpy(&row[lane], blocks[lane] + 8 * w, sizeof(Words));
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

/// One block of each lane. `counts`: bytes up to its end; `last`: all ones where it ends its text.
SANBAO_WIDE void compress(Words* h, const std::array<const char*, lanes>& blocks,
                          const Words& counts, const Words& last) {
  Words m[16];
  gather(blocks, m);
  Words v[16];
  for (std::size_t i = 0; i < 8; ++i) {
    v[i] = h[i];
    v[8 + i] = Words{} + initial[i];
  }
  v[12] ^= counts;
  v[14] ^= last;
  mix_round<0>(v, m);
  mix_round<1>(v, m);
  mix_round<2>(v, m);
  mix_round<3>(v, m);
  mix_round<4>(v, m);
  mix_round<5>(v, m);
  mix_round<6>(v, m);
  mix_round<7>(v, m);
  mix_round<8>(v, m);
  mix_round<9>(v, m);
  mix_round<10>(v, m);
  mix_round<11>(v, m);
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
  std::array<char, block_size> tail;  // the last block, filled up with zeros
};

SANBAO_WIDE void side_by_side(std::string_view bytes, std::size_t begin,
                              std::span<const std::size_t> ends, Digest* digests) {
  std::array<Lane, lanes> work;
  Words h[8];
  std::size_t next = 0;
  std::size_t busy = 0;
  const auto fill = [&](std::size_t lane) {
    Lane& own = work[lane];
    own.busy = next < ends.size();
    if (!own.busy) return;
    own.at = bytes.data() + begin;
    own.left = ends[next] - begin;
    own.count = 0;
    own.piece = next;
    begin = ends[next++];
    ++busy;
    for (std::size_t i = 0; i < 8; ++i)
      h[i][lane] = initial[i] ^ (i == 0 ? parameters : 0);
  };
  for (std::size_t lane = 0; lane < lanes; ++lane)
    fill(lane);
  while (busy > 0) {
    std::array<const char*, lanes> blocks{};
    Words counts{};
    Words last{};
    for (std::size_t lane = 0; lane < lanes; ++lane) {
      Lane& own = work[lane];
      blocks[lane] = own.tail.data();
      if (!own.busy) continue;
      const std::size_t taken = std::min(own.left, block_size);
      own.count += taken;
      own.left -= taken;
      if (taken == block_size) {
        blocks[lane] = own.at;
        own.at += taken;
      } else {
        own.tail.fill('\0');
        std::memcpy(own.tail.data(), own.at, taken);
      }
      counts[lane] = own.count;
      if (own.left == 0) last[lane] = ~std::uint64_t{0};
    }
    compress(h, blocks, counts, last);
    for (std::size_t lane = 0; lane < lanes; ++lane) {
      Lane& own = work[lane];
      if (!own.busy || own.left > 0) continue;
      for (std::size_t i = 0; i < 4; ++i) {
        const std::uint64_t word = h[i][lane];
        std::memcpy(digests[own.piece].bytes.data() + 8 * i, &word, 8);
      }
      --busy;
      fill(lane);
    }
  }
}

#endif

}  // namespace

void blake2b_each(std::string_view bytes, std::size_t begin, std::span<const std::size_t> ends,
                  std::vector<Digest>& digests) {
#ifdef SANBAO_LANES
  static const bool has_lanes = __builtin_cpu_supports("avx2") != 0;
  if (has_lanes && ends.size() >= 2) {
    const std::size_t first = digests.size();
    digests.resize(first + ends.size());
    side_by_side(bytes, begin, ends, digests.data() + first);
    return;
  }
#endif
  one_by_one(bytes, begin, ends, digests);
}

}  // namespace sanbao::audit
