// SPDX-License-Identifier: Apache-2.0
//
// ColumnBlock: the steps of a ColumnPlan over some hundred rows of a table at a time: one bitmap a condition.
// In: a plan and a ColumnBatch. Out: the bitmaps of a block, the amounts of those rows that are due.
// Never says anything of a row that its columns do not say: such rows stand in bitmaps of their own.
// Tested by tests/unit/columns_test.cpp and tests/columns.
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "eval/column_plan.hpp"
#include "ir/columns.hpp"

namespace sanbao::eval {

inline constexpr std::size_t block_words = 8;
inline constexpr std::size_t block_rows = 64 * block_words;
using BlockBits = std::array<std::uint64_t, block_words>;
using BlockDays = std::array<std::int32_t, block_rows>;
using BlockBytes = std::array<std::uint8_t, block_rows>;

/// Eight truths, a byte each, as bits: the first is the lowest. And the other way round.
inline std::uint64_t pack(std::uint64_t bytes) {
  return (bytes * 0x0102040810204080U) >> 56U;
}
inline std::uint64_t spread(std::uint64_t bits) {
  const std::uint64_t each = (bits & 0xFFU) * 0x0101010101010101U & 0x8040201008040201U;
  return (each + 0x7F7F7F7F7F7F7F7FU) >> 7U & 0x0101010101010101U;
}
/// As many bytes, each 0 or 1, as a block has rows.
void pack(const BlockBytes& bytes, BlockBits& bits);

/// The events of one list that belong to the rows of a block.
struct BlockEvents {
  const ir::ListColumn* column = nullptr;  ///< nullptr: the table has no such list
  std::size_t count = 0;
  std::array<std::uint32_t, block_rows + 1> begin{};  ///< by row
  std::vector<std::uint16_t> row_of;
  std::vector<std::uint8_t> ignored, cut, open;
  BlockBits given{}, silent{};  ///< rows with a list; rows that say nothing of it
  struct Field {
    const ir::CellColumn* column = nullptr;
    bool loaded = false;
    std::vector<std::int64_t> values;
    std::vector<ir::FactState> states;
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
  void run_step(const ColumnStep& step, BlockBits& out);
  void all_of(const ColumnStep& step, BlockBits& out) const;
  void count_of(const ColumnStep& step, BlockBits& out) const;
  template <typename Test>
  void test_days(std::uint32_t slot, BlockBits& out, const Test& test) const;
  void lay_here(BlockBits& out) const;
  void absent(std::uint32_t slot, ir::FactState state, BlockBits& out) const;
  void load_texts();
  void load_members(const ColumnTexts& set, std::vector<BlockBytes>& masks,
                    const std::vector<std::uint8_t>& places) const;
  [[nodiscard]] const std::int32_t* days(std::uint32_t slot) const;
  [[nodiscard]] std::int32_t as_of(std::size_t row) const;
  [[nodiscard]] const ir::CellColumn* fact(std::uint32_t slot) const { return facts_[slot]; }

  // column_events.cpp
  void lay_period(std::size_t period, BlockBits& lacks);
  std::int32_t last_day(std::uint32_t count, std::int32_t from);
  BlockEvents& events(std::uint32_t list);
  BlockEvents::Field& field(std::uint32_t list, std::uint32_t field);
  void load_states(std::uint32_t list, BlockEvents& events);
  void pick(const ColumnEventTest& test, BlockEvents& events);
  void pick_by(const ir::CellTest& test, const ColumnEventTest& of, BlockEvents& events);
  void lay_last(std::size_t last);
  void test_events(const ColumnEventTest& test, BlockBits& out, BlockBits& lacks);

  // column_money.cpp
  void work_out(std::uint32_t value, const std::vector<std::uint16_t>& rows,
                std::vector<Wide>& out, BlockBits& lost);
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
  std::vector<const ir::CellColumn*> facts_;       ///< by slot
  std::vector<const ir::ListColumn*> lists_;       ///< by list
  std::vector<std::vector<std::uint8_t>> places_;  ///< by text and set: by entry or text, which symbol
  std::vector<BlockBits> bits_;
  std::vector<BlockBytes> texts_;
  std::vector<std::vector<BlockBytes>> sets_;  ///< by set: eight members a byte
  struct Period {
    BlockDays from{}, last{};
    BlockBits lacks{};
  };
  std::vector<Period> periods_;
  struct Last {
    BlockDays day{};
    BlockBits given{}, never{};
  };
  std::vector<Last> lasts_;
  std::vector<BlockBits> event_lacks_;
  std::vector<BlockEvents> events_;  ///< by list
  std::vector<std::uint8_t> events_loaded_;
  std::vector<std::uint8_t> picked_;
  std::vector<std::int64_t> measured_;
  std::vector<std::vector<std::int32_t>> last_days_;  ///< by ColumnPlan::counts, by first day
  std::vector<Due> dues_;
  std::vector<std::uint8_t> dues_made_;
};

}  // namespace sanbao::eval
