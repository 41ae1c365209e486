// SPDX-License-Identifier: Apache-2.0
//
// Event tests: what is counted for certain and at most, groups, unions of repair days (docs/language.md
// §5 "Event tests", §7 "Event tests"). See session.hpp.
#include <algorithm>
#include <array>

#include "eval/session.hpp"

namespace sanbao::eval {

using ir::Bound;
using ir::EventMeasure;
using ir::FactState;
using ir::no_node;
using ir::Type;

Tri Session::counted(Index list, std::uint32_t event, NodeId where) {
  const auto& state = facts_->event(list, event);
  if (state.ignored) return Tri::of(false);
  Tri in = where == no_node ? Tri::of(true) : condition(where, {list, event});
  if (!state.certain && in.yes()) {
    note_absent({FactPath::Kind::slot, facts_->schema().filed_on, 0, 0});
    in = Tri::open(by_absent);
  }
  return in;
}

std::optional<CivilDate> Session::latest_end(Index list, std::uint32_t event) const {
  const auto& shape = facts_->schema().lists[list];
  const auto& end = facts_->cell(list, event, static_cast<Index>(shape.returned_on));
  std::optional<std::int32_t> day;
  if (end.state == FactState::given) day = static_cast<std::int32_t>(end.value);
  if (facts_->has_as_of()) day = std::min(day.value_or(facts_->as_of()), facts_->as_of());
  if (!day) return std::nullopt;
  return CivilDate::from_days(*day);
}

// One known end can be enough to see that a repair lies outside the span.
bool Session::outside(Index list, std::uint32_t event, CivilDate from, CivilDate to) const {
  const auto& shape = facts_->schema().lists[list];
  const auto& begin = facts_->cell(list, event, static_cast<Index>(shape.received_on));
  const auto end = latest_end(list, event);
  return (begin.state == FactState::given && begin.value >= to.days_since_epoch()) ||
         (end && *end <= from);
}

bool Session::taken_off(const ir::EventFilter& filter, std::int32_t from, std::int32_t to,
                        std::vector<values::DayInterval>& out, Why& why) {
  const Without inside(completion_);
  out.clear();
  const auto& rows = facts_->rows(filter.list);
  if (rows.state == FactState::null) {
    note_null({FactPath::Kind::list, filter.list, 0, 0});
    why = static_cast<Why>(why | by_null);
    return false;
  }
  if (rows.state == FactState::absent && program_->list_assume_empty[filter.list] == 0) {
    note_absent({FactPath::Kind::list, filter.list, 0, 0});
    why = static_cast<Why>(why | by_absent);
    return false;
  }
  if (rows.count == 0) return true;
  if (!facts_->has_as_of()) {
    note_absent({FactPath::Kind::slot, facts_->schema().filed_on, 0, 0});
    why = static_cast<Why>(why | by_absent);
    return false;
  }
  const auto clip_from = CivilDate::from_days(from);
  const auto clip_to = CivilDate::from_days(to);
  const auto clip = [&](values::DayInterval& interval) {
    interval.begin = std::clamp(interval.begin, clip_from, std::max(clip_from, clip_to));
    interval.end = std::clamp(interval.end, clip_from, std::max(clip_from, clip_to));
    return interval.begin < interval.end;
  };
  bool settled = true;
  std::vector<values::DayInterval> open;
  Why open_why = 0;
  for (std::uint32_t event = 0; event < rows.count; ++event) {
    const Tri in = counted(filter.list, event, filter.where);
    if (in.no()) continue;
    values::DayInterval interval;
    Why ends = 0;
    if (outside(filter.list, event, clip_from, clip_to)) continue;
    const bool whole = this->interval(filter.list, event, interval, ends);
    // Without a beginning it may lie anywhere before its end.
    if (!whole && !may_run(filter.list, event, interval))
      interval = {clip_from, latest_end(filter.list, event).value_or(clip_to)};
    if (!clip(interval)) continue;
    if (whole && in.yes()) {
      out.push_back(interval);
    } else {
      open.push_back(interval);
      open_why = static_cast<Why>(open_why | in.why | ends);
    }
  }
  out.resize(values::merge(out));
  for (const auto& interval : open) {
    // An open repair changes nothing where certain ones cover it.
    const bool covered = std::any_of(out.begin(), out.end(), [&](const auto& known) {
      return known.begin <= interval.begin && interval.end <= known.end;
    });
    if (covered) continue;
    why = static_cast<Why>(why | open_why);
    settled = false;
  }
  return settled;
}

// Union of the intervals, clipped to nothing: certain ones below, possible ones above.
Measured Session::measure_days(const ir::EventTest& test,
                               const std::vector<std::uint32_t>& events) {
  Measured result;
  std::vector<values::DayInterval> certain;
  std::vector<values::DayInterval> possible;
  certain.swap(certain_);
  possible.swap(possible_);
  certain.clear();
  possible.clear();
  for (const std::uint32_t event : events) {
    const Tri in = counted(test.list, event, test.where);
    if (in.no()) continue;
    values::DayInterval interval;
    Why ends = 0;
    result.why = static_cast<Why>(result.why | in.why);
    const bool whole = this->interval(test.list, event, interval, ends);
    if (!whole) result.why = static_cast<Why>(result.why | ends);
    if (!whole && !may_run(test.list, event, interval)) {
      result.unbounded = true;
      continue;
    }
    if (whole && in.yes()) certain.push_back(interval);
    possible.push_back(interval);
  }
  const auto first = CivilDate::first();
  const auto last = CivilDate::last();
  result.least = Exact::from_integer(values::union_days(certain, first, last).count);
  result.most = Exact::from_integer(values::union_days(possible, first, last).count);
  certain.swap(certain_);
  possible.swap(possible_);
  return result;
}

Measured Session::measure_group(const ir::EventTest& test,
                                const std::vector<std::uint32_t>& events) {
  if (test.measure == EventMeasure::days) return measure_days(test, events);
  Measured result;
  const auto include = [&](Exact& into, const Exact& amount) {
    if (test.measure == EventMeasure::largest) {
      if (amount > into) into = amount;
    } else {
      into = into + amount;
    }
  };
  for (const std::uint32_t event : events) {
    const Tri in = counted(test.list, event, test.where);
    if (in.no()) continue;
    result.why = static_cast<Why>(result.why | in.why);
    if (test.measure == EventMeasure::count) {
      if (in.yes()) include(result.least, Exact::from_integer(1));
      include(result.most, Exact::from_integer(1));
      continue;
    }
    const Scalar amount = value(test.of, {test.list, event});
    if (amount.is_void() || (amount.is_known() && amount.exact.is_negative()))
      continue;  // counts nought
    if (amount.is_open()) {
      result.why = static_cast<Why>(result.why | amount.why);
      result.unbounded = true;
      continue;
    }
    if (in.yes()) include(result.least, amount.exact);
    include(result.most, amount.exact);
  }
  return result;
}

Measured Session::measure(const ir::EventTest& test) {
  const Without inside(completion_);
  Measured result;
  const auto& rows = facts_->rows(test.list);
  if (rows.state == FactState::null) {
    note_null({FactPath::Kind::list, test.list, 0, 0});
    result.why = by_null;
    result.unbounded = true;
  } else if (rows.state == FactState::absent && program_->list_assume_empty[test.list] == 0) {
    note_absent({FactPath::Kind::list, test.list, 0, 0});
    result.why = by_absent;
    result.unbounded = true;
  } else {
    std::vector<std::uint32_t> events;
    events.swap(events_);
    events.clear();
    for (std::uint32_t event = 0; event < rows.count; ++event)
      events.push_back(event);
    result = measure_group(test, events);
    events.swap(events_);
  }
  return result;
}

Tri Session::bounded(const ir::EventTest& test, const Measured& measured,
                     const Scalar& limit) const {
  if (limit.is_void()) return Tri::of(false);
  const Why why = static_cast<Why>(measured.why | limit.why);
  if (limit.is_open()) return Tri::open(why);
  const Exact& k = limit.exact;
  const bool capped = !measured.unbounded;
  switch (test.bound) {
    case Bound::at_least:
      if (measured.least >= k) return Tri::of(true);
      return capped && measured.most < k ? Tri::of(false) : Tri::open(why);
    case Bound::more_than:
      if (measured.least > k) return Tri::of(true);
      return capped && measured.most <= k ? Tri::of(false) : Tri::open(why);
    case Bound::at_most:
      if (capped && measured.most <= k) return Tri::of(true);
      return measured.least > k ? Tri::of(false) : Tri::open(why);
    case Bound::fewer_than:
      if (capped && measured.most < k) return Tri::of(true);
      return measured.least >= k ? Tri::of(false) : Tri::open(why);
    case Bound::exactly:
      if (measured.least > k || (capped && measured.most < k)) return Tri::of(false);
      return capped && measured.least == measured.most ? Tri::of(true) : Tri::open(why);
    case Bound::none:
      break;
  }
  return Tri::of(false);
}

// Whether its cells alone say that an event is counted. Open: it takes more.
Tri Session::plainly_counted(Index list, std::uint32_t event, const ir::Cell* cells,
                             const std::vector<ir::CellTest>& where) {
  const EventState& state = facts_->event(list, event);
  if (state.ignored) return Tri::of(false);
  if (!state.certain || state.cut) return Tri::open(0);
  for (const ir::CellTest& test : where) {
    const ir::Cell& cell = cells[test.cell];
    Tri tri = Tri::open(0);
    if (cell.state == FactState::given) {
      tri = cell_test(test, cell, cell.value);
    } else if (cell.state == FactState::absent) {
      // What is still in repair is not mended.
      const bool unmended =
          state.open && static_cast<int>(test.cell) == facts_->schema().lists[list].fixed;
      if (test.kind == ir::CellTest::Kind::silent || unmended) tri = Tri::of(!unmended);
    }
    if (tri.is_open()) return tri;
    if (tri.yes() == test.negated) return Tri::of(false);
  }
  return Tri::of(true);
}

ir::Cell Session::plain_last(Index index) {
  const ir::LastField& last = program_->lasts[index];
  const ir::PlainLast& plain = program_->short_way.lasts[index];
  if (!plain.usable || !is_there(last.list)) return {};
  ir::Cell latest{0, FactState::never};
  const ir::EventRows& rows = facts_->rows(last.list);
  const ir::Cell* cells = rows.cells.data();
  for (std::uint32_t event = 0; event < rows.count; ++event, cells += plain.width) {
    const Tri in = plainly_counted(last.list, event, cells, plain.where);
    if (in.is_open()) return {};
    if (in.no()) continue;
    const ir::Cell& cell = cells[last.field];
    if (cell.state == FactState::never) continue;
    if (cell.state != FactState::given) return {};
    if (cell.value > facts_->as_of()) continue;
    if (latest.state == FactState::never || cell.value > latest.value) latest = cell;
  }
  return latest;
}

Tri Session::counted_by(Index test, std::uint32_t event) {
  const ir::EventTest& whole = program_->event_tests[test];
  const ir::PlainEventTest& plain = program_->short_way.event_tests[test];
  const Tri in = plain.usable ? plainly_counted(whole.list, event,
                                                &facts_->cell(whole.list, event, 0), plain.where)
                              : Tri::open(0);
  return in.is_open() ? counted(whole.list, event, whole.where) : in;
}

bool Session::plain_measure(Index index, std::int64_t& measured) {
  const ir::EventTest& test = program_->event_tests[index];
  const ir::PlainEventTest& plain = program_->short_way.event_tests[index];
  if (!plain.usable || !is_there(test.list)) return false;
  measured = 0;
  const ir::EventRows& rows = facts_->rows(test.list);
  const ir::Cell* cells = rows.cells.data();
  for (std::uint32_t event = 0; event < rows.count; ++event, cells += plain.width) {
    const Tri in = plainly_counted(test.list, event, cells, plain.where);
    if (in.is_open()) return false;
    if (in.no()) continue;
    if (plain.of == ir::no_index) {
      ++measured;
      continue;
    }
    const ir::Cell& cell = cells[plain.of];
    if (cell.state != FactState::given) return false;
    if (test.measure == EventMeasure::largest) {
      measured = std::max(measured, cell.value);
    } else if (__builtin_add_overflow(measured, cell.value, &measured)) {
      return false;
    }
  }
  return true;
}

Tri Session::plain_event_test(Index index) {
  const ir::EventTest& test = program_->event_tests[index];
  const ir::PlainEventTest& plain = program_->short_way.event_tests[index];
  std::int64_t measured = 0;
  if (!plain_measure(index, measured)) return Tri::open(0);
  switch (test.bound) {
    case Bound::at_least:
      return Tri::of(measured >= plain.limit);
    case Bound::more_than:
      return Tri::of(measured > plain.limit);
    case Bound::at_most:
      return Tri::of(measured <= plain.limit);
    case Bound::fewer_than:
      return Tri::of(measured < plain.limit);
    case Bound::exactly:
      return Tri::of(measured == plain.limit);
    case Bound::none:
      break;
  }
  return Tri::open(0);
}

Tri Session::event_test(const ir::EventTest& test) {
  const Without inside(completion_);
  const Tri plain = plain_event_test(static_cast<Index>(&test - program_->event_tests.data()));
  if (!plain.is_open()) return plain;
  const Scalar limit = value(test.limit);
  const Tri result = test.same.empty() ? bounded(test, measure(test), limit) : grouped(test, limit);
  return result;
}

// One group that holds is enough. An event without a key, or with a null one, may join any group that
// agrees on the keys it has.
Tri Session::grouped(const ir::EventTest& test, const Scalar& limit) {
  const auto& rows = facts_->rows(test.list);
  if (rows.state == FactState::null) {
    note_null({FactPath::Kind::list, test.list, 0, 0});
    return Tri::open(by_null);
  }
  if (rows.state == FactState::absent && program_->list_assume_empty[test.list] == 0) {
    note_absent({FactPath::Kind::list, test.list, 0, 0});
    return Tri::open(by_absent);
  }
  const auto numeric = [&](const ir::EventTest& of, std::size_t key) {
    return ir::is_numeric(facts_->schema().lists[of.list].fields[of.same[key]].type);
  };
  Grouping grouping{test, limit, {}, Tri::of(false)};
  std::vector<std::vector<Scalar>> seen(test.same.size());
  std::vector<std::uint32_t> events;
  for (std::uint32_t event = 0; event < rows.count; ++event) {
    if (counted(test.list, event, test.where).no()) continue;
    const auto place = static_cast<std::uint32_t>(grouping.events.size());
    auto& keyed = grouping.events.emplace_back();
    keyed.event = event;
    for (std::size_t i = 0; i < test.same.size(); ++i) {
      const Scalar key = field(test.list, event, test.same[i]);
      keyed.keys.push_back(key.is_open() ? no_key : key_number(key, numeric(test, i), seen[i]));
      if (key.is_open()) {
        keyed.whole = false;
        keyed.why = static_cast<Why>(keyed.why | key.why);
      }
    }
    events.push_back(place);
  }
  if (events.empty()) return bounded(test, Measured{}, limit);
  divide(grouping, events, 0);
  return grouping.any;
}

// Equal keys have equal numbers. The numeric ones are exact, whatever they were worked out from.
std::uint32_t Session::key_number(const Scalar& key, bool numeric, std::vector<Scalar>& seen) {
  const auto same = [&](const Scalar& other) {
    return other.state == key.state &&
           (numeric ? other.exact == key.exact : other.whole == key.whole);
  };
  const auto at = std::find_if(seen.begin(), seen.end(), same);
  if (at != seen.end()) return static_cast<std::uint32_t>(at - seen.begin());
  seen.push_back(key);
  return static_cast<std::uint32_t>(seen.size() - 1);
}

// Splits by one key after the other; events that lack it go with every part. A part of those alone is
// never more than one with others, so it is looked at only where there is none.
void Session::divide(Grouping& grouping, const std::vector<std::uint32_t>& part, std::size_t key) {
  if (grouping.any.yes()) return;
  if (key == grouping.test.same.size()) return judge(grouping, part);
  std::vector<std::uint32_t> order;
  std::vector<std::uint32_t> lacking;
  for (const std::uint32_t event : part)
    (grouping.events[event].keys[key] == no_key ? lacking : order).push_back(event);
  if (order.empty()) return divide(grouping, lacking, key + 1);
  std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    return grouping.events[a].keys[key] < grouping.events[b].keys[key];
  });
  std::vector<std::uint32_t> next;
  for (std::size_t from = 0; from < order.size();) {
    std::size_t to = from;
    next.clear();
    while (to < order.size() &&
           grouping.events[order[to]].keys[key] == grouping.events[order[from]].keys[key])
      next.push_back(order[to++]);
    next.insert(next.end(), lacking.begin(), lacking.end());
    divide(grouping, next, key + 1);
    from = to;
  }
}

void Session::judge(Grouping& grouping, const std::vector<std::uint32_t>& part) {
  std::vector<std::uint32_t> certain;
  std::vector<std::uint32_t> possible;
  Why why = 0;
  for (const std::uint32_t place : part) {
    const auto& keyed = grouping.events[place];
    possible.push_back(keyed.event);
    if (keyed.whole) certain.push_back(keyed.event);
    why = static_cast<Why>(why | keyed.why);
  }
  // The events of a group stand in the order of the claim.
  std::sort(possible.begin(), possible.end());
  std::sort(certain.begin(), certain.end());
  Measured sure = measure_group(grouping.test, certain);
  if (certain.size() != possible.size()) {
    const Measured most = measure_group(grouping.test, possible);
    sure.most = most.most;
    sure.unbounded = most.unbounded;
    sure.why = static_cast<Why>(sure.why | most.why | why);
  }
  grouping.any = grouping.any | bounded(grouping.test, sure, grouping.limit);
}

}  // namespace sanbao::eval
