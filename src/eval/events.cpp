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

// One known end can be enough to see that a repair lies outside the span.
bool Session::outside(Index list, std::uint32_t event, std::int32_t from, std::int32_t to) const {
  const auto& shape = facts_->schema().lists[list];
  const auto& begin = facts_->cell(list, event, static_cast<Index>(shape.received_on));
  const auto& end = facts_->cell(list, event, static_cast<Index>(shape.returned_on));
  return (begin.state == FactState::given && begin.value >= to) ||
         (end.state == FactState::given && end.value <= from);
}

bool Session::taken_off(const ir::EventFilter& filter, std::int32_t from, std::int32_t to,
                        std::vector<values::DayInterval>& out, Why& why) {
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
    if (outside(filter.list, event, from, to)) continue;
    if (!this->interval(filter.list, event, interval, ends)) {
      why = static_cast<Why>(why | ends | in.why);
      settled = false;
      continue;
    }
    if (!clip(interval)) continue;
    if (in.yes()) {
      out.push_back(interval);
    } else {
      open.push_back(interval);
      open_why = static_cast<Why>(open_why | in.why);
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
    if (this->interval(test.list, event, interval, ends)) {
      if (in.yes()) certain.push_back(interval);
      possible.push_back(interval);
    } else {
      result.why = static_cast<Why>(result.why | ends);
      result.unbounded = true;
    }
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
  const auto* completion = completion_;
  completion_ = nullptr;  // nothing inside is completed with the claim's other atoms
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
  completion_ = completion;
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

Tri Session::event_test(const ir::EventTest& test) {
  const auto* completion = completion_;
  completion_ = nullptr;
  const Scalar limit = value(test.limit);
  const Tri result = test.same.empty() ? bounded(test, measure(test), limit) : grouped(test, limit);
  completion_ = completion;
  return result;
}

// One group that holds is enough. An event without a key, or with a null one, may join any group that
// agrees on the keys it has.
Tri Session::grouped(const ir::EventTest& test, const Scalar& limit) {
  const auto& rows = facts_->rows(test.list);
  if (rows.state != FactState::given || rows.count == 0) {
    if (rows.state == FactState::absent || rows.state == FactState::given) {
      if (rows.state == FactState::given || program_->list_assume_empty[test.list] != 0)
        return bounded(test, Measured{}, limit);
      note_absent({FactPath::Kind::list, test.list, 0, 0});
      return Tri::open(by_absent);
    }
    note_null({FactPath::Kind::list, test.list, 0, 0});
    return Tri::open(by_null);
  }
  struct Keyed {
    std::uint32_t event = 0;
    std::vector<std::optional<std::int64_t>> keys;
    Why why = 0;
  };
  std::vector<Keyed> keyed;
  for (std::uint32_t event = 0; event < rows.count; ++event) {
    if (counted(test.list, event, test.where).no()) continue;
    Keyed k;
    k.event = event;
    for (const Index field : test.same) {
      const Scalar s = this->field(test.list, event, field);
      const bool computed = static_cast<int>(field) == facts_->schema().lists[test.list].duration;
      const std::int64_t key = computed ? s.exact.to_integer().value_or(0) : s.whole;
      k.keys.push_back(s.is_known() ? std::optional(key) : std::nullopt);
      if (s.is_open()) k.why = static_cast<Why>(k.why | s.why);
    }
    keyed.push_back(std::move(k));
  }
  // Candidate groups: every combination of keys that events carry, and one of none of them.
  std::vector<std::vector<std::optional<std::int64_t>>> candidates{{}};
  for (std::size_t i = 0; i < test.same.size(); ++i) {
    std::vector<std::optional<std::int64_t>> seen{std::nullopt};
    for (const auto& k : keyed)
      if (k.keys[i] && std::find(seen.begin(), seen.end(), k.keys[i]) == seen.end())
        seen.push_back(k.keys[i]);
    std::vector<std::vector<std::optional<std::int64_t>>> next;
    for (const auto& start : candidates)
      for (const auto& value : seen) {
        // A combination that no event with all these keys begins is still a group of events that lack one.
        auto& combination = next.emplace_back(start);
        combination.push_back(value);
      }
    candidates = std::move(next);
  }
  Tri any = Tri::of(false);
  std::vector<std::uint32_t> certain;
  std::vector<std::uint32_t> possible;
  for (const auto& group : candidates) {
    certain.clear();
    possible.clear();
    Why why = 0;
    for (const auto& k : keyed) {
      bool full = true;
      bool agrees = true;
      for (std::size_t i = 0; i < group.size(); ++i) {
        full = full && k.keys[i] && k.keys[i] == group[i];
        agrees = agrees && (!k.keys[i] || k.keys[i] == group[i]);
      }
      if (full) certain.push_back(k.event);
      if (agrees) {
        possible.push_back(k.event);
        if (!full) why = static_cast<Why>(why | k.why);
      }
    }
    if (possible.empty()) continue;
    Measured sure = measure_group(test, certain);
    const Measured most = measure_group(test, possible);
    sure.most = most.most;
    sure.unbounded = most.unbounded;
    sure.why = static_cast<Why>(sure.why | most.why | why);
    any = any | bounded(test, sure, limit);
    if (any.yes()) break;
  }
  return keyed.empty() ? bounded(test, Measured{}, limit) : any;
}

}  // namespace sanbao::eval
