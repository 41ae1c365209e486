// SPDX-License-Identifier: Apache-2.0
//
// What replaying found, for machines; see sanbao/audit/replay.hpp. Tested by tests/cli/replay_test.py.
#include "audit/json_tree.hpp"
#include "audit/json_writer.hpp"
#include "sanbao/audit/replay.hpp"

namespace sanbao::audit {

namespace {

/// JSON as it stands in a decision; null where nothing does. What was cut short for people, or is no JSON because
/// somebody changed it, is a text.
void write_value(JsonWriter& json, std::string_view key, const std::string& value) {
  if (value.empty()) return json.word(key, "null");
  is_json(value) ? json.word(key, value) : json.text(key, value);
}

void write_text(JsonWriter& json, std::string_view key, const std::string& text) {
  if (text.empty()) return json.word(key, "null");
  json.text(key, text);
}

}  // namespace

std::string to_json(const Replayed& found) {
  std::string out;
  JsonWriter json(out);
  json.object([&] {
    json.number("record", found.record);
    json.text("file", found.file);
    json.number("line", found.line);
    write_text(json, "claim", found.claim);
    if (!found.missing.empty()) return json.text("missing", found.missing);
    json.text("path", found.path);
    write_value(json, "kept", found.kept);
    write_value(json, "again", found.made);
    if (found.rule.empty()) return;
    json.text("policy", found.policy);
    json.text("rule", found.rule);
    write_text(json, "change", found.change);
    json.object("facts", [&] {
      for (const auto& fact : found.facts)
        write_value(json, fact.first, fact.second);
    });
  });
  return out;
}

std::string to_json(const Replay& replay) {
  std::string out;
  JsonWriter json(out);
  json.object([&] {
    json.number("equal", replay.equal);
    json.number("differ", replay.differ);
    json.number("missing", replay.missing);
    json.number("passed_by", replay.passed_by);
  });
  return out;
}

}  // namespace sanbao::audit
