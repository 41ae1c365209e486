// SPDX-License-Identifier: Apache-2.0
//
// Stage 1 of 4: text -> PolicyDocument. The only entry of parse/ for policies.
// In: the bytes of a file and its name. Out: the document, or every fault of the file (SB1xxx).
// Never resolves a name, never converts a scalar by YAML's own types, never loads less than the
// whole file.
// Tested by tests/unit/{yaml_reader,expr_parser,document_parser}_test.cpp and tests/baselines/bad.
#pragma once

#include <string>

#include "ir/document.hpp"
#include "sanbao/result.hpp"

namespace sanbao::parse {

/// Strict YAML: UTF-8 without NUL, at most limits::max_policy_bytes, nesting bounded, one document,
/// no anchors, aliases, merge keys, tags, directives, duplicate keys.
Result<ir::YamlTree> read_yaml(std::string bytes, std::string file);

/// A whole policy file. Goes on after a fault so that one run reports every one.
/// `partial`, where given, receives what could be read even when there are errors, so that check/
/// can go on and find its own faults in the same run.
Result<ir::PolicyDocument> parse_policy(std::string bytes, std::string file,
                                        ir::PolicyDocument* partial = nullptr);

}  // namespace sanbao::parse
