// SPDX-License-Identifier: Apache-2.0
//
// See reason_parts.hpp: events counted and left out, and money and days worked out line by line.
#include <algorithm>
#include <vector>

#include "base/sorted.hpp"
#include "eval/reason_parts.hpp"

namespace sanbao::eval {

using ir::no_index;
using ir::no_node;
using ir::Node;

EventItem ReasonParts::event_item(const ir::EventTest& test, const ir::EventPlan& plan,
                                  std::uint32_t event) {
  EventItem item;
  item.path = evaluator_.path_text({FactPath::Kind::field, test.list, event, no_index});
  const Tri in = run_.session.counted_by(plan.test, event);
  // What is measured of it may be missing.
  const bool is_measured =
      test.of == no_node || !run_.session.value(test.of, {test.list, event}).is_open();
  item.counted = in.no()                   ? EventItem::Counted::no
                 : in.yes() && is_measured ? EventItem::Counted::yes
                                           : EventItem::Counted::perhaps;
  if (!in.yes() && test.where != no_node)
    item.because = names(plan.where, false, {test.list, event});
  if (in.yes() && !is_measured) item.because = lacking(test, event);
  if (for_people_) tell_event(test, plan, event, item);
  return item;
}

// The facts and fields that keep it open what is measured of an event.
std::span<const std::string_view> ReasonParts::lacking(const ir::EventTest& test,
                                                       std::uint32_t event) {
  Collector found;
  run_.session.collect(&found);
  (void)run_.session.value(test.of, {test.list, event});
  run_.session.collect(nullptr);
  const auto& schema = evaluator_.facts_.schema();
  std::vector<std::string_view> names;
  for (const auto* paths : {&found.absent, &found.nulls})
    for (const FactPath& path : *paths)
      names.push_back(path.kind == FactPath::Kind::slot
                          ? std::string_view(schema.facts[path.slot].path)
                      : path.kind == FactPath::Kind::list
                          ? std::string_view(schema.lists[path.slot].path)
                          : std::string_view(schema.lists[path.slot].fields[path.field].path));
  base::sort_unique(names);
  return arena_.copy(std::span<const std::string_view>(names));
}

void ReasonParts::tell_event(const ir::EventTest& test, const ir::EventPlan& plan,
                             std::uint32_t event, EventItem& item) {
  const auto texts = arena_.make<Text>(item.because.size());
  const auto& shape = evaluator_.facts_.schema().lists[test.list];
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const auto at = std::ranges::lower_bound(plans_.names, item.because[i]);
    if (at != plans_.names.end() && *at == item.because[i])
      texts[i] = plan.names[static_cast<std::size_t>(at - plans_.names.begin())];
    for (const auto& field : shape.fields)
      if (field.path == item.because[i]) texts[i] = {field.name_zh, field.name_en};
  }
  item.because_names = texts;
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
}

void ReasonParts::event_test(Index which, EventReading& out) {
  const ir::EventPlan& plan = plans_.events[which];
  const ir::EventTest& test = program().event_tests[plan.test];
  if (test.bound != ir::Bound::none) {
    const Tri holds = run_.decided && plan.node != no_node ? Tri::of(run_.truths.truth(plan.node))
                                                           : run_.session.event_test(test);
    if (!holds.is_open()) out.holds = holds.yes();
    out.limit = value(test.limit, program().nodes[test.limit].type);
  }
  if (std::int64_t found = 0; run_.session.plain_measure(plan.test, found)) {
    out.least = out.most = evaluator_.value_of(found, test.type, &run_);
  } else if (test.same.empty()) {
    const Measured measured = run_.session.measure(test);
    out.least = value(Scalar::number(measured.least), test.type);
    if (!measured.unbounded) out.most = value(Scalar::number(measured.most), test.type);
  }
  const std::uint32_t count = evaluator_.facts_.rows(test.list).count;
  if (count == 0) return;
  EventItem* const items = arena_.room<EventItem>(count);
  std::size_t size = 0;
  for (std::uint32_t event = 0; event < count; ++event)
    if (!evaluator_.facts_.event(test.list, event).ignored)
      new (items + size++) EventItem(event_item(test, plan, event));
  out.items = {items, size};
}

void ReasonParts::days_worked(NodeId id, Step& step) {
  const Node& node = program().nodes[id];
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
  const auto out = arena_.make<Step::Interval>(intervals.size());
  for (std::size_t i = 0; i < intervals.size(); ++i)
    out[i] = {intervals[i].begin, intervals[i].end, (intervals[i].end - intervals[i].begin).count};
  step.taken_off = out;
}

Step ReasonParts::step(const ir::StepPlan& plan) {
  Step out = plan.begun;
  out.value = step_value(plan);
  if (plan.operand != no_node) out.operand = value(plan.operand, plan.operand_type);
  if (!plan.factors.empty()) out.factors = factors(plan);
  if (plan.days != no_node) days_worked(plan.days, out);
  return out;
}

std::span<const Step::Factor> ReasonParts::factors(const ir::StepPlan& plan) {
  const auto out = arena_.make<Step::Factor>(plan.factors.size());
  for (std::size_t i = 0; i < out.size(); ++i)
    out[i] = {plan.factors[i].name, value(plan.factors[i].node, plan.factors[i].type),
              plan.factors[i].sign};
  return out;
}

}  // namespace sanbao::eval
