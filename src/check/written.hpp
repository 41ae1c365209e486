// SPDX-License-Identifier: Apache-2.0
//
// What stands in the file, whether or not parse/ could read it: nothing that is written is called
// missing. In: the tree of a file. Out: whether a key is there. Never reads a value: the document
// does. Tested by tests/unit/check_policy_test.cpp.
#pragma once

#include <string_view>

#include "ir/document.hpp"

namespace sanbao::check {

/// False where the file is no mapping at all: then parse/ has told and there is nothing to check.
bool is_readable(const ir::PolicyDocument& document);
/// A key of the file, or of one of its sections.
bool is_written(const ir::PolicyDocument& document, std::string_view key);
bool is_written(const ir::PolicyDocument& document, std::string_view section, std::string_view key);
/// A key of an entry of a section: `is_written(document, "periods", "guarantee", "from")`.
bool is_written(const ir::PolicyDocument& document, std::string_view section,
                std::string_view entry, std::string_view key);
/// A key of a rule.
bool is_written(const ir::PolicyDocument& document, const ir::RuleDoc& rule, std::string_view key);
/// The same, and something stands there that parse/ could not read as a list or mapping, or more
/// than an empty one.
bool is_filled(const ir::PolicyDocument& document, const ir::RuleDoc& rule, std::string_view key);

}  // namespace sanbao::check
