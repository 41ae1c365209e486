// SPDX-License-Identifier: Apache-2.0
//
// See columns.hpp.
#include "columns.hpp"

#include <algorithm>
#include <stdexcept>

namespace sanbao::bench {

ClaimTable::ClaimTable(const Rulebook& rules, std::span<const Claim> claims) {
  ClaimColumns columns(rules);
  for (const Claim& claim : claims)
    if (!columns.add(claim)) throw std::logic_error("a claim of another rulebook");
  columns.export_to(whole_schema_, whole_array_);
  const std::vector<std::string> wanted = ColumnEvaluator(rules).wanted();
  for (std::int64_t i = 0; i < whole_schema_.n_children; ++i) {
    if (!std::binary_search(wanted.begin(), wanted.end(), whole_schema_.children[i]->name))
      continue;
    schemas_.push_back(whole_schema_.children[i]);
    arrays_.push_back(whole_array_.children[i]);
  }
  schema_ = whole_schema_;
  array_ = whole_array_;
  schema_.children = schemas_.data();
  array_.children = arrays_.data();
  schema_.n_children = array_.n_children = static_cast<std::int64_t>(schemas_.size());
}

ClaimTable::~ClaimTable() {
  whole_schema_.release(&whole_schema_);
  whole_array_.release(&whole_array_);
}

Columns::Columns(std::span<const Rulebook> rulebooks, const ClaimTable& table)
    : table_(table), evaluator_(rulebooks) {
  answers_.resize(rulebooks.size());
  if (!evaluator_.bind(table.schema())) throw std::runtime_error(evaluator_.fault().message);
}

void Columns::decide() {
  if (!evaluator_.evaluate(table_.array(), {}, answers_))
    throw std::runtime_error(evaluator_.fault().message);
  if (!evaluator_.refused().empty()) throw std::runtime_error("a row is refused");
}

double Columns::share() const {
  std::size_t rows = 0;
  std::size_t by_row = 0;
  for (const ColumnAnswers& answers : answers_) {
    rows += answers.rows();
    by_row += answers.decided_by_row();
  }
  return rows == 0 ? 0 : 100 * static_cast<double>(rows - by_row) / static_cast<double>(rows);
}

}  // namespace sanbao::bench
