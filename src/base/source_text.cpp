// SPDX-License-Identifier: Apache-2.0
//
// source_text.cpp: the index of lines. Lines end with LF or CR LF.
// Tested by tests/unit/source_text_test.cpp.
#include "base/source_text.hpp"

#include <algorithm>

#include "base/utf8.hpp"

namespace sanbao::base {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

// A place in a very long line must not cost a walk over the whole line.
constexpr std::size_t block_bytes = 1024;

// Every character has one byte that is no continuation byte.
std::size_t count_first_bytes(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80;
  }));
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
  const std::size_t at_first = characters_before(first);
  const std::size_t length = std::max<std::size_t>(characters_before(last) - at_first, 1);
  return {number, static_cast<std::uint32_t>(at_first - characters_before(start) + 1),
          static_cast<std::uint32_t>(length)};
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
