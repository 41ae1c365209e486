// SPDX-License-Identifier: Apache-2.0
//
// YamlTree: a YAML file as text with places, no types. Made by parse/yaml_reader.cpp alone.
// In: nothing. Out: the shape that parse/ and the test runner read.
// Never holds a number, a date or a boolean: a scalar is text until a declared type reads it.
// Tested by tests/unit/yaml_reader_test.cpp.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sanbao/diagnostic.hpp"

namespace sanbao::ir {

struct YamlEntry;

/// One node of a file. `empty` is a key without a value, `~` or an empty item: no value at all.
struct YamlNode {
  enum class Kind : std::uint8_t { empty, scalar, sequence, mapping };

  Kind kind = Kind::empty;
  bool quoted = false;  ///< scalar in single or double quotes
  bool flow = false;    ///< mapping or sequence written with {} or []
  std::string text;     ///< scalar: UTF-8, after unescaping and folding
  Span span;  ///< of a scalar: its words on its first line, without quotes; else: where it begins
  std::vector<YamlNode> items;     ///< sequence
  std::vector<YamlEntry> entries;  ///< mapping, in file order, keys unique

  /// For each character (code point) of `text` that does not follow its predecessor by one column on
  /// the same line: where it stands. Empty for a scalar on one line without escapes.
  struct Jump {
    std::uint32_t character;  ///< index into text, in code points
    std::uint32_t line, column;
  };
  std::vector<Jump> jumps;

  /// Place of `length` characters of a scalar's text from code point `character` on.
  [[nodiscard]] Span span_at(std::uint32_t character, std::uint32_t length) const;

  [[nodiscard]] bool is_scalar() const { return kind == Kind::scalar; }
  [[nodiscard]] bool is_sequence() const { return kind == Kind::sequence; }
  [[nodiscard]] bool is_mapping() const { return kind == Kind::mapping; }
  /// Value of a key, or nullptr.
  [[nodiscard]] const YamlNode* find(std::string_view key) const;
};

struct YamlEntry {
  std::string key;
  Span key_span;
  bool key_quoted = false;
  YamlNode value;
};

/// A whole file: its name, its bytes as read (for digests and source lines) and its root.
struct YamlTree {
  std::string file;
  std::string bytes;
  YamlNode root;
};

}  // namespace sanbao::ir
