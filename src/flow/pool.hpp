// SPDX-License-Identifier: Apache-2.0
//
// Pool: what a thread works with, kept for the next piece of work. In: how one is made. Out: one that nobody else has.
// Never makes more than are at work at once. Tested by tests/unit/flow_test.cpp.
#pragma once

#include <deque>
#include <functional>
#include <mutex>
#include <utility>
#include <vector>

namespace sanbao::flow {

template <typename Worker>
class Pool {
 public:
  /// `make` is called by one thread at a time.
  explicit Pool(std::function<Worker()> make) : make_(std::move(make)) {}

  /// `use` has a worker to itself while it runs.
  template <typename Use>
  decltype(auto) with(const Use& use) {
    Worker& worker = take();
    struct Return {
      Pool& pool;
      Worker& worker;
      ~Return() { pool.give(worker); }
    } const back{*this, worker};
    return use(worker);
  }

 private:
  Worker& take() {
    const std::lock_guard lock(mutex_);
    if (free_.empty()) {
      free_.reserve(all_.size() + 1);
      return all_.emplace_back(make_());
    }
    Worker& worker = *free_.back();
    free_.pop_back();
    return worker;
  }
  void give(Worker& worker) {
    const std::lock_guard lock(mutex_);
    free_.push_back(&worker);
  }

  const std::function<Worker()> make_;
  std::mutex mutex_;
  std::deque<Worker> all_;  // where they lie does not change
  std::vector<Worker*> free_;
};

}  // namespace sanbao::flow
