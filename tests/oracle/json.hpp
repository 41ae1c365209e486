// SPDX-License-Identifier: Apache-2.0
//
// A tiny JSON reader for well-formed lines: claims that the generator made, decisions that the library wrote.
// In: text. Out: a tree whose numbers are still their characters.
// Never checks more than it needs; refusing bad records is tested elsewhere (tests/bad).
// Tested by its comparison with the library, oracle.random.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace oracle {

struct JsonMember;

struct Json {
  enum class Kind { null, boolean, number, text, array, object };
  Kind kind = Kind::null;
  std::string text;  // of text and numbers; "true" and "false"
  std::vector<Json> items;
  std::vector<JsonMember> members;

  [[nodiscard]] const Json* find(std::string_view key) const;
  [[nodiscard]] std::string at(std::string_view key) const {
    const Json* value = find(key);
    return value == nullptr ? std::string() : value->text;
  }
};

struct JsonMember {
  std::string name;
  Json value;
};

inline const Json* Json::find(std::string_view key) const {
  for (const JsonMember& member : members) {
    if (member.name == key) return &member.value;
  }
  return nullptr;
}

Json read_json(std::string_view text);
/// Without blanks, for reports and for comparing.
std::string write_json(const Json& json);

}  // namespace oracle
