// SPDX-License-Identifier: Apache-2.0
//
// flow::run by oneTBB's parallel_pipeline; see in_order.hpp. A piece that has been read stays with the thread that read
// it, so a thread that waits for input keeps none back.
#include "flow/in_order.hpp"

#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/parallel_pipeline.h>
#include <oneapi/tbb/task_arena.h>

#include <system_error>
#include <thread>

namespace sanbao::flow {

namespace {

/// True: there is more, and it is worth other threads.
bool run_alone(const Stages& stages, unsigned threads) {
  while (stages.read(0)) {
    stages.work(0);
    stages.write(0);
    if (threads > 1 && stages.is_long()) return true;
  }
  return false;
}

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
  const auto pipeline =
      tbb::make_filter<void, std::size_t>(Mode::serial_in_order,
                                          [&](tbb::flow_control& control) {
                                            const std::size_t slot = next++ % slots;
                                            if (!stages.read(slot)) control.stop();
                                            return slot;
                                          }) &
      tbb::make_filter<std::size_t, std::size_t>(Mode::parallel,
                                                 [&](std::size_t slot) {
                                                   stages.work(slot);
                                                   return slot;
                                                 }) &
      tbb::make_filter<std::size_t, void>(Mode::serial_in_order,
                                          [&](std::size_t slot) { stages.write(slot); });
  // As many as were asked for, also where there are fewer cores.
  const tbb::global_control allowed(tbb::global_control::max_allowed_parallelism, threads);
  tbb::task_arena arena(static_cast<int>(threads));
  arena.execute([&] { tbb::parallel_pipeline(slots, pipeline); });
}

}  // namespace sanbao::flow
