// SPDX-License-Identifier: Apache-2.0
//
// Reading the cases of a test file, rows of tables included.
// In: the tree of a `*.test.yaml`. Out: cases, or every fault of the file at its place.
// Never drops a case silently: what cannot be read is a fault, and the file is not run.
// Tested by tests/unit/testing_test.cpp.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "testing/test_file.hpp"

namespace sanbao::testing {
namespace {

using ir::YamlNode;

const std::vector<std::string> file_keys = {"sanbao_tests", "rules", "given", "cases"};
const std::vector<std::string> case_keys = {"name",   "note",    "clause", "given",
                                            "claim",  "without", "as_of",  "set",
                                            "expect", "explain", "table"};
const std::vector<std::string> table_keys = {"columns", "rows"};

void check_keys(const YamlNode& mapping, const std::vector<std::string>& known, Faults& faults) {
  for (const ir::YamlEntry& entry : mapping.entries) {
    if (std::find(known.begin(), known.end(), entry.key) != known.end()) continue;
    faults.error("SB1401", entry.key_span, fmt::format("unknown key `{}`", entry.key),
                 did_you_mean(entry.key, known));
  }
}

// What stands under a key, or under a slip for it that check_keys has told.
const YamlNode* find_meant(const YamlNode& mapping, std::string_view key,
                           const std::vector<std::string>& known) {
  if (const YamlNode* found = mapping.find(key)) return found;
  for (const ir::YamlEntry& entry : mapping.entries) {
    const std::string* near = nearest(entry.key, known);
    if (near != nullptr && *near == key) return &entry.value;
  }
  return nullptr;
}

// Texts of a list, or one text.
std::vector<std::string> texts_of(const YamlNode& node, std::string_view key, Faults& faults) {
  std::vector<std::string> texts;
  if (node.is_scalar()) return {node.text};
  if (!node.is_sequence()) {
    faults.error("SB1403", place(node), fmt::format("`{}` is a text or a list of texts", key));
    return texts;
  }
  for (const YamlNode& item : node.items) {
    if (item.is_scalar()) {
      texts.push_back(item.text);
    } else {
      faults.error("SB1403", place(item), fmt::format("an entry of `{}` is a text", key));
    }
  }
  return texts;
}

bool read_flag(const YamlNode& node, std::string_view key, Faults& faults) {
  if (node.is_scalar() && !node.quoted && (node.text == "true" || node.text == "false")) {
    return node.text == "true";
  }
  faults.error("SB1403", place(node), fmt::format("`{}` is `true` or `false`", key));
  return false;
}

// An empty value anywhere in a claim: most often a comma that split a text, or a forgotten `null`.
void refuse_empty(const YamlNode& node, Faults& faults) {
  if (node.kind == YamlNode::Kind::empty) {
    faults.error("SB1411", place(node), "this has no value",
                 "write `null` for what cannot be known, `never` for a day that never came, or "
                 "leave it out");
  }
  for (const YamlNode& item : node.items)
    refuse_empty(item, faults);
  for (const ir::YamlEntry& entry : node.entries) {
    if (entry.value.kind == YamlNode::Kind::empty) {
      faults.error("SB1411", entry.key_span, fmt::format("`{}` has no value", entry.key),
                   "write `null` for what cannot be known, `never` for a day that never came, or "
                   "leave it out");
    } else {
      refuse_empty(entry.value, faults);
    }
  }
}

const YamlNode* read_claim(const YamlNode* node, std::string_view key, Faults& faults) {
  if (node == nullptr) return nullptr;
  if (!node->is_mapping()) {
    faults.error("SB1403", place(*node), fmt::format("`{}` is a mapping of groups of facts", key));
    return nullptr;
  }
  refuse_empty(*node, faults);
  return node;
}

class Reader {
 public:
  Reader(const ir::YamlTree& tree, const Names& names, Faults& faults)
      : tree_(tree), names_(names), faults_(faults) {}

