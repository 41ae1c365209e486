// SPDX-License-Identifier: Apache-2.0
//
// evaluate: a rulebook and a claim in, a decision out.
// In: an immutable rulebook, the facts of one claim, the day of judgement. Out: a Decision.
// Never reads a clock, a locale, a file or a global; never throws; may run on any number of threads at once.
// Tested by tests/cases, tests/unit/eval_*_test.cpp and rules/**/*.test.yaml.
#pragma once

#include <optional>

#include "sanbao/claim.hpp"
#include "sanbao/decision.hpp"
#include "sanbao/export.hpp"
#include "sanbao/rulebook.hpp"

namespace sanbao {

struct EvaluateOptions {
  /// The day of judgement; nothing: the day the claim was filed. Open repairs run to it, later events
  /// are left out.
  std::optional<CivilDate> as_of;
  Detail detail = Detail::full;
  /// False: what to ask is not looked for, and `ask` and `questions` stay empty. The search is what a claim
  /// with much left open costs most.
  bool ask = true;
};

/// Decides into a decision that is used again: no allocation once warm for claims with all facts given.
/// False, and an empty decision, where `as_of` is before the day the claim was filed, or the claim is none of this
/// rulebook (`Claim::belongs_to`): after a policy is loaded anew, claims are read or filled anew.
[[nodiscard]] SANBAO_EXPORT bool evaluate(const Rulebook& rulebook, const Claim& claim,
                                          const EvaluateOptions& options, Decision& decision);

/// Decides as of the day the claim was filed, with full reasons. An empty decision (`Decision::is_empty`) where the claim is
/// none of this rulebook.
[[nodiscard]] SANBAO_EXPORT Decision evaluate(const Rulebook& rulebook, const Claim& claim);

}  // namespace sanbao
