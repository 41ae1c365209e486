// SPDX-License-Identifier: Apache-2.0
//
// OrderedOutput: see ordered_output.hpp. The lowest block never waits, so there is no standstill. All
// blocks that are ready are kept and written together: a log is brought to disk once for them.
// Tested by tests/cli/threads_test.py and tests/cli/log_test.py.
#include "cli/ordered_output.hpp"

namespace sanbao::cli {

bool OrderedOutput::finish(std::uint64_t block, Piece& piece) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return failure_ || block - turn_ < slots_.size(); });
  if (failure_) return false;
  Slot& own = slot(block);
  std::swap(own.piece, piece);
  own.ready = true;
  if (writing_) return true;  // whoever writes comes to it
  writing_ = true;
  while (const std::size_t count = count_ready()) {
    if (!write_unlocked(lock, count, nullptr)) return false;
    for (std::size_t i = 0; i < count; ++i) {
      slot(turn_).piece.bytes.clear();
      slot(turn_).ready = false;
      ++turn_;
    }
    changed_.notify_all();
  }
  writing_ = false;
  changed_.notify_all();
  return true;
}

bool OrderedOutput::write_part(std::uint64_t block, Piece& piece) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return failure_ || (block == turn_ && !writing_); });
  if (failure_) return false;
  writing_ = true;
  if (!write_unlocked(lock, 1, &piece)) return false;
  writing_ = false;
  piece.bytes.clear();
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

/// Blocks from `turn_` on that can be written without a gap.
std::size_t OrderedOutput::count_ready() {
  std::size_t count = 0;
  while (count < slots_.size() && slot(turn_ + count).ready)
    ++count;
  return count;
}

/// Others may hand in their blocks meanwhile; nobody else writes. `part`: it, instead of blocks.
bool OrderedOutput::write_unlocked(std::unique_lock<std::mutex>& lock, std::size_t count,
                                   Piece* part) {
  const std::uint64_t turn = turn_;
  const auto piece = [&](std::size_t i) -> Piece& {
    return part != nullptr ? *part : slot(turn + i).piece;
  };
  lock.unlock();
  try {
    if (log_ != nullptr) {
      for (std::size_t i = 0; i < count; ++i)
        log_->append(*piece(i).kept);
      log_->commit();
    }
    for (std::size_t i = 0; i < count; ++i)
      output_.write_now(piece(i).bytes);
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
