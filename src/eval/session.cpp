// SPDX-License-Identifier: Apache-2.0
//
// See session.hpp: beginning, remembering and reading of facts and event fields.
#include "eval/session.hpp"

#include <algorithm>

#include "base/sorted.hpp"
#include "ir/cells.hpp"

namespace sanbao::eval {

using ir::FactState;
using ir::no_index;
using ir::no_node;
using ir::Type;

namespace {

// Numbers are whole more often than not, and whole ones are worked with fastest.
Exact exact_of(std::int64_t value, Type type) {
  if (type == Type::number && value % values::number_scale == 0)
    return Exact::from_integer(value / values::number_scale);
  return Exact::from_scaled(value, ir::parts_of_one(type));
}

}  // namespace

void Collector::add_absent(FactPath path) {
  absent.push_back(path);
  if (absent.size() < tidied_at_) return;
  base::sort_unique(absent);
  tidied_at_ = std::max(most_untidy, 2 * absent.size());
}

void Collector::clear() {
  tidied_at_ = most_untidy;
  absent.clear();
  nulls.clear();
  gaps.clear();
}

void Collector::sort() {
  base::sort_unique(absent);
  base::sort_unique(nulls);
  base::sort_unique(gaps);
}

void Session::begin(const ir::Ruleset& ruleset, const ir::Program& program, const Facts& facts) {
  ruleset_ = &ruleset;
  program_ = &program;
  facts_ = &facts;
  ++epoch_;
  if (values_.size() < program.nodes.size()) values_.resize(program.nodes.size());
  if (junctions_.size() < program.nodes.size()) {
    junctions_.resize(program.nodes.size());
    walked_junctions_.resize(program.nodes.size());
    walked_values_.resize(program.nodes.size());
  }
  if (leaves_.size() < program.leaves.size()) leaves_.resize(program.leaves.size());
  if (windows_.size() < program.periods.size()) {
    windows_.resize(program.periods.size());
    plain_windows_.resize(program.periods.size());
  }
  completion_ = nullptr;
  moved_.reset();
  collector_ = nullptr;
  rule_ = no_index;
  met_gap_ = is_trial_ = false;
}

void Session::begin_trials(const ir::Ruleset& ruleset, const ir::Program& program,
                           const Facts& facts) {
  begin(ruleset, program, facts);
  is_trial_ = true;
  changed_.assign(program.count_of_read_rows(), epoch_);
}

void Session::change(std::span<const Index> rows) {
  ++epoch_;
  for (const Index row : rows)
    changed_[row] = epoch_;
}

void Session::note_absent(FactPath path) {
  if (collector_ != nullptr) collector_->add_absent(path);
}
void Session::note_null(FactPath path) {
  if (collector_ != nullptr) collector_->nulls.push_back(path);
}
void Session::note_gap(Gap gap) {
  met_gap_ = true;
  if (collector_ != nullptr) collector_->gaps.push_back(gap);
}

// An overflow is reported in the name of the rule that asked for the value.
Scalar Session::checked(Scalar scalar) {
  if (scalar.is_open() && (scalar.why & by_gap) != 0) note_gap({Gap::Kind::overflow, rule_});
  return scalar;
}

Scalar Session::from_cell(const ir::Cell& cell, Type type) const {
  Scalar scalar = Scalar::known(cell.value);
  if (ir::is_numeric(type)) scalar.exact = exact_of(cell.value, type);
  return scalar;
}

Scalar Session::constant(const ir::Node& node) const {
  Scalar scalar = Scalar::known(node.imm);
  if (ir::is_numeric(node.type)) scalar.exact = exact_of(node.imm, node.type);
  return scalar;
}

Scalar Session::fact(std::uint32_t slot) {
  const ir::Cell& cell = facts_->slot(slot);
  switch (cell.state) {
    case FactState::given: {
      Scalar scalar = from_cell(cell, facts_->schema().facts[slot].type);
      if (slot == facts_->schema().filed_on) {
        scalar.moves = true;
        scalar.source.kind = DateSource::Kind::claim;
      }
      return scalar;
    }
    case FactState::null:
      note_null({FactPath::Kind::slot, slot, 0, 0});
      return Scalar::open(by_null);
    case FactState::never:
      return Scalar::never();
    case FactState::absent:
      break;
  }
  if (slot == facts_->schema().requests)
    return Scalar::known(ruleset_->any);  // the default of the record
  Why why = by_absent;
  if (const NodeId assumed = program_->slot_assume[slot]; assumed != no_node) {
    const Without apart(completion_);
    const Scalar scalar = value(assumed);
    if (!scalar.is_open()) return scalar;
    why =
        static_cast<Why>(why | scalar.why);  // nothing is assumed yet: the fact itself is asked too
  }
  note_absent({FactPath::Kind::slot, slot, 0, 0});
  Scalar open = Scalar::open(why);
  if (slot == facts_->schema().filed_on) open.source.kind = DateSource::Kind::claim;
  return open;
}

Tri Session::boolean_fact(std::uint32_t slot) {
  const ir::Cell& cell = facts_->slot(slot);
  if (cell.state == FactState::given) return Tri::of(cell.value != 0);
  if (cell.state == FactState::null) {
    note_null({FactPath::Kind::slot, slot, 0, 0});
    return Tri::open(by_null);
  }
  Why why = by_absent;
  if (const NodeId assumed = program_->slot_assume[slot]; assumed != no_node) {
    const Without apart(completion_);
    const Tri tri = condition(assumed);
    if (!tri.is_open()) return tri;
    why = static_cast<Why>(why | tri.why);
  }
  note_absent({FactPath::Kind::slot, slot, 0, 0});
  return Tri::open(why);
}

// Days from the beginning of an event to its end, or to the day of judgement.
Scalar Session::duration(Index list, std::uint32_t event) {
  values::DayInterval interval;
  Why why = 0;
  if (!this->interval(list, event, interval, why)) return Scalar::open(why);
  return Scalar::number(
      Exact::from_integer(std::max<std::int64_t>(0, (interval.end - interval.begin).count)));
}

bool Session::interval(Index list, std::uint32_t event, values::DayInterval& out, Why& why) {
  const auto& shape = facts_->schema().lists[list];
  const auto& state = facts_->event(list, event);
  const auto read = [&](int field) { return this->field(list, event, static_cast<Index>(field)); };
  const Scalar begin = read(shape.received_on);
  if (!begin.is_known()) {
    why = static_cast<Why>(why | (begin.is_open() ? begin.why : by_null));
    return false;
  }
  out.begin = CivilDate::from_days(static_cast<std::int32_t>(begin.whole));
  if (state.open || state.cut) {
    if (!facts_->has_as_of()) {
      note_absent({FactPath::Kind::slot, facts_->schema().filed_on, 0, 0});
      why = static_cast<Why>(why | by_absent);
      return false;
    }
    out.end = CivilDate::from_days(facts_->as_of());
    return true;
  }
  const Scalar end = read(shape.returned_on);
  if (!end.is_known()) {
    why = static_cast<Why>(why | (end.is_open() ? end.why : by_null));
    return false;
  }
  out.end = CivilDate::from_days(static_cast<std::int32_t>(end.whole));
  return true;
}

// What a field reads where the record is silent: the policy's assumption, then the language's own.
Scalar Session::absent_field(Index list, std::uint32_t event, Index field) {
  const auto& shape = facts_->schema().lists[list];
  const int index = static_cast<int>(field);
  Why why = by_absent;
  if (const NodeId assumed = program_->field_assume[list][field]; assumed != no_node) {
    const Without apart(completion_);
    Scalar scalar;
    if (shape.fields[field].type == Type::boolean) {
      const Tri tri = condition(assumed, {list, event});
      scalar = tri.is_open() ? Scalar::open(tri.why) : Scalar::known(tri.yes() ? 1 : 0);
    } else {
      scalar = value(assumed, {list, event});
    }
    // What is cut off is never asked.
    if (!scalar.is_open() || facts_->event(list, event).cut) return scalar;
    why = static_cast<Why>(why | scalar.why);
  } else if (shape.standard || shape.interval) {
    if (index == shape.hours && shape.interval) {
      const Scalar days = duration(list, event);
      return days.is_known() ? Scalar::number(days.exact * Exact::from_integer(24)) : days;
    }
    if (index == shape.excluded_hours) return Scalar::number(Exact{});
  }
  note_absent({FactPath::Kind::field, list, event, field});
  return Scalar::open(why);
}

Scalar Session::field(Index list, std::uint32_t event, Index field) {
  const auto& shape = facts_->schema().lists[list];
  const auto& state = facts_->event(list, event);
  const int index = static_cast<int>(field);
  if (index == shape.duration) return duration(list, event);
  if (index == shape.whole_unit) {
    if (shape.component < 0) return Scalar::known(1);
    const auto component = static_cast<Index>(shape.component);
    const ir::Cell& named = facts_->cell(list, event, component);
    if (named.state != FactState::null)
      return Scalar::known(named.state == FactState::absent ? 1 : 0);
    note_null({FactPath::Kind::field, list, event, component});
    return Scalar::open(by_null);
  }
  if (shape.interval && (state.open || state.cut)) {
    if (index == shape.returned_on) return Scalar::never();
    const bool given = !state.cut && facts_->cell(list, event, field).state != FactState::absent;
    if (index == shape.fixed && !given) return Scalar::known(0);
    if (state.cut && index == shape.hours) {
      const Scalar days = duration(list, event);
      return days.is_known() ? Scalar::number(days.exact * Exact::from_integer(24)) : days;
    }
    if (state.cut && (index == shape.waiting_days || index == shape.replaced)) {
      if (program_->field_assume[list][field] != no_node) return absent_field(list, event, field);
      note_null({FactPath::Kind::field, list, event, field});
      return Scalar::open(by_null);
    }
  }
  const ir::Cell& cell = facts_->cell(list, event, field);
  switch (cell.state) {
    case FactState::given: {
      Scalar scalar = from_cell(cell, shape.fields[field].type);
      if (shape.fields[field].type == Type::date)
        scalar.source = {DateSource::Kind::event, 0, list, event};
      return scalar;
    }
    case FactState::null:
      note_null({FactPath::Kind::field, list, event, field});
      return Scalar::open(by_null);
    case FactState::never:
      return Scalar::never();
    case FactState::absent:
      break;
  }
  return absent_field(list, event, field);
}

Tri Session::boolean_field(Index list, std::uint32_t event, Index field) {
  const Scalar scalar = this->field(list, event, field);
  return scalar.is_open() ? Tri::open(scalar.why) : Tri::of(scalar.is_known() && scalar.whole != 0);
}

}  // namespace sanbao::eval
