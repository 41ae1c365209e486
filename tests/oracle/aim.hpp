// SPDX-License-Identifier: Apache-2.0
//
// Makes claims that a rule of a policy has something to say about, by climbing towards its condition.
// In: policies, and one of them. Out: lines of JSON, neighbours of one claim.
// Never asks the library: what comes nearer is read from the trees of the oracle.
// Tested by its comparison with the library, oracle.shipped.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "policy.hpp"
#include "random.hpp"

namespace oracle {

std::vector<std::string> aimed_claims(Random& random,
                                      const std::vector<std::shared_ptr<Policy>>& policies,
                                      const std::shared_ptr<Policy>& about,
                                      const std::map<std::string, Calendar>& calendars);

}  // namespace oracle
