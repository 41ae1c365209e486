// SPDX-License-Identifier: Apache-2.0
//
// DocumentReader: the keys of a policy, section by section, into a PolicyDocument.
// In: the tree of a file. Out: the document as far as it can be read, and a fault for each key,
// kind or text that does not belong; an expression at fault is left as an unreadable one, so that
// its name stays known.
// Never resolves a name and never checks what check/ checks: here only the shape of the file
// counts.
// Tested by tests/unit/document_parser_test.cpp and tests/baselines/bad/sb102*.
#pragma once

#include <functional>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/fault_list.hpp"
#include "ir/document.hpp"
#include "ir/yaml_tree.hpp"
#include "parse/expr_parser.hpp"

namespace sanbao::parse {

/// One key that a mapping may have, and what reads its value.
struct KeyReader {
  std::string_view key;
  std::function<void(const ir::YamlEntry&)> read;
};

class DocumentReader {
 public:
  DocumentReader(base::FaultList& faults, ir::PolicyDocument& document)
      : faults_(faults), document_(document) {}

  /// The whole file.
  void read(const ir::YamlNode& root);

 private:
  // ---- document_reader.cpp: keys, words and texts

  /// Calls the reader of each key; tells unknown keys, keys without a value and a node that is no
  /// mapping. `what` stands in the message: "a rule".
  void read_keys(const ir::YamlNode& node, std::string_view what, std::string_view form,
                 const std::vector<KeyReader>& readers);
  const KeyReader* told_unknown(const ir::YamlEntry& entry, const ir::YamlNode& node,
                                std::string_view what, const std::vector<KeyReader>& readers);
  /// As read_keys for a mapping whose keys are names: each value has a value.
  void read_names(const ir::YamlEntry& section, std::string_view form,
                  const std::function<void(const ir::YamlEntry&)>& read);
  /// The items of a list; tells a node that is none.
  void read_items(const ir::YamlEntry& entry, std::string_view form,
                  const std::function<void(const ir::YamlNode&)>& read);

  /// Text that a mend of the file left behind: it was told.
  [[nodiscard]] bool was_mended(const ir::YamlNode& node) const;
  /// Tells a full-width bracket, comma or quote that makes a text of what is meant as more.
  bool full_width(const ir::YamlNode& node);
  void wrong_kind(Span place, std::string_view what, const ir::YamlNode& node,
                  std::string_view form, std::string_view more = {});
  /// Where a node can be shown: itself, or its key.
  static Span place_of(const ir::YamlEntry& entry);
  [[nodiscard]] bool is_written_empty(const ir::YamlNode& node) const;

  std::optional<ir::Word> word(const ir::YamlNode& node, Span place, std::string_view what,
                               std::string_view form);
  std::optional<ir::Word> word(const ir::YamlEntry& entry, std::string_view form);
  /// One word or a list of words.
  std::vector<ir::Word> words(const ir::YamlEntry& entry, std::string_view form);
  std::optional<bool> yes_or_no(const ir::YamlEntry& entry);
  ir::Localized localized(const ir::YamlEntry& entry);
  std::string text(const ir::YamlEntry& entry);
  ir::VerifiedDoc verified(const ir::YamlEntry& entry);
  static ir::Word key_word(const ir::YamlEntry& entry);
  /// The key as it stands in messages.
  static std::string quoted_key(const ir::YamlEntry& entry);

  // ---- document_conditions.cpp: expressions, structures, event tests

  static ir::Expr unreadable(Span place);
  ir::Expr expression(const ir::YamlNode& node, Span place, std::string_view what);
  ir::Expr expression(const ir::YamlEntry& entry);
  /// An expression, `all`/`any`/`none`, `at_least` with `of`, or an event test.
  ir::Expr condition(const ir::YamlNode& node, Span place, std::string_view what);
  ir::Expr condition(const ir::YamlEntry& entry);
  ir::Expr structure(const ir::YamlNode& node);
  ir::Expr no_condition(const ir::YamlEntry& entry);
  ir::Expr joined(const ir::YamlNode& node, const ir::YamlEntry& key, ir::ExprKind kind);
  ir::Expr at_least_of(const ir::YamlNode& node);
  ir::Expr event_test(const ir::YamlNode& node, const ir::YamlEntry& measure);
  void members(const ir::YamlEntry& entry, ir::Expr& into);

  // ---- document_header.cpp

  bool read_version(const ir::YamlNode& root);
  void read_source(const ir::YamlEntry& entry);
  void read_in_force(const ir::YamlEntry& entry);
  void read_round(const ir::YamlEntry& entry);
  void read_remedies(const ir::YamlEntry& section);
  void read_notices(const ir::YamlEntry& section);
  void read_texts(const ir::YamlEntry& section,
                  std::vector<std::pair<ir::Word, ir::Localized>>& into);

  // ---- document_facts.cpp

  void read_facts(const ir::YamlEntry& section);
  ir::FactDoc fact(const ir::YamlEntry& entry);
  ir::TypeDoc type(const ir::YamlEntry& entry);
  void read_parameters(const ir::YamlEntry& section);

  // ---- document_values.cpp

  void read_values(const ir::YamlEntry& section);
  ir::StepDoc step(const ir::YamlNode& node, bool first);
  void read_tables(const ir::YamlEntry& section);
  ir::TableDoc table(const ir::YamlEntry& entry);
  void row(const ir::YamlEntry& entry, ir::TableRowDoc& into);
  void cells(const ir::YamlEntry& entry, ir::TableRowDoc& into);
  ir::Expr literal(const ir::YamlNode& node, Span place, std::string_view what);

  // ---- document_periods.cpp

  void read_clock(const ir::YamlEntry& entry);
  void read_periods(const ir::YamlEntry& section);
  ir::PeriodDoc period(const ir::YamlEntry& entry);
  std::vector<ir::Expr> dates(const ir::YamlEntry& entry);
  std::optional<ir::PeriodDoc::Extend> extend_by(const ir::YamlEntry& entry);
  void read_conditions(const ir::YamlEntry& section);

  // ---- document_rules.cpp

  void read_rules(const ir::YamlEntry& section);
  ir::RuleDoc rule(const ir::YamlNode& node);
  std::vector<KeyReader> body_keys(ir::BodyDoc& body);
  void grants(const ir::YamlEntry& entry, ir::RuleDoc& rule);
  void needs(const ir::YamlEntry& entry, ir::BodyDoc& body);
  void money(const ir::YamlEntry& entry, std::vector<ir::MoneyDoc>& into);
  bool names_no_amount(const ir::YamlEntry& amount);
  void terms(const ir::YamlEntry& entry, ir::BodyDoc& body);

  base::FaultList& faults_;
  ir::PolicyDocument& document_;
  ExprBudget budget_;
};

}  // namespace sanbao::parse
