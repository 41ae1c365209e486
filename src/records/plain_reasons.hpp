// SPDX-License-Identifier: Apache-2.0
//
// The reasons of a plain answer as JSON: one text for all rules of a policy, made when it is loaded, with holes that
// each claim fills (ir::ReasonText).
// In: the plans of a program; later PlainReasons. Out: the text in the pieces of the policy; the same bytes that reason_json.cpp
// writes from the shapes.
// Tested by tests/unit/plain_json_test.cpp, which compares the two.
#pragma once

#include "ir/plain_answer.hpp"
#include "records/json_writer.hpp"

namespace sanbao::records {

/// From its plans into its pieces.
void prepare_reasons(ir::Program& program);

/// The key of the reasons, a comma before it; nothing where there are no rules.
void write_reasons(JsonWriter& json, const ir::PlainAnswer& answer);

}  // namespace sanbao::records
