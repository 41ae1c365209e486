// SPDX-License-Identifier: Apache-2.0
//
// Which word of the vocabulary is meant by someone who writes its name: `性能`, `发票`, `Invoice`.
// In: the members of a fact, and what was written. Out: the member's id, or nothing where none or several fit.
// Never takes the name for the word: it only says which word to write.
// Tested by tests/unit/vocabulary_test.cpp.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ir/vocabulary.hpp"

namespace sanbao::ir {

/// The member of this name, or the only one whose Chinese name holds what was written or lies in it.
std::string_view member_meant(std::span<const Member> members, std::string_view written);
/// The member of exactly this Chinese or English name.
std::string_view member_named(std::span<const Member> members, std::string_view written);

/// "fault.kind", "repairs.replaced", "repairs[0].replaced", "purchase.documents[1]"; nullptr where the
/// vocabulary has none.
const FactInfo* find_standard_path(std::string_view path);

/// The members of a fact or field of the vocabulary; none where it has none.
std::span<const Member> standard_members(std::string_view path);

/// `true` or `false`, where a word in lower case says one of them in another way: `yes`, `否`; else nothing.
std::string_view truth_meant(std::string_view lower);

}  // namespace sanbao::ir
