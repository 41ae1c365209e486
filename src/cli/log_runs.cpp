// SPDX-License-Identifier: Apache-2.0
//
// sanbao log runs: a log at a glance.
// In: the folder of a log. Out: a line for each run, what was decided under it and by what, and a line of all; or JSON.
// Exit status 1 where a line cannot be read. Never asks whether the log is sound. Tested by tests/cli/log_runs_test.py.
#include "sanbao/audit/runs.hpp"

#include "cli/loading.hpp"
#include "cli/log_reading.hpp"
#include "cli/progress.hpp"
#include "cli/streams.hpp"
#include "cli/wording.hpp"

namespace sanbao::cli {

namespace {

void append(std::string& text, std::string_view more) {
  text.append(text.empty() ? "" : ", ").append(more);
}

/// `2 decided: 1 approved, 1 denied  ·  1 refused  ·  2026-10-08 to 2026-10-09`
std::string in_words(const audit::RunCounts& counts) {
  std::string outcomes;
  for (std::size_t i = 0; i < counts.outcomes.size(); ++i)
    if (counts.outcomes[i] > 0)
      append(outcomes,
             grouped(counts.outcomes[i]) + " " + std::string(to_string(static_cast<Outcome>(i))));
  std::string text = grouped(counts.decided) + " decided";
  if (!outcomes.empty()) text += ": " + outcomes;
  text.append(point).append(grouped(counts.refused)).append(" refused");
  if (!counts.first_day) return text;
  text.append(point).append(counts.first_day->to_string());
  if (*counts.last_day != *counts.first_day) text += " to " + counts.last_day->to_string();
  return text;
}

std::string in_words(const audit::LogRun& run) {
  std::string text = "record " + std::to_string(run.first);
  if (run.last != run.first)
    text = "records " + std::to_string(run.first) + " to " + std::to_string(run.last);
  text.append(point).append(in_words(run.counts)).append(point);
  if (run.rulebook.empty()) return text + "no record says by what\n";
  if (!run.manifest) return text + "by a rulebook of a form that this program does not know\n";
  text += policies_of(*run.manifest);
  if (const std::string set = settings_of(*run.manifest); !set.empty())
    text.append(point).append("set ").append(set);
  if (const std::string masked = masks_of(*run.manifest); !masked.empty())
    text.append(point).append("masked ").append(masked);
  return text + "\n";
}

std::string in_words(const audit::LogRuns& runs) {
  std::string text;
  if (runs.first_unread) {
    const auto& [file, line, why] = *runs.first_unread;
    text += file + ":" + std::to_string(line) + ": " + why + "\n";
    if (runs.unread > 1)
      text +=
          "and " + counted(runs.unread - 1, "more line", "more lines") + " that cannot be read\n";
  }
  text += counted(runs.runs, "run", "runs");
  text.append(point).append(counted(runs.records, "record", "records"));
  return text.append(point).append(in_words(runs.counts)).append("\n");
}

template <typename Items, typename Said>
std::string listed(const Items& items, const Said& said) {
  std::string text;
  for (const auto& item : items)
    append(text, said(item));
  return on_one_line(text);
}

}  // namespace

std::string policies_of(const audit::Manifest& manifest) {
  return listed(manifest.policies,
                [](const auto& policy) { return policy.id + " " + policy.version; });
}

std::string settings_of(const audit::Manifest& manifest) {
  return listed(manifest.settings, [](const ParameterSetting& setting) {
    return setting.policy + ":" + setting.name + "=" + setting.value;
  });
}

std::string masks_of(const audit::Manifest& manifest) {
  return listed(manifest.masked, [](const std::string& path) { return path; });
}

Exit list_runs(const Invocation& invocation) {
  const std::string& folder = invocation.operands[1];
  audit::RunsOptions options;
  options.threads = thread_count(invocation);
  Progress progress(size_of_log(folder), Meanwhile::little, "record");
  options.progress = [&](std::uint64_t records, std::uint64_t bytes) {
    progress.add(records, 0, bytes);
  };
  const bool json = invocation.value("--format") == "json";
  Output output;
  options.found = [&](const audit::LogRun& run) {
    progress.write(output, json ? audit::to_json(run) + "\n" : in_words(run));
  };
  const auto runs = audit::runs_of(folder, options);
  progress.end();
  output.write(json ? audit::to_json(runs) + "\n" : in_words(runs));
  output.close();
  return runs.unread > 0 ? Exit::faults : Exit::fine;
}

}  // namespace sanbao::cli
