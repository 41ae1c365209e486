// SPDX-License-Identifier: Apache-2.0
//
// Reader: one line of JSON to the facts of a claim, straight into their slots.
// In: the bytes of a line. Out: a filled ClaimData, or one RecordError and an empty ClaimData.
// A line is looked at in this order: its length, its form (UTF-8, JSON, depth), its meaning; the
// first byte at fault of the first of these that has one is told. Never keeps a number it cannot
// hold exactly, never skips a byte unseen, never allocates once it has seen a line as large. Tested
// by tests/unit/claim_reader_test.cpp and tests/bad.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "claims/cursor.hpp"
#include "claims/record_index.hpp"
#include "claims/tokens.hpp"
#include "claims/trail.hpp"
#include "claims/unread.hpp"
#include "claims/wording.hpp"
#include "sanbao/records.hpp"

namespace sanbao::claims {

class Reader {
 public:
  /// The schema must outlive the reader. `variant`: see Tokens; all give the same answers.
  explicit Reader(const ir::Schema& schema, std::string_view variant = {});

  [[nodiscard]] bool read(std::string_view line, ir::ClaimData& claim, RecordError& error);
  /// How many lines were read the short way, along the trail of earlier ones.
  [[nodiscard]] std::uint64_t followed() const { return trail_.followed(); }

 private:
  // Each answers false where it put a fault into found_.
  bool read_line(std::string_view line);
  bool read_record();
  bool read_member(std::uint32_t leads, std::string_view key, std::uint32_t offset);
  bool read_group(std::uint32_t index);
  bool read_fact(std::uint32_t slot, std::uint32_t key_offset);
  bool read_list(std::uint32_t index, std::uint32_t key_offset);
  bool read_events(std::uint32_t index);
  bool read_event(std::uint32_t index);
  bool read_value(const RecordIndex::Takes& takes, ir::Cell& cell);
  bool read_set(const RecordIndex::Takes& takes, ir::Cell& cell);
  bool read_unread(std::string_view key, std::uint32_t offset);
  bool pass_unread();
  bool is_far(std::string_view group);

  bool take_key(std::string_view& key, std::uint32_t& offset) {
    offset = cursor_.offset();
    return take_text(key) && (cursor_.take(':') || not_json());
  }
  bool take_text(std::string_view& text) {
    if (!cursor_.take_text(text)) return not_json();
    return !escapes_ || resolve(text);
  }
  [[gnu::cold]] bool resolve(std::string_view& text);
  [[gnu::cold]] bool fail(Fault fault, std::uint32_t offset);
  /// Another kind of value stands where an object or a list is wanted.
  [[gnu::cold]] bool not_wanted(const char* wanted, Fault of_null);
  [[gnu::cold]] bool not_json() { return fail(Fault::not_json, cursor_.offset()); }
  [[gnu::cold]] void describe(std::string_view line, RecordError& error) const;

  RecordIndex index_;
  Tokens tokens_;
  Trail trail_;
  UnreadWalk unread_;
  std::string scratch_;                 // texts whose escapes are resolved
  std::vector<std::uint64_t> seen_;     // by group: the number of the record that had it last
  std::vector<std::string> far_names_;  // unread groups known to be near nothing
  std::uint64_t record_ = 0;
  std::uint64_t seen_context_ = 0;

  // of the line being read
  Cursor cursor_;
  ir::ClaimData* claim_ = nullptr;
  bool escapes_ = false;
  Found found_;
};

}  // namespace sanbao::claims
