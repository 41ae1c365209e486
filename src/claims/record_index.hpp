// SPDX-License-Identifier: Apache-2.0
//
// RecordIndex: where each key of a record leads under one rulebook.
// In: a Schema, once. Out: look-ups by key for the record, its groups and its events.
// Never changed while records are read: readers on many threads may share one.
// Tested by tests/unit/claim_reader_test.cpp.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "claims/fact_rules.hpp"
#include "claims/key_table.hpp"
#include "ir/schema.hpp"

namespace sanbao::claims {

/// What a key leads to: a kind and an index.
enum class Leads : std::uint32_t { to_fact, to_list, to_group, to_context };
constexpr std::uint32_t target(Leads kind, std::uint32_t index) {
  return static_cast<std::uint32_t>(kind) << 28 | index;
}
constexpr Leads kind_of(std::uint32_t target) {
  return static_cast<Leads>(target >> 28);
}
constexpr std::uint32_t index_of(std::uint32_t target) {
  return target & 0x0FFFFFFFU;
}

struct RecordIndex {
  explicit RecordIndex(const ir::Schema& of);

  /// What a fact or field takes, and the texts among it that the vocabulary or a policy knows, to their symbols.
  struct Takes {
    FactRules rules;
    bool has_words = false;
    KeyTable words;

    /// The symbol of a text that is known to be taken; KeyTable::none: to be looked at further.
    [[nodiscard]] std::uint32_t word(std::string_view text) const {
      return has_words ? words.find(text.data(), text.size()) : KeyTable::none;
    }
  };

  struct Group {
    std::string name;
    KeyTable keys;  ///< to facts, and to lists that a policy declares inside a group
  };
  struct List {
    std::string path;
    KeyTable keys;  ///< to field indices; computed fields are no keys
    std::vector<Takes> fields;
  };

  const ir::Schema* schema;
  KeyTable top;  ///< groups, lists and `context`
  std::vector<Group> groups;
  std::vector<List> lists;   ///< as in the schema
  std::vector<Takes> facts;  ///< by slot
};

}  // namespace sanbao::claims
