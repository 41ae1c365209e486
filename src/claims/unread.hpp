// SPDX-License-Identifier: Apache-2.0
//
// UnreadWalk: passes over a value that no policy reads, `context` and groups of other systems.
// In: a cursor at the value. Out: a cursor behind it, or the fault. Checks its syntax, its depth
// and that no key stands twice in one object, however the keys are written; converts nothing. Never
// recurses, never compares keys pair by pair in a large object. Tested by
// tests/unit/claim_reader_test.cpp and tests/bad.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "claims/cursor.hpp"
#include "claims/fault.hpp"

namespace sanbao::claims {

class UnreadWalk {
 public:
  /// `depth`: arrays and objects around the value. `escapes`: whether the line has any; `scratch`
  /// is where keys with escapes are written and must have room for all of them. not_json and
  /// too_deep say no place: form.cpp finds it.
  Fault pass(Cursor& cursor, std::uint32_t depth, bool escapes, std::string& scratch);
  /// Of a repeated key: where it stands the second time.
  [[nodiscard]] std::uint32_t offset() const { return repeated_at_; }

 private:
  struct Key {
    std::string_view text;
    std::uint32_t offset;
  };

  Fault pass_key(Cursor& cursor);
  Fault pass_scalar(Cursor& cursor);
  void compare_keys(std::size_t begin);

  bool escapes_ = false;
  std::string* scratch_ = nullptr;
  std::vector<Key> keys_;  // of all open objects, the innermost last
  std::vector<std::size_t>
      begins_;  // where the keys of each open object begin; of an array: its end
  std::uint32_t repeated_at_ = 0;
};

}  // namespace sanbao::claims
