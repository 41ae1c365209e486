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

inline void pack(const BlockBytes& bytes, unsigned bit, BlockBits& bits) {
  for (std::size_t word = 0; word < block_words; ++word)
    bits[word] = pack(bytes.data() + word * 64, bit);
}

/// Eight bits as eight bytes of 0 or 1.
inline std::uint64_t spread(std::uint64_t bits) {
  const std::uint64_t each = (bits & 0xFFU) * 0x0101010101010101U & 0x8040201008040201U;
  return (each + 0x7F7F7F7F7F7F7F7FU) >> 7U & 0x0101010101010101U;
}

}  // namespace sanbao::eval
