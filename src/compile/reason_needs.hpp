// SPDX-License-Identifier: Apache-2.0
//
// NeedReader: what a need asks for: the facts it reads, the members it looks for, its parts.
// In: a Program with all conditions. Out: lists of a NeedPlan. Never decides anything; texts point into the
// Schema and the vocabulary. Tested by tests/cases/pages.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "ir/program.hpp"
#include "ir/vocabulary.hpp"

namespace sanbao::compile {

class NeedReader {
 public:
  NeedReader(const ir::Schema& schema, const ir::Program& program)
      : schema_(schema), program_(program) {}

  void add_wanted(ir::NodeId id, std::vector<Text>& wanted) const;
  /// Of an `all`, an `any` or an `at_least` whose parts read one fact each.
  void add_parts(ir::NodeId id, ir::NeedPlan& plan) const;

  static std::span<const ir::Member> members_of(std::uint32_t slot);

 private:
  [[nodiscard]] Text member_name(std::uint32_t slot, ir::Symbol symbol) const;

  const ir::Schema& schema_;
  const ir::Program& program_;
};

}  // namespace sanbao::compile
