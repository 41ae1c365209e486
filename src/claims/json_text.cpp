// SPDX-License-Identifier: Apache-2.0
//
// See json_text.hpp.
#include "claims/json_text.hpp"

#include <algorithm>

#include "base/utf8.hpp"

namespace sanbao::claims {
namespace {

int hex_value(char c) {
  if (is_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// `\uXXXX` at the front: the number, and how many bytes are right.
struct Unit {
  char32_t value = 0;
  std::size_t length = 0;
};
Unit read_unit(std::string_view text) {
  Unit unit;
  constexpr std::string_view mark = "\\u";
  while (unit.length < 2 && unit.length < text.size() && text[unit.length] == mark[unit.length])
    ++unit.length;
  if (unit.length < 2) return unit;
  for (; unit.length < 6 && unit.length < text.size(); ++unit.length) {
    const int digit = hex_value(text[unit.length]);
    if (digit < 0) break;
    unit.value = unit.value * 16 + static_cast<char32_t>(digit);
  }
  return unit;
}

}  // namespace

Escape read_escape(std::string_view text) {
  using State = Escape::State;
  if (text.size() < 2) return {0, text.size(), State::bad};
  switch (text[1]) {
    case '"':
      return {U'"', 2};
    case '\\':
      return {U'\\', 2};
    case '/':
      return {U'/', 2};
    case 'b':
      return {U'\b', 2};
    case 'f':
      return {U'\f', 2};
    case 'n':
      return {U'\n', 2};
    case 'r':
      return {U'\r', 2};
    case 't':
      return {U'\t', 2};
    case 'u':
      break;
    default:
      return {0, 1, State::bad};
  }
  const Unit first = read_unit(text);
  if (first.length < 6) return {0, first.length, State::bad};
  if (first.value < 0xD800 || first.value > 0xDFFF) return {first.value, 6};
  if (first.value >= 0xDC00) return {0, 0, State::half};
  const Unit second = read_unit(text.substr(6));
  // a first half with something else behind it, or with an escape that is itself at fault
  if (second.length >= 2 && second.length < 6) return {0, 6 + second.length, State::bad};
  if (second.length < 6 || second.value < 0xDC00 || second.value > 0xDFFF)
    return {0, 0, State::half};
  return {0x10000 + ((first.value - 0xD800) << 10) + (second.value - 0xDC00), 12};
}

bool resolve_escapes(std::string_view text, std::string& out) {
  while (!text.empty()) {
    const std::size_t plain = std::min(text.find('\\'), text.size());
    out.append(text.substr(0, plain));
    text.remove_prefix(plain);
    if (text.empty()) break;
    const Escape escape = read_escape(text);
    if (escape.state != Escape::State::good) return false;
    base::append_utf8(out, escape.character);
    text.remove_prefix(escape.length);
  }
  return true;
}

NumberFront number_front(std::string_view text) {
  std::size_t at = 0;
  const auto digits = [&] {
    const std::size_t from = at;
    while (at < text.size() && is_digit(text[at]))
      ++at;
    return at > from;
  };
  const auto take = [&](char a, char b) {
    if (at >= text.size() || (text[at] != a && text[at] != b)) return false;
    ++at;
    return true;
  };
  take('-', '-');
  if (!take('0', '0') && !digits()) return {at, false};
  if (take('.', '.') && !digits()) return {at, false};
  if (take('e', 'E')) {
    take('+', '-');
    if (!digits()) return {at, false};
  }
  return {at, true};
}

}  // namespace sanbao::claims
