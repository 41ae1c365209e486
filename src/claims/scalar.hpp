// SPDX-License-Identifier: Apache-2.0
//
// A scalar of a record as it is written: the grammar of docs/records.md §3.
// In: a text without its quotes, or a number's own characters. Out: a cell, or the fault.
// Never goes through floating point: 1299.10 is 129910 fen and 1e3 is no amount.
// Tested by tests/unit/claim_reader_test.cpp.
#pragma once

#include <string_view>

#include "claims/fact_rules.hpp"
#include "claims/record_index.hpp"

namespace sanbao::claims {

/// A text without its quotes, escapes resolved, seven bytes readable behind it. wrong_type where the fact takes none.
Fault take_text(const RecordIndex::Takes& takes, std::string_view text, ir::ClaimData& data,
                ir::Cell& cell);

/// A number as JSON writes it, true, false or null. wrong_type where the fact takes no such word, or it is none.
Fault take_word(const RecordIndex::Takes& takes, std::string_view word, ir::ClaimData& data,
                ir::Cell& cell);

/// One more text of the set whose members begin at `begin`; see take_text() and fact_rules.hpp.
Fault take_member(const RecordIndex::Takes& takes, std::string_view text, std::size_t begin,
                  ir::ClaimData& data);

}  // namespace sanbao::claims
