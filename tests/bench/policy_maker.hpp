// SPDX-License-Identifier: Apache-2.0
//
// A large policy for the benchmark of loading.
// In: how many rules. Out: YAML of about 250 bytes a rule, with periods, conditions, values, grants, needs
// and exclusions as policies have them; it loads without an error. Never a copy of a policy that exists.
#pragma once

#include <string>

namespace sanbao::bench {

std::string make_policy(int rules);

}  // namespace sanbao::bench
