// SPDX-License-Identifier: Apache-2.0
//
// The words of the command line as an invocation: which command, which options, which operands.
// In: argc and argv. Out: an Invocation whose options and choices exist, or WrongUsage with what
// was probably meant. Never opens a file and never says whether a value of an option makes sense
// beyond its list of choices. The only file that sees CLI11 is command_line.cpp. Tested by
// tests/cli/usage_test.py.
#pragma once

#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "cli/command_table.hpp"

namespace sanbao::cli {

/// A command line that means nothing; ends the program with status 2.
class WrongUsage : public std::runtime_error {
 public:
  WrongUsage(const std::string& message, std::string help)
      : std::runtime_error(message), help_(std::move(help)) {}
  [[nodiscard]] const std::string& help() const { return help_; }

 private:
  std::string help_;
};

struct Invocation {
  /// The command; nothing: `answer` is all there is to do.
  const CommandEntry* command = nullptr;
  /// What `--help` or `--version` prints.
  std::string answer;
  std::map<std::string_view, std::vector<std::string>> options;
  std::vector<std::string> operands;

  [[nodiscard]] bool has(std::string_view option) const { return options.contains(option); }
  /// The value of an option that stands once.
  [[nodiscard]] std::optional<std::string> value(std::string_view option) const;
  [[nodiscard]] std::vector<std::string> values(std::string_view option) const;
};

[[nodiscard]] Invocation read_command_line(int argc, const char* const* argv);

}  // namespace sanbao::cli
