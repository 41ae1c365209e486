// SPDX-License-Identifier: Apache-2.0
//
// The forms that values nearly always have, read without a look at each character: true and false, a plain date, an
// amount of a few digits, a text without escapes.
// In: where a value begins; at least 32 bytes behind the line may be read. Out: where it ends, and what it is;
// nullptr: not of this form, which does not mean that it is wrong.
// Never takes anything that scalar.hpp would refuse or take otherwise. Tested by tests/unit/claim_trail_test.cpp.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "ir/vocabulary.hpp"

namespace sanbao::claims {

/// What a place of a record is likely to hold.
enum class Likely : std::uint8_t { any, truth, date, number, money, text, set };
Likely likely_of(ir::Type type);

/// The first day of each month in which a fact can lie, and of the month behind the last, as days since 1970-01-01.
class MonthStarts {
 public:
  static const MonthStarts& get();
  static constexpr std::uint32_t first_year = 1970, last_year = 2199;
  static constexpr std::uint32_t months = (last_year - first_year + 1) * 12;
  [[nodiscard]] const std::int32_t* at(std::uint32_t month) const { return &starts_[month]; }

 private:
  MonthStarts();
  std::vector<std::int32_t> starts_;
};

namespace quick {

inline constexpr std::size_t block = 16;

/// The first byte lowest, on any processor.
inline std::uint64_t load(const char* at) {
  std::uint64_t word = 0;
  std::memcpy(&word, at, sizeof word);
  if constexpr (std::endian::native == std::endian::big) word = __builtin_bswap64(word);
  return word;
}
constexpr std::uint64_t word_of(const char (&text)[9]) {
  std::uint64_t word = 0;
  for (int i = 7; i >= 0; --i)
    word = word << 8U | static_cast<unsigned char>(text[i]);
  return word;
}
constexpr std::uint64_t high_bits = 0x8080808080808080U;

/// Whether `size` bytes are alike. `front` has a bit for each of the first 32, which may be read at both.
inline bool same(const char* one, const char* other, std::uint32_t front, std::size_t size) {
#if defined(__SSE2__)
  const auto alike = [&](std::size_t from) {
    const __m128i a = _mm_loadu_si128(reinterpret_cast<const __m128i*>(one + from));
    const __m128i b = _mm_loadu_si128(reinterpret_cast<const __m128i*>(other + from));
    return static_cast<std::uint32_t>(_mm_movemask_epi8(_mm_cmpeq_epi8(a, b)));
  };
  if (((alike(0) | alike(block) << 16U) & front) != front) return false;
  return size <= 2 * block ||
         std::memcmp(one + 2 * block, other + 2 * block, size - 2 * block) == 0;
#else
  return std::memcmp(one, other, size) == 0;
#endif
}

/// `true` or `false`. No branch tells the two apart: which it is, nobody can foresee.
inline const char* truth(const char* at, std::int64_t& value) {
  const std::uint64_t word = load(at);
  constexpr std::uint64_t four = 0xFFFFFFFFU;
  constexpr std::uint64_t five = 0xFFFFFFFFFFU;
  const bool is_true = (word & four) == (word_of("true    ") & four);
  const bool is_false = (word & five) == (word_of("false   ") & five);
  value = is_true ? 1 : 0;
  return (is_true | is_false) ? at + 5 - value : nullptr;
}

/// `"2024-05-08"`.
inline const char* date(const char* at, const MonthStarts& months, std::int64_t& value) {
  const std::uint64_t front = load(at + 1) ^ word_of("0000-00-");
  const std::uint64_t back = load(at + 3) ^ word_of("00-00-00");  // ends with the day
  // a digit becomes 0 to 9, a dash 0; what is more comes out at the high bit, a carry only above such a byte
  const std::uint64_t wrong =
      (front + 0x7F76767F76767676U) | front | (back + 0x76767F76767F7676U) | back;
  const std::uint64_t pairs = front * 10 + (front >> 8U);
  const auto year = static_cast<std::uint32_t>((pairs & 0xFF) * 100 + (pairs >> 16U & 0xFF));
  const auto month = static_cast<std::uint32_t>(pairs >> 40U & 0xFF) - 1;
  const auto day = static_cast<std::int32_t>((back >> 48U & 0xFF) * 10 + (back >> 56U)) - 1;
  if ((wrong & high_bits) != 0 || at[0] != '"' || at[11] != '"' ||
      year - MonthStarts::first_year > MonthStarts::last_year - MonthStarts::first_year ||
      month > 11)
    return nullptr;
  const std::int32_t* const start = months.at((year - MonthStarts::first_year) * 12 + month);
  value = start[0] + day;
  return day >= 0 && value < start[1] ? at + 12 : nullptr;
}

/// `1299` or `1299.5`, times 10^decimals: at most seven digits before the point, so that no limit is met.
inline const char* decimal(const char* at, int decimals, std::int64_t& value) {
  std::uint64_t digits = load(at) ^ word_of("00000000");
  const std::uint64_t others = ((digits + 0x7676767676767676U) | digits) & high_bits;
  if (others == 0) return nullptr;
  const auto bits =
      static_cast<unsigned>(std::countr_zero(others)) & ~7U;  // of the digits in front
  if (bits == 0 || (*at == '0' && bits > 8)) return nullptr;
  digits <<= 64 - bits;  // noughts before them
  digits = digits * 10 + (digits >> 8U);
  digits = ((digits & 0x000000FF000000FFU) * 0x000F424000000064U +
            (digits >> 16U & 0x000000FF000000FFU) * 0x0000271000000001U) >>
           32U;
  value = static_cast<std::int64_t>(digits & 0xFFFFFFFFU);
  at += bits / 8;
  if (*at == '.') {
    const char* const point = at++;
    for (; *at >= '0' && *at <= '9'; ++at, --decimals) {
      if (decimals == 0) return nullptr;
      value = value * 10 + (*at - '0');
    }
    if (at == point + 1) return nullptr;
  }
  for (; decimals > 0; --decimals)
    value *= 10;
  return at;
}

/// The same, or `"1299.50"`.
inline const char* money(const char* at, int decimals, std::int64_t& value) {
  if (*at != '"') return decimal(at, decimals, value);
  at = decimal(at + 1, decimals, value);
  return at != nullptr && *at == '"' ? at + 1 : nullptr;
}

/// The end of a text that begins at `at`, behind its quote, before its other quote. nullptr: an escape or a control
/// character stands in it, or it does not end in the last block that may be read. `ascii` turns false where a byte
/// stands in it that is none.
inline const char* end_of_text(const char* at, const char* last, bool& ascii) {
#if defined(__SSE2__)
  const __m128i quote = _mm_set1_epi8('"');
  const __m128i backslash = _mm_set1_epi8('\\');
  const __m128i control = _mm_set1_epi8(0x1F);
  for (; at <= last; at += block) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    const __m128i marks =
        _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(bytes, quote), _mm_cmpeq_epi8(bytes, backslash)),
                     _mm_cmpeq_epi8(_mm_min_epu8(bytes, control), bytes));
    const auto found = static_cast<unsigned>(_mm_movemask_epi8(marks));
    const auto beyond = static_cast<unsigned>(_mm_movemask_epi8(bytes));
    if (found == 0) {
      if (beyond != 0) ascii = false;
      continue;
    }
    const auto length = static_cast<unsigned>(std::countr_zero(found));
    if ((beyond & ((1U << length) - 1)) != 0) ascii = false;
    return at[length] == '"' ? at + length : nullptr;
  }
#else
  for (; at <= last; ++at) {
    const auto c = static_cast<unsigned char>(*at);
    if (c == '"') return at;
    if (c == '\\' || c < 0x20) return nullptr;
    if (c >= 0x80) ascii = false;
  }
#endif
  return nullptr;
}

}  // namespace quick

}  // namespace sanbao::claims
