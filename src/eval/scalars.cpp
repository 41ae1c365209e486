// SPDX-License-Identifier: Apache-2.0
//
// Values of expressions (docs/language.md §5, §7 "No value"). See session.hpp.
#include <algorithm>

#include "eval/session.hpp"

namespace sanbao::eval {

using ir::FactState;
using ir::no_index;
using ir::no_node;
using ir::Node;
using ir::Op;
using ir::Type;

Scalar Session::value(NodeId id, EventAt at) {
  const Node& node = program_->nodes[id];
  if (node.op == Op::constant) return constant(node);
  const bool changing = at.here() || (completion_ != nullptr && !program_->inner[id].empty()) ||
                        (moved_ && program_->moves[id] != 0);
  auto& remembered = values_[id];
  if (!changing && is_current(remembered.epoch, program_->node_reads[id]) &&
      !(collector_ != nullptr && remembered.scalar.is_open()))
    return remembered.scalar;
  // What is known lacks nothing, whatever was looked at on the way.
  if (collector_ != nullptr && !changing &&
      !is_current(remembered.epoch, program_->node_reads[id])) {
    const Without apart(collector_);
    if (const Scalar scalar = value(id); !scalar.is_open()) return scalar;
  }
  const auto once = [&] {
    const std::size_t gaps = gaps_met();
    return with_its_gaps(work_out(node, id, at), gaps);
  };
  const bool has_parts = node.a != no_node || node.children_count > 0;
  const Scalar scalar = has_parts && (changing || collector_ != nullptr)
                            ? walk(walked_values_[id], at, once)
                            : once();
  if (!changing) {
    remembered.scalar = scalar;
    remembered.epoch = epoch_;
  }
  return scalar;
}

Scalar Session::work_out(const Node& node, NodeId, EventAt at) {
  switch (node.op) {
    case Op::fact:
      return fact(static_cast<std::uint32_t>(node.imm));
    case Op::field:
      return field(at.list, at.event, static_cast<Index>(node.imm));
    case Op::add:
    case Op::subtract:
    case Op::multiply:
    case Op::divide:
      return arithmetic(node, at);
    case Op::choose:
      return choose(node, at);
    case Op::minimum:
    case Op::maximum:
      return extreme(node, at);
    case Op::first:
      return first_of(&program_->children[node.children_begin], node.children_count, at);
    case Op::round_up: {
      Scalar a = value(node.a, at);
      if (a.is_known()) a = Scalar::number(a.exact.ceil());
      return checked(a);
    }
    case Op::round_money: {
      const Scalar a = value(node.a, at);
      if (!a.is_known()) return a;
      const auto& policy = *program_->source;
      return checked(Scalar::number(a.exact.to_multiple_of(policy.round_to, policy.rounding)));
    }
    case Op::days_between:
      return days_between(node, at);
    case Op::last_field:
      return last_field(program_->lasts[static_cast<std::size_t>(node.imm)]);
    case Op::last_day:
      return last_day(static_cast<Index>(node.imm));
    case Op::cell:
      return cell(node, at);
    case Op::event_measure: {
      const auto& test = program_->event_tests[static_cast<std::size_t>(node.imm)];
      const Measured measured = measure(test);
      if (!measured.unbounded && measured.least == measured.most)
        return Scalar::number(measured.least);
      return Scalar::open(measured.why);
    }
    default:
      return Scalar::none();
  }
}

// The n-th working day before a day.
Scalar Session::working_days_before(CivilDate day, std::int64_t count) {
  const WorkCalendar* calendar = program_->source->calendar.get();
  CivilDate at = day;
  for (std::int64_t left = count; left > 0;) {
    const auto earlier = add(at, Days(-1));
    if (calendar == nullptr || !earlier || !calendar->covers(*earlier)) {
      note_gap({Gap::Kind::calendar, static_cast<std::uint32_t>(earlier.value_or(at).year())});
      return Scalar::open(by_gap);
    }
    at = *earlier;
    if (calendar->kind(at) == DayKind::work) --left;
  }
  return Scalar::known(at.days_since_epoch());
}

Scalar Session::add_to_date(const Scalar& date, const Scalar& length, const Node& length_node,
                            bool minus) {
  const auto start = CivilDate::from_days(static_cast<std::int32_t>(date.whole));
  std::optional<CivilDate> result;
  if (length_node.type == Type::days) {
    const auto days = length.exact.to_integer();
    if (!days && !length.exact.is_whole()) return Scalar::none();
    if (days) result = add(start, Days(minus ? -*days : *days));
  } else {
    const Period period = Period::decode(length.whole);
    const auto& policy = *program_->source;
    const auto switched = [&](const auto& choice) {
      const bool then =
          choice.parameter == no_index || policy.parameters[choice.parameter].value != 0;
      return then ? choice.then : choice.otherwise;
    };
    const MonthEnd month_end = switched(policy.month_end);
    if (period.kind() == PeriodKind::working_days && minus)
      return working_days_before(start, period.count());
    if (period.kind() == PeriodKind::working_days) {
      const Counted counted = count_window(start, period, switched(policy.count_from), month_end,
                                           policy.calendar.get());
      if (!counted.ok) {
        note_gap({Gap::Kind::calendar, static_cast<std::uint32_t>(counted.gap_year)});
        return Scalar::open(by_gap);
      }
      return Scalar::known(counted.last.days_since_epoch());
    }
    result = minus ? subtract(start, period, month_end) : add(start, period, month_end);
  }
  if (!result) {
    note_gap({Gap::Kind::overflow, rule_});
    return Scalar::open(by_gap);
  }
  return Scalar::known(result->days_since_epoch());
}

Scalar Session::arithmetic(const Node& node, EventAt at) {
  const Scalar a = value(node.a, at);
  const Scalar b = value(node.b, at);
  if (a.is_void() || b.is_void()) return Scalar::none();
  if (a.is_open() || b.is_open()) return Scalar::open(static_cast<Why>(a.why | b.why));
  const Node& left = program_->nodes[node.a];
  const Node& right = program_->nodes[node.b];
  switch (node.op) {
    case Op::add:
      if (left.type == Type::date) return add_to_date(a, b, right, false);
      if (right.type == Type::date) return add_to_date(b, a, left, false);
      return checked(Scalar::number(a.exact + b.exact));
    case Op::subtract: {
      if (left.type == Type::date && right.type == Type::date)
        return Scalar::number(Exact::from_integer(std::max<std::int64_t>(0, a.whole - b.whole)));
      if (left.type == Type::date) return add_to_date(a, b, right, true);
      const Exact difference = a.exact - b.exact;
      // A difference of days is never negative (docs/language.md §5).
      if (node.type == Type::days && difference.is_negative()) return Scalar::number(Exact{});
      return checked(Scalar::number(difference));
    }
    case Op::multiply:
      return checked(Scalar::number(a.exact * b.exact));
    default:
      return checked(Scalar::number(a.exact / b.exact));
  }
}

Scalar Session::choose(const Node& node, EventAt at) {
  const Tri which = condition(node.a, at);
  const auto pass = [](Scalar s) {
    s.moves = false;
    return s;
  };
  if (!which.is_open()) return pass(value(which.yes() ? node.b : node.c, at));
  const Scalar b = value(node.b, at);
  const Scalar c = value(node.c, at);
  if (b.state == c.state && b.is_void()) return b;
  if (b.is_known() && c.is_known()) {
    if (ir::is_numeric(node.type) ? b.exact == c.exact : b.whole == c.whole) {
      Scalar same = pass(b);
      if (b.source != c.source) same.source = {DateSource::Kind::open, which.why, 0, 0};
      return same;
    }
  }
  const Why tried = only_nulls(which.why) ? by_choice : Why{0};
  return Scalar::open(static_cast<Why>(which.why | b.why | c.why | tried));
}

// The first that is neither null nor never nor without value; an absent one before it makes it unknown.
Scalar Session::first_of(const NodeId* nodes, std::size_t count, EventAt at) {
  Why why = 0;
  bool null_seen = false;
  for (std::size_t i = 0; i < count; ++i) {
    const Scalar s = value(nodes[i], at);
    if (s.is_known()) return why == 0 ? s : Scalar::open(why);
    if (s.is_void()) continue;
    if (is_null(s.why)) {
      null_seen = true;
    } else {
      why = static_cast<Why>(why | s.why);
    }
  }
  if (null_seen) why = static_cast<Why>(why | by_null);
  return why == 0 ? Scalar::never() : Scalar::open(why);
}

Scalar Session::extreme(const Node& node, EventAt at) {
  const bool least = node.op == Op::minimum;
  const bool whole = node.type == Type::date;
  Scalar best = Scalar::none();
  Why why = 0;
  for (Index i = 0; i < node.children_count; ++i) {
    const Scalar s = value(program_->children[node.children_begin + i], at);
    if (s.is_void()) return Scalar::none();
    if (s.is_open()) {
      why = static_cast<Why>(why | s.why);
      continue;
    }
    const bool better =
        !best.is_known() || (whole ? (least ? s.whole < best.whole : s.whole > best.whole)
                                   : (least ? s.exact < best.exact : s.exact > best.exact));
    if (better) best = s;
  }
  if (why != 0) return Scalar::open(why);
  best.moves = false;
  return best;
}

Scalar Session::days_between(const Node& node, EventAt at) {
  const Scalar a = value(node.a, at);
  const Scalar b = value(node.b, at);
  if (a.is_void() || b.is_void()) return Scalar::none();
  if (node.imm < 0) {
    if (a.is_open() || b.is_open()) return Scalar::open(static_cast<Why>(a.why | b.why));
    return Scalar::number(Exact::from_integer(std::max<std::int64_t>(0, b.whole - a.whole)));
  }
  const auto& filter = program_->filters[static_cast<std::size_t>(node.imm)];
  if (a.is_open() || b.is_open()) {
    // What the repairs lack is asked too: none of it is settled by the two dates alone.
    std::vector<values::DayInterval> intervals;
    Why why = static_cast<Why>(a.why | b.why);
    if (collector_ != nullptr && (why & by_null) == 0)
      taken_off(filter, 0, CivilDate::last().days_since_epoch(), intervals, why);
    return Scalar::open(static_cast<Why>(a.why | b.why));
  }
  const std::int64_t span = std::max<std::int64_t>(0, b.whole - a.whole);
  if (span == 0) return Scalar::number(Exact{});  // nothing to take anything off
  std::vector<values::DayInterval> intervals;
  intervals.swap(certain_);
  Why why = 0;
  const bool settled = taken_off(filter, static_cast<std::int32_t>(a.whole),
                                 static_cast<std::int32_t>(b.whole), intervals, why);
  std::int64_t off = 0;
  for (const auto& interval : intervals)
    off += (interval.end - interval.begin).count;
  intervals.swap(certain_);
  if (!settled) return Scalar::open(why);
  return Scalar::number(Exact::from_integer(std::max<std::int64_t>(0, span - off)));
}

Scalar Session::last_field(const ir::LastField& last) {
  const Without inside(completion_);
  const auto& rows = facts_->rows(last.list);
  if (rows.state == FactState::null) {
    note_null({FactPath::Kind::list, last.list, 0, 0});
    return Scalar::open(by_null);
  }
  if (rows.state == FactState::absent && program_->list_assume_empty[last.list] == 0) {
    note_absent({FactPath::Kind::list, last.list, 0, 0});
    return Scalar::open(by_absent);
  }
  if (rows.count == 0) return Scalar::never();
  if (!facts_->has_as_of()) {
    note_absent({FactPath::Kind::slot, facts_->schema().filed_on, 0, 0});
    return Scalar::open(by_absent);
  }
  const bool dates = facts_->schema().lists[last.list].fields[last.field].type == Type::date;
  Scalar best = Scalar::never();
  Why open = 0;
  const auto greater = [&](const Scalar& s, const Scalar& than) {
    return !than.is_known() || (dates ? s.whole > than.whole : s.exact > than.exact);
  };
  // Two rounds: what is certain first, then whether anything open could lie above it.
  for (const bool certain : {true, false}) {
    for (std::uint32_t event = 0; event < rows.count; ++event) {
      const Tri in = counted(last.list, event, last.where);
      if (in.no() || in.yes() != certain) continue;
      const Scalar s = field(last.list, event, last.field);
      if (s.is_void()) continue;
      if (s.is_open()) {
        open = static_cast<Why>(open | s.why);
        continue;
      }
      if (dates && s.whole > facts_->as_of()) continue;
      if (!greater(s, best)) continue;
      if (certain) {
        best = s;
      } else {
        open = static_cast<Why>(open | in.why);
      }
    }
  }
  return open == 0 ? best : Scalar::open(open);
}

Scalar Session::last_day(Index period) {
  const WindowState& w = window(period);
  if (w.nothing || w.open_end) return Scalar::never();
  // A period that may turn out never to begin has no last day until that is known.
  if (w.from.is_open()) {
    if (w.last_open && (w.why & by_gap) != 0) note_gap(w.gap);
    return Scalar::open(static_cast<Why>(w.from.why | (w.last_open ? w.why : 0)));
  }
  if (w.last_open) {
    if ((w.why & by_gap) != 0) note_gap(w.gap);
    return Scalar::open(w.why);
  }
  if (w.hi_open) return Scalar::open(w.why);  // it may lie anywhere, whatever the calendar lacks
  if (w.lo.roll == RollState::unknown || w.hi.roll == RollState::unknown) {
    note_rolls(w);
    return Scalar::open(static_cast<Why>(w.why | by_gap));
  }
  if (w.lo.last != w.hi.last) return Scalar::open(w.why);
  return Scalar::known(w.lo.last.days_since_epoch());
}

const ir::TableRow* Session::row_of(const ir::TablePlan& table, const Scalar& key) const {
  const auto symbol = static_cast<ir::Symbol>(key.whole);
  const auto at = std::lower_bound(table.rows.begin(), table.rows.end(), symbol,
                                   [](const auto& row, ir::Symbol s) { return row.key < s; });
  return at != table.rows.end() && at->key == symbol ? &*at : nullptr;
}

Scalar Session::cell(const Node& node, EventAt at) {
  const auto& table = program_->tables[static_cast<std::size_t>(node.imm)];
  const Scalar key = value(table.key, at);
  if (key.is_void()) return Scalar::none();
  if (key.is_open()) return Scalar::open(key.why);
  const ir::TableRow* row = row_of(table, key);
  if (row == nullptr && table.has_otherwise) row = &table.otherwise;
  if (row == nullptr) return Scalar::none();
  if (node.type == Type::list) {
    // The row itself; read by in_cell.
    if (row->lists[node.aux].empty()) return Scalar::none();
    return Scalar::known(row == &table.otherwise ? -1 : row - table.rows.data());
  }
  return row->cells[node.aux] == no_node ? Scalar::none() : value(row->cells[node.aux], at);
}

}  // namespace sanbao::eval
