// SPDX-License-Identifier: Apache-2.0
//
// The error line that stands in the place of a record that could not be read (docs/records.md §4).
// In: what the reader found, the record's number and where its line begins. Out: one JSON object
// without a line break. Never echoes bytes that are no UTF-8: a line at fault may hold any. Tested
// by tests/unit/decision_json_test.cpp.
#include "records/json_writer.hpp"
#include "sanbao/records.hpp"

namespace sanbao {

void append_json(const RecordError& error, std::uint64_t record, std::uint64_t line_offset,
                 std::string& out) {
  records::JsonWriter json(out);
  json.raw("{\"record\":");
  json.integer(static_cast<std::int64_t>(record));
  json.raw(",\"offset\":");
  json.integer(static_cast<std::int64_t>(line_offset + error.offset));
  json.raw(",\"path\":");
  json.untrusted_string(error.path);
  json.raw(",\"error\":{\"code\":");
  json.untrusted_string(error.code);
  json.raw(",\"message\":");
  json.untrusted_string(error.message);
  json.raw(",\"expected\":");
  json.untrusted_string(error.expected);
  json.raw('}');
  if (error.has_claim_id) {
    json.raw(",\"claim\":");
    json.untrusted_string(error.claim_id);
  }
  json.raw('}');
}

}  // namespace sanbao
