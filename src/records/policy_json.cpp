// SPDX-License-Identifier: Apache-2.0
//
// What a policy of a rulebook is, as one line of JSON (docs/records.md §5). In: a PolicyInfo. Out: bytes.
// Tested by tests/unit/rulebook_test.cpp and tests/cli/rules_test.py.
#include "records/decision_json.hpp"
#include "sanbao/records.hpp"

namespace sanbao {

namespace {

void write_day(records::JsonWriter& json, const std::optional<CivilDate>& day) {
  if (day) return json.date(*day);
  json.raw("null");
}

}  // namespace

void append_json(const PolicyInfo& policy, std::string& out) {
  records::JsonWriter json(out);
  json.raw_and_string("{\"policy\":", policy.id);
  json.raw_and_string(",\"version\":", policy.version);
  json.raw_and_string(",\"digest\":", policy.digest);
  json.raw_and_string(",\"title\":{\"zh\":", policy.title_zh);
  json.raw_and_string(",\"en\":", policy.title_en);
  json.raw_and_string("},\"basis\":", policy.basis);
  json.raw(",\"in_force\":{\"from\":");
  write_day(json, policy.in_force_from);
  json.raw(",\"until\":");
  write_day(json, policy.in_force_until);
  json.raw(",\"by\":");
  records::write(json, policy.in_force_by);
  json.raw("},\"categories\":");
  records::write(json, policy.categories);
  json.raw(",\"clauses\":[");
  records::write_each(json, policy.clauses, [&](std::string_view clause) { json.string(clause); });
  json.raw(']');
  json.raw(",\"rules\":");
  json.integer(static_cast<std::int64_t>(policy.rules));
  json.raw(",\"seen\":");
  json.integer(static_cast<std::int64_t>(policy.seen));
  json.raw(",\"recalled\":");
  json.integer(static_cast<std::int64_t>(policy.recalled));
  json.raw('}');
}

}  // namespace sanbao
