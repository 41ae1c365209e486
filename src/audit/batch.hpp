// SPDX-License-Identifier: Apache-2.0
//
// What a Batch holds: lines of records that lack only what is known once their turn has come.
// In: records. Out: their lines with room for the beginnings, and the digests of what stands in them.
// Laid out for the place where they will stand if nothing else is taken before: then Log takes them as they lie.
// Tested by tests/unit/audit_log_test.cpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "audit/blake2b_lanes.hpp"
#include "audit/pages.hpp"
#include "audit/record_form.hpp"
#include "sanbao/audit/log.hpp"

namespace sanbao::audit {

struct Batch::Content {
  static constexpr std::size_t sealed_at_once = 32;

  Content(std::shared_ptr<const Masks> with, std::optional<Rulebook> by, std::uint64_t which_use)
      : masks(std::move(with)), rules(std::move(by)), use(which_use) {
    begin(0, 1);
  }

  /// Forgets what it holds. What comes stands at `at` in its segment, the first with this number.
  void begin(std::uint64_t at, std::uint64_t number) {
    position = at;
    room = head_size(number);
    clear();
  }
  void clear() {
    lines.begin(position);
    bounds.clear();
    digests.clear();
  }
  void begin_line() {
    lines.leave(room);
    bounds.push_back(lines.size());
  }
  void end_line() {
    bounds.push_back(lines.size());
    lines.append(line_end);
    if (bounds.size() - 2 * digests.size() >= 2 * sealed_at_once) seal();
  }
  /// Digests are worked out while the processor still has the lines at hand.
  void seal() {
    blake2b_each({lines.data(), lines.size()}, std::span(bounds).subspan(2 * digests.size()),
                 digests);
  }

  const std::shared_ptr<const Masks> masks;
  const std::optional<Rulebook> rules;  // of the log; none before its first `use`
  const std::uint64_t use;              // of one log; 0: of none. What the records are decided by
  std::uint64_t position = 0;
  std::size_t room = 0;  // before each body
  Pages lines;
  std::vector<std::size_t> bounds;  // where each body begins, and where it ends
  std::vector<Digest> digests;
  std::string claim, masked, text;  // kept for their room
};

}  // namespace sanbao::audit
