// SPDX-License-Identifier: Apache-2.0
//
// LineBlocks: the lines of a log's segments, in order, in blocks of whole lines; what opening, verifying and replaying
// read by. In: segments. Out: blocks, each with its place, and the rulebook that is in force where it begins, so that it
// can be worked on by itself. Never holds more than a block, and the longest line. Tested by
// tests/unit/audit_tamper_test.cpp and tests/cli/replay_test.py.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "audit/files.hpp"
#include "audit/segments.hpp"

namespace sanbao::audit {

struct LogLine {
  std::string_view text;     ///< without its end
  std::uint64_t number = 0;  ///< in its segment, from 1
  bool whole = true;         ///< it has an end
};

/// A line that is longer is no record: a claim of 1 MiB with every reason stays far below.
inline constexpr std::size_t most_line_bytes = std::size_t{256} << 20;

/// Whether the line begins as that of a `rulebook` record does; asked before it is read as a record.
[[nodiscard]] bool may_be_rulebook(std::string_view line);

class LineBlock {
 public:
  /// The next line; false at the end of the block.
  [[nodiscard]] bool next(LogLine& line);
  /// Of the segments that are read, which.
  [[nodiscard]] std::size_t segment() const { return segment_; }
  [[nodiscard]] std::size_t size() const { return size_; }
  /// The content of the last rulebook record before the block, in its segment; none where there is none.
  [[nodiscard]] const std::shared_ptr<const std::string>& rulebook() const { return rulebook_; }

 private:
  friend class LineBlocks;
  std::string bytes_;
  std::size_t size_ = 0, at_ = 0, segment_ = 0;
  std::vector<std::size_t> ends_;  // of its whole lines: found once, by who reads
  std::size_t next_ = 0;           // into these
  std::uint64_t line_ = 1;
  std::shared_ptr<const std::string> rulebook_;
};

class LineBlocks {
 public:
  explicit LineBlocks(std::span<const Segment> segments) : segments_(segments) {}

  /// The next whole lines of one segment, and at its end what has no end; false behind the last segment.
  [[nodiscard]] bool next(LineBlock& block);

 private:
  bool read_on(LineBlock& block);
  void look_at_lines(LineBlock& block);

  std::span<const Segment> segments_;
  std::size_t segment_ = 0;
  File file_;
  std::string rest_;  // read, not handed out yet
  std::uint64_t line_ = 1;
  std::shared_ptr<const std::string> rulebook_;
};

}  // namespace sanbao::audit
