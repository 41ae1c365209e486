// SPDX-License-Identifier: Apache-2.0
//
// The content of a `rulebook` record, made and written; what it says is in sanbao/audit/manifest.hpp.
// In: a rulebook and options. Out: bytes; texts kept beside the log. Read again by json_tree.hpp.
// Tested by tests/unit/audit_log_test.cpp.
#pragma once

#include <string>
#include <vector>

#include "sanbao/audit/manifest.hpp"

namespace sanbao::audit {

[[nodiscard]] Manifest manifest_of(const Rulebook& rulebook, const EvaluateOptions& options,
                                   std::vector<std::string> masked);
/// The body of the record.
[[nodiscard]] std::string to_body(const Manifest& manifest);

/// Keeps the texts of a rulebook in the folder of a log, where they are not there yet.
void keep_texts(const Rulebook& rulebook, const std::string& log_folder, bool synced);

}  // namespace sanbao::audit
