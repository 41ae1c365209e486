// SPDX-License-Identifier: Apache-2.0
//
// Joints of a short way (ir/short_way.hpp) laid out in rows, so that those alike are worked out together.
// In: joints whose bits and parts have numbers. Out: joints, terms, pairs and rows of a ShortWay.
// Tested by tests/unit/eval_decided_test.cpp.
#pragma once

#include <cstdint>
#include <span>
#include <tuple>
#include <utility>
#include <vector>

#include "ir/short_way.hpp"

namespace sanbao::compile {

struct NumberedJoint {
  std::uint32_t bit = 0;
  std::int64_t least = 0;
  std::vector<ir::BitTerm> terms;

  /// Parts as terms, by word: those of one word are one, but for a bit that is wanted twice.
  void add(ir::Literal part);
  /// Of one term, of two, or what takes a longer look; and the words of the terms.
  [[nodiscard]] std::tuple<std::uint32_t, std::uint32_t, std::uint32_t> kind() const;
};

void add_joint(const NumberedJoint& joint, ir::ShortWay& way);

/// None of the joints rests on another of them. Rows are as few as those of a kind stand together.
void add_rows(std::span<const NumberedJoint> joints, ir::ShortWay& way,
              std::vector<ir::JointRow>& rows);

}  // namespace sanbao::compile
