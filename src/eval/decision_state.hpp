// SPDX-License-Identifier: Apache-2.0
//
// Decision::State: what a Decision holds, and the evaluator's memory that is used again with it.
// In: filled by evaluator.cpp and reasons.cpp. Out: read through the getters of Decision.
// Tested by tests/properties/no_trace_test.cpp.
#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include "eval/arena.hpp"
#include "sanbao/decision.hpp"

namespace sanbao {

namespace ir {
struct PlainAnswer;
struct Ruleset;
}  // namespace ir
namespace eval {
class Evaluator;
}

struct Decision::State {
  State();
  ~State();

  std::shared_ptr<const ir::Ruleset> ruleset;  ///< keeps the texts alive
  std::unique_ptr<eval::Evaluator> evaluator;
  eval::Arena arena;

  std::optional<std::string_view> claim_id;
  std::optional<CivilDate> as_of, filed_on;
  std::string_view requested;
  Text requested_name;
  Outcome outcome = Outcome::not_covered;
  Detail detail = Detail::none;
  bool unfinished = false;  ///< the answers below are put together when they are first read
  std::span<const RemedyAnswer> remedies;
  std::span<const PolicyAnswer> policies;
  std::span<const PolicyCodes> codes;  ///< put together when they are first read
  std::span<const NotApplied> not_applied;
  std::span<const Ask> ask;
  std::span<const Question> questions;
  std::span<const Assumption> assumed;
  std::span<const std::string_view> ignored, unread, gaps;

  void clear();
  /// Whatever reads an answer calls it first.
  void finish();
  /// What `finish` would put together, where one policy applies; else nothing.
  [[nodiscard]] const ir::PlainAnswer* plain_answer() const;
};

}  // namespace sanbao
