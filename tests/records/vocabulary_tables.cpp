// SPDX-License-Identifier: Apache-2.0
//
// Holds the vocabulary shown in docs/records.md to the one that is compiled: writes the tables and
// compares.
//   vocabulary_tables DOCUMENT [--update]
// In: a document with a pair of marks. Out: status 0 where what stands between them is what is
// compiled; else the first line that differs and status 1. With --update the document is rewritten.
// Never touches a byte outside the marks.
#include <cstddef>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

#include "ir/vocabulary.hpp"

namespace {

using sanbao::ir::FactInfo;
using sanbao::ir::Member;
using sanbao::ir::Type;

constexpr std::string_view begin_mark =
    "<!-- vocabulary: written by tests/records/vocabulary_tables --update -->\n";
constexpr std::string_view end_mark = "<!-- vocabulary: end -->\n";

std::string_view word_of(Type type) {
  switch (type) {
    case Type::boolean:
      return "bool";
    case Type::count:
      return "count";
    case Type::number:
      return "number";
    case Type::text:
      return "text";
    case Type::date:
      return "date";
    case Type::days:
      return "days";
    case Type::length:
      return "length";
    case Type::money:
      return "money";
    case Type::rate:
      return "rate";
    case Type::enumeration:
      return "one of";
    case Type::set:
      return "set of";
    case Type::remedy:
      return "remedy";
    case Type::list:
      return "list";
  }
  return {};
}

std::string code(std::string_view text) {
  return "`" + std::string(text) + "`";
}

std::string type_of(const FactInfo& fact) {
  std::string text(word_of(fact.type));
  if (fact.computed) text += ", worked out, never given";
  if (fact.type == Type::set && fact.open) text += " text";
  if (!fact.members.empty()) text += fact.open ? "; known members below" : "; members below";
  if (fact.type == Type::set && !fact.open) text = "set; members below";
  if (fact.type == Type::enumeration) text = "one of the members below";
  return text;
}

void add_row(const FactInfo& fact, std::string& out) {
  out += "| " + code(fact.path) + " | " + type_of(fact) + " | " + std::string(fact.name.en) +
         " · " + std::string(fact.name.zh) + " | " + std::string(fact.question.en) + " · " +
         std::string(fact.question.zh) + " |\n";
}

void add_members(std::string_view path, const FactInfo& fact, std::string& out) {
  if (fact.members.empty()) return;
  out += "\nMembers of " + code(path) + (fact.open ? ", which takes any other text too: " : ": ");
  bool first = true;
  for (const Member& member : fact.members) {
    if (!first) out += ", ";
    first = false;
    out += code(member.id) + " (" + std::string(member.name.en) + ", " +
           std::string(member.name.zh) + ")";
  }
  out += ".\n";
}

constexpr std::string_view head = "| path | type | name | question |\n|---|---|---|---|\n";

void add_groups(std::string& out) {
  const auto facts = sanbao::ir::standard_facts();
  for (std::size_t begin = 0; begin < facts.size();) {
    const std::string_view group = facts[begin].path.substr(0, facts[begin].path.find('.'));
    std::size_t end = begin;
    while (end < facts.size() && facts[end].path.starts_with(std::string(group) + "."))
      ++end;
    out += "\n### " + code(group) + "\n\n" + std::string(head);
    for (std::size_t i = begin; i < end; ++i)
      add_row(facts[i], out);
    for (std::size_t i = begin; i < end; ++i)
      add_members(facts[i].path, facts[i], out);
    begin = end;
  }
}

void add_lists(std::string& out) {
  for (const auto& list : sanbao::ir::standard_lists()) {
    out += "\n### " + code(std::string(list.path) + "[]") + "\n\n" + std::string(list.name.en) +
           " · " + std::string(list.name.zh) + ". Asked as: " + std::string(list.question.en) +
           " · " + std::string(list.question.zh) + "\n\n" + std::string(head);
    for (const FactInfo& field : list.fields)
      add_row(field, out);
    for (const FactInfo& field : list.fields)
      add_members(std::string(list.path) + "[]." + std::string(field.path), field, out);
  }
}

void add_remedies(std::string& out) {
  out += "\n### Remedies\n\n| remedy | name | side remedy |\n|---|---|---|\n";
  for (const auto& remedy : sanbao::ir::standard_remedies())
    out += "| " + code(remedy.id) + " | " + std::string(remedy.name.en) + " · " +
           std::string(remedy.name.zh) + " | " + (remedy.side ? "yes" : "") + " |\n";
}

std::string tables() {
  std::string out;
  add_groups(out);
  add_lists(out);
  add_remedies(out);
  return out + "\n";
}

// The first line in which they differ, for a message.
std::string first_difference(std::string_view shown, std::string_view compiled) {
  std::size_t line = 0;
  for (std::size_t i = 0; i < shown.size() && i < compiled.size() && shown[i] == compiled[i]; ++i)
    if (shown[i] == '\n') line = i + 1;
  const auto at = [line](std::string_view text) {
    return std::string(text.substr(line, text.find('\n', line) - line));
  };
  return "  shown:    " + at(shown) + "\n  compiled: " + at(compiled) + "\n";
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 2) return 2;
  const std::string path = arguments[1];
  std::ifstream in(path, std::ios::binary);
  const std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  const std::size_t begin = text.find(begin_mark);
  const std::size_t end = text.find(end_mark);
  if (begin == std::string::npos || end == std::string::npos || end < begin) {
    std::fprintf(stderr, "%s: the marks of the vocabulary are not there\n", path.c_str());
    return 1;
  }
  const std::size_t from = begin + begin_mark.size();
  const std::string shown = text.substr(from, end - from);
  const std::string compiled = tables();
  if (shown == compiled) return 0;
  if (count > 2 && std::string_view(arguments[2]) == "--update") {
    std::ofstream(path, std::ios::binary) << text.substr(0, from) << compiled << text.substr(end);
    return 0;
  }
  std::fprintf(stderr, "%s: the vocabulary is not the compiled one; --update writes it\n%s",
               path.c_str(), first_difference(shown, compiled).c_str());
  return 1;
}
