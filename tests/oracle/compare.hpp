// SPDX-License-Identifier: Apache-2.0
//
// Lays the library's decision and the oracle's side by side.
// In: a decision as the library writes it, the oracle's. Out: the differences, one line each.
// Never forgives a difference that is not named in compare.cpp.
// Tested by its comparison with the library, oracle.random.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "decide.hpp"
#include "json.hpp"

namespace oracle {

/// `path: library says …, oracle says …`.
std::vector<std::string> differences(const Json& library, const Decision& oracle);

}  // namespace oracle
