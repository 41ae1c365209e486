// SPDX-License-Identifier: Apache-2.0
//
// What `--help` prints, from the table of commands.
// In: a command, or none. Out: text for standard output. Tested by tests/cli/usage_test.py.
#pragma once

#include <string>

#include "cli/command_table.hpp"

namespace sanbao::cli {

[[nodiscard]] std::string program_help();
[[nodiscard]] std::string command_help(const CommandEntry& command);
/// One line: `sanbao check [options] FILE|DIR…`.
[[nodiscard]] std::string usage(const CommandEntry& command);

}  // namespace sanbao::cli
