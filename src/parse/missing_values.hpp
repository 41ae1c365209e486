// SPDX-License-Identifier: Apache-2.0
//
// missing_values.hpp: keys in braces without a value: most often a comma in an unquoted text made
// them.
// In: the entries of a mapping and how each lacks its value. Out: faults with the mended text; the
// entries left.
// Never joins the text by itself: which was meant is for the author to say.
// Tested by tests/unit/yaml_reader_test.cpp and tests/baselines/bad/sb1007*.
#pragma once

#include <cstdint>
#include <vector>

#include "base/fault_list.hpp"
#include "ir/yaml_tree.hpp"

namespace sanbao::parse {

/// How an entry lacks its value: not at all, `{key}`, or `{key: }`.
enum class Missing : std::uint8_t { nothing, colon_too, value };

/// Tells every entry that lacks its value and takes it out.
void tell_missing(std::vector<ir::YamlEntry>& entries, std::vector<Missing> missing,
                  base::FaultList& faults);

}  // namespace sanbao::parse
