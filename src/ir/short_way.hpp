// SPDX-License-Identifier: Apache-2.0
//
// ShortWay: a policy's conditions as bits, for the claim that leaves none of them open: which cells to look
// at, and how the bits of rules follow from them.
// In: made by compile/short_way.cpp. Out: read by eval/decided.cpp. What it cannot say in its own terms it
// leaves to the evaluator, leaf by leaf.
// Tested by tests/unit/eval_decided_test.cpp.
#pragma once

#include <array>
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

/// A condition that is no leaf: that all of its parts hold.
struct BitJoint {
  std::uint32_t bit = 0;
  std::uint32_t terms = 0;  ///< how many
  std::int64_t least = 0;   ///< above nought: that at least so many parts hold
};
/// One term of each of two joints that are looked at together, and where the joints stand in their word;
/// nought: there is but one.
struct alignas(16) JointPair {
  std::array<std::uint64_t, 2> mask{}, want{}, bit{};
};
/// Joints of one word that rest on the same words, and on no other joint of the row.
struct JointRow {
  std::uint32_t word = 0;
  std::uint32_t terms =
      0;  ///< of each joint: one, two; nought: some other number, or `least` is told
  std::uint32_t from = 0, also = 0;  ///< the words of one term, of two
  /// Into ShortWay::pairs; of two terms two follow each other. Or into ShortWay::joints.
  std::uint32_t first = 0, count = 0;
  std::uint32_t term = 0;  ///< of joints: into ShortWay::terms
};

/// Bits of one word that follow each other: the first of them is the highest.
struct BitRow {
  std::uint32_t word = 0, shift = 0;
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

/// What one cell has to say of texts: the bits for each text that it is compared with.
struct TextCell {
  std::uint32_t cell = 0;   ///< slot
  std::uint32_t least = 0;  ///< the first such text
  std::uint32_t span = 0;   ///< texts from there on
  std::uint32_t first = 0;  ///< into ShortWay::text_bits
};

/// Tests of one kind.
struct CellRow {
  CellTest::Kind kind = CellTest::Kind::none;
  BitRow bits;
  std::uint32_t first = 0, count = 0;            ///< into ShortWay::cells
  std::uint32_t first_text = 0, text_cells = 0;  ///< of texts: into ShortWay::text_cells
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
  CountFrom count_from = CountFrom::next_day;
  MonthEnd month_end = MonthEnd::last_day;
  Roll roll = Roll::none;
  const WorkCalendar* calendar = nullptr;  ///< of Program::source
};

/// An event test whose events are picked by cells alone, and measured by number or by one whole cell.
struct PlainEventTest {
  bool usable = false;
  std::vector<CellTest> where;  ///< all of them
  std::uint32_t width = 0;      ///< fields of an event
  Index of = no_index;          ///< field; none: they are counted
  std::int64_t limit = 0;
};

/// The last of some dates, of events that are picked by cells alone.
struct PlainLast {
  bool usable = false;
  std::vector<CellTest> where;  ///< all of them
  std::uint32_t width = 0;      ///< fields of an event
};

/// docs/language.md §3 "Status": each grant due and ok, and what follows for the remedy.
struct RemedyBits {
  std::vector<Literal> due, ok;  ///< by RemedyPlan::grants
  Literal any_due, any_ok;
};

/// A condition on several days at once, a bit a day: that a bit is as wanted which is alike on all of them, and
/// that some parts hold which are not. A part is a place in what Decided keeps for the days, where each truth
/// and its opposite follow each other.
struct DayJoint {
  Literal still;
  std::uint32_t parts = 0;  ///< how many of ShortWay::day_parts
  std::int64_t least = 0;   ///< above nought: that at least so many parts hold, whatever the bit
};
/// The same as RemedyBits on several days. Of grants alone where money may have to be weighed.
struct RemedyDays {
  std::vector<std::uint32_t> due, ok;  ///< by RemedyPlan::grants
  std::uint32_t any_due = 0, any_ok = 0;
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
  std::vector<TextCell> text_cells;
  std::vector<std::uint64_t> text_bits;  ///< where they stand in the word of the row
  std::vector<OtherLeaf> others;
  std::vector<BitTerm> terms;
  std::vector<BitJoint> joints;  ///< none before what it is made of; last those of days alone
  std::uint32_t days_from = 0;   ///< into `joints`
  std::vector<JointPair> pairs;
  std::vector<JointRow> joint_rows;
  std::vector<Literal> rules;        ///< the condition of each rule
  std::vector<RemedyBits> remedies;  ///< by Program::remedies

  // What changes with the day of the claim: docs/language.md §3 `until`.
  std::vector<CellTest> moving_cells;  ///< all of the day itself
  std::vector<OtherLeaf> moving_others;
  std::vector<Index> moving_periods;  ///< of any remedy
  bool moves_by_day_alone = false;    ///< every test that moves is of a cell: the day of the claim
  /// What the remedies rest on when the day changes: first the truths of moving_cells, then those of
  /// moving_others, then these, none before what it is made of.
  std::vector<DayJoint> day_joints;
  std::vector<std::uint32_t> day_parts;
  std::vector<JointRow> day_rows;  ///< the bits that they want
  std::vector<RemedyDays> days;    ///< by Program::remedies; empty where nothing moves

  PlainApplying applying;
  std::vector<PlainPeriod> periods;         ///< by period
  std::vector<PlainEventTest> event_tests;  ///< by event test
  std::vector<PlainLast> lasts;             ///< by Program::lasts

  /// Each joint in its order, none before what it is made of: its bit, its terms, how many of its parts have to
  /// hold; 0: all of them.
  template <typename Each>
  void for_each_joint(const Each& each) const {
    const BitTerm* term = terms.data();
    for (std::uint32_t i = 0; i < days_from; ++i) {
      each(joints[i].bit, std::span<const BitTerm>(term, joints[i].terms), joints[i].least);
      term += joints[i].terms;
    }
  }
};

}  // namespace sanbao::ir
