// SPDX-License-Identifier: Apache-2.0
//
// Batch: the content of records and its digests, worked out on any thread; see sanbao/audit/log.hpp.
// Tested by tests/unit/audit_log_test.cpp and tests/unit/audit_masks_test.cpp.
#include <algorithm>

#include "audit/blake2b_lanes.hpp"
#include "audit/hexadecimal.hpp"
#include "audit/json_text.hpp"
#include "audit/json_tree.hpp"
#include "audit/masks.hpp"
#include "audit/record_form.hpp"
#include "sanbao/audit/log.hpp"

namespace sanbao::audit {

namespace {

constexpr std::string_view decision_begin = "{\"claim\":";

/// A claim without the blanks around it, and on one line: breaks between its values become blanks,
/// inside them there are none.
void append_claim(std::string_view claim, std::string& out) {
  const std::size_t begin = claim.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return;
  claim = claim.substr(begin, claim.find_last_not_of(" \t\r\n") + 1 - begin);
  const std::size_t at = out.size();
  out += claim;
  if (claim.find('\n') != std::string_view::npos)
    std::replace(out.begin() + static_cast<std::ptrdiff_t>(at), out.end(), '\n', ' ');
}

/// The decision with another id of its claim.
void append_decision(std::string_view decision, std::string_view id, std::string& out) {
  if (!id.empty() && decision.starts_with(decision_begin)) {
    decision.remove_prefix(decision_begin.size());
    static_cast<void>(take_value(decision));
    out += decision_begin;
    append_json_string(id, out);
  }
  out += decision;
}

}  // namespace

void Batch::begin_record() {
  bytes_.append(head_room, ' ');
  bounds_.push_back(bytes_.size());
}

void Batch::end_record() {
  bounds_.push_back(bytes_.size());
  bytes_ += line_end;
}

void Batch::decided(std::string_view claim, std::string_view decision) {
  begin_record();
  bytes_ += decided_key;
  bytes_ += claim_key;
  std::string id;
  if (masks_) {
    masked_.clear();
    masks_->apply(claim, masked_, id);
    claim = masked_;
  }
  append_claim(claim, bytes_);
  bytes_ += decision_key;
  append_decision(decision, id, bytes_);
  bytes_ += '}';
  end_record();
}

void Batch::refused(std::string_view line, std::uint64_t record, std::uint64_t offset,
                    std::string_view error) {
  begin_record();
  bytes_ += refused_key;
  bytes_ += "{\"record\":";
  append_number(record, bytes_);
  bytes_ += ",\"offset\":";
  append_number(offset, bytes_);
  if (masks_) {
    // Nobody knows where in such a line a personal field stands, and the error may quote it.
    bytes_ += ",\"line\":";
    append_json_string(masks_->masked("line", line), bytes_);
    bytes_ += ",\"code\":";
    append_json_string(error_code(error), bytes_);
  } else {
    if (is_utf8(line)) {
      bytes_ += ",\"line\":";
      append_json_string(line, bytes_);
    } else {
      bytes_ += ",\"bytes\":\"";
      append_hexadecimal({reinterpret_cast<const unsigned char*>(line.data()), line.size()},
                         bytes_);
      bytes_ += '"';
    }
    bytes_ += ",\"error\":";
    bytes_ += error;
  }
  bytes_ += '}';
  end_record();
}

void Batch::seal() {
  blake2b_each(bytes_, std::span(bounds_).subspan(2 * digests_.size()), digests_);
}

void Batch::clear() {
  bytes_.clear();
  bounds_.clear();
  digests_.clear();
}

}  // namespace sanbao::audit
