// SPDX-License-Identifier: Apache-2.0
//
// Releases: output on its way out, held back where there is a log until its records are kept.
// In: pieces in the order of the input. Out: their bytes on standard output, in groups, each after one commit of the log.
// Never holds a decision back while nothing else is on its way, nor more than two groups: one that is being brought to
// disk, and one that is filled meanwhile.
// Tested by tests/cli/log_test.py and tests/cli/lines_test.py.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "cli/streams.hpp"
#include "sanbao/audit/log.hpp"

namespace sanbao::cli {

/// What was made of some lines, and what a log keeps of it.
struct Piece {
  std::string bytes;
  std::optional<audit::Batch> kept;
};

class Releases {
 public:
  /// `log`: none, or what keeps the records.
  Releases(Output& output, audit::Log* log) : output_(output), log_(log) {}
  ~Releases();
  Releases(const Releases&) = delete;
  Releases& operator=(const Releases&) = delete;

  /// A block is on its way: what is held may wait for it.
  void expect();
  /// Nothing more comes for now.
  void input_waits();
  /// The next piece; empties it. `last`: of its block.
  void write(Piece& piece, bool last);
  /// What is still held.
  void finish();

 private:
  using Clock = std::chrono::steady_clock;
  /// Pieces that are released together; strings that are not used are kept for their room.
  struct Held {
    std::vector<std::string> pieces;
    std::size_t used = 0;
    Clock::time_point since;
  };

  void release();
  void release_full();
  void write(Held& held);
  [[nodiscard]] bool is_full() const;

  Output& output_;
  audit::Log* const log_;
  std::mutex mutex_;
  std::array<Held, 2> held_;  // one is filled while the other may be on its way
  std::size_t filled_ = 0;    // which
  std::uint64_t expected_ = 0;
  bool input_waits_ = false;
};

}  // namespace sanbao::cli
