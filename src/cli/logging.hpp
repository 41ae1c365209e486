// SPDX-License-Identifier: Apache-2.0
//
// What `decide` does for `--log`: reads its options, opens the log, tells what opening has cut off and what of the masks
// may be a mistake. In: an invocation. Out: a log, or none. Never opens one before the rules are loaded.
// Tested by tests/cli/log_test.py.
#pragma once

#include <cstdint>
#include <optional>

#include "cli/command_line.hpp"
#include "sanbao/audit/log.hpp"

namespace sanbao::cli {

/// WrongUsage where options of a log stand without one.
[[nodiscard]] audit::LogOptions log_options_of(const Invocation& invocation);
[[nodiscard]] std::optional<audit::Log> open_log(const Invocation& invocation,
                                                 const audit::LogOptions& log_options,
                                                 const Rulebook& rulebook,
                                                 const EvaluateOptions& options);
/// Tells which masks were in none of the claims that were decided.
void tell_masks_never_met(const audit::Log& log, std::uint64_t claims);

}  // namespace sanbao::cli
