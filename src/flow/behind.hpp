// SPDX-License-Identifier: Apache-2.0
//
// Behind: one job at a time done by a thread of its own, while who hands it over goes on.
// In: jobs. Out: each done once, in the order in which they were handed over. Never has more than one on its way; after one
// has thrown, none is done any more. Tested by tests/unit/flow_test.cpp.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <exception>
#include <functional>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>

namespace sanbao::flow {

template <typename Job>
class Behind {
 public:
  explicit Behind(std::function<void(Job&)> work) : work_(std::move(work)) {}
  Behind(const Behind&) = delete;
  Behind& operator=(const Behind&) = delete;
  /// A job on its way is done first; nobody hears what it throws.
  ~Behind() {
    {
      const std::lock_guard lock(mutex_);
      stage_ = Stage::over;
    }
    changed_.notify_all();
  }

  /// Waits until the job before is done, hands over `job`, and leaves in its place the one before, to be used again.
  /// Throws what a job threw. Where the system gives no thread, the job is done before it returns.
  void exchange(Job& job) {
    std::unique_lock lock(mutex_);
    wait(lock);
    std::swap(job_, job);
    if (begin()) {
      busy_ = true;
      lock.unlock();
      changed_.notify_all();
    } else {
      failure_ = do_job();
      if (failure_) std::rethrow_exception(failure_);
    }
  }

  /// Returns when nothing is on its way; throws what a job threw.
  void wait() {
    std::unique_lock lock(mutex_);
    wait(lock);
  }
  /// The same, but throws nothing.
  void settle() noexcept {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return !busy_; });
  }

 private:
  enum class Stage : std::uint8_t { none, works, over };

  void wait(std::unique_lock<std::mutex>& lock) {
    changed_.wait(lock, [this] { return !busy_; });
    if (failure_) std::rethrow_exception(failure_);
  }

  /// What it threw.
  std::exception_ptr do_job() noexcept {
    try {
      work_(job_);
      return nullptr;
    } catch (...) {
      return std::current_exception();
    }
  }

  /// False where there is no thread.
  bool begin() {
    if (stage_ == Stage::works) return true;
    try {
      thread_ = std::jthread([this] { run(); });
    } catch (const std::system_error&) {
      return false;
    }
    stage_ = Stage::works;
    return true;
  }

  void run() {
    std::unique_lock lock(mutex_);
    for (;;) {
      changed_.wait(lock, [this] { return busy_ || stage_ == Stage::over; });
      if (!busy_) return;
      lock.unlock();
      const std::exception_ptr failure = do_job();
      lock.lock();
      failure_ = failure;
      busy_ = false;
      changed_.notify_all();
    }
  }

  const std::function<void(Job&)> work_;
  std::mutex mutex_;
  std::condition_variable changed_;
  Job job_{};
  bool busy_ = false;
  Stage stage_ = Stage::none;
  std::exception_ptr failure_;
  std::jthread thread_;  // the last: it uses all of them
};

}  // namespace sanbao::flow
