// SPDX-License-Identifier: Apache-2.0
//
// Lays what full reasons hold beside what the trees of the oracle say.
// In: a decision as the library writes it with full reasons, the oracle's. Out: the differences, one line each.
// Never compares what the documents leave open: README.md lists it.
// Tested by its comparison with the library, oracle.random.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "decide.hpp"
#include "json.hpp"

namespace oracle {

/// `policy rule part: library says …, oracle says …`. `codes`: the same decision with the numbers of the rules alone.
std::vector<std::string> reason_faults(const Json& library, const Json& codes,
                                       const Decision& oracle, const ClaimFacts& claim,
                                       const std::map<std::string, Calendar>& calendars);

}  // namespace oracle
