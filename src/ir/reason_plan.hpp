// SPDX-License-Identifier: Apache-2.0
//
// ReasonPlans: what the reasons of one policy have in common for every claim: names, cites, texts, orders,
// and which facts, periods, event tests and steps each rule shows. What several rules show stands once.
// In: made by compile/reason_plans.cpp. Out: copied and filled in by eval/reasons.cpp.
// Never owns a text: names point into the Schema and the CheckedPolicy, both of which the Ruleset keeps.
// Tested by tests/unit/eval_reasons_test.cpp.
#pragma once

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "ir/checked_policy.hpp"
#include "ir/schema.hpp"
#include "sanbao/decision.hpp"

namespace sanbao::ir {

/// Where a reading comes from.
struct ReadingSource {
  std::uint32_t slot = 0;
  Type type = Type::text;
  bool is_requests = false;
  NodeId assume = no_node;
};
/// `begun`: the part of a reason that is the same for every claim.
struct ReadingPlan {
  Reading begun;
  std::vector<std::pair<Symbol, Text>> members;  ///< names of the members that have one
};

struct NeedPlan {
  NeedReading begun;
  NodeId node = no_node;
  std::vector<Index> read;  ///< readings, by path
  std::vector<Text> wanted;
  std::vector<NeedReading::Part> parts;
  std::vector<NodeId> part_nodes;  ///< of the parts, in the same order
};

/// A period beside the day that a rule tests against it.
struct PeriodPlan {
  struct From {
    NodeId node = no_node;
    std::string_view path;
    Text name;
  };
  struct Usage {
    Text name;
    std::uint32_t slot = 0;
    NodeId limit = no_node;
    Type type = Type::count;
  };
  Index canonical = no_index;
  std::vector<From> from;
  bool has_length = false;
  NodeId day = no_node;  ///< no_node: no day is tested outside events
  std::vector<Usage> usage;
};

/// One step of finding what decides a condition: where a node is what its place in the condition makes
/// decisive, what stands inside is looked at, else it is passed by.
struct DecisivePart {
  NodeId node = no_node;  ///< no_node: always
  bool negated = false;   ///< against the truth of the whole
  Index mask = no_index;  ///< first word of its names
  Index next = 0;         ///< behind all that stands inside
};
struct DecisiveParts {
  Index first = 0, end = 0;  ///< into ReasonPlans::parts
};

struct EventPlan {
  Index test = no_index;
  NodeId node = no_node;  ///< a condition of some rule that is this test
  DecisiveParts where;
  std::vector<Text> names;  ///< by ReasonPlans::names: what keeps an event out
};

struct StepPlan {
  struct Factor {
    Text name;
    NodeId node = no_node;
    Type type = Type::count;
    std::string_view sign = {};
  };
  Step begun;
  NodeId operand = no_node;  ///< of an operation
  NodeId result = no_node;
  NodeId days = no_node;  ///< days between two dates
  Type operand_type = Type::count, result_type = Type::count;
  std::vector<Factor> factors;
};

/// Lists of plans by their index; equal lists are one. The first is empty.
using PlanLists = std::vector<std::vector<Index>>;

struct RuleReason {
  DecisiveParts because;
  std::vector<std::string_view> remedies, cites, parameters;
  std::vector<Index> tops;     ///< rules that drop a grant of this one where they hold
  std::vector<Index> amounts;  ///< of all its bodies, into ReasonPlans::amounts
  Index read = 0, needs = 0, periods = 0, events = 0, steps = 0;  ///< into the lists
};

/// What is worked out for a rule that was not for those before it: plans stand in the order of the rules that show
/// them first.
struct FirstShown {
  Index said = no_index;  ///< into ReasonPlans::saying; none: it has neither tops nor amounts
  Index readings = 0, periods = 0, events = 0, steps = 0;  ///< up to these
};

struct ReasonPlans {
  ReasonPlans() = default;
  ReasonPlans(ReasonPlans&&) = default;
  ReasonPlans& operator=(ReasonPlans&&) = default;

  // What is the same for every claim: in the order of Program::rules, of `periods`, of `events`. Apart from the plans, so
  // that all are copied at once.
  std::vector<Reason> begun;
  std::vector<PeriodReading> begun_periods;
  std::vector<EventReading> begun_events;
  std::vector<RuleReason> rules;  ///< in the order of Program::rules
  std::vector<FirstShown> first;  ///< likewise
  std::vector<Index> saying;  ///< rules that may say what drops them, or what keeps an amount open
  std::vector<NodeId> amounts;
  std::vector<ReadingPlan> readings;
  std::vector<ReadingSource> sources;  ///< of the readings, in the same order
  std::vector<NeedPlan> needs;
  std::vector<PeriodPlan> periods;
  std::vector<EventPlan> events;
  std::vector<StepPlan> steps;
  PlanLists reading_lists, need_lists, period_lists, event_lists, step_lists;

  // What decides a condition, as bits of `names`.
  std::vector<std::string_view> names;  ///< sorted
  std::size_t words = 0;                ///< of one mask
  std::vector<std::uint64_t> masks;
  std::vector<DecisivePart> parts;
};

}  // namespace sanbao::ir
