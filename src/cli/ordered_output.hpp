// SPDX-License-Identifier: Apache-2.0
//
// OrderedOutput: what several threads work out, written in the order of the input.
// In: pieces with the number of their block. Out: bytes in order, whoever is done first; where there
// is a log, a piece is written only when its records are kept.
// Never holds more than `window` finished blocks: a thread that is further ahead waits. After a
// failure every call ends at once with false. Tested by tests/cli/threads_test.py.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <exception>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "cli/streams.hpp"
#include "sanbao/audit/log.hpp"

namespace sanbao::cli {

/// What was worked out for some lines, and what a log keeps of it.
struct Piece {
  std::string bytes;
  std::optional<audit::Batch> kept;
};

class OrderedOutput {
 public:
  /// `log`: none, or what keeps the records.
  OrderedOutput(Output& output, audit::Log* log, std::size_t window)
      : output_(output), log_(log), slots_(window) {}

  /// The last piece of a block. Takes it and hands back an empty one with room in it.
  [[nodiscard]] bool finish(std::uint64_t block, Piece& piece);
  /// A piece before the last: waits until all earlier blocks are written, so that a block whose
  /// output is large is never held as a whole. Empties it.
  [[nodiscard]] bool write_part(std::uint64_t block, Piece& piece);

  /// Ends all waiting; the first failure is kept.
  void fail(std::exception_ptr failure);
  void rethrow_failure();

 private:
  struct Slot {
    Piece piece;
    bool ready = false;
  };
  Slot& slot(std::uint64_t block) { return slots_[block % slots_.size()]; }
  std::size_t count_ready();
  bool write_unlocked(std::unique_lock<std::mutex>& lock, std::size_t count, Piece* part);

  Output& output_;
  audit::Log* const log_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Slot> slots_;
  std::uint64_t turn_ = 0;  // the block that is written next
  bool writing_ = false;
  std::exception_ptr failure_;
};

}  // namespace sanbao::cli
