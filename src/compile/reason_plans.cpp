// SPDX-License-Identifier: Apache-2.0
//
// What the reasons of a policy have in common for every claim: see ir/reason_plan.hpp and plans.hpp.
// Runs last: it points into names of the Schema, which must not grow any more.
#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <tuple>

#include "compile/plans.hpp"
#include "compile/reason_formulas.hpp"
#include "compile/reason_names.hpp"
#include "compile/reason_needs.hpp"

namespace sanbao::compile {

using ir::Index;
using ir::no_index;
using ir::no_node;
using ir::Node;
using ir::NodeId;
using ir::Op;
using ir::Type;

namespace {

constexpr std::array<std::string_view, 3> effects{"grants", "excludes", "adds"};
constexpr std::array<std::string_view, 4> measures{"count", "total", "largest", "days"};
constexpr std::array<std::string_view, 6> bounds{"",        "at_least",   "more_than",
                                                 "at_most", "fewer_than", "exactly"};
constexpr std::array<std::string_view, 6> operations{"",      "plus",    "minus",
                                                     "times", "at_most", "at_least"};

bool is_worked_out(Type type) {
  return type == Type::money || type == Type::days || type == Type::number || type == Type::count ||
         type == Type::rate;
}

std::string_view test_name(Op op) {
  return op == Op::period_in ? "in" : op == Op::period_before ? "before" : "after";
}

Text text_of(const ir::Localized& localized) {
  return {localized.zh, localized.en};
}

class Planner {
 public:
  Planner(const ir::Ruleset& ruleset, ir::Program& program)
      : ruleset_(ruleset),
        schema_(ruleset.schema()),
        program_(program),
        policy_(*program.source),
        plans_(program.reason_plans),
        names_(schema_, program, plans_),
        reader_(schema_, program),
        formulas_(schema_, program) {}

  void plan() {
    names_.find();
    find_needs();
    list(plans_.reading_lists, reading_lists_, {});
    list(plans_.need_lists, need_lists_, {});
    list(plans_.period_lists, period_lists_, {});
    list(plans_.event_lists, event_lists_, {});
    list(plans_.step_lists, step_lists_, {});
    for (Index rule = 0; rule < policy_.rules.size(); ++rule)
      add_reason(rule);
  }

 private:
  using Known = std::map<std::vector<Index>, Index>;

  static Index list(ir::PlanLists& lists, Known& known, std::vector<Index> items) {
    const auto [at, fresh] = known.emplace(items, next(lists));
    if (fresh) lists.push_back(std::move(items));
    return at->second;
  }
  template <typename T>
  static Index next(const std::vector<T>& list) {
    return static_cast<Index>(list.size());
  }

  void add_reason(Index index) {
    const ir::RuleUse& rule = policy_.rules[index];
    ir::RuleReason& out = plans_.rules.emplace_back();
    std::vector<Index> remedies = rule.remedies;
    for (const auto& [remedy, body] : rule.grants)
      remedies.push_back(remedy);
    std::sort(remedies.begin(), remedies.end());
    for (const Index remedy : remedies)
      out.remedies.emplace_back(policy_.remedies[remedy].id);
    for (const auto& cite : rule.cites)
      out.cites.emplace_back(cite);
    Reason& begun = plans_.begun.emplace_back();
    begun.rule = rule.id;
    begun.effect = effects[static_cast<std::size_t>(rule.effect)];
    begun.remedies = out.remedies;
    begun.cites = out.cites;
    for (const Index parameter : program_.rules[index].mentions.parameters)
      out.parameters.emplace_back(policy_.parameters[parameter].name);
    begun.parameters = out.parameters;
    begun.title = text_of(rule.title);
    begun.note = text_of(rule.note);
    out.because = names_.parts_of(program_.rules[index].condition, {rule.when, rule.unless});
    for (const Index top : program_.rules[index].overriders)
      if (share_a_grant(rule, policy_.rules[top])) out.tops.push_back(top);
    std::sort(out.tops.begin(), out.tops.end());
    const auto& mentions = program_.rules[index].mentions;
    out.read = list(plans_.reading_lists, reading_lists_, readings(mentions.slots));
    out.needs = list(plans_.need_lists, need_lists_, needs(index));
    out.periods = list(plans_.period_lists, period_lists_, periods(index));
    out.events = list(plans_.event_lists, event_lists_, events(mentions.event_tests));
    add_steps(index, out);
    const bool says = !out.tops.empty() || !out.amounts.empty();
    plans_.first.push_back({says ? next(plans_.saying) : no_index, next(plans_.readings),
                            next(plans_.periods), next(plans_.events), next(plans_.steps)});
    if (says) plans_.saying.push_back(index);
  }

