// SPDX-License-Identifier: Apache-2.0
//
// yaml_reader.hpp: the only door to the YAML parser.
// In: a prepared text. Out: the root node with places, and faults.
// Never converts a scalar, never reads less than the whole text, never lets an exception out.
// Tested by tests/unit/yaml_reader_test.cpp and tests/bad.
#pragma once

#include <optional>
#include <string>

#include "base/fault_list.hpp"
#include "ir/yaml_tree.hpp"
#include "parse/yaml_outline.hpp"
#include "parse/yaml_text.hpp"

namespace sanbao::parse {

/// One run of the parser over a text that has passed its outline. The fault that stops it goes into
/// `fatal`, and the text as its author meant it into `mended`, where that is sure.
bool read_events(const YamlText& yaml, const Outline& outline, base::FaultList& faults,
                 base::FaultList& fatal, ir::YamlNode& root, std::optional<std::string>& mended);

/// True where the whole text was read into `root`, in places perhaps a mended one. Faults that leave the
/// rest readable (a duplicate key, a tag, a key without a value) are told and passed over.
bool read_root(const YamlText& first, base::FaultList& faults, ir::YamlNode& root);

/// Checks, prepares and reads the bytes of `tree`. False where nothing can be made of them.
bool read_tree(ir::YamlTree& tree, base::FaultList& faults);

/// The fault of a file that is too large to be looked at.
bool is_too_large(std::string_view bytes);
Diagnostic too_large(std::string file);

}  // namespace sanbao::parse
