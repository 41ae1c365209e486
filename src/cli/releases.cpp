// SPDX-License-Identifier: Apache-2.0
//
// Releases: see releases.hpp. The larger a group, the fewer times the disk is waited for.
#include "cli/releases.hpp"

#include <utility>

namespace sanbao::cli {

namespace {

constexpr std::size_t group_bytes = std::size_t{2} << 20;
constexpr std::chrono::milliseconds group_time{200};

}  // namespace

void Releases::expect() {
  if (log_ == nullptr) return;
  const std::lock_guard lock(mutex_);
  ++expected_;
  input_waits_ = false;
}

void Releases::input_waits() {
  if (log_ == nullptr) return;
  const std::lock_guard lock(mutex_);
  input_waits_ = true;
  if (expected_ == 0) release();
}

void Releases::write(Piece& piece, bool last) {
  if (log_ == nullptr) {
    output_.write_now(piece.bytes);
    piece.bytes.clear();
    return;
  }
  const std::lock_guard lock(mutex_);
  log_->append(*piece.kept);
  if (held_.empty()) held_since_ = Clock::now();
  held_bytes_ += piece.bytes.size();
  held_.push_back(std::move(piece.bytes));
  piece.bytes.clear();
  if (!spare_.empty()) {
    piece.bytes = std::move(spare_.back());
    spare_.pop_back();
  }
  if (last) --expected_;
  if (is_full() || (input_waits_ && expected_ == 0)) release();
}

void Releases::finish() {
  if (log_ == nullptr) return;
  const std::lock_guard lock(mutex_);
  release();
}

/// Only where a sync is waited for is a group worth waiting for.
bool Releases::is_full() const {
  return log_->durability() != audit::Durability::group || held_bytes_ >= group_bytes ||
         Clock::now() - held_since_ >= group_time;
}

void Releases::release() {
  if (held_.empty()) return;
  log_->commit();
  for (std::string& bytes : held_) {
    output_.write_now(bytes);
    bytes.clear();
    spare_.push_back(std::move(bytes));
  }
  held_.clear();
  held_bytes_ = 0;
}

}  // namespace sanbao::cli
