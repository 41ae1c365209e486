// SPDX-License-Identifier: Apache-2.0
//
// The doors that outer modules (testing/, cli/) may use beside the public headers.
// In: file names. Out: trees and texts, or diagnostics. pipeline.cpp alone joins the stages.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ir/yaml_tree.hpp"
#include "sanbao/result.hpp"

namespace sanbao {

/// A strict YAML file as a tree; see parse/parse.hpp.
Result<ir::YamlTree> read_yaml_file(const std::string& path);

/// Files below a folder that end in `suffix`, sorted; the path itself where it is a file.
std::vector<std::string> files_below(const std::string& path, std::string_view suffix);

}  // namespace sanbao
