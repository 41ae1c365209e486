// SPDX-License-Identifier: Apache-2.0
//
// ColumnBlock: the steps of a ColumnPlan over some hundred rows of a table at a time: one bitmap a condition.
// In: a plan and a ColumnBatch. Out: the bitmaps of a block, the amounts of those rows that are due.
// Never says anything of a row that its columns do not say: such rows stand in bitmaps of their own.
// Tested by tests/unit/columns_test.cpp and tests/columns.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "eval/block_bits.hpp"
#include "eval/column_plan.hpp"
#include "ir/columns.hpp"
#include "values/intervals.hpp"

namespace sanbao::eval {

/// Whether each row of a column has a value.
void load_given(const ir::Column& column, std::int64_t first, std::size_t count, BlockBits& bits);

/// Whether an event is counted; open: it takes more to say.
struct EventPick {
  static constexpr std::uint8_t out = 0, in = 1, open = 2;
};

/// The events of one list that belong to the rows of a block.
struct BlockEvents {
  const ir::ListColumn* column = nullptr;  ///< nullptr: the table has no such list
  std::int64_t first = 0;                  ///< the first of them, among those of the table
  std::size_t count = 0;
  std::vector<std::uint16_t> row_of;
  std::vector<std::int32_t> as_of;  ///< the day of judgement
  std::vector<std::uint8_t> ignored, cut, open;
  std::vector<std::uint8_t> picked;  ///< before any condition
  BlockBits given{}, silent{};       ///< rows with a list; rows that say nothing of it
  /// Conditions of one list often begin alike: what the first of them left is kept.
  bool has_start = false;
  ir::CellTest start;
  std::vector<std::uint8_t> started;
  struct Field {
    const ir::CellColumn* column = nullptr;
    bool loaded = false;
    bool all_given = false;
    // Where values stand: truths of booleans, days of dates, either of the others. All nought: all three.
    const std::uint8_t* truths = nullptr;
    const std::int32_t* days = nullptr;
    const std::int64_t* numbers = nullptr;
    std::vector<std::uint8_t> own_truths;
    std::vector<std::int32_t> own_days;
    std::vector<std::int64_t> own_numbers;
    std::vector<ir::FactState> states;  ///< unless all are given
    [[nodiscard]] bool is_given(std::size_t event) const {
      return all_given || states[event] == ir::FactState::given;
    }
    template <typename Each>
    void with_values(const Each& each) const {
      if (numbers != nullptr) return each(numbers);
      if (days != nullptr) return each(days);
      each(truths);
    }
  };
  std::vector<Field> fields;
};

class ColumnBlock {
 public:
  explicit ColumnBlock(const ColumnPlan& plan);

  /// The table whose blocks follow.
  void begin(const ir::ColumnBatch& batch, std::optional<CivilDate> as_of);
  /// Every step for the rows from `first` on.
  void run(std::int64_t first, std::size_t count);

  [[nodiscard]] std::size_t rows() const { return count_; }
  [[nodiscard]] std::uint64_t word(Literal literal, std::size_t at) const {
    return bits_[literal.bit][at] ^ (literal.negated ? ~std::uint64_t{0} : 0);
  }
  /// Rows that are looked at: those that the table's survey left, and that lie before no day of judgement.
  [[nodiscard]] std::uint64_t here(std::size_t at) const { return bits_[1][at]; }
  /// What is due by one grant: rows, ascending, with what they come to. `lost`: rows that take more.
  struct Due {
    std::vector<std::uint16_t> rows;
    std::vector<std::int64_t> net;
    std::vector<std::uint8_t> known;  ///< whether any amount is part of it
    BlockBits lost{};
  };
  [[nodiscard]] const Due& due(std::uint32_t money);

 private:
  using Wide = values::Int128;

  // column_block.cpp
  void fold();
  void fold_joint(ColumnStep step, std::size_t at);
  void run_step(const ColumnStep& step, BlockBits& out);
  void all_of(const ColumnStep& step, BlockBits& out) const;
  void count_of(const ColumnStep& step, BlockBits& out) const;
  template <typename Test>
  void test_rows(BlockBits& out, const Test& test) const;
  template <typename Test>
  void test_days(std::uint32_t slot, BlockBits& out, const Test& test) const;
  void lay_here(BlockBits& out) const;
  void absent(std::uint32_t slot, ir::FactState state, BlockBits& out) const;
  void lay_places(const ColumnTexts& texts, std::vector<std::vector<std::uint8_t>>& groups) const;
  void load_texts();
  void load_text(const ir::Column& values, const std::vector<std::uint8_t>& places,
                 BlockBytes& out) const;
  [[nodiscard]] const std::int32_t* days(std::uint32_t slot) const;
  [[nodiscard]] std::int32_t as_of(std::size_t row) const { return as_of_days_[row]; }
  [[nodiscard]] const ir::CellColumn* fact(std::uint32_t slot) const { return facts_[slot]; }

