// SPDX-License-Identifier: Apache-2.0
//
// PolicyDocument: a policy file as read: every key known, every expression a syntax tree, every name
// still a string with its place. In: made by parse/document_parser.cpp. Out: read by check/.
// Never resolved or typed here; order is the file's order and means nothing.
// Tested by tests/unit/document_parser_test.cpp and tests/baselines.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "ir/syntax.hpp"
#include "ir/yaml_tree.hpp"

namespace sanbao::ir {

/// A word of the file and where it stands.
struct Word {
  std::string text;
  Span span;
  bool quoted = false;
};

/// A text in both languages; either may be empty where the file leaves it out.
struct Localized {
  std::string zh, en;
  Span span;
};

/// `verified: seen | recalled` where given.
struct VerifiedDoc {
  std::optional<Word> word;
};

/// The counting keys of `clock`, also allowed on a period. Each is a word, or `if p then a else b` (Expr).
struct ClockDoc {
  std::optional<Word> zone, calendar;
  std::optional<Expr> count_from, month_end, roll;  ///< name, or if_else over names
  Span span;
};

/// `facts:` entry: a new fact with its type, or an assumption on a known fact or event field, or both.
struct TypeField;
struct TypeDoc {
  std::string
      name;  ///< bool count number text date days length money rate enum set list; empty: not given
  Span span;
  std::vector<Word> members;      ///< enum
  std::string element;            ///< set: element type ("text")
  std::vector<TypeField> fields;  ///< list
};
/// One field of a declared list.
struct TypeField {
  Word name;
  TypeDoc type;
};
struct FactDoc {
  Word path;
  TypeDoc type;
  std::optional<Expr> assume;      ///< literal or expression
  bool assume_empty_list = false;  ///< `assume: []`
  std::optional<Localized> ask;
};

/// `parameters:` entry.
struct ParameterDoc {
  Word name;
  Expr value;  ///< a literal
  std::vector<Word> cite;
  std::optional<Localized> contested;
  VerifiedDoc verified;
};

/// One line of a money value worked out in steps. The first has `first`, each further one of the others.
enum class StepKind : std::uint8_t { first, plus, minus, times, at_most, at_least };
struct StepDoc {
  StepKind kind = StepKind::first;
  Expr expr;
  std::string text;  ///< the line as written, for the explanation
};

/// `values:` entry: one expression, an event measure without a bound, or steps (money).
struct ValueDoc {
  Word name;
  std::vector<StepDoc> steps;  ///< one element of kind first: a plain value
  bool in_steps = false;       ///< written as a list
};

struct TableRowDoc {
  Word key;
  std::vector<std::vector<Expr>> cells;  ///< a cell: one Expr; a list cell: several with is_list
  std::vector<bool> is_list;
  std::vector<bool> is_none;  ///< `-`
  VerifiedDoc verified;
};
struct TableDoc {
  Word name;
  Expr by;
  std::vector<Word> columns;
  std::vector<TableRowDoc> rows;
  std::optional<TableRowDoc> otherwise;
  VerifiedDoc verified;
  std::vector<Word> cite;
};

struct PeriodDoc {
  Word name;
  std::vector<Expr> from;
  std::optional<Expr> length;
  std::optional<Expr> until;                    ///< may be kind never: open end
  std::vector<std::pair<Word, Expr>> or_usage;  ///< usage path, limit
  struct Extend {
    Word list;
    std::optional<Expr> where;
  };
  std::optional<Extend> extend_by;
  ClockDoc clock;  ///< overrides
  VerifiedDoc verified;
};

struct ConditionDoc {
  Word name;
  Expr expr;
};

struct MoneyDoc {
  Word key;
  Expr expr;
};
struct TermDoc {
  Word key;
  std::optional<Localized> text;
  std::optional<Expr> expr;
};
/// What a grant or addition gives.
struct BodyDoc {
  std::vector<Expr> needs;
  std::vector<MoneyDoc> pays, charges;
  std::vector<TermDoc> terms;
  Span span;
};

struct GrantDoc {
  Word remedy;
  BodyDoc body;
};

struct RuleDoc {
  std::optional<Word> id;
  std::optional<Localized> title, note;
  std::vector<Word> cite;  ///< empty: the id
  VerifiedDoc verified;
  std::optional<Expr> when, unless;
  std::vector<Word> overrides;
  // effects: exactly one is allowed; parse keeps what it found, check says what is wrong
  bool has_grants = false, has_excludes = false, has_for = false;
  std::vector<GrantDoc> grants;
  std::vector<Word> excludes;  ///< remedies, or the single word `all`
  bool excludes_all = false;
  std::vector<Word> adds_to;  ///< `for:`
  std::vector<Word> granted_by;
  BodyDoc body;  ///< of an addition
  Span span;     ///< where the rule begins
};

struct NoticeDoc {
  Word id;
  std::vector<Word> on;  ///< outcomes
  Localized text;
};

struct RemedyDoc {
  Word name;
  Localized text;
  bool side = false, paid = false;
};

/// The whole file. `tree` keeps its bytes for source lines and the digest.
struct PolicyDocument {
  bool whole = true;  ///< false where parse/ has told an error: names and texts may be missing
  std::shared_ptr<const YamlTree> tree;
  std::optional<Word> policy, version, basis, currency;
  std::optional<Localized> title;
  VerifiedDoc verified;
  Localized source_title;
  std::string source_url;
  struct InForce {
    std::optional<Word> from, until;  ///< dates, inclusive
    std::vector<Expr> by;
    VerifiedDoc verified;
    Span span;
  };
  std::optional<InForce> in_force;
  std::optional<Expr> applies_to;
  struct Round {
    std::optional<Word> to, mode;
    Span span;
  };
  std::optional<Round> round;
  std::vector<Word> clauses;
  bool has_clauses = false;
  std::vector<Word> yields_to;
  std::optional<Word> prefer;
  std::optional<ClockDoc> clock;
  std::vector<FactDoc> facts;
  std::vector<ParameterDoc> parameters;
  std::vector<TableDoc> tables;
  std::vector<ValueDoc> values;
  std::vector<std::pair<Word, Localized>> names;
  std::vector<PeriodDoc> periods;
  std::vector<ConditionDoc> conditions;
  std::vector<RemedyDoc> remedies;
  std::vector<RuleDoc> rules;
  std::vector<NoticeDoc> notices;
  std::vector<std::pair<Word, Localized>> informative;
};

}  // namespace sanbao::ir
