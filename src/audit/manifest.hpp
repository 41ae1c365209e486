// SPDX-License-Identifier: Apache-2.0
//
// Manifest: the content of a `rulebook` record: by what the records behind it were decided, and how.
// In: a rulebook and options, or the content of a record. Out: bytes, or the parts again.
// Never holds texts: those stand beside the log, by their digests.
// Tested by tests/unit/audit_log_test.cpp.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sanbao/evaluate.hpp"
#include "sanbao/rulebook.hpp"

namespace sanbao::audit {

struct Manifest {
  struct Policy {
    std::string id, version, digest;
    std::string calendar, calendar_digest;  ///< empty: none
  };

  std::string engine;
  EvaluateOptions options;
  std::vector<std::string> masked;
  std::vector<Policy> policies;
  std::vector<ParameterSetting> settings;
  std::uint64_t cut_bytes = 0;  ///< of a torn record that stood here before
};

[[nodiscard]] Manifest manifest_of(const Rulebook& rulebook, const EvaluateOptions& options,
                                   std::vector<std::string> masked);
/// The body of the record.
[[nodiscard]] std::string to_body(const Manifest& manifest);

/// Keeps the texts of a rulebook in the folder of a log, where they are not there yet.
void keep_texts(const Rulebook& rulebook, const std::string& log_folder, bool synced);

}  // namespace sanbao::audit
