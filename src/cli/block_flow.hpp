// SPDX-License-Identifier: Apache-2.0
//
// BlockFlow: blocks of the input worked on by several threads, and what comes of them written in their order; what
// `decide` and `impact` share. In: an input, what is done with lines, where it goes. Out: every line worked on once.
// Never holds more than some blocks of input and output. Tested by tests/cli/threads_test.py and tests/cli/impact_test.py.
#pragma once

#include <cstdint>
#include <exception>
#include <functional>
#include <optional>
#include <vector>

#include "cli/input.hpp"
#include "cli/releases.hpp"
#include "flow/pool.hpp"

namespace sanbao::cli {

/// Works on the lines of a block. True: it has come to the end of the block; false: what it made is to be written
/// before it goes on.
using BlockWork = std::function<bool(Block& block, Piece& piece)>;
/// What a BlockWork makes before it has it written.
inline constexpr std::size_t part_size = std::size_t{256} << 10;

class BlockFlow {
 public:
  BlockFlow(Input& input, Output& output, audit::Log* log, unsigned threads);

  /// `begin` makes what works on one block at a time; there are as many as work at once. Throws what kept the input from
  /// being read, after all that was read is done.
  void run(const std::function<BlockWork()>& begin);

 private:
  struct Slot {
    Block block;
    Piece piece;
    bool ended = false;
  };

  std::optional<std::uint64_t> read(Slot& slot);
  void work(Slot& slot);
  void write(Slot& slot);

  Input& input_;
  Releases releases_;
  const unsigned threads_;
  std::vector<Slot> slots_;
  std::exception_ptr input_failure_;
  std::optional<flow::Pool<BlockWork>> works_;
};

}  // namespace sanbao::cli
