// SPDX-License-Identifier: Apache-2.0
//
// See chain_check.hpp.
#include "audit/chain_check.hpp"

#include <algorithm>
#include <utility>

#include "audit/record_form.hpp"

namespace sanbao::audit {

namespace {

std::string name_of(std::uint64_t number) {
  return "record " + std::to_string(number);
}

ChainFault changed(std::uint64_t number) {
  return {FaultKind::changed, changed_fault(number), number};
}

}  // namespace

bool is_sound(const Record& record) {
  return record.digest == chain_digest(record.previous, record.number, blake2b(record.body));
}

ReadLine read_line(std::string_view line, bool whole) {
  if (!whole) return {std::nullopt, LineEnd::none};
  if (!line.ends_with('\r')) return {read_record(line), LineEnd::lf};
  line.remove_suffix(1);
  return {read_record(line), LineEnd::cr_lf};
}

bool ChainCheck::Place::fits(std::uint64_t number, const std::optional<Digest>& previous) const {
  const std::uint64_t next = last.records + 1;
  if (number == next) return !known || !previous || *previous == last.digest;
  // Lines in between took the place of records; on what this one stands is gone with them.
  return number > next && number <= next + strangers;
}

ChainFault ChainCheck::misplaced(const Record& record, bool is_first) const {
  const std::uint64_t number = record.number;
  const Place& before = nearest();
  if (is_first && named_)
    return {
        FaultKind::place,
        "the segment is named " + std::to_string(begins_) + " but begins with " + name_of(number),
        number};
  if (number == before.last.records + 1)
    return {FaultKind::previous, previous_fault(number), number};
  if (number == before.last.records)
    return {FaultKind::place, name_of(number) + " stands here a second time", number};
  if (number < before.last.records)
    return {
        FaultKind::place,
        name_of(number) + " stands out of its place, after " + std::to_string(before.last.records),
        number};
  return {FaultKind::place, missing_fault(before.end() + 1, number) + name_of(number), number};
}

/// Whether the record stands where one is expected. What the line before was is known then.
bool ChainCheck::settle(const Record& record) {
  if (odd_ && odd_->place.fits(record.number, record.previous)) {
    if (odd_->begins_segment) {
      begins_ = odd_->place.last.records;
      first_previous_ = odd_->previous;
    }
    sure_ = odd_->place;
    odd_.reset();
    return true;
  }
  if (!sure_.fits(record.number, record.previous)) return false;
  if (odd_) told_better_ = std::move(odd_->better);
  odd_.reset();
  return true;
}

void ChainCheck::keep_odd(const Record& record, bool sound, bool is_first,
                          const ChainFault& fault) {
  Odd odd{.place = {{record.number, record.digest}, 0, true},
          .previous = record.previous,
          .begins_segment = is_first && named_ && fault.kind == FaultKind::place,
          .better = {}};
  if (fault.kind == FaultKind::place && !sound) {
    odd.better = changed(sure_.end() + 1);
  } else if (fault.kind == FaultKind::place && record.number > sure_.last.records) {
    odd.better =
        ChainFault{FaultKind::place,
                   name_of(record.number) + " does not belong here, after " + name_of(sure_.end()),
                   record.number};
  }
  ++sure_.strangers;
  odd_ = std::move(odd);
}

std::optional<ChainFault> ChainCheck::line(std::string_view line, bool whole) {
  ReadLine read = read_line(line, whole);
  const bool sound = read.record && is_sound(*read.record);
  return this->line(std::move(read), sound);
}

std::optional<ChainFault> ChainCheck::line(ReadLine read, bool sound) {
  told_better_.reset();
  const bool is_first = !std::exchange(seen_, true);
  record_ = std::move(read.record);
  if (!record_) {
    ++sure_.strangers;
    if (odd_) ++odd_->place.strangers;
    if (read.end != LineEnd::none)
      return ChainFault{FaultKind::no_record, std::string(not_a_record)};
    torn_ = nearest().end();
    return ChainFault{FaultKind::torn, std::string(torn_record)};
  }
  std::optional<ChainFault> fault;
  if (!settle(*record_)) {
    fault = misplaced(*record_, is_first);
  } else if (!sound) {
    fault = changed(record_->number);
  }
  if (fault) {
    keep_odd(*record_, sound, is_first, *fault);
    return fault;
  }
  if (record_->number == begins_) first_previous_ = record_->previous;
  sure_ = {{record_->number, record_->digest}, 0, true};
  if (read.end == LineEnd::cr_lf)
    return ChainFault{FaultKind::ending, "the line ends with CR LF, not with LF alone",
                      record_->number};
  return std::nullopt;
}

Head ChainCheck::head() const {
  const Place& last = nearest();
  return {std::max(last.end(), sure_.last.records), last.last.digest};
}

std::uint64_t ChainCheck::begins() const {
  return odd_ && odd_->begins_segment ? odd_->place.last.records : begins_;
}

std::optional<Digest> ChainCheck::first_previous() const {
  return odd_ && odd_->begins_segment ? odd_->previous : first_previous_;
}

ChainCheck::Following ChainCheck::follow(std::uint64_t first,
                                         const std::optional<Digest>& previous) const {
  if (odd_ && odd_->place.fits(first, previous)) return {};
  if (sure_.fits(first, previous))
    return {std::nullopt, odd_ ? odd_->better : std::optional<ChainFault>()};
  const Place& before = nearest();
  if (first == before.last.records + 1) return {JointFault{1, previous_fault(first)}, {}};
  return {joint_fault({before.end(), before.last.digest}, first, std::nullopt), {}};
}

}  // namespace sanbao::audit
