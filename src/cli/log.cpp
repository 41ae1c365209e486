// SPDX-License-Identifier: Apache-2.0
//
// sanbao log verify|head|keygen: whether a log is what was written, its head, keys to sign heads.
// In: the folder of a log. Out: faults with their places; a head as a line of JSON. Never writes to a
// log. Tested by tests/cli/log_test.py.

#include <optional>
#include <string>

#include "cli/commands.hpp"
#include "cli/input.hpp"
#include "cli/loading.hpp"
#include "cli/progress.hpp"
#include "cli/streams.hpp"
#include "cli/wording.hpp"
#include "sanbao/audit/head.hpp"
#include "sanbao/audit/verify.hpp"

namespace sanbao::cli {

namespace {

constexpr std::string_view point = "  ·  ";

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

void refuse(const Invocation& invocation, std::string_view option) {
  if (invocation.has(option)) {
    throw WrongUsage(
        "`" + std::string(option) + "` is not for `log " + invocation.operands.front() + "`",
        "see `sanbao log --help`");
  }
}

Exit verify(const Invocation& invocation, const std::string& folder) {
  refuse(invocation, "--sign");
  audit::VerifyOptions options;
  options.threads = thread_count(invocation);
  if (const auto file = invocation.value("--head")) options.kept = kept_head(*file);
  if (const auto file = invocation.value("--public-key")) {
    if (!options.kept)
      throw WrongUsage("`--public-key` is about a kept head", "name its file: `--head FILE`");
    options.key = audit::read_public_key(*file);
  }
  Progress progress(size_of_log(folder), "record");
  options.progress = [&](std::uint64_t records, std::uint64_t bytes) {
    progress.add(records, 0, bytes);
  };
  const auto result = audit::verify(folder, options);
  progress.end();
  Output output;
  for (const audit::LogFault& fault : result.faults) {
    output.write(fault.file + (fault.line > 0 ? ":" + std::to_string(fault.line) : "") + ": " +
                 fault.what + "\n");
    if (fault.more > 0) output.write(fault.file + ": and " + grouped(fault.more) + " more such\n");
  }
  for (const std::string& name : result.strays)
    output.write(on_one_line(name) + ": remark: this is no part of a log, and was not looked at\n");
  std::string summary = counted(result.head.records, "record", "records");
  summary.append(point).append(grouped(result.decided)).append(" decided");
  summary.append(point).append(grouped(result.refused)).append(" refused");
  summary.append(point).append(counted(result.segments, "segment", "segments"));
  const std::uint64_t faults = result.faults.size() + result.more;
  summary.append(point).append(faults == 0 ? "no faults" : counted(faults, "fault", "faults"));
  output.write(summary + "\n");
  if (options.kept && result.sound())
    output.write("holds the kept head: record " + std::to_string(options.kept->head.records) +
                 "\n");
  if (options.kept) output.write(signature_of(*options.kept, options.key));
  output.close();
  return result.sound() ? Exit::fine : Exit::faults;
}

Exit head(const Invocation& invocation, const std::string& folder) {
  refuse(invocation, "--head");
  refuse(invocation, "--public-key");
  static_cast<void>(size_of_log(folder));
  audit::SignedHead head{.head = audit::head_of(folder), .key = {}, .signature = {}};
  if (const auto file = invocation.value("--sign"))
    head = audit::sign(head.head, audit::read_secret_key(*file));
  Output output;
  output.write(audit::to_json(head) + "\n");
  output.close();
  return Exit::fine;
}

Exit keygen(const Invocation& invocation, const std::string& path) {
  for (const std::string_view option : {"--head", "--public-key", "--sign"})
    refuse(invocation, option);
  audit::make_keys(path);
  say("`" + path + "` signs heads and is to be kept secret; `" + path +
      ".pub` is for who checks them\n");
  return Exit::fine;
}

}  // namespace

Exit log(const Invocation& invocation) {
  const std::string& what = invocation.operands.front();
  const std::string& path = invocation.operands.back();
  if (what == "verify") return verify(invocation, path);
  if (what == "head") return head(invocation, path);
  return keygen(invocation, path);
}

}  // namespace sanbao::cli
