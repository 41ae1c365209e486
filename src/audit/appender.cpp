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
  size_ = synced_size_ = file_.size();
  keep();
}

void Appender::cut(std::uint64_t size) {
  file_.cut(size);
  if (synced_) file_.sync();
  size_ = synced_size_ = size;
  keep();
}

void Appender::write(Group& group) {
  const std::span all = std::span(group.pages_).first(group.used_);
  for (std::size_t i = 0; i < group.stretches_.size(); ++i) {
    const auto& [begins, first] = group.stretches_[i];
    const bool last = i + 1 == group.stretches_.size();
    if (begins > 0) begin(begins);
    write(Pages::join(
        all.subspan(first, (last ? all.size() : group.stretches_[i + 1].first) - first)));
  }
}

void Appender::begin(std::uint64_t first) {
  sync();
  const std::string path = segment_at(folder_, first).path;
  or_take_back([&] { file_ = File::create(path); });
  begun_.push_back(path);
  size_ = synced_size_ = 0;
  if (synced_) sync_folder(folder_);
}

void Appender::write(Pieces pieces) {
  std::uint64_t size = size_;
  for (const std::string_view piece : pieces)
    size += piece.size();
  or_take_back([&] {
    if (synced_) {
      file_.write_past(std::move(pieces));
    } else {
      file_.write(std::move(pieces));
    }
  });
  size_ = size;
}

template <typename Work>
void Appender::or_take_back(const Work& work) {
  try {
    work();
  } catch (const LogError&) {
    try {
      take_back();
    } catch (const LogError&) {
      // As far as the disk lets us: what is there goes on behind what was kept, and a torn end is cut when it is opened.
    }
    throw;
  }
}

/// The last segments first, so that at each moment those that are there follow each other.
void Appender::take_back() {
  while (!begun_.empty()) {
    remove_file(begun_.back());
    if (synced_) sync_folder(folder_);
    begun_.pop_back();
    if (begun_.empty()) file_ = File::open_to_append(kept_path_);
  }
  file_.cut(kept_size_);
}

void Appender::sync() {
  if (synced_ && synced_size_ != size_) file_.sync();
  file_.check_name();
  synced_size_ = size_;
}

void Appender::keep() {
  kept_path_ = file_.path();
  kept_size_ = size_;
  begun_.clear();
}

}  // namespace sanbao::audit