  static bool share_a_grant(const ir::RuleUse& a, const ir::RuleUse& b) {
    return std::any_of(a.grants.begin(), a.grants.end(), [&](const auto& grant) {
      return std::any_of(b.grants.begin(), b.grants.end(),
                         [&](const auto& other) { return other.first == grant.first; });
    });
  }

  // -- facts

  [[nodiscard]] Text fact_name(std::size_t slot) const {
    return {schema_.facts[slot].name_zh, schema_.facts[slot].name_en};
  }

  std::vector<Index> readings(std::vector<std::uint32_t> slots) {
    const auto path = [&](std::uint32_t slot) -> const std::string& {
      return schema_.facts[slot].path;
    };
    std::sort(slots.begin(), slots.end(),
              [&](std::uint32_t a, std::uint32_t b) { return path(a) < path(b); });
    slots.erase(std::unique(slots.begin(), slots.end()), slots.end());
    std::vector<Index> out;
    for (const std::uint32_t slot : slots) {
      const auto [at, fresh] = readings_.emplace(slot, next(plans_.readings));
      if (fresh) {
        plans_.readings.push_back(reading(slot));
        plans_.sources.push_back(
            {slot, schema_.facts[slot].type, slot == schema_.requests, program_.slot_assume[slot]});
      }
      out.push_back(at->second);
    }
    return out;
  }

  [[nodiscard]] ir::ReadingPlan reading(std::uint32_t slot) const {
    ir::ReadingPlan out;
    out.begun.path = schema_.facts[slot].path;
    out.begun.name = fact_name(slot);
    for (const auto& member : NeedReader::members_of(slot))
      if (const auto symbol = schema_.symbols.find(member.id))
        out.members.emplace_back(*symbol, Text{member.name.zh, member.name.en});
    // Words that the vocabulary lacks may have their names in the file.
    const auto& words = schema_.facts[slot].members;
    for (const auto& [name, text] : policy_.names)
      if (const auto symbol = schema_.symbols.find(name);
          symbol && std::find(words.begin(), words.end(), *symbol) != words.end())
        out.members.emplace_back(*symbol, text_of(text));
    return out;
  }

  // -- needs

  std::vector<Index> needs(Index rule) {
    std::vector<Index> out;
    for (const auto& [node, remedy] : needs_of_[rule])
      out.push_back(need(node, remedy));
    return out;
  }

  void find_needs() {
    needs_of_.resize(policy_.rules.size());
    for (const auto& plan : program_.remedies) {
      for (const auto& grant : plan.grants)
        for (const NodeId node : grant.needs)
          needs_of_[grant.rule].emplace_back(node, plan.remedy);
      // An addition's needs are the same for every remedy it is added to.
      for (const auto& addition : plan.additions)
        if (needs_of_[addition.rule].empty())
          for (const NodeId node : addition.needs)
            needs_of_[addition.rule].emplace_back(node, no_index);
    }
  }

  Index need(NodeId node, Index remedy) {
    const auto [at, fresh] = needs_.emplace(std::pair(node, remedy), next(plans_.needs));
    if (!fresh) return at->second;
    ir::NeedPlan plan;
    plan.node = node;
    if (remedy != no_index) plan.begun.remedy = ruleset_.remedies[remedy].id;
    plan.begun.one_is_enough = program_.nodes[node].op == Op::any_of;
    std::vector<std::uint32_t> slots;
    program_.for_each_slot(node, [&](std::uint32_t slot) { slots.push_back(slot); });
    plan.read = readings(std::move(slots));
    reader_.add_wanted(node, plan.wanted);
    plan.begun.wanted = plan.wanted;
    reader_.add_parts(node, plan);
    plans_.needs.push_back(std::move(plan));
    return at->second;
  }

  // -- periods

  std::vector<Index> periods(Index rule) {
    std::vector<Index> sources = program_.rules[rule].mentions.periods;
    std::sort(sources.begin(), sources.end(),
              [&](Index a, Index b) { return policy_.periods[a].name < policy_.periods[b].name; });
    std::vector<Index> out;
    for (const Index source : sources) {
      const NodeId test = test_of(rule, program_.canonical_period[source]);
      const auto [at, fresh] = periods_.emplace(std::pair(source, test), next(plans_.periods));
      if (fresh) {
        plans_.periods.push_back(period(source, test));
        plans_.begun_periods.push_back(begun_period(source, test));
      }
      out.push_back(at->second);
    }
    return out;
  }

  // The rule's test of a day against the period, outside event tests.
  [[nodiscard]] NodeId test_of(Index rule, Index canonical) const {
    for (const Index leaf : program_.rules[rule].formula.leaves) {
      const NodeId id = program_.leaves[leaf].node;
      const Node& node = program_.nodes[id];
      if (is_period_test(node.op) && static_cast<Index>(node.imm) == canonical) return id;
    }
    return no_node;
  }

