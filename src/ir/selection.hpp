// SPDX-License-Identifier: Apache-2.0
//
// Selection: which policies of a rulebook a claim may be about, told by one text of the claim.
// In: made by compile/selection.cpp from what `applies_to` demands. Out: read by eval/applying.cpp, which
// still asks each policy that is left. Never leaves out one that could apply.
// Tested by tests/unit/selection_test.cpp.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "ir/schema.hpp"

namespace sanbao::ir {

struct Selection {
  /// Policies that demand certain texts of one fact: a claim that gives another is about none of them.
  struct ByText {
    std::uint32_t slot = 0;
    std::vector<std::pair<Symbol, std::uint32_t>> programs;  ///< text, program; sorted
    std::vector<std::uint32_t> all;  ///< each once, for a claim that is silent
  };
  std::vector<ByText> facts;
  std::vector<std::uint32_t> others;  ///< programs that demand no text; ascending
  /// Every demand of every policy, for those that come near a claim which none covers.
  std::vector<ByText> demands;
};

}  // namespace sanbao::ir
