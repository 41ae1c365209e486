// SPDX-License-Identifier: Apache-2.0
//
// Sections: the parts of an explanation in their order. Each writes itself, or nothing.
// In: what a Draft holds. Out: blocks of its document. Never repeats what an earlier section has said.
// Tested by tests/unit/explain_*test.cpp.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "explain/document.hpp"
#include "explain/phrases.hpp"
#include "explain/selection.hpp"
#include "explain/view.hpp"

namespace sanbao::wording {

/// An explanation being written.
struct Draft {
  const View& view;
  const Phrases& phrases;
  const Selection& selection;
  Document said;
  std::set<std::string, std::less<>>
      told;  ///< periods and event tests already told, by `policy/name`
};

/// A policy's title, its id where it has none.
std::string title_of(const Draft& draft, const PolicyAnswer& policy, std::string_view version);

/// The policies that answer for what was asked; all that apply where none does for certain.
std::vector<const PolicyAnswer*> answering(const Draft& draft);

void write_verdict(Draft& draft);
void write_why(Draft& draft);
void write_sums(Draft& draft);
void write_todos(Draft& draft);
void write_terms(Draft& draft);
void write_also(Draft& draft);
void write_not_applicable(Draft& draft);
void write_each_policy(Draft& draft);
void write_notes(Draft& draft);
void write_notices(Draft& draft);
/// For pages alone: every clause of the policies, whatever came of it, with the facts it read.
void write_every_clause(Draft& draft);

/// All that a text says, in its order.
void write_explanation(Draft& draft);

}  // namespace sanbao::wording