  [[nodiscard]] PeriodReading begun_period(Index source, NodeId test) const {
    const ir::PeriodUse& use = program_.periods[source];
    PeriodReading out;
    out.name = use.name;
    out.title = text_of(use.title);
    if (test == no_node) return out;
    out.test = test_name(program_.nodes[test].op);
    if (const Node& day = program_.nodes[program_.nodes[test].a]; day.op == Op::fact) {
      const auto slot = static_cast<std::size_t>(day.imm);
      out.day_path = schema_.facts[slot].path;
      out.day_name = fact_name(slot);
    }
    return out;
  }

  [[nodiscard]] ir::PeriodPlan period(Index source, NodeId test) const {
    const ir::PeriodUse& use = program_.periods[source];
    ir::PeriodPlan out;
    out.canonical = program_.canonical_period[source];
    out.has_length = use.length != no_node;
    if (test != no_node) out.day = program_.nodes[test].a;
    for (const NodeId node : use.from) {
      ir::PeriodPlan::From from{node, {}, {}};
      if (program_.nodes[node].op == Op::fact) {
        const auto slot = static_cast<std::size_t>(program_.nodes[node].imm);
        from.path = schema_.facts[slot].path;
        from.name = fact_name(slot);
      } else {
        for (std::size_t value = 0; value < policy_.values.size(); ++value)
          if (program_.value_nodes[value] == node) {
            from.path = policy_.values[value].name;
            from.name = text_of(policy_.values[value].title);
          }
      }
      out.from.push_back(from);
    }
    for (const auto& limit : use.usage)
      out.usage.push_back(
          {fact_name(limit.fact), limit.fact, limit.limit, program_.nodes[limit.limit].type});
    return out;
  }

  // -- events

  std::vector<Index> events(std::vector<Index> tests) {
    const auto& signature = program_.event_signature;
    std::stable_sort(tests.begin(), tests.end(),
                     [&](Index a, Index b) { return signature[a] < signature[b]; });
    tests.erase(std::unique(tests.begin(), tests.end(),
                            [&](Index a, Index b) { return signature[a] == signature[b]; }),
                tests.end());
    std::vector<Index> out;
    for (const Index test : tests) {
      const auto [at, fresh] = events_.emplace(signature[test], next(plans_.events));
      if (fresh) {
        plans_.events.push_back(event(test));
        plans_.begun_events.push_back(begun_event(test));
      }
      out.push_back(at->second);
    }
    return out;
  }

  [[nodiscard]] EventReading begun_event(Index index) const {
    const ir::EventTest& test = program_.event_tests[index];
    const auto& shape = schema_.lists[test.list];
    EventReading out;
    out.title = text_of(policy_.event_tests[index].title);
    out.list = shape.path;
    out.list_name = {shape.name_zh, shape.name_en};
    out.measure = measures[static_cast<std::size_t>(test.measure)];
    if (test.of != no_node && program_.nodes[test.of].op == Op::field) {
      const auto& field = shape.fields[static_cast<std::size_t>(program_.nodes[test.of].imm)];
      out.of_name = {field.name_zh, field.name_en};
    }
    out.bound = bounds[static_cast<std::size_t>(test.bound)];
    return out;
  }

  [[nodiscard]] ir::EventPlan event(Index index) {
    const ir::EventTest& test = program_.event_tests[index];
    const auto& shape = schema_.lists[test.list];
    ir::EventPlan out;
    out.test = index;
    out.node = node_of(index);
    out.where = names_.parts_of(test.where, {policy_.event_tests[index].where});
    for (const std::string_view name : plans_.names) {
      Text& text = out.names.emplace_back();
      for (const auto& field : shape.fields)
        if (field.path == name) text = {field.name_zh, field.name_en};
      for (const auto& period : policy_.periods)
        if (period.name == name) text = text_of(period.title);
    }
    return out;
  }

  // Of the conditions that are worked out for every claim.
  [[nodiscard]] NodeId node_of(Index test) const {
    const auto& signature = program_.event_signature;
    for (const Index leaf : program_.conditions.leaves) {
      const NodeId id = program_.leaves[leaf].node;
      const Node& node = program_.nodes[id];
      if (node.op == Op::event_test && !program_.leaves[leaf].in_event &&
          signature[static_cast<std::size_t>(node.imm)] == signature[test])
        return id;
    }
    return no_node;
  }

  // -- money and days in steps

