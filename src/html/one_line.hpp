// SPDX-License-Identifier: Apache-2.0
//
// A text of anybody's on a line for people, where no page is written: a terminal, a report in words.
// In: a text of a claim, of a log, of a command line, of an explanation. Out: the same on one line.
// Never lets a text break the line, steer a terminal, or read other than it is stored.
// Tested by tests/unit/html_writer_test.cpp and tests/cli/terminal_test.py.
#pragma once

#include <string>
#include <string_view>

#include "sanbao/export.hpp"

namespace sanbao::html {

/// Control characters, which break lines and steer terminals, become blanks, and marks by which a text can read other than
/// it is stored become U+FFFD.
[[nodiscard]] SANBAO_EXPORT std::string on_one_line(std::string_view text);

}  // namespace sanbao::html
