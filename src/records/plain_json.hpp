// SPDX-License-Identifier: Apache-2.0
//
// What the JSON of a policy's answers has in common for every claim, made once.
// In: a ruleset. Out: the AnswerPieces of its programs, by the same writers that a decision's shapes go through.
// Tested by tests/unit/plain_json_test.cpp.
#pragma once

namespace sanbao::ir {
struct Ruleset;
}

namespace sanbao::records {

void prepare_pieces(ir::Ruleset& ruleset);

}  // namespace sanbao::records
