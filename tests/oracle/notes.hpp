// SPDX-License-Identifier: Apache-2.0
//
// What an answer says beside its statuses.
// In: a policy's answer, with its outcome. Out: the same with what was assumed, its gaps, what it rests on from memory,
// notices, parameters.
// Never changes a status.
// Tested by its comparison with the library, oracle.random.
#pragma once

#include <map>
#include <string>

#include "decide.hpp"

namespace oracle {

/// A value as a decision writes it: an amount as it was said, or rounded by the policy where it was worked out.
enum class Amount { said, rounded };
std::string written(const Policy& policy, const Val& v, Type type, Amount amount = Amount::rounded);

void add_notes(PolicyAnswer& answer, const ClaimFacts& claim,
               const std::map<std::string, Calendar>& calendars);

}  // namespace oracle
