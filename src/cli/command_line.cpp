// SPDX-License-Identifier: Apache-2.0
//
// The command line: see command_line.hpp. CLI11 splits it into options and operands; what is wrong
// with it is told in our own words. Tested by tests/cli/usage_test.py.
#include "cli/command_line.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iterator>

#include "cli/help.hpp"
#include "cli/wording.hpp"
#include "sanbao/version.hpp"

namespace sanbao::cli {

namespace {

/// What CLI11 fills for one command.
struct Parsed {
  const CommandEntry* command;
  CLI::App* app;
  std::vector<std::vector<std::string>> values;  // as command->options
  std::vector<int> flags;                        // as command->options: how often
  std::vector<std::string> operands;
  bool help = false;
};

std::string help_hint(const CommandEntry& command) {
  return "see `sanbao " + std::string(command.name) + " --help`";
}

void declare(CLI::App& program, const CommandEntry& command, Parsed& parsed) {
  parsed.command = &command;
  parsed.app = program.add_subcommand(std::string(command.name));
}

void declare_options(Parsed& parsed) {
  const CommandEntry& command = *parsed.command;
  parsed.app->set_help_flag();
  parsed.app->allow_extras();
  parsed.app->add_flag("-h,--help", parsed.help);
  parsed.values.resize(command.options.size());
  parsed.flags.resize(command.options.size());
  for (std::size_t i = 0; i < command.options.size(); ++i) {
    const OptionEntry& option = command.options[i];
    const std::string name(option.name);
    if (option.value.empty()) {
      parsed.app->add_flag_function(name, [&count = parsed.flags[i]](std::int64_t) { ++count; })
          ->disable_flag_override();
    } else {
      // One value each time: a further word is an operand.
      parsed.app->add_option(name, parsed.values[i])
          ->expected(1)
          ->allow_extra_args(false)
          ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    }
  }
}

/// `check, decide and test`
std::string listed(std::span<const std::string_view> words) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) text += i + 1 == words.size() ? " and " : ", ";
    text += words[i];
  }
  return text;
}

std::vector<std::string_view> option_names(const CommandEntry& command) {
  std::vector<std::string_view> names{"--help"};
  for (const OptionEntry& option : command.options)
    names.push_back(option.name);
  return names;
}

[[noreturn]] void refuse_unknown_command(const std::string& word) {
  std::vector<std::string_view> names;
  for (const CommandEntry& command : all_commands())
    names.push_back(command.name);
  if (word.starts_with('-')) {
    throw WrongUsage("unknown option `" + word + "`",
                     did_you_mean(word, std::vector<std::string_view>{"--help", "--version"}));
  }
  std::string help = did_you_mean(word, names);
  if (help.empty()) help = "the commands are " + listed(names);
  throw WrongUsage("unknown command `" + word + "`", help);
}

bool is_option(const std::string& word) {
  return word.size() > 1 && word[0] == '-';
}

[[noreturn]] void refuse_option(const CommandEntry& command, const std::string& word) {
  const std::string name = word.substr(0, word.find('='));
  std::string help = did_you_mean(name, option_names(command));
  if (help.empty()) help = help_hint(command);
  throw WrongUsage("unknown option `" + name + "` of `sanbao " + std::string(command.name) + "`",
                   help);
}

[[noreturn]] void refuse_without_value(const OptionEntry& option) {
  const std::string name(option.name);
  throw WrongUsage("`" + name + "` needs a value",
                   "write `" + name + " " + std::string(option.value) + "`");
}

/// Of `--log=` CLI11 would take the next word for the value, which is an operand.
void refuse_empty_values(const CommandEntry& command, std::span<const std::string> words) {
  for (const OptionEntry& option : command.options)
    if (!option.value.empty() &&
        std::ranges::find(words, std::string(option.name) + "=") != words.end())
      refuse_without_value(option);
}

/// CLI11 says which option in the first word of its message.
[[noreturn]] void refuse_parse(const CommandEntry* command, const CLI::ParseError& error) {
  const std::string what = error.what();
  const std::string name = what.substr(0, what.find_first_of(": "));
  if (command != nullptr) {
    for (const OptionEntry& option : command->options) {
      if (option.name != name && option.name.substr(2) != name) continue;
      if (option.value.empty())
        throw WrongUsage("`" + std::string(option.name) + "` takes no value", help_hint(*command));
      refuse_without_value(option);
    }
  }
  throw WrongUsage(what, "see `sanbao --help`");
}

void check_choice(const std::string& value, std::span<const std::string_view> choices,
                  const std::string& of) {
  if (choices.empty() || std::ranges::find(choices, value) != choices.end()) return;
  std::string help = did_you_mean(value, choices);
  if (help.empty()) {
    help = (choices.size() == 1 ? "it is " : "it is one of ") + listed(choices);
  }
  throw WrongUsage("`" + value + "` is no value of " + of, help);
}

