// SPDX-License-Identifier: Apache-2.0
//
// Help: see help.hpp. Tested by tests/cli/usage_test.py.
#include "cli/help.hpp"

#include <algorithm>
#include <vector>

namespace sanbao::cli {

namespace {

struct Row {
  std::string left, right;
};

std::string written(const OptionEntry& option) {
  std::string text(option.name);
  if (!option.value.empty()) text.append(" ").append(option.value);
  return text;
}

/// How many columns it takes: no character of these is wider than one.
std::size_t width_of(std::string_view text) {
  const auto begins = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; };
  return static_cast<std::size_t>(std::ranges::count_if(text, begins));
}

/// Two columns; the left one as wide as its widest entry.
std::string columns(const std::vector<Row>& rows) {
  std::size_t width = 0;
  for (const Row& row : rows)
    width = std::max(width, width_of(row.left));
  std::string text;
  for (const Row& row : rows) {
    text.append("  ").append(row.left).append(width - width_of(row.left) + 3, ' ');
    text.append(row.right).append("\n");
  }
  return text;
}

}  // namespace

std::string usage(const CommandEntry& command) {
  std::string text = "sanbao " + std::string(command.name);
  bool has_more = false;
  for (const OptionEntry& option : command.options) {
    if (option.required) {
      text.append(" ").append(written(option));
    } else {
      has_more = true;
    }
  }
  if (has_more) text.append(" [options]");
  if (!command.operands.empty()) text.append(" ").append(command.operands);
  return text;
}

std::string command_help(const CommandEntry& command) {
  std::string text = "sanbao " + std::string(command.name) + ": " + std::string(command.summary);
  text.append("\n\nusage: ").append(usage(command)).append("\n\n");
  std::vector<Row> rows;
  for (const OptionEntry& option : command.options) {
    std::string help(option.help);
    if (option.repeats) help += "; may be repeated";
    rows.push_back({written(option), help});
  }
  rows.push_back({"--help", "this text"});
  text += columns(rows);
  for (const OptionEntry& option : command.options)
    if (!option.notes.empty()) text.append("\n").append(option.notes).append("\n");
  if (!command.notes.empty()) text.append("\n").append(command.notes).append("\n");
  text += command.examples.size() == 1 ? "\nexample:\n" : "\nexamples:\n";
  for (const std::string_view example : command.examples) {
    text.append("  ").append(example).append("\n");
  }
  return text;
}

std::string program_help() {
  std::string text = "sanbao: decides after-sales claims from policies written as YAML\n\nusage:\n";
  for (const CommandEntry& command : all_commands())
    text.append("  ").append(usage(command)).append("\n");
  text += "\n";
  std::vector<Row> rows;
  for (const CommandEntry& command : all_commands()) {
    rows.push_back({std::string(command.name), std::string(command.summary)});
  }
  rows.push_back({"--help", "this text; after a command, its options and examples"});
  rows.push_back({"--version", "the version of the program"});
  text += columns(rows);
  text += "\nexamples:\n";
  for (const CommandEntry& command : all_commands()) {
    text.append("  ").append(command.examples.front()).append("\n");
  }
  text +=
      "\nexit status: 0 fine; 1 the input has faults, or what is compared differs; 2 wrong usage;\n"
      "3 internal error, or output that could not be written\n";
  return text;
}

}  // namespace sanbao::cli
