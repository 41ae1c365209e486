// SPDX-License-Identifier: Apache-2.0
//
// Makes random claims that a policy has something to say about.
// In: the policies, a source of chance. Out: one line of JSON that docs/records.md accepts.
// Never makes a line that is refused.
// Tested by its comparison with the library, oracle.random.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "policy.hpp"
#include "random.hpp"

namespace oracle {

std::string random_claim(Random& random, const std::vector<std::shared_ptr<Policy>>& policies);

}  // namespace oracle
