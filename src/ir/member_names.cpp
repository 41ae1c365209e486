// SPDX-License-Identifier: Apache-2.0
//
// member_names.cpp: see member_names.hpp.
// Tested by tests/unit/vocabulary_test.cpp.
#include "ir/member_names.hpp"

#include <algorithm>

namespace sanbao::ir {
namespace {

// Two characters of Chinese; one alone lies in too many names.
constexpr std::size_t shortest_part = 6;

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool alike(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, {}, lower, lower);
}

bool is_latin(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// `repairs[0].replaced` without its number.
std::string without_numbers(std::string_view path) {
  std::string out;
  bool inside = false;
  for (const char c : path) {
    if (c == '[') inside = true;
    if (!inside) out += c;
    if (c == ']') inside = false;
  }
  return out;
}

}  // namespace

std::string_view member_named(std::span<const Member> members, std::string_view written) {
  const auto at = std::ranges::find_if(members, [&](const Member& member) {
    return member.name.zh == written || alike(member.name.en, written);
  });
  return at == members.end() ? std::string_view{} : at->id;
}

std::string_view member_meant(std::span<const Member> members, std::string_view written) {
  if (const std::string_view named = member_named(members, written); !named.empty()) return named;
  if (written.size() < shortest_part || is_latin(written)) return {};
  std::string_view found;
  for (const Member& member : members) {
    const std::string_view name = member.name.zh;
    const bool fits =
        name.find(written) != std::string_view::npos ||
        (name.size() >= shortest_part && written.find(name) != std::string_view::npos);
    if (!fits) continue;
    if (!found.empty()) return {};
    found = member.id;
  }
  return found;
}

const FactInfo* find_standard_path(std::string_view path) {
  const std::string plain = without_numbers(path);
  if (const FactInfo* fact = find_standard_fact(plain)) return fact;
  const std::size_t dot = plain.find('.');
  if (dot == std::string::npos) return nullptr;
  const ListInfo* list = find_standard_list(std::string_view(plain).substr(0, dot));
  return list == nullptr ? nullptr : find_field(*list, std::string_view(plain).substr(dot + 1));
}

std::span<const Member> standard_members(std::string_view path) {
  const FactInfo* fact = find_standard_path(path);
  return fact == nullptr ? std::span<const Member>{} : fact->members;
}

std::string_view truth_meant(std::string_view lower) {
  for (const std::string_view yes : {"true", "yes", "on", "是", "真", "对"})
    if (lower == yes) return "true";
  for (const std::string_view no : {"false", "no", "off", "否", "假", "不是"})
    if (lower == no) return "false";
  return {};
}

}  // namespace sanbao::ir
