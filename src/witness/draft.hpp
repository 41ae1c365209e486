// SPDX-License-Identifier: Apache-2.0
//
// Draft: what a claim must say so that some conditions come out as wanted: wishes for facts, events to
// put in, and between which days the claim must lie.
// In: filled by Solver. Out: read by Sketcher, which makes a claim of it.
// Never a proof: a draft is a guess, and the decision on its claim says whether it was right.
// Tested by tests/unit/witness_test.cpp.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <vector>

#include "ir/program.hpp"

namespace sanbao::witness {

using ir::Index;
using ir::no_index;
using ir::no_node;
using ir::NodeId;

/// What is wanted of one fact, or of one field of an event.
struct Wish {
  enum class State : std::uint8_t { any, given, never, null };
  State state = State::any;
  std::optional<std::int64_t> value;
  std::vector<std::int64_t> other_than;
  std::int64_t low = 0, high = std::numeric_limits<std::int64_t>::max();
  std::vector<ir::Symbol> has, lacks;

  [[nodiscard]] bool allows(std::int64_t v) const {
    return v >= low && v <= high && std::ranges::find(other_than, v) == other_than.end() &&
           (!value || *value == v);
  }
  [[nodiscard]] bool is_possible() const {
    if (low > high || (value && !allows(*value))) return false;
    if (value && state != State::any && state != State::given) return false;
    return std::ranges::none_of(
        has, [&](ir::Symbol s) { return std::ranges::find(lacks, s) != lacks.end(); });
  }
};

/// Events alike, as many as a test wants.
struct EventWish {
  Index list = 0;
  std::int64_t count = 1;
  std::int64_t days = 0;  ///< from the first to the last day of each
  std::map<std::uint32_t, Wish> fields;
};

/// An end of the days on which a claim may be made, and what sets it.
struct DayEnd {
  std::int64_t day = 0;
  Index period = no_index;  ///< no_index: a comparison
  Index root = no_index;    ///< the fact from which it is counted
};

struct Draft {
  std::map<std::uint32_t, Wish> facts;  ///< by slot
  std::vector<EventWish> events;
  std::map<std::uint32_t, std::int64_t> shifts;  ///< dates that lie so many days from the others
  // Days from the day on which everything else happened to the day of the claim …
  std::optional<DayEnd> low, high;
  // … what that first day must lie between, and the day of the claim by the calendar.
  std::int64_t first_low = std::numeric_limits<std::int32_t>::min();
  std::int64_t first_high = std::numeric_limits<std::int32_t>::max();
  std::int64_t filed_low = std::numeric_limits<std::int32_t>::min();
  std::int64_t filed_high = std::numeric_limits<std::int32_t>::max();
};

/// How much may still be looked at; no clock is read, so that every run finds the same. A unit is about 50 ns
/// of an ordinary machine.
struct Budget {
  std::int64_t left = 0;
  [[nodiscard]] bool spend(std::int64_t cost) {
    left -= cost;
    return left >= 0;
  }
};

}  // namespace sanbao::witness
