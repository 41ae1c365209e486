// SPDX-License-Identifier: Apache-2.0
//
// sanbao test: runs the cases of *.test.yaml files against the policies beside them.
// In: files and folders. Out: the report on standard output, as JUnit XML in a file on request;
// status 1 where a case fails, a file cannot be read, or there is nothing to run. Tested by
// tests/cli/test_test.py.
#include <unistd.h>

#include "cli/commands.hpp"
#include "cli/loading.hpp"
#include "cli/streams.hpp"
#include "sanbao/testing.hpp"

namespace sanbao::cli {

Exit test(const Invocation& invocation) {
  const TestReport report = run_tests(invocation.operands, {.update = invocation.has("--update")});
  if (const auto path = invocation.value("--junit")) {
    Output file(*path);
    file.write(to_junit(report));
    file.close();
  }
  for (const Diagnostic& diagnostic : report.diagnostics) {
    say(render(diagnostic, wants_colour(STDERR_FILENO)) + "\n");
  }
  Output output;
  output.write(to_text(report, wants_colour(STDOUT_FILENO)));
  output.close();
  if (report.failed > 0 || has_errors(report.diagnostics)) return Exit::faults;
  if (report.held == 0) {
    complain("there is no case to run: tests stand in files named *.test.yaml");
    return Exit::faults;
  }
  return Exit::fine;
}

}  // namespace sanbao::cli
