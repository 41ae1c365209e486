// SPDX-License-Identifier: Apache-2.0
//
// See segments.hpp. Tested by tests/unit/audit_log_test.cpp.
#include "audit/segments.hpp"

#include <algorithm>
#include <utility>

#include "audit/files.hpp"
#include "audit/record_form.hpp"

namespace sanbao::audit {

namespace {

constexpr std::string_view segment_end = ".jsonl";
constexpr std::string_view torn_end = ".torn";
constexpr std::size_t segment_digits = 12;  // names sort as their numbers do

std::string text_name(std::string_view digest, std::string_view end) {
  constexpr std::string_view kind = "sha256:";
  if (digest.starts_with(kind)) digest.remove_prefix(kind.size());
  return std::string(digest).append(end);
}

std::string name_of(std::uint64_t record, std::string_view end) {
  std::string digits = std::to_string(record);
  if (digits.size() < segment_digits) digits.insert(0, segment_digits - digits.size(), '0');
  return digits.append(end);
}

/// The record that a file with this end is named by; 0: it is no such name.
std::uint64_t record_of(const std::string& name, std::string_view end) {
  std::string_view digits = name;
  if (!digits.ends_with(end)) return 0;
  digits.remove_suffix(end.size());
  digits.remove_prefix(std::min(digits.find_first_not_of('0'), digits.size()));
  std::uint64_t record = 0;
  if (!take_number(digits, record) || !digits.empty() || record == 0) return 0;
  return name_of(record, end) == name ? record : 0;
}

}  // namespace

Segment segment_at(const std::string& folder, std::uint64_t first) {
  Segment segment;
  segment.name = name_of(first, segment_end);
  segment.path = folder + "/" + segment.name;
  segment.first = first;
  return segment;
}

std::string torn_name(std::uint64_t record) {
  return name_of(record, torn_end);
}

std::vector<Segment> segments_of(const std::string& folder, std::vector<std::string>* strays) {
  std::vector<Segment> segments;
  std::vector<std::string> others;
  for (const std::string& name : names_in(folder)) {
    if (name == lock_name || name == salt_name || name == texts_name) continue;
    // A salt of which the writing was cut short, before anything was masked by it.
    if (name == std::string(salt_name) + ".new") continue;
    if (record_of(name, torn_end) > 0) continue;
    if (const std::uint64_t first = record_of(name, segment_end); first > 0) {
      segments.push_back(segment_at(folder, first));
    } else {
      others.push_back(name);
    }
  }
  if (segments.empty() && !others.empty())
    throw LogError(LogError::Kind::damaged,
                   "`" + folder + "/" + others.front() + "` is no file of a log");
  if (strays != nullptr) *strays = std::move(others);
  return segments;
}

std::span<const Segment> segments_with(std::span<const Segment> segments, std::uint64_t first,
                                       std::uint64_t last) {
  const auto behind = [&](std::uint64_t record) {
    const auto after = std::ranges::upper_bound(segments, record, {}, &Segment::first);
    return static_cast<std::size_t>(after - segments.begin());
  };
  const std::size_t begin = std::max<std::size_t>(behind(first), 1) - 1;
  return segments.subspan(begin, behind(last) - begin);
}

std::string policy_text_name(std::string_view digest) {
  return text_name(digest, ".yaml");
}
std::string calendar_text_name(std::string_view digest) {
  return text_name(digest, ".csv");
}

}  // namespace sanbao::audit
