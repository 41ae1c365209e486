// SPDX-License-Identifier: Apache-2.0
//
// CheckedPolicy: one policy with names resolved and types known; its expressions are nodes of one
// expanded, shared graph (equal typed trees are the same node).
// In: made by check/. Out: read by compile/, which gives the nodes slots and bits.
// Never refers to a name where an index will do; texts for people stay as strings.
// Tested by tests/unit/check_*_test.cpp and tests/baselines.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "ir/document.hpp"
#include "ir/vocabulary.hpp"
#include "sanbao/values/calendar.hpp"
#include "sanbao/values/civil_date.hpp"
#include "sanbao/values/money.hpp"
#include "sanbao/values/period.hpp"

namespace sanbao::ir {

using NodeId = std::uint32_t;
inline constexpr NodeId no_node = 0xFFFFFFFFU;
using Index = std::uint32_t;
inline constexpr Index no_index = 0xFFFFFFFFU;

enum class Op : std::uint8_t {
  // -- conditions that are not atoms
  constant_bool,   // imm: 0 or 1
  parameter_bool,  // imm: parameter; decided when the policy is compiled
  all_of,
  any_of,       // children (sorted, unique, at least two)
  negation,     // a
  at_least_of,  // a: how many (a whole-number constant or parameter); children
  // -- atoms (docs/language.md §7 "Atoms")
  fact_bool,   // imm: fact of type boolean
  field_bool,  // imm: field, aux: its list; only inside an event's conditions
  equal,       // a, b;   `!=` is negation(equal)
  less,
  less_equal,
  greater,
  greater_equal,  // a, b
  set_has,        // a: fact of type set, b: text constant
  in_table,       // a: key, imm: table
  in_cell,        // a: text, b: list cell
  is_known,
  is_never,  // a: fact, field or expression
  period_in,
  period_before,
  period_after,  // a: date, imm: period
  event_test,    // imm: event test with a bound
  // -- values
  constant,   // imm by type, see Node::imm
  parameter,  // imm: parameter
  fact,       // imm: fact
  field,      // imm: field, aux: its list; only inside an event's conditions and `of`
  add,
  subtract,
  multiply,
  divide,  // a, b
  choose,  // a: condition, b, c
  minimum,
  maximum,
  first,          // children in their written order (at least one)
  round_up,       // a
  round_money,    // a: money, exact until here; rounds by the policy's `round`
  days_between,   // a, b, imm: index into `filters` (less …) or -1
  last_field,     // imm: index into `lasts`
  last_day,       // imm: period
  cell,           // a: key, imm: table, aux: column
  event_measure,  // imm: event test without a bound
};

constexpr bool is_period_test(Op op) {
  return op == Op::period_in || op == Op::period_before || op == Op::period_after;
}

/// One node. Boolean `if c then a else b` is expanded by check/ to any_of(all_of(c,a),
/// all_of(not c,b), all_of(a,b)); `x in [a, b]` to any_of(equal…); `d in p` on a period stays one atom.
struct Node {
  Op op = Op::constant_bool;
  Type type = Type::boolean;
  NodeId a = no_node, b = no_node, c = no_node;
  Index aux = 0;
  /// constant: count = the number; number = × 10^6; money = minor units; rate = parts per 10^9;
  /// days = days; length = Period::encode(); date = days since 1970-01-01; text, enumeration,
  /// remedy = index into `texts`; boolean (beside a cell of true and false) = 0 or 1; set = 0, the
  /// empty set of an assumption. Else the index that the op names.
  std::int64_t imm = 0;
  Index children_begin = 0, children_count = 0;  ///< into `children`
  bool may_be_never =
      false;  ///< a date that can be `never` (any but a literal, claim.filed_on, received_on)
};

/// `==` has no order (docs/language.md §7 "Atoms"): a constant stands last, else the sides stand as their nodes do.
inline void order_sides(const std::vector<Node>& nodes, NodeId& a, NodeId& b) {
  const bool constant_first = nodes[a].op == Op::constant;
  if (constant_first != (nodes[b].op == Op::constant) ? constant_first : a > b) std::swap(a, b);
}

/// A fact that this policy mentions or declares.
struct FactUse {
  std::string path;
  Type type = Type::text;
  Index standard = no_index;  ///< index into standard_facts(), or no_index: declared
  std::vector<std::string>
      members;  ///< enumeration, closed set; open: known ones and those of the file
  bool open = false;
  bool declared = false;    ///< by this file with a type
  NodeId assume = no_node;  ///< value or condition used where the record is silent
  Localized ask;            ///< the file's question, else empty
  Span span;                ///< of its entry under `facts`, where there is one
};

/// A list of events that this policy mentions or declares, with the fields it uses of it.
struct FieldUse {
  std::string name;
  Type type = Type::text;
  Index standard = no_index;  ///< index into the ListInfo's fields, or no_index
  std::vector<std::string> members;
  bool open = false;
  bool computed = false;
  NodeId assume = no_node;  ///< in the event's own context
  Span span;                ///< of its entry under `facts`, where there is one
};
struct ListUse {
  std::string path;
  Index standard = no_index;  ///< index into standard_lists()
  bool interval = false;
  bool assume_empty = false;  ///< declared with `assume: []`; the standard lists always are
  /// Of a declared list: all; of a standard one: all of the vocabulary in its order, then those the file adds.
  std::vector<FieldUse> fields;
  Span span;  ///< of its entry under `facts`, where there is one
};

enum class Bound : std::uint8_t { none, at_least, more_than, at_most, fewer_than, exactly };

struct EventTest {
  EventMeasure measure = EventMeasure::count;
  Index list = no_index;
  NodeId where = no_node, of = no_node;
  std::vector<Index> same;  ///< fields
  Bound bound = Bound::none;
  NodeId limit = no_node;
  Type type = Type::count;  ///< of the measured value
  Localized title;          ///< of the named condition that it is, of `names`
};
/// `less repairs where c`, `extend_by: repairs where c`.
struct EventFilter {
  Index list = no_index;
  NodeId where = no_node;
};
struct LastField {
  Index list = no_index;
  Index field = no_index;
  NodeId where = no_node;
};

/// A counting key that may follow a bool parameter.
template <typename E>
struct Switched {
  E then{};
  E otherwise{};
  Index parameter = no_index;  ///< no_index: always `then`
};

struct PeriodUse {
  std::string name;
  Localized title;           ///< of `names`
  std::vector<NodeId> from;  ///< first(…)
  NodeId length = no_node;   ///< days, length; none where `until` is
  NodeId until = no_node;
  bool open_end = false;  ///< `until: never`
  struct Usage {
    Index fact = no_index;
    NodeId limit = no_node;
  };
  std::vector<Usage> usage;
  Index extend_by = no_index;  ///< into `filters`
  Switched<CountFrom> count_from;
  Switched<MonthEnd> month_end;
  Switched<Roll> roll;
  bool recalled = false;
};

struct TableUse {
  std::string name;
  NodeId key = no_node;
  std::vector<std::string> columns;
  std::vector<Type> types;  ///< Type::list: a list of texts
  struct Row {
    Index key = no_index;       ///< into `texts`; of `otherwise`: no_index
    std::vector<NodeId> cells;  ///< constants; no_node: no value; list cells: see `lists`
    std::vector<std::vector<Index>> lists;  ///< for list columns, texts; else empty
    bool recalled = false;
  };
  std::vector<Row> rows;
  std::optional<Row> otherwise;
};

struct ParameterUse {
  std::string name;
  Type type = Type::boolean;
  std::int64_t value = 0;  ///< as Node::imm
  bool contested = false, recalled = false;
  bool set = false;   ///< by the caller, before compile/
  Localized title;    ///< its words under `names`
  Localized reading;  ///< of `contested`
};

/// A named value, for the explanation. `lines` has one entry for a plain value, one a step otherwise.
struct ValueUse {
  std::string name;
  Localized title;
  NodeId node = no_node;
  struct Line {
    StepKind kind = StepKind::first;
    std::string text;
    NodeId operand = no_node;  ///< the expression of the line
    NodeId result = no_node;   ///< after the line, rounded where it is money
  };
  std::vector<Line> lines;
};

struct MoneyUse {
  std::string key;
  NodeId amount = no_node;  ///< rounded
  std::string text;         ///< as written
};
struct TermUse {
  std::string key;
  Localized text;
  NodeId value = no_node;  ///< or an expression
};
struct BodyUse {
  std::vector<NodeId> needs;  ///< each a condition
  std::vector<MoneyUse> pays, charges;
  std::vector<TermUse> terms;
};

enum class Effect : std::uint8_t { grants, excludes, adds };

struct RuleUse {
  std::string id;
  Localized title, note;
  std::vector<std::string> cites;
  bool recalled = false;
  NodeId when = no_node;    ///< no_node: true
  NodeId unless = no_node;  ///< no_node: false
  Effect effect = Effect::grants;
  std::vector<std::pair<Index, BodyUse>> grants;  ///< remedy, body
  std::vector<Index> remedies;                    ///< excludes / adds: remedies
  std::vector<Index> granted_by;                  ///< adds: rules; empty: every grant of the remedy
  BodyUse body;                                   ///< adds
  std::vector<Index> overrides;                   ///< rules, as written (not closed)
  Span span;
};

struct RemedyUse {
  std::string id;
  Index standard = no_index;  ///< index into standard_remedies()
  bool side = false, paid = false;
  Localized title;
};

struct NoticeUse {
  std::string id;
  std::vector<std::string> on;  ///< outcomes
  Localized text;
};

struct CheckedPolicy {
  std::string file, id, version, digest;  ///< digest: "sha256:…" of the file's bytes
  std::string text;                       ///< the file's bytes, for who keeps them
  Localized title, source_title;
  std::string source_url;
  std::string basis;
  bool verified_said = false;  ///< the file as a whole says `verified`
  bool recalled = false;
  std::vector<std::string> clauses;
  std::vector<std::string> yields_to;
  bool prefer_consumer = false;
  std::optional<Currency> currency;
  std::int64_t round_to = 1;  ///< minor units
  Rounding rounding = Rounding::half_up;
  Zone zone;
  bool zone_given = false;  ///< else UTC, with a warning where a date is read
  /// The clock's own keys, for dates that an expression works out; periods carry theirs.
  Switched<CountFrom> count_from;
  Switched<MonthEnd> month_end;
  Switched<Roll> roll;
  std::shared_ptr<const WorkCalendar> calendar;
  std::optional<CivilDate> in_force_from, in_force_until;
  std::vector<NodeId> in_force_by;  ///< first(…); empty: always
  bool in_force_recalled = false;
  NodeId applies_to = no_node;  ///< no_node: true

  std::vector<Node> nodes;  ///< children before parents
  std::vector<NodeId> children;
  std::vector<std::string> texts;  ///< text constants and members
  std::vector<FactUse> facts;
  std::vector<ListUse> lists;  ///< always the standard three first, in their order
  std::vector<EventTest> event_tests;
  std::vector<EventFilter> filters;
  std::vector<LastField> lasts;
  std::vector<PeriodUse> periods;
  std::vector<TableUse> tables;
  std::vector<ParameterUse> parameters;
  std::vector<ValueUse> values;
  std::vector<RemedyUse> remedies;  ///< all standard ones in order, then declared ones by name
  std::vector<RuleUse> rules;       ///< in the order of decisions (§7 "Order")
  std::vector<NoticeUse> notices;
  std::vector<std::pair<std::string, Localized>> informative;
  std::vector<std::pair<std::string, Localized>> names;

  /// For faults that show only beside other policies.
  std::shared_ptr<const YamlTree> tree;
  struct Places {
    Span policy, currency, zone, in_force, yields_to;
  };
  Places places;
};

}  // namespace sanbao::ir
