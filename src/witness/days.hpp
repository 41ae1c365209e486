// SPDX-License-Identifier: Apache-2.0
//
// Days: reckons with dates of which only the distances are known. Everything but the claim happens on one
// first day; the claim comes x days later.
// In: expressions of a program. Out: `x + first + n` with each part there or not, or nothing where the
// expression is anything else. Never moves a last day out of a holiday and never reads a claim: what comes
// out says where to look. Tested by tests/unit/witness_test.cpp.
#pragma once

#include <optional>

#include "witness/draft.hpp"

namespace sanbao::witness {

/// filed * x + first * (the first day) + days.
struct Linear {
  int filed = 0, first = 0;
  std::int64_t days = 0;
  Index root = no_index;  ///< the slot from which it is counted
};

class Days {
 public:
  Days(const ir::Program& program, const ir::Schema& schema) : p_(program), schema_(schema) {}

  /// The first day by which months are turned into days.
  void begin_on(std::int64_t day) { first_day_ = day; }
  [[nodiscard]] std::int64_t first_day() const { return first_day_; }

  [[nodiscard]] std::optional<Linear> value(NodeId node, const Draft& draft) const;
  struct Window {
    std::optional<Linear> from, last;
    bool open_end = false;
  };
  [[nodiscard]] Window window(Index period, const Draft& draft) const;

 private:
  [[nodiscard]] std::optional<Linear> moved(Linear from, NodeId by, int sign,
                                            const Draft& draft) const;
  [[nodiscard]] std::optional<std::int64_t> length(NodeId node, const Draft& draft) const;

  const ir::Program& p_;
  const ir::Schema& schema_;
  std::int64_t first_day_ = 0;
};

}  // namespace sanbao::witness
