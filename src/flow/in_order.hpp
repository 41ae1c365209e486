// SPDX-License-Identifier: Apache-2.0
//
// flow::run: pieces of work read in order, worked on by several threads, written in the same order.
// In: what reads, works and writes one piece. Out: every piece written once, in the order it was read, whatever the
// number of threads. Never starts a thread before the work turns out to be long; never has more pieces on their way than
// there are slots. oneTBB's only door (docs/dependencies.md). Tested by tests/unit/flow_test.cpp and
// tests/cli/threads_test.py.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>

namespace sanbao::flow {

/// A piece lives in a slot from its reading to its writing: a number below `slots_for(threads)`. What throws ends the
/// flow, and `run` throws it.
struct Stages {
  /// One at a time, in order: how many bytes it read; nothing: there is no more. May wait for input.
  std::function<std::optional<std::uint64_t>(std::size_t slot)> read;
  /// Several at a time. Must not wait for another piece.
  std::function<void(std::size_t slot)> work;
  /// One at a time, in the order of reading.
  std::function<void(std::size_t slot)> write;
};

/// Bytes that one thread has worked on before others are worth their start.
inline constexpr std::uint64_t worth_threads = std::uint64_t{512} << 10;

[[nodiscard]] constexpr std::size_t slots_for(unsigned threads) {
  return threads < 2 ? 1 : std::size_t{2} * threads;
}

void run(const Stages& stages, unsigned threads);

}  // namespace sanbao::flow
