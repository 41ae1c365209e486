// SPDX-License-Identifier: Apache-2.0
//
// YamlPlaces: words of a YAML text at a place that the parser has named.
// In: the text with its lines, an offset. Out: the word of a tag or anchor, what stands behind it,
// the dash of an empty item, the first word of a collection.
// Never decides what is allowed.
// Tested by tests/unit/yaml_reader_test.cpp.
#pragma once

#include <cstddef>
#include <string_view>

#include "base/source_text.hpp"

namespace sanbao::parse {

class YamlPlaces {
 public:
  explicit YamlPlaces(const base::SourceText& source) : source_(source) {}

  /// The byte at an offset; a line break behind the end.
  [[nodiscard]] char peek(std::size_t at) const;
  /// `&name`, `*name` or `!name` at an offset.
  [[nodiscard]] std::string_view property_at(std::size_t at) const;
  [[nodiscard]] std::size_t skip_property(std::size_t at) const;
  /// Behind all tags and anchors.
  [[nodiscard]] std::size_t skip_properties(std::size_t at) const;
  /// An empty `- ` is named by where the next token stands; its own dash is the last one before
  /// that.
  [[nodiscard]] Span dash_before(std::size_t at) const;
  /// A bracket or dash, or the first key of a mapping in block style.
  [[nodiscard]] Span begin_of(std::size_t at) const;

 private:
  const base::SourceText& source_;
};

}  // namespace sanbao::parse
