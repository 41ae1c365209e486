// SPDX-License-Identifier: Apache-2.0
//
// Makes random claims that a policy has something to say about.
// In: the policies, a source of chance. Out: one line of JSON that docs/records.md accepts.
// Never makes a line that is refused.
// Tested by its comparison with the library, oracle.random.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "json.hpp"
#include "policy.hpp"
#include "random.hpp"

namespace oracle {

std::string random_claim(Random& random, const std::vector<std::shared_ptr<Policy>>& policies);

/// Takes so many of a hundred facts away, and some groups whole.
void thin(Json& claim, Random& random, int percent);

/// How near a claim comes to what is looked for, up to 1,000.
using Nearness = std::function<int(const Json&)>;
/// A claim with the words, days and lengths of one of the policies, changed step by step to come nearer; and of it so
/// many neighbours: other requests, days moved, facts changed or left out.
std::vector<std::string> random_claims_near(Random& random,
                                            const std::vector<std::shared_ptr<Policy>>& policies,
                                            const Policy& about, const Nearness& near,
                                            std::size_t n);

}  // namespace oracle
