// SPDX-License-Identifier: Apache-2.0
//
// JsonWriter: the pieces of a JSON line, put together fast.
// In: keys and punctuation as literals, texts, whole numbers, dates, money. Out: bytes at the end
// of a string that the caller uses again. Never looks at a locale, never writes a blank, never
// checks that the pieces nest. Small pieces are gathered in a block of its own; the string is
// touched only when the block is full and at the end. Tested by tests/unit/decision_json_test.cpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "sanbao/values/civil_date.hpp"
#include "sanbao/values/money.hpp"

namespace sanbao::records {

class JsonWriter {
 public:
  /// So many bytes behind a piece may be read.
  static constexpr std::size_t behind = 32;

  explicit JsonWriter(std::string& out) : out_(out) {}
  ~JsonWriter() { flush(); }
  JsonWriter(const JsonWriter&) = delete;
  JsonWriter& operator=(const JsonWriter&) = delete;

  /// Keys and punctuation as they stand: `,"status":"`.
  template <std::size_t n>
  void raw(const char (&literal)[n]) {
    static_assert(n > 1 && n <= room);
    std::memcpy(reserve(n - 1), literal, n - 1);
    used_ += n - 1;
  }
  void raw(char c) {
    *reserve(1) = c;
    ++used_;
  }
  /// Text that is known to need no escape: words of the record, digits.
  void plain(std::string_view text);
  /// The same, where more bytes may be read behind it.
  void piece(std::string_view text) {
    if (text.size() > room) return plain(text);
    copy_blocks(reserve(room + behind), text.data(), text.size());
    used_ += text.size();
  }

  /// Many of them, as long as `next` gives one.
  template <typename Next>
  void pieces(Next next) {
    char* at = buffer_ + used_;
    for (std::string_view text; next(text);) {
      if (static_cast<std::size_t>(buffer_ + block - at) < text.size() + behind) {
        used_ = static_cast<std::size_t>(at - buffer_);
        piece(text);
        at = buffer_ + used_;
        continue;
      }
      copy_blocks(at, text.data(), text.size());
      at += text.size();
    }
    used_ = static_cast<std::size_t>(at - buffer_);
  }

  /// Bytes that `fill` writes where they will stand in the string: it is given the place, and returns where they end.
  /// `most`: there are no more, but for those behind the last that a copy in blocks may overwrite.
  template <typename Fill>
  void in_place(std::size_t most, Fill fill) {
    flush();
    const std::size_t from = out_.size();
#ifdef __cpp_lib_string_resize_and_overwrite
    out_.resize_and_overwrite(from + most + behind, [&](char* all, std::size_t) {
      return static_cast<std::size_t>(fill(all + from) - all);
    });
#else
    out_.resize(from + most + behind);
    char* const begin = out_.data() + from;
    out_.resize(from + static_cast<std::size_t>(fill(begin) - begin));
#endif
  }
  /// Copies a piece in whole blocks, past its end; each is read before it is written. Returns where it ends.
  static char* copy_piece(char* to, const char* from, std::size_t size) {
    copy_blocks(to, from, size);
    return to + size;
  }

  /// A JSON string, in quotes. Escapes quotes, backslashes and control characters; the rest stays
  /// as it is.
  void string(std::string_view text) {
    // Nearly every text of a decision is a short name without an escape: one look, one copy.
    if (text.size() <= room - 2) {
      char* const at = reserve(room);
      if (copy_clean(at + 1, text)) {
        at[0] = '"';
        at[text.size() + 1] = '"';
        used_ += text.size() + 2;
        return;
      }
    }
    raw('"');
    escaped(text);
    raw('"');
  }
  /// Punctuation and a key as they stand, then a JSON string: `,"rule":` and `"5"`.
  template <std::size_t n>
  void raw_and_string(const char (&literal)[n], std::string_view text) {
    static_assert(n > 1 && n <= room);
    if (text.size() <= room - 2) {
      char* const at = reserve(room + n);
      std::memcpy(at, literal, n - 1);
      if (copy_clean(at + n, text)) {
        at[n - 1] = '"';
        at[text.size() + n] = '"';
        used_ += text.size() + n + 1;
        return;
      }
    }
    raw(literal);
    string(text);
  }
  /// The same, where bytes that are no UTF-8 may occur: they become U+FFFD, so that the line stays
  /// JSON.
  void untrusted_string(std::string_view text);

  /// Where the next byte will stand in the string.
  [[nodiscard]] std::size_t place() const {
    return out_.size() + used_;
  }
  /// Writes once more what stands between two places.
  void again(std::size_t from, std::size_t to) {
    const std::size_t size = to - from;
    char* const at = size <= room ? reserve(size + behind) : buffer_;
    if (size > room || from < out_.size()) return again_from_string(from, size);
    copy_blocks(at, buffer_ + (from - out_.size()), size);
    used_ += size;
  }

