// SPDX-License-Identifier: Apache-2.0
//
// A scalar of a record as it is written: the grammar of docs/records.md §3.
// In: a text without its quotes, or a number's own characters. Out: a cell, or the fault.
// Never goes through floating point: 1299.10 is 129910 fen and 1e3 is no amount.
// Tested by tests/unit/claim_reader_test.cpp.
#pragma once

#include <string_view>

#include "claims/fact_rules.hpp"

namespace sanbao::claims {

/// A value in quotes. wrong_type where the fact takes no texts.
Fault take_quoted(const FactRules& rules, std::string_view text, ir::ClaimData& data,
                  ir::Cell& cell);

/// A number as JSON writes it. wrong_type where the fact takes no numbers.
Fault take_number(const FactRules& rules, std::string_view number, const ir::Schema& schema,
                  ir::Cell& cell);

}  // namespace sanbao::claims
