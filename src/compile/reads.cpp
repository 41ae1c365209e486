// SPDX-License-Identifier: Apache-2.0
//
// Which facts, lists and constants a condition, a period or an amount can read at all: through periods, tables, tests of
// events and what is assumed. See plans.hpp.
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
        periods_(static_cast<NodeId>(program.nodes.size())),
        rows_((program.nodes.size() + program.periods.size()) * words_, 0) {
    for (std::size_t i = 0; i < program.constants.size(); ++i)
      set(program.constants[i], schema.facts.size() + schema.lists.size() + i);
    // Parts stand before wholes; only what is assumed may stand behind.
    do {
      changed_ = false;
      for (Index period = 0; period < program.periods.size(); ++period)
        take_period(periods_ + period, program.periods[period]);
      for (NodeId id = 0; id < program.nodes.size(); ++id)
        read(id);
    } while (changed_);
  }

  /// Rows that are alike become one.
  void keep_in(ir::Program& program) const {
    std::map<std::vector<std::uint64_t>, Index> known;
    const auto keep = [&](std::vector<std::uint64_t> row) {
      const auto [at, fresh] = known.try_emplace(std::move(row), static_cast<Index>(known.size()));
      if (fresh)
        program.read_rows.insert(program.read_rows.end(), at->first.begin(), at->first.end());
      return at->second;
    };
    for (NodeId id = 0; id < periods_; ++id)
      program.node_reads.push_back(keep(row(id)));
    for (NodeId id = periods_; id < periods_ + program.periods.size(); ++id)
      program.period_reads.push_back(keep(row(id)));
    std::vector<std::uint64_t> in_force(words_, 0);
    for (const NodeId id : program.in_force_by)
      for (std::size_t w = 0; w < words_; ++w)
        in_force[w] |= rows_[id * words_ + w];
    program.in_force_reads = keep(std::move(in_force));
  }

 private:
  [[nodiscard]] std::vector<std::uint64_t> row(NodeId id) const {
    const auto begin = rows_.begin() + static_cast<std::ptrdiff_t>(id * words_);
    return {begin, begin + static_cast<std::ptrdiff_t>(words_)};
  }
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
  /// But for its key, which is the part of the node that looks into it.
  void take_table(NodeId of, const ir::TablePlan& table) {
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
        return take(id, periods_ + static_cast<NodeId>(index));
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
  NodeId periods_;                   ///< where their rows begin
  std::vector<std::uint64_t> rows_;  ///< by node, then by period
  bool changed_ = false;
};

}  // namespace

void find_reads(const ir::Schema& schema, ir::Program& program) {
  for (NodeId id = 0; id < program.nodes.size(); ++id)
    if (is_measured(program.nodes[id])) program.constants.push_back(id);
  program.reads_words =
      (schema.facts.size() + schema.lists.size() + program.constants.size() + 63) / 64;
  Reads(schema, program).keep_in(program);
}

}  // namespace sanbao::compile
