// SPDX-License-Identifier: Apache-2.0
//
// When the failing of a rule rests on something recalled: what is left of its condition where each test that speaks of
// something recalled may come out either way (docs/records.md "What a denial rests on"). See plans.hpp.
// In: the conditions of a rule in the CheckedPolicy, where parameters still stand. Out: a RecalledRule.
// Never works a test out: eval/recalled.cpp reads how each came out.
// Tested by tests/cases/meaning/recalled*.test.yaml.
#include <algorithm>
#include <map>
#include <utility>

#include "compile/plans.hpp"

namespace sanbao::compile {

using ir::Index;
using ir::no_node;
using ir::Node;
using ir::NodeId;
using ir::Op;
using ir::Type;

namespace {

/// Whether a test is one of a figure: of a period, of events, or a comparison of what is counted or dated.
bool is_of_figure(const ir::CheckedPolicy& policy, const Node& node) {
  if (ir::is_period_test(node.op) || node.op == Op::event_test) return true;
  if (node.op < Op::equal || node.op > Op::greater_equal) return false;
  const Type type = policy.nodes[node.a].type;
  return ir::is_numeric(type) || type == Type::date || type == Type::length;
}

class Builder {
 public:
  Builder(const ir::CheckedPolicy& policy, Graph& graph, bool all_figures,
          const std::function<bool(NodeId)>& speaks_of_recalled)
      : policy_(policy),
        graph_(graph),
        all_figures_(all_figures),
        speaks_of_recalled_(speaks_of_recalled) {}

  std::vector<ir::MayHold> build(const ir::RuleUse& rule) {
    std::vector<Part> parts;
    if (rule.when != no_node) parts.push_back(part(rule.when, true));
    if (rule.unless != no_node) parts.push_back(part(rule.unless, false));
    const auto all = static_cast<std::int64_t>(parts.size());
    const Part whole = junction(all, std::move(parts));
    if (!found_ || whole.truth == Truth::no) return {};
    if (whole.truth == Truth::yes) return {ir::MayHold{}};
    list_.resize(whole.place + 1);
    return std::move(list_);
  }

 private:
  enum class Truth : std::uint8_t { no, yes, open };
  struct Part {
    Truth truth = Truth::open;
    Index place = 0;  ///< in the list, where open
  };
  static Part known(bool truth) { return {truth ? Truth::yes : Truth::no, 0}; }

  /// Whether a condition may come out as wanted.
  Part part(NodeId id, bool wanted) {
    const std::pair key{id, wanted};
    if (const auto at = built_.find(key); at != built_.end()) return at->second;
    const Part made = make(id, wanted);
    built_.emplace(key, made);
    return made;
  }

  Part make(NodeId id, bool wanted) {
    const Node& node = policy_.nodes[id];
    switch (node.op) {
      case Op::constant_bool:
        return known((node.imm != 0) == wanted);
      case Op::parameter_bool: {
        const auto& parameter = policy_.parameters[static_cast<std::size_t>(node.imm)];
        return is_marked(parameter) ? recalled() : known((parameter.value != 0) == wanted);
      }
      case Op::negation:
        return part(node.a, !wanted);
      case Op::all_of:
        return junction(wanted ? node.children_count : 1, parts(node, wanted));
      case Op::any_of:
        return junction(wanted ? 1 : node.children_count, parts(node, wanted));
      case Op::at_least_of: {
        const Node& number = policy_.nodes[node.a];
        const bool named = number.op == Op::parameter;
        const auto index = static_cast<std::size_t>(number.imm);
        if (named && is_marked(policy_.parameters[index])) return recalled();
        const std::int64_t least = named ? policy_.parameters[index].value : number.imm;
        return junction(wanted ? least : node.children_count - least + 1, parts(node, wanted));
      }
      default:
        break;
    }
    if (all_figures_ && is_of_figure(policy_, node)) return recalled();
    if (!policy_.recalled && speaks_of_recalled_(id)) return recalled();
    return add({graph_.lower(id), wanted, 0, {}});
  }

  // Where the whole policy is recalled its parts are by that alone: there its figures count, and no more.
  [[nodiscard]] bool is_marked(const ir::ParameterUse& parameter) const {
    return parameter.recalled && !policy_.recalled;
  }

  Part recalled() {
    found_ = true;
    return known(true);
  }

  std::vector<Part> parts(const Node& node, bool wanted) {
    std::vector<Part> all;
    for (Index i = 0; i < node.children_count; ++i)
      all.push_back(part(policy_.children[node.children_begin + i], wanted));
    return all;
  }

  Part junction(std::int64_t least, std::vector<Part> parts) {
    least -= std::ranges::count(parts, Truth::yes, &Part::truth);
    std::erase_if(parts, [](const Part& p) { return p.truth != Truth::open; });
    if (least <= 0) return known(true);
    if (least > static_cast<std::int64_t>(parts.size())) return known(false);
    if (parts.size() == 1) return parts.front();
    ir::MayHold made;
    made.least = least;
    for (const Part& p : parts)
      made.parts.push_back(p.place);
    return add(std::move(made));
  }

  Part add(ir::MayHold made) {
    list_.push_back(std::move(made));
    return {Truth::open, static_cast<Index>(list_.size() - 1)};
  }

  const ir::CheckedPolicy& policy_;
  Graph& graph_;
  const bool all_figures_;
  const std::function<bool(NodeId)>& speaks_of_recalled_;
  bool found_ = false;  ///< some test rests on something recalled
  std::map<std::pair<NodeId, bool>, Part> built_;
  std::vector<ir::MayHold> list_;
};

}  // namespace

ir::RecalledRule plan_recalled(const ir::CheckedPolicy& policy, Graph& graph,
                               const ir::Program& program, Index rule,
                               const std::function<bool(NodeId)>& speaks_of_recalled) {
  ir::RecalledRule plan;
  plan.rule = rule;
  const ir::RuleUse& use = policy.rules[rule];
  if (use.effect != ir::Effect::grants) return plan;
  plan.may_hold =
      Builder(policy, graph, use.recalled || policy.recalled, speaks_of_recalled).build(use);
  for (Index i = 0; i < program.remedies.size(); ++i)
    if (std::ranges::find(program.remedies[i].grants, rule, &ir::GrantPlan::rule) !=
        program.remedies[i].grants.end())
      plan.remedies.push_back(i);
  return plan;
}

}  // namespace sanbao::compile
