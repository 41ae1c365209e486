// SPDX-License-Identifier: Apache-2.0
//
// Kinds of operations that several parts of compile/ tell apart. In: an Op. Out: whether it is of the kind.
// Tested by tests/unit/compile_test.cpp.
#pragma once

#include "ir/program.hpp"

namespace sanbao::compile {

inline bool is_period_test(ir::Op op) {
  return op == ir::Op::period_in || op == ir::Op::period_before || op == ir::Op::period_after;
}

}  // namespace sanbao::compile
