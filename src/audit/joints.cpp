// SPDX-License-Identifier: Apache-2.0
//
// See joints.hpp.
#include "audit/joints.hpp"

#include <algorithm>
#include <string_view>

#include "audit/chain_check.hpp"
#include "audit/files.hpp"
#include "audit/line_blocks.hpp"
#include "audit/record_form.hpp"

namespace sanbao::audit {

namespace {

constexpr std::uint64_t piece = 16 << 10;

/// A line at an end of a segment, with its end where it has one.
struct EndLine {
  std::string text;
  [[nodiscard]] bool whole() const { return text.ends_with('\n'); }
  [[nodiscard]] std::string_view line() const {
    return std::string_view(text).substr(0, text.size() - (whole() ? 1 : 0));
  }
};

std::string bytes_at(File& file, std::uint64_t place, std::uint64_t size) {
  std::string bytes(size, '\0');
  std::size_t got = 0;
  while (got < size) {
    const std::size_t more = file.read_at(place + got, bytes.data() + got, size - got);
    if (more == 0) break;
    got += more;
  }
  bytes.resize(got);
  return bytes;
}

EndLine first_line(File& file, std::uint64_t size) {
  EndLine first;
  while (first.text.size() < std::min<std::uint64_t>(size, most_line_bytes)) {
    const std::uint64_t place = first.text.size();
    first.text += bytes_at(file, place, std::min(piece, size - place));
    const std::size_t end = first.text.find('\n', place);
    if (end == std::string::npos) continue;
    first.text.resize(end + 1);
    break;
  }
  return first;
}

EndLine last_line(File& file, std::uint64_t size) {
  EndLine last;
  for (std::uint64_t begin = size; begin > 0 && last.text.size() < most_line_bytes;) {
    const std::uint64_t more = std::min<std::uint64_t>(std::max(piece, size - begin), begin);
    begin -= more;
    last.text.insert(0, bytes_at(file, begin, more));
    // The end of the line itself does not count.
    const std::size_t before =
        std::string_view(last.text).substr(0, last.text.size() - 1).rfind('\n');
    if (before == std::string::npos) continue;
    last.text.erase(0, before + 1);
    break;
  }
  return last;
}

[[noreturn]] void refuse_last(const Segment& segment, std::string_view what) {
  throw LogError(LogError::Kind::damaged,
                 "`" + segment.path + "`, its last line: " + std::string(what));
}

/// The last record, which has to stand by itself.
Head last_of(const Segment& segment, const EndLine& last) {
  if (!last.whole()) refuse_last(segment, torn_record);
  const auto record = read_record(last.line());
  if (!record) refuse_last(segment, not_a_record);
  if (!is_sound(*record)) refuse_last(segment, changed_fault(record->number));
  if (record->number < segment.first)
    refuse_last(segment, "record " + std::to_string(record->number) + " stands out of its place");
  return {record->number, record->digest};
}

}  // namespace

std::string changed_fault(std::uint64_t number) {
  return "record " + std::to_string(number) + " was changed: its digest is not that of its content";
}

std::string previous_fault(std::uint64_t number) {
  return "the `previous` of record " + std::to_string(number) + " is not the digest of record " +
         std::to_string(number - 1);
}

std::string missing_fault(std::uint64_t first, std::uint64_t next) {
  const std::string number = std::to_string(first);
  if (next == first + 1) return "record " + number + " is missing before ";
  return "records " + number + " to " + std::to_string(next - 1) + " are missing before ";
}

std::optional<JointFault> joint_fault(const Head& before, std::uint64_t first,
                                      const std::optional<Digest>& previous) {
  const std::uint64_t expected = before.records + 1;
  if (first < expected)
    return JointFault{0,
                      "the segment before it goes on to record " + std::to_string(before.records)};
  if (first > expected) return JointFault{0, missing_fault(expected, first) + "it"};
  if (previous && *previous != before.digest) return JointFault{1, previous_fault(first)};
  return std::nullopt;
}

void refuse(const Segment& segment, std::uint64_t line, const std::string& what) {
  const std::string place = line > 0 ? ", line " + std::to_string(line) : std::string();
  throw LogError(LogError::Kind::damaged, "`" + segment.path + "`" + place + ": " + what);
}

Head head_behind(std::span<const Segment> segments) {
  Head before;
  for (const Segment& segment : segments) {
    File file = File::open_to_read(segment.path);
    const std::uint64_t size = file.size();
    if (size == 0) refuse(segment, 0, "the segment is empty");
    const EndLine first = first_line(file, size);
    ChainCheck check(segment.first);
    if (const auto wrong = check.line(first.line(), first.whole())) refuse(segment, 1, wrong->what);
    if (const auto wrong = joint_fault(before, segment.first, check.first_previous()))
      refuse(segment, wrong->line, wrong->what);
    before = last_of(segment, last_line(file, size));
  }
  return before;
}

}  // namespace sanbao::audit
