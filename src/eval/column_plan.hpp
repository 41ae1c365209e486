// SPDX-License-Identifier: Apache-2.0
//
// ColumnPlan: the conditions, remedies and money of several rulebooks as one list of steps over columns, in
// which whatever is alike stands once.
// In: compiled rulebooks that share a Schema, and their ShortWays. Out: read by column_block.cpp and
// column_engine.cpp. What it has no step for it marks: such rows are decided one at a time.
// Tested by tests/unit/columns_test.cpp and tests/columns.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "ir/program.hpp"
#include "values/exact.hpp"

namespace sanbao::eval {

using ir::Index;
using ir::Literal;
using ir::NodeId;

/// One bitmap of a block, made from what stands before it.
struct ColumnStep {
  enum class Kind : std::uint8_t {
    here,      ///< the rows that there are
    given,     ///< what: slot
    absent,    ///< what: slot
    never,     ///< what: slot
    truth,     ///< what: slot; given, and true
    text,      ///< what: into ColumnPlan::texts; value: place of the symbol, from 1
    member,    ///< what: into ColumnPlan::sets; value: place of the symbol
    at_least,  ///< what: slot of a day; value: given, and no day before it
    at_most,   ///< what: slot of a day; value: given, and no day behind it
    in_period,
    after_period,
    before_period,  ///< what: slot of a day; value: into ColumnPlan::periods
    no_period,      ///< value: period; rows for which it is not plain
    last_given,     ///< what: into ColumnPlan::lasts
    last_never,
    events,       ///< what: into ColumnPlan::event_tests
    events_lack,  ///< rows for which it takes more
    all,          ///< of `parts`
    count         ///< that at least `value` of `parts` hold
  };
  Kind kind = Kind::here;
  std::uint32_t what = 0;
  std::int64_t value = 0;
  std::uint32_t first = 0, parts = 0;  ///< into ColumnPlan::parts
};

/// Texts that a slot is compared with, or members that are looked for in its set.
struct ColumnTexts {
  std::uint32_t slot = 0;
  std::vector<ir::Symbol> symbols;
};

struct ColumnEventTest {
  std::uint32_t list = 0;
  bool assume_empty = false;
  std::vector<ir::CellTest> where;  ///< with periods of the plan
  ir::EventMeasure measure = ir::EventMeasure::count;
  ir::Bound bound = ir::Bound::at_least;
  Index of = ir::no_index;
  std::int64_t limit = 0;
  std::uint32_t field = 0;  ///< of a last day
};

struct ColumnPeriod {
  struct From {
    bool is_last = false;
    std::uint32_t place = 0;  ///< slot, or into ColumnPlan::lasts
  };
  std::vector<From> from;
  std::uint32_t count = 0;  ///< into ColumnPlan::counts
};

/// How the last day follows from the first.
struct ColumnCount {
  std::int64_t length = 0;  ///< encoded
  CountFrom count_from{};
  MonthEnd month_end{};
  Roll roll{};
  const WorkCalendar* calendar = nullptr;
};

/// A value for money, as a whole number over a denominator that is the same in every row.
struct ColumnValue {
  ir::Op op = ir::Op::constant;
  std::uint32_t slot = 0;
  values::Int128 constant = 0;
  values::Int128 denominator = 1;
  values::Int128 bound = 0;  ///< of the numerator, without its sign
  Literal condition;         ///< of `choose`
  bool days = false;         ///< never below nought
  std::int64_t step = 1;     ///< of rounding
  Rounding rounding{};
  bool less = false;  ///< days in repair are taken off
  std::uint32_t list = 0;
  std::vector<std::uint32_t> parts;  ///< values
};

/// Rows of one grant whose money is due, and what it comes to.
struct ColumnMoney {
  struct Entry {
    std::uint32_t value = 0;
    bool charge = false;
    Literal where{0, true};  ///< of an addition
  };
  Literal due;
  std::vector<Entry> entries;
};

/// Where the columns of one rulebook's answers come from.
struct ColumnSheet {
  struct Remedy {
    Literal due, ok, conditional;
    std::vector<std::uint32_t> money;  ///< into ColumnPlan::money
  };
  struct Rule {
    Literal holds, fails, overridden;
  };
  struct Policy {
    Literal listed;
    std::vector<Rule> rules;
  };
  Literal by_row;                          ///< rows that take more than this plan
  Literal uncertain, denied, not_covered;  ///< the bits of the outcome: 1, 2, 4
  std::vector<Remedy> remedies;            ///< as ColumnResult has them
  std::vector<Policy> policies;
};

struct ColumnPlan {
  const ir::Schema* schema = nullptr;
  std::vector<ColumnStep> steps;  ///< bitmap 0 is nought; that of a step is its place and one
  std::vector<Literal> parts;
  std::vector<ColumnTexts> texts;
  std::vector<ColumnTexts> sets;
  std::vector<ColumnEventTest> lasts;
  std::vector<ColumnEventTest> event_tests;
  std::vector<ColumnPeriod> periods;
  std::vector<ColumnCount> counts;
  std::vector<ColumnValue> values;
  std::vector<ColumnMoney> money;
  std::vector<ColumnSheet> sheets;  ///< by rulebook
};

/// More policies than this in a rulebook are looked at one row at a time.
inline constexpr std::size_t most_column_policies = 64;

ColumnPlan plan_columns(std::span<const std::shared_ptr<const ir::Ruleset>> rulesets);

}  // namespace sanbao::eval
