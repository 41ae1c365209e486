// SPDX-License-Identifier: Apache-2.0
//
// Loading: see loading.hpp. Tested by tests/cli/decide_test.py and tests/cli/usage_test.py.
#include "cli/loading.hpp"

#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <set>
#include <thread>

#include "cli/input.hpp"
#include "cli/streams.hpp"
#include "cli/wording.hpp"
#include "sanbao/audit/verify.hpp"

namespace sanbao::cli {

namespace {

constexpr unsigned most_threads = 1024;

ParameterSetting setting_of(const std::string& text) {
  const std::size_t colon = text.find(':');
  const std::size_t equals = colon == std::string::npos ? colon : text.find('=', colon);
  if (equals == std::string::npos || colon == 0 || equals == colon + 1) {
    throw WrongUsage("`" + text + "` is no value of `--set`",
                     "write POLICY:NAME=VALUE, as in `--set cn/goods-1995:weekend_rolls=true`");
  }
  return {.policy = text.substr(0, colon),
          .name = text.substr(colon + 1, equals - colon - 1),
          .value = text.substr(equals + 1)};
}

audit::Where where_of(const std::string& text) {
  const std::size_t equals = text.find('=');
  audit::Where where{text.substr(0, equals), {}};
  if (equals != std::string::npos) where.value = text.substr(equals + 1);
  if (!audit::is_filter(where)) {
    const std::size_t dots = where.value.find("..");
    const auto is_day = [&](std::size_t from, std::size_t count) {
      return CivilDate::parse(std::string_view(where.value).substr(from, count)).has_value();
    };
    if (where.field == "date" && dots != std::string::npos && is_day(0, dots) &&
        is_day(dots + 2, std::string::npos))
      throw WrongUsage("`" + text + "` is no value of `--where`",
                       "its first day lies after its last");
    throw WrongUsage(
        "`" + text + "` is no value of `--where`",
        "write policy=ID, rule=ID, claim=ID, outcome=approved (conditional, denied, needs_facts, "
        "conflict, not_covered, refused), or date=2024-05-08, 2024-05, 2024, "
        "2024-05-01..2024-05-31");
  }
  return where;
}

/// What was asked for by `--set` or `--vary`, or stands in a log as set, and no policy takes is a fault of the command line,
/// where the files themselves have none.
void refuse_settings(std::span<const Diagnostic> diagnostics) {
  const auto is_fault_of_file = [](const Diagnostic& diagnostic) {
    return diagnostic.severity == Severity::error && !diagnostic.file.starts_with("--");
  };
  if (std::ranges::any_of(diagnostics, is_fault_of_file)) return;
  for (const Diagnostic& diagnostic : diagnostics) {
    if (diagnostic.severity != Severity::error) continue;
    throw WrongUsage("`" + on_one_line(diagnostic.file) + "`: " + on_one_line(diagnostic.message),
                     on_one_line(diagnostic.help));
  }
}

}  // namespace

std::optional<Rulebook> load_rules(const Invocation& invocation) {
  std::vector<ParameterSetting> settings;
  for (const std::string& text : invocation.values("--set"))
    settings.push_back(setting_of(text));
  auto rulebook = load_rulebook_files(invocation.values("--rules"), settings);
  if (rulebook) return std::move(*rulebook);
  refuse_settings(rulebook.diagnostics());
  tell_faults(rulebook.diagnostics());
  return std::nullopt;
}

std::optional<std::vector<Rulebook>> load_rules(std::span<const Variant> variants) {
  auto rulebooks = load_variants(variants);
  if (rulebooks) return std::move(*rulebooks);
  refuse_settings(rulebooks.diagnostics());
  tell_faults(rulebooks.diagnostics());
  return std::nullopt;
}

std::optional<CivilDate> as_of_option(const Invocation& invocation) {
  const auto text = invocation.value("--as-of");
  if (!text) return std::nullopt;
  const auto date = CivilDate::parse(*text);
  if (!date) {
    throw WrongUsage("`" + *text + "` is no value of `--as-of`",
                     "write a day from 1970 to 2199 as YYYY-MM-DD");
  }
  return date;
}

std::vector<audit::Where> where_options(const Invocation& invocation) {
  std::vector<audit::Where> where;
  for (const std::string& text : invocation.values("--where"))
    where.push_back(where_of(text));
  return where;
}

void tell_none_taken() {
  report("sanbao: `--where` takes none of the records\n");
}

void check_log_folder(const std::string& folder) {
  std::error_code failed;
  if (!std::filesystem::exists(folder, failed))
    throw InputFailed("`" + folder +
                      "` is not there: a folder that `decide --log` wrote is wanted");
  if (!std::filesystem::is_directory(folder, failed))
    throw InputFailed("`" + folder + "` is no log: a folder that `decide --log` wrote is wanted");
}

std::uint64_t size_of_log(const std::string& folder) {
  check_log_folder(folder);
  const std::uint64_t size = audit::size_of(folder);
  if (size == 0) throw InputFailed("`" + folder + "` holds no records of a log");
  return size;
}

unsigned thread_count(const Invocation& invocation) {
  const auto text = invocation.value("--threads");
  if (!text) return std::max(1U, std::thread::hardware_concurrency());
  unsigned number = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
  if (error != std::errc() || end != text->data() + text->size() || number == 0 ||
      number > most_threads) {
    throw WrongUsage("`" + *text + "` is no value of `--threads`",
                     "write a whole number from 1 to " + std::to_string(most_threads));
  }
  return number;
}

void tell_faults(std::span<const Diagnostic> diagnostics) {
  const bool colour = wants_colour(STDERR_FILENO);
  std::string text;
  for (const Diagnostic& diagnostic : diagnostics)
    text.append(render(diagnostic, colour)).append("\n");
  if (const std::string summary = error_summary(diagnostics); !summary.empty()) {
    text.append(summary).append("\n");
  }
  report(text);
}

std::string error_summary(std::span<const Diagnostic> diagnostics) {
  std::set<std::string_view> files;
  std::uint64_t errors = 0;
  for (const Diagnostic& diagnostic : diagnostics) {
    if (diagnostic.severity != Severity::error) continue;
    ++errors;
    files.insert(diagnostic.file);
  }
  if (errors == 0) return {};
  return counted(errors, "error", "errors") + " in " + counted(files.size(), "file", "files") +
         "; nothing was loaded";
}

}  // namespace sanbao::cli
