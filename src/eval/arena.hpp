// SPDX-License-Identifier: Apache-2.0
//
// Arena: the memory of one decision. Everything a Decision hands out lives here until the next claim.
// In: sizes. Out: memory that is never freed one by one. Keeps its blocks, so a warm one allocates nothing.
// Tested by tests/unit/eval_allocations_test.cpp.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <span>
#include <string_view>
#include <type_traits>
#include <vector>

namespace sanbao::eval {

class Arena {
 public:
  void clear() {
    block_ = 0;
    used_ = 0;
  }

  template <typename T>
  std::span<T> make(std::size_t count) {
    static_assert(std::is_trivially_destructible_v<T>);
    if (count == 0) return {};
    T* first = room<T>(count);
    for (std::size_t i = 0; i < count; ++i)
      new (first + i) T();
    return {first, count};
  }

  /// A copy that may be changed.
  template <typename T>
  std::span<T> copy(std::span<const T> list) {
    static_assert(std::is_trivially_copyable_v<T>);
    if (list.empty()) return {};
    void* const to = take(list.size_bytes(), alignof(T));
    std::memcpy(to, list.data(), list.size_bytes());
    return {static_cast<T*>(to), list.size()};
  }

  /// Memory for objects that the caller makes one by one.
  template <typename T>
  T* room(std::size_t count) {
    static_assert(std::is_trivially_destructible_v<T>);
    // Also of pointers to parts that stay where they are.
    // NOLINTNEXTLINE(bugprone-sizeof-expression)
    return static_cast<T*>(take(count * sizeof(T), alignof(T)));
  }

  template <typename T>
  std::span<const T> keep(const std::vector<T>& list) {
    const auto span = make<T>(list.size());
    for (std::size_t i = 0; i < list.size(); ++i)
      span[i] = list[i];
    return span;
  }

  std::string_view keep(std::string_view text) {
    if (text.empty()) return {};
    char* copy = static_cast<char*>(take(text.size(), 1));
    std::memcpy(copy, text.data(), text.size());
    return {copy, text.size()};
  }

 private:
  static constexpr std::size_t block_size = std::size_t{1} << 15;

  void* take(std::size_t size, std::size_t align) {
    const std::size_t at = (used_ + align - 1) & ~(align - 1);
    if (block_ < blocks_.size() && at + size <= blocks_[block_].size) {
      used_ = at + size;
      return blocks_[block_].bytes.get() + at;
    }
    return take_further(size, align);
  }

  [[gnu::cold]] void* take_further(std::size_t size, std::size_t align) {
    const std::size_t wanted = size + align > block_size ? size + align : block_size;
    while (++block_ < blocks_.size() && blocks_[block_].size < size)
      continue;
    if (block_ >= blocks_.size()) {
      blocks_.push_back({std::make_unique<std::byte[]>(wanted), wanted});
      block_ = blocks_.size() - 1;
    }
    used_ = size;
    return blocks_[block_].bytes.get();
  }

  struct Block {
    std::unique_ptr<std::byte[]> bytes;
    std::size_t size;
  };
  std::vector<Block> blocks_;
  std::size_t block_ = 0, used_ = 0;
};

/// A list that grows in the arena: what it holds in the end can be handed out, what it outgrew lies idle
/// until the next claim.
template <typename T>
class ArenaList {
 public:
  explicit ArenaList(Arena& arena) : arena_(&arena) {}

  void push_back(const T& item) {
    if (size_ == room_.size()) {
      const auto wider = arena_->make<T>(size_ == 0 ? 8 : 2 * size_);
      std::copy(begin(), end(), wider.begin());
      room_ = wider;
    }
    room_[size_++] = item;
  }
  void append(std::span<const T> items) {
    for (const T& item : items)
      push_back(item);
  }
  /// Sorts, and drops what is equal to its neighbour.
  template <typename Less, typename Same>
  void sort_unique(Less less, Same same) {
    std::sort(begin(), end(), less);
    size_ = static_cast<std::size_t>(std::unique(begin(), end(), same) - begin());
  }

  [[nodiscard]] std::span<T> items() const { return room_.first(size_); }
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] T* begin() const { return room_.data(); }
  [[nodiscard]] T* end() const { return room_.data() + size_; }

 private:
  Arena* arena_;
  std::span<T> room_;
  std::size_t size_ = 0;
};

}  // namespace sanbao::eval
