// SPDX-License-Identifier: Apache-2.0
//
// sanbao check: reads policies and their calendars as one rulebook, calendars named alone by themselves, and
// tells every fault. In: files and folders. Out: one line on standard output where all is well; faults on
// standard error, or as JSON objects on standard output. Never changes a file. Tested by
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
  const CheckedFiles checked = check_files(invocation.operands);
  const auto& faults = checked.faults;
  const bool sound = !has_errors(faults);
  Output output;
  if (invocation.value("--format") == "json") {
    for (const Diagnostic& diagnostic : faults) {
      output.write(render_json(diagnostic));
      output.write("\n");
    }
  } else {
    tell_faults(faults);
    if (sound && checked.rulebook) output.write(success_line(*checked.rulebook, faults.size()));
    if (sound && checked.lone_calendars > 0)
      output.write(counted(checked.lone_calendars, "calendar", "calendars") + ": no faults\n");
  }
  output.close();
  return sound ? Exit::fine : Exit::faults;
}

}  // namespace sanbao::cli
