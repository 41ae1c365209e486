// SPDX-License-Identifier: Apache-2.0
//
// scalar_places.hpp: where each character of a scalar stands in the file.
// In: a prepared text, the offset at which a scalar begins, and the scalar's text as the parser
// gave it. Out: its place, and a jump wherever a character does not follow the one before it by one
// column.
// Never changes the text; where the two cannot be matched the places left out follow the last known
// one.
// Tested by tests/unit/yaml_reader_test.cpp.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "base/source_text.hpp"
#include "ir/yaml_tree.hpp"

namespace sanbao::parse {

struct ScalarPlaces {
  Span span;  ///< its words on its first line, without quotes
  std::vector<ir::YamlNode::Jump> jumps;
  std::size_t end = 0;  ///< offset behind it, closing quote included
  bool matched = true;  ///< every character was found
};

ScalarPlaces locate_scalar(const base::SourceText& source, std::size_t offset,
                           std::string_view text);

}  // namespace sanbao::parse
