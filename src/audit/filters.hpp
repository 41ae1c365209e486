// SPDX-License-Identifier: Apache-2.0
//
// Which records `--where` takes.
// In: filters, and what a kept decision says. Out: whether it is taken. Never decides anew.
// Tested by tests/cli/replay_test.py and tests/cli/impact_log_test.py.
#pragma once

#include <vector>

#include "audit/json_tree.hpp"
#include "sanbao/audit/where.hpp"

namespace sanbao::audit {

/// Of each field named one value must be met.
[[nodiscard]] bool all_met(const std::vector<Where>& where, const DecisionWords& words);

}  // namespace sanbao::audit
