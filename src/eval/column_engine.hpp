// SPDX-License-Identifier: Apache-2.0
//
// ColumnEngine: a table decided as columns, under one rulebook or several.
// In: a ColumnBatch. Out: a ColumnResult for each rulebook, and the rows that are left to `evaluate`. Columns
// that say the same in several results are one.
// Never decides a row of which anything is open. Tested by tests/unit/columns_test.cpp and tests/columns.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "eval/column_block.hpp"
#include "ir/column_result.hpp"

namespace sanbao::eval {

class ColumnEngine {
 public:
  explicit ColumnEngine(std::vector<std::shared_ptr<const ir::Ruleset>> rulesets);
  ColumnEngine(const ColumnEngine&) = delete;
  ColumnEngine& operator=(const ColumnEngine&) = delete;

  /// Fills the results, by rulebook. `leave`: rows that are left to `evaluate` will not be put there.
  void run(const ir::ColumnBatch& batch, std::optional<CivilDate> as_of, bool leave,
           std::span<ir::ColumnResult* const> results);
  /// Rows of the last table that are left to `evaluate` under one rulebook: a bit each.
  [[nodiscard]] const std::vector<std::uint64_t>& by_row(std::size_t rulebook) const {
    return by_row_[rulebook];
  }
  /// Every row is left.
  void leave_all(std::size_t rows, std::span<ir::ColumnResult* const> results);

 private:
  struct BitsColumn {
    Literal from;
    std::uint64_t* to = nullptr;
  };
  /// One byte a row, put together from three bits.
  struct ByteColumn {
    Literal one, two, four;
    std::uint8_t* to = nullptr;
  };
  struct MoneyColumn {
    const std::vector<std::uint32_t>* money = nullptr;
    std::uint64_t* has = nullptr;
    std::int64_t* net = nullptr;
  };
  class Sharing;

  void begin(std::size_t rows, std::span<ir::ColumnResult* const> results);
  void put_block(std::size_t first);
  void put_bytes(const ByteColumn& column, std::size_t first) const;
  void put_money(const MoneyColumn& column, std::size_t first);
  void leave_rows(std::size_t first, std::size_t rulebook);

  std::vector<std::shared_ptr<const ir::Ruleset>> rulesets_;
  ColumnPlan plan_;
  ColumnBlock block_;
  std::vector<BitsColumn> bits_;
  std::vector<ByteColumn> bytes_;
  std::vector<MoneyColumn> money_;
  std::vector<std::vector<std::uint64_t>> by_row_;
};

}  // namespace sanbao::eval
