// SPDX-License-Identifier: Apache-2.0
//
// flow_lines: the lines of a log's segments worked on by several threads, block by block; what verifying, replaying and
// weighing go by. In: segments, what works on a block and what takes its part. Out: every part once, in the order of
// the log. Tested by tests/unit/audit_tamper_test.cpp and tests/cli/replay_test.py.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "audit/line_blocks.hpp"
#include "flow/in_order.hpp"

namespace sanbao::audit {

/// `work(block, part)`: several at a time. `take(block, part)`: one at a time, in order. A part is used again for a later
/// block.
template <typename Part, typename Work, typename Take>
void flow_lines(std::span<const Segment> segments, unsigned threads, const Work& work,
                const Take& take) {
  struct Slot {
    LineBlock block;
    Part part;
  };
  std::vector<Slot> slots(flow::slots_for(threads));
  LineBlocks blocks(segments);
  const auto read = [&](std::size_t at) -> std::optional<std::uint64_t> {
    if (!blocks.next(slots[at].block)) return std::nullopt;
    return slots[at].block.size();
  };
  flow::run({.read = read,
             .work = [&](std::size_t at) { work(slots[at].block, slots[at].part); },
             .write = [&](std::size_t at) { take(slots[at].block, slots[at].part); }},
            threads);
}

}  // namespace sanbao::audit