Invocation invocation_of(Parsed& parsed, std::vector<std::string> after_mark) {
  const CommandEntry& command = *parsed.command;
  Invocation invocation;
  if (parsed.help) {
    invocation.answer = command_help(command);
    return invocation;
  }
  for (std::string& word : parsed.app->remaining()) {
    if (is_option(word)) refuse_option(command, word);
    parsed.operands.push_back(std::move(word));
  }
  std::ranges::move(after_mark, std::back_inserter(parsed.operands));
  for (std::size_t i = 0; i < command.options.size(); ++i) {
    const OptionEntry& option = command.options[i];
    const std::string name = '`' + std::string(option.name) + '`';
    std::vector<std::string>& values = parsed.values[i];
    if (parsed.flags[i] > 0) values.assign(1, "");
    if (values.size() > 1 && !option.repeats)
      throw WrongUsage(name + " is given twice", help_hint(command));
    for (const std::string& value : values)
      check_choice(value, option.choices, name);
    if (values.empty() && option.required) {
      throw WrongUsage("`sanbao " + std::string(command.name) + "` needs " + name,
                       "usage: " + usage(command));
    }
    if (!values.empty()) invocation.options.emplace(option.name, std::move(values));
  }
  if (parsed.operands.size() < command.least_operands) {
    throw WrongUsage(
        "`sanbao " + std::string(command.name) + "` needs " + std::string(command.operands),
        "usage: " + usage(command));
  }
  if (parsed.operands.size() > command.most_operands) {
    throw WrongUsage("unexpected `" + parsed.operands[command.most_operands] + "`",
                     "usage: " + usage(command));
  }
  if (!parsed.operands.empty()) {
    check_choice(parsed.operands[0], command.first_operand,
                 "`sanbao " + std::string(command.name) + "`");
  }
  invocation.command = &command;
  invocation.operands = std::move(parsed.operands);
  return invocation;
}

}  // namespace

std::optional<std::string> Invocation::value(std::string_view option) const {
  const auto found = options.find(option);
  if (found == options.end()) return std::nullopt;
  return found->second.front();
}

std::vector<std::string> Invocation::values(std::string_view option) const {
  const auto found = options.find(option);
  return found == options.end() ? std::vector<std::string>() : found->second;
}

Invocation read_command_line(int argc, const char* const* argv) {
  if (argc < 1) argc = 1;
  CLI::App program;
  bool help = false;
  bool version = false;
  program.set_help_flag();
  program.allow_extras();
  program.require_subcommand(0, 1);
  program.add_flag("-h,--help", help);
  program.add_flag("--version", version);
  const auto entries = all_commands();
  std::vector<Parsed> commands(entries.size());
  for (std::size_t i = 0; i < entries.size(); ++i)
    declare(program, entries[i], commands[i]);

  const auto chosen = [&]() -> Parsed* {
    const auto found =
        std::ranges::find_if(commands, [](const Parsed& p) { return p.app->parsed(); });
    return found == commands.end() ? nullptr : &*found;
  };
  // What stands behind `--` is an operand, whatever it looks like. CLI11 takes its words from the
  // back.
  std::vector<std::string> words(argv + 1, argv + argc);
  const auto mark = std::ranges::find(words, "--");
  std::vector<std::string> after_mark(mark == words.end() ? mark : mark + 1, words.end());
  words.erase(mark, words.end());
  // A command that no word names cannot be chosen: CLI11 need not learn its options.
  for (Parsed& command : commands) {
    if (std::ranges::find(words, command.command->name) == words.end()) continue;
    declare_options(command);
    refuse_empty_values(*command.command, words);
  }
  std::ranges::reverse(words);
  try {
    program.parse(std::move(words));
  } catch (const CLI::ParseError& error) {
    const Parsed* const command = chosen();
    refuse_parse(command == nullptr ? nullptr : command->command, error);
  }
  Invocation invocation;
  Parsed* const command = chosen();
  if (help && command != nullptr) command->help = true;
  if (help && command == nullptr) {
    invocation.answer = program_help();
  } else if (version) {
    invocation.answer = "sanbao " + std::string(library_version()) + "\n";
  } else if (const auto extras = program.remaining(); !extras.empty()) {
    refuse_unknown_command(extras.front());
  } else if (command != nullptr) {
    return invocation_of(*command, std::move(after_mark));
  } else {
    throw WrongUsage("no command is given", "see `sanbao --help`");
  }
  return invocation;
}

}  // namespace sanbao::cli
