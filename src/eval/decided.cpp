// SPDX-License-Identifier: Apache-2.0
//
// See decided.hpp. The formula is that of docs/language.md §3 "Status".
#include "eval/decided.hpp"

#include <algorithm>

namespace sanbao::eval {

using ir::no_node;
using ir::Node;
using ir::Op;

bool Decided::read(Session& session) {
  program_ = &session.program();
  if (truth_.size() < program_->nodes.size()) truth_.resize(program_->nodes.size());
  for (const Index leaf : program_->conditions.leaves) {
    const Tri tri = session.leaf(leaf);
    if (tri.is_open()) return false;
    truth_[program_->leaves[leaf].node] = tri.yes() ? 1 : 0;
  }
  for (const NodeId joint : program_->joints)
    work_out(joint);
  return true;
}

bool Decided::move(const Decided& from, Session& session, std::int32_t day) {
  program_ = from.program_;
  truth_ = from.truth_;
  session.move_to(day);
  bool decided = true;
  for (const Index leaf : program_->moving_leaves) {
    const Tri tri = session.leaf(leaf);
    decided = decided && !tri.is_open();
    truth_[program_->leaves[leaf].node] = tri.yes() ? 1 : 0;
  }
  session.move_to(std::nullopt);
  if (!decided) return false;
  for (const NodeId joint : program_->moving_joints)
    work_out(joint);
  return true;
}

void Decided::work_out(NodeId id) {
  const Node& node = program_->nodes[id];
  const NodeId* const child = program_->children.data() + node.children_begin;
  const auto all_are = [&](std::uint8_t truth) {
    for (Index i = 0; i < node.children_count; ++i)
      if (truth_[child[i]] != truth) return false;
    return true;
  };
  bool truth = false;
  switch (node.op) {
    case Op::constant_bool:
      truth = node.imm != 0;
      break;
    case Op::negation:
      truth = truth_[node.a] == 0;
      break;
    case Op::all_of:
      truth = all_are(1);
      break;
    case Op::any_of:
      truth = !all_are(0);
      break;
    case Op::at_least_of: {
      std::int64_t count = 0;
      for (Index i = 0; i < node.children_count; ++i)
        count += truth_[child[i]];
      truth = count >= program_->nodes[node.a].imm;
      break;
    }
    default:
      break;
  }
  truth_[id] = truth ? 1 : 0;
}

bool Decided::met(const std::vector<NodeId>& needs) const {
  return std::all_of(needs.begin(), needs.end(),
                     [&](NodeId need) { return need == no_node || yes(need); });
}

// Not excluded is left to the caller: it is the same for every grant.
bool Decided::due(const ir::GrantPlan& grant) const {
  return holds(grant.rule) && std::none_of(grant.overriders.begin(), grant.overriders.end(),
                                           [&](Index top) { return holds(top); });
}

// Of a grant that is due.
bool Decided::ok(const ir::RemedyPlan& plan, const ir::GrantPlan& grant) const {
  return met(grant.needs) &&
         std::all_of(grant.additions.begin(), grant.additions.end(), [&](Index a) {
           return !holds(plan.additions[a].rule) || met(plan.additions[a].needs);
         });
}

Decided::Standing Decided::standing(const ir::RemedyPlan& plan) const {
  Standing standing;
  if (std::any_of(plan.exclusions.begin(), plan.exclusions.end(),
                  [&](Index rule) { return holds(rule); }))
    return standing;
  for (const auto& grant : plan.grants) {
    if (!due(grant)) continue;
    ++standing.due;
    if (ok(plan, grant)) ++standing.ok;
  }
  return standing;
}

Status Decided::Standing::status() const {
  return ok > 0 ? Status::available : due > 0 ? Status::conditional : Status::unavailable;
}

std::optional<Status> Decided::status(const ir::RemedyPlan& plan) const {
  const Standing s = standing(plan);
  if (plan.has_money && (s.ok > 0 ? s.ok : s.due) > 1) return std::nullopt;
  return s.status();
}

bool Decided::amounts(Session& session, const ir::RemedyPlan& plan, const ir::GrantPlan& grant,
                      std::vector<Amount>& into) const {
  into.clear();
  bool known = true;
  const auto add = [&](const std::vector<ir::MoneyEntry>& entries, Index rule) {
    session.in_rule(rule);
    for (const auto& entry : entries) {
      const auto minor = minor_of(session.value(entry.amount));
      known = known && minor.has_value();
      into.push_back({entry.key, entry.charge, minor});
    }
  };
  add(grant.money, grant.rule);
  for (const Index a : grant.additions)
    if (holds(plan.additions[a].rule)) add(plan.additions[a].money, plan.additions[a].rule);
  session.in_rule(ir::no_index);
  sort_amounts(into);
  return known;
}

bool Decided::answer(Session& session, const ir::RemedyPlan& plan, RemedyResult& result) {
  result.clear();
  const Standing s = standing(plan);
  result.status = s.status();
  result.due_always = s.due > 0;
  if (s.due == 0) {
    for (const Index rule : plan.exclusions)
      if (holds(rule)) result.excluded_by.push_back(rule);
    return true;
  }
  for (Index g = 0; g < plan.grants.size(); ++g) {
    const auto& grant = plan.grants[g];
    if (!due(grant) || (s.ok > 0 && !ok(plan, grant))) continue;
    result.rules.push_back(grant.rule);
    result.grants.push_back(g);
    for (const Index a : grant.additions)
      if (holds(plan.additions[a].rule)) result.additions.push_back(a);
    if (s.ok > 0) continue;
    if (!met(grant.needs)) result.needs.push_back(grant.rule);
    for (const Index a : grant.additions)
      if (holds(plan.additions[a].rule) && !met(plan.additions[a].needs))
        result.needs.push_back(plan.additions[a].rule);
  }
  const auto make_unique = [](std::vector<Index>& list) {
    std::sort(list.begin(), list.end());
    list.erase(std::unique(list.begin(), list.end()), list.end());
  };
  make_unique(result.additions);
  make_unique(result.needs);
  if (!plan.has_money) return true;
  // Equal money merges; different money is weighed by the solver.
  if (!amounts(session, plan, plan.grants[result.grants.front()], result.money.amounts))
    return false;
  for (std::size_t i = 1; i < result.grants.size(); ++i) {
    if (!amounts(session, plan, plan.grants[result.grants[i]], others_) ||
        !same(others_, result.money.amounts))
      return false;
  }
  return true;
}

}  // namespace sanbao::eval
