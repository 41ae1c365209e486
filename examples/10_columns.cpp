// SPDX-License-Identifier: Apache-2.0
//
// 10_columns: a table of claims, as a database or a data frame has them, decided at once.
// In: columns in the layout of the Arrow C data interface, made here by hand; pyarrow, DuckDB and the like hand
// out the same two structures. Out: the answer row by row, then sums over columns, as
// examples/expected/10_columns.txt holds it. Run from the top of the tree; tested by ctest `example.*`.
#include <array>
#include <cstdint>
#include <deque>
#include <iostream>
#include <string>
#include <vector>

#include "sanbao/sanbao.hpp"

namespace {

// A table that owns its columns. None of it is released by the library: it stays the caller's.
class Table {
 public:
  explicit Table(std::int64_t rows) : rows_(rows) {}

  // `validity`: a bit for each row that has a value, the first row lowest; nothing: all have one.
  ArrowArray& add(const char* name, const char* format, const void* values,
                  const void* validity = nullptr) {
    return add_to(schemas_, arrays_, name, format, rows_, {validity, values});
  }

  // Repairs: each row's begin where the one before ends.
  void add_repairs(const std::int32_t* ends, std::int64_t events, const std::int32_t* received,
                   const std::int32_t* returned, const std::uint8_t* fixed) {
    add_to(field_schemas_, fields_, "received_on", "tdD", events, {nullptr, received});
    add_to(field_schemas_, fields_, "returned_on", "tdD", events, {nullptr, returned});
    add_to(field_schemas_, fields_, "fixed", "b", events, {nullptr, fixed});
    ArrowArray& record = add_to(entry_schemas_, entries_, "item", "+s", events, {nullptr});
    nest(*entry_schemas_.front(), record, field_schemas_, fields_);
    ArrowArray& list = add("repairs", "+l", ends);
    nest(*schemas_.back(), list, entry_schemas_, entries_);
  }

  void show(ArrowSchema& schema, ArrowArray& array) {
    static const void* no_buffer[1] = {nullptr};
    schema.format = "+s";
    array.length = rows_;
    array.n_buffers = 1;
    array.buffers = no_buffer;
    nest(schema, array, schemas_, arrays_);
  }

 private:
  using Schemas = std::vector<ArrowSchema*>;
  using Arrays = std::vector<ArrowArray*>;

  ArrowArray& add_to(Schemas& schemas, Arrays& arrays, const char* name, const char* format,
                     std::int64_t length, std::vector<const void*> buffers) {
    ArrowSchema& schema = all_schemas_.emplace_back();
    schema.format = format;
    schema.name = name;
    ArrowArray& array = all_arrays_.emplace_back();
    array.length = length;
    array.null_count = buffers[0] == nullptr ? 0 : -1;  // not counted
    array.n_buffers = static_cast<std::int64_t>(buffers.size());
    array.buffers = all_buffers_.emplace_back(std::move(buffers)).data();
    schemas.push_back(&schema);
    arrays.push_back(&array);
    return array;
  }
  static void nest(ArrowSchema& schema, ArrowArray& array, Schemas& schemas, Arrays& arrays) {
    schema.n_children = array.n_children = static_cast<std::int64_t>(schemas.size());
    schema.children = schemas.data();
    array.children = arrays.data();
  }

  std::int64_t rows_;
  std::deque<ArrowSchema> all_schemas_;
  std::deque<ArrowArray> all_arrays_;
  std::deque<std::vector<const void*>> all_buffers_;
  Schemas schemas_, field_schemas_, entry_schemas_;
  Arrays arrays_, fields_, entries_;
};

std::int32_t day(std::string_view text) {
  return sanbao::CivilDate::parse(text)->days_since_epoch();
}

}  // namespace

int main() {
  const auto rules = sanbao::load_rulebook_files(std::array{std::string("examples/shop.yaml")});
  if (!rules) return 1;

  // Four claims. The price of the last is known; whether its accessories are complete is not.
  const std::array filed{day("2026-03-09"), day("2026-03-09"), day("2026-03-09"),
                         day("2026-03-09")};
  const std::array delivered{day("2026-03-03"), day("2025-11-29"), day("2023-01-10"),
                             day("2026-03-05")};
  const std::array<std::int64_t, 4> price{240000, 240000, 89900, 129900};  // fen
  const std::array<std::uint8_t, 1> complete{0b0001}, complete_known{0b0111};
  const std::array<std::uint8_t, 1> confirmed{0b1111};
  // Two repairs of the second claim, none of the others.
  const std::array<std::int32_t, 5> repair_ends{0, 0, 2, 2, 2};
  const std::array received{day("2025-12-10"), day("2026-01-20")};
  const std::array returned{day("2025-12-14"), day("2026-01-26")};
  const std::array<std::uint8_t, 1> fixed{0b00};

  Table table(4);
  table.add("claim.filed_on", "tdD", filed.data());
  table.add("purchase.delivered_on", "tdD", delivered.data());
  table.add("purchase.price", "l", price.data());
  table.add("goods.accessories_complete", "b", complete.data(), complete_known.data());
  table.add("fault.confirmed", "b", confirmed.data());
  table.add_repairs(repair_ends.data(), 2, received.data(), returned.data(), fixed.data());
  ArrowSchema schema{};
  ArrowArray array{};
  table.show(schema, array);

  sanbao::ColumnEvaluator evaluator(*rules);
  sanbao::ColumnAnswers answers;
  if (!evaluator.bind(schema) || !evaluator.evaluate(array, {}, answers)) {
    std::cerr << evaluator.fault().column << ": " << evaluator.fault().message << '\n';
    return 1;
  }
  for (const sanbao::ColumnFault& fault : evaluator.refused())
    std::cerr << "row " << fault.row << ", " << fault.column << ": " << fault.message << '\n';

  const sanbao::RemedyColumns& back = *answers.remedy("return");
  for (std::size_t row = 0; row < answers.rows(); ++row) {
    std::cout << row << ": " << to_string(answers.outcomes()[row]) << ", return "
              << to_string(back.status[row]);
    if (back.has_net[row])
      std::cout << ", pay " << sanbao::Money::minor(back.net[row], *back.currency).to_string();
    std::cout << '\n';
  }
  // Columns are summed as columns.
  std::int64_t owed = 0;
  for (const std::int64_t net : back.net)
    owed += net;
  std::cout << "in all " << sanbao::Money::minor(owed, *back.currency).to_string() << '\n';
  for (const sanbao::PolicyColumns& policy : answers.policies())
    for (const sanbao::RuleColumns& rule : policy.rules)
      std::cout << "rule " << rule.rule << ": holds " << rule.holds.count() << ", fails "
                << rule.fails.count() << ", open " << rule.open.count() << '\n';
  std::cout << answers.decided_by_row() << " of " << answers.rows()
            << " rows decided one at a time\n";
}
