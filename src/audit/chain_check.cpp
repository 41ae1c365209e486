// SPDX-License-Identifier: Apache-2.0
//
// See chain_check.hpp. Tested by tests/unit/audit_tamper_test.cpp.
#include "audit/chain_check.hpp"

#include <utility>

namespace sanbao::audit {

bool is_sound(const Record& record) {
  return record.digest == chain_digest(record.previous, record.number, blake2b(record.body));
}

std::string previous_fault(std::uint64_t number) {
  return "the `previous` of record " + std::to_string(number) + " is not the digest of record " +
         std::to_string(number - 1);
}

std::optional<std::string> ChainCheck::place_of(std::uint64_t number) const {
  const std::uint64_t expected = head_.records + 1;
  if (number == expected) return std::nullopt;
  if (named_ == expected && !first_previous_)
    return "the segment is named " + std::to_string(expected) + " but begins with record " +
           std::to_string(number);
  const std::string own = "record " + std::to_string(number);
  if (number == head_.records) return own + " stands here a second time";
  if (number < expected)
    return own + " stands out of its place, after " + std::to_string(head_.records);
  const std::string first = std::to_string(expected);
  if (number == expected + 1) return "record " + first + " is missing before " + own;
  return "records " + first + " to " + std::to_string(number - 1) + " are missing before " + own;
}

std::optional<std::string> ChainCheck::line(std::string_view line, bool whole) {
  auto record = whole ? read_record(line) : std::nullopt;
  const bool sound = record && is_sound(*record);
  return this->record(std::move(record), sound, whole);
}

std::optional<std::string> ChainCheck::record(std::optional<Record> record, bool sound,
                                              bool whole) {
  record_ = std::move(record);
  if (!record_) {
    ++head_.records;
    previous_known_ = false;
    return whole ? "this is no record" : "the record is torn: its line has no end";
  }
  auto fault = place_of(record_->number);
  if (!fault && !sound)
    fault = "record " + std::to_string(record_->number) +
            " was changed: its digest is not that of its content";
  if (!fault && previous_known_ && record_->previous != head_.digest)
    fault = previous_fault(record_->number);
  if (!first_previous_) first_previous_ = record_->previous;
  if (record_->number > head_.records) head_.records = record_->number;
  head_.digest = record_->digest;
  previous_known_ = true;
  return fault;
}

}  // namespace sanbao::audit
