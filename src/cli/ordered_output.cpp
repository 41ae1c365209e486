// SPDX-License-Identifier: Apache-2.0
//
// OrderedOutput: see ordered_output.hpp. The lowest block never waits, so there is no standstill.
// Tested by tests/cli/threads_test.py.
#include "cli/ordered_output.hpp"

namespace sanbao::cli {

bool OrderedOutput::finish(std::uint64_t block, std::string& bytes) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return failure_ || block - turn_ < slots_.size(); });
  if (failure_) return false;
  Slot& own = slots_[block % slots_.size()];
  own.bytes.swap(bytes);
  own.ready = true;
  bytes.clear();
  if (writing_) return true;  // whoever writes comes to it
  writing_ = true;
  while (slots_[turn_ % slots_.size()].ready) {
    Slot& slot = slots_[turn_ % slots_.size()];
    if (!write_unlocked(lock, slot.bytes)) return false;
    slot.bytes.clear();
    slot.ready = false;
    ++turn_;
    changed_.notify_all();
  }
  writing_ = false;
  changed_.notify_all();
  return true;
}

bool OrderedOutput::write_part(std::uint64_t block, std::string& bytes) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return failure_ || (block == turn_ && !writing_); });
  if (failure_) return false;
  writing_ = true;
  if (!write_unlocked(lock, bytes)) return false;
  writing_ = false;
  bytes.clear();
  return true;
}

void OrderedOutput::fail(std::exception_ptr failure) {
  const std::lock_guard lock(mutex_);
  if (!failure_) failure_ = std::move(failure);
  changed_.notify_all();
}

void OrderedOutput::rethrow_failure() {
  const std::lock_guard lock(mutex_);
  if (failure_) std::rethrow_exception(failure_);
}

/// Others may hand in their blocks meanwhile; nobody else writes.
bool OrderedOutput::write_unlocked(std::unique_lock<std::mutex>& lock, const std::string& bytes) {
  lock.unlock();
  try {
    output_.write_now(bytes);
  } catch (...) {
    lock.lock();
    if (!failure_) failure_ = std::current_exception();
    changed_.notify_all();
    return false;
  }
  lock.lock();
  return true;
}

}  // namespace sanbao::cli
