// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <thread>
#include <vector>

#include "flow/behind.hpp"
#include "flow/in_order.hpp"

namespace flow = sanbao::flow;

namespace {

/// Numbers from 0 on go through, uneven amounts of work behind them.
struct Numbers {
  std::size_t count = 0;
  unsigned threads = 1;
  bool is_long = true;
  std::size_t read = 0;
  std::vector<std::size_t> slots = std::vector<std::size_t>(flow::slots_for(threads));
  std::vector<std::size_t> written = {};
  std::atomic<std::size_t> most = 0, on_their_way = 0;

  flow::Stages stages() {
    return {.read = [this](std::size_t slot) -> std::optional<std::uint64_t> {
              if (read == count) return std::nullopt;
              slots.at(slot) = read++;
              most = std::max<std::size_t>(most, ++on_their_way);
              return is_long ? flow::worth_threads + 1 : 0;
            },
            .work =
                [this](std::size_t slot) {
                  const std::size_t turns = slots.at(slot) % 7 == 0 ? 20000 : 10;
                  for (std::atomic<std::size_t> i = 0; i < turns; ++i) {
                  }
                },
            .write =
                [this](std::size_t slot) {
                  --on_their_way;
                  written.push_back(slots.at(slot));
                }};
  }
};

}  // namespace

TEST_CASE("pieces are written in the order in which they were read, by any number of threads") {
  for (const unsigned threads : {1U, 2U, 3U, 8U, 64U}) {
    CAPTURE(threads);
    Numbers numbers{.count = 1000, .threads = threads};
    flow::run(numbers.stages(), threads);
    REQUIRE(numbers.written.size() == numbers.count);
    for (std::size_t i = 0; i < numbers.count; ++i)
      CHECK(numbers.written[i] == i);
    CHECK(numbers.most <= flow::slots_for(threads));
  }
}

TEST_CASE("nothing to read, nothing written") {
  Numbers numbers{.count = 0, .threads = 2};
  flow::run(numbers.stages(), 2);
  CHECK(numbers.written.empty());
}

TEST_CASE("one thread, and work that is not long, stay where they were called") {
  for (const bool is_long : {false, true}) {
    Numbers numbers{.count = 200, .threads = is_long ? 1U : 4U, .is_long = is_long};
    flow::Stages stages = numbers.stages();
    std::atomic<bool> elsewhere = false;
    const auto here = std::this_thread::get_id();
    stages.work = [&](std::size_t) {
      if (std::this_thread::get_id() != here) elsewhere = true;
    };
    flow::run(stages, numbers.threads);
    CHECK(numbers.written.size() == 200);
    CHECK_FALSE(elsewhere);
  }
}

TEST_CASE("what is read is written while the next is waited for") {
  Numbers numbers{.count = 50, .threads = 2};
  flow::Stages stages = numbers.stages();
  std::atomic<std::size_t> written = 0;
  bool late = false;
  const auto read = stages.read;
  stages.read = [&](std::size_t slot) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (written < numbers.read && !late) {
      late = std::chrono::steady_clock::now() > end;
      std::this_thread::yield();
    }
    return read(slot);
  };
  const auto write = stages.write;
  stages.write = [&](std::size_t slot) {
    write(slot);
    ++written;
  };
  flow::run(stages, 2);
  CHECK_FALSE(late);
  CHECK(numbers.written.size() == 50);
}

TEST_CASE("what a stage throws ends the flow and is thrown as it was") {
  for (const unsigned threads : {1U, 4U}) {
    for (const char* const name : {"read", "work", "write"}) {
      CAPTURE(name);
      Numbers numbers{.count = 1000, .threads = threads};
      flow::Stages stages = numbers.stages();
      const std::string_view stage = name;
      auto& call = stage == "work" ? stages.work : stages.write;
      const auto fail_at_300 = [&numbers](std::size_t slot) {
        if (numbers.slots[slot] == 300) throw std::out_of_range("300");
      };
      if (stage == "read") {
        stages.read = [read = stages.read, fail_at_300](std::size_t slot) {
          const auto size = read(slot);
          fail_at_300(slot);
          return size;
        };
      } else {
        call = [before = call, fail_at_300](std::size_t slot) {
          fail_at_300(slot);
          before(slot);
        };
      }
      CHECK_THROWS_AS(flow::run(stages, threads), std::out_of_range);
      CHECK(numbers.written.size() <= 300);
      for (std::size_t i = 0; i < numbers.written.size(); ++i)
        CHECK(numbers.written[i] == i);
    }
  }
}

TEST_CASE("jobs are done behind, in their order, one on its way at a time") {
  std::vector<int> done;
  std::atomic<int> on_their_way = 0;
  std::atomic<bool> at_once = false;
  const auto here = std::this_thread::get_id();
  std::atomic<bool> elsewhere = true;
  {
    flow::Behind<int> behind([&](const int& job) {
      if (++on_their_way > 1) at_once = true;
      if (std::this_thread::get_id() == here) elsewhere = false;
      done.push_back(job);
      --on_their_way;
    });
    behind.wait();
    for (int i = 1; i <= 100; ++i) {
      int job = i;
      behind.exchange(job);
      CHECK(job == i - 1);  // the one before, which is done
      if (i % 10 != 0) continue;
      behind.wait();
      CHECK(done.size() == static_cast<std::size_t>(i));
    }
    int last = 101;
    behind.exchange(last);
  }
  CHECK(done.size() == 101);
  CHECK(std::is_sorted(done.begin(), done.end()));
  CHECK_FALSE(at_once);
  CHECK(elsewhere);
}

TEST_CASE("after a job that throws none is done, and each call says so") {
  std::atomic<int> done = 0;
  flow::Behind<int> behind([&](const int& job) {
    if (job == 3) throw std::out_of_range("3");
    ++done;
  });
  for (int i = 1; i <= 3; ++i) {
    int job = i;
    behind.exchange(job);
  }
  int job = 4;
  CHECK_THROWS_AS(behind.exchange(job), std::out_of_range);
  CHECK_THROWS_AS(behind.wait(), std::out_of_range);
  behind.settle();
  CHECK(done == 2);
}
