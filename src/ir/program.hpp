// SPDX-License-Identifier: Apache-2.0
//
// Program: one policy ready to be decided: facts in slots, texts as symbols, conditions as a flat list,
// rules as plans for each remedy. Ruleset: the programs of a rulebook over one Schema.
// In: made by compile/. Out: read by eval/ on any number of threads. Immutable.
// Never holds a text that decides; titles and names stay in the CheckedPolicy it keeps.
// Tested by tests/unit/compile_test.cpp.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "ir/checked_policy.hpp"
#include "ir/plain_answer.hpp"
#include "ir/reason_plan.hpp"
#include "ir/schema.hpp"
#include "ir/selection.hpp"
#include "ir/short_way.hpp"
#include "sanbao/rulebook.hpp"

namespace sanbao::ir {

/// A condition that a missing fact can keep open (docs/language.md §7 "Atoms"), where it stands.
struct Leaf {
  NodeId node = no_node;
  Index atom =
      0;  ///< equal trees share one; `>=` is the negation of `<` where neither side can be never
  bool negated = false;       ///< relative to its atom
  bool may_move = false;      ///< holds a period test that moves with the day of the claim
  bool in_event = false;      ///< is about an event: decided for each, inside an event test alone
  bool reads_events = false;  ///< a day of judgement that arrives can change it, decided or not
  std::vector<Index>
      inner;  ///< leaves of the conditions inside its values, transitively, ascending
};

/// A set of conditions to work out together: every node they are built from, children before parents.
struct Formula {
  std::vector<NodeId> nodes;  ///< all_of, any_of, negation, at_least_of, constant_bool, leaves
  std::vector<Index> leaves;  ///< those of `nodes` and the inner ones of amounts, ascending
};

struct MoneyEntry {
  std::string key;
  bool charge = false;
  NodeId amount = no_node;
  std::vector<Index> inner;  ///< leaves of the conditions inside
};

/// What a rule adds to remedies in words or values.
struct TermPlan {
  Index rule = no_index;
  const BodyUse* body = nullptr;  ///< of the source
};

/// `for:` on one remedy.
struct AdditionPlan {
  Index rule = no_index;
  std::vector<NodeId> needs;
  std::vector<MoneyEntry> money;
  Index terms = no_index;  ///< into Program::terms; no_index: none
};

/// One grant of one remedy.
struct GrantPlan {
  Index rule = no_index;
  Index body = 0;          ///< index into the rule's grants
  Index terms = no_index;  ///< as of an addition
  std::vector<NodeId> needs;
  std::vector<MoneyEntry> money;
  std::vector<Index> overriders;  ///< rules that drop it where they hold; transitively closed
  std::vector<Index> additions;   ///< into RemedyPlan::additions
};

struct RemedyPlan {
  Index remedy = no_index;        ///< into Ruleset::remedies
  std::vector<GrantPlan> grants;  ///< in the order of rules
  std::vector<Index> exclusions;  ///< rules
  std::vector<AdditionPlan> additions;
  Formula formula;  ///< of all of these
  bool has_money = false;
  bool alike = true;                  ///< every grant carries the same additions
  std::vector<Index> moving_periods;  ///< periods whose tests move with the day of the claim
};

struct TableRow {
  Symbol key = 0;
  std::vector<NodeId> cells;  ///< no_node: no value
  std::vector<std::vector<Symbol>> lists;
  bool recalled = false;
};
struct TablePlan {
  NodeId key = no_node;
  std::vector<TableRow> rows;  ///< sorted by key
  bool has_otherwise = false;
  TableRow otherwise;
};

/// What one rule mentions, for its reason; all sorted and unique.
struct Mentions {
  std::vector<std::uint32_t> slots;  ///< facts outside events
  std::vector<Index> periods;
  std::vector<Index> event_tests;
  std::vector<Index> values;                    ///< named values
  std::vector<Index> lists;                     ///< schema lists
  std::vector<std::pair<Index, Index>> fields;  ///< schema list, field
  std::vector<Index> parameters;
  bool recalled = false;  ///< rests on a recalled period, parameter, row or rule
};

/// What a policy may assume of an event of a list: fields that its rules mention, but for when it ended and how
/// long it lasted.
struct AssumedField {
  Index field = 0;
  Index read = 0;    ///< whose silence it is; no_index: it is always silent
  bool cut = false;  ///< silent, whatever the claim says, of an event cut by the day of judgement
};
struct AssumedList {
  Index list = 0;
  std::vector<AssumedField> fields;
};

/// A part of what is left of a rule's condition where each test that rests on something recalled may come out either
/// way: a test that comes out as wanted or may, or so many parts of which that is so.
struct MayHold {
  NodeId test = no_node;  ///< no_node: parts
  bool wanted = true;     ///< of a test
  std::int64_t least = 0;
  std::vector<Index> parts;  ///< before it in its list
};

/// A rule that rests on something recalled. Where it fails, it is told only of a remedy that it would have granted.
struct RecalledRule {
  Index rule = no_index;
  std::vector<MayHold>
      may_hold;  ///< the last is the rule; empty: its failing rests on nothing recalled
  std::vector<Index> remedies;  ///< of Program::remedies, those that it grants
};

struct RulePlan {
  NodeId when = no_node, unless = no_node;  ///< no_node: true, false
  NodeId condition = no_node;               ///< when and not unless, as one node
  Formula formula;                          ///< of `condition`
  Mentions mentions;
  std::vector<Index> overriders;  ///< closed, over all remedies
};

struct Program {
  std::shared_ptr<const CheckedPolicy> source;
  std::vector<std::string_view> rule_ids;  ///< of its rules, side by side
  Index order = 0;                         ///< position in the ruleset

