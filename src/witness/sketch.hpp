// SPDX-License-Identifier: Apache-2.0
//
// Sketch: a claim as a list of entries, so that one can be left out and the rest printed.
// In: a draft and the day of the claim. Out: a Claim to decide, and its text as test files write claims.
// Never holds what a record could not carry. Tested by tests/unit/witness_test.cpp, which reads the text back.
#pragma once

#include <string>
#include <vector>

#include "sanbao/claim.hpp"
#include "witness/draft.hpp"

namespace sanbao::witness {

/// One fact, one field of an event, or a list without events.
struct Entry {
  Index list = no_index;   ///< no_index: a fact
  Index event = no_index;  ///< of a list; no_index: the list has none
  std::uint32_t place = 0;
  ir::Cell cell;
  std::vector<ir::Symbol> members;  ///< of a set
  bool wanted = false;              ///< by a condition; else said because the policy reads it
};
using Sketch = std::vector<Entry>;

class Sketcher {
 public:
  Sketcher(const ir::Program& program, const ir::Schema& schema);

  /// `first`: the day on which everything but the claim happened; `yes`: what is said of a fact, true or
  /// false, of which nothing is wanted.
  [[nodiscard]] Sketch sketch(const Draft& draft, std::int64_t first, std::int64_t filed,
                              bool yes) const;
  /// Marks what a value reads as wanted.
  void want(NodeId value, Sketch& sketch) const;
  void write(const Sketch& sketch, Claim& claim) const;
  /// `{claim: {filed_on: 2024-03-05}, fault: {kind: performance}}`
  [[nodiscard]] std::string text(const Sketch& sketch) const;

 private:
  [[nodiscard]] Entry entry(Index list, Index event, std::uint32_t place,
                            const ir::SchemaFact& fact, const Wish* wish, std::int64_t day,
                            bool yes) const;
  void add_events(const Draft& draft, std::int64_t first, bool yes, Sketch& into) const;
  [[nodiscard]] std::string value(const ir::SchemaFact& fact, const Entry& entry) const;
  [[nodiscard]] const std::string& path(const Entry& entry) const;

  const ir::Program& p_;
  const ir::Schema& schema_;
  std::vector<std::uint32_t> read_;  ///< slots that the policy reads
};

}  // namespace sanbao::witness
