// SPDX-License-Identifier: Apache-2.0
//
// yaml_places.cpp: see yaml_places.hpp.
// Tested by tests/unit/yaml_reader_test.cpp.
#include "parse/yaml_places.hpp"

#include <algorithm>

namespace sanbao::parse {

char YamlPlaces::peek(std::size_t at) const {
  return at < source_.bytes().size() ? source_.bytes()[at] : '\n';
}

std::string_view YamlPlaces::property_at(std::size_t at) const {
  const std::string_view text = source_.bytes();
  return text.substr(at, std::min(text.find_first_of(" \t\n,[]{}", at), text.size()) - at);
}

std::size_t YamlPlaces::skip_property(std::size_t at) const {
  at += property_at(at).size();
  return std::min(source_.bytes().find_first_not_of(" \t\n", at), source_.bytes().size());
}

std::size_t YamlPlaces::skip_properties(std::size_t at) const {
  while (peek(at) == '!' || peek(at) == '&')
    at = skip_property(at);
  return at;
}

Span YamlPlaces::dash_before(std::size_t at) const {
  // Only comments stand between; a file of nothing else must not be walked again for each item.
  constexpr std::uint32_t most_lines = 100;
  std::uint32_t number = source_.place_of(at).line;
  for (std::uint32_t i = 0; i < most_lines && number > 0; ++i, --number) {
    const std::string_view line = source_.line(number);
    const std::size_t end = source_.line_start(number) + line.size();
    const std::size_t word = line.find_first_not_of(" \t-");
    const bool only_dashes = word == std::string_view::npos || line[word] == '#';
    const std::size_t dash = line.substr(0, word).rfind('-');
    if (only_dashes && dash != std::string_view::npos && end != at &&
        source_.line_start(number) + dash < at) {
      return source_.place_of(source_.line_start(number) + dash);
    }
  }
  return source_.place_of(at);
}

Span YamlPlaces::begin_of(std::size_t at) const {
  const std::string_view text = source_.bytes();
  const char c = peek(at);
  if (c == '[' || c == '{' || c == '-') return source_.place_of(at);
  const std::size_t end = std::min(text.find_first_of(":\n", at), text.size());
  return source_.span_of(at, end);
}

}  // namespace sanbao::parse
