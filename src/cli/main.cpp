// SPDX-License-Identifier: Apache-2.0
//
// main.cpp: the program `sanbao`. Finds the command, runs it, and turns what went wrong into words
// and a status. In: the command line. Out: exit status 0 to 3 (docs/records.md,
// "Commands"). Tested by tests/cli.
#include <exception>
#include <map>
#include <new>
#include <string>
#include <string_view>

#include "cli/commands.hpp"
#include "cli/input.hpp"
#include "cli/streams.hpp"
#include "cli/wording.hpp"
#include "sanbao/audit/record.hpp"

namespace sanbao::cli {

namespace {

Exit run(int argc, const char* const* argv) {
  const Invocation invocation = read_command_line(argc, argv);
  if (invocation.command == nullptr) {
    Output output;
    output.write(invocation.answer);
    output.close();
    return Exit::fine;
  }
  static const std::map<std::string_view, Exit (*)(const Invocation&)> commands{
      {"check", check},        {"decide", decide},
      {"diff", diff_policies}, {"explain", explain_claims},
      {"impact", impact},      {"test", test},
      {"rules", list_rules},   {"log", log},
      {"replay", replay},      {"completion", completion}};
  return commands.at(invocation.command->name)(invocation);
}

/// A log that is not what was written is input with faults; one that cannot be written, output.
Exit exit_of(const audit::LogError& error) {
  switch (error.kind()) {
    case audit::LogError::Kind::damaged:
      return Exit::faults;
    case audit::LogError::Kind::refused:
      return Exit::usage;
    case audit::LogError::Kind::system:
    case audit::LogError::Kind::busy:
      break;
  }
  return Exit::internal;
}

/// The status, after everything that went wrong has been told.
Exit run_and_tell(int argc, const char* const* argv) {
  Exit status = Exit::internal;
  try {
    hold_standard_streams();
    status = run(argc, argv);
  } catch (const WrongUsage& wrong) {
    complain(wrong.what());
    if (!wrong.help().empty()) say("  help: " + wrong.help() + "\n");
    status = Exit::usage;
  } catch (const InputFailed& failed) {
    complain(failed.what());
    status = Exit::faults;
  } catch (const OutputFailed& failed) {
    complain(failed.what());
  } catch (const audit::LogError& error) {
    complain(on_one_line(error.what()));  // names of files may be anything
    status = exit_of(error);
  } catch (const std::bad_alloc&) {
    complain("internal error: out of memory");
  } catch (const std::exception& error) {
    complain(std::string("internal error: ") + error.what());
  } catch (...) {
    complain("internal error");
  }
  return status;
}

}  // namespace

}  // namespace sanbao::cli

int main(int argc, char** argv) {
  return static_cast<int>(sanbao::cli::run_and_tell(argc, argv));
}
