// SPDX-License-Identifier: Apache-2.0
//
// Which facts, lists and constants a condition or an amount can read at all: through periods, tables, tests of
// events and what is assumed. See plans.hpp.
#include "compile/plans.hpp"

namespace sanbao::compile {

using ir::Index;
using ir::no_index;
using ir::no_node;
using ir::Node;
using ir::NodeId;
using ir::Op;

namespace {

bool is_measured(const Node& node) {
  return node.op == Op::constant &&
         (node.type == ir::Type::date || node.type == ir::Type::days ||
          node.type == ir::Type::length || node.type == ir::Type::count ||
          node.type == ir::Type::number || node.type == ir::Type::money ||
          node.type == ir::Type::rate);
}

class Reads {
 public:
  Reads(const ir::Schema& schema, const ir::Program& program)
      : schema_(schema),
        program_(program),
        words_(program.reads_words),
        rows_(program.nodes.size() * words_, 0) {
    for (std::size_t i = 0; i < program.constants.size(); ++i)
      set(program.constants[i], schema.facts.size() + schema.lists.size() + i);
    // Parts stand before wholes; only what is assumed may stand behind.
    do {
      changed_ = false;
      for (NodeId id = 0; id < program.nodes.size(); ++id)
        read(id);
    } while (changed_);
  }

  void add_to(std::vector<std::uint64_t>& into, NodeId id) const {
    into.resize(std::max(into.size(), words_));
    for (std::size_t w = 0; w < words_; ++w)
      into[w] |= rows_[id * words_ + w];
  }
  void append_to(std::vector<std::uint64_t>& into, NodeId id) const {
    const auto row = rows_.begin() + static_cast<std::ptrdiff_t>(id * words_);
    into.insert(into.end(), row, row + static_cast<std::ptrdiff_t>(words_));
  }

 private:
  void set(NodeId of, std::size_t bit) {
    auto& word = rows_[of * words_ + bit / 64];
    const std::uint64_t with = word | std::uint64_t{1} << (bit % 64);
    changed_ = changed_ || with != word;
    word = with;
  }
  void take(NodeId of, NodeId part) {
    if (part == no_node || part == of) return;
    for (std::size_t w = 0; w < words_; ++w) {
      auto& word = rows_[of * words_ + w];
      const std::uint64_t with = word | rows_[part * words_ + w];
      changed_ = changed_ || with != word;
      word = with;
    }
  }
  void take_slot(NodeId of, std::size_t slot) {
    set(of, slot);
    take(of, program_.slot_assume[slot]);
  }
  /// Its events, with whatever may be assumed of them.
  void take_list(NodeId of, Index list) {
    set(of, schema_.facts.size() + list);
    for (const NodeId assumed : program_.field_assume[list])
      take(of, assumed);
  }
  void take_filter(NodeId of, Index filter) {
    if (filter == no_index) return;
    take_list(of, program_.filters[filter].list);
    take(of, program_.filters[filter].where);
  }
  void take_period(NodeId of, const ir::PeriodUse& use) {
    for (const NodeId from : use.from)
      take(of, from);
    take(of, use.length);
    take(of, use.until);
    for (const auto& usage : use.usage) {
      take_slot(of, usage.fact);
      take(of, usage.limit);
    }
    take_filter(of, use.extend_by);
  }
  void take_table(NodeId of, const ir::TablePlan& table) {
    take(of, table.key);
    for (const auto& row : table.rows)
      for (const NodeId cell : row.cells)
        take(of, cell);
    for (const NodeId cell : table.otherwise.cells)
      take(of, cell);
  }

  void read(NodeId id) {
    const Node& node = program_.nodes[id];
    for (const NodeId part : {node.a, node.b, node.c})
      take(id, part);
    for (Index i = 0; i < node.children_count; ++i)
      take(id, program_.children[node.children_begin + i]);
    const auto index = static_cast<std::size_t>(node.imm);
    switch (node.op) {
      case Op::fact:
      case Op::fact_bool:
        return take_slot(id, index);
      case Op::field:
      case Op::field_bool:
        return take_list(id, node.aux);
      case Op::period_in:
      case Op::period_before:
      case Op::period_after:
      case Op::last_day:
        return take_period(id, program_.periods[index]);
      case Op::event_test:
      case Op::event_measure: {
        const auto& test = program_.event_tests[index];
        take_list(id, test.list);
        for (const NodeId part : {test.where, test.of, test.limit})
          take(id, part);
        return;
      }
      case Op::last_field:
        take_list(id, program_.lasts[index].list);
        return take(id, program_.lasts[index].where);
      case Op::days_between:
        if (node.imm >= 0) take_filter(id, static_cast<Index>(node.imm));
        return;
      case Op::cell:
      case Op::in_table:
        return take_table(id, program_.tables[index]);
      default:
        return;
    }
  }

  const ir::Schema& schema_;
  const ir::Program& program_;
  std::size_t words_;
  std::vector<std::uint64_t> rows_;  ///< by node
  bool changed_ = false;
};

}  // namespace

void find_reads(const ir::Schema& schema, ir::Program& program) {
  for (NodeId id = 0; id < program.nodes.size(); ++id)
    if (is_measured(program.nodes[id])) program.constants.push_back(id);
  program.reads_words =
      (schema.facts.size() + schema.lists.size() + program.constants.size() + 63) / 64;
  const Reads reads(schema, program);
  for (const ir::Leaf& leaf : program.leaves)
    reads.append_to(program.leaf_reads, leaf.node);
  for (const NodeId node : program.in_force_by)
    reads.add_to(program.in_force_reads, node);
  const auto read = [&](std::vector<ir::MoneyEntry>& entries) {
    for (ir::MoneyEntry& entry : entries)
      reads.append_to(entry.reads, entry.amount);
  };
  for (ir::RemedyPlan& plan : program.remedies) {
    for (ir::GrantPlan& grant : plan.grants)
      read(grant.money);
    for (ir::AdditionPlan& addition : plan.additions)
      read(addition.money);
  }
}

}  // namespace sanbao::compile