  // column_events.cpp
  static constexpr std::int32_t no_last = INT32_MIN;
  struct Period {
    BlockDays from{}, last{};
    BlockBits lacks{};
  };
  void lay_first_days(const ColumnPeriod& way, Period& period) const;
  void lay_period(std::size_t index, BlockBits& lacks);
  std::vector<std::int32_t>& days_after(std::uint32_t count);
  std::int32_t last_day(std::uint32_t count, std::int32_t from);
  BlockEvents& events(std::uint32_t list);
  template <typename T>
  void lay_rows(const ir::Column& rows, BlockEvents& events) const;
  BlockEvents::Field& field(std::uint32_t list, std::uint32_t index);
  void load_field(const BlockEvents& events, BlockEvents::Field& field) const;
  void load_states(std::uint32_t list, BlockEvents& events);

  // column_event_tests.cpp
  void pick(const ColumnEventTest& test, BlockEvents& events);
  void pick_by(const ir::CellTest& test, const ColumnEventTest& of, BlockEvents& events);
  void lay_last(std::size_t index);
  void measure(const ColumnEventTest& test, const BlockEvents& events, BlockBytes& truths);
  void test_events(const ColumnEventTest& test, BlockBits& holds, BlockBits& lacks);

  // column_money.cpp
  /// What of a value stands in several amounts is worked out once for the rows of a grant.
  void find_shared_values();
  void work_out_anew(std::uint32_t index, const std::vector<std::uint16_t>& rows,
                     std::vector<Wide>& out, BlockBits& lost);
  void work_out(std::uint32_t index, const std::vector<std::uint16_t>& rows, std::vector<Wide>& out,
                BlockBits& lost);
  void work_out_fact(const ColumnValue& value, const std::vector<std::uint16_t>& rows,
                     std::vector<Wide>& out, BlockBits& lost) const;
  void work_out_days(const ColumnValue& value, const std::vector<std::uint16_t>& rows,
                     std::vector<Wide>& out, BlockBits& lost);
  void join(const ColumnValue& value, const std::vector<std::uint16_t>& rows,
            std::vector<Wide>& out, BlockBits& lost);
  void make_due(const ColumnMoney& money, Due& due);
  [[nodiscard]] std::int64_t days_off(const ColumnValue& value, std::uint16_t row,
                                      std::int32_t from, std::int32_t to, bool& whole);

  const ColumnPlan* plan_;
  const ir::ColumnBatch* batch_ = nullptr;
  std::optional<std::int32_t> as_of_;
  std::int64_t first_ = 0;
  std::size_t count_ = 0;
  std::vector<const ir::CellColumn*> facts_;  ///< by slot
  std::vector<const ir::ListColumn*> lists_;  ///< by list
  /// By text, eight symbols a byte: by entry of a dictionary, or by text, and so by row.
  std::vector<std::vector<std::vector<std::uint8_t>>> places_;
  std::vector<std::vector<BlockBytes>> texts_;
  std::vector<BlockBits> bits_;
  /// What is left of the plan for a table: a column without a null is given in every row.
  struct Active {
    ColumnStep step;
    std::uint32_t bit = 0;
  };
  std::vector<Active> active_;
  std::vector<Literal> parts_;
  enum class Fold : std::uint8_t { open, no, yes };
  std::vector<Fold> folded_;  ///< by bitmap
  std::vector<std::vector<std::uint64_t>>
      sets_;                ///< by set, by symbol: its bit in CellColumn::members
  BlockDays as_of_days_{};  ///< by row
  std::vector<Period> periods_;
  struct Last {
    BlockDays day{};  ///< `no_last` where there is none
    BlockBits given{}, never{};
  };
  std::vector<Last> lasts_;
  std::vector<BlockBits> event_lacks_;
  std::vector<BlockEvents> events_;  ///< by list
  std::vector<std::uint8_t> events_loaded_;
  std::vector<std::uint8_t> picked_;
  std::vector<std::int64_t> measured_;
  std::vector<values::DayInterval> intervals_;
  std::vector<std::vector<std::int32_t>> last_days_;  ///< by ColumnPlan::counts, by first day
  struct Worked {
    bool made = false;
    Literal due;  ///< in whose rows
    std::vector<Wide> numbers;
    BlockBits lost{};
  };
  std::vector<Worked> worked_;        ///< by value
  std::vector<std::uint8_t> shared_;  ///< values
  Literal due_;                       ///< of the money that is being worked out
  std::vector<Due> dues_;
  std::vector<std::uint8_t> dues_made_;
};

}  // namespace sanbao::eval
