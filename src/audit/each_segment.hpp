// SPDX-License-Identifier: Apache-2.0
//
// Work on the segments of a log, several at a time.
// In: how many there are, and what is to be done with each. Out: all done, or the failure of the first
// that failed. Never does one twice. Tested by tests/unit/audit_tamper_test.cpp.
#pragma once

#include <cstddef>
#include <functional>

namespace sanbao::audit {

/// `work` is called once for each number below `count`, in ascending order, on up to `threads` threads.
void each_segment(std::size_t count, unsigned threads,
                  const std::function<void(std::size_t)>& work);

}  // namespace sanbao::audit
