// SPDX-License-Identifier: Apache-2.0
//
// See logging.hpp. Tested by tests/cli/log_test.py.
#include "cli/logging.hpp"

#include <charconv>

#include "cli/streams.hpp"
#include "cli/wording.hpp"
#include "sanbao/audit/verify.hpp"

namespace sanbao::cli {

namespace {

std::uint64_t segment_size(const std::string& text) {
  std::uint64_t size = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), size);
  if (error != std::errc() || end != text.data() + text.size() || size == 0) {
    throw WrongUsage("`" + text + "` is no value of `--segment-size`",
                     "write a whole number of bytes, from 1 on");
  }
  return size;
}

}  // namespace

audit::LogOptions log_options_of(const Invocation& invocation) {
  audit::LogOptions options;
  for (const std::string_view option : {"--durability", "--mask", "--segment-size"}) {
    if (invocation.has(option) && !invocation.has("--log"))
      throw WrongUsage("`" + std::string(option) + "` is about a log",
                       "name its folder: `--log DIR`");
  }
  if (const auto mode = invocation.value("--durability")) {
    options.durability = *mode == "record" ? audit::Durability::record
                         : *mode == "none" ? audit::Durability::none
                                           : audit::Durability::group;
  }
  if (const auto size = invocation.value("--segment-size"))
    options.segment_size = segment_size(*size);
  options.mask = invocation.values("--mask");
  return options;
}

std::optional<audit::Log> open_log(const Invocation& invocation,
                                   const audit::LogOptions& log_options, const Rulebook& rulebook,
                                   const EvaluateOptions& options) {
  const auto folder = invocation.value("--log");
  if (!folder) return std::nullopt;
  audit::check_masks(log_options.mask, rulebook);  // before anything is made
  auto log = audit::Log::open(*folder, log_options);
  if (const std::uint64_t bytes = log.cut_bytes(); bytes > 0) {
    complain("`" + *folder + "` ended in a torn record; " + counted(bytes, "byte", "bytes") +
             " after record " + std::to_string(log.head().records) + " cut off and kept in `" +
             log.cut_file() + "`");
  }
  if (log_options.mask.empty() && audit::has_salt(*folder))
    complain("fields were masked in `" + *folder + "` so far, and none is now");
  log.use(rulebook, options);
  return log;
}

void tell_masks_never_met(const audit::Log& log, std::uint64_t claims) {
  if (claims == 0) return;
  for (const std::string& path : log.masks_never_met())
    complain("`" + path + "` was in none of " + counted(claims, "claim", "claims"));
}

}  // namespace sanbao::cli
