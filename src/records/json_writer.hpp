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

#include "sanbao/values/civil_date.hpp"
#include "sanbao/values/money.hpp"

namespace sanbao::records {

class JsonWriter {
 public:
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

  /// A JSON string, in quotes. Escapes quotes, backslashes and control characters; the rest stays
  /// as it is.
  void string(std::string_view text) {
    raw('"');
    escaped(text);
    raw('"');
  }
  /// The same, where bytes that are no UTF-8 may occur: they become U+FFFD, so that the line stays
  /// JSON.
  void untrusted_string(std::string_view text);

  void integer(std::int64_t value);
  /// A whole number of millionths as the shortest exact decimal: `12000.5`.
  void millionths(std::int64_t value);
  void boolean(bool value);
  /// In quotes, as docs/records.md writes them.
  void date(CivilDate value);
  void money(Money value);

 private:
  static constexpr std::size_t block = 4096;
  static constexpr std::size_t room = 256;  // more than any literal, number or date

  char* reserve(std::size_t bytes) {
    if (block - used_ < bytes) flush();
    return buffer_ + used_;
  }
  void flush() {
    out_.append(buffer_, used_);
    used_ = 0;
  }
  void escaped(std::string_view text);
  void escape(unsigned char c);

  std::string& out_;
  std::size_t used_ = 0;
  char buffer_[block];
};

}  // namespace sanbao::records
