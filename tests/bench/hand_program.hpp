// SPDX-License-Identifier: Apache-2.0
//
// The program written by hand as a program: a file of claims in, decisions on standard output.
// In: the rules and the calendar's text, which give what stands in each decision; the file's path. Out: JSON Lines.
// Never holds more than some blocks. What replaying a log is held against; run by logs.cpp as a child process.
#pragma once

#include <filesystem>
#include <string_view>

#include "sanbao/rulebook.hpp"

namespace sanbao::bench {

/// Throws std::runtime_error where a claim is refused, or something cannot be read or written.
void decide_by_hand(const Rulebook& rules, std::string_view calendar,
                    const std::filesystem::path& claims);

}  // namespace sanbao::bench
