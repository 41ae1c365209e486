// SPDX-License-Identifier: Apache-2.0
//
// See pages.hpp. Tested by tests/unit/audit_pages_test.cpp.
#include "audit/pages.hpp"

#include <algorithm>
#include <new>

namespace sanbao::audit {

namespace {

constexpr std::size_t least_room = 16 * page_size;

}  // namespace

void Pages::Free::operator()(char* bytes) const {
  ::operator delete(bytes, std::align_val_t(page_size));
}

void Pages::begin(std::uint64_t position) {
  begin_ = end_ = position % page_size;
  if (room_ == 0) grow(0);
}

void Pages::grow(std::size_t bytes) {
  const std::size_t room = std::max({2 * room_, end_ + bytes, least_room});
  std::unique_ptr<char, Free> larger(
      static_cast<char*>(::operator new(room, std::align_val_t(page_size))));
  if (end_ > begin_) std::memcpy(larger.get() + begin_, data(), size());
  bytes_ = std::move(larger);
  room_ = room;
}

std::vector<std::string_view> Pages::join(std::span<Pages> all) {
  std::vector<std::string_view> pieces;
  std::size_t from = all.empty() ? 0 : all[0].begin_;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const char* const bytes = all[i].bytes_.get();
    const std::size_t end = all[i].end_;
    const bool last = i + 1 == all.size();
    const std::size_t whole = last ? end : end / page_size * page_size;
    if (whole > from) {
      pieces.emplace_back(bytes + from, whole - from);
      from = whole;
    }
    if (last) break;
    std::memcpy(all[i + 1].bytes_.get() + from % page_size, bytes + from, end - from);
    from %= page_size;
  }
  return pieces;
}

}  // namespace sanbao::audit
