// SPDX-License-Identifier: Apache-2.0
//
// What each rule's expanded text mentions: facts, periods, event tests, named values, fields; and which
// periods of a remedy move with the day of the claim. Walks the graph of the CheckedPolicy, where periods
// and tests still have their own names. See plans.hpp.
#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "base/sha256.hpp"
#include "base/sorted.hpp"
#include "compile/plans.hpp"

namespace sanbao::compile {

using ir::Index;
using ir::no_index;
using ir::no_node;
using ir::Node;
using ir::NodeId;
using ir::Op;

namespace {

class Walker {
 public:
  Walker(const ir::CheckedPolicy& policy, const Graph& graph)
      : policy_(policy), graph_(graph), seen_(policy.nodes.size(), 0) {
    for (Index value = 0; value < policy.values.size(); ++value)
      value_of_.emplace(policy.values[value].node, value);
  }

  ir::Mentions walk(const ir::RuleUse& rule) {
    begin();
    found_.recalled = rule.recalled || policy_.recalled;
    visit(rule.when);
    visit(rule.unless);
    for (const auto& [remedy, body] : rule.grants)
      visit(body);
    visit(rule.body);
    base::sort_unique(found_.slots);
    base::sort_unique(found_.periods);
    base::sort_unique(found_.event_tests);
    base::sort_unique(found_.values);
    base::sort_unique(found_.lists);
    base::sort_unique(found_.fields);
    base::sort_unique(found_.parameters);
    return std::move(found_);
  }

  /// Of a test outside of lists.
  bool speaks_of_recalled(NodeId test) {
    const auto [known, fresh] = recalled_tests_.try_emplace(test, false);
    if (!fresh) return known->second;
    begin();
    visit(test);
    return known->second = found_.recalled;
  }

 private:
  void begin() {
    ++walks_;
    seen_in_lists_.clear();
    seen_periods_.clear();
    found_ = {};
  }

  void visit(const ir::BodyUse& body) {
    for (const NodeId need : body.needs)
      visit(need);
    for (const auto& money : body.pays)
      visit(money.amount);
    for (const auto& money : body.charges)
      visit(money.amount);
    for (const auto& term : body.terms)
      visit(term.value);
  }

  void visit(NodeId id) { visit(id, no_index); }

  void visit(NodeId id, Index list) {
    if (id == no_node) return;
    if (list == no_index ? std::exchange(seen_[id], walks_) == walks_
                         : !seen_in_lists_.emplace(id, list).second)
      return;
    if (const auto named = value_of_.find(id); named != value_of_.end()) {
      found_.values.push_back(named->second);
      for (const auto& line : policy_.values[named->second].lines) {
        visit(line.operand, no_index);
        visit(line.result, no_index);
      }
    }
    const Node& node = policy_.nodes[id];
    visit(node.a, list);
    visit(node.b, list);
    visit(node.c, list);
    for (Index i = 0; i < node.children_count; ++i)
      visit(policy_.children[node.children_begin + i], list);
    const auto index = static_cast<Index>(node.imm);
    switch (node.op) {
      case Op::fact:
      case Op::fact_bool:
        found_.slots.push_back(graph_.slot_of(index));
        break;
      case Op::field:
      case Op::field_bool:
        found_.fields.emplace_back(graph_.list_of(list), graph_.field_of(list, index));
        visit(policy_.lists[list].fields[index].assume, list);
        break;
      case Op::parameter:
      case Op::parameter_bool:
        add_parameter(index);
        break;
      case Op::period_in:
      case Op::period_before:
      case Op::period_after:
      case Op::last_day:
        visit_period(index);
        break;
      case Op::event_test:
      case Op::event_measure: {
        found_.event_tests.push_back(index);
        const auto& test = policy_.event_tests[index];
        found_.lists.push_back(graph_.list_of(test.list));
        visit(test.where, test.list);
        visit(test.of, test.list);
        visit(test.limit, no_index);
        for (const Index field : test.same)
          found_.fields.emplace_back(graph_.list_of(test.list), graph_.field_of(test.list, field));
        break;
      }
      case Op::days_between:
        if (node.imm >= 0) visit_filter(index);
        break;
      case Op::last_field: {
        const auto& last = policy_.lasts[index];
        found_.lists.push_back(graph_.list_of(last.list));
        found_.fields.emplace_back(graph_.list_of(last.list),
                                   graph_.field_of(last.list, last.field));
        visit(last.where, last.list);
        break;
      }
      case Op::cell:
      case Op::in_table:
        for (const auto& row : policy_.tables[index].rows)
          found_.recalled = found_.recalled || row.recalled;
        if (const auto& row = policy_.tables[index].otherwise)
          found_.recalled = found_.recalled || row->recalled;
        break;
      default:
        break;
    }
  }

