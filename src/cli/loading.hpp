// SPDX-License-Identifier: Apache-2.0
//
// What `decide` and `explain` do first: the rulebook of `--rules` and `--set`, the day of
// `--as-of`. In: an invocation. Out: a rulebook, or faults told on standard error; a day, or
// WrongUsage. Never guesses a form. Tested by tests/cli/decide_test.py and tests/cli/usage_test.py.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "cli/command_line.hpp"
#include "sanbao/audit/where.hpp"
#include "sanbao/rulebook.hpp"
#include "sanbao/variants.hpp"

namespace sanbao::cli {

/// Nothing where the rules have faults, which have been told then.
[[nodiscard]] std::optional<Rulebook> load_rules(const Invocation& invocation);

/// The same for rulebooks over one claim shape (sanbao/variants.hpp).
[[nodiscard]] std::optional<std::vector<Rulebook>> load_rules(std::span<const Variant> variants);

[[nodiscard]] std::optional<CivilDate> as_of_option(const Invocation& invocation);

/// The filters of `--where`.
[[nodiscard]] std::vector<audit::Where> where_options(const Invocation& invocation);

/// On standard error: of all records of a log, those filters take none.
void tell_none_taken();

/// InputFailed where the folder is not there.
void check_log_folder(const std::string& folder);
/// The size of a log in bytes; InputFailed where the folder is not there or holds none.
[[nodiscard]] std::uint64_t size_of_log(const std::string& folder);

/// `--threads`, or all cores.
[[nodiscard]] unsigned thread_count(const Invocation& invocation);

/// Each fault with its line and caret on standard error, then how many there are.
void tell_faults(std::span<const Diagnostic> diagnostics);
/// `3 errors in 1 file; nothing was loaded`, or empty where there is none.
[[nodiscard]] std::string error_summary(std::span<const Diagnostic> diagnostics);

}  // namespace sanbao::cli
