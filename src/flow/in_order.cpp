// SPDX-License-Identifier: Apache-2.0
//
// flow::run by oneTBB's parallel_pipeline; see in_order.hpp. A piece that has been read stays with the thread that read
// it, so a thread that waits for input keeps none back.
#include "flow/in_order.hpp"

#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/parallel_pipeline.h>
#include <oneapi/tbb/task_arena.h>

#include <atomic>
#include <system_error>
#include <thread>
#include <vector>

namespace sanbao::flow {

namespace {

/// True: there is more, and it is worth other threads.
bool run_alone(const Stages& stages, unsigned threads) {
  std::uint64_t bytes = 0;
  while (const auto size = stages.read(0)) {
    stages.work(0);
    stages.write(0);
    bytes += *size;
    if (threads > 1 && bytes > worth_threads) return true;
  }
  return false;
}

/// What a stage hands on to the next, said in words of our own: oneTBB orders the stages already, but a checker that does
/// not look into it, as clang's thread sanitizer, sees no order there (scripts/races).
class Turn {
 public:
  explicit Turn(std::atomic<bool>& handed) : handed_(handed) {
    static_cast<void>(handed_.load(std::memory_order_acquire));
  }
  ~Turn() { handed_.store(true, std::memory_order_release); }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;

 private:
  std::atomic<bool>& handed_;
};

/// From who starts the flow to its stages, and back.
class Turns {
 public:
  explicit Turns(std::size_t count) : turns_(count) { all(); }
  ~Turns() { all(); }
  Turns(const Turns&) = delete;
  Turns& operator=(const Turns&) = delete;
  std::atomic<bool>& operator[](std::size_t i) { return turns_[i]; }

 private:
  void all() {
    for (std::atomic<bool>& one : turns_)
      const Turn turn(one);
  }
  std::vector<std::atomic<bool>> turns_;
};

/// oneTBB ends with an error where the system gives no threads; one is enough for us.
bool are_there_threads() {
  try {
    const std::jthread one([] {});
    return true;
  } catch (const std::system_error&) {
    return false;
  }
}

}  // namespace

void run(const Stages& stages, unsigned threads) {
  if (!run_alone(stages, threads)) return;
  if (!are_there_threads()) {
    run_alone(stages, 1);
    return;
  }
  using Mode = tbb::filter_mode;
  const std::size_t slots = slots_for(threads);
  // Pieces end in the order in which they began: the slot of the one so many before is free.
  std::size_t next = 0;
  Turns handed(slots + 2);
  std::atomic<bool>& reading = handed[slots];
  std::atomic<bool>& writing = handed[slots + 1];
  const auto read = [&](tbb::flow_control& control) {
    const Turn stage(reading);
    const std::size_t slot = next++ % slots;
    const Turn piece(handed[slot]);
    if (!stages.read(slot)) control.stop();
    return slot;
  };
  const auto work = [&](std::size_t slot) {
    const Turn piece(handed[slot]);
    stages.work(slot);
    return slot;
  };
  const auto write = [&](std::size_t slot) {
    const Turn stage(writing);
    const Turn piece(handed[slot]);
    stages.write(slot);
  };
  const auto pipeline = tbb::make_filter<void, std::size_t>(Mode::serial_in_order, read) &
                        tbb::make_filter<std::size_t, std::size_t>(Mode::parallel, work) &
                        tbb::make_filter<std::size_t, void>(Mode::serial_in_order, write);
  // As many as were asked for, also where there are fewer cores.
  const tbb::global_control allowed(tbb::global_control::max_allowed_parallelism, threads);
  tbb::task_arena arena(static_cast<int>(threads));
  arena.execute([&] { tbb::parallel_pipeline(slots, pipeline); });
}

}  // namespace sanbao::flow
