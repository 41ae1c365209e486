// SPDX-License-Identifier: Apache-2.0
//
// See solver.hpp: the search. What single tests ask of a claim is in tests.cpp.
// Tested by tests/unit/witness_test.cpp.
#include "witness/solver.hpp"

#include <numeric>

#include "base/sorted.hpp"
#include "witness/shapes.hpp"

namespace sanbao::witness {

using ir::Op;

namespace {

constexpr int max_steps = 2000;
constexpr std::int64_t cost_of_step = 8;
constexpr std::size_t max_alternatives = 12;

}  // namespace

Solver::Solver(const ir::Program& program, const ir::Schema& schema, const Days& days,
               Budget& budget)
    : p_(program),
      schema_(schema),
      days_(days),
      budget_(budget),
      shapes_(shapes_of(program, schema)) {}

std::vector<NodeId> Solver::children_of(const ir::Node& node) const {
  const auto begin = p_.children.begin() + node.children_begin;
  std::vector<NodeId> children(begin, begin + node.children_count);
  std::ranges::stable_sort(children, {}, [&](NodeId id) { return shapes_[id]; });
  return children;
}

// By their keys, which stand in the table by the numbers of their texts.
std::vector<Index> Solver::rows_of(Index table) const {
  std::vector<Index> rows(p_.tables[table].rows.size());
  std::iota(rows.begin(), rows.end(), 0U);
  std::ranges::sort(
      rows, {}, [&](Index row) { return schema_.symbols.text(p_.tables[table].rows[row].key); });
  return rows;
}

void Solver::solve(std::vector<Goal> goals, bool with_days,
                   const std::function<bool(const Draft&)>& take) {
  with_days_ = with_days;
  steps_ = 0;
  take_ = &take;
  std::ranges::reverse(goals);
  go({std::move(goals), {}, {}});
}

// True: enough was found.
bool Solver::go(State state) {
  while (!state.open.empty()) {
    const Goal goal = state.open.back();
    state.open.pop_back();
    if (++steps_ > max_steps || !budget_.spend(cost_of_step)) return true;
    if (is_choice(goal)) {
      state.choices.push_back(goal);
    } else if (!settle(state, goal)) {
      return false;
    }
  }
  if (state.choices.empty()) return (*take_)(state.draft);
  const Goal goal = state.choices.back();
  state.choices.pop_back();
  for (const auto& alternative : alternatives(goal)) {
    State next = state;
    next.open = alternative;
    if (go(std::move(next))) return true;
  }
  return false;
}

bool Solver::is_choice(const Goal& goal) const {
  const ir::Node& node = p_.nodes[goal.node];
  switch (node.op) {
    case Op::all_of:
      return !goal.wanted;
    case Op::any_of:
      return goal.wanted;
    case Op::at_least_of:
      return true;
    case Op::in_cell:
      return goal.way == no_index;
    case Op::in_table:
      return goal.wanted && goal.way == no_index;
    case Op::period_in:
      return !goal.wanted && goal.way == no_index;
    default:
      return false;
  }
}

Solver::Alternatives Solver::alternatives(const Goal& goal) const {
  const ir::Node& node = p_.nodes[goal.node];
  Alternatives out;
  if (node.op == Op::at_least_of) {
    // As many neighbours as it takes; which ones seldom matters.
    const auto children = children_of(node);
    const ir::Node& number = p_.nodes[node.a];
    if (number.op != Op::constant || number.imm < 0) return {{}};
    const auto all = static_cast<std::int64_t>(children.size());
    const std::int64_t many = goal.wanted ? number.imm : all - number.imm + 1;
    for (std::int64_t from = 0; many <= all && from + std::max<std::int64_t>(many, 0) <= all;
         ++from) {
      auto& goals = out.emplace_back();
      for (std::int64_t i = 0; i < many; ++i)
        goals.push_back({children[static_cast<std::size_t>(from + i)], goal.wanted, goal.event});
    }
  } else if (node.op == Op::all_of || node.op == Op::any_of) {
    for (const NodeId child : children_of(node))
      out.push_back({{child, goal.wanted, goal.event}});
  } else if (node.op == Op::period_in) {
    for (const Index way : {after_period, before_period})
      out.push_back({{goal.node, goal.wanted, goal.event, way}});
  } else {
    const NodeId cell = node.op == Op::in_cell ? node.b : goal.node;
    for (const Index row : rows_of(static_cast<Index>(p_.nodes[cell].imm)))
      out.push_back({{goal.node, goal.wanted, goal.event, row}});
  }
  if (out.size() > max_alternatives) out.resize(max_alternatives);
  return out;
}

bool Solver::settle(State& state, const Goal& goal) {
  const ir::Node& node = p_.nodes[goal.node];
  switch (node.op) {
    case Op::constant_bool:
      return (node.imm != 0) == goal.wanted;
    case Op::negation:
      state.open.push_back({node.a, !goal.wanted, goal.event});
      return true;
    case Op::all_of:
    case Op::any_of:
      for (const NodeId child : children_of(node))
        state.open.push_back({child, goal.wanted, goal.event});
      return true;
    case Op::fact_bool:
    case Op::field_bool: {
      Wish* wish = wish_of(state, goal.node, goal.event);
      if (wish == nullptr) return true;
      const std::int64_t truth = goal.wanted ? 1 : 0;
      if (!wish->allows(truth)) return false;
      wish->value = truth;
      return wish->is_possible();
    }
    case Op::equal:
    case Op::less:
    case Op::less_equal:
    case Op::greater:
    case Op::greater_equal:
      return compare(state, goal);
    case Op::set_has: {
      Wish* wish = wish_of(state, node.a, goal.event);
      if (wish == nullptr || p_.nodes[node.b].op != Op::constant) return true;
      (goal.wanted ? wish->has : wish->lacks)
          .push_back(static_cast<ir::Symbol>(p_.nodes[node.b].imm));
      return wish->is_possible();
    }
    case Op::is_known:
    case Op::is_never:
      return test_known(state, goal);
    case Op::period_in:
    case Op::period_before:
    case Op::period_after:
      return goal.event != no_index || test_period(state.draft, goal);
    case Op::in_table:
    case Op::in_cell:
      return test_row(state, goal);
    case Op::event_test:
      return test_events(state, goal);
    default:
      return true;
  }
}

std::vector<std::pair<std::uint64_t, std::int64_t>> Solver::musts(NodeId condition) const {
  std::vector<std::pair<std::uint64_t, std::int64_t>> found;
  std::vector<std::pair<NodeId, bool>> open{{condition, true}};
  constexpr std::uint64_t by_node = std::uint64_t{1} << 32U;
  while (!open.empty()) {
    const auto [id, wanted] = open.back();
    open.pop_back();
    const ir::Node& node = p_.nodes[id];
    if (node.op == Op::negation) {
      open.emplace_back(node.a, !wanted);
    } else if (node.op == (wanted ? Op::all_of : Op::any_of)) {
      for (Index i = 0; i < node.children_count; ++i)
        open.emplace_back(p_.children[node.children_begin + i], wanted);
    } else {
      found.emplace_back(by_node + id, wanted ? 1 : 0);
      if (node.op != Op::equal || !wanted) continue;
      const ir::Node& a = p_.nodes[node.a];
      const ir::Node& b = p_.nodes[node.b];
      if (a.op == Op::fact && b.op == Op::constant)
        found.emplace_back(static_cast<std::uint64_t>(a.imm), b.imm);
      if (b.op == Op::fact && a.op == Op::constant)
        found.emplace_back(static_cast<std::uint64_t>(b.imm), a.imm);
    }
  }
  base::sort_unique(found);
  return found;
}

}  // namespace sanbao::witness
