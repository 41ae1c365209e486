// SPDX-License-Identifier: Apache-2.0
//
// tables.cpp: `tables` entries: one type a column, rows found by the text of `by`; `table.column`
// in expressions. In: a TableDoc. Out: a TableUse; faults SB2050 to SB2056. Never computes in a
// cell: cells are literals. Tested by tests/unit/check_definitions_test.cpp and
// tests/baselines/bad/sb205*.
#include <algorithm>
#include <set>

#include "check/expressions.hpp"
#include "check/head.hpp"
#include "check/wording.hpp"
#include "check/words_meant.hpp"

namespace sanbao::check {

using ir::Expr;
using ir::ExprKind;
using ir::Index;
using ir::no_node;
using ir::Op;
using ir::TableDoc;
using ir::TableRowDoc;
using ir::TableUse;
using ir::Type;

namespace {

std::string counted(std::size_t number, std::string_view what) {
  return std::to_string(number) + " " + std::string(what) + (number == 1 ? "" : "s");
}

}  // namespace

Typed Expressions::column(Named& table, std::string_view column, const Expr& expr) {
  define(table, expr.span);
  if (table.broken) return {};
  const TableUse& use = w_.policy.tables[table.slot];
  const auto at = std::ranges::find(use.columns, column);
  if (at == use.columns.end()) {
    w_.faults.error(
        "SB2055", expr.span, "the table " + tick(table.name) + " has no column " + tick(column),
        both(did_you_mean(column, use.columns), "its columns are " + all_of_them(use.columns)));
    return {};
  }
  const auto index = static_cast<Index>(at - use.columns.begin());
  const Type type = use.types[index];
  const ir::NodeId cell = w_.graph.unary(Op::cell, type, use.key, table.slot, index);
  // A cell of true and false stands for a condition: it holds where the cell says true.
  if (type == Type::boolean)
    return truth(w_.graph.equal(cell, w_.graph.constant(Type::boolean, 1)));
  return {true, type, cell, nullptr};
}

void Expressions::define_table(Named& named) {
  const TableDoc& doc = w_.document.tables[named.doc];
  TableUse use;
  use.name = named.name;
  bool known = true;
  const bool recalled = is_recalled(w_, doc.verified, w_.policy.recalled);
  const Typed key = value(doc.by);
  if (key.known && key.type != Type::text && key.type != Type::enumeration) {
    wrong_type(doc.by, key, "a text", "the rows of a table are found by a text");
    known = false;
  }
  known = known && key.known;
  use.key = key.node;

  std::set<std::string_view> seen;
  for (const ir::Word& column : doc.columns) {
    if (!is_bare_word(column.text)) {
      w_.faults.error("SB2053", column.span, tick(column.text) + " cannot be the name of a column",
                      "use lower-case letters, digits and `_`");
      known = false;
    } else if (!seen.insert(column.text).second) {
      w_.faults.error("SB2053", column.span, "the column " + tick(column.text) + " stands twice");
      known = false;
    }
    use.columns.push_back(column.text);
  }
  if (doc.columns.empty() || (doc.rows.empty() && !doc.otherwise)) {
    w_.faults.error("SB2050", named.span, "the table " + tick(named.name) + " is empty",
                    "give it `columns`, and rows under `of`");
    named.broken = true;
    return;
  }

  std::vector<std::vector<Typed>> cells(doc.columns.size());
  std::vector<const TableRowDoc*> rows;
  std::set<std::string_view> keys;
  for (const TableRowDoc& row : doc.rows) {
    if (!keys.insert(row.key.text).second) {
      w_.faults.error("SB2053", row.key.span, "the row " + tick(row.key.text) + " stands twice");
      known = false;
    }
    TableUse::Row row_use;
    if (key.known && key.members != nullptr && !row.key.quoted &&
        !key.members->contains(row.key.text)) {
      unknown_word(Expr{.kind = ExprKind::name,
                        .span = row.key.span,
                        .mark = row.key.span,
                        .text = row.key.text,
                        .unit = {},
                        .text_span = {},
                        .unit_span = {},
                        .args = {},
                        .event = {}},
                   {}, key.members);
      known = false;
    } else if (key.known && key.members != nullptr && !key.members->open &&
               !key.members->contains(row.key.text)) {
      w_.faults.error("SB2015", row.key.span,
                      "the words of " + tick(key.members->owner) + " are written without quotes",
                      both(member_help(w_, *key.members, row.key.text),
                           "its words are " + one_of(key.members->words, 16)));
      known = false;
    } else if (key.known && key.members != nullptr) {
      warn_of_member_name(row.key.text, row.key.span, *key.members);
    }
    row_use.key = w_.graph.intern(row.key.text);
    if (key.known) note_text(key.node, w_.graph.constant_text(Type::text, row.key.text));
    known = table_row(doc, row, recalled, cells, row_use) && known;
    use.rows.push_back(std::move(row_use));
    rows.push_back(&row);
  }
  if (doc.otherwise) {
    ir::TableUse::Row otherwise;
    known = table_row(doc, *doc.otherwise, recalled, cells, otherwise) && known;
    use.otherwise = std::move(otherwise);
    rows.push_back(&*doc.otherwise);
  }
  if (!known) {
    named.broken = true;
    return;
  }

  // One type a column: what most literals say by themselves, whole numbers and days giving way.
  use.types.assign(doc.columns.size(), Type::text);
  for (std::size_t c = 0; c < cells.size(); ++c) {
    std::vector<Typed> values;
    std::vector<const Expr*> exprs;
    for (std::size_t r = 0; r < rows.size(); ++r) {
      if (!cells[c][r].known) continue;
      values.push_back(cells[c][r]);
      exprs.push_back(&rows[r]->cells[c].front());
    }
    if (values.empty()) {
      w_.faults.error("SB2056", doc.columns[c].span,
                      "the column " + tick(doc.columns[c].text) + " has no value in any row",
                      "leave it out, or write a value instead of a `-`");
      named.broken = true;
      continue;
    }
    Type type = values.front().type;
    for (const Typed& value : values) {
      if (type == Type::count && value.type == Type::number) type = Type::number;
      if (type == Type::days && value.type == Type::length) type = Type::length;
    }
    use.types[c] = type;
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (fit(values[i], type)) continue;
      w_.faults.error("SB2051", exprs[i]->span,
                      tick(w_.words(*exprs[i])) + " is " + type_of(values[i]) +
                          ", but the column " + tick(doc.columns[c].text) + " holds " +
                          std::string(ir::type_name(type)),
                      "all cells of a column have one type; `-` is no value");
      named.broken = true;
    }
    std::size_t next = 0;
    for (std::size_t r = 0; r < rows.size(); ++r) {
      if (!cells[c][r].known) continue;
      TableUse::Row& row = r < use.rows.size() ? use.rows[r] : *use.otherwise;
      if (type != Type::list) row.cells[c] = values[next].node;
      ++next;
    }
  }
  if (!named.broken) w_.policy.tables[named.slot] = std::move(use);
}

