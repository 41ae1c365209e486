// SPDX-License-Identifier: Apache-2.0
//
// SourceText: the lines of a file, and where a byte stands in them, in characters.
// In: the bytes of a file as read; they must outlive it. Out: lines without their ends, places that
// count from 1.
// Never counts a byte order mark or the carriage return of a line's end as a character.
// Tested by tests/unit/source_text_test.cpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "sanbao/diagnostic.hpp"

namespace sanbao::base {

class SourceText {
 public:
  explicit SourceText(std::string_view bytes);

  [[nodiscard]] std::uint32_t line_count() const {
    return static_cast<std::uint32_t>(starts_.size());
  }
  /// Line `number`, from 1, without its end; empty outside the file.
  [[nodiscard]] std::string_view line(std::uint32_t number) const;
  /// Byte offset at which a line begins.
  [[nodiscard]] std::size_t line_start(std::uint32_t number) const { return starts_[number - 1]; }

  /// Place of one character, given by its byte offset; length 1.
  [[nodiscard]] Span place_of(std::size_t offset) const;
  /// Place of the bytes from `begin` to `end`, cut at the end of the first line.
  [[nodiscard]] Span span_of(std::size_t begin, std::size_t end) const;
  /// Byte offset of a place; the end of the line where the column lies behind it.
  [[nodiscard]] std::size_t offset_of(std::uint32_t number, std::uint32_t column) const;

  [[nodiscard]] std::string_view bytes() const { return bytes_; }

 private:
  [[nodiscard]] std::size_t characters_before(std::size_t offset) const;
  [[nodiscard]] std::size_t characters_between(std::size_t begin, std::size_t end) const;

  std::string_view bytes_;
  std::vector<std::size_t> starts_;
  std::vector<std::size_t> blocks_;  ///< characters before each block of bytes
};

}  // namespace sanbao::base
