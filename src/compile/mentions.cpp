// SPDX-License-Identifier: Apache-2.0
//
// What each rule's expanded text mentions: facts, periods, event tests, named values, fields; and which
// periods of a remedy move with the day of the claim. Walks the graph of the CheckedPolicy, where periods
// and tests still have their own names. See plans.hpp.
#include <algorithm>
#include <map>

#include "compile/plans.hpp"

namespace sanbao::compile {

using ir::Index;
using ir::no_index;
using ir::no_node;
using ir::Node;
using ir::NodeId;
using ir::Op;

namespace {

template <typename T>
void make_unique(std::vector<T>& list) {
  std::sort(list.begin(), list.end());
  list.erase(std::unique(list.begin(), list.end()), list.end());
}

class Walker {
 public:
  Walker(const ir::CheckedPolicy& policy, const Graph& graph) : policy_(policy), graph_(graph) {
    for (Index value = 0; value < policy.values.size(); ++value) value_of_.emplace(policy.values[value].node, value);
  }

  ir::Mentions walk(const ir::RuleUse& rule) {
    seen_.clear();
    seen_periods_.clear();
    found_ = {};
    found_.recalled = rule.recalled || policy_.recalled;
    visit(rule.when);
    visit(rule.unless);
    for (const auto& [remedy, body] : rule.grants) visit(body);
    visit(rule.body);
    make_unique(found_.slots);
    make_unique(found_.periods);
    make_unique(found_.event_tests);
    make_unique(found_.values);
    make_unique(found_.lists);
    make_unique(found_.fields);
    return std::move(found_);
  }

 private:
  void visit(const ir::BodyUse& body) {
    for (const NodeId need : body.needs) visit(need);
    for (const auto& money : body.pays) visit(money.amount);
    for (const auto& money : body.charges) visit(money.amount);
    for (const auto& term : body.terms) visit(term.value);
  }

  void visit(NodeId id) { visit(id, no_index); }

  void visit(NodeId id, Index list) {
    if (id == no_node) return;
    const auto [at, fresh] = seen_.try_emplace({id, list}, true);
    if (!fresh) return;
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
    for (Index i = 0; i < node.children_count; ++i) visit(policy_.children[node.children_begin + i], list);
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
        found_.recalled = found_.recalled || policy_.parameters[index].recalled;
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
        found_.fields.emplace_back(graph_.list_of(last.list), graph_.field_of(last.list, last.field));
        visit(last.where, last.list);
        break;
      }
      case Op::cell:
      case Op::in_table:
        for (const auto& row : policy_.tables[index].rows) found_.recalled = found_.recalled || row.recalled;
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
    for (const NodeId from : use.from) visit(from, no_index);
    visit(use.length, no_index);
    visit(use.until, no_index);
    for (const auto& usage : use.usage) {
      found_.slots.push_back(graph_.slot_of(usage.fact));
      visit(usage.limit, no_index);
    }
    if (use.extend_by != no_index) visit_filter(use.extend_by);
  }

  const ir::CheckedPolicy& policy_;
  const Graph& graph_;
  std::map<NodeId, Index> value_of_;
  std::map<std::pair<NodeId, Index>, bool> seen_;
  std::map<Index, bool> seen_periods_;
  ir::Mentions found_;
};

}  // namespace

void find_mentions(const ir::CheckedPolicy& policy, const Graph& graph, ir::Program& program) {
  Walker walker(policy, graph);
  for (Index rule = 0; rule < policy.rules.size(); ++rule) program.rules[rule].mentions = walker.walk(policy.rules[rule]);
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
    for (const auto& grant : plan.grants) add(grant.rule);
    for (const Index rule : plan.exclusions) add(rule);
    for (const auto& addition : plan.additions) add(addition.rule);
    make_unique(plan.moving_periods);
  }
}

void collect_constants(ir::Program& program) {
  const auto add = [](auto& list, std::int64_t value) {
    list.push_back(static_cast<typename std::decay_t<decltype(list)>::value_type>(value));
  };
  for (const Node& node : program.nodes) {
    if (node.op != Op::constant) continue;
    switch (node.type) {
      case ir::Type::date: add(program.date_constants, node.imm); break;
      case ir::Type::days:
        add(program.day_constants, node.imm);
        add(program.length_constants, Period::days(node.imm).encode());
        break;
      case ir::Type::length: add(program.length_constants, node.imm); break;
      case ir::Type::count: add(program.count_constants, node.imm); break;
      case ir::Type::number: add(program.number_constants, node.imm); break;
      case ir::Type::money: add(program.money_constants, node.imm); break;
      case ir::Type::rate: add(program.rate_constants, node.imm); break;
      case ir::Type::text:
      case ir::Type::enumeration:
      case ir::Type::remedy: add(program.text_constants, node.imm); break;
      default: break;
    }
  }
  for (const auto& table : program.tables) {
    for (const auto& row : table.rows) {
      add(program.text_constants, row.key);
      for (const auto& list : row.lists)
        for (const ir::Symbol text : list) add(program.text_constants, text);
    }
    for (const auto& list : table.otherwise.lists)
      for (const ir::Symbol text : list) add(program.text_constants, text);
  }
  make_unique(program.date_constants);
  make_unique(program.length_constants);
  make_unique(program.day_constants);
  make_unique(program.count_constants);
  make_unique(program.number_constants);
  make_unique(program.money_constants);
  make_unique(program.rate_constants);
  make_unique(program.text_constants);
}

}  // namespace sanbao::compile
