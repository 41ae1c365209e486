// SPDX-License-Identifier: Apache-2.0
//
// See written.hpp.
#include "diff/written.hpp"

#include <algorithm>

namespace sanbao::diff {

namespace {

constexpr std::string_view named_sections[] = {"parameters", "tables",  "values",
                                               "conditions", "periods", "facts"};

bool is_word_byte(char byte) {
  return (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') || byte == '_' || byte == '.';
}

/// The words of a text, and each up to its first dot: `shelf.cut` and `shelf`.
std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  for (std::size_t i = 0; i < text.size();) {
    if (!is_word_byte(text[i])) {
      ++i;
      continue;
    }
    const std::size_t begin = i;
    while (i < text.size() && is_word_byte(text[i]))
      ++i;
    const std::string_view word = text.substr(begin, i - begin);
    words.emplace_back(word);
    if (word.find('.') != std::string_view::npos)
      words.emplace_back(word.substr(0, word.find('.')));
  }
  return words;
}

std::string_view effect_key(ir::Effect effect) {
  switch (effect) {
    case ir::Effect::grants:
      return "grants";
    case ir::Effect::excludes:
      return "excludes";
    case ir::Effect::adds:
      break;
  }
  return "for";
}

}  // namespace

std::string written(const ir::YamlNode* node) {
  if (node == nullptr) return {};
  std::string text;
  const auto join = [&](const std::string& piece) {
    if (text.size() > 1) text += ", ";
    text += piece;
  };
  switch (node->kind) {
    case ir::YamlNode::Kind::scalar:
      return node->text;
    case ir::YamlNode::Kind::sequence:
      text = "[";
      for (const ir::YamlNode& item : node->items)
        join(written(&item));
      return text + "]";
    case ir::YamlNode::Kind::mapping:
      text = "{";
      for (const ir::YamlEntry& part : node->entries)
        join(part.key + ": " + written(&part.value));
      return text + "}";
    case ir::YamlNode::Kind::empty:
      break;
  }
  return "~";
}

const ir::YamlNode* at(const ir::YamlNode* node, const std::vector<std::string_view>& path) {
  for (const std::string_view key : path)
    if (node != nullptr) node = node->find(key);
  return node;
}

const ir::YamlNode* entry(const ir::CheckedPolicy& policy, std::string_view section,
                          std::string_view name) {
  return at(&policy.tree->root, {section, name});
}

const ir::YamlNode* rule_entry(const ir::CheckedPolicy& policy, const ir::RuleUse& rule) {
  const ir::YamlNode* rules = policy.tree->root.find("rules");
  if (rules == nullptr) return nullptr;
  for (const ir::YamlNode& item : rules->items) {
    const ir::YamlNode* id = item.find("id");
    if (id != nullptr && id->text == rule.id && item.find(effect_key(rule.effect)) != nullptr)
      return &item;
  }
  return nullptr;
}

Names::Names(const ir::CheckedPolicy& from, const ir::CheckedPolicy& to) {
  add(from, &Entry::from);
  add(to, &Entry::to);
}

void Names::add(const ir::CheckedPolicy& policy, std::string Entry::*side) {
  for (const std::string_view section : named_sections) {
    const ir::YamlNode* node = policy.tree->root.find(section);
    if (node == nullptr) continue;
    for (const ir::YamlEntry& part : node->entries) {
      Entry& entry = names_[part.key];
      entry.section = section;
      for (const ir::ListUse& list : policy.lists)
        if (section == "facts" && part.key.starts_with(list.path + "."))
          fields_[part.key.substr(list.path.size() + 1)] = part.key;
      // Of a fact the assumption is what a rule may rest on.
      entry.*side = written(section == "facts" ? part.value.find("assume") : &part.value);
    }
  }
}

std::set<std::string> Names::changed_in(std::string_view text) const {
  std::set<std::string> seen;
  std::set<std::string> changed;
  std::vector<std::string> next = words_of(text);
  while (!next.empty()) {
    const std::string word = std::move(next.back());
    next.pop_back();
    if (const auto field = fields_.find(word); field != fields_.end())
      next.push_back(field->second);
    const auto found = names_.find(word);
    if (found == names_.end() || !seen.insert(word).second) continue;
    const Entry& entry = found->second;
    if (entry.changed()) changed.insert(word);
    for (const std::string* side : {&entry.from, &entry.to})
      for (std::string& inner : words_of(*side))
        next.push_back(std::move(inner));
  }
  return changed;
}

}  // namespace sanbao::diff
