// SPDX-License-Identifier: Apache-2.0
//
// written.cpp: see written.hpp.
// Tested by tests/unit/check_policy_test.cpp.
#include "check/written.hpp"

#include <algorithm>
#include <array>

#include "base/nearest.hpp"

namespace sanbao::check {
namespace {

const ir::YamlNode* root_of(const ir::PolicyDocument& document) {
  return document.tree != nullptr && document.tree->root.is_mapping() ? &document.tree->root
                                                                      : nullptr;
}

// What stands under a key, or under a slip for it, which parse/ has told and read as what it was
// meant for.
const ir::YamlNode* below(const ir::YamlNode* node, std::string_view key) {
  if (node == nullptr || !node->is_mapping()) return nullptr;
  if (const ir::YamlNode* found = node->find(key)) return found;
  const std::array<std::string_view, 1> known{key};
  const auto slip = std::ranges::find_if(node->entries, [&](const ir::YamlEntry& entry) {
    return base::nearest(entry.key, known).has_value();
  });
  return slip == node->entries.end() ? nullptr : &slip->value;
}

// parse/ notes where each item of `rules` begins.
const ir::YamlNode* node_of(const ir::PolicyDocument& document, const ir::RuleDoc& rule) {
  const ir::YamlNode* rules = below(root_of(document), "rules");
  if (rules == nullptr) return nullptr;
  const auto place = [](const Span& span) { return std::pair(span.line, span.column); };
  // Items stand in the order of the file.
  const auto at =
      std::ranges::lower_bound(rules->items, place(rule.span), {},
                               [&](const ir::YamlNode& item) { return place(item.span); });
  return at != rules->items.end() && at->span == rule.span ? &*at : nullptr;
}

}  // namespace

bool is_readable(const ir::PolicyDocument& document) {
  return root_of(document) != nullptr;
}

bool is_written(const ir::PolicyDocument& document, std::string_view key) {
  return below(root_of(document), key) != nullptr;
}

bool is_written(const ir::PolicyDocument& document, std::string_view section,
                std::string_view key) {
  const ir::YamlNode* node = below(root_of(document), section);
  // A section that is no mapping says nothing that could be read.
  return node != nullptr && (!node->is_mapping() || below(node, key) != nullptr);
}

bool is_written(const ir::PolicyDocument& document, std::string_view section,
                std::string_view entry, std::string_view key) {
  const ir::YamlNode* node = below(below(root_of(document), section), entry);
  return node != nullptr && (!node->is_mapping() || below(node, key) != nullptr);
}

bool is_written(const ir::PolicyDocument& document, const ir::RuleDoc& rule, std::string_view key) {
  const ir::YamlNode* node = node_of(document, rule);
  return node != nullptr && (!node->is_mapping() || below(node, key) != nullptr);
}

bool is_filled(const ir::PolicyDocument& document, const ir::RuleDoc& rule, std::string_view key) {
  const ir::YamlNode* value = below(node_of(document, rule), key);
  if (value == nullptr) return false;
  return !(value->is_mapping() && value->entries.empty()) &&
         !(value->is_sequence() && value->items.empty());
}

}  // namespace sanbao::check
