// SPDX-License-Identifier: Apache-2.0
//
// A policy or a claim as a tree that can be shuffled, cut down and written again.
// In: YAML or JSON. Out: a tree; YAML in block form; trees that are a little smaller.
// Never knows what a key means, but for the two lists of a policy whose order means nothing.
#pragma once

#include <string>
#include <vector>

#include "json.hpp"
#include "random.hpp"

namespace properties {

using oracle::Json;
using oracle::JsonMember;

/// Plain scalars become numbers, quoted ones texts: how a policy writes a word is kept.
Json read_yaml(const std::string& text);
std::string write_yaml(const Json& tree);

/// Keys in another order everywhere, rules and notices too.
void shuffle_policy(Json& policy, oracle::Random& random);
/// Keys alone, at every depth.
void shuffle_keys(Json& tree, oracle::Random& random);

Json* find(Json& tree, std::string_view key);

/// The same tree with one thing less: without a half or a quarter of a long list or map, without one entry, with
/// one branch in the place of its parent, with one half of a condition. Big steps first.
std::vector<Json> smaller(const Json& tree);

}  // namespace properties
