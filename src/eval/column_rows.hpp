// SPDX-License-Identifier: Apache-2.0
//
// One decision as one row of a ColumnResult.
// In: what `evaluate` said. Out: every column of that row. Never decides anything.
// Tested by tests/unit/columns_test.cpp.
#pragma once

#include "ir/column_result.hpp"
#include "sanbao/decision.hpp"

namespace sanbao::eval {

void put_row(const ir::Ruleset& ruleset, const Decision& decision, std::size_t row,
             ir::ColumnResult& result);
/// Nothing is said of it.
void put_undecided(std::size_t row, ir::ColumnResult& result);

}  // namespace sanbao::eval
