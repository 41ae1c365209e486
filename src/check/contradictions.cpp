// SPDX-License-Identifier: Apache-2.0
//
// contradictions.cpp: conditions that contradict themselves, seen from their shape, and from the
// constants that one value is compared with.
// In: the graph of a rule's `when` and `unless`. Out: true where it can never hold; never a guess.
// Never tries values: `x < y and y < x` is not seen.
// Tested by tests/unit/check_warnings_test.cpp.
#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "check/warnings.hpp"

namespace sanbao::check {

using ir::no_node;
using ir::Node;
using ir::NodeId;
using ir::Op;
using ir::Type;

namespace {

// So many steps in all; what takes longer is not told.
constexpr int most_steps = 20'000;
constexpr int most_nested_choices = 3;

// Types whose constants have the order of their numbers.
bool is_in_order(Type type) {
  return type == Type::count || type == Type::number || type == Type::money || type == Type::days ||
         type == Type::rate || type == Type::date;
}

// Where a value lies that is compared with constants.
class Range {
 public:
  void at_least(std::int64_t value, bool strict) { raise(low_, {value, strict}); }
  void at_most(std::int64_t value, bool strict) {
    // Upper bounds are lower bounds seen from the other side.
    raise(high_, {-value, strict});
  }
  [[nodiscard]] bool is_empty() const {
    if (!low_ || !high_) return false;
    const std::int64_t high = -high_->first;
    return low_->first > high || (low_->first == high && (low_->second || high_->second));
  }

 private:
  using Limit = std::pair<std::int64_t, bool>;  // and whether it is out itself
  static void raise(std::optional<Limit>& bound, Limit limit) {
    if (!bound || *bound < limit) bound = limit;
  }
  std::optional<Limit> low_, high_;
};

// What must be true together.
struct Together {
  std::set<std::pair<NodeId, bool>> literals;
  std::map<NodeId, NodeId> values;                       ///< a value and the constant it equals
  std::map<std::pair<NodeId, std::int64_t>, Op> places;  ///< a date and where it lies to a period
  std::map<std::pair<NodeId, Type>, Range> ranges;       ///< a value compared with constants
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
    if (is_period_test(node.op)) {
      const auto [at, fresh] = all.places.emplace(std::pair(node.a, node.imm), node.op);
      if (!fresh && at->second != node.op) return false;
    }
    return take_range(all, node);
  }

  // `x > 500 CNY and x < 200 CNY`
  bool take_range(Together& all, const Node& node) {
    const bool ordered = node.op == Op::equal || node.op == Op::less || node.op == Op::less_equal ||
                         node.op == Op::greater || node.op == Op::greater_equal;
    if (!ordered) return true;
    const bool left = graph_[node.a].op == Op::constant;
    const Node& limit = graph_[left ? node.a : node.b];
    if (limit.op != Op::constant || !is_in_order(limit.type)) return true;
    Range& range = all.ranges[{left ? node.b : node.a, limit.type}];
    const bool strict = node.op == Op::less || node.op == Op::greater;
    const bool smaller = node.op == Op::less || node.op == Op::less_equal;
    if (node.op == Op::equal || smaller == left) range.at_least(limit.imm, strict);
    if (node.op == Op::equal || smaller != left) range.at_most(limit.imm, strict);
    return !range.is_empty();
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
