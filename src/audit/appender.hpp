// SPDX-License-Identifier: Apache-2.0
//
// Appender: the files that a log is written to, one segment after the other.
// In: groups of records, each a stretch of bytes for a segment or for several. Out: bytes at the end of segments, on disk
// where they are to be synced. Never leaves behind what was not kept when a write fails, as far as the disk lets it; after
// a failure it is the caller who must stop. Used by one thread at a time. Tested by tests/unit/audit_log_test.cpp and tests/audit.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "audit/files.hpp"
#include "audit/pages.hpp"

namespace sanbao::audit {

/// Records that are written together, and where.
class Group {
 public:
  Group() { clear(); }
  /// Forgets what it holds. What comes stands in the segment that is being written.
  void clear();
  /// What comes stands in a new segment, of which `first` is the first record.
  void begin_segment(std::uint64_t first);
  /// Bytes that stand where the group ends; leaves others in their place, to be used again.
  void take(Pages& pages);
  /// Room for so many bytes where the group ends, at this place of the segment.
  [[nodiscard]] char* leave(std::uint64_t position, std::size_t bytes);
  [[nodiscard]] std::uint64_t size() const;

  /// Called once the group is where it is to be.
  std::function<void()> released;

 private:
  friend class Appender;
  struct Stretch {
    std::uint64_t begins = 0;  // a new segment with this record; 0: none
    std::size_t first = 0;     // of the pages
  };
  Pages& next();

  std::vector<Stretch> stretches_;
  std::vector<Pages> pages_;
  std::size_t used_ = 0;  // of the pages
};

class Appender {
 public:
  Appender(std::string folder, bool synced) : folder_(std::move(folder)), synced_(synced) {}

  /// The segment that is being written.
  void open(std::uint64_t first, bool is_there);
  /// Of its file.
  [[nodiscard]] std::uint64_t size() const { return size_; }
  /// Takes what is beyond `size` from its end.
  void cut(std::uint64_t size);

  void write(Group& group);
  /// What has been written is on disk. LogError where the segment was deleted in the meantime.
  void sync();
  /// What has been written may be released: a write that fails takes it back no more.
  void keep();

 private:
  void begin(std::uint64_t first);
  void write(Pieces pieces);
  template <typename Work>
  void or_take_back(const Work& work);
  void take_back();

  const std::string folder_;
  const bool synced_;
  File file_;
  std::uint64_t size_ = 0, synced_size_ = 0;
  std::string kept_path_;  // of the segment that holds the last that was kept
  std::uint64_t kept_size_ = 0;
  std::vector<std::string> begun_;  // segments behind it
};

}  // namespace sanbao::audit
