// SPDX-License-Identifier: Apache-2.0
//
// Plans: for each remedy of a policy its grants, exclusions and additions with what drops what, and for
// each rule what it mentions.
// In: a CheckedPolicy and its lowered Graph. Out: the rule part of a Program.
// Tested by tests/unit/compile_test.cpp.
#pragma once

#include <functional>
#include <span>

#include "compile/graph.hpp"

namespace sanbao::compile {

/// Conditions of rules and roots of money, lowered. Before Graph::finish.
void lower_rules(const ir::CheckedPolicy& policy, Graph& graph, ir::Program& program);

/// Plans of remedies and rules. After Graph::finish. `remedies`: of the ruleset; a plan is made for each
/// that the policy grants or excludes.
void plan_remedies(const ir::CheckedPolicy& policy, Graph& graph,
                   std::span<const ir::RemedyEntry> remedies, ir::Program& program);

/// The short ways of a claim that leaves nothing open. After find_mentions.
void plan_short_way(const ir::Schema& schema, ir::Program& program);

/// What the short way needs to look at several days at once; `bits` are taken. Called by plan_short_way.
void plan_days(const ir::Schema& schema, ir::Program& program, std::uint32_t bits);

/// What each rule mentions (`read`, `periods`, `events` in docs/records.md, "A decision").
void find_mentions(const ir::CheckedPolicy& policy, Graph& graph, const ir::Schema& schema,
                   ir::Program& program);

/// When a rule that rests on something recalled would not have failed without it. After plan_remedies.
ir::RecalledRule plan_recalled(const ir::CheckedPolicy& policy, Graph& graph,
                               const ir::Program& program, ir::Index rule,
                               const std::function<bool(ir::NodeId)>& speaks_of_recalled);

/// Which policies a claim may be about. After the programs are complete.
void plan_selection(ir::Ruleset& ruleset);

/// What reasons have in common for every claim, of all programs. Last, when the schema grows no more.
void plan_reasons(ir::Ruleset& ruleset);

/// What leaves and amounts can read. After plan_remedies.
void find_reads(const ir::Schema& schema, ir::Program& program);

/// Texts that facts are compared with. When the nodes are complete.
void find_compared_texts(ir::Program& program);

}  // namespace sanbao::compile
