// SPDX-License-Identifier: Apache-2.0
//
// See hexadecimal.hpp. Every record writes 128 digits.
// Tested by tests/unit/audit_digest_test.cpp.
#include "audit/hexadecimal.hpp"

#include <array>
#include <cstdint>

namespace sanbao::audit {

namespace {

constexpr std::string_view digits = "0123456789abcdef";

/// By sums, not looked up: so many are written at once.
constexpr char digit(unsigned value) {
  return static_cast<char>(value + '0' + (value > 9 ? 'a' - '0' - 10 : 0));
}

constexpr unsigned char no_digit = 0xFF;

constexpr auto values = [] {
  std::array<unsigned char, 256> table{};
  table.fill(no_digit);
  for (std::size_t value = 0; value < digits.size(); ++value)
    table[static_cast<unsigned char>(digits[value])] = static_cast<unsigned char>(value);
  return table;
}();

}  // namespace

void write_hexadecimal(std::span<const unsigned char> bytes, char* at) {
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    at[2 * i] = digit(bytes[i] >> 4U);
    at[2 * i + 1] = digit(bytes[i] & 0x0FU);
  }
}

void append_hexadecimal(std::span<const unsigned char> bytes, std::string& out) {
  const std::size_t begin = out.size();
  out.resize(begin + 2 * bytes.size());
  write_hexadecimal(bytes, out.data() + begin);
}

bool read_hexadecimal(std::string_view text, std::span<unsigned char> bytes) {
  if (text.size() != 2 * bytes.size()) return false;
  unsigned seen = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const unsigned high = values[static_cast<unsigned char>(text[2 * i])];
    const unsigned low = values[static_cast<unsigned char>(text[2 * i + 1])];
    seen |= high | low;
    bytes[i] = static_cast<unsigned char>(high << 4U | low);
  }
  return seen < digits.size();
}

}  // namespace sanbao::audit