  std::vector<TestCase> read() {
    const YamlNode& root = tree_.root;
    if (!root.is_mapping()) {
      faults_.error("SB1403", place(root),
                    "a test file is a mapping with `sanbao_tests` and `cases`");
      return {};
    }
    check_keys(root, file_keys, faults_);
    read_version(root);
    given_ = read_claim(find_meant(root, "given", file_keys), "given", faults_);
    const YamlNode* cases = find_meant(root, "cases", file_keys);
    if (cases == nullptr) {
      faults_.error("SB1402", {1, 1, 0}, "the file has no `cases`");
      return {};
    }
    if (!cases->is_sequence()) {
      faults_.error("SB1403", place(*cases), "`cases` is a list", "begin each case with `- name:`");
      return {};
    }
    for (const YamlNode& node : cases->items)
      read_case(node);
    return std::move(cases_);
  }

 private:
  void read_version(const YamlNode& root) {
    const YamlNode* version = find_meant(root, "sanbao_tests", file_keys);
    if (version == nullptr) {
      faults_.error("SB1402", {1, 1, 0}, "the file does not say which form it has",
                    "begin it with `sanbao_tests: 1`");
    } else if (!version->is_scalar() || version->text != "1") {
      faults_.error("SB1405", place(*version), "this form of test file is not known",
                    "write `sanbao_tests: 1`");
    }
  }

  void read_case(const YamlNode& node) {
    if (!node.is_mapping()) {
      faults_.error("SB1403", place(node), "a case is a mapping", "begin it with `- name:`");
      return;
    }
    check_keys(node, case_keys, faults_);
    TestCase test;
    test.span = place(node);
    if (const YamlNode* name = find_meant(node, "name", case_keys)) {
      test.span = place(*name);
      if (name->is_scalar() && !name->text.empty()) {
        test.name = name->text;
      } else {
        faults_.error("SB1403", place(*name), "the `name` of a case is a text");
      }
    } else {
      faults_.error("SB1402", place(node), "this case has no `name`");
    }
    if (const YamlNode* note = node.find("note"); note != nullptr && !note->is_scalar()) {
      faults_.error("SB1403", place(*note), "`note` is a text");
    }
    if (const YamlNode* clause = node.find("clause")) read_clauses(*clause, test);
    if (const YamlNode* explain = node.find("explain")) {
      test.explain = read_flag(*explain, "explain", faults_);
    }
    read_as_of(node.find("as_of"), test.as_of);
    read_settings(node.find("set"), test);
    read_facts(node, test);
    const YamlNode* expect = find_meant(node, "expect", case_keys);
    const YamlNode* table = find_meant(node, "table", case_keys);
    if (expect != nullptr) read_expectations(*expect, names_, faults_, test.expectations);
    if (table != nullptr) {
      read_table(*table, test);
      return;
    }
    if (expect == nullptr) {
      faults_.error("SB1402", test.span, "this case expects nothing",
                    "add `expect:` or a `table:`");
    }
    keep(std::move(test));
  }

  void read_clauses(const YamlNode& node, TestCase& test) {
    test.clauses = texts_of(node, "clause", faults_);
    for (std::size_t i = 0; i < test.clauses.size(); ++i) {
      const std::string& clause = test.clauses[i];
      if (names_.may_be_clause(clause)) continue;
      faults_.error("SB1416", place(i < node.items.size() ? node.items[i] : node),
                    fmt::format("no policy under test has a clause `{}`", clause),
                    did_you_mean(clause, names_.clauses()));
    }
  }

  void read_as_of(const YamlNode* node, std::optional<CivilDate>& as_of) {
    if (node == nullptr) return;
    as_of = node->is_scalar() ? CivilDate::parse(node->text) : std::nullopt;
    if (as_of) return;
    const std::string gone = why_no_day(*node);
    faults_.error("SB1408", place(*node), gone.empty() ? "`as_of` is a date" : "`as_of`: " + gone,
                  gone.empty() ? "write it as `2024-05-09`" : "");
  }

