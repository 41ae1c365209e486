// SPDX-License-Identifier: Apache-2.0
//
// Columns of a table as facts: which column gives which fact, and one row of them as a claim.
// In: an Arrow schema, then Arrow arrays of it. Out: a ColumnBatch that points into the arrays; ClaimData of one
// row. Never takes a value that claim.cpp would refuse: fact_rules.hpp is asked for both.
// Tested by tests/unit/columns_test.cpp.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ir/columns.hpp"
#include "sanbao/columns.hpp"

namespace sanbao::claims {

/// What a schema says of a column: how its arrays are to be read.
struct ColumnShape {
  ir::ColumnForm form = ir::ColumnForm::bits;
  ir::ColumnForm places = ir::ColumnForm::int32;
  std::int64_t scale = 0;  ///< of a decimal
  bool is_date = false;
  std::vector<std::string> names;  ///< of the members of a record
  std::vector<ColumnShape> inner;
};

class ColumnTable {
 public:
  explicit ColumnTable(const ir::Schema& schema) : schema_(&schema) {}

  /// False: the schema is none that facts can be read from.
  [[nodiscard]] bool bind(const ArrowSchema& schema, ColumnFault& fault);
  /// False: the arrays are not of the schema that was bound.
  [[nodiscard]] bool open(const ArrowArray& table, ir::ColumnBatch& batch,
                          ColumnFault& fault) const;
  /// Symbols of texts, and the rows that hold a value which no claim can have, or may hold one.
  void survey(ir::ColumnBatch& batch) const;
  /// One row as a claim, whose memory is used again. False: it holds a value that no claim can have.
  [[nodiscard]] bool read(const ir::ColumnBatch& batch, std::int64_t row, ir::ClaimData& claim,
                          ColumnFault& fault) const;
  /// Columns of groups that the rulebook does not know.
  [[nodiscard]] const std::vector<std::string>& unread() const { return unread_; }

 private:
  /// A column of the table, or a member of a list's record.
  struct Bound {
    std::uint32_t place = 0;  ///< slot, field, or list
    std::int64_t times = 1;
    std::size_t child = 0;
    ColumnShape shape;
    bool has_states = false;
    std::size_t states_child = 0;
    ColumnShape states;
  };
  struct BoundList {
    Bound rows;
    std::vector<Bound> fields;
  };

  bool bind_column(const std::string& name, std::size_t child, ColumnShape shape,
                   ColumnFault& fault);
  bool bind_list(std::uint32_t list, std::size_t child, ColumnShape shape, ColumnFault& fault);
  bool bind_states(const std::string& name, std::size_t child, const ColumnShape& shape,
                   ColumnFault& fault);
  [[nodiscard]] bool fits(const ir::SchemaFact& fact, const ColumnShape& shape,
                          std::int64_t& times) const;
  [[nodiscard]] bool read_list(const ir::ListColumn& list, std::int64_t row, ir::ClaimData& claim,
                               ColumnFault& fault) const;

  const ir::Schema* schema_;
  std::vector<Bound> facts_;
  std::vector<BoundList> lists_;
  std::vector<std::string> unread_;
  std::size_t children_ = 0;
};

}  // namespace sanbao::claims
