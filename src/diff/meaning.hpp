// SPDX-License-Identifier: Apache-2.0
//
// Meanings: a number for what an expression means, the same for equal ones of any policy.
// In: nodes of checked policies. Out: numbers; equal numbers mean the same. Named values, periods and tables are
// seen through, parameters count as their values, and the order of an `all` or of a sum makes no difference.
// Never says that two expressions mean the same because they always come out alike: their trees must be equal.
// Tested by tests/unit/compare_test.cpp.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "ir/checked_policy.hpp"

namespace sanbao::diff {

using Meaning = std::uint32_t;
/// Of what is not there.
inline constexpr Meaning no_meaning = 0;

/// Numbers by what they stand for; shared by the policies that are compared.
class Meanings {
 public:
  Meaning of(const std::string& key) {
    return numbers_.try_emplace(key, static_cast<Meaning>(numbers_.size() + 1)).first->second;
  }

 private:
  std::map<std::string, Meaning> numbers_;
};

class PolicyMeanings {
 public:
  PolicyMeanings(const ir::CheckedPolicy& policy, Meanings& shared)
      : policy_(policy), shared_(shared), nodes_(policy.nodes.size(), no_meaning) {}

  Meaning node(ir::NodeId id);
  /// In their order, or as a set.
  Meaning list(const std::vector<ir::NodeId>& ids);
  Meaning set(const std::vector<ir::NodeId>& ids);
  Meaning period(ir::Index index);
  /// Of one row: a cell a column.
  Meaning row(const ir::TableUse& table, const ir::TableUse::Row& row);

 private:
  class Key;
  Meaning make(const ir::Node& node);
  void parts(const ir::Node& node, std::vector<Meaning>& into);
  void constant(ir::Type type, std::int64_t value, Key& key);
  Meaning event_test(const ir::EventTest& test);
  Meaning filter(ir::Index index);
  Meaning column(const ir::TableUse& table, std::size_t column);
  Meaning cell(const ir::TableUse& table, const ir::TableUse::Row& row, std::size_t column);
  Meaning keys_of(const ir::TableUse& table);
  template <typename E>
  [[nodiscard]] std::int64_t chosen(const ir::Switched<E>& choice) const {
    const bool first =
        choice.parameter == ir::no_index || policy_.parameters[choice.parameter].value != 0;
    return static_cast<std::int64_t>(first ? choice.then : choice.otherwise);
  }

  const ir::CheckedPolicy& policy_;
  Meanings& shared_;
  std::vector<Meaning> nodes_;  // by node
};

}  // namespace sanbao::diff
