// SPDX-License-Identifier: Apache-2.0
//
// How a row of the vocabulary's tables is written, and the compile-time check that a table is
// sorted. In: the parts of a row. Out: a FactInfo. Used by vocabulary_facts.cpp and
// vocabulary_lists.cpp alone. Never computed while the program runs. Tested by
// tests/unit/vocabulary_test.cpp.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "ir/vocabulary.hpp"

namespace sanbao::ir {

constexpr FactInfo fact(std::string_view path, Type type, Name name, Name question) {
  return {path, type, {}, false, false, name, question};
}
/// Takes its members and nothing else.
constexpr FactInfo closed_fact(std::string_view path, Type type, std::span<const Member> members,
                               Name name, Name question) {
  return {path, type, members, false, false, name, question};
}
/// Takes any text; these are the known ones.
constexpr FactInfo open_fact(std::string_view path, Type type, std::span<const Member> members,
                             Name name, Name question) {
  return {path, type, members, true, false, name, question};
}
/// A field that eval/ works out.
constexpr FactInfo computed_field(std::string_view path, Type type, Name name, Name question) {
  return {path, type, {}, false, true, name, question};
}

template <typename Row, std::size_t n>
constexpr bool sorted_by_path(const Row (&rows)[n]) {
  for (std::size_t i = 1; i < n; ++i)
    if (!(rows[i - 1].path < rows[i].path)) return false;
  return true;
}

}  // namespace sanbao::ir
