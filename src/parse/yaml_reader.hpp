// SPDX-License-Identifier: Apache-2.0
//
// yaml_reader.hpp: the only door to the YAML parser.
// In: a prepared text. Out: the root node with places, and faults.
// Never converts a scalar, never reads less than the whole text, never lets an exception out.
// Tested by tests/unit/yaml_reader_test.cpp and tests/bad.
#pragma once

#include "base/fault_list.hpp"
#include "ir/yaml_tree.hpp"
#include "parse/yaml_text.hpp"

namespace sanbao::parse {

/// True where the whole text was read into `root`. Faults that leave the rest readable (a duplicate
/// key, a tag, a key without a value) are told and passed over.
bool read_root(const YamlText& yaml, base::FaultList& faults, ir::YamlNode& root);

/// Checks, prepares and reads the bytes of `tree`. False where nothing can be made of them.
bool read_tree(ir::YamlTree& tree, base::FaultList& faults);

/// The fault of a file that is too large to be looked at.
bool is_too_large(std::string_view bytes);
Diagnostic too_large(std::string file);

}  // namespace sanbao::parse
