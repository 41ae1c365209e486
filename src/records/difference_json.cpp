// SPDX-License-Identifier: Apache-2.0
//
// What is different between two versions of a policy, as one line of JSON (docs/audit.md). In: a PolicyDifference.
// Out: bytes. Tested by tests/cli/diff_test.py.
#include "records/decision_json.hpp"
#include "sanbao/compare.hpp"

namespace sanbao {

namespace {

void write_text(records::JsonWriter& json, const std::string& text) {
  if (text.empty()) {
    json.raw("null");
  } else {
    json.string(text);
  }
}

void write_version(records::JsonWriter& json, const std::string& version,
                   const std::string& digest) {
  if (digest.empty()) {
    json.raw("null");
    return;
  }
  json.raw_and_string("{\"version\":", version);
  json.raw_and_string(",\"digest\":", digest);
  json.raw('}');
}

}  // namespace

void append_json(const PolicyDifference& difference, std::string& out) {
  records::JsonWriter json(out);
  json.raw_and_string("{\"policy\":", difference.policy);
  json.raw(",\"from\":");
  write_version(json, difference.from_version, difference.from_digest);
  json.raw(",\"to\":");
  write_version(json, difference.to_version, difference.to_digest);
  json.raw(",\"differences\":[");
  records::write_each(json, std::span(difference.differences), [&](const MeaningDifference& one) {
    json.raw_and_string("{\"section\":", one.section);
    json.raw_and_string(",\"name\":", one.name);
    if (!one.title_zh.empty() || !one.title_en.empty()) {
      json.raw_and_string(",\"title\":{\"zh\":", one.title_zh);
      json.raw_and_string(",\"en\":", one.title_en);
      json.raw('}');
    }
    json.raw(",\"part\":");
    write_text(json, one.part);
    json.raw(",\"from\":");
    write_text(json, one.from);
    json.raw(",\"to\":");
    write_text(json, one.to);
    json.raw(",\"through\":[");
    records::write_each(json, std::span(one.through),
                        [&](const std::string& name) { json.string(name); });
    json.raw("]}");
  });
  json.raw("]}");
}

}  // namespace sanbao
