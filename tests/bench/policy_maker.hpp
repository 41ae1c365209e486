// SPDX-License-Identifier: Apache-2.0
//
// Policies for the benchmarks of loading and of large rulebooks.
// In: how many rules, and a name. Out: YAML of about 250 bytes a rule, with periods, conditions, values, grants,
// needs and exclusions as policies have them; it loads without an error. Never a copy of a policy that exists.
#pragma once

#include <string>

namespace sanbao::bench {

/// `name`: in its id, and the brand that it is about.
std::string make_policy(int rules, const std::string& name = "large");

}  // namespace sanbao::bench
