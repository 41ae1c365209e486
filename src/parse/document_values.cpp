// SPDX-License-Identifier: Apache-2.0
//
// document_values.cpp: `values` with their steps, and `tables` (docs/language.md, Parameters and
// tables).
// In: nodes. Out: ValueDoc, TableDoc. Cells are literals; a quoted cell that is none is a text.
// Tested by tests/unit/document_parser_test.cpp.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "parse/document_reader.hpp"

namespace sanbao::parse {

using ir::Expr;
using ir::ExprKind;
using ir::StepDoc;
using ir::StepKind;
using ir::TableDoc;
using ir::TableRowDoc;
using ir::YamlEntry;
using ir::YamlNode;

namespace {

struct StepKey {
  std::string_view key;
  StepKind kind;
};
constexpr std::array step_keys{StepKey{"plus", StepKind::plus}, StepKey{"minus", StepKind::minus},
                               StepKey{"times", StepKind::times},
                               StepKey{"at_most", StepKind::at_most},
                               StepKey{"at_least", StepKind::at_least}};

// The line as its author wrote it, in one line.
std::string one_line(std::string text) {
  while (text.ends_with('\n'))
    text.pop_back();
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

bool is_literal(const Expr& expr) {
  switch (expr.kind) {
    case ExprKind::number:
    case ExprKind::rate:
    case ExprKind::money:
    case ExprKind::length:
    case ExprKind::date:
    case ExprKind::text:
    case ExprKind::boolean:
    case ExprKind::name:
      return true;
    default:
      return false;
  }
}

}  // namespace

void DocumentReader::read_values(const YamlEntry& section) {
  read_names(section, "values: {last_exchange: last exchanges.on}", [&](const YamlEntry& entry) {
    ir::ValueDoc out;
    out.name = key_word(entry);
    if (entry.value.is_sequence()) {
      out.in_steps = true;
      read_items(entry, "- purchase.price * 0.3%",
                 [&](const YamlNode& item) { out.steps.push_back(step(item, out.steps.empty())); });
      if (entry.value.items.empty()) {
        faults_.error("SB1021", entry.value.span, fmt::format("`{}` has no lines", entry.key),
                      "write an expression, or money in steps");
      }
    } else {
      StepDoc only;
      only.expr = condition(entry);
      only.text = entry.value.is_scalar() ? one_line(entry.value.text) : std::string();
      out.steps.push_back(std::move(only));
    }
    if (out.steps.empty()) out.steps.push_back({StepKind::first, unreadable(entry.key_span), {}});
    document_.values.push_back(std::move(out));
  });
}

// The first line is an expression; each further line one key that says what becomes of the result
// so far.
StepDoc DocumentReader::step(const YamlNode& node, bool first) {
  constexpr std::string_view form = "- at_most: full_refund";
  StepDoc out;
  out.expr = unreadable(node.span);
  if (first) {
    out.expr = condition(node, node.span, "the first line");
    if (node.is_scalar()) out.text = one_line(node.text);
    return out;
  }
  if (!node.is_mapping()) {
    faults_.error("SB1021", node.span,
                  "a further line says by its key what it does with the result so far",
                  "write `plus`, `minus`, `times`, `at_most` or `at_least`, a colon and a value: "
                  "`- at_most: full_refund`");
    return out;
  }
  std::vector<KeyReader> readers;
  for (const StepKey& key : step_keys) {
    readers.push_back({key.key, [this, &out, &key](const YamlEntry& entry) {
                         out.kind = key.kind;
                         out.expr = expression(entry);
                         out.text = fmt::format("{}: {}", entry.key, one_line(entry.value.text));
                       }});
  }
  read_keys(node, "a line", form, readers);
  if (node.entries.size() > 1) {
    faults_.error(
        "SB1024", node.entries[1].key_span,
        fmt::format("`{}` cannot stand beside `{}`", node.entries[1].key, node.entries[0].key),
        "one line does one thing; begin the next with `- `");
  }
  return out;
}

void DocumentReader::read_tables(const YamlEntry& section) {
  read_names(
      section,
      "tables: {catalogue: {by: product.category, columns: [whole], of: {bicycle: [1 year]}}}",
      [&](const YamlEntry& entry) { document_.tables.push_back(table(entry)); });
}

TableDoc DocumentReader::table(const YamlEntry& entry) {
  constexpr std::string_view form =
      "{by: product.category, columns: [whole, main], of: {bicycle: [1 year, 2 years]}}";
  TableDoc out;
  out.name = key_word(entry);
  out.by = unreadable(entry.key_span);
  read_keys(
      entry.value, "a table", form,
      {{"by", [&](const YamlEntry& e) { out.by = expression(e); }},
       {"columns", [&](const YamlEntry& e) { out.columns = words(e, "columns: [whole, main]"); }},
       {"of",
        [&](const YamlEntry& e) {
          read_names(e, "of: {bicycle: [1 year, 2 years]}", [&](const YamlEntry& line) {
            TableRowDoc next;
            next.key = key_word(line);
            row(line, next);
            out.rows.push_back(std::move(next));
          });
        }},
       {"otherwise",
        [&](const YamlEntry& e) {
          out.otherwise.emplace();
          out.otherwise->key = {"", e.key_span, false};
          row(e, *out.otherwise);
        }},
       {"cite", [&](const YamlEntry& e) { out.cite = words(e, "cite: \"8\""); }},
       {"verified", [&](const YamlEntry& e) { out.verified = verified(e); }}});
  if (!entry.value.is_mapping()) return out;
  for (const std::string_view key : {"by", "columns", "of"}) {
    if (entry.value.find(key) != nullptr) continue;
    faults_.error("SB1022", entry.key_span,
                  fmt::format("the table `{}` has no `{}`", entry.key, key),
                  fmt::format("write `{}`", form));
  }
  return out;
}

void DocumentReader::row(const YamlEntry& entry, TableRowDoc& into) {
  if (!entry.value.is_mapping()) return cells(entry, into);
  read_keys(entry.value, "a row", "{row: [1 year, 2 years], verified: recalled}",
            {{"row", [&](const YamlEntry& e) { cells(e, into); }},
             {"verified", [&](const YamlEntry& e) { into.verified = verified(e); }}});
}

void DocumentReader::cells(const YamlEntry& entry, TableRowDoc& into) {
  read_items(entry, fmt::format("{}: [1 year, -]", entry.key), [&](const YamlNode& cell) {
    std::vector<Expr> values;
    const bool none = cell.is_scalar() && !cell.quoted && cell.text == "-";
    if (cell.is_sequence()) {
      for (const YamlNode& item : cell.items)
        values.push_back(literal(item, item.span, "a cell"));
    } else if (!none) {
      values.push_back(literal(cell, cell.span, "a cell"));
    }
    into.cells.push_back(std::move(values));
    into.is_list.push_back(cell.is_sequence());
    into.is_none.push_back(none);
  });
}

// Quotes of YAML only protect what they hold: `"1 year"` is one year. What is no literal is a text
// then.
Expr DocumentReader::literal(const YamlNode& node, Span place, std::string_view what) {
  if (!node.is_scalar() || !node.quoted) return expression(node, place, what);
  base::FaultList unheard("", faults_.source());
  std::optional<Expr> read = parse_expression(node, unheard, budget_);
  if (read && unheard.error_count() == 0 && is_literal(*read)) return std::move(*read);
  Expr text;
  text.kind = ExprKind::text;
  text.span = text.mark = node.span;
  text.text = node.text;
  return text;
}

}  // namespace sanbao::parse
