// SPDX-License-Identifier: Apache-2.0
//
// sanbao log show: single records of a log.
// In: the folder of a log, the number of a record or of the first and the last. Out: each record in words, its claim and
// its decision; or its line, byte for byte. Exit status 1 where one is not there or has a fault. Never reads more than
// the segments that should hold them. Tested by tests/cli/log_show_test.py.
#include "sanbao/audit/show.hpp"

#include <charconv>

#include "cli/input.hpp"
#include "cli/loading.hpp"
#include "cli/log_reading.hpp"
#include "cli/streams.hpp"
#include "cli/wording.hpp"

namespace sanbao::cli {

namespace {

struct Range {
  std::uint64_t first = 0, last = 0;
};

/// `17`, `17..20`.
Range range_of(const std::string& text) {
  const auto wrong = [&](const std::string& help) {
    return WrongUsage("`" + text + "` is no number of a record", help);
  };
  const auto number = [&](std::string_view digits) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error != std::errc() || end != digits.data() + digits.size())
      throw wrong("write a whole number, as in `17`, or the first and the last, as in `17..20`");
    if (value == 0) throw wrong("records are numbered from 1");
    return value;
  };
  const std::string_view all = text;
  const std::size_t dots = all.find("..");
  if (dots == std::string_view::npos) return {number(all), number(all)};
  const Range range{number(all.substr(0, dots)), number(all.substr(dots + 2))};
  if (range.first > range.last) throw wrong("its first record lies behind its last");
  return range;
}

/// A line of two columns.
void add_row(std::string& text, std::string_view name, std::string_view value) {
  constexpr std::size_t width = 11;
  text.append("  ").append(name).append(width - name.size(), ' ').append(value).append("\n");
}

void add_run(std::string& text, const audit::ShownRecord& shown) {
  if (!shown.run) return;
  const audit::ShownRun& run = *shown.run;
  const bool is_itself = shown.record && shown.record->kind == audit::RecordKind::rulebook;
  std::string what = is_itself ? "this record" : "record " + std::to_string(run.record);
  if (!run.manifest) return add_row(text, "run", what);
  const audit::Manifest& manifest = *run.manifest;
  add_row(text, "run", what + ", kept by sanbao " + on_one_line(manifest.engine));
  add_row(text, "policies", policies_of(manifest));
  if (const std::string set = settings_of(manifest); !set.empty()) add_row(text, "set", set);
  const auto& as_of = manifest.options.as_of;
  add_row(text, "judged", as_of ? "as of " + as_of->to_string() : "each claim as of its own day");
  const std::string masked = masks_of(manifest);
  add_row(text, "masked", masked.empty() ? "nothing" : masked);
  if (is_itself && manifest.cut_bytes > 0)
    add_row(text, "cut", counted(manifest.cut_bytes, "byte", "bytes") + " of a torn record");
}

/// What stands below the rows.
std::string content_of(const audit::ShownRecord& shown) {
  const auto on_lines = [](std::string_view first, std::string_view second) {
    return on_one_line(first) + "\n" + on_one_line(second) + "\n";
  };
  if (shown.decided) return on_lines(shown.decided->claim, shown.decided->decision);
  if (shown.refused && !shown.refused->masked && shown.refused->is_text)
    return on_lines(shown.refused->line, shown.refused->error);
  return on_one_line(shown.record ? shown.record->content : shown.text) + "\n";
}

std::string in_words(const audit::ShownRecord& shown) {
  std::string text;
  if (shown.record) {
    text = "record " + std::to_string(shown.record->number);
  } else {
    text = "in place of record " + std::to_string(shown.place);
  }
  text.append(point).append(shown.file).append(":").append(std::to_string(shown.line)) += '\n';
  for (const std::string& fault : shown.faults)
    add_row(text, "fault", fault);
  add_run(text, shown);
  if (!shown.claim.empty()) add_row(text, "claim", on_one_line(shown.claim));
  if (!shown.outcome.empty())
    add_row(text, "outcome",
            on_one_line(shown.outcome + (shown.as_of.empty() ? "" : ", as of " + shown.as_of)));
  if (shown.refused) add_row(text, "line", std::to_string(shown.refused->record) + " of the input");
  return text + content_of(shown);
}

}  // namespace

Exit show_kept(const Invocation& invocation) {
  const Range range = range_of(invocation.operands[2]);
  const std::string& folder = invocation.operands[1];
  check_log_folder(folder);
  const bool json = invocation.value("--format") == "json";
  Output output;
  bool first = true;
  const auto shown =
      audit::show_records(folder, range.first, range.last, [&](const audit::ShownRecord& record) {
        if (json) {
          output.write(std::string(record.text) + "\n");
          for (const std::string& fault : record.faults)
            report("sanbao: " + std::string(record.file) + ":" + std::to_string(record.line) +
                   ": " + fault + "\n");
        } else {
          output.write((first ? "" : "\n") + in_words(record));
        }
        first = false;
      });
  output.close();
  if (shown.first_missing == 0) return shown.sound ? Exit::fine : Exit::faults;
  const std::string number = std::to_string(shown.first_missing);
  throw InputFailed("`" + folder + "` has no " +
                    (shown.last_missing == shown.first_missing
                         ? "record " + number
                         : "records " + number + " to " + std::to_string(shown.last_missing)) +
                    ": " + shown.why);
}

}  // namespace sanbao::cli