  void read_settings(const YamlNode* node, TestCase& test) {
    if (node == nullptr) return;
    if (!node->is_mapping()) {
      faults_.error("SB1403", place(*node), "`set` is a mapping of parameters and values");
      return;
    }
    for (const ir::YamlEntry& entry : node->entries) {
      if (entry.value.is_scalar()) {
        test.settings.push_back({entry.key, entry.value.text, entry.key_span});
      } else {
        faults_.error("SB1403", entry.key_span,
                      fmt::format("the value of `{}` is a text", entry.key));
      }
    }
  }

  void read_facts(const YamlNode& node, TestCase& test) {
    test.claim.kind = YamlNode::Kind::mapping;
    const YamlNode* given = node.find("given");
    bool use_given = true;
    if (given != nullptr) use_given = read_flag(*given, "given", faults_);
    if (use_given && given_ != nullptr) test.claim = *given_;
    if (const YamlNode* without = node.find("without")) {
      const std::vector<std::string> paths = texts_of(*without, "without", faults_);
      for (std::size_t i = 0; i < paths.size(); ++i) {
        if (remove(test.claim, paths[i])) continue;
        const YamlNode& at = i < without->items.size() ? without->items[i] : *without;
        test.absent.push_back({paths[i], place(at)});
      }
    }
    if (const YamlNode* claim =
            read_claim(find_meant(node, "claim", case_keys), "claim", faults_)) {
      merge(test.claim, *claim);
    }
  }

  // What the columns of a table mean, once for all its rows.
  struct Column {
    std::string name;
    bool as_of = false;
    bool unknown = false;  ///< told; its cells say nothing
    std::optional<Expectation> expects;
  };

  std::vector<Column> read_columns(const YamlNode& node) {
    std::vector<Column> columns;
    for (const YamlNode& item : node.items) {
      Column column;
      if (!item.is_scalar()) {
        faults_.error("SB1403", place(item),
                      "a column is a fact, or something that `expect` knows");
        continue;
      }
      column.name = item.text;
      column.as_of = item.text == "as_of";
      if (!column.as_of && !names_.is_fact(item.text)) {
        column.expects = expectation_of_column(item.text, names_);
        const std::string_view group = std::string_view(item.text).substr(0, item.text.find('.'));
        column.unknown = !column.expects && !names_.is_list(item.text) && group != "context";
        if (column.unknown) {
          faults_.error("SB1407", place(item), fmt::format("unknown column `{}`", item.text),
                        "a column is a fact (`claim.filed_on`, `repairs[0].fixed`), `as_of`, or "
                        "something that `expect` knows (`outcome`, `return`, `return.until`)");
        }
      }
      const bool again = std::any_of(columns.begin(), columns.end(),
                                     [&](const Column& c) { return c.name == column.name; });
      if (again)
        faults_.error("SB1407", place(item),
                      fmt::format("column `{}` stands here twice", item.text));
      columns.push_back(std::move(column));
    }
    return columns;
  }

  void read_table(const YamlNode& node, const TestCase& base) {
    const YamlNode* columns_node =
        node.is_mapping() ? find_meant(node, "columns", table_keys) : nullptr;
    const YamlNode* rows = node.is_mapping() ? find_meant(node, "rows", table_keys) : nullptr;
    if (node.is_mapping()) check_keys(node, table_keys, faults_);
    if (columns_node == nullptr || rows == nullptr || !columns_node->is_sequence() ||
        !rows->is_sequence()) {
      faults_.error("SB1402", place(node), "a table has `columns` and `rows`, each a list");
      return;
    }
    const std::vector<Column> columns = read_columns(*columns_node);
    if (columns.size() != columns_node->items.size()) return;
    if (rows->items.empty()) faults_.error("SB1402", place(*rows), "this table has no row");
    const bool expects = !base.expectations.empty() ||
                         std::any_of(columns.begin(), columns.end(), [](const Column& column) {
                           return column.expects.has_value();
                         });
    if (!expects) {
      faults_.error("SB1402", place(*columns_node), "no column of this table expects anything",
                    "add `outcome`, a remedy or another key of `expect`");
    }
    std::size_t number = 0;
    for (const YamlNode& row : rows->items)
      read_row(row, columns, base, ++number);
  }

