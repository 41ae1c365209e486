// SPDX-License-Identifier: Apache-2.0
//
// See columns.hpp.
#include "columns.hpp"

#include <stdexcept>

namespace sanbao::bench {

ClaimTable::ClaimTable(const Rulebook& rules, std::span<const Claim> claims) {
  ClaimColumns columns(rules, ColumnEvaluator(rules).wanted());
  for (const Claim& claim : claims)
    if (!columns.add(claim)) throw std::logic_error("a claim of another rulebook");
  columns.export_to(schema_, array_);
}

ClaimTable::~ClaimTable() {
  schema_.release(&schema_);
  array_.release(&array_);
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
