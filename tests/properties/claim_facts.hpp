// SPDX-License-Identifier: Apache-2.0
//
// The facts of a claim by their paths, and values that a fact may be given.
// In: claims as trees, policies. Out: paths, places in the tree, values.
// Never asks the library: what values matter is told from the policy's own literals by the reader of tests/oracle.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "policy.hpp"
#include "policy_tree.hpp"

namespace properties {

/// `purchase.sold_on`, `repairs`, `repairs[0].fixed`: every fact, list and field that the claim tells; a list before
/// what its events tell.
std::vector<std::string> paths_of(const Json& claim);
/// Where a path stands; nothing where the claim does not tell it.
Json* at_path(Json& claim, const std::string& path);
void erase(Json& claim, const std::string& path);
void put(Json& claim, const std::string& path, const Json& value);

std::set<std::string> dates_of_events(const Json& claim);

using Policies = std::vector<std::shared_ptr<oracle::Policy>>;
Policies read_policies(const std::vector<Json>& policies);
/// A number, an amount, a rate or days: the value that settles something may have to be worked out.
bool is_number(const std::string& path, const Policies& policies);
/// Values that the policies may tell apart, on and around their literals and the claim's own dates.
std::vector<Json> values_for(const std::string& path, const Policies& policies, const Json& claim);

}  // namespace properties
