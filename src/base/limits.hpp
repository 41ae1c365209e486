// SPDX-License-Identifier: Apache-2.0
//
// limits.hpp: how large an input may be before it is refused.
// In: nothing. Out: constants, each with what it protects.
// Never depends on the machine: the same file is refused or read everywhere.
// Tested by tests/unit/yaml_reader_test.cpp and tests/unit/expr_parser_test.cpp.
#pragma once

#include <cstddef>
#include <cstdint>

namespace sanbao::limits {

// A policy or test file (docs/records.md, Commands).
inline constexpr std::size_t max_policy_bytes = std::size_t{1} << 20;
// Lists and mappings inside each other; the file's own mapping is the first.
inline constexpr std::uint32_t max_nesting = 64;
// Scalars, lists and mappings of one file. A node takes some 200 bytes.
inline constexpr std::size_t max_nodes = 100'000;
// `[ ] { } ,` anywhere in a file, in texts too: the reader keeps a token for each.
inline constexpr std::size_t max_flow_marks = 200'000;

// Parentheses, `not`, `if` and operators inside each other in one expression.
inline constexpr std::uint32_t max_expression_depth = 64;
// Bytes of one expression.
inline constexpr std::size_t max_expression_bytes = std::size_t{16} << 10;
// Names, literals and operators of all expressions of one file.
inline constexpr std::size_t max_expression_nodes = 100'000;

// Faults told in one run; nobody reads more, and a broken file must not fill the memory.
inline constexpr std::size_t max_faults = 200;
// Bytes of source lines kept with the faults of one file.
inline constexpr std::size_t max_shown_bytes = std::size_t{4} << 20;

}  // namespace sanbao::limits
