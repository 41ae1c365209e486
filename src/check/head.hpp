// SPDX-License-Identifier: Apache-2.0
//
// What stands at the head of a policy: id, basis, currency, rounding, clock, when and to what it
// applies. In: a PolicyDocument. Out: the same fields of the CheckedPolicy; faults SB2041 to
// SB2045, SB2060 to SB2074. Never asks for what no part of the file needs: currency, rounding and
// clock keys are wanted where used. Tested by tests/unit/check_head_test.cpp and
// tests/baselines/bad/sb204*, sb206*, sb207*.
#pragma once

#include <string_view>

#include "check/expressions.hpp"

namespace sanbao::check {

/// Before any expression: a literal amount needs to know the currency, a period the clock.
void check_head(Workspace& w);
void check_clock(Workspace& w, Expressions& expressions);
/// `applies_to` and `in_force`.
void check_applying(Workspace& w, Expressions& expressions);
/// After everything: what was needed and is not there.
void check_needs(Workspace& w);
void warn_of_zone(Workspace& w);

/// `verified` where it stands, else what holds around it.
bool is_recalled(Workspace& w, const ir::VerifiedDoc& doc, bool around);

/// A warning where one of the two languages is missing.
void check_languages(Workspace& w, const ir::Localized& text, Span span, std::string_view what);

}  // namespace sanbao::check
