// SPDX-License-Identifier: Apache-2.0
//
// Stage 3 of 4: CheckedPolicies -> Ruleset. The only entry of compile/.
// In: policies that passed check/, with their parameters already set. Out: slots, symbols, one flat list of
// conditions a policy and a plan a remedy.
// Never fails: what can be wrong was found before. Never changes a meaning.
// Tested by tests/unit/{compile,variants}_test.cpp.
#pragma once

#include <memory>
#include <vector>

#include "ir/program.hpp"

namespace sanbao::compile {

using PolicyList = std::vector<std::shared_ptr<const ir::CheckedPolicy>>;

std::shared_ptr<ir::Ruleset> compile(PolicyList policies);

/// Several rulebooks over one Schema, made of all of their policies: a claim that is read for one is read for
/// each. What they declare must agree as within one rulebook.
std::vector<std::shared_ptr<ir::Ruleset>> compile_together(std::vector<PolicyList> rulebooks);

}  // namespace sanbao::compile
