// SPDX-License-Identifier: Apache-2.0
//
// Arena: the memory of one decision. Everything a Decision hands out lives here until the next claim.
// In: sizes. Out: memory that is never freed one by one. Keeps its blocks, so a warm one allocates nothing.
// Tested by tests/unit/eval_allocations_test.cpp.
#pragma once

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
    T* first = static_cast<T*>(take(count * sizeof(T), alignof(T)));
    for (std::size_t i = 0; i < count; ++i)
      new (first + i) T();
    return {first, count};
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
    for (;;) {
      if (block_ < blocks_.size()) {
        const std::size_t at = (used_ + align - 1) / align * align;
        if (at + size <= blocks_[block_].size) {
          used_ = at + size;
          return blocks_[block_].bytes.get() + at;
        }
        ++block_;
        used_ = 0;
        continue;
      }
      const std::size_t wanted = size + align > block_size ? size + align : block_size;
      blocks_.push_back({std::make_unique<std::byte[]>(wanted), wanted});
    }
  }

  struct Block {
    std::unique_ptr<std::byte[]> bytes;
    std::size_t size;
  };
  std::vector<Block> blocks_;
  std::size_t block_ = 0, used_ = 0;
};

}  // namespace sanbao::eval
