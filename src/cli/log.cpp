// SPDX-License-Identifier: Apache-2.0
//
// sanbao log verify|runs|show|head|keygen: whether a log is what was written, its runs (log_runs.cpp), single records
// (log_show.cpp), its head, keys to sign heads.
// In: the folder of a log. Out: faults with their places, in words or as JSON; a head as a line of JSON. Never writes to
// a log. Tested by tests/cli/log_test.py and tests/cli/log_json_test.py.

#include <algorithm>
#include <optional>
#include <span>
#include <string>

#include "cli/commands.hpp"
#include "cli/help.hpp"
#include "cli/input.hpp"
#include "cli/loading.hpp"
#include "cli/log_reading.hpp"
#include "cli/progress.hpp"
#include "cli/streams.hpp"
#include "cli/wording.hpp"
#include "sanbao/audit/head.hpp"
#include "sanbao/audit/verify.hpp"

namespace sanbao::cli {

namespace {

audit::SignedHead kept_head(const std::string& path) {
  Input input(path);
  Block block;
  Line line;
  if (input.next(block) && block.next(line))
    if (const auto head = audit::read_head(line.text)) return *head;
  throw InputFailed("`" + input.name() + "` holds no head of a log");
}

/// A line on who signed a head, as far as it is known; that it is not by the key is a fault, and told there.
std::string signature_of(const audit::SignedHead& head,
                         const std::optional<audit::PublicKey>& key) {
  if (!head.signature) return {};
  if (!key)
    return "the kept head is signed; without `--public-key` the signature was not looked at\n";
  return is_signed_by(head, *key) ? "the kept head is signed by " + audit::digits_of(*key) + "\n"
                                  : "";
}

std::string in_words(const audit::LogFault& fault) {
  std::string text = fault.file + (fault.line > 0 ? ":" + std::to_string(fault.line) : "") + ": " +
                     fault.what + "\n";
  if (fault.more > 0) text += fault.file + ": and " + grouped(fault.more) + " more such\n";
  return text;
}

std::string in_words(const audit::Verification& result, const audit::VerifyOptions& options) {
  std::string text;
  for (const std::string& name : result.strays)
    text += on_one_line(name) + ": remark: this is no part of a log, and was not looked at\n";
  text += counted(result.head.records, "record", "records");
  text.append(point).append(grouped(result.decided)).append(" decided");
  text.append(point).append(grouped(result.refused)).append(" refused");
  text.append(point).append(counted(result.segments, "segment", "segments"));
  const std::uint64_t faults = result.faults.size() + result.more;
  text.append(point).append(faults == 0 ? "no faults" : counted(faults, "fault", "faults"));
  text += '\n';
  if (!options.kept) return text;
  if (result.sound())
    text += "holds the kept head: record " + std::to_string(options.kept->head.records) + "\n";
  return text + signature_of(*options.kept, options.key);
}

Exit verify(const Invocation& invocation) {
  const std::string& folder = invocation.operands[1];
  audit::VerifyOptions options;
  options.threads = thread_count(invocation);
  if (const auto file = invocation.value("--head")) options.kept = kept_head(*file);
  if (const auto file = invocation.value("--public-key")) {
    if (!options.kept)
      throw WrongUsage("`--public-key` is about a kept head", "name its file: `--head FILE`");
    options.key = audit::read_public_key(*file);
  }
  Progress progress(size_of_log(folder), Meanwhile::little, "record");
  options.progress = [&](std::uint64_t records, std::uint64_t bytes) {
    progress.add(records, 0, bytes);
  };
  const auto result = audit::verify(folder, options);
  progress.end();
  const bool json = invocation.value("--format") == "json";
  Output output;
  for (const audit::LogFault& fault : result.faults)
    output.write(json ? audit::to_json(fault) + "\n" : in_words(fault));
  output.write(json ? audit::to_json(result, options) + "\n" : in_words(result, options));
  output.close();
  return result.sound() ? Exit::fine : Exit::faults;
}

Exit head(const Invocation& invocation) {
  const std::string& folder = invocation.operands[1];
  static_cast<void>(size_of_log(folder));
  audit::SignedHead head{.head = audit::head_of(folder), .key = {}, .signature = {}};
  if (const auto file = invocation.value("--sign"))
    head = audit::sign(head.head, audit::read_secret_key(*file));
  Output output;
  output.write(audit::to_json(head) + "\n");
  output.close();
  return Exit::fine;
}

Exit keygen(const Invocation& invocation) {
  const std::string& path = invocation.operands[1];
  audit::make_keys(path);
  say("`" + path + "` signs heads and is to be kept secret; `" + path +
      ".pub` is for who checks them\n");
  return Exit::fine;
}

/// One of the words behind `log`.
struct Form {
  std::string_view word;
  Exit (*run)(const Invocation& invocation);
  std::span<const std::string_view> options;  ///< that are for it
  std::size_t operands = 2;                   ///< with the word
};

constexpr std::string_view verify_options[] = {"--head", "--public-key", "--threads", "--format"};
constexpr std::string_view runs_options[] = {"--threads", "--format"};
constexpr std::string_view show_options[] = {"--format"};
constexpr std::string_view head_options[] = {"--sign"};

constexpr Form forms[] = {{"verify", verify, verify_options},
                          {"runs", list_runs, runs_options},
                          {"show", show_kept, show_options, 3},
                          {"head", head, head_options},
                          {"keygen", keygen, {}}};

void check_usage(const Form& form, const Invocation& invocation) {
  const std::string name = "log " + std::string(form.word);
  for (const auto& [option, values] : invocation.options) {
    if (std::ranges::find(form.options, option) != form.options.end()) continue;
    throw WrongUsage("`" + std::string(option) + "` is not for `" + name + "`",
                     "see `sanbao log --help`");
  }
  const std::string usage_of_all = "usage: " + usage(*invocation.command);
  if (invocation.operands.size() < form.operands)
    throw WrongUsage("`sanbao " + name + "` needs DIR and N or N..M", usage_of_all);
  if (invocation.operands.size() > form.operands)
    throw WrongUsage("unexpected `" + invocation.operands[form.operands] + "`", usage_of_all);
}

}  // namespace

Exit log(const Invocation& invocation) {
  const auto* const form = std::ranges::find(forms, invocation.operands.front(), &Form::word);
  check_usage(*form, invocation);
  return form->run(invocation);
}

}  // namespace sanbao::cli