  void read_row(const YamlNode& row, const std::vector<Column>& columns, const TestCase& base,
                std::size_t number) {
    if (!row.is_sequence() || row.items.size() != columns.size()) {
      if (told_comma(row)) return;
      const std::size_t cells = row.is_sequence() ? row.items.size() : 1;
      faults_.error("SB1406", place(row),
                    fmt::format("this row has {} {}, the table has {} {}", cells,
                                cells == 1 ? "cell" : "cells", columns.size(),
                                columns.size() == 1 ? "column" : "columns"),
                    cells > columns.size() ? "a comma parts cells, an amount has a point: `4649.07`"
                                           : "`-` leaves a column out");
      return;
    }
    TestCase test = base;
    test.name = fmt::format("{}/{}", base.name, number);
    test.span = place(row);
    for (std::size_t i = 0; i < columns.size(); ++i) {
      const YamlNode& cell = row.items[i];
      if (cell.is_scalar() && !cell.quoted && cell.text == "-") continue;
      if (cell.kind == YamlNode::Kind::empty) {
        faults_.error("SB1411", place(cell),
                      fmt::format("the cell of `{}` has no value", columns[i].name),
                      "`-` leaves a column out");
      } else if (columns[i].as_of) {
        read_as_of(&cell, test.as_of);
      } else if (columns[i].expects) {
        Expectation expectation = *columns[i].expects;
        expectation.value = &cell;
        if (check_value(expectation, faults_)) replace(test, std::move(expectation));
      } else if (!columns[i].unknown && !set(test.claim, columns[i].name, cell)) {
        faults_.error("SB1407", place(cell),
                      fmt::format("`{}` has no place in this claim", columns[i].name),
                      "an event must follow those before it");
      }
    }
    keep(std::move(test));
  }

  // `[2024-05-08，approved]`: to YAML one cell, in which the comma is part of a text.
  bool told_comma(const YamlNode& row) {
    constexpr std::string_view comma = "，";
    for (const YamlNode& cell : row.items) {
      const std::size_t at = cell.quoted ? std::string::npos : cell.text.find(comma);
      if (at == std::string::npos) continue;
      const auto before = std::count_if(
          cell.text.begin(), cell.text.begin() + static_cast<std::ptrdiff_t>(at),
          [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80; });
      faults_.error("SB1406", cell.span_at(static_cast<std::uint32_t>(before), 1),
                    "`，` is the full-width comma and parts no cells", "write `, `");
      return true;
    }
    return false;
  }

  // A row's expectation goes before that of the case.
  static void replace(TestCase& test, Expectation expectation) {
    const std::string name = expectation.name();
    std::erase_if(test.expectations, [&](const Expectation& e) { return e.name() == name; });
    test.expectations.push_back(std::move(expectation));
  }

  void keep(TestCase test) {
    if (!test.name.empty() && !seen_.insert(test.name).second) {
      faults_.error("SB1404", test.span, fmt::format("there are two cases named `{}`", test.name));
    }
    cases_.push_back(std::move(test));
  }

  const ir::YamlTree& tree_;
  const Names& names_;
  Faults& faults_;
  const YamlNode* given_ = nullptr;
  std::vector<TestCase> cases_;
  std::set<std::string> seen_;
};

}  // namespace

RulesOfFile read_rules(const ir::YamlTree& tree, Faults& faults) {
  RulesOfFile rules;
  const YamlNode* node = tree.root.is_mapping() ? tree.root.find("rules") : nullptr;
  if (node == nullptr) return rules;
  rules.span = place(*node);
  rules.paths = texts_of(*node, "rules", faults);
  if (rules.paths.empty()) faults.error("SB1402", rules.span, "`rules` names no policy");
  return rules;
}

bool is_case_key(std::string_view key) {
  // A claim is one of its own groups, too.
  return key != "claim" && std::find(case_keys.begin(), case_keys.end(), key) != case_keys.end();
}

std::vector<TestCase> read_cases(const ir::YamlTree& tree, const Names& names, Faults& faults) {
  return Reader(tree, names, faults).read();
}

}  // namespace sanbao::testing
