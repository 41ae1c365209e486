// SPDX-License-Identifier: Apache-2.0
//
// Where: which records of a log are meant, by what was decided then.
// In: a field and a value. Out: whether such a filter can be. Never looks at anything but the kept decision.
// Tested by tests/cli/replay_test.py and tests/cli/impact_log_test.py.
#pragma once

#include <string>

#include "sanbao/export.hpp"

namespace sanbao::audit {

/// `policy`, `rule` (`6.4b` or `hyundai-mp3:6.4b`: it holds), `outcome`, `date` (of judgement: a day, a
/// month, a year, or DAY..DAY), `claim`. Lines that were refused have the outcome `refused` and nothing else.
struct Where {
  std::string field, value;
};
/// Whether there is such a field, and the value can be one of it.
[[nodiscard]] SANBAO_EXPORT bool is_filter(const Where& where);

}  // namespace sanbao::audit
