// SPDX-License-Identifier: Apache-2.0
//
// The tables of a CheckedPolicy that are known only at the end: facts and lists as they were used.
// In: a Workspace whose every expression is settled. Out: `facts` by path with nodes that point at
// them, `lists`. Never drops a fact that is declared or assumed, used or not. Tested by
// tests/unit/check_policy_test.cpp.
#pragma once

#include "check/workspace.hpp"

namespace sanbao::check {

/// Room for every named thing, so that it can be pointed at before it is worked out.
void reserve_places(Workspace& w);
/// Only after a run without errors.
void fill_tables(Workspace& w);
/// Warnings for facts that a decision would have to ask about without a question.
void warn_of_questions(Workspace& w);

}  // namespace sanbao::check
