// SPDX-License-Identifier: Apache-2.0
//
// View: the parts of a decision that an explanation reads, as plain spans.
// In: a Decision (view_of), or values put together by hand. Out: what the sections of a page read.
// Never copies: the texts live in the decision and its rulebook, which outlive the page.
// Tested by tests/unit/explain_*test.cpp, which fills it without an evaluator.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "sanbao/decision.hpp"

namespace sanbao::wording {

class Phrases;

struct View {
  std::optional<std::string_view> claim_id;
  std::optional<CivilDate> as_of, filed_on;
  std::string_view requested;
  Text requested_name;
  Outcome outcome = Outcome::not_covered;
  std::span<const RemedyAnswer> remedies;
  std::span<const PolicyAnswer> policies;
  std::span<const NotApplied> not_applied;
  std::span<const Ask> ask;
  std::span<const Question> questions;
  std::span<const Assumption> assumed;
  std::span<const std::string_view> ignored, unread, gaps;
};

View view_of(const Decision& decision);

/// The whole page, ending with a line break.
std::string write_page(const View& view, const Phrases& phrases);

}  // namespace sanbao::wording
