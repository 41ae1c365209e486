// SPDX-License-Identifier: Apache-2.0
//
// yaml_tree.cpp: finding a key, and the place of a piece of a scalar.
// Tested by tests/unit/yaml_reader_test.cpp.
#include "ir/yaml_tree.hpp"

#include <algorithm>

namespace sanbao::ir {
namespace {

struct Place {
  std::uint32_t line, column;
};

Place place_of(const YamlNode& node, std::uint32_t character) {
  const auto after = std::upper_bound(
      node.jumps.begin(), node.jumps.end(), character,
      [](std::uint32_t value, const YamlNode::Jump& jump) { return value < jump.character; });
  if (after == node.jumps.begin()) return {node.span.line, node.span.column + character};
  const YamlNode::Jump& jump = *std::prev(after);
  return {jump.line, jump.column + (character - jump.character)};
}

}  // namespace

Span YamlNode::span_at(std::uint32_t character, std::uint32_t length) const {
  const Place begin = place_of(*this, character);
  const Place end = place_of(*this, character + length);
  if (end.line == begin.line && end.column > begin.column) {
    return {begin.line, begin.column, end.column - begin.column};
  }
  // The piece runs over the end of its line: it is cut behind the last character that stands on it.
  const auto leaves = std::find_if(jumps.begin(), jumps.end(), [&](const Jump& jump) {
    return jump.character > character && jump.line != begin.line;
  });
  if (leaves == jumps.end() || leaves->character <= character) {
    return {begin.line, begin.column, std::max<std::uint32_t>(length, 1)};
  }
  const Place last = place_of(*this, leaves->character - 1);
  const std::uint32_t cut = last.column >= begin.column ? last.column - begin.column + 1 : 1;
  return {begin.line, begin.column, cut};
}

const YamlNode* YamlNode::find(std::string_view key) const {
  for (const YamlEntry& entry : entries) {
    if (entry.key == key) return &entry.value;
  }
  return nullptr;
}

}  // namespace sanbao::ir