  // The graph of `source` with facts as slots, texts as symbols and parameters folded in; equal
  // periods and event tests are one.
  std::vector<Node> nodes;
  std::vector<NodeId> children;
  std::vector<Index> leaf_of;  ///< by node; no_index: no leaf
  std::vector<Leaf> leaves;
  std::uint32_t atoms = 0;
  std::vector<std::uint8_t> moves;               ///< by node: holds a period test that moves
  std::vector<std::uint8_t> reads_events;        ///< by node
  std::vector<std::vector<Index>> inner;         ///< by value node: leaves inside; empty for most
  std::vector<std::vector<Index>> period_inner;  ///< by period

  std::vector<EventTest> event_tests;  ///< lists and fields by Schema index
  std::vector<EventFilter> filters;
  std::vector<LastField> lasts;
  std::vector<PeriodUse>
      periods;  ///< by index of `source`; usage facts as slots; clock switches folded
  std::vector<TablePlan> tables;
  std::vector<NodeId> slot_assume;                ///< by slot; no_node: none
  std::vector<std::vector<NodeId>> field_assume;  ///< by list, by field
  std::vector<std::uint8_t> list_assume_empty;    ///< by list

  std::map<NodeId, NodeId> term_nodes, amount_nodes, line_nodes;  ///< of the source, to `nodes`
  std::vector<std::uint32_t> value_depth;  ///< by index of source->values: 0 uses no other
  std::vector<std::string>
      event_signature;  ///< by event test: its tree in words, whatever its place in the file
  std::vector<Index> canonical_period;  ///< by index of source->periods: the first that is equal
  std::vector<NodeId> value_nodes;      ///< by index of source->values
  bool has_amounts = false;
  std::vector<std::uint32_t> mentioned_slots;  ///< by any rule
  std::vector<std::uint32_t> assumed_slots;    ///< of these, those that the policy assumes
  std::vector<Index> mentioned_lists;
  std::vector<std::pair<Index, Index>> mentioned_fields;  ///< list, field
  std::vector<AssumedList> assumed_lists;                 ///< one for each of mentioned_lists

  Formula conditions;  ///< of all rules
  ShortWay short_way;  ///< of `conditions`
  ReasonPlans reason_plans;
  std::vector<RulePlan> rules;  ///< in the order of source->rules
  std::vector<RemedyPlan>
      remedies;  ///< by Ruleset remedy index, those that this policy grants or excludes
  std::vector<TermPlan> terms;               ///< in the order of rules
  std::vector<RecalledRule> recalled_rules;  ///< in the order of rules
  std::vector<Index> droppable;              ///< rules with a grant that another rule may drop
  AnswerPieces pieces;
  NodeId applies_to = no_node;
  std::map<std::uint32_t, std::set<Symbol>>
      demands;  ///< by slot: texts without which it does not apply
  Formula applies;
  std::vector<NodeId> in_force_by;
  std::vector<Index> yields_to;  ///< programs

  // For the search of answers that settle a claim (eval/asking.cpp): what can be read at all, and what facts are
  // compared with.
  std::vector<NodeId> constants;  ///< but for texts
  std::size_t reads_words = 0;    ///< of a row
  /// A bit for each slot of the schema, then one for each list, then one for each of `constants`. No two are alike.
  std::vector<std::uint64_t> read_rows;
  std::vector<Index> node_reads, period_reads;  ///< rows, by node and by period
  Index in_force_reads = 0;
  [[nodiscard]] std::size_t count_of_read_rows() const {
    return reads_words == 0 ? 0 : read_rows.size() / reads_words;
  }
  [[nodiscard]] const std::uint64_t* read_row(Index row) const {
    return &read_rows[row * reads_words];
  }
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::vector<Symbol>>
      field_texts;  ///< list, field: compared with
  std::map<std::uint32_t, std::vector<Symbol>> slot_texts;

  /// The slot of each fact in a tree, as often as it stands there.
  template <typename Each>
  void for_each_slot(NodeId root, const Each& each) const {
    if (root == no_node) return;
    const Node& node = nodes[root];
    if (node.op == Op::fact || node.op == Op::fact_bool) each(static_cast<std::uint32_t>(node.imm));
    for (const NodeId part : {node.a, node.b, node.c})
      for_each_slot(part, each);
    for (Index i = 0; i < node.children_count; ++i)
      for_each_slot(children[node.children_begin + i], each);
  }
  /// Texts that a slot, or a field of a list, is compared with.
  [[nodiscard]] const std::vector<Symbol>& compared_texts(bool is_slot, std::uint32_t slot_or_list,
                                                          std::uint32_t field) const;
};

struct RemedyEntry {
  std::string id;
  bool side = false, paid = false;
  Localized name;
};

struct Ruleset {
  std::shared_ptr<const Schema> schema_ptr;
  std::vector<Program> programs;  ///< by id, then version
  Selection selection;
  std::vector<RemedyEntry> remedies;   ///< standard ones in order, then declared ones by name
  std::vector<Symbol> remedy_symbols;  ///< of `remedies`
  Symbol any = 0;                      ///< `requests: any`
  std::vector<std::shared_ptr<const WorkCalendar>> calendars;
  std::size_t files = 0;
  std::vector<ParameterSetting> settings;  ///< as the caller gave them

  [[nodiscard]] const Schema& schema() const { return *schema_ptr; }
};

}  // namespace sanbao::ir
