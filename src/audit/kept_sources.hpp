// SPDX-License-Identifier: Apache-2.0
//
// The policies and calendars that a `rulebook` record names, from beside the log.
// In: the folder of a log, a manifest. Out: texts, or what of them is missing. Never takes a text that is not
// the one of its name. Tested by tests/cli/replay_test.py and tests/cli/impact_log_test.py.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "audit/manifest.hpp"

namespace sanbao::audit {

/// Why a record can be neither replayed nor weighed.
inline constexpr std::string_view no_rulebook = "no record says by which rulebook it was decided";
inline constexpr std::string_view unknown_form =
    "this program does not know the form of its rulebook";
inline constexpr std::string_view no_parts = "the record has no claim and decision";
inline constexpr std::string_view no_line = "the record has no line and error";

[[nodiscard]] std::vector<PolicySource> kept_sources(const std::string& folder,
                                                     const Manifest& manifest,
                                                     std::string& missing);

}  // namespace sanbao::audit
