// SPDX-License-Identifier: Apache-2.0
//
// repeated_keys.hpp: keys that stand twice in a mapping, and the `- ` whose absence makes two items
// of a list one.
// In: the entries of a mapping. Out: the entries without repetition, a fault for each, and the
// items that follow where a `- ` is missing.
// Never keeps two entries of one key.
// Tested by tests/unit/yaml_reader_test.cpp and tests/baselines/bad/sb1008*.
#pragma once

#include <vector>

#include "base/fault_list.hpp"
#include "ir/yaml_tree.hpp"
#include "parse/missing_values.hpp"

namespace sanbao::parse {

/// `in_list`: the mapping is an item of a list in block style.
std::vector<ir::YamlNode> tell_repeated(std::vector<ir::YamlEntry>& entries,
                                        std::vector<Missing>& missing, bool in_list,
                                        base::FaultList& faults);

}  // namespace sanbao::parse
