// SPDX-License-Identifier: Apache-2.0
//
// repeated_keys.cpp: see repeated_keys.hpp.
// Tested by tests/unit/yaml_reader_test.cpp.
#include "parse/repeated_keys.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace sanbao::parse {
namespace {

using ir::YamlEntry;
using ir::YamlNode;
using Lines = std::unordered_map<std::string_view, std::uint32_t>;

// Where the next item begins: its first key is that of this item, and more keys stand twice behind
// it. The number of entries where there is none.
std::size_t next_item(const std::vector<YamlEntry>& entries, std::size_t begin) {
  Lines lines;
  std::size_t first = entries.size();
  for (std::size_t i = begin; i < entries.size(); ++i) {
    if (lines.emplace(entries[i].key, 0).second) continue;
    if (first < entries.size()) return first;
    if (entries[i].key == entries[begin].key) first = i;
  }
  return entries.size();
}

bool has_repeated(const std::vector<YamlEntry>& entries) {
  // So few keys are compared with each other sooner than a table of them is made.
  constexpr std::size_t few = 16;
  std::unordered_set<std::string_view> seen;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const auto begin = entries.begin(), end = begin + static_cast<std::ptrdiff_t>(i);
    const std::string& key = entries[i].key;
    if (entries.size() > few ? !seen.insert(key).second
                             : std::any_of(begin, end, [&](const auto& e) { return e.key == key; }))
      return true;
  }
  return false;
}

}  // namespace

std::vector<YamlNode> tell_repeated(std::vector<YamlEntry>& entries, std::vector<Missing>& missing,
                                    bool in_list, base::FaultList& faults) {
  if (!has_repeated(entries)) return {};
  std::vector<std::size_t> begins;
  std::vector<bool> repeated(entries.size(), false);
  std::size_t next = in_list && !entries.empty() ? next_item(entries, 0) : entries.size();
  Lines lines;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const YamlEntry& entry = entries[i];
    if (i == next) {
      faults.error(
          "SB1008", entry.key_span,
          fmt::format("`{}` stands twice in one item; a `- ` is missing before it", entry.key),
          fmt::format("a new item begins with `- `, in the column of the item above: "
                      "`- {}: …`",
                      entry.key));
      begins.push_back(i);
      lines.clear();
      next = next_item(entries, i);
    }
    const auto [seen, fresh] = lines.emplace(entry.key, entry.key_span.line);
    if (fresh) continue;
    repeated[i] = true;
    faults.error(
        "SB1008", entry.key_span, fmt::format("`{}` stands twice in one mapping", entry.key),
        fmt::format("it first stands in line {}; give the second another name, or take it out",
                    seen->second));
  }
  std::vector<YamlNode> items;
  std::vector<YamlEntry> kept;
  std::vector<Missing> kept_missing;
  for (std::size_t i = 0, item = 0; i < entries.size(); ++i) {
    if (item < begins.size() && begins[item] == i) {
      ++item;
      items.emplace_back();
      items.back().kind = YamlNode::Kind::mapping;
      items.back().span = entries[i].key_span;
    }
    if (repeated[i]) continue;
    if (items.empty()) {
      kept.push_back(std::move(entries[i]));
      kept_missing.push_back(missing[i]);
    } else {
      items.back().entries.push_back(std::move(entries[i]));
    }
  }
  entries = std::move(kept);
  missing = std::move(kept_missing);
  return items;
}

}  // namespace sanbao::parse