bool Expressions::table_row(const TableDoc& doc, const TableRowDoc& row, bool recalled,
                            std::vector<std::vector<Typed>>& cells, TableUse::Row& use) {
  const std::size_t columns = doc.columns.size();
  use.recalled = is_recalled(w_, row.verified, recalled);
  use.cells.assign(columns, no_node);
  use.lists.assign(columns, {});
  if (row.cells.size() != columns) {
    w_.faults.error("SB2050", row.key.span,
                    "the row " + tick(row.key.text.empty() ? "otherwise" : row.key.text) + " has " +
                        counted(row.cells.size(), "cell") + " for " + counted(columns, "column"),
                    "write `-` where a column has no value");
    for (auto& column : cells)
      column.emplace_back();
    return false;
  }
  bool known = true;
  for (std::size_t c = 0; c < columns; ++c) {
    Typed cell;
    const bool none = c < row.is_none.size() && row.is_none[c];
    const bool is_list = c < row.is_list.size() && row.is_list[c];
    const auto text_of = [&](const Expr& expr) -> std::optional<std::string> {
      if (expr.kind == ExprKind::text || is_word(expr)) return expr.text;
      return std::nullopt;
    };
    if (!none && is_list) {
      cell = {true, Type::list, no_node, nullptr};
      for (const Expr& item : row.cells[c]) {
        if (const auto text = text_of(item)) {
          use.lists[c].push_back(w_.graph.intern(*text));
          continue;
        }
        w_.faults.error("SB2052", item.span, "a list cell holds texts",
                        "quote it, or write a bare word");
        known = false;
      }
      // An empty list has no place to point at if its column turns out to be of another type.
      if (row.cells[c].empty()) {
        w_.faults.error("SB2052", row.key.span, "a list cell is empty",
                        "write `-` where there is no value");
        known = false;
      }
    } else if (!none && !row.cells[c].empty()) {
      const Expr& expr = row.cells[c].front();
      if (expr.kind == ExprKind::name && expr.text.empty()) {
        known = false;  // parse/ has told
      } else if (const auto text = text_of(expr)) {
        cell = {true, Type::text, w_.graph.constant_text(Type::text, *text), nullptr};
      } else {
        cell = literal(expr);
        if (cell.known && cell.type == Type::boolean)
          cell.node = w_.graph.constant(Type::boolean, w_.graph[cell.node].imm);
        known = known && cell.known;
      }
    }
    cells[c].push_back(cell);
  }
  return known;
}

}  // namespace sanbao::check
