// SPDX-License-Identifier: Apache-2.0
//
// See json_text.hpp. Tested by tests/unit/audit_record_test.cpp.
#include "audit/json_text.hpp"

#include <array>
#include <cstdint>

namespace sanbao::audit {

namespace {

enum class Sign : std::uint8_t { plain, open, close, quote, end };

constexpr auto signs = [] {
  std::array<Sign, 256> table{};
  for (const char c : {'{', '['})
    table[static_cast<unsigned char>(c)] = Sign::open;
  for (const char c : {'}', ']'})
    table[static_cast<unsigned char>(c)] = Sign::close;
  for (const char c : {',', ':'})
    table[static_cast<unsigned char>(c)] = Sign::end;
  table['"'] = Sign::quote;
  return table;
}();

/// The quote that ends the string which begins at `at`; npos where none does.
std::size_t end_of_string(std::string_view text, std::size_t at) {
  for (++at; at < text.size(); ++at) {
    if (text[at] == '"') return at;
    if (text[at] == '\\') ++at;
  }
  return std::string_view::npos;
}

}  // namespace

std::string_view take_value(std::string_view& text) {
  std::size_t depth = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    std::size_t end = 0;
    switch (signs[static_cast<unsigned char>(text[at])]) {
      case Sign::plain:
        continue;
      case Sign::open:
        ++depth;
        continue;
      case Sign::quote:
        at = end_of_string(text, at);
        if (at == std::string_view::npos) return {};
        if (depth > 0) continue;
        end = at + 1;
        break;
      case Sign::close:
        end = at;
        if (depth > 0) {
          if (--depth > 0) continue;
          end = at + 1;
        }
        break;
      case Sign::end:
        if (depth > 0) continue;
        end = at;
        break;
    }
    const std::string_view value = text.substr(0, end);
    text.remove_prefix(end);
    return value;
  }
  return {};
}

void append_json_string(std::string_view text, std::string& out) {
  constexpr std::string_view digits = "0123456789abcdef";
  out += '"';
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (byte < 0x20) {
      out += "\\u00";
      out += digits[byte >> 4U];
      out += digits[byte & 0x0FU];
    } else {
      out += c;
    }
  }
  out += '"';
}

}  // namespace sanbao::audit
