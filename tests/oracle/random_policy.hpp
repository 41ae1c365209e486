// SPDX-License-Identifier: Apache-2.0
//
// Makes random policies, valid by construction, of every construct of the language.
// In: a source of chance. Out: the YAML of one policy, or of two that meet in one rulebook.
// Never aims to be sensible: only to be read.
// Tested by its comparison with the library, oracle.random.
#pragma once

#include <string>
#include <vector>

#include "random.hpp"

namespace oracle {

std::vector<std::string> random_policies(Random& random);

}  // namespace oracle
