// SPDX-License-Identifier: Apache-2.0
//
// JsonWriter: escapes, digits, dates; see json_writer.hpp.
// Tested by tests/unit/decision_json_test.cpp.
#include "records/json_writer.hpp"

#include <algorithm>

namespace sanbao::records {

namespace {

bool needs_escape(unsigned char c) {
  return c < 0x20 || c == '"' || c == '\\';
}

/// Length of the well-formed UTF-8 character at the front, 0 where there is none (overlong forms,
/// surrogates and what lies beyond U+10FFFF are none).
std::size_t character_length(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return 1;
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return 0;
  }
  const unsigned char second = byte(1);
  if ((lead == 0xE0 && second < 0xA0) || (lead == 0xED && second > 0x9F) ||
      (lead == 0xF0 && second < 0x90) || (lead == 0xF4 && second > 0x8F)) {
    return 0;
  }
  return length;
}

/// Writes the digits so that they end before `end`; returns where they begin.
char* digits_before(char* end, std::uint64_t value) {
  do {
    *--end = static_cast<char>('0' + value % 10);
    value /= 10;
  } while (value != 0);
  return end;
}

/// The absolute value, also of the smallest number.
std::uint64_t magnitude(std::int64_t value) {
  return value < 0 ? 0 - static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value);
}

}  // namespace

void JsonWriter::flush() {
  out_.append(buffer_, used_);
  used_ = 0;
}

void JsonWriter::plain(std::string_view text) {
  if (text.size() > block / 2) {
    flush();
    out_.append(text);
    return;
  }
  std::memcpy(reserve(text.size()), text.data(), text.size());
  used_ += text.size();
}

// A part of it may stand in the block still.
void JsonWriter::again_from_string(std::size_t from, std::size_t size) {
  if (size > block / 2) {
    flush();
    out_.append(out_, from, size);
    return;
  }
  char* const at = reserve(size);
  const std::size_t flushed = out_.size();
  const std::size_t head = from < flushed ? std::min(size, flushed - from) : 0;
  if (head > 0) std::memcpy(at, out_.data() + from, head);
  if (head < size) std::memcpy(at + head, buffer_ + (from + head - flushed), size - head);
  used_ += size;
}

void JsonWriter::escaped(std::string_view text) {
  while (!text.empty()) {
    std::size_t clean = 0;
    while (text.size() - clean >= 8 && escapes(load(text.data() + clean, 8)) == 0)
      clean += 8;
    while (clean < text.size() && !needs_escape(static_cast<unsigned char>(text[clean])))
      ++clean;
    if (clean > 0) plain(text.substr(0, clean));
    text.remove_prefix(clean);
    if (text.empty()) return;
    escape(static_cast<unsigned char>(text.front()));
    text.remove_prefix(1);
  }
}

void JsonWriter::escape(unsigned char c) {
  switch (c) {
    case '"':
      return raw("\\\"");
    case '\\':
      return raw("\\\\");
    case '\b':
      return raw("\\b");
    case '\f':
      return raw("\\f");
    case '\n':
      return raw("\\n");
    case '\r':
      return raw("\\r");
    case '\t':
      return raw("\\t");
    default:
      break;
  }
  constexpr char hex[] = "0123456789abcdef";
  raw("\\u00");
  raw(hex[c >> 4]);
  raw(hex[c & 0xF]);
}

void JsonWriter::untrusted_string(std::string_view text) {
  raw('"');
  while (!text.empty()) {
    std::size_t good = 0;
    while (good < text.size()) {
      const std::size_t length = character_length(text.substr(good));
      if (length == 0) break;
      good += length;
    }
    escaped(text.substr(0, good));
    text.remove_prefix(good);
    if (text.empty()) break;
    raw("\xEF\xBF\xBD");
    text.remove_prefix(1);
  }
  raw('"');
}

void JsonWriter::integer(std::int64_t value) {
  char digits[20];
  char* const end = digits + sizeof digits;
  char* begin = digits_before(end, magnitude(value));
  if (value < 0) *--begin = '-';
  plain({begin, static_cast<std::size_t>(end - begin)});
}

void JsonWriter::millionths(std::int64_t value) {
  const std::uint64_t size = magnitude(value);
  if (value < 0) raw('-');
  char whole[20];
  char* const end = whole + sizeof whole;
  char* const begin = digits_before(end, size / 1'000'000);
  plain({begin, static_cast<std::size_t>(end - begin)});
  std::uint64_t rest = size % 1'000'000;
  if (rest == 0) return;
  char places[7] = {'.', '0', '0', '0', '0', '0', '0'};
  std::size_t length = sizeof places;
  for (; rest % 10 == 0; rest /= 10)
    --length;
  for (std::size_t i = length - 1; rest != 0; rest /= 10, --i) {
    places[i] = static_cast<char>('0' + rest % 10);
  }
  plain({places, length});
}

void JsonWriter::boolean(bool value) {
  if (value) {
    raw("true");
  } else {
    raw("false");
  }
}

void JsonWriter::date(CivilDate value) {
  char* const at = reserve(12);
  at[0] = '"';
  value.write(at + 1);
  at[11] = '"';
  used_ += 12;
}

void JsonWriter::money(Money value) {
  char* const at = reserve(Money::max_text + 2);
  at[0] = '"';
  const std::size_t length = value.write(at + 1);
  at[length + 1] = '"';
  used_ += length + 2;
}

}  // namespace sanbao::records
