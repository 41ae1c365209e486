// SPDX-License-Identifier: Apache-2.0
//
// Shapes: a number for each node of a program that depends on what the node says and not on where it stands in
// the file, so that alternatives are tried in one order wherever rules stand.
// In: a Program. Out: numbers to sort by. Never decides whether two nodes are equal.
// Tested by tests/unit/witness_test.cpp (shuffled rules).
#pragma once

#include <vector>

#include "ir/program.hpp"

namespace sanbao::witness {

/// By node.
[[nodiscard]] std::vector<std::uint64_t> shapes_of(const ir::Program& program,
                                                   const ir::Schema& schema);

}  // namespace sanbao::witness
