// SPDX-License-Identifier: Apache-2.0
//
// What an author means who writes a name that people read in place of the word: `性能`, `试用期`.
// In: the policy's words and the vocabulary, and what was written. Out: the word, for a help.
// Never accepts what was written. Tested by tests/unit/check_names_test.cpp and tests/baselines/bad.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "check/workspace.hpp"

namespace sanbao::check {

/// The member that is called so, by the vocabulary or by this file; empty where there is none.
std::string meant_member(const Workspace& w, const Members& members, std::string_view written);
/// "write `performance`", or the nearest member, or nothing.
std::string member_help(const Workspace& w, const Members& members, std::string_view written);
/// The declared name of one of these kinds to which `names` gives these words; empty where there is none.
std::string meant_name(Workspace& w, std::span<const NameKind> kinds, std::string_view written);

}  // namespace sanbao::check
