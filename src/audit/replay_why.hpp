// SPDX-License-Identifier: Apache-2.0
//
// Why a decision came out otherwise: where the two part, the rule behind it, what it rests on.
// In: the kept decision, the claim, the rulebook it was decided again by. Out: the fields of a Replayed.
// Never decides which of the two is right. Tested by tests/cli/replay_test.py.
#pragma once

#include <string_view>

#include "sanbao/audit/replay.hpp"
#include "sanbao/evaluate.hpp"

namespace sanbao::audit {

struct Differing {
  std::string_view kept, made;  ///< the two decisions, or error lines
  std::string_view claim;
  bool by_other_rules = false;  ///< what the claim gets is looked at alone
};

void find_why(const Differing& differing, const Rulebook& rulebook, const EvaluateOptions& options,
              Replayed& into);

}  // namespace sanbao::audit
