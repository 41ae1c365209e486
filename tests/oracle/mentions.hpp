// SPDX-License-Identifier: Apache-2.0
//
// What expressions and rules speak of.
// In: trees. Out: facts, lists and fields by name, and whether anything of it is marked `recalled`.
// Never asks a claim whether what is spoken of matters: notes.cpp does.
// Tested by its comparison with the library, oracle.random.
#pragma once

#include <optional>

#include "policy.hpp"

namespace oracle {

/// Of a condition that `true` and `false` inside it decide, whatever the claim and the parameters say.
std::optional<bool> constant_of(const Policy& policy, const Expr& condition);
/// Adds what an expression speaks of. What constants decide is not spoken of, but it counts for `recalled`.
void add_mentions(const Policy& policy, const Expr& expr, Mentions& into);
void add_mentions(const Policy& policy, const Rule& rule, Mentions& into);

}  // namespace oracle
