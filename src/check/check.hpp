// SPDX-License-Identifier: Apache-2.0
//
// Stage 2 of 4: PolicyDocument -> CheckedPolicy. The only entry of check/.
// In: a document and the calendars it may name. Out: names resolved, types known, one shared graph,
// or every fault of the file (SB2xxx) in one run; warnings beside a good result.
// Never reads YAML or files (parse did), never orders by the file's order, never evaluates a claim.
// Tested by tests/unit/check_*_test.cpp and tests/baselines.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string_view>

#include "ir/checked_policy.hpp"
#include "sanbao/result.hpp"

namespace sanbao::check {

/// Finds a calendar by its name for the policy's file; null: there is none.
using FindCalendar = std::function<std::shared_ptr<const WorkCalendar>(std::string_view name)>;

Result<ir::CheckedPolicy> check_policy(const ir::PolicyDocument& document,
                                       const FindCalendar& find_calendar);

/// What can only be wrong between policies: a fact with two types, versions of one id that overlap,
/// several zones or currencies, mutual yielding. Errors name both places.
std::vector<Diagnostic> check_rulebook(std::span<const ir::CheckedPolicy* const> policies);

/// The part of it that several rulebooks share which are to decide the same claims: facts, remedies, zone and
/// currency mean the same in all of them. Their versions and their yielding are each rulebook's own.
std::vector<Diagnostic> check_together(std::span<const ir::CheckedPolicy* const> policies);

}  // namespace sanbao::check
