// SPDX-License-Identifier: Apache-2.0
//
// source_text.cpp: the index of lines. Lines end with LF or CR LF.
// Tested by tests/unit/source_text_test.cpp.
#include "base/source_text.hpp"

#include <algorithm>
#include <cstring>

#include "base/utf8.hpp"

namespace sanbao::base {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

// A place in a very long line must not cost a walk over the whole line.
constexpr std::size_t block_bytes = 256;

// Every character has one byte that is no continuation byte (10xxxxxx); eight bytes are looked at in one go.
std::size_t count_first_bytes(std::string_view text) {
  constexpr std::size_t word_bytes = sizeof(std::uint64_t);
  constexpr std::uint64_t ones = 0x0101010101010101U;
  std::size_t continued = 0;
  std::size_t at = 0;
  for (; at + word_bytes <= text.size(); at += word_bytes) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data() + at, word_bytes);
    continued += (((word >> 7) & ~(word >> 6) & ones) * ones) >> 56;
  }
  for (; at < text.size(); ++at)
    continued += (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80 ? 1U : 0U;
  return text.size() - continued;
}

}  // namespace

SourceText::SourceText(std::string_view bytes) : bytes_(bytes) {
  starts_.push_back(bytes.starts_with(byte_order_mark) ? byte_order_mark.size() : 0);
  for (std::size_t at = bytes.find('\n'); at != std::string_view::npos;
       at = bytes.find('\n', at + 1)) {
    starts_.push_back(at + 1);
  }
  std::size_t count = 0;
  for (std::size_t at = 0; at <= bytes.size(); at += block_bytes) {
    blocks_.push_back(count);
    count += count_first_bytes(bytes.substr(at, block_bytes));
  }
}

std::size_t SourceText::characters_before(std::size_t offset) const {
  const std::size_t block = offset / block_bytes;
  const std::size_t begin = block * block_bytes;
  return blocks_[block] + count_first_bytes(bytes_.substr(begin, offset - begin));
}

std::size_t SourceText::characters_between(std::size_t begin, std::size_t end) const {
  if (end - begin <= block_bytes) return count_first_bytes(bytes_.substr(begin, end - begin));
  return characters_before(end) - characters_before(begin);
}

std::string_view SourceText::line(std::uint32_t number) const {
  if (number == 0 || number > starts_.size()) return {};
  const std::size_t begin = starts_[number - 1];
  const std::size_t end = number < starts_.size() ? starts_[number] - 1 : bytes_.size();
  std::string_view text = bytes_.substr(begin, end - begin);
  if (text.ends_with('\r')) text.remove_suffix(1);
  return text;
}

Span SourceText::place_of(std::size_t offset) const {
  return span_of(offset, offset + 1);
}

Span SourceText::span_of(std::size_t begin, std::size_t end) const {
  const auto after = std::upper_bound(starts_.begin(), starts_.end(), begin);
  const auto index = after == starts_.begin() ? std::ptrdiff_t{1} : after - starts_.begin();
  const auto number = static_cast<std::uint32_t>(index);
  const std::size_t start = starts_[number - 1];
  const std::size_t limit = start + line(number).size();
  const std::size_t first = std::clamp(begin, start, limit);
  const std::size_t last = std::clamp(end, first, limit);
  const std::size_t column = characters_between(start, first) + 1;
  const std::size_t length = std::max<std::size_t>(characters_between(first, last), 1);
  return {number, static_cast<std::uint32_t>(column), static_cast<std::uint32_t>(length)};
}

std::size_t SourceText::offset_of(std::uint32_t number, std::uint32_t column) const {
  const std::string_view text = line(number);
  std::size_t at = 0;
  for (std::uint32_t passed = 1; passed < column && at < text.size(); ++passed) {
    at += character_at(text, at).bytes;
  }
  return starts_[number - 1] + at;
}

}  // namespace sanbao::base
