// SPDX-License-Identifier: Apache-2.0
//
// The traps that show on a claim alone (docs/language.md §6): two grants of one policy that hold together on
// different money, and a day between two periods on which nothing is decided.
// In: a rulebook of one policy, compiled. Out: warnings, each with a claim that was decided and showed it.
// Never proves that there is none: it looks for a bounded while and then says nothing.
// Tested by tests/unit/witness_test.cpp and tests/baselines/warn.
#pragma once

#include <vector>

#include "sanbao/diagnostic.hpp"
#include "sanbao/rulebook.hpp"

namespace sanbao::witness {

[[nodiscard]] std::vector<Diagnostic> look(const Rulebook& policy);

}  // namespace sanbao::witness
