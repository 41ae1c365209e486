// SPDX-License-Identifier: Apache-2.0
//
// See reasons.hpp: rules, facts read, needs, periods. Events and money steps: reason_steps.cpp.
#include "eval/reasons.hpp"

#include <algorithm>
#include <functional>

namespace sanbao::eval {

using ir::FactState;
using ir::no_node;
using ir::Node;
using ir::Op;
using ir::Type;

namespace {

std::string_view effect_name(ir::Effect effect) {
  switch (effect) {
    case ir::Effect::grants:
      return "grants";
    case ir::Effect::excludes:
      return "excludes";
    case ir::Effect::adds:
      return "adds";
  }
  return {};
}

std::optional<bool> settled(Tri tri) {
  return tri.is_open() ? std::nullopt : std::optional(tri.yes());
}

bool is_period_test(Op op) {
  return op == Op::period_in || op == Op::period_before || op == Op::period_after;
}

Text text_of(const ir::Localized& localized) {
  return {localized.zh, localized.en};
}

}  // namespace

Arena& ReasonWriter::arena() {
  return evaluator_.out_->arena;
}

Value ReasonWriter::value(const Scalar& scalar, Type type) {
  return evaluator_.value_of(scalar, type, &run_);
}

std::span<const std::string_view> ReasonWriter::sorted(ArenaList<std::string_view>& names) {
  names.sort_unique(std::less<>(), std::equal_to<>());
  return names.items();
}

void ReasonWriter::sort_by_path(ArenaList<FactPath>& paths) const {
  paths.sort_unique(
      [&](const FactPath& a, const FactPath& b) { return evaluator_.path_less(a, b); },
      std::equal_to<>());
}

std::span<const Reason> ReasonWriter::reasons() {
  const auto all = arena().make<Reason>(policy().rules.size());
  for (Index rule = 0; rule < all.size(); ++rule)
    all[rule] = reason(rule);
  return all;
}

Reason ReasonWriter::reason(Index index) {
  const ir::RuleUse& rule = policy().rules[index];
  Reason out;
  out.rule = rule.id;
  out.effect = effect_name(rule.effect);
  ArenaList<Index> remedies(arena());
  remedies.append(rule.remedies);
  for (const auto& [remedy, body] : rule.grants)
    remedies.push_back(remedy);
  std::sort(remedies.begin(), remedies.end());
  const auto names = arena().make<std::string_view>(remedies.size());
  for (std::size_t i = 0; i < remedies.size(); ++i)
    names[i] = policy().remedies[remedies.items()[i]].id;
  out.remedies = names;
  const Tri holds = run_.holds[index];
  out.holds = settled(holds);
  if (!holds.no()) {
    ArenaList<Index> tops(arena());
    for (const Index top : program().rules[index].overriders) {
      const auto& other = policy().rules[top].grants;
      const bool shares =
          std::any_of(rule.grants.begin(), rule.grants.end(), [&](const auto& grant) {
            return std::any_of(other.begin(), other.end(),
                               [&](const auto& o) { return o.first == grant.first; });
          });
      if (shares && run_.holds[top].yes()) tops.push_back(top);
    }
    std::sort(tops.begin(), tops.end());
    out.overridden_by = evaluator_.rule_ids(run_, tops.items());
  }
  Collector found;
  run_.session.collect(&found);
  if (holds.is_open() && only_nulls(holds.why))
    for (const Index leaf : program().rules[index].formula.leaves)
      if (const Tri tri = run_.session.base(leaf); !tri.is_open()) continue;
  if (!(holds.is_open() && only_nulls(holds.why))) found.nulls.clear();
  const auto look_at_amounts = [&](const ir::BodyUse& body) {
    for (const auto* list : {&body.pays, &body.charges})
      for (const auto& money : *list) {
        const std::size_t before = found.nulls.size();
        const Scalar amount = run_.session.value(program().amount_nodes.at(money.amount));
        if (!amount.is_open() || !only_nulls(amount.why)) found.nulls.resize(before);
      }
  };
  for (const auto& [remedy, body] : rule.grants)
    look_at_amounts(body);
  look_at_amounts(rule.body);
  run_.session.collect(nullptr);
  out.not_established = evaluator_.path_texts(std::move(found.nulls));
  out.because = because(index);
  out.needs = needs(index);
  const auto cites = arena().make<std::string_view>(rule.cites.size());
  for (std::size_t i = 0; i < cites.size(); ++i)
    cites[i] = rule.cites[i];
  out.cites = cites;
  out.title = text_of(rule.title);
  out.note = text_of(rule.note);
  out.read = readings(program().rules[index].mentions.slots);
  out.periods = periods(index);
  out.events = events(index);
  out.steps = steps(index);
  return out;
}

Reading ReasonWriter::reading(std::uint32_t slot) {
  const auto& fact = evaluator_.facts_.schema().facts[slot];
  Reading out;
  out.path = fact.path;
  out.name = {fact.name_zh, fact.name_en};
  const bool absent = evaluator_.facts_.slot(slot).state == FactState::absent;
  const bool assumes = absent && program().slot_assume[slot] != no_node;
  out.assumed = assumes;
  if (absent && !assumes && slot != evaluator_.facts_.schema().requests) return out;
  if (assumes && fact.type == Type::boolean) {
    const Tri tri = run_.session.condition(program().slot_assume[slot]);
    if (!tri.is_open()) {
      out.value.kind = Value::Kind::boolean;
      out.value.number = tri.yes() ? 1 : 0;
    }
    return out;
  }
  out.value = value(run_.session.fact(slot), fact.type);
  if (out.value.kind == Value::Kind::text)
    out.value.name = evaluator_.member_name(slot, std::nullopt,
                                            static_cast<ir::Symbol>(run_.session.fact(slot).whole));
  return out;
}

// Given, null, never or assumed; an absent fact was not read.
std::span<const Reading> ReasonWriter::readings(const std::vector<std::uint32_t>& slots) {
  ArenaList<FactPath> paths(arena());
  for (const std::uint32_t slot : slots) {
    const bool absent = evaluator_.facts_.slot(slot).state == FactState::absent;
    if (!absent || program().slot_assume[slot] != no_node ||
        slot == evaluator_.facts_.schema().requests)
      paths.push_back({FactPath::Kind::slot, slot, 0, 0});
  }
  sort_by_path(paths);
  const auto out = arena().make<Reading>(paths.size());
  for (std::size_t i = 0; i < paths.size(); ++i)
    out[i] = reading(paths.items()[i].slot);
  return out;
}

void ReasonWriter::slots_of(NodeId id, ArenaList<FactPath>& slots) {
  if (id == no_node) return;
  const Node& node = program().nodes[id];
  if (node.op == Op::fact || node.op == Op::fact_bool)
    slots.push_back({FactPath::Kind::slot, static_cast<std::uint32_t>(node.imm), 0, 0});
  for (const NodeId part : {node.a, node.b, node.c})
    slots_of(part, slots);
  for (Index i = 0; i < node.children_count; ++i)
    slots_of(program().children[node.children_begin + i], slots);
}

void ReasonWriter::leaf_names(NodeId id, EventAt at, ArenaList<std::string_view>& names) {
  const Node& node = program().nodes[id];
  if (is_period_test(node.op)) {
    names.push_back(policy().periods[static_cast<std::size_t>(node.imm)].name);
    return;
  }
  if (node.op == Op::event_test) {
    names.push_back(evaluator_.facts_.schema()
                        .lists[program().event_tests[static_cast<std::size_t>(node.imm)].list]
                        .path);
    return;
  }
  if (node.op == Op::field || node.op == Op::field_bool)
    names.push_back(
        evaluator_.facts_.schema().lists[at.list].fields[static_cast<std::size_t>(node.imm)].path);
  if (node.op == Op::fact || node.op == Op::fact_bool)
    names.push_back(evaluator_.facts_.schema().facts[static_cast<std::size_t>(node.imm)].path);
  for (const NodeId part : {node.a, node.b, node.c})
    if (part != no_node) leaf_names(part, at, names);
  for (Index i = 0; i < node.children_count; ++i)
    leaf_names(program().children[node.children_begin + i], at, names);
}

void ReasonWriter::decisive(NodeId id, bool truth, EventAt at, ArenaList<std::string_view>& names) {
  const Node& node = program().nodes[id];
  if (node.op == Op::negation) return decisive(node.a, !truth, at, names);
  if (node.op == Op::all_of || node.op == Op::any_of || node.op == Op::at_least_of) {
    for (Index i = 0; i < node.children_count; ++i) {
      const NodeId child = program().children[node.children_begin + i];
      const Tri tri = run_.session.condition(child, at);
      if (tri.is_open() || tri.yes() == truth) decisive(child, truth, at, names);
    }
    return;
  }
  if (node.op != Op::constant_bool) leaf_names(id, at, names);
}

std::span<const std::string_view> ReasonWriter::because(Index rule) {
  ArenaList<std::string_view> names(arena());
  decisive(program().rules[rule].condition, run_.holds[rule].yes(), {}, names);
  return sorted(names);
}

NeedReading ReasonWriter::need(NodeId id, std::string_view remedy) {
  NeedReading out;
  out.remedy = remedy;
  out.met = settled(run_.session.condition(id));
  out.one_is_enough = program().nodes[id].op == Op::any_of;
  ArenaList<FactPath> paths(arena());
  slots_of(id, paths);
  sort_by_path(paths);
  const auto read = arena().make<Reading>(paths.size());
  for (std::size_t i = 0; i < paths.size(); ++i)
    read[i] = reading(paths.items()[i].slot);
  out.read = read;
  ArenaList<Text> wanted(arena());
  const auto visit = [&](auto&& self, NodeId at) -> void {
    const Node& node = program().nodes[at];
    const bool member_test = (node.op == Op::set_has || node.op == Op::equal) &&
                             program().nodes[node.a].op == Op::fact &&
                             program().nodes[node.b].op == Op::constant;
    if (member_test &&
        (node.op == Op::set_has || program().nodes[node.b].type == Type::enumeration ||
         program().nodes[node.b].type == Type::text)) {
      const auto symbol = static_cast<ir::Symbol>(program().nodes[node.b].imm);
      Text name = evaluator_.member_name(static_cast<std::uint32_t>(program().nodes[node.a].imm),
                                         std::nullopt, symbol);
      if (name.zh.empty() && name.en.empty())
        name.zh = name.en = evaluator_.facts_.schema().symbols.text(symbol);
      wanted.push_back(name);
    }
    if (node.op == Op::negation) self(self, node.a);
    for (Index i = 0; i < node.children_count; ++i)
      self(self, program().children[node.children_begin + i]);
  };
  visit(visit, id);
  out.wanted = wanted.items();
  return out;
}

std::span<const NeedReading> ReasonWriter::needs(Index index) {
  ArenaList<NeedReading> list(arena());
  for (const auto& plan : program().remedies) {
    for (const auto& grant : plan.grants)
      if (grant.rule == index)
        for (const NodeId node : grant.needs)
          list.push_back(need(node, evaluator_.ruleset_->remedies[plan.remedy].id));
  }
  // An addition's needs are the same for every remedy it is added to.
  for (const auto& plan : program().remedies) {
    const auto at = std::find_if(plan.additions.begin(), plan.additions.end(),
                                 [&](const auto& a) { return a.rule == index; });
    if (at == plan.additions.end()) continue;
    for (const NodeId node : at->needs)
      list.push_back(need(node, {}));
    break;
  }
  return list.items();
}

// The day that the rule tests against the period, outside event tests.
void ReasonWriter::tested_day(Index rule, Index canonical, PeriodReading& out, Scalar& day) {
  for (const Index leaf : program().rules[rule].formula.leaves) {
    const Node& node = program().nodes[program().leaves[leaf].node];
    if (!is_period_test(node.op) || static_cast<Index>(node.imm) != canonical) continue;
    day = run_.session.value(node.a);
    if (program().nodes[node.a].op == Op::fact)
      out.day_path = evaluator_.facts_.schema()
                         .facts[static_cast<std::size_t>(program().nodes[node.a].imm)]
                         .path;
    return;
  }
  day = Scalar::none();
}

PeriodReading ReasonWriter::period(Index rule, Index source) {
  PeriodReading out;
  const ir::PeriodUse& use = program().periods[source];
  const Index canonical = program().canonical_period[source];
  out.name = use.name;
  out.title = text_of(use.title);
  const WindowState w = run_.session.window(canonical);
  if (w.from.is_known()) out.from = CivilDate::from_days(static_cast<std::int32_t>(w.from.whole));
  for (const NodeId from : use.from) {
    const Scalar scalar = run_.session.value(from);
    if (!scalar.is_known() || !w.from.is_known() || scalar.whole != w.from.whole) continue;
    if (program().nodes[from].op == Op::fact) {
      const auto slot = static_cast<std::uint32_t>(program().nodes[from].imm);
      out.from_path = evaluator_.facts_.schema().facts[slot].path;
      out.from_name = evaluator_.fact_name({FactPath::Kind::slot, slot, 0, 0});
    } else {
      for (std::size_t v = 0; v < policy().values.size(); ++v)
        if (program().value_nodes[v] == from) {
          out.from_path = policy().values[v].name;
          out.from_name = text_of(policy().values[v].title);
        }
    }
    break;
  }
  if (use.length != no_node) out.length = value(w.length, Type::length);
  Scalar day;
  tested_day(rule, canonical, out, day);
  if (day.is_known()) out.day = CivilDate::from_days(static_cast<std::int32_t>(day.whole));
  if (out.day) out.in = settled(run_.session.period_test(Op::period_in, day, canonical));
  ArenaList<PeriodReading::Usage> usage(arena());
  for (const auto& limit : use.usage) {
    PeriodReading::Usage reading;
    reading.name = evaluator_.fact_name({FactPath::Kind::slot, limit.fact, 0, 0});
    if (day.source.kind == DateSource::Kind::claim)
      reading.reading = value(run_.session.fact(limit.fact), Type::number);
    reading.limit = value(run_.session.value(limit.limit), program().nodes[limit.limit].type);
    usage.push_back(reading);
  }
  out.usage = usage.items();
  if (w.nothing || w.from.is_open() || w.last_open || w.hi_open || w.lo.last != w.hi.last)
    return out;
  out.begun = true;
  out.first = w.lo.first;
  if (w.open_end) return out;
  out.last = w.lo.last;
  out.days_added = w.lo.days_added;
  if (w.lo.roll != RollState::not_moved) {
    out.last_unrolled = w.lo.last_unrolled;
    out.roll = w.lo.roll == RollState::next_working_day ? "next_working_day"
               : w.lo.roll == RollState::after_holiday  ? "after_holiday"
                                                        : "unknown";
    if (policy().calendar) out.holiday = policy().calendar->name_of(w.lo.last_unrolled);
  }
  if (!out.day) return out;
  if (*out.day > w.lo.last) {
    out.days_late = (*out.day - w.lo.last).count;
  } else if (*out.day < w.lo.from) {
    out.days_early = (w.lo.from - *out.day).count;
  } else {
    out.days_left = (w.lo.last - *out.day).count;
  }
  return out;
}

std::span<const PeriodReading> ReasonWriter::periods(Index rule) {
  ArenaList<Index> sources(arena());
  sources.append(program().rules[rule].mentions.periods);
  std::sort(sources.begin(), sources.end(),
            [&](Index a, Index b) { return policy().periods[a].name < policy().periods[b].name; });
  const auto out = arena().make<PeriodReading>(sources.size());
  for (std::size_t i = 0; i < sources.size(); ++i)
    out[i] = period(rule, sources.items()[i]);
  return out;
}

}  // namespace sanbao::eval
