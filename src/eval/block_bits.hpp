// SPDX-License-Identifier: Apache-2.0
//
// BlockBits: the truths of some hundred rows, a bit each, and how they become bytes and are made from bytes.
// In: bytes, bits. Out: bits, bytes. The same with and without SSE2.
// Tested by tests/unit/columns_test.cpp.
#pragma once

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace sanbao::eval {

inline constexpr std::size_t block_words = 16;
inline constexpr std::size_t block_rows = 64 * block_words;
using BlockBits = std::array<std::uint64_t, block_words>;
using BlockDays = std::array<std::int32_t, block_rows>;
using BlockBytes = std::array<std::uint8_t, block_rows>;

inline void set(BlockBits& bits, std::size_t row) {
  bits[row / 64] |= std::uint64_t{1} << row % 64;
}
inline bool has(const BlockBits& bits, std::size_t row) {
  return (bits[row / 64] >> row % 64 & 1U) != 0;
}

/// One bit of each of 64 bytes, as bits: the first byte is the lowest.
inline std::uint64_t pack(const std::uint8_t* bytes, unsigned bit) {
  std::uint64_t bits = 0;
#ifdef __SSE2__
  const __m128i up = _mm_cvtsi32_si128(static_cast<int>(7 - bit));
  for (unsigned at = 0; at < 64; at += 16) {
    __m128i some = _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes + at));
    some = _mm_sll_epi16(some, up);
    bits |= std::uint64_t{static_cast<std::uint16_t>(_mm_movemask_epi8(some))} << at;
  }
#else
  for (unsigned at = 0; at < 64; at += 8) {
    std::uint64_t some = 0;
    std::memcpy(&some, bytes + at, sizeof some);
    bits |= (((some >> bit) & 0x0101010101010101U) * 0x0102040810204080U >> 56U) << at;
  }
#endif
  return bits;
}

inline void pack(const std::uint8_t* bytes, unsigned bit, BlockBits& bits) {
  for (std::size_t word = 0; word < block_words; ++word)
    bits[word] = pack(bytes + word * 64, bit);
}
inline void pack(const BlockBytes& bytes, unsigned bit, BlockBits& bits) {
  pack(bytes.data(), bit, bits);
}

/// Eight bits as eight bytes of 0 or 1.
inline std::uint64_t spread(std::uint64_t bits) {
  const std::uint64_t each = (bits & 0xFFU) * 0x0101010101010101U & 0x8040201008040201U;
  return (each + 0x7F7F7F7F7F7F7F7FU) >> 7U & 0x0101010101010101U;
}

/// 64 bytes, each put together from a bit of `one`, of `two` and of `four`.
inline void spread(std::uint64_t one, std::uint64_t two, std::uint64_t four, std::uint8_t* bytes) {
#ifdef __SSE2__
  const __m128i each = _mm_set1_epi64x(static_cast<std::int64_t>(0x8040201008040201U));
  // Each byte of eight bits eight times; those whose turn it is become `value`.
  const auto add = [&](std::uint64_t bits, char value, __m128i* sums) {
    const __m128i all = _mm_cvtsi64_si128(static_cast<std::int64_t>(bits));
    const __m128i twice = _mm_unpacklo_epi8(all, all);
    const __m128i low = _mm_unpacklo_epi16(twice, twice);
    const __m128i high = _mm_unpackhi_epi16(twice, twice);
    const __m128i eight[] = {_mm_unpacklo_epi32(low, low), _mm_unpackhi_epi32(low, low),
                             _mm_unpacklo_epi32(high, high), _mm_unpackhi_epi32(high, high)};
    for (std::size_t i = 0; i < 4; ++i) {
      const __m128i has = _mm_cmpeq_epi8(_mm_and_si128(eight[i], each), each);
      sums[i] = _mm_or_si128(sums[i], _mm_and_si128(has, _mm_set1_epi8(value)));
    }
  };
  __m128i sums[4] = {};
  if (one != 0) add(one, 1, sums);
  if (two != 0) add(two, 2, sums);
  if (four != 0) add(four, 4, sums);
  for (std::size_t i = 0; i < 4; ++i)
    _mm_storeu_si128(reinterpret_cast<__m128i*>(bytes + i * 16), sums[i]);
#else
  for (unsigned at = 0; at < 64; at += 8) {
    const std::uint64_t some =
        spread(one >> at) | spread(two >> at) << 1U | spread(four >> at) << 2U;
    std::memcpy(bytes + at, &some, sizeof some);
  }
#endif
}

}  // namespace sanbao::eval
