// SPDX-License-Identifier: Apache-2.0
//
// From results to the shapes of include/sanbao/decision.hpp: answers of remedies and policies, rule codes,
// assumptions, gaps. Part of Evaluator: see evaluator.hpp.
// Tested by tests/cases/{meaning,periods}.
#include <algorithm>
#include <array>
#include <bit>
#include <new>

#include "base/sorted.hpp"
#include "eval/asking.hpp"
#include "eval/evaluator.hpp"
#include "eval/reasons.hpp"

namespace sanbao::eval {

using ir::FactState;
using ir::no_index;
using ir::no_node;

std::span<const std::string_view> Evaluator::rule_ids(const PolicyRun& run,
                                                      std::span<const Index> rules) {
  const auto ids = out_->arena.make<std::string_view>(rules.size());
  for (std::size_t i = 0; i < rules.size(); ++i)
    ids[i] = run.program->rule_ids[rules[i]];
  return ids;
}

Text Evaluator::named(const ir::CheckedPolicy& policy, std::string_view name) const {
  for (const auto& [key, text] : policy.names)
    if (key == name) return {text.zh, text.en};
  const ir::Name standard = ir::money_key_name(name);
  return {standard.zh, standard.en};
}

std::span<const MoneyLine> Evaluator::money_lines(const PolicyRun& run, const MoneyResult& money,
                                                  bool charges, bool named) {
  const auto count =
      static_cast<std::size_t>(std::count_if(money.amounts.begin(), money.amounts.end(),
                                             [&](const Amount& a) { return a.charge == charges; }));
  const auto lines = out_->arena.make<MoneyLine>(count);
  std::size_t at = 0;
  for (const Amount& amount : money.amounts) {
    if (amount.charge != charges) continue;
    MoneyLine& line = lines[at++];
    line.key = amount.key;
    if (named) line.name = this->named(*run.program->source, amount.key);
    if (amount.minor) line.amount = Money::minor(*amount.minor, *run.program->source->currency);
  }
  return lines;
}

std::optional<Money> Evaluator::net_of(const PolicyRun& run, const MoneyResult& money) {
  const auto net = money.net();
  return net ? std::optional(Money::minor(*net, *run.program->source->currency)) : std::nullopt;
}

/// Of a remedy, or of one of several amounts for it.
template <typename Answer>
void Evaluator::put_money(const PolicyRun& run, const MoneyResult& money, Answer& answer) {
  const bool named = detail_ == Detail::full;
  answer.pays = money_lines(run, money, false, named);
  answer.charges = money_lines(run, money, true, named);
  answer.has_net = !money.amounts.empty();
  if (answer.has_net) answer.net = net_of(run, money);
}

MoneyAnswer Evaluator::money_answer(const PolicyRun& run, const MoneyResult& money) {
  MoneyAnswer answer;
  answer.rules = rule_ids(run, money.rules);
  put_money(run, money, answer);
  return answer;
}

std::span<const Term> Evaluator::terms(PolicyRun& run, const RemedyResult& result,
                                       const ir::RemedyPlan& plan) {
  list_terms(result, plan, chosen_);
  const auto& all = run.program->terms;
  std::size_t count = 0;
  for (const Index chosen : chosen_)
    count += all[chosen].body->terms.size();
  const auto list = out_->arena.make<Term>(count);
  std::size_t at = 0;
  for (const Index chosen : chosen_) {
    const Index rule = all[chosen].rule;
    for (const auto& use : all[chosen].body->terms) {
      Term& term = list[at++];
      term.rule = run.program->rule_ids[rule];
      term.key = use.key;
      if (detail_ == Detail::full) term.name = named(*run.program->source, use.key);
      term.is_text = use.value == no_node;
      if (term.is_text) {
        term.text = {use.text.zh, use.text.en};
      } else {
        const NodeId node = run.program->term_nodes.at(use.value);
        run.session.in_rule(rule);
        term.value = value_of(run.session.value(node), run.program->nodes[node].type, &run);
        run.session.in_rule(no_index);
      }
    }
  }
  return list;
}

// Of Program::terms, in the order of rules.
void Evaluator::list_terms(const RemedyResult& result, const ir::RemedyPlan& plan,
                           std::vector<Index>& list) {
  list.clear();
  const auto add = [&](Index terms) {
    if (terms != no_index) list.push_back(terms);
  };
  for (const Index g : result.grants)
    add(plan.grants[g].terms);
  for (const Index a : result.additions)
    add(plan.additions[a].terms);
  if (list.size() > 1) std::sort(list.begin(), list.end());
}

// `combined`: what the policy brings to the combined answer; else its own, as if it applied.
RemedyAnswer Evaluator::answer(PolicyRun& run, Index remedy, bool combined) {
  RemedyAnswer answer;
  const auto& entry = ruleset_->remedies[remedy];
  answer.remedy = entry.id;
  answer.name = {entry.name.zh, entry.name.en};
  answer.side = entry.side;
  std::size_t at = 0;
  const ir::RemedyPlan* plan = run.plan_of(remedy, &at);
  if (plan == nullptr) return answer;
  const RemedyResult& result = run.results[at];
  answer.status = combined ? run.status[at] : result.status;
  switch (answer.status) {
    case Status::unknown:
      if (result.due_always && !(combined && run.applies.is_open()))
        answer.at_least = Status::conditional;
      return answer;
    case Status::unavailable:
      answer.excluded_by = rule_ids(run, result.excluded_by);
      return answer;
    case Status::conflict: {
      answer.rules = rule_ids(run, result.rules);
      answer.currency = run.program->source->currency;
      const auto conflict = out_->arena.make<MoneyAnswer>(result.conflict.size());
      for (std::size_t i = 0; i < result.conflict.size(); ++i)
        conflict[i] = money_answer(run, result.conflict[i]);
      answer.conflict = conflict;
      return answer;
    }
    default:
      break;
  }
  answer.rules = rule_ids(run, result.rules);
  answer.needs = rule_ids(run, result.needs);
  put_money(run, result.money, answer);
  if (answer.has_net) answer.currency = run.program->source->currency;
  if (!result.preferred.empty()) {
    const auto preferred = out_->arena.make<MoneyAnswer>(result.preferred.size());
    for (std::size_t i = 0; i < result.preferred.size(); ++i)
      preferred[i] = money_answer(run, result.preferred[i]);
    answer.preferred = preferred;
  }
  answer.terms = terms(run, result, *plan);
  answer.until = run.until[at];
  return answer;
}

std::span<const PolicyCodes> Evaluator::codes() {
  auto* const list = out_->arena.room<PolicyCodes>(runs_.size());
  for (std::size_t i = 0; i < runs_.size(); ++i) {
    PolicyCodes& of = *new (list + i) PolicyCodes;
    of.policy = runs_[i]->program->source->id;
    of.version = runs_[i]->program->source->version;
    if (detail_ != Detail::none) of.codes = codes(*runs_[i]);
  }
  return {list, runs_.size()};
}

Codes Evaluator::codes(PolicyRun& run) {
  return run.decided ? decided_codes(run) : open_codes(run);
}

// Each id is written to both lists, and stays in one of them: which it is nobody can foretell.
Codes Evaluator::decided_codes(const PolicyRun& run) {
  const std::vector<std::string_view>& ids = run.program->rule_ids;
  list_overridden(run, chosen_);
  const std::span overridden = rule_ids(run, chosen_);
  auto* const holds = out_->arena.room<std::string_view>(2 * ids.size());
  auto* const fails = holds + ids.size();
  std::size_t held = 0;
  for (std::size_t rule = 0; rule < ids.size(); ++rule) {
    const bool yes = run.truths.holds(static_cast<Index>(rule));
    new (holds + held) std::string_view(ids[rule]);
    new (fails + rule - held) std::string_view(ids[rule]);
    held += yes ? 1 : 0;
  }
  const auto* const end =
      overridden.empty() ? holds + held : std::remove_if(holds, holds + held, [&](auto id) {
        return std::ranges::find(overridden, id) != overridden.end();
      });
  return {{holds, end}, {}, {fails, ids.size() - held}, overridden};
}

void Evaluator::list_overridden(const PolicyRun& run, std::vector<Index>& list) const {
  list.clear();
  for (const Index rule : run.program->droppable)
    if (run.truths.holds(rule) && dropped_everywhere(run, rule)) list.push_back(rule);
}

Codes Evaluator::open_codes(const PolicyRun& run) {
  const auto rules = static_cast<Index>(run.program->rules.size());
  enum Place : std::uint8_t { holds, open, fails, overridden };
  std::array<std::size_t, 4> count{};
  places_.resize(rules);
  for (Index rule = 0; rule < rules; ++rule) {
    const Tri tri = run.holds(rule);
    const Place place = tri.is_open()                   ? open
                        : tri.no()                      ? fails
                        : dropped_everywhere(run, rule) ? overridden
                                                        : holds;
    places_[rule] = place;
    ++count[place];
  }
  const auto ids = out_->arena.make<std::string_view>(rules);
  std::array<std::string_view*, 4> at{};
  std::array<std::span<const std::string_view>, 4> lists;
  std::size_t begin = 0;
  for (std::size_t place = 0; place < at.size(); ++place) {
    at[place] = ids.data() + begin;
    lists[place] = ids.subspan(begin, count[place]);
    begin += count[place];
  }
  for (Index rule = 0; rule < rules; ++rule)
    *at[places_[rule]]++ = run.program->rule_ids[rule];
  return {lists[holds], lists[open], lists[fails], lists[overridden]};
}

bool Evaluator::dropped_everywhere(const PolicyRun& run, Index rule) const {
  const auto& use = run.program->source->rules[rule];
  if (use.effect != ir::Effect::grants || run.program->rules[rule].overriders.empty()) return false;
  return std::all_of(use.grants.begin(), use.grants.end(), [&](const auto& grant) {
    const auto& tops = run.program->rules[rule].overriders;
    return std::any_of(tops.begin(), tops.end(), [&](Index top) {
      const auto& others = run.program->source->rules[top].grants;
      return run.holds(top).yes() &&
             std::any_of(others.begin(), others.end(),
                         [&](const auto& other) { return other.first == grant.first; });
    });
  });
}

PolicyAnswer Evaluator::policy_answer(PolicyRun& run) {
  const ir::CheckedPolicy& policy = *run.program->source;
  PolicyAnswer answer;
  answer.policy = policy.id;
  answer.version = policy.version;
  answer.digest = policy.digest;
  answer.title = {policy.title.zh, policy.title.en};
  if (policy.calendar) {
    const auto calendars = out_->arena.make<CalendarReading>(1);
    calendars[0] = {policy.calendar->name(), policy.calendar->digest()};
    answer.calendars = calendars;
  }
  if (!policy.parameters.empty()) answer.parameters = parameters(policy);
  answer.outcome = run.outcome;
  list_remedies(&run, listed_);
  const std::vector<Index>& listed = listed_;
  auto* const remedies = out_->arena.room<RemedyAnswer>(listed.size());
  for (std::size_t i = 0; i < listed.size(); ++i)
    new (remedies + i) RemedyAnswer(this->answer(run, listed[i], false));
  answer.remedies = {remedies, listed.size()};
  answer.recalled = recalled(run);
  if (detail_ != Detail::none) answer.codes = codes(run);
  if (detail_ == Detail::full) answer.reasons = ReasonWriter(*this, run, plain_reasons_).reasons();
  if (ask_ && (!run.plain || run.applies.is_open())) {
    PolicyRun* only[] = {&run};
    Asker asker(*this, false);
    answer.ask = asker.ask(only, asked_);
  }
  answer.assumed = run.assumed;
  answer.gaps = gaps(run);
  if (!policy.notices.empty()) answer.notices = notices(policy, run.outcome);
  return answer;
}

std::span<const ParameterReading> Evaluator::parameters(const ir::CheckedPolicy& policy) {
  std::vector<ParameterReading> parameters;
  for (const auto& parameter : policy.parameters) {
    if (!parameter.contested && !parameter.set) continue;
    ParameterReading reading{parameter.name,
                             {parameter.title.zh, parameter.title.en},
                             {parameter.reading.zh, parameter.reading.en},
                             {},
                             parameter.set};
    reading.value = parameter_value(policy, parameter);
    parameters.push_back(reading);
  }
  std::sort(parameters.begin(), parameters.end(),
            [](const auto& a, const auto& b) { return a.name < b.name; });
  return out_->arena.keep(parameters);
}

std::span<const Notice> Evaluator::notices(const ir::CheckedPolicy& policy, Outcome outcome) {
  const auto is_on = [word = to_string(outcome)](const ir::NoticeUse& notice) {
    return std::find(notice.on.begin(), notice.on.end(), word) != notice.on.end();
  };
  const auto count = std::count_if(policy.notices.begin(), policy.notices.end(), is_on);
  const auto list = out_->arena.make<Notice>(static_cast<std::size_t>(count));
  std::size_t at = 0;
  for (const auto& notice : policy.notices)
    if (is_on(notice)) list[at++] = {notice.id, {notice.text.zh, notice.text.en}};
  return list;
}

// Where the claim is silent on what the rules mention and the policy may assume.
void Evaluator::find_silent(const ir::Program& program) {
  silent_.clear();
  const ir::ClaimData& claim = facts_.claim();
  const ir::Cell* const cells = claim.cells.data();
  for (const std::uint32_t slot : program.assumed_slots)
    if (cells[slot].state == FactState::absent)
      silent_.push_back({FactPath::Kind::slot, slot, 0, 0});
  for (const ir::AssumedList& assumed : program.assumed_lists) {
    const ir::EventRows& rows = claim.lists[assumed.list];
    if (rows.state == FactState::absent && program.list_assume_empty[assumed.list] != 0)
      silent_.push_back({FactPath::Kind::list, assumed.list, 0, 0});
    if (rows.count > 0) find_silent_events(assumed, rows);
  }
}

void Evaluator::find_silent_events(const ir::AssumedList& assumed, const ir::EventRows& rows) {
  const ir::SchemaList& shape = facts_.schema().lists[assumed.list];
  const std::size_t width = shape.fields.size();
  const ir::Cell* cells = rows.cells.data();
  for (std::uint32_t event = 0; event < rows.count; ++event, cells += width) {
    const EventState& state = facts_.event(assumed.list, event);
    if (state.ignored) continue;
    const auto end = static_cast<Index>(shape.returned_on);
    if (state.open && cells[end].state == FactState::absent)
      silent_.push_back({FactPath::Kind::field, assumed.list, event, end});
    for (const ir::AssumedField& of : assumed.fields)
      if (of.read == no_index || cells[of.read].state == FactState::absent || (of.cut && state.cut))
        silent_.push_back({FactPath::Kind::field, assumed.list, event, of.field});
  }
}

// What is assumed there; false where that is open itself.
bool Evaluator::read_assumed(PolicyRun& run, const FactPath& path, Value& value) {
  if (path.kind == FactPath::Kind::list) {
    value.kind = Value::Kind::empty_list;
    return true;
  }
  const ir::Schema& schema = facts_.schema();
  if (path.kind == FactPath::Kind::field) {
    const ir::SchemaList& list = schema.lists[path.slot];
    if (static_cast<int>(path.field) == list.returned_on) {
      value.kind = Value::Kind::open;
      return true;
    }
    const Scalar scalar = run.session.field(path.slot, path.event, path.field);
    if (scalar.is_open()) return false;
    tell(scalar, list.fields[path.field].type, &run, value);
    return true;
  }
  if (schema.facts[path.slot].type == ir::Type::boolean) {
    const Tri tri = run.session.condition(run.program->slot_assume[path.slot]);
    tell(tri.yes() ? 1 : 0, ir::Type::boolean, &run, value);
    return !tri.is_open();
  }
  const Scalar scalar = run.session.fact(path.slot);
  if (scalar.is_open()) return false;
  tell(scalar, schema.facts[path.slot].type, &run, value);
  return true;
}

// One entry for each assumption that the rules mention (`assumed` in docs/records.md, "A decision").
std::span<const Assumption> Evaluator::assumptions(PolicyRun& run) {
  find_silent(*run.program);
  if (silent_.empty()) return {};
  if (silent_.size() > 1) sort_by_path(silent_);
  auto* const assumed = out_->arena.room<Assumption>(silent_.size());
  std::size_t count = 0;
  for (const FactPath& path : silent_) {
    Assumption& entry = *new (assumed + count) Assumption;
    if (!read_assumed(run, path, entry.value)) continue;
    entry.path = path_text(path);
    entry.name = fact_name(path);
    ++count;
  }
  return {assumed, count};
}

// What of the calendar, of month ends or of arithmetic keeps a rule or an amount open.
std::span<const std::string_view> Evaluator::gaps(PolicyRun& run) {
  if (run.plain && !run.session.met_gap() && run.program->term_nodes.empty()) return {};
  const ir::Program& program = *run.program;
  collector_.clear();
  run.session.collect(&collector_);
  const auto look_at_tests = [&](const std::vector<Index>& leaves) {
    for (const Index leaf : leaves)
      (void)run.session.base(leaf);
  };
  // Every test inside, whether or not others decide the need.
  const auto look_at_need = [&](auto&& self, NodeId id) -> void {
    const ir::Node& node = program.nodes[id];
    if (program.leaf_of[id] != no_index) return look_at_tests(program.inner[id]);
    if (node.op == ir::Op::negation) self(self, node.a);
    for (Index i = 0; i < node.children_count; ++i)
      self(self, program.children[node.children_begin + i]);
  };
  const auto look_at_bodies = [&](const auto& bodies) {
    for (const auto& body : bodies) {
      run.session.in_rule(body.rule);
      look_at_tests(program.rules[body.rule].formula.leaves);
      for (const NodeId need : body.needs)
        look_at_need(look_at_need, need);
      for (const auto& entry : body.money)
        look_at_tests(entry.inner);
    }
  };
  const auto look_at_amounts = [&](const std::vector<ir::MoneyEntry>& entries, Index rule) {
    run.session.in_rule(rule);
    for (const auto& entry : entries) {
      const Scalar amount = run.session.value(entry.amount);
      if (amount.state == Scalar::State::none || amount.state == Scalar::State::never)
        collector_.gaps.push_back({Gap::Kind::no_value, rule});
    }
  };
  const auto look_at_terms = [&](const ir::BodyUse& body, Index rule) {
    for (const auto& term : body.terms) {
      if (term.value == no_node) continue;
      const Scalar value = run.session.value(program.term_nodes.at(term.value));
      if (value.state == Scalar::State::none)
        collector_.gaps.push_back({Gap::Kind::no_value, rule});
    }
  };
  if (run.applies.is_open()) {
    look_at_tests(program.applies.leaves);
    (void)run.session.first(program.in_force_by);
  }
  for (std::size_t i = 0; i < program.remedies.size(); ++i) {
    const auto& plan = program.remedies[i];
    const RemedyResult& result = run.results[i];
    if (result.money.overflows() && !result.rules.empty())
      collector_.gaps.push_back({Gap::Kind::overflow, result.rules.front()});
    look_at_bodies(plan.grants);
    look_at_bodies(plan.additions);
    for (const Index exclusion : plan.exclusions) {
      run.session.in_rule(exclusion);
      look_at_tests(program.rules[exclusion].formula.leaves);
    }
    for (const Index g : result.grants) {
      const auto& grant = plan.grants[g];
      look_at_amounts(grant.money, grant.rule);
      look_at_terms(program.source->rules[grant.rule].grants[grant.body].second, grant.rule);
    }
    for (const Index a : result.additions) {
      look_at_amounts(plan.additions[a].money, plan.additions[a].rule);
      look_at_terms(program.source->rules[plan.additions[a].rule].body, plan.additions[a].rule);
    }
  }
  run.session.in_rule(no_index);
  run.session.collect(nullptr);
  collector_.sort();
  std::vector<std::string_view> texts;
  for (const Gap& gap : collector_.gaps) {
    const std::string_view text = gap_text(run, gap);
    if (!text.empty()) texts.push_back(text);
  }
  base::sort_unique(texts);
  for (const auto text : texts)
    if (!(run.applies.is_open() && text.starts_with("no value")) &&
        std::find(gaps_.begin(), gaps_.end(), text) == gaps_.end())
      gaps_.push_back(text);
  return out_->arena.keep(texts);
}

}  // namespace sanbao::eval
