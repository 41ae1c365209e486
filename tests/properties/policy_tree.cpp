// SPDX-License-Identifier: Apache-2.0
//
// See policy_tree.hpp. The YAML is read by yaml-cpp, as in tests/oracle.
#include "policy_tree.hpp"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <cstddef>
#include <functional>
#include <utility>

namespace properties {

namespace {

Json tree_of(const YAML::Node& node) {
  Json out;
  if (node.IsMap()) {
    out.kind = Json::Kind::object;
    for (const auto& entry : node) {
      JsonMember member{entry.first.Scalar(), tree_of(entry.second)};
      // A quoted key (an id of `informative`) stays quoted.
      if (entry.first.Tag() == "!") member.name.insert(0, 1, '"');
      out.members.push_back(std::move(member));
    }
  } else if (node.IsSequence()) {
    out.kind = Json::Kind::array;
    for (const auto& item : node)
      out.items.push_back(tree_of(item));
  } else {
    out.kind = node.Tag() == "!" ? Json::Kind::text : Json::Kind::number;
    out.text = node.Scalar();
  }
  return out;
}

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

void write(const Json& tree, std::size_t indent, std::string& out) {
  const std::string blanks(indent, ' ');
  if (tree.kind == Json::Kind::object && !tree.members.empty()) {
    for (const auto& [name, value] : tree.members) {
      out += "\n" + blanks + (name.starts_with('"') ? quoted(name.substr(1)) : name) + ":";
      write(value, indent + 2, out);
    }
  } else if (tree.kind == Json::Kind::array && !tree.items.empty()) {
    for (const Json& item : tree.items) {
      out += "\n" + blanks + "-";
      write(item, indent + 2, out);
    }
  } else {
    out += tree.kind == Json::Kind::object  ? " {}"
           : tree.kind == Json::Kind::array ? " []"
           : tree.kind == Json::Kind::text  ? " " + quoted(tree.text)
                                            : " " + tree.text;
  }
}

template <typename T>
void shuffle(std::vector<T>& list, oracle::Random& random) {
  for (std::size_t left = list.size(); left > 1; --left)
    std::swap(list[left - 1], list[random.below(left)]);
}

template <typename T>
void drop(std::vector<T>& list, std::size_t from, std::size_t to) {
  list.erase(list.begin() + static_cast<std::ptrdiff_t>(from),
             list.begin() + static_cast<std::ptrdiff_t>(to));
}

// Every half of `a and b`, `a or b`, and what stands behind `not` or in one pair of parentheses.
std::vector<std::string> shorter(const std::string& text) {
  std::vector<std::string> out;
  if (text.starts_with("not ")) out.push_back(text.substr(4));
  std::size_t depth = 0, first_close = std::string::npos;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '(') ++depth;
    if (text[i] == ')' && depth > 0 && --depth == 0 && first_close == std::string::npos)
      first_close = i;
    for (const std::string_view word : {" and ", " or "})
      if (depth == 0 && text.compare(i, word.size(), word) == 0) {
        out.push_back(text.substr(0, i));
        out.push_back(text.substr(i + word.size()));
      }
  }
  if (text.starts_with('(') && first_close + 1 == text.size())
    out.push_back(text.substr(1, text.size() - 2));
  return out;
}

}  // namespace

Json read_yaml(const std::string& text) {
  return tree_of(YAML::Load(text));
}

std::string write_yaml(const Json& tree) {
  std::string out;
  write(tree, 0, out);
  return out.substr(1) + "\n";
}

void shuffle_keys(Json& tree, oracle::Random& random) {
  shuffle(tree.members, random);
  for (auto& member : tree.members)
    shuffle_keys(member.value, random);
  for (Json& item : tree.items)
    shuffle_keys(item, random);
}

void shuffle_policy(Json& policy, oracle::Random& random) {
  shuffle_keys(policy, random);
  for (const char* key : {"rules", "notices"})
    if (Json* list = find(policy, key)) shuffle(list->items, random);
}

Json* find(Json& tree, std::string_view key) {
  for (auto& member : tree.members)
    if (member.name == key) return &member.value;
  return nullptr;
}

std::vector<Json> smaller(const Json& tree) {
  std::vector<Json> out;
  Json work = tree;
  // Level by level: what is cut near the root is more.
  std::vector<Json*> level{&work}, next;
  const auto with = [&](Json& node, const Json& instead) {
    Json kept = std::move(node);
    node = instead;
    out.push_back(work);
    node = std::move(kept);
  };
  while (!level.empty()) {
    next.clear();
    for (Json* node : level) {
      const std::size_t size = node->items.size() + node->members.size();
      const auto without = [&](std::size_t from, std::size_t to) {
        Json less = *node;
        if (less.kind == Json::Kind::array) {
          drop(less.items, from, to);
        } else {
          drop(less.members, from, to);
        }
        with(*node, less);
      };
      for (std::size_t width = std::max<std::size_t>(size / 2, 1); width > 0; width /= 2)
        for (std::size_t to = size; to >= width; to -= width)
          without(to - width, to);
      // `{all: [a, b]}` becomes a.
      if (node != &work && node->members.size() == 1 && !node->members[0].value.items.empty())
        for (const Json& branch : node->members[0].value.items)
          with(*node, branch);
      if (size == 0)
        for (const std::string& text : shorter(node->text)) {
          Json less = *node;
          less.text = text;
          with(*node, less);
        }
      for (auto& member : node->members)
        next.push_back(&member.value);
      for (Json& item : node->items)
        next.push_back(&item);
    }
    std::swap(level, next);
  }
  return out;
}

}  // namespace properties