  void visit_filter(Index filter) {
    const auto& use = policy_.filters[filter];
    found_.lists.push_back(graph_.list_of(use.list));
    visit(use.where, use.list);
  }

  void visit_period(Index period) {
    found_.periods.push_back(period);
    if (!seen_periods_.try_emplace(period, true).second) return;
    const auto& use = policy_.periods[period];
    found_.recalled = found_.recalled || use.recalled;
    for (const NodeId from : use.from)
      visit(from, no_index);
    visit(use.length, no_index);
    visit(use.until, no_index);
    for (const auto& usage : use.usage) {
      found_.slots.push_back(graph_.slot_of(usage.fact));
      visit(usage.limit, no_index);
    }
    if (use.extend_by != no_index) visit_filter(use.extend_by);
    add_parameter(use.count_from.parameter);
    if (use.length == no_node) return;  // `until` is a day, never moved
    add_parameter(use.month_end.parameter);
    add_parameter(use.roll.parameter);
  }

  void add_parameter(Index parameter) {
    if (parameter == no_index) return;
    found_.parameters.push_back(parameter);
    found_.recalled = found_.recalled || policy_.parameters[parameter].recalled;
  }

  const ir::CheckedPolicy& policy_;
  const Graph& graph_;
  std::map<NodeId, Index> value_of_;
  std::uint32_t walks_ = 0;          ///< how many there were; the number of the present one
  std::vector<std::uint32_t> seen_;  ///< by node, outside of lists: the walk that came by last
  std::set<std::pair<NodeId, Index>> seen_in_lists_;
  std::map<Index, bool> seen_periods_;
  std::map<NodeId, bool> recalled_tests_;
  ir::Mentions found_;
};

/// A tree in words that do not depend on where anything stands in the file.
class Signatures {
 public:
  Signatures(const ir::CheckedPolicy& policy, const Graph& graph)
      : policy_(policy), graph_(graph) {}

  std::string of(const ir::EventTest& test) {
    std::string text = std::to_string(graph_.list_of(test.list)) + '/' +
                       std::to_string(static_cast<int>(test.measure)) + '/' +
                       std::to_string(static_cast<int>(test.bound));
    for (const NodeId node : {test.limit, test.where, test.of})
      text += '/' + of(node, test.list);
    for (const Index field : test.same)
      text += ',' + std::to_string(graph_.field_of(test.list, field));
    return text;
  }

 private:
  // A node that many others use is put into words once, and a long text stands as its digest: else they would be as long
  // as the tree is with everything written out.
  const std::string& of(NodeId id, Index list) {
    static const std::string none = "-";
    if (id == no_node) return none;
    if (const auto known = texts_.find({id, list}); known != texts_.end()) return known->second;
    std::string text = in_words(id, list);
    if (text.size() > longest) text = base::sha256_hex(text);
    return texts_.emplace(std::pair(id, list), std::move(text)).first->second;
  }

  std::string in_words(NodeId id, Index list) {
    const Node& node = policy_.nodes[id];
    std::string text = '(' + std::to_string(static_cast<int>(node.op)) + ' ';
    const auto index = static_cast<std::size_t>(node.imm);
    switch (node.op) {
      case Op::fact:
      case Op::fact_bool:
        text += policy_.facts[index].path;
        break;
      case Op::field:
      case Op::field_bool:
        text += policy_.lists[list].fields[index].name;
        break;
      case Op::period_in:
      case Op::period_before:
      case Op::period_after:
      case Op::last_day:
        text += policy_.periods[index].name;
        break;
      case Op::parameter:
      case Op::parameter_bool:
        text += policy_.parameters[index].name;
        break;
      case Op::event_test:
      case Op::event_measure:
        text += of(policy_.event_tests[index]);
        break;
      case Op::constant:
        text += node.type == ir::Type::text || node.type == ir::Type::enumeration ||
                        node.type == ir::Type::remedy
                    ? policy_.texts[index]
                    : std::to_string(node.imm);
        break;
      case Op::cell:
      case Op::in_table:
        text += policy_.tables[index].name + '.' + std::to_string(node.aux);
        break;
      default:
        text += std::to_string(node.imm);
        break;
    }
    for (const NodeId part : {node.a, node.b, node.c})
      if (part != no_node) text += of(part, list);
    std::vector<std::string> children;
    for (Index i = 0; i < node.children_count; ++i)
      children.push_back(of(policy_.children[node.children_begin + i], list));
    if (node.op == Op::all_of || node.op == Op::any_of) std::sort(children.begin(), children.end());
    for (const auto& child : children)
      text += child;
    return text + ')';
  }

  static constexpr std::size_t longest = 4096;

