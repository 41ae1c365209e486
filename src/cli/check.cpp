// SPDX-License-Identifier: Apache-2.0
//
// sanbao check: reads policies and calendars as one rulebook and tells every fault.
// In: files and folders. Out: one line on standard output where all is well; faults on standard
// error, or as JSON objects on standard output. Never changes a file. Tested by
// tests/cli/check_test.py.
#include "cli/commands.hpp"
#include "cli/loading.hpp"
#include "cli/streams.hpp"
#include "cli/wording.hpp"

namespace sanbao::cli {

namespace {

/// `1 policy, 23 rules, 1 calendar: no faults`
std::string success_line(const Rulebook& rulebook, std::size_t warnings) {
  const RulebookCounts counts = count(rulebook);
  return counted(counts.policies, "policy", "policies") + ", " +
         counted(counts.rules, "rule", "rules") + ", " +
         counted(counts.calendars, "calendar", "calendars") + ": " +
         (warnings == 0 ? "no faults"
                        : counted(warnings, "warning", "warnings") + ", loaded all the same") +
         "\n";
}

}  // namespace

Exit check(const Invocation& invocation) {
  const auto rulebook = load_rulebook_files(invocation.operands);
  std::vector<Diagnostic> faults = rulebook.diagnostics();
  if (rulebook) {
    const auto traps = find_traps(*rulebook);
    faults.insert(faults.end(), traps.begin(), traps.end());
    sort_diagnostics(faults);
  }
  Output output;
  if (invocation.value("--format") == "json") {
    for (const Diagnostic& diagnostic : faults) {
      output.write(render_json(diagnostic));
      output.write("\n");
    }
  } else {
    tell_faults(faults);
    if (rulebook) output.write(success_line(*rulebook, faults.size()));
  }
  output.close();
  return rulebook ? Exit::fine : Exit::faults;
}

}  // namespace sanbao::cli
