// SPDX-License-Identifier: Apache-2.0
//
// See graph.hpp: lowering of nodes, periods, event tests and tables.
#include "compile/graph.hpp"

#include <algorithm>
#include <cassert>

#include "base/sorted.hpp"

namespace sanbao::compile {

using ir::Index;
using ir::no_index;
using ir::no_node;
using ir::Node;
using ir::NodeId;
using ir::Op;

namespace {

bool is_text(ir::Type type) {
  return type == ir::Type::text || type == ir::Type::enumeration || type == ir::Type::remedy;
}

template <typename E>
E folded(const ir::Switched<E>& choice, const std::vector<ir::ParameterUse>& parameters) {
  if (choice.parameter == no_index) return choice.then;
  return parameters[choice.parameter].value != 0 ? choice.then : choice.otherwise;
}

}  // namespace

Graph::Graph(const ir::CheckedPolicy& policy, ir::Schema& schema, ir::Program& program)
    : policy_(policy), schema_(schema), program_(program) {
  for (const auto& fact : policy.facts)
    slots_.push_back(fact.standard != no_index ? fact.standard : *schema.find_slot(fact.path));
  for (const auto& list : policy.lists) {
    const std::uint32_t index =
        list.standard != no_index ? list.standard : *schema.find_list(list.path);
    lists_.push_back(index);
    auto& fields = fields_.emplace_back();
    for (const auto& field : list.fields) {
      const auto& all = schema.lists[index].fields;
      const auto at =
          std::find_if(all.begin(), all.end(), [&](const auto& f) { return f.path == field.name; });
      assert(at != all.end());
      fields.push_back(static_cast<std::uint32_t>(at - all.begin()));
    }
  }
  for (const auto& text : policy.texts)
    symbols_.push_back(schema.symbols.intern(text));
  period_of_.assign(policy.periods.size(), no_index);
  test_of_.assign(policy.event_tests.size(), no_index);
  filter_of_.assign(policy.filters.size(), no_index);
  last_of_.assign(policy.lasts.size(), no_index);
  table_done_.assign(policy.tables.size(), 0);
  program.periods.resize(policy.periods.size());
  program.event_tests.resize(policy.event_tests.size());
  program.filters.resize(policy.filters.size());
  program.lasts.resize(policy.lasts.size());
  program.tables.resize(policy.tables.size());
  program.slot_assume.assign(schema.facts.size(), no_node);
  program.list_assume_empty.assign(schema.lists.size(), 0);
  for (const auto& list : schema.lists) {
    program.field_assume.emplace_back(list.fields.size(), no_node);
    program.list_assume_empty[program.field_assume.size() - 1] = list.standard ? 1 : 0;
  }
  for (std::size_t i = 0; i < policy.lists.size(); ++i)
    if (policy.lists[i].assume_empty) program.list_assume_empty[lists_[i]] = 1;
  assumption_done_.assign(policy.facts.size(), 0);
  for (Index fact = 0; fact < policy.facts.size(); ++fact)
    lower_assumption(fact);
  lower_field_assumptions();
}

NodeId Graph::add(Node node, std::vector<NodeId> children) {
  Key key{static_cast<std::int64_t>(node.op),
          static_cast<std::int64_t>(node.type),
          node.a,
          node.b,
          node.c,
          node.aux,
          node.imm};
  key.insert(key.end(), children.begin(), children.end());
  if (const auto at = nodes_.find(key); at != nodes_.end()) return at->second;
  node.children_begin = static_cast<Index>(program_.children.size());
  node.children_count = static_cast<Index>(children.size());
  program_.children.insert(program_.children.end(), children.begin(), children.end());
  const auto id = static_cast<NodeId>(program_.nodes.size());
  program_.nodes.push_back(node);
  nodes_.emplace(std::move(key), id);
  return id;
}

NodeId Graph::constant(bool value) {
  Node node;
  node.op = Op::constant_bool;
  node.imm = value ? 1 : 0;
  return add(node, {});
}

NodeId Graph::negation(NodeId of) {
  Node node;
  node.op = Op::negation;
  node.a = of;
  return add(node, {});
}

NodeId Graph::all_of(std::vector<NodeId> parts) {
  base::sort_unique(parts);
  if (parts.empty()) return constant(true);
  if (parts.size() == 1) return parts.front();
  Node node;
  node.op = Op::all_of;
  return add(node, std::move(parts));
}

NodeId Graph::lower(NodeId node) {
  if (node == no_node) return no_node;
  const std::pair key{node, context_list_};
  if (const auto at = lowered_.find(key); at != lowered_.end()) return at->second;
  const NodeId result = lower_new(node);
  lowered_[key] = result;
  return result;
}

NodeId Graph::lower_new(NodeId id) {
  const Node from = policy_.nodes[id];
  Node node = from;
  node.a = lower(from.a);
  node.b = lower(from.b);
  node.c = lower(from.c);
  std::vector<NodeId> children;
  for (Index i = 0; i < from.children_count; ++i)
    children.push_back(lower(policy_.children[from.children_begin + i]));
  switch (from.op) {
    case Op::parameter_bool:
      return constant(policy_.parameters[static_cast<std::size_t>(from.imm)].value != 0);
    case Op::parameter:
      node.op = Op::constant;
      node.imm = policy_.parameters[static_cast<std::size_t>(from.imm)].value;
      if (is_text(node.type)) node.imm = symbols_[static_cast<std::size_t>(node.imm)];
      break;
    case Op::constant:
      if (is_text(node.type)) node.imm = symbols_[static_cast<std::size_t>(from.imm)];
      break;
    case Op::fact_bool:
    case Op::fact:
      lower_assumption(
          static_cast<Index>(from.imm));  // what is assumed stands before what reads it
      node.imm = slots_[static_cast<std::size_t>(from.imm)];
      break;
    case Op::field_bool:
    case Op::field:
      assert(context_list_ != no_index);
      node.imm = fields_[context_list_][static_cast<std::size_t>(from.imm)];
      node.aux = lists_[context_list_];
      break;
    case Op::period_in:
    case Op::period_before:
    case Op::period_after:
    case Op::last_day:
      node.imm = lower_period(static_cast<Index>(from.imm));
      break;
    case Op::event_test:
    case Op::event_measure:
      node.imm = lower_event_test(static_cast<Index>(from.imm));
      break;
    case Op::days_between:
      if (from.imm >= 0) node.imm = lower_filter(static_cast<Index>(from.imm));
      break;
    case Op::last_field:
      node.imm = lower_last(static_cast<Index>(from.imm));
      break;
    case Op::cell:
    case Op::in_table:
      lower_table(static_cast<Index>(from.imm));
      break;
    case Op::all_of:
    case Op::any_of:
      base::sort_unique(children);
      if (children.size() == 1) return children.front();
      break;
    case Op::equal:
      // A parameter is a constant from here on.
      ir::order_sides(program_.nodes, node.a, node.b);
      break;
    default:
      break;
  }
  return add(node, std::move(children));
}

void Graph::lower_assumption(Index fact) {
  if (assumption_done_[fact] != 0) return;
  assumption_done_[fact] = 1;
  if (policy_.facts[fact].assume == no_node) return;
  const Index outer = context_list_;
  context_list_ = no_index;
  program_.slot_assume[slots_[fact]] = lower(policy_.facts[fact].assume);
  context_list_ = outer;
}

void Graph::lower_field_assumptions() {
  for (Index list = 0; list < policy_.lists.size(); ++list) {
    const auto& fields = policy_.lists[list].fields;
    for (Index field = 0; field < fields.size(); ++field) {
      if (fields[field].assume == no_node) continue;
      context_list_ = list;
      program_.field_assume[lists_[list]][fields_[list][field]] = lower(fields[field].assume);
      context_list_ = no_index;
    }
  }
}

Index Graph::lower_period(Index period) {
  if (period_of_[period] != no_index) return period_of_[period];
  const Index outer = context_list_;
  context_list_ = no_index;
  ir::PeriodUse use = policy_.periods[period];
  Key key;
  for (auto& node : use.from)
    key.push_back(node = lower(node));
  key.push_back(-1);
  key.push_back(use.length = lower(use.length));
  key.push_back(use.until = lower(use.until));
  key.push_back(use.open_end ? 1 : 0);
  for (auto& usage : use.usage) {
    key.push_back(usage.fact = slots_[usage.fact]);
    key.push_back(usage.limit = lower(usage.limit));
  }
  if (use.extend_by != no_index) use.extend_by = lower_filter(use.extend_by);
  use.count_from = {folded(use.count_from, policy_.parameters), {}, no_index};
  use.month_end = {folded(use.month_end, policy_.parameters), {}, no_index};
  use.roll = {folded(use.roll, policy_.parameters), {}, no_index};
  for (const auto part :
       {static_cast<std::int64_t>(use.extend_by), static_cast<std::int64_t>(use.count_from.then),
        static_cast<std::int64_t>(use.month_end.then), static_cast<std::int64_t>(use.roll.then)})
    key.push_back(part);
  program_.periods[period] = std::move(use);
  context_list_ = outer;
  return period_of_[period] = periods_.try_emplace(std::move(key), period).first->second;
}

Index Graph::lower_event_test(Index test) {
  if (test_of_[test] != no_index) return test_of_[test];
  const Index outer = context_list_;
  ir::EventTest use = policy_.event_tests[test];
  context_list_ = use.list;
  use.where = lower(use.where);
  use.of = lower(use.of);
  for (auto& field : use.same)
    field = fields_[use.list][field];
  context_list_ = no_index;
  use.limit = lower(use.limit);
  use.list = lists_[use.list];
  context_list_ = outer;
  Key key{static_cast<std::int64_t>(use.measure), use.list, use.where, use.of,
          static_cast<std::int64_t>(use.bound),   use.limit};
  key.insert(key.end(), use.same.begin(), use.same.end());
  program_.event_tests[test] = std::move(use);
  return test_of_[test] = tests_.try_emplace(std::move(key), test).first->second;
}

Index Graph::lower_filter(Index filter) {
  if (filter_of_[filter] != no_index) return filter_of_[filter];
  const Index outer = context_list_;
  ir::EventFilter use = policy_.filters[filter];
  context_list_ = use.list;
  use.where = lower(use.where);
  use.list = lists_[use.list];
  context_list_ = outer;
  program_.filters[filter] = use;
  return filter_of_[filter] = filters_.try_emplace(Key{use.list, use.where}, filter).first->second;
}

Index Graph::lower_last(Index last) {
  if (last_of_[last] != no_index) return last_of_[last];
  const Index outer = context_list_;
  ir::LastField use = policy_.lasts[last];
  context_list_ = use.list;
  use.where = lower(use.where);
  use.field = fields_[use.list][use.field];
  use.list = lists_[use.list];
  context_list_ = outer;
  program_.lasts[last] = use;
  return last_of_[last] =
             last_keys_.try_emplace(Key{use.list, use.field, use.where}, last).first->second;
}

void Graph::lower_table(Index table) {
  if (table_done_[table] != 0) return;
  table_done_[table] = 1;
  const auto& use = policy_.tables[table];
  ir::TablePlan plan;
  plan.key = lower(use.key);
  const auto lower_row = [&](const ir::TableUse::Row& from) {
    ir::TableRow row;
    if (from.key != no_index) row.key = symbols_[from.key];
    for (const NodeId cell : from.cells)
      row.cells.push_back(lower(cell));
    for (const auto& list : from.lists) {
      auto& texts = row.lists.emplace_back();
      for (const Index text : list)
        texts.push_back(symbols_[text]);
    }
    row.recalled = from.recalled;
    return row;
  };
  for (const auto& row : use.rows)
    plan.rows.push_back(lower_row(row));
  std::sort(plan.rows.begin(), plan.rows.end(),
            [](const auto& a, const auto& b) { return a.key < b.key; });
  if (use.otherwise) {
    plan.has_otherwise = true;
    plan.otherwise = lower_row(*use.otherwise);
  }
  program_.tables[table] = std::move(plan);
}

void Graph::lower_rest() {
  for (Index i = 0; i < policy_.periods.size(); ++i)
    lower_period(i);
  for (Index i = 0; i < policy_.event_tests.size(); ++i)
    lower_event_test(i);
  for (Index i = 0; i < policy_.filters.size(); ++i)
    lower_filter(i);
  for (Index i = 0; i < policy_.lasts.size(); ++i)
    lower_last(i);
  for (Index i = 0; i < policy_.tables.size(); ++i)
    lower_table(i);
  for (const auto& value : policy_.values) {
    lower(value.node);
    for (const auto& line : value.lines) {
      lower(line.operand);
      lower(line.result);
    }
  }
}

}  // namespace sanbao::compile
