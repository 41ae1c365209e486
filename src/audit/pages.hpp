// SPDX-License-Identifier: Apache-2.0
//
// Pages: bytes on their way to the end of a file, laid out in memory as they will lie in it.
// In: a place in the file, and bytes for it. Out: the same bytes in one piece, which begins in memory at the place of a page
// at which it begins in the file. So it can be written past the memory of the system (File::write_past). Emptied, it keeps
// its room. Tested by tests/unit/audit_pages_test.cpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "audit/files.hpp"

namespace sanbao::audit {

class Pages {
 public:
  /// Forgets what it holds. What comes stands in the file from `position` on.
  void begin(std::uint64_t position);
  /// Whether so many bytes can be added without moving those that are there.
  [[nodiscard]] bool has_room(std::size_t bytes) const { return room_ - end_ >= bytes; }
  /// Makes it.
  void make_room(std::size_t bytes) {
    if (!has_room(bytes)) grow(bytes);
  }
  void append(std::string_view bytes) {
    std::memcpy(leave(bytes.size()), bytes.data(), bytes.size());
  }
  /// Room for so many bytes, to be filled in later.
  char* leave(std::size_t bytes) {
    make_room(bytes);
    end_ += bytes;
    return bytes_.get() + end_ - bytes;
  }

  [[nodiscard]] std::size_t size() const { return end_ - begin_; }
  [[nodiscard]] std::size_t room() const { return room_; }
  /// Where the bytes stand; no longer than until something is added.
  [[nodiscard]] char* data() const { return bytes_.get() + begin_; }

  /// The same bytes of a file that stand in several, each behind the one before, as pieces for `write_past`. What ends
  /// within a page is repeated before what goes on there.
  [[nodiscard]] static std::vector<std::string_view> join(std::span<Pages> all);

 private:
  struct Free {
    void operator()(char* bytes) const;
  };
  void grow(std::size_t bytes);

  std::unique_ptr<char, Free> bytes_;  // begins with a page
  std::size_t room_ = 0, begin_ = 0, end_ = 0;
};

}  // namespace sanbao::audit
