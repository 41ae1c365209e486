// SPDX-License-Identifier: Apache-2.0
//
// ShortWay: a policy's conditions as bits, for the claim that leaves none of them open: which cells to look
// at, and how the bits of rules follow from them.
// In: made by compile/short_way.cpp. Out: read by eval/decided.cpp. What it cannot say in its own terms it
// leaves to the evaluator, leaf by leaf.
// Tested by tests/unit/eval_decided_test.cpp.
#pragma once

#include <cstdint>
#include <span>
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

/// A condition that is no leaf: that all of its parts hold. Where they stand in more than two words, or
/// where some of them are enough, it is told here.
struct BitJoint {
  std::uint32_t count = 0;  ///< of terms
  std::int64_t least = 0;   ///< above nought: that at least so many parts hold
};
/// Bits of one word that follow each other: the first of them is the highest.
struct BitRow {
  std::uint32_t word = 0, shift = 0;
};
/// Joints made of rows before this one alone: first those of one term, then those of two, then others.
/// So stand their terms.
struct JointRow {
  BitRow bits;
  std::uint32_t term = 0, joint = 0;  ///< the first of ShortWay::terms, ::joints
  std::uint32_t ones = 0, twos = 0, others = 0;
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
    before_period,
    silent  ///< an event's alone: the record does not give it
  };
  Kind kind = Kind::none;
  bool negated = false;    ///< inside an event's condition alone
  std::uint32_t cell = 0;  ///< slot, or field of an event
  std::uint32_t bit = 0;
  Index leaf = no_index;
  Index period = no_index;
  std::int64_t value = 0;  ///< compared with
};

/// Tests of one kind.
struct CellRow {
  CellTest::Kind kind = CellTest::Kind::none;
  BitRow bits;
  std::uint32_t first = 0, count = 0;  ///< into ShortWay::cells
};

/// A leaf that takes more than a cell.
struct OtherLeaf {
  Index leaf = no_index;
  Index event_test = no_index;  ///< where it is one
  std::uint32_t bit = 0;
};

/// A period that runs from a given day for a length that is written down.
struct PlainPeriod {
  /// A date that a fact gives, or `last … where …`: passed by where it is never.
  struct From {
    bool is_last = false;
    std::uint32_t place = 0;  ///< slot, or into Program::lasts
  };
  bool usable = false;
  std::vector<From> from;
  Period length;
};

/// An event test whose events are picked by cells alone, and measured by number or by one whole cell.
struct PlainEventTest {
  bool usable = false;
  std::vector<CellTest> where;  ///< all of them
  Index of = no_index;          ///< field; none: they are counted
  std::int64_t limit = 0;
};

/// The last of some dates, of events that are picked by cells alone.
struct PlainLast {
  bool usable = false;
  std::vector<CellTest> where;  ///< all of them
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
  std::vector<CellTest> cells;      ///< by kind
  std::vector<CellRow> cell_rows;
  std::vector<OtherLeaf> others;
  std::vector<BitTerm> terms;
  std::vector<BitJoint> joints;  ///< of more terms than two
  std::vector<JointRow> joint_rows;
  std::uint32_t moving_row = 0;      ///< from here on joints rest on what changes with the day
  std::vector<std::uint64_t> still;  ///< by word: the bits that do not change with the day
  std::vector<Literal> rules;        ///< the condition of each rule
  std::vector<RemedyBits> remedies;  ///< by Program::remedies

  // What changes with the day of the claim: docs/language.md §3 `until`.
  std::vector<CellTest> moving_cells;  ///< all of the day itself
  std::vector<OtherLeaf> moving_others;
  std::vector<Index> moving_periods;  ///< of any remedy

  PlainApplying applying;
  std::vector<PlainPeriod> periods;         ///< by period
  std::vector<PlainEventTest> event_tests;  ///< by event test
  std::vector<PlainLast> lasts;             ///< by Program::lasts

  /// Each joint in its order, none before what it is made of: its bit, its terms, how many of its parts have to
  /// hold; 0: all of them.
  template <typename Each>
  void for_each_joint(const Each& each) const {
    constexpr std::uint32_t bits_of_word = 64;
    for (const JointRow& row : joint_rows) {
      const std::uint32_t count = row.ones + row.twos + row.others;
      const BitTerm* term = terms.data() + row.term;
      for (std::uint32_t i = 0; i < count; ++i) {
        const bool other = i >= row.ones + row.twos;
        const BitJoint joint = other ? joints[row.joint + i - row.ones - row.twos]
                                     : BitJoint{i < row.ones ? 1U : 2U, 0};
        each(row.bits.word * bits_of_word + row.bits.shift + count - 1 - i,
             std::span<const BitTerm>(term, joint.count), joint.least);
        term += joint.count;
      }
    }
  }
};

}  // namespace sanbao::ir
