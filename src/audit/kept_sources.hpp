// SPDX-License-Identifier: Apache-2.0
//
// The policies and calendars that a `rulebook` record names, from beside the log.
// In: the folder of a log, a manifest. Out: texts, or what of them is missing. Never takes a text that is not
// the one of its name. Tested by tests/cli/replay_test.py and tests/cli/impact_log_test.py.
#pragma once

#include <string>
#include <vector>

#include "audit/manifest.hpp"

namespace sanbao::audit {

[[nodiscard]] std::vector<PolicySource> kept_sources(const std::string& folder,
                                                     const Manifest& manifest,
                                                     std::string& missing);

}  // namespace sanbao::audit
