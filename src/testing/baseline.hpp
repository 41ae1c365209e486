// SPDX-License-Identifier: Apache-2.0
//
// Baselines: the explanations that cases marked `explain: true` must print, one file a language.
// In: a case and its decision. Out: the differences, or with `update` the files rewritten.
// Never writes without `update`. Tested by tests/unit/testing_test.cpp.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sanbao/decision.hpp"
#include "sanbao/testing.hpp"

namespace sanbao::testing {

/// Where the baselines of a test file stand: `tests/baselines/explain/<path of the file>` where a
/// folder of that name stands beside it or above it, else `baselines/<name of the file>` beside it.
std::string baseline_folder(const std::string& test_file);

/// The file name of a case: letters, digits, `.`, `_` and `-` stay, all else becomes `-`.
std::string baseline_name(std::string_view case_name);

struct BaselineResult {
  std::vector<Difference> differences;
  std::size_t updated = 0;
};
BaselineResult check_baseline(const std::string& folder, std::string_view case_name,
                              const Decision& decision, bool update);

}  // namespace sanbao::testing
