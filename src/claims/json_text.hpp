// SPDX-License-Identifier: Apache-2.0
//
// The letters of JSON: escapes inside texts, and numbers (RFC 8259, sections 6 and 7).
// In: bytes. Out: how far they are what they should be, and what an escape stands for.
// Never takes half of a surrogate pair for a character; never converts a number.
// Tested by tests/unit/claim_reader_test.cpp and tests/bad.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace sanbao::claims {

/// Space, tab, line feed, carriage return.
constexpr bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}
constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// An escape at the front of `text`, both halves of a pair together.
struct Escape {
  char32_t character = 0;
  std::size_t length = 0;  ///< bytes of it; where it is at fault: those before the byte at fault
  enum class State : std::uint8_t { good, bad, half } state = State::good;
};
Escape read_escape(std::string_view text);

/// Appends the text with its escapes resolved, which is never longer; false where one is at fault.
bool resolve_escapes(std::string_view text, std::string& out);

/// How many bytes at the front of `text` are, or begin, a number; `whole` tells which.
struct NumberFront {
  std::size_t length = 0;
  bool whole = false;
};
NumberFront number_front(std::string_view text);

}  // namespace sanbao::claims
