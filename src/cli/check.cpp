// SPDX-License-Identifier: Apache-2.0
//
// sanbao check: reads policies and their calendars as one rulebook, calendars named alone by themselves, and
// tells every fault. In: files and folders. Out: one line on standard output where all is well; faults on
// standard error, or as JSON objects on standard output. Never changes a file. Tested by
// tests/cli/check_test.py.
#include <optional>
#include <utility>

#include "cli/commands.hpp"
#include "cli/loading.hpp"
#include "cli/streams.hpp"
#include "cli/wording.hpp"
#include "pipeline.hpp"

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
  std::vector<std::string> policies;
  std::vector<std::string> calendars;
  for (const std::string& operand : invocation.operands) {
    const bool calendar = holds_calendars_alone(operand);
    const auto files = calendar ? files_below(operand, ".csv") : std::vector{operand};
    auto& into = calendar ? calendars : policies;
    into.insert(into.end(), files.begin(), files.end());
  }
  std::vector<Diagnostic> faults = check_calendar_files(calendars);
  const auto add = [&](const std::vector<Diagnostic>& more) {
    faults.insert(faults.end(), more.begin(), more.end());
  };
  std::optional<Rulebook> rulebook;
  if (!policies.empty()) {
    auto loaded = load_rulebook_files(policies);
    add(loaded.diagnostics());
    if (loaded) {
      rulebook = std::move(*loaded);
      add(find_traps(*rulebook));
    }
  }
  sort_diagnostics(faults);
  const bool sound = !has_errors(faults);
  Output output;
  if (invocation.value("--format") == "json") {
    for (const Diagnostic& diagnostic : faults) {
      output.write(render_json(diagnostic));
      output.write("\n");
    }
  } else {
    tell_faults(faults);
    if (sound && rulebook) output.write(success_line(*rulebook, faults.size()));
    if (sound && !calendars.empty())
      output.write(counted(calendars.size(), "calendar", "calendars") + ": no faults\n");
  }
  output.close();
  return sound ? Exit::fine : Exit::faults;
}

}  // namespace sanbao::cli
