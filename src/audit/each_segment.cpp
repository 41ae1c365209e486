// SPDX-License-Identifier: Apache-2.0
//
// See each_segment.hpp. Tested by tests/unit/audit_tamper_test.cpp.
#include "audit/each_segment.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

namespace sanbao::audit {

void each_segment(std::size_t count, unsigned threads,
                  const std::function<void(std::size_t)>& work) {
  std::atomic<std::size_t> next = 0;
  std::mutex failing;
  std::exception_ptr failure;
  std::size_t failed = count;
  const auto run = [&] {
    for (std::size_t i = next++; i < count; i = next++) {
      try {
        work(i);
      } catch (...) {
        const std::lock_guard lock(failing);
        if (i < failed) {
          failed = i;
          failure = std::current_exception();
        }
        next = count;
      }
    }
  };
  {
    std::vector<std::jthread> others;
    const std::size_t wanted = std::min<std::size_t>(threads, count);
    try {
      while (others.size() + 1 < wanted)
        others.emplace_back(run);
    } catch (const std::system_error&) {
      // Those that could be started will do.
    }
    run();
  }
  if (failure) std::rethrow_exception(failure);
}

}  // namespace sanbao::audit