  void integer(std::int64_t value);
  /// A whole number of millionths as the shortest exact decimal: `12000.5`.
  void millionths(std::int64_t value);
  void boolean(bool value);
  /// In quotes, as docs/records.md writes them.
  void date(CivilDate value);
  void money(Money value);

 private:
  static constexpr std::size_t block = 16384;
  static constexpr std::size_t room = 512;  // more than any literal, number or date

  char* reserve(std::size_t bytes) {
    if (block - used_ < bytes) flush();
    return buffer_ + used_;
  }
  void flush();
  /// Whole blocks, past the end of what is wanted; each is read before it is written.
  static void copy_blocks(char* to, const char* from, std::size_t size) {
    for (std::size_t done = 0; done < size; done += behind) {
#if defined(__SSE2__)
      // an array in between would be written to memory as well
      const __m128i first = _mm_loadu_si128(reinterpret_cast<const __m128i*>(from + done));
      const __m128i second = _mm_loadu_si128(reinterpret_cast<const __m128i*>(from + done + 16));
      _mm_storeu_si128(reinterpret_cast<__m128i*>(to + done), first);
      _mm_storeu_si128(reinterpret_cast<__m128i*>(to + done + 16), second);
#else
      char bytes[behind];
      std::memcpy(bytes, from + done, behind);
      std::memcpy(to + done, bytes, behind);
#endif
    }
  }
  static constexpr std::uint64_t repeat(unsigned char c) {
    return 0x0101010101010101ULL * c;
  }
  /// The high bit of a byte that is below a blank, a quote or a backslash. A borrow may set bits
  /// beside a true one, never without one.
  static constexpr std::uint64_t escapes(std::uint64_t word) {
    const std::uint64_t quote = word ^ repeat('"');
    const std::uint64_t backslash = word ^ repeat('\\');
    return (((word - repeat(0x20)) & ~word) | ((quote - repeat(1)) & ~quote) |
            ((backslash - repeat(1)) & ~backslash)) &
           repeat(0x80);
  }
  /// Up to eight bytes in one word, blanks behind them.
  static std::uint64_t load(const char* from, std::size_t bytes) {
    std::uint64_t word = repeat(' ');
    std::memcpy(&word, from, bytes);
    return word;
  }
#if defined(__SSE2__)
  /// The same sixteen bytes at a time.
  static bool copy_clean_blocks(char* to, const char* from, std::size_t size) {
    const __m128i quote = _mm_set1_epi8('"');
    const __m128i backslash = _mm_set1_epi8('\\');
    const __m128i control = _mm_set1_epi8(0x1F);
    __m128i found = _mm_setzero_si128();
    const auto copy = [&](std::size_t at) {
      const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(from + at));
      _mm_storeu_si128(reinterpret_cast<__m128i*>(to + at), block);
      found = _mm_or_si128(found, _mm_cmpeq_epi8(block, quote));
      found = _mm_or_si128(found, _mm_cmpeq_epi8(block, backslash));
      found = _mm_or_si128(found, _mm_cmpeq_epi8(_mm_min_epu8(block, control), block));
    };
    for (std::size_t at = 0; at + 16 < size; at += 16)
      copy(at);
    copy(size - 16);
    return _mm_movemask_epi8(found) == 0;
  }
#endif
  /// Copies in words that may overlap; false where something needs an escape.
  static bool copy_clean(char* to, std::string_view text) {
    const char* const from = text.data();
    const std::size_t size = text.size();
    if (size >= 8) {
#if defined(__SSE2__)
      if (size >= 16) return copy_clean_blocks(to, from, size);
#endif
      std::uint64_t found = 0;
      const auto copy = [&](std::size_t at) {
        const std::uint64_t word = load(from + at, 8);
        std::memcpy(to + at, &word, 8);
        found |= escapes(word);
      };
      for (std::size_t at = 0; at + 8 < size; at += 8)
        copy(at);
      copy(size - 8);
      return found == 0;
    }
    std::uint64_t word = repeat(' ');
    if (size >= 4) {
      std::uint32_t first = 0;
      std::uint32_t last = 0;
      std::memcpy(&first, from, 4);
      std::memcpy(&last, from + size - 4, 4);
      std::memcpy(to, &first, 4);
      std::memcpy(to + size - 4, &last, 4);
      word = first | std::uint64_t{last} << 32U;
    } else if (size > 0) {
      const auto byte = [&](std::size_t at) {
        return std::uint64_t{static_cast<unsigned char>(to[at] = from[at])};
      };
      word = repeat(' ') << 24U | byte(0) | byte(size / 2) << 8U | byte(size - 1) << 16U;
    }
    return escapes(word) == 0;
  }
  void again_from_string(std::size_t from, std::size_t size);
  void escaped(std::string_view text);
  void escape(unsigned char c);

  std::string& out_;
  std::size_t used_ = 0;
  char buffer_[block];
};

}  // namespace sanbao::records
