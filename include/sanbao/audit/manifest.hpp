// SPDX-License-Identifier: Apache-2.0
//
// Manifest: what a `rulebook` record of a log says: by what the records behind it were decided, and how
// (docs/audit.md, "The form of a record").
// In: nothing. Out: a plain value. Never holds texts: those stand beside the log, by their digests.
// Tested by tests/unit/audit_log_test.cpp.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sanbao/evaluate.hpp"
#include "sanbao/rulebook.hpp"

namespace sanbao::audit {

struct Manifest {
  struct Policy {
    std::string id, version;
    std::string digest;                     ///< of its text: `sha256:` and 64 digits
    std::string calendar, calendar_digest;  ///< empty: none
  };

  std::string engine;               ///< version of the program that decided
  EvaluateOptions options;          ///< without `as_of` each claim was judged as of its own day
  std::vector<std::string> masked;  ///< paths of fields in whose place digests are kept
  std::vector<Policy> policies;
  std::vector<ParameterSetting> settings;
  std::uint64_t cut_bytes = 0;  ///< of a torn record that stood here before
};

}  // namespace sanbao::audit
