// SPDX-License-Identifier: Apache-2.0
//
// What loads but is most likely a slip: rules that never hold, unused names, an unfiltered last
// exchange. In: a policy checked without errors. Out: warnings SB2101 to SB2107. Never searches for
// a witness claim: each check is cheap and sound. Tested by tests/unit/check_warnings_test.cpp and
// tests/baselines/warn.
#pragma once

#include "check/workspace.hpp"

namespace sanbao::check {

/// `names`: copied to the policy and to what they name; entries that name nothing.
void check_texts(Workspace& w);
/// What explanations would print as it is written: periods, values, facts, remedies and keys that `names`
/// gives no words to.
void warn_of_wordless(Workspace& w);
void warn_of_unused(Workspace& w);
void warn_of_rules(Workspace& w);

/// True where the condition can hold for no claim: it contains its own contrary, or asks one value
/// to be two things at once. False says nothing.
bool never_holds(const Graph& graph, ir::NodeId when, ir::NodeId unless);

}  // namespace sanbao::check
