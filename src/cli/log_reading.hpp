// SPDX-License-Identifier: Apache-2.0
//
// The words behind `sanbao log` that tell what a log holds, and what they have in common.
// In: an invocation; what a `rulebook` record says. Out: an exit status; words for people. Never writes to a log.
// Tested by tests/cli/log_runs_test.py and tests/cli/log_show_test.py.
#pragma once

#include <string>

#include "cli/commands.hpp"
#include "sanbao/audit/manifest.hpp"

namespace sanbao::cli {

/// `sanbao log runs DIR`.
[[nodiscard]] Exit list_runs(const Invocation& invocation);
/// `sanbao log show DIR N|N..M`.
[[nodiscard]] Exit show_kept(const Invocation& invocation);

/// `bike-shop 2026, hyundai-mp3 2008.1`.
[[nodiscard]] std::string policies_of(const audit::Manifest& manifest);
/// `bike-shop:fee=3`; empty: nothing was set.
[[nodiscard]] std::string settings_of(const audit::Manifest& manifest);
/// `claim.id, context.phone`; empty: nothing was masked.
[[nodiscard]] std::string masks_of(const audit::Manifest& manifest);

}  // namespace sanbao::cli
