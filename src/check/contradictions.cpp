// SPDX-License-Identifier: Apache-2.0
//
// contradictions.cpp: conditions that contradict themselves, seen from their shape alone.
// In: the graph of a rule's `when` and `unless`. Out: true where it can never hold; never a guess.
// Never tries values: `x < 3 and x > 5` is not seen.
// Tested by tests/unit/check_warnings_test.cpp.
#include <map>
#include <set>
#include <vector>

#include "check/warnings.hpp"

namespace sanbao::check {

using ir::no_node;
using ir::Node;
using ir::NodeId;
using ir::Op;

namespace {

// So many steps in all; what takes longer is not told.
constexpr int most_steps = 20'000;
constexpr int most_nested_choices = 3;

// What must be true together.
struct Together {
  std::set<std::pair<NodeId, bool>> literals;
  std::map<NodeId, NodeId> values;                       ///< a value and the constant it equals
  std::map<std::pair<NodeId, std::int64_t>, Op> places;  ///< a date and where it lies to a period
  std::vector<std::pair<NodeId, bool>> choices;          ///< one of several must hold
};

class Search {
 public:
  explicit Search(const Graph& graph) : graph_(graph) {}

  // False: a contradiction. `holds`: whether the node is to be true or to be false.
  bool take(Together& all, NodeId root, bool root_holds) {
    std::vector<std::pair<NodeId, bool>> open{{root, root_holds}};
    while (!open.empty()) {
      const auto [id, holds] = open.back();
      open.pop_back();
      if (++steps_ > most_steps) return true;
      const Node& node = graph_[id];
      switch (node.op) {
        case Op::constant_bool:
          if ((node.imm != 0) != holds) return false;
          break;
        case Op::negation:
          open.emplace_back(node.a, !holds);
          break;
        case Op::all_of:
        case Op::any_of:
          if ((node.op == Op::all_of) == holds) {
            for (const NodeId child : graph_.children(id))
              open.emplace_back(child, holds);
          } else {
            all.choices.emplace_back(id, holds);
          }
          break;
        default:
          if (!take_atom(all, id, holds)) return false;
      }
    }
    return true;
  }

  // True where no way is left.
  bool closed(const Together& all, int depth) {
    for (const auto& [id, holds] : all.choices) {
      bool open = false;
      for (const NodeId child : graph_.children(id)) {
        if (steps_ > most_steps) return false;
        Together branch = all;
        branch.choices.clear();
        if (!take(branch, child, holds)) continue;
        if (depth > 0 && closed(branch, depth - 1)) continue;
        open = true;
        break;
      }
      if (!open) return true;
    }
    return false;
  }

 private:
  bool take_atom(Together& all, NodeId id, bool holds) {
    if (all.literals.contains({id, !holds})) return false;
    all.literals.emplace(id, holds);
    const Node& node = graph_[id];
    if (!holds) return true;
    if (node.op == Op::equal && graph_[node.b].op == Op::constant) {
      const auto [at, fresh] = all.values.emplace(node.a, node.b);
      // Two numbers written in two types may still be one.
      if (!fresh && at->second != node.b && graph_[at->second].type == graph_[node.b].type)
        return false;
    }
    if (node.op == Op::period_in || node.op == Op::period_before || node.op == Op::period_after) {
      const auto [at, fresh] = all.places.emplace(std::pair(node.a, node.imm), node.op);
      if (!fresh && at->second != node.op) return false;
    }
    return true;
  }

  const Graph& graph_;
  int steps_ = 0;
};

}  // namespace

bool never_holds(const Graph& graph, NodeId when, NodeId unless) {
  Search search(graph);
  Together all;
  if (when != no_node && !search.take(all, when, true)) return true;
  if (unless != no_node && !search.take(all, unless, false)) return true;
  return search.closed(all, most_nested_choices);
}

}  // namespace sanbao::check
