// SPDX-License-Identifier: Apache-2.0
//
// TestFile: the cases of one `*.test.yaml` as written, and its reader (docs/testing.md).
// In: the tree of a file. Out: cases with their claims merged and their expectations in place, or
// every fault of the file. Never evaluates anything; what a name means is asked of a Names. Tested
// by tests/unit/testing_test.cpp.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline.hpp"
#include "sanbao/rulebook.hpp"
#include "testing/faults.hpp"

namespace sanbao::testing {

/// One thing expected: `return.pays.refund` of the combined answer, or of one policy's own.
struct Expectation {
  std::string policy;                   ///< empty: the combined answer
  std::string remedy;                   ///< empty: of the decision itself
  std::string key;                      ///< "outcome", "status", "pays"
  std::string part;                     ///< of pays, charges, ask: one of its keys
  const ir::YamlNode* value = nullptr;  ///< within the file's tree

  [[nodiscard]] std::string name() const;  ///< as the report calls it
};

struct Setting {
  std::string name, value;
  Span span;
};

/// What `without` names and the base claim does not have.
struct Absent {
  std::string path;
  Span span;
};

struct TestCase {
  std::string name;
  Span span;                         ///< of its name, or of its row
  std::vector<std::string> clauses;  ///< what it is about
  ir::YamlNode claim;                ///< merged
  std::vector<Absent> absent;        ///< check_claims tells them
  std::optional<CivilDate> as_of;
  std::vector<Setting> settings;
  std::vector<Expectation> expectations;
  bool explain = false;
};

/// `rules:` of a file as written, before anything else can be read.
struct RulesOfFile {
  std::vector<std::string> paths;  ///< relative to the test file; empty: the policy beside it
  Span span;
};
RulesOfFile read_rules(const ir::YamlTree& tree, Faults& faults);

/// What names mean to the rulebook under test.
class Names {
 public:
  explicit Names(const Rulebook& rulebook);
  [[nodiscard]] bool is_remedy(std::string_view name) const;
  [[nodiscard]] bool is_fact(std::string_view path) const;  ///< `group.field`, `repairs[0].fixed`
  [[nodiscard]] bool is_list(std::string_view name) const;
  /// A key of a claim that no policy knows; `context`, which every claim may have, is none.
  [[nodiscard]] bool is_unread(std::string_view key) const;
  /// False only where every policy lists its clauses and none lists this one.
  [[nodiscard]] bool may_be_clause(std::string_view clause) const;
  [[nodiscard]] const std::vector<std::string>& policies() const { return policies_; }
  [[nodiscard]] const std::vector<std::string>& clauses() const { return clauses_; }

 private:
  const Rulebook* rulebook_;
  std::vector<std::string> policies_, clauses_;
  bool all_list_clauses_ = true;
};

std::vector<TestCase> read_cases(const ir::YamlTree& tree, const Names& names, Faults& faults);
/// `expect`, `without`: what stands beside `claim` in a case.
bool is_case_key(std::string_view key);
/// Each claim can be read, every key of it is read by a policy, unless its case expects otherwise, and what is taken
/// out of it was there.
void check_claims(const std::vector<TestCase>& cases, const Rulebook& rulebook, const Names& names,
                  Faults& faults);

// ---- parts of the reader, by file

/// Mappings merge deep, everything else replaces.
void merge(ir::YamlNode& base, const ir::YamlNode& over);
/// Takes a fact, a group, a list or an event's field out; false where it is not there.
bool remove(ir::YamlNode& claim, std::string_view path);
/// Sets a fact or an event's field; false where an event before it is missing or a value stands in
/// the way.
bool set(ir::YamlNode& claim, std::string_view path, const ir::YamlNode& value);
/// Where a fact, a list or an event of a claim is written: its value, or the key before it; nothing
/// where the path leads nowhere.
std::optional<Span> place_of(const ir::YamlNode& claim, std::string_view path, bool key);
/// The JSON record of a merged claim.
std::string to_json(const ir::YamlNode& claim);

/// The expectations of an `expect:` mapping.
void read_expectations(const ir::YamlNode& expect, const Names& names, Faults& faults,
                       std::vector<Expectation>& out);
/// What a column of a table expects; nothing where the column sets a fact.
std::optional<Expectation> expectation_of_column(std::string_view column, const Names& names);
/// "there is no day 2024-02-30", where a date is written as one should; else nothing.
std::string why_no_day(const ir::YamlNode& node);
/// Whether the value of an expectation can be compared at all.
bool check_value(const Expectation& expectation, Faults& faults);

}  // namespace sanbao::testing