  void add_steps(Index index, ir::RuleReason& out) {
    const ir::RuleUse& rule = policy_.rules[index];
    std::vector<const ir::MoneyUse*> entries;
    const auto add_entries = [&](const ir::BodyUse& body) {
      for (const auto* uses : {&body.pays, &body.charges})
        for (const auto& money : *uses)
          entries.push_back(&money);
    };
    for (const auto& [remedy, body] : rule.grants)
      add_entries(body);
    add_entries(rule.body);
    if (entries.empty()) return;
    std::vector<Index> values = program_.rules[index].mentions.values;
    // What is used stands before what uses it; else by name.
    std::sort(values.begin(), values.end(), [&](Index a, Index b) {
      const auto depth_a = program_.value_depth[a];
      const auto depth_b = program_.value_depth[b];
      return depth_a != depth_b ? depth_a < depth_b
                                : policy_.values[a].name < policy_.values[b].name;
    });
    std::vector<Index> steps;
    for (const Index value : values)
      add_value_steps(value, steps);
    for (const ir::MoneyUse* money : entries) {
      const NodeId node = program_.amount_nodes.at(money->amount);
      const auto [at, fresh] = amounts_.emplace(node, next(plans_.amounts));
      if (fresh) plans_.amounts.push_back(node);
      out.amounts.push_back(at->second);
      const auto named = [&](const ir::ValueUse& value) { return value.name == money->text; };
      if (std::none_of(policy_.values.begin(), policy_.values.end(), named))
        steps.push_back(step_in_place(*money, node));
    }
    out.steps = list(plans_.step_lists, step_lists_, std::move(steps));
  }

  void add_value_steps(Index index, std::vector<Index>& steps) {
    const ir::ValueUse& use = policy_.values[index];
    if (!is_worked_out(program_.nodes[program_.value_nodes[index]].type)) return;
    for (std::size_t i = 0; i < use.lines.size(); ++i) {
      const auto [at, fresh] = value_steps_.emplace(std::pair(index, i), next(plans_.steps));
      steps.push_back(at->second);
      if (!fresh) continue;
      const auto& line = use.lines[i];
      const NodeId operand = program_.line_nodes.at(line.operand);
      ir::StepPlan plan;
      plan.begun.name = use.name;
      plan.begun.title = text_of(use.title);
      plan.begun.text = line.text;
      plan.begun.operation = operations[static_cast<std::size_t>(line.kind)];
      if (line.kind != ir::StepKind::first) plan.operand = operand;
      plan.operand_type = program_.nodes[operand].type;
      plan.result = program_.line_nodes.at(line.result);
      plan.result_type = program_.nodes[plan.result].type;
      if (line.kind == ir::StepKind::first) formulas_.add(operand, plan);
      if (program_.nodes[operand].op == Op::days_between) plan.days = operand;
      plans_.steps.push_back(std::move(plan));
    }
  }

  Index step_in_place(const ir::MoneyUse& money, NodeId node) {
    const auto [at, fresh] = steps_in_place_.emplace(
        std::tuple(std::string_view(money.key), std::string_view(money.text), node),
        next(plans_.steps));
    if (!fresh) return at->second;
    ir::StepPlan plan;
    plan.begun.key = money.key;
    plan.begun.title = key_name(money.key);
    plan.begun.text = money.text;
    plan.result = node;
    plan.result_type = Type::money;
    formulas_.add(node, plan);
    plans_.steps.push_back(std::move(plan));
    return at->second;
  }

  [[nodiscard]] Text key_name(std::string_view key) const {
    for (const auto& [name, text] : policy_.names)
      if (name == key) return text_of(text);
    const ir::Name standard = ir::money_key_name(key);
    return {standard.zh, standard.en};
  }

  const ir::Ruleset& ruleset_;
  const ir::Schema& schema_;
  ir::Program& program_;
  const ir::CheckedPolicy& policy_;
  ir::ReasonPlans& plans_;
  ReasonNames names_;
  NeedReader reader_;
  FormulaReader formulas_;
  std::vector<std::vector<std::pair<NodeId, Index>>> needs_of_;  ///< by rule
  std::map<NodeId, Index> amounts_;
  Known reading_lists_, need_lists_, period_lists_, event_lists_, step_lists_;
  std::map<std::uint32_t, Index> readings_;
  std::map<std::pair<NodeId, Index>, Index> needs_;
  std::map<std::pair<Index, NodeId>, Index> periods_;
  std::map<std::string, Index> events_;
  std::map<std::pair<Index, std::size_t>, Index> value_steps_;
  std::map<std::tuple<std::string_view, std::string_view, NodeId>, Index> steps_in_place_;
};

}  // namespace

void plan_reasons(ir::Ruleset& ruleset) {
  for (ir::Program& program : ruleset.programs)
    Planner(ruleset, program).plan();
}

}  // namespace sanbao::compile
