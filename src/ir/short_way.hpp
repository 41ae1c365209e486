// SPDX-License-Identifier: Apache-2.0
//
// ShortWay: a policy's conditions as bits, for the claim that leaves none of them open: which cells to look
// at, and how the bits of rules follow from them.
// In: made by compile/short_way.cpp. Out: read by eval/decided.cpp. What it cannot say in its own terms it
// leaves to the evaluator, leaf by leaf.
// Tested by tests/unit/eval_decided_test.cpp.
#pragma once

#include <cstdint>
#include <vector>

#include "ir/checked_policy.hpp"

namespace sanbao::ir {

/// The truth of a node: a bit, or the opposite of one. Bit 0 is always nought.
struct Literal {
  std::uint32_t bit = 0;
  bool negated = false;
};

/// Bits of one word that a joint looks at: it holds where all of them are as wanted.
struct BitTerm {
  std::uint32_t word = 0;
  std::uint64_t mask = 0, want = 0;
};

/// A condition that is no leaf: that all of its parts hold. Joints of one
/// level are made of lower levels alone; their bits follow each other, and a level begins a word.
struct BitJoint {
  std::uint32_t first = 0, count = 0;  ///< into ShortWay::terms
  std::int64_t least = 0;              ///< above nought: that at least so many parts hold
};
struct BitLevel {
  std::uint32_t word = 0;              ///< where its bits begin
  std::uint32_t first = 0, count = 0;  ///< into ShortWay::joints
};

/// A leaf that one cell decides where a value is given there.
struct CellTest {
  enum class Kind : std::uint8_t {
    none,
    boolean,
    equal,
    has,
    in_period,
    after_period,
    before_period
  };
  Kind kind = Kind::none;
  bool negated = false;    ///< inside an event's condition alone
  std::uint32_t cell = 0;  ///< slot, or field of an event
  std::uint32_t bit = 0;
  Index leaf = no_index;
  Index period = no_index;
  std::int64_t value = 0;  ///< compared with
};

/// A period that runs from a given day for a length that is written down.
struct PlainPeriod {
  /// A date that a fact gives, or the last of a list: passed by where the list is empty.
  struct From {
    bool is_list = false;
    std::uint32_t place = 0;  ///< slot, or list
  };
  bool usable = false;
  std::vector<From> from;
  std::int64_t length = 0;  ///< Period::encode()
};

/// An event test whose events are picked by cells alone, and measured by number or by one whole cell.
struct PlainEventTest {
  bool usable = false;
  std::vector<CellTest> where;  ///< all of them
  Index of = no_index;          ///< field; none: they are counted
  std::int64_t limit = 0;
};

/// docs/language.md §3 "Status": each grant due and ok, and what follows for the remedy.
struct RemedyBits {
  std::vector<Literal> due, ok;  ///< by RemedyPlan::grants
  Literal any_due, any_ok;
};

/// Which claims the policy applies to, where cells alone say it.
struct PlainApplying {
  bool usable = false;
  std::vector<CellTest> where;  ///< all of them
  std::vector<std::uint32_t>
      by;  ///< slots of the binding date, as `first` reads them; none: always
};

struct ShortWay {
  std::uint32_t words = 1;
  std::vector<Literal> literal_of;  ///< by node, of Program::conditions
  std::vector<CellTest> cells;      ///< by slot
  std::vector<Index> others;        ///< leaves that take more than a cell
  std::vector<std::uint32_t> bit_of_leaf;
  std::vector<BitTerm> terms;
  std::vector<BitJoint> joints;
  std::vector<BitLevel> levels;
  std::vector<Literal> rules;        ///< the condition of each rule
  std::vector<RemedyBits> remedies;  ///< by Program::remedies

  // What changes with the day of the claim: docs/language.md §3 `until`.
  std::vector<CellTest> moving_cells;  ///< all of the day itself
  std::vector<Index> moving_others;
  std::vector<Index> moving_periods;  ///< of any remedy

  PlainApplying applying;
  std::vector<PlainPeriod> periods;         ///< by period
  std::vector<PlainEventTest> event_tests;  ///< by event test
};

}  // namespace sanbao::ir
