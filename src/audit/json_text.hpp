// SPDX-License-Identifier: Apache-2.0
//
// JSON as text: where a value ends, a string with its escapes. What stands inside values is read by
// json_tree.hpp. In: bytes that may be anything. Out: views, bytes appended.
// Never reads beyond its text, whatever stands there. Tested by tests/unit/audit_record_test.cpp.
#pragma once

#include <string>
#include <string_view>

namespace sanbao::audit {

/// Takes one value off the front of a text, by its brackets and quotes alone; empty where none ends.
[[nodiscard]] std::string_view take_value(std::string_view& text);

/// In quotes. The text must be UTF-8.
void append_json_string(std::string_view text, std::string& out);

}  // namespace sanbao::audit
