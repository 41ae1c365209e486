// SPDX-License-Identifier: Apache-2.0
//
// The Schema of a rulebook: the standard vocabulary and what its policies declare.
// In: checked policies. Out: slots, lists, groups and the symbols of the vocabulary.
// Tested by tests/unit/compile_test.cpp.
#pragma once

#include <memory>
#include <span>

#include "ir/program.hpp"

namespace sanbao::compile {

using Policies = std::span<const std::shared_ptr<const ir::CheckedPolicy>>;

/// Remedies of all policies: the standard ones in order, then declared ones by name.
std::vector<ir::RemedyEntry> collect_remedies(Policies policies);

std::shared_ptr<ir::Schema> build_schema(Policies policies,
                                         std::span<const ir::RemedyEntry> remedies);

}  // namespace sanbao::compile
