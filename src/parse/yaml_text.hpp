// SPDX-License-Identifier: Apache-2.0
//
// YamlText: the bytes of a file made fit for the YAML parser, or refused before it sees one.
// In: a file's bytes. Out: text with LF line ends, without byte order mark and without document
// markers.
// Never changes a line or a column: places in the text are places in the file.
// Tested by tests/unit/yaml_reader_test.cpp and tests/baselines/bad/sb100*, sb1011*.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/fault_list.hpp"

namespace sanbao::parse {

struct YamlText {
  std::string text;
};

/// Checks the encoding, hidden characters, the number of brackets and commas, directives and
/// document markers. The size was checked before: nothing larger than limits::max_policy_bytes may
/// come here.
std::optional<YamlText> prepare_yaml(std::string_view bytes, base::FaultList& faults);

}  // namespace sanbao::parse
