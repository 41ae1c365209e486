// SPDX-License-Identifier: Apache-2.0
//
// sanbao replay: the records of a log decided again.
// In: the folder of a log. Out: each record that came out otherwise, in words or as JSON, and how many
// agree. Exit status 0 where all do. Never writes to a log. Tested by tests/cli/replay_test.py.

#include "sanbao/audit/replay.hpp"
#include "cli/commands.hpp"
#include "cli/loading.hpp"
#include "cli/progress.hpp"
#include "cli/streams.hpp"
#include "cli/wording.hpp"
#include "sanbao/audit/verify.hpp"
#include "sanbao/version.hpp"

namespace sanbao::cli {

namespace {

/// Records told in words; the others are counted.
constexpr std::size_t most_told = 20;

/// The text that stands behind a key of a JSON object; empty where there is none.
std::string_view text_behind(std::string_view json, std::string_view key) {
  const std::size_t at = json.find(key);
  if (at == std::string_view::npos) return {};
  json.remove_prefix(at + key.size());
  return json.substr(0, json.find('"'));
}

/// JSON as people write it: `1299.00`, and of a period its days.
std::string plain(std::string_view json) {
  if (json.empty()) return "nothing";
  if (const auto first = text_behind(json, "{\"first\":\""); !first.empty()) {
    const auto last = text_behind(json, "\"last\":\"");
    return std::string(first).append(last.empty() ? " on" : " to ").append(last);
  }
  if (json.size() > 1 && json.front() == '"' && json.find('\\') == std::string_view::npos)
    return on_one_line(json.substr(1, json.size() - 2));
  return on_one_line(json);
}

std::string in_words(const audit::Replayed& found) {
  std::string text = found.missing.empty() ? "differs   " : "cannot be decided again   ";
  text += found.file + ":" + std::to_string(found.line);
  if (found.record > 0) text += "  record " + std::to_string(found.record);
  if (!found.claim.empty()) text += ", claim " + on_one_line(found.claim);
  text += '\n';
  if (!found.missing.empty()) return text + "    missing   " + on_one_line(found.missing) + "\n";
  text += "    " + (found.path.empty() ? std::string("decision") : on_one_line(found.path)) +
          "   kept " + plain(found.kept) + ", decided again " + plain(found.made) + "\n";
  if (found.rule.empty()) return text;
  text += "    rule " + on_one_line(found.rule + " of " + found.policy);
  if (!found.change.empty()) text += " " + found.change;
  std::string facts;
  for (const auto& [name, value] : found.facts) {
    facts.append(facts.empty() ? ": " : "; ").append(on_one_line(name));
    if (!value.empty()) facts.append(" ").append(plain(value));
  }
  return text + facts + "\n";
}

std::string summary(const audit::Replay& replay) {
  const std::uint64_t records = replay.equal + replay.differ;
  std::string text = counted(records, "record", "records") + " decided again";
  text.append(point).append(grouped(replay.equal)).append(" equal");
  text.append(point)
      .append(grouped(replay.differ))
      .append(replay.differ == 1 ? " differs" : " differ");
  if (replay.missing > 0)
    text.append(point).append(grouped(replay.missing)).append(" cannot be decided again");
  if (replay.passed_by > 0)
    text.append(point).append(grouped(replay.passed_by)).append(" left out");
  text += '\n';
  for (const std::string& engine : replay.other_engines)
    text += "kept by sanbao " + on_one_line(engine) + ", decided again by " +
            std::string(library_version()) + "\n";
  return text;
}

}  // namespace

Exit replay(const Invocation& invocation) {
  audit::ReplayOptions options;
  options.threads = thread_count(invocation);
  options.where = where_options(invocation);
  if (invocation.has("--set") && !invocation.has("--rules"))
    throw WrongUsage("`--set` is about other rules", "name them: `--rules FILE|DIR`");
  if (invocation.has("--rules")) {
    options.rules = load_rules(invocation);
    if (!options.rules) return Exit::faults;
  }
  const std::string& folder = invocation.operands.front();
  Progress progress(size_of_log(folder), Meanwhile::little, "record");
  Output output;
  const bool json = invocation.value("--format") == "json";
  std::size_t told = 0;
  options.progress = [&](std::uint64_t records, std::uint64_t bytes) {
    progress.add(records, 0, bytes);
  };
  options.found = [&](const audit::Replayed& found) {
    progress.write(output, json ? audit::to_json(found) + "\n" : in_words(found));
    return json || ++told < most_told;
  };
  const auto replay = audit::replay(folder, options);
  progress.end();
  if (json) {
    output.write(audit::to_json(replay) + "\n");
  } else {
    if (const std::uint64_t all = replay.differ + replay.missing; all > told)
      output.write("and " + counted(all - told, "more", "more") +
                   "; --format json tells them all\n");
    output.write(summary(replay));
  }
  output.close();
  if (!options.where.empty() && replay.equal + replay.differ + replay.missing == 0)
    tell_none_taken();
  return replay.all_agree() ? Exit::fine : Exit::faults;
}

}  // namespace sanbao::cli
