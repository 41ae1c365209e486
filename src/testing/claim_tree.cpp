// SPDX-License-Identifier: Apache-2.0
//
// The claim of a case: base and case merged, facts set and taken out, written as the JSON record
// that the claim reader reads, so that a test can expect the reader's errors too. In: nodes of a
// test file. Out: a merged node; one JSON value. Never types a value: a plain number, true, false
// and null stay what JSON calls them, all else is text (docs/testing.md). Tested by
// tests/unit/testing_test.cpp.
#include <algorithm>
#include <charconv>

#include "testing/test_file.hpp"

namespace sanbao::testing {
namespace {

using ir::YamlNode;

// `repairs[0].fixed` as keys and places: {"repairs", 0}, {"fixed", none}.
struct PathPart {
  std::string_view key;
  std::optional<std::size_t> index;
};

std::optional<std::vector<PathPart>> parts_of(std::string_view path) {
  std::vector<PathPart> parts;
  while (true) {
    const std::size_t dot = path.find('.');
    std::string_view word = path.substr(0, dot);
    PathPart part;
    if (word.ends_with(']')) {
      const std::size_t open = word.find('[');
      if (open == std::string_view::npos) return std::nullopt;
      const std::string_view digits = word.substr(open + 1, word.size() - open - 2);
      std::size_t index = 0;
      const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), index);
      if (digits.empty() || read.ec != std::errc() || read.ptr != digits.data() + digits.size()) {
        return std::nullopt;
      }
      part.index = index;
      word = word.substr(0, open);
    }
    if (word.empty()) return std::nullopt;
    part.key = word;
    parts.push_back(part);
    if (dot == std::string_view::npos) return parts;
    path.remove_prefix(dot + 1);
  }
}

YamlNode* find(YamlNode& node, std::string_view key) {
  for (ir::YamlEntry& entry : node.entries) {
    if (entry.key == key) return &entry.value;
  }
  return nullptr;
}

YamlNode& child(YamlNode& node, std::string_view key) {
  if (YamlNode* there = find(node, key)) return *there;
  node.kind = YamlNode::Kind::mapping;
  ir::YamlEntry entry;
  entry.key = key;
  node.entries.push_back(std::move(entry));
  return node.entries.back().value;
}

// `-?(0|[1-9][0-9]*)(\.[0-9]+)?`
bool is_decimal(std::string_view text) {
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  if (text.starts_with('-')) text.remove_prefix(1);
  const std::size_t point = std::min(text.find('.'), text.size());
  const std::string_view whole = text.substr(0, point);
  if (whole.empty() || !std::all_of(whole.begin(), whole.end(), digit)) return false;
  if (whole.size() > 1 && whole.front() == '0') return false;
  if (point == text.size()) return true;
  const std::string_view decimals = text.substr(point + 1);
  return !decimals.empty() && std::all_of(decimals.begin(), decimals.end(), digit);
}

void write_text(std::string_view text, std::string& out) {
  constexpr std::string_view hex = "0123456789abcdef";
  out.push_back('"');
  for (const char letter : text) {
    const auto byte = static_cast<unsigned char>(letter);
    if (letter == '"' || letter == '\\') {
      out.push_back('\\');
      out.push_back(letter);
    } else if (byte < 0x20) {
      out += "\\u00";
      out.push_back(hex[byte >> 4U]);
      out.push_back(hex[byte & 0xFU]);
    } else {
      out.push_back(letter);
    }
  }
  out.push_back('"');
}

void write(const YamlNode& node, std::string& out) {
  switch (node.kind) {
    case YamlNode::Kind::empty:
      out += "null";
      return;
    case YamlNode::Kind::scalar: {
      const bool word = node.text == "true" || node.text == "false" || node.text == "null";
      if (!node.quoted && (word || is_decimal(node.text))) {
        out += node.text;
      } else {
        write_text(node.text, out);
      }
      return;
    }
    case YamlNode::Kind::sequence: {
      out.push_back('[');
      for (std::size_t i = 0; i < node.items.size(); ++i) {
        if (i != 0) out.push_back(',');
        write(node.items[i], out);
      }
      out.push_back(']');
      return;
    }
    case YamlNode::Kind::mapping: {
      out.push_back('{');
      for (std::size_t i = 0; i < node.entries.size(); ++i) {
        if (i != 0) out.push_back(',');
        write_text(node.entries[i].key, out);
        out.push_back(':');
        write(node.entries[i].value, out);
      }
      out.push_back('}');
      return;
    }
  }
}

}  // namespace

void merge(YamlNode& base, const YamlNode& over) {
  if (!base.is_mapping() || !over.is_mapping()) {
    base = over;
    return;
  }
  for (const ir::YamlEntry& entry : over.entries) {
    if (YamlNode* there = find(base, entry.key)) {
      merge(*there, entry.value);
    } else {
      base.entries.push_back(entry);
    }
  }
}

bool remove(YamlNode& claim, std::string_view path) {
  const auto parts = parts_of(path);
  if (!parts) return false;
  YamlNode* node = &claim;
  for (std::size_t i = 0; i < parts->size(); ++i) {
    const PathPart& part = (*parts)[i];
    const bool last = i + 1 == parts->size();
    const auto entry = std::find_if(node->entries.begin(), node->entries.end(),
                                    [&](const ir::YamlEntry& e) { return e.key == part.key; });
    if (!node->is_mapping() || entry == node->entries.end()) return false;
    if (last && !part.index) {
      node->entries.erase(entry);
      return true;
    }
    node = &entry->value;
    if (!part.index) continue;
    if (!node->is_sequence() || *part.index >= node->items.size()) return false;
    if (last) {
      node->items.erase(node->items.begin() + static_cast<std::ptrdiff_t>(*part.index));
      return true;
    }
    node = &node->items[*part.index];
  }
  return false;
}

bool set(YamlNode& claim, std::string_view path, const YamlNode& value) {
  const auto parts = parts_of(path);
  if (!parts) return false;
  YamlNode* node = &claim;
  for (const PathPart& part : *parts) {
    if (node->kind != YamlNode::Kind::empty && !node->is_mapping()) return false;
    node = &child(*node, part.key);
    if (!part.index) continue;
    if (node->kind == YamlNode::Kind::empty) node->kind = YamlNode::Kind::sequence;
    if (!node->is_sequence() || *part.index > node->items.size()) return false;
    if (*part.index == node->items.size()) node->items.emplace_back();
    node = &node->items[*part.index];
  }
  *node = value;
  return true;
}

std::optional<Span> place_of(const YamlNode& claim, std::string_view path, bool key) {
  const auto parts = parts_of(path);
  if (!parts) return std::nullopt;
  const YamlNode* node = &claim;
  Span found;
  for (const PathPart& part : *parts) {
    const auto entry = std::find_if(node->entries.begin(), node->entries.end(),
                                    [&](const ir::YamlEntry& e) { return e.key == part.key; });
    if (entry == node->entries.end()) return std::nullopt;
    node = &entry->value;
    found = key ? entry->key_span : node->span;
    if (!part.index) continue;
    if (*part.index >= node->items.size()) return std::nullopt;
    node = &node->items[*part.index];
    found = node->span;
  }
  return found;
}

std::string to_json(const YamlNode& claim) {
  std::string out;
  if (claim.kind == YamlNode::Kind::empty) return "{}";
  write(claim, out);
  return out;
}

}  // namespace sanbao::testing
