// SPDX-License-Identifier: Apache-2.0
//
// OrderedOutput: what several threads work out, written in the order of the input.
// In: pieces with the number of their block. Out: bytes in order, whoever is done first.
// Never holds more than `window` finished blocks: a thread that is further ahead waits. After a
// failure every call ends at once with false. Tested by tests/cli/threads_test.py.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <exception>
#include <mutex>
#include <string>
#include <vector>

#include "cli/streams.hpp"

namespace sanbao::cli {

class OrderedOutput {
 public:
  OrderedOutput(Output& output, std::size_t window) : output_(output), slots_(window) {}

  /// The last piece of a block. Takes the bytes and hands back an empty string with room in it.
  [[nodiscard]] bool finish(std::uint64_t block, std::string& bytes);
  /// A piece before the last: waits until all earlier blocks are written, so that a block whose
  /// output is large is never held as a whole. Empties the string.
  [[nodiscard]] bool write_part(std::uint64_t block, std::string& bytes);

  /// Ends all waiting; the first failure is kept.
  void fail(std::exception_ptr failure);
  void rethrow_failure();

 private:
  struct Slot {
    std::string bytes;
    bool ready = false;
  };
  bool write_unlocked(std::unique_lock<std::mutex>& lock, const std::string& bytes);

  Output& output_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Slot> slots_;
  std::uint64_t turn_ = 0;  // the block that is written next
  bool writing_ = false;
  std::exception_ptr failure_;
};

}  // namespace sanbao::cli
