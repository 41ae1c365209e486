// SPDX-License-Identifier: Apache-2.0
//
// Second half of ReasonWriter: events counted and left out, and money and days worked out line by line.
#include <algorithm>
#include <array>

#include "eval/reasons.hpp"

namespace sanbao::eval {

using ir::no_index;
using ir::no_node;
using ir::Node;
using ir::Op;
using ir::Type;

namespace {

constexpr std::array<std::string_view, 4> measures{"count", "total", "largest", "days"};
constexpr std::array<std::string_view, 6> bounds{"",        "at_least",   "more_than",
                                                 "at_most", "fewer_than", "exactly"};
constexpr std::array<std::string_view, 6> operations{"",      "plus",    "minus",
                                                     "times", "at_most", "at_least"};

bool is_worked_out(Type type) {
  return type == Type::money || type == Type::days || type == Type::number || type == Type::count ||
         type == Type::rate;
}

}  // namespace

EventItem ReasonWriter::event_item(const ir::EventTest& test, std::uint32_t event) {
  EventItem item;
  item.path = evaluator_.path_text({FactPath::Kind::field, test.list, event, no_index});
  const Tri in = run_.session.counted(test.list, event, test.where);
  item.counted = in.yes()  ? EventItem::Counted::yes
                 : in.no() ? EventItem::Counted::no
                           : EventItem::Counted::perhaps;
  if (!in.yes() && test.where != no_node) {
    ArenaList<std::string_view> names(arena());
    decisive(test.where, false, {test.list, event}, names);
    item.because = sorted(names);
    const auto texts = arena().make<Text>(item.because.size());
    for (std::size_t i = 0; i < texts.size(); ++i) {
      for (const auto& field : evaluator_.facts_.schema().lists[test.list].fields)
        if (field.path == item.because[i]) texts[i] = {field.name_zh, field.name_en};
      for (const auto& period : policy().periods)
        if (period.name == item.because[i]) texts[i] = {period.title.zh, period.title.en};
    }
    item.because_names = texts;
  }
  const auto& shape = evaluator_.facts_.schema().lists[test.list];
  const auto& state = evaluator_.facts_.event(test.list, event);
  if (state.has_begin) item.begin = CivilDate::from_days(state.begin);
  if (shape.returned_on >= 0 && !state.open && !state.cut) {
    const Scalar end = run_.session.field(test.list, event, static_cast<Index>(shape.returned_on));
    if (end.is_known()) item.end = CivilDate::from_days(static_cast<std::int32_t>(end.whole));
  }
  if (shape.fixed >= 0) {
    const Scalar fixed = run_.session.field(test.list, event, static_cast<Index>(shape.fixed));
    if (fixed.is_known()) item.fixed = fixed.whole != 0;
  }
  if (test.of != no_node)
    item.amount =
        value(run_.session.value(test.of, {test.list, event}), program().nodes[test.of].type);
  return item;
}

EventReading ReasonWriter::event_test(const ir::EventTest& test) {
  EventReading out;
  const auto& shape = evaluator_.facts_.schema().lists[test.list];
  out.list = shape.path;
  out.list_name = {shape.name_zh, shape.name_en};
  out.measure = measures[static_cast<std::size_t>(test.measure)];
  out.bound = bounds[static_cast<std::size_t>(test.bound)];
  if (test.bound != ir::Bound::none) {
    const Tri holds = run_.session.event_test(test);
    if (!holds.is_open()) out.holds = holds.yes();
    out.limit = value(run_.session.value(test.limit), program().nodes[test.limit].type);
  }
  if (test.same.empty()) {
    const Measured measured = run_.session.measure(test);
    out.least = value(Scalar::number(measured.least), test.type);
    if (!measured.unbounded) out.most = value(Scalar::number(measured.most), test.type);
  }
  ArenaList<EventItem> items(arena());
  const auto& rows = evaluator_.facts_.rows(test.list);
  for (std::uint32_t event = 0; event < rows.count; ++event)
    if (!evaluator_.facts_.event(test.list, event).ignored)
      items.push_back(event_item(test, event));
  out.items = items.items();
  return out;
}

std::span<const EventReading> ReasonWriter::events(Index rule) {
  ArenaList<Index> tests(arena());
  tests.append(program().rules[rule].mentions.event_tests);
  const auto& signature = program().event_signature;
  tests.sort_unique([&](Index a, Index b) { return signature[a] < signature[b]; },
                    [&](Index a, Index b) { return signature[a] == signature[b]; });
  const auto out = arena().make<EventReading>(tests.size());
  for (std::size_t i = 0; i < tests.size(); ++i)
    out[i] = event_test(program().event_tests[tests.items()[i]]);
  return out;
}

// A product of facts, named values and literals, in its written order.
void ReasonWriter::factors(NodeId id, Step& step) {
  while (program().nodes[id].op == Op::round_money)
    id = program().nodes[id].a;
  if (program().nodes[id].op != Op::multiply) return;
  ArenaList<NodeId> parts(arena());
  bool plain = true;
  const auto flatten = [&](auto&& self, NodeId at) -> void {
    const Node& node = program().nodes[at];
    if (node.op == Op::multiply) {
      self(self, node.a);
      self(self, node.b);
      return;
    }
    const bool named = std::find(program().value_nodes.begin(), program().value_nodes.end(), at) !=
                       program().value_nodes.end();
    plain =
        plain && (named || node.op == Op::fact || node.op == Op::constant || node.op == Op::cell);
    parts.push_back(at);
  };
  flatten(flatten, id);
  if (!plain) return;
  const auto out = arena().make<Step::Factor>(parts.size());
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const Node& node = program().nodes[parts.items()[i]];
    if (node.op == Op::fact)
      out[i].name =
          evaluator_.fact_name({FactPath::Kind::slot, static_cast<std::uint32_t>(node.imm), 0, 0});
    for (std::size_t v = 0; v < policy().values.size(); ++v)
      if (program().value_nodes[v] == parts.items()[i])
        out[i].name = {policy().values[v].title.zh, policy().values[v].title.en};
    out[i].value = value(run_.session.value(parts.items()[i]), node.type);
  }
  step.factors = out;
}