  std::map<std::pair<NodeId, Index>, std::string> texts_;
  const ir::CheckedPolicy& policy_;
  const Graph& graph_;
};

/// How many named values stand below each: what is used has less depth than what uses it.
std::vector<std::uint32_t> value_depths(const ir::Program& program) {
  const std::size_t count = program.value_nodes.size();
  std::vector<std::uint32_t> depth(count, 0);
  std::map<NodeId, std::size_t> value_of;
  for (std::size_t value = 0; value < count; ++value)
    value_of.emplace(program.value_nodes[value], value);
  std::vector<std::uint8_t> done(count, 0);
  const std::function<std::uint32_t(std::size_t)> depth_of = [&](std::size_t value) {
    if (done[value] != 0) return depth[value];
    done[value] = 1;
    std::vector<NodeId> open{program.value_nodes[value]};
    std::set<NodeId> seen;
    while (!open.empty()) {
      const NodeId id = open.back();
      open.pop_back();
      if (id == no_node || !seen.insert(id).second) continue;
      if (const auto other = value_of.find(id); other != value_of.end() && other->second != value) {
        depth[value] = std::max(depth[value], depth_of(other->second) + 1);
        continue;
      }
      const Node& node = program.nodes[id];
      open.insert(open.end(), {node.a, node.b, node.c});
      for (Index i = 0; i < node.children_count; ++i)
        open.push_back(program.children[node.children_begin + i]);
    }
    return depth[value];
  };
  for (std::size_t value = 0; value < count; ++value)
    depth_of(value);
  return depth;
}

// A whole unit is one that names no component.
ir::AssumedList assumed_of(const ir::Program& program, const ir::Schema& schema, Index list) {
  ir::AssumedList assumed;
  assumed.list = list;
  const ir::SchemaList& shape = schema.lists[list];
  for (const auto& [of, field] : program.mentioned_fields) {
    const int index = static_cast<int>(field);
    if (of != list || index == shape.returned_on || index == shape.duration) continue;
    ir::AssumedField& entry = assumed.fields.emplace_back();
    entry.field = entry.read = field;
    if (index == shape.whole_unit)
      entry.read = shape.component < 0 ? ir::no_index : static_cast<Index>(shape.component);
    entry.cut = index == shape.fixed || index == shape.waiting_days || index == shape.hours ||
                index == shape.replaced;
  }
  return assumed;
}

}  // namespace

void find_mentions(const ir::CheckedPolicy& policy, Graph& graph, const ir::Schema& schema,
                   ir::Program& program) {
  Walker walker(policy, graph);
  for (Index rule = 0; rule < policy.rules.size(); ++rule) {
    program.rules[rule].mentions = walker.walk(policy.rules[rule]);
    if (program.rules[rule].mentions.recalled)
      program.recalled_rules.push_back(
          plan_recalled(policy, graph, program, rule,
                        [&](NodeId test) { return walker.speaks_of_recalled(test); }));
  }
  Signatures signatures(policy, graph);
  for (const auto& test : policy.event_tests)
    program.event_signature.push_back(signatures.of(test));
  program.value_depth = value_depths(program);
  for (const auto& rule : program.rules) {
    const auto add = [](auto& into, const auto& from) {
      into.insert(into.end(), from.begin(), from.end());
    };
    add(program.mentioned_slots, rule.mentions.slots);
    add(program.mentioned_lists, rule.mentions.lists);
    add(program.mentioned_fields, rule.mentions.fields);
  }
  base::sort_unique(program.mentioned_slots);
  for (const std::uint32_t slot : program.mentioned_slots)
    if (program.slot_assume[slot] != no_node) program.assumed_slots.push_back(slot);
  base::sort_unique(program.mentioned_lists);
  base::sort_unique(program.mentioned_fields);
  for (const Index list : program.mentioned_lists)
    program.assumed_lists.push_back(assumed_of(program, schema, list));
  // Periods that move: every period of a rule of the remedy is a candidate; a boundary that changes
  // nothing is found out when it is tried.
  for (auto& plan : program.remedies) {
    const auto add = [&](Index rule) {
      const auto& periods = program.rules[rule].mentions.periods;
      plan.moving_periods.insert(plan.moving_periods.end(), periods.begin(), periods.end());
    };
    const bool moves = std::any_of(plan.formula.leaves.begin(), plan.formula.leaves.end(),
                                   [&](Index leaf) { return program.leaves[leaf].may_move; }) ||
                       plan.has_money;
    if (!moves) continue;
    for (const auto& grant : plan.grants)
      add(grant.rule);
    for (const Index rule : plan.exclusions)
      add(rule);
    for (const auto& addition : plan.additions)
      add(addition.rule);
    base::sort_unique(plan.moving_periods);
  }
}

}  // namespace sanbao::compile
