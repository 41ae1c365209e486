// SPDX-License-Identifier: Apache-2.0
//
// Tables that are put together by hand, column by column, as a sender other than ClaimColumns may lay them out.
// In: names, formats and values. Out: an Arrow table; what a rulebook refuses of it, as text.
#pragma once

#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

#include "columns_fixture.hpp"
#include "ir/arrow.hpp"

namespace columns_fixture {

using ir::ArrowNode;

template <typename T>
ArrowNode column(const char* name, const char* format, std::vector<T> values,
                 const std::vector<std::uint8_t>& given = {}) {
  ArrowNode node;
  node.name = name;
  node.format = format;
  node.length = static_cast<std::int64_t>(values.size());
  node.buffers.push_back(nullptr);
  node.add(std::move(values));
  if (given.empty()) return node;
  auto bits = std::make_shared<const std::vector<std::uint8_t>>(ir::bitmap(given));
  node.nulls = node.length;  // as many as there may be
  node.buffers[0] = bits->data();
  node.owners.push_back(std::move(bits));
  return node;
}

inline ArrowNode texts(const char* name, const std::vector<std::string>& values) {
  ArrowNode node = ir::text_node(values);
  node.name = name;
  return node;
}

/// Places among the texts "B", "A" and "C".
template <typename T>
ArrowNode coded(const char* name, const char* format, std::vector<T> places,
                const std::vector<std::string>& words = {"B", "A", "C"}) {
  ArrowNode node = column(name, format, std::move(places));
  node.dictionary = std::make_shared<ArrowNode>(ir::text_node(words));
  return node;
}

inline ArrowNode record(std::vector<ArrowNode> fields) {
  ArrowNode node;
  node.format = "+s";
  node.length = fields.empty() ? 0 : fields.front().length;
  node.buffers.push_back(nullptr);
  node.children = std::move(fields);
  return node;
}

/// `ends`: of the rows, behind a nought.
template <typename T>
ArrowNode list(const char* name, const char* format, std::vector<T> ends, ArrowNode items) {
  ArrowNode node = column(name, format, std::move(ends));
  --node.length;
  node.children = {std::move(items)};
  return node;
}

struct Handed : Table {
  explicit Handed(std::vector<ArrowNode> columns) {
    ir::export_arrow(record(std::move(columns)), schema, array);
  }
};

/// Why a table cannot be bound, or which rows are refused.
inline std::string refusal(const Rulebook& rules, std::vector<ArrowNode> columns) {
  const Handed table(std::move(columns));
  ColumnEvaluator evaluator(rules);
  if (!evaluator.bind(table.schema))
    return evaluator.fault().column + ": " + evaluator.fault().message;
  ColumnAnswers answers;
  REQUIRE(evaluator.evaluate(table.array, {}, answers));
  std::string text;
  for (const ColumnFault& fault : evaluator.refused()) {
    CHECK_FALSE(answers.decided()[static_cast<std::size_t>(fault.row)]);
    text += (text.empty() ? "" : "; ") + std::to_string(fault.row) + " " + fault.column + " " +
            fault.code + " " + fault.message;
  }
  CHECK(answers.rows() - answers.decided().count() == evaluator.refused().size());
  return text;
}

}  // namespace columns_fixture