void ReasonWriter::days_worked(NodeId id, Step& step) {
  const Node& node = program().nodes[id];
  if (node.op != Op::days_between) return;
  const Scalar from = run_.session.value(node.a);
  const Scalar to = run_.session.value(node.b);
  if (!from.is_known() || !to.is_known()) return;
  step.from = CivilDate::from_days(static_cast<std::int32_t>(from.whole));
  step.to = CivilDate::from_days(static_cast<std::int32_t>(to.whole));
  step.days_between = std::max<std::int64_t>(0, to.whole - from.whole);
  if (node.imm < 0) return;
  auto& intervals = evaluator_.intervals_;
  Why why = 0;
  run_.session.taken_off(program().filters[static_cast<std::size_t>(node.imm)],
                         static_cast<std::int32_t>(from.whole), static_cast<std::int32_t>(to.whole),
                         intervals, why);
  const auto out = arena().make<Step::Interval>(intervals.size());
  for (std::size_t i = 0; i < intervals.size(); ++i)
    out[i] = {intervals[i].begin, intervals[i].end, (intervals[i].end - intervals[i].begin).count};
  step.taken_off = out;
}

void ReasonWriter::value_steps(Index index, ArenaList<Step>& out) {
  const ir::ValueUse& use = policy().values[index];
  const Type type = program().nodes[program().value_nodes[index]].type;
  if (!is_worked_out(type)) return;
  for (std::size_t i = 0; i < use.lines.size(); ++i) {
    const auto& line = use.lines[i];
    Step step;
    step.name = use.name;
    step.title = {use.title.zh, use.title.en};
    step.text = line.text;
    step.operation = operations[static_cast<std::size_t>(line.kind)];
    const NodeId operand = program().line_nodes.at(line.operand);
    const NodeId result = program().line_nodes.at(line.result);
    if (line.kind != ir::StepKind::first)
      step.operand = value(run_.session.value(operand), program().nodes[operand].type);
    step.value = value(run_.session.value(result), program().nodes[result].type);
    if (line.kind == ir::StepKind::first) factors(operand, step);
    days_worked(operand, step);
    out.push_back(step);
  }
}

std::span<const Step> ReasonWriter::steps(Index index) {
  const ir::RuleUse& rule = policy().rules[index];
  const bool gives_money =
      std::any_of(rule.grants.begin(), rule.grants.end(),
                  [](const auto& grant) {
                    return !grant.second.pays.empty() || !grant.second.charges.empty();
                  }) ||
      !rule.body.pays.empty() || !rule.body.charges.empty();
  ArenaList<Step> list(arena());
  run_.session.in_rule(index);
  if (gives_money) {
    ArenaList<Index> values(arena());
    values.append(program().rules[index].mentions.values);
    // What is used stands before what uses it; else by name.
    std::sort(values.begin(), values.end(), [&](Index a, Index b) {
      const auto depth_a = program().value_depth[a];
      const auto depth_b = program().value_depth[b];
      return depth_a != depth_b ? depth_a < depth_b
                                : policy().values[a].name < policy().values[b].name;
    });
    for (const Index value : values)
      value_steps(value, list);
  }
  const auto add_in_place = [&](const ir::BodyUse& body) {
    for (const auto* uses : {&body.pays, &body.charges})
      for (const auto& money : *uses) {
        const auto named = [&](const ir::ValueUse& v) { return v.name == money.text; };
        if (std::any_of(policy().values.begin(), policy().values.end(), named)) continue;
        const NodeId node = program().amount_nodes.at(money.amount);
        Step step;
        step.key = money.key;
        step.title = evaluator_.named(policy(), money.key);
        step.text = money.text;
        step.value = value(run_.session.value(node), Type::money);
        factors(node, step);
        list.push_back(step);
      }
  };
  for (const auto& [remedy, body] : rule.grants)
    add_in_place(body);
  add_in_place(rule.body);
  run_.session.in_rule(no_index);
  return list.items();
}

}  // namespace sanbao::eval
