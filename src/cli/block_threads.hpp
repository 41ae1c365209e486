// SPDX-License-Identifier: Apache-2.0
//
// Blocks of the input, worked on by several threads; what `decide` and `impact` share.
// In: an input, how many threads there may be, what one of them does with a block. Out: every block worked on once.
// Never starts a thread before the input turns out to be large: plain threads do, for there is no graph of tasks to
// schedule. Tested by tests/cli/threads_test.py and tests/cli/impact_test.py.
#pragma once

#include <cstdint>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "cli/input.hpp"

namespace sanbao::cli {

/// What a thread does with a block of that number; false: it takes no more.
using BlockWork = std::function<bool(Block& block, std::uint64_t number)>;

class BlockThreads {
 public:
  BlockThreads(Input& input, unsigned threads) : input_(input), threads_(threads) {}

  /// `begin` makes the work of one thread, on that thread. `failed` is told what a thread threw, at once, so that
  /// others that wait for it can end. Throws what kept the input from being read, after all that was read is done.
  void run(const std::function<BlockWork()>& begin,
           const std::function<void(std::exception_ptr)>& failed);

 private:
  void work(std::vector<std::jthread>* others);
  void start(std::vector<std::jthread>& others);
  bool next(Block& block, std::uint64_t& number);

  Input& input_;
  unsigned threads_;
  const std::function<BlockWork()>* begin_ = nullptr;
  const std::function<void(std::exception_ptr)>* failed_ = nullptr;
  std::mutex reading_;
  std::exception_ptr input_failure_;
  std::uint64_t blocks_ = 0, bytes_read_ = 0;
};

}  // namespace sanbao::cli
