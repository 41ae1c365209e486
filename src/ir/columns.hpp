// SPDX-License-Identifier: Apache-2.0
//
// ColumnBatch: the columns of one table, each laid to the fact of a Schema that it gives.
// In: claims/ lays the caller's Arrow arrays to facts. Out: read by claims/ row by row, by eval/ block by block.
// Never owns a buffer of the table, never holds a value: it says where values stand.
// Tested by tests/unit/columns_test.cpp.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

#include "ir/schema.hpp"

namespace sanbao::ir {

enum class ColumnForm : std::uint8_t {
  bits,
  int8,
  uint8,
  int16,
  uint16,
  int32,
  uint32,
  int64,
  uint64,
  decimal128,
  text,
  large_text,
  coded,  ///< places in a list of texts
  list,
  large_list,
  record
};

inline bool is_text(ColumnForm form) {
  return form == ColumnForm::text || form == ColumnForm::large_text || form == ColumnForm::coded;
}
inline bool is_list(ColumnForm form) {
  return form == ColumnForm::list || form == ColumnForm::large_list;
}
inline bool is_whole(ColumnForm form) {
  return form >= ColumnForm::int8 && form <= ColumnForm::uint64;
}

/// One array of a table, seen from its first row on.
struct Column {
  ColumnForm form = ColumnForm::bits;
  ColumnForm places = ColumnForm::int32;   ///< coded: how they are kept
  const std::uint8_t* validity = nullptr;  ///< nullptr: every row has a value
  const void* values = nullptr;            ///< of a list or text: where each begins
  const char* bytes = nullptr;             ///< of texts
  std::int64_t offset = 0;                 ///< into the buffers
  std::int64_t length = 0;
  std::vector<Column> inner;  ///< coded: the texts; list: its entries; record: its members

  [[nodiscard]] bool has(std::int64_t row) const {
    const auto at = static_cast<std::uint64_t>(offset + row);
    return validity == nullptr || (validity[at / 8] >> at % 8 & 1U) != 0;
  }
  template <typename T>
  [[nodiscard]] T at(std::int64_t row) const {
    T value;
    std::memcpy(&value, static_cast<const char*>(values) + (offset + row) * std::int64_t{sizeof(T)},
                sizeof(T));
    return value;
  }
  /// Of any form of whole numbers and of bits. Beyond 64 signed bits: the greatest.
  [[nodiscard]] std::int64_t integer(std::int64_t row) const { return integer(form, row); }
  /// coded: into `inner`.
  [[nodiscard]] std::int64_t place(std::int64_t row) const { return integer(places, row); }
  [[nodiscard]] std::string_view text(std::int64_t row) const;
  [[nodiscard]] bool has_text(std::int64_t row) const {
    return has(row) && (form != ColumnForm::coded || inner[0].has(place(row)));
  }
  /// Which of up to eight rows have no value, a bit each.
  [[nodiscard]] unsigned nulls(std::int64_t row, std::int64_t count) const {
    if (validity == nullptr) return 0;
    const auto at = static_cast<std::uint64_t>(offset + row);
    const auto skipped = static_cast<unsigned>(at % 8);
    unsigned bits = validity[at / 8];
    if (skipped + count > 8) bits |= unsigned{validity[at / 8 + 1]} << 8U;
    return ~bits >> skipped & ((1U << count) - 1);
  }
  /// Calls `each` with every row from `from` up to `to` that has no value.
  template <typename Each>
  void each_null(std::int64_t from, std::int64_t to, const Each& each) const {
    for (; validity != nullptr && from < to; from += 8)
      for (unsigned left = nulls(from, std::min<std::int64_t>(8, to - from)); left != 0;
           left &= left - 1)
        each(from + std::countr_zero(left));
  }
  /// list: where its entries begin; those of `row` end where those of row + 1 begin.
  [[nodiscard]] std::int64_t begin(std::int64_t row) const {
    return form == ColumnForm::list ? at<std::int32_t>(row) : at<std::int64_t>(row);
  }

 private:
  [[nodiscard]] std::int64_t integer(ColumnForm of, std::int64_t row) const;
};

/// A column, and the one that says what its nulls mean, where there is one.
struct CellColumn {
  /// `few_members` has room for a multiple of so many rows.
  static constexpr std::size_t members_at_once = 1024;

  std::uint32_t place = 0;  ///< slot, or field
  std::int64_t times = 1;   ///< what the values are multiplied by to become those of a cell
  Column value;
  bool has_states = false;
  Column states;
  /// Of texts: by entry of a dictionary, else by text. Of sets: what each bit of `members` stands for.
  /// `other_text`: none that a policy knows.
  std::vector<Symbol> symbols;
  std::vector<std::uint64_t> members;     ///< of sets, by row
  std::vector<std::uint8_t> few_members;  ///< in place of `members`, where eight bits are enough
  std::vector<std::uint64_t> sums;        ///< memory of the survey
  std::vector<std::uint8_t> few_sums;     ///< the same
  std::vector<FactState>
      states_of_texts;  ///< by entry of the dictionary of `states`, if it has one

  /// Reads the dictionary of `states`; before `missing` is asked.
  void read_states();
  /// What a row without a value is.
  [[nodiscard]] FactState missing(std::int64_t row) const;
};
inline constexpr Symbol other_text = 0xFFFFFFFFU;
struct ListColumn {
  std::uint32_t list = 0;
  CellColumn rows;                 ///< `place` says nothing; value.inner[0] is the record
  std::vector<CellColumn> fields;  ///< by entry of the list
};

struct ColumnBatch {
  std::int64_t rows = 0;
  std::vector<CellColumn> facts;
  std::vector<ListColumn> lists;
  std::vector<std::uint64_t> odd;  ///< rows that have to be looked at one at a time: a bit each
};

}  // namespace sanbao::ir
