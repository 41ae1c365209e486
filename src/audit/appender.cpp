// SPDX-License-Identifier: Apache-2.0
//
// See appender.hpp.
#include "audit/appender.hpp"

#include "audit/segments.hpp"

namespace sanbao::audit {

namespace {

constexpr std::size_t pages_room = std::size_t{1} << 20;

}  // namespace

void Group::clear() {
  released = nullptr;
  used_ = 0;
  stretches_.assign(1, {});
}

void Group::begin_segment(std::uint64_t first) {
  stretches_.push_back({.begins = first, .first = used_});
}

Pages& Group::next() {
  if (used_ == pages_.size()) pages_.emplace_back();
  return pages_[used_++];
}

void Group::take(Pages& pages) {
  Pages& last = next();
  if (last.room() == 0) last.make_room(pages.room());
  std::swap(last, pages);
}

char* Group::leave(std::uint64_t position, std::size_t bytes) {
  const bool goes_on = stretches_.back().first < used_ && pages_[used_ - 1].has_room(bytes);
  if (goes_on) return pages_[used_ - 1].leave(bytes);
  Pages& pages = next();
  if (pages.room() == 0) pages.make_room(pages_room);
  pages.begin(position);
  return pages.leave(bytes);
}

std::uint64_t Group::size() const {
  std::uint64_t size = 0;
  for (std::size_t i = 0; i < used_; ++i)
    size += pages_[i].size();
  return size;
}

void Appender::open(std::uint64_t first, bool is_there) {
  const std::string path = segment_at(folder_, first).path;
  file_ = is_there ? File::open_to_append(path) : File::create(path, {.synced = synced_});
  size_ = kept_size_ = file_.size();
}

void Appender::cut(std::uint64_t size) {
  file_.cut(size);
  if (synced_) file_.sync();
  size_ = kept_size_ = size;
}

void Appender::write(Group& group) {
  const std::span all = std::span(group.pages_).first(group.used_);
  for (std::size_t i = 0; i < group.stretches_.size(); ++i) {
    const auto& [begins, first] = group.stretches_[i];
    const bool last = i + 1 == group.stretches_.size();
    if (begins > 0) {
      sync();
      open(begins, false);
    }
    write(Pages::join(
        all.subspan(first, (last ? all.size() : group.stretches_[i + 1].first) - first)));
  }
}

void Appender::write(Pieces pieces) {
  std::uint64_t size = size_;
  for (const std::string_view piece : pieces)
    size += piece.size();
  try {
    if (synced_) {
      file_.write_past(std::move(pieces));
    } else {
      file_.write(std::move(pieces));
    }
  } catch (const LogError&) {
    // Nothing half-kept: what was not committed is taken back, as far as the disk lets us.
    try {
      file_.cut(kept_size_);
    } catch (const LogError&) {
      // The torn end is cut when the log is opened again.
    }
    throw;
  }
  size_ = size;
}

void Appender::sync() {
  if (synced_ && kept_size_ != size_) file_.sync();
  file_.check_name();
  kept_size_ = size_;
}

}  // namespace sanbao::audit
