// SPDX-License-Identifier: Apache-2.0
//
// The commands, one file each: check.cpp, decide.cpp, diff.cpp, explain.cpp, impact.cpp, test.cpp, rules.cpp, log.cpp,
// replay.cpp, completion.cpp; of log.cpp two more behind log_reading.hpp.
// In: an invocation. Out: an exit status (docs/records.md, "Commands"); results on standard output, words on
// standard error. Never touch the rules or the claims: they only call the library. Tested by
// tests/cli.
#pragma once

#include "cli/command_line.hpp"

namespace sanbao::cli {

enum class Exit : int {
  fine = 0,
  faults = 1,    ///< of the input: a policy, a test, a record, a file that is not there
  usage = 2,     ///< an unknown option or value
  internal = 3,  ///< our own fault, or output that could not be written
};

[[nodiscard]] Exit check(const Invocation& invocation);
[[nodiscard]] Exit decide(const Invocation& invocation);
[[nodiscard]] Exit diff_policies(const Invocation& invocation);
[[nodiscard]] Exit explain_claims(const Invocation& invocation);
[[nodiscard]] Exit impact(const Invocation& invocation);
[[nodiscard]] Exit test(const Invocation& invocation);
[[nodiscard]] Exit list_rules(const Invocation& invocation);
[[nodiscard]] Exit replay(const Invocation& invocation);
[[nodiscard]] Exit log(const Invocation& invocation);
[[nodiscard]] Exit completion(const Invocation& invocation);

}  // namespace sanbao::cli
