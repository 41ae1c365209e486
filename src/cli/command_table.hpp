// SPDX-License-Identifier: Apache-2.0
//
// The commands of the program and their options, once: what is parsed, helped with and completed
// comes from here. In: nothing. Out: a table. Never runs anything. Tested by
// tests/cli/usage_test.py and tests/cli/completion_test.py.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace sanbao::cli {

struct OptionEntry {
  std::string_view name;        ///< "--reasons"
  std::string_view value = {};  ///< what is written for its value: "DATE"; empty: a flag
  std::string_view help = {};
  std::span<const std::string_view> choices =
      {};  ///< the values there are, where they can be listed
  bool repeats = false;
  bool required = false;
  bool takes_path = false;
  std::string_view notes = {};  ///< what its value may be, where a line does not tell it
};

struct CommandEntry {
  std::string_view name;
  std::string_view summary;
  std::string_view operands;  ///< as usage writes them; empty: none
  std::size_t least_operands = 0, most_operands = 0;
  std::span<const OptionEntry> options = {};
  std::span<const std::string_view> first_operand =
      {};  ///< the words it may be, where it is no file
  std::span<const std::string_view> examples = {};
  std::string_view notes = {};
};

[[nodiscard]] std::span<const CommandEntry> all_commands();

}  // namespace sanbao::cli
