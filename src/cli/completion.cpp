// SPDX-License-Identifier: Apache-2.0
//
// sanbao completion: a script for bash, zsh or fish, made from the table of commands.
// In: the shell's name. Out: the script on standard output. Never asks the shell anything.
// Tested by tests/cli/completion_test.py.
#include <string>

#include "cli/commands.hpp"
#include "cli/streams.hpp"
#include "cli/wording.hpp"

namespace sanbao::cli {

namespace {

std::string command_names() {
  std::string text;
  for (const CommandEntry& command : all_commands()) {
    if (!text.empty()) text += ' ';
    text += command.name;
  }
  return text;
}

/// In single quotes, for any of the three shells; a quote within is closed, escaped and opened
/// again.
std::string quoted(std::string_view text) {
  std::string result = "'";
  for (const char c : text) {
    if (c == '\'') {
      result += "'\\''";
    } else {
      result += c;
    }
  }
  return result += '\'';
}

std::string bash_script() {
  std::string text =
      "# completion of sanbao for bash: source <(sanbao completion bash)\n"
      "_sanbao() {\n"
      "  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} words=\n"
      "  if [ \"$COMP_CWORD\" -eq 1 ]; then\n"
      "    words='" +
      command_names() +
      " --help --version'\n"
      "  else\n"
      "    case ${COMP_WORDS[1]}:$previous in\n";
  for (const CommandEntry& command : all_commands()) {
    const std::string name(command.name);
    for (const OptionEntry& option : command.options) {
      if (option.value.empty()) continue;
      text.append("      ").append(name).append(":").append(option.name).append(") words='");
      text.append(joined(option.choices, " ")).append("' ;;\n");
    }
    text.append("      ")
        .append(name)
        .append(":*) words='")
        .append(joined(command.first_operand, " "));
    for (const OptionEntry& option : command.options)
      text.append(" ").append(option.name);
    text += " --help' ;;\n";
  }
  text +=
      "    esac\n"
      "  fi\n"
      "  COMPREPLY=($(compgen -W \"$words\" -- \"$current\"))\n"
      "}\n"
      "complete -o bashdefault -o default -F _sanbao sanbao\n";
  return text;
}

/// What a value of zsh's _arguments is completed with.
std::string zsh_action(std::span<const std::string_view> choices, bool takes_path) {
  if (!choices.empty()) return "(" + joined(choices, " ") + ")";
  return takes_path ? "_files" : "";
}

/// Brackets and colons mean something to zsh.
std::string zsh_text(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c == ':' || c == '[' || c == ']') result += '\\';
    result += c;
  }
  return result;
}

std::string zsh_script() {
  std::string text =
      "#compdef sanbao\n"
      "# completion of sanbao for zsh: a file named _sanbao in a folder of $fpath\n"
      "_sanbao() {\n"
      "  local -a commands\n"
      "  commands=(\n";
  for (const CommandEntry& command : all_commands()) {
    text.append("    ").append(quoted(std::string(command.name) + ":" + zsh_text(command.summary)));
    text += "\n";
  }
  text +=
      "  )\n"
      "  if (( CURRENT == 2 )); then\n"
      "    _describe command commands\n"
      "    return\n"
      "  fi\n"
      "  shift words\n"
      "  (( CURRENT-- ))\n"
      "  case $words[1] in\n";
  for (const CommandEntry& command : all_commands()) {
    text.append("    ").append(command.name).append(") _arguments '--help[this text]'");
    for (const OptionEntry& option : command.options) {
      std::string argument = option.repeats ? "*" : "";
      argument.append(option.name).append("[").append(zsh_text(option.help)).append("]");
      if (!option.value.empty()) {
        argument.append(":").append(zsh_text(option.value)).append(":");
        argument += zsh_action(option.choices, option.takes_path);
      }
      text.append(" ").append(quoted(argument));
    }
    const std::string action = zsh_action(command.first_operand, true);
    const std::string operands = ":" + zsh_text(command.operands) + ":";
    const auto add_operand = [&](std::string_view place, std::string_view by) {
      std::string argument(place);
      text.append(" ").append(quoted(argument.append(operands).append(by)));
    };
    add_operand(command.first_operand.empty() ? "*" : "1", action);
    if (!command.first_operand.empty() && command.most_operands > 1) add_operand("*", "_files");
    text += " ;;\n";
  }
  text +=
      "  esac\n"
      "}\n"
      "if [ \"$funcstack[1]\" = _sanbao ]; then _sanbao \"$@\"; else compdef _sanbao sanbao; fi\n";
  return text;
}

std::string fish_script() {
  std::string text = "# completion of sanbao for fish: ~/.config/fish/completions/sanbao.fish\n";
  const std::string top = "complete -c sanbao -n __fish_use_subcommand ";
  text += top + "-l help -d 'help'\n" + top + "-l version -d 'version'\n";
  for (const CommandEntry& command : all_commands()) {
    text += top + "-f -a " + std::string(command.name) + " -d " + quoted(command.summary) + "\n";
  }
  for (const CommandEntry& command : all_commands()) {
    const std::string inside =
        "complete -c sanbao -n '__fish_seen_subcommand_from " + std::string(command.name) + "' ";
    text += inside + "-l help -d 'this text'\n";
    for (const OptionEntry& option : command.options) {
      text += inside + "-l " + std::string(option.name.substr(2));
      if (!option.choices.empty()) {
        text += " -x -a " + quoted(joined(option.choices, " "));
      } else if (option.takes_path) {
        text += " -r";
      } else if (!option.value.empty()) {
        text += " -x";
      }
      text += " -d " + quoted(option.help) + "\n";
    }
    if (!command.first_operand.empty()) {
      text += inside + (command.most_operands > 1 ? "-a " : "-f -a ") +
              quoted(joined(command.first_operand, " ")) + "\n";
    }
  }
  return text;
}

}  // namespace

Exit completion(const Invocation& invocation) {
  const std::string& shell = invocation.operands.front();
  Output output;
  output.write(shell == "bash" ? bash_script() : shell == "zsh" ? zsh_script() : fish_script());
  output.close();
  return Exit::fine;
}

}  // namespace sanbao::cli
