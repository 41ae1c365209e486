// SPDX-License-Identifier: Apache-2.0
//
// Parameters that the caller sets (`--set POLICY:NAME=VALUE`), read by their declared types.
// In: checked policies and settings. Out: the policies with the new values, or faults.
// Never sets what a policy does not declare. Tested by tests/unit/rulebook_test.cpp.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "ir/checked_policy.hpp"
#include "sanbao/rulebook.hpp"

namespace sanbao {

std::vector<Diagnostic> apply_settings(std::span<const std::shared_ptr<ir::CheckedPolicy>> policies,
                                       std::span<const ParameterSetting> settings);

}  // namespace sanbao
