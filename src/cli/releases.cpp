// SPDX-License-Identifier: Apache-2.0
//
// Releases: see releases.hpp. The larger a group, the fewer times the disk is waited for.
#include "cli/releases.hpp"

#include <utility>

namespace sanbao::cli {

namespace {

constexpr std::uint64_t group_bytes = std::uint64_t{2} << 20;  // of records
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
  Held& held = held_[filled_];
  if (held.used == 0) held.since = Clock::now();
  if (held.used == held.pieces.size()) held.pieces.emplace_back();
  held.pieces[held.used++].swap(piece.bytes);
  if (last) --expected_;
  if (is_full()) {
    release_full();
  } else if (input_waits_ && expected_ == 0) {
    release();
  }
}

void Releases::finish() {
  if (log_ == nullptr) return;
  const std::lock_guard lock(mutex_);
  log_->commit();
  write(held_[filled_]);
}

/// What is on its way is released by the log's thread, and lies here.
Releases::~Releases() {
  if (log_ != nullptr) log_->wait();
}

bool Releases::is_full() const {
  return log_->durability() != audit::Durability::group || log_->pending() >= group_bytes ||
         Clock::now() - held_[filled_].since >= group_time;
}

void Releases::release() {
  if (held_[filled_].used == 0) return;
  log_->commit();
  write(held_[filled_]);
}

/// Only where a sync is waited for is it worth not to wait for it.
void Releases::release_full() {
  if (log_->durability() != audit::Durability::group) return release();
  log_->commit_behind([this, &held = held_[filled_]] { write(held); });
  filled_ = 1 - filled_;
}

void Releases::write(Held& held) {
  for (std::size_t i = 0; i < held.used; ++i) {
    output_.write_now(held.pieces[i]);
    held.pieces[i].clear();
  }
  held.used = 0;
}

}  // namespace sanbao::cli
