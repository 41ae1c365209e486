// SPDX-License-Identifier: Apache-2.0
//
// Event lists of the oracle: fields, event tests with their bounds, last day of a list, days less repairs.
// docs/language.md section 5 and section 7 under "Day of judgement" and "Event tests".
// In: a claim's events. Out: values and truths.
// Never completes anything inside an event test together with the claim's other atoms.
// Tested by its comparison with the library, oracle.random.
#include <algorithm>

#include "evaluator.hpp"

namespace oracle {

namespace {
int event_path(const std::string& list, std::size_t index, const std::string& name) {
  return path_id(list + "[" + std::to_string(index) + "]." + name);
}
int filed_path() {
  static const int path = path_id("claim.filed_on");
  return path;
}
}  // namespace

Val Evaluator::assumed_field(const std::string& list, std::size_t index, const std::string& name) {
  auto at = policy_.assumed.find(list + "." + name);
  if (at == policy_.assumed.end()) return Val::absent(event_path(list, index, name));
  Val v = assumption(*at->second);
  if (!v.is_open()) return v;
  Val open = Val::absent(event_path(list, index, name));
  open.why.add(v.why);
  return open;
}

Val Evaluator::field(const std::string& list, std::size_t index, const std::string& name) {
  const ClaimEvent& event = claim_.lists.at(list).events[index];
  auto at = event.fields.find(name);
  const Val* given = at == event.fields.end() ? nullptr : &at->second;

  if (list == "exchanges" && name == "whole_unit") {
    auto component = event.fields.find("component");
    if (component == event.fields.end()) return Val::of_truth(true);
    return component->second.is_open() ? component->second : Val::of_truth(false);
  }
  const auto& fields = policy_.lists.at(list);
  bool interval = fields.contains("received_on") && fields.contains("returned_on");
  bool going_on = false;
  if (interval) {
    auto end = event.fields.find("returned_on");
    going_on = event.cut || end == event.fields.end() || end->second.kind == Val::Kind::never;
  }
  if (interval && name == "duration") {
    Val begin = field(list, index, "received_on");
    Val end = going_on ? (claim_.as_of ? Val::of_day(*claim_.as_of) : Val::absent(filed_path()))
                       : event.fields.at("returned_on");
    if (begin.is_open() || end.is_open()) {
      Why why = begin.why;
      why.add(end.why);
      return Val::open(why);
    }
    return Val::of_days(Ratio(end.day - begin.day));
  }
  if (interval && name == "returned_on" && going_on) return Val::never();
  if (list == "repairs") {
    if (event.cut && name == "fixed") return Val::of_truth(false);
    if (event.cut && (name == "waiting_days" || name == "replaced")) {
      if (policy_.assumed.contains(list + "." + name)) return assumed_field(list, index, name);
      return Val::null(event_path(list, index, name));
    }
    if (name == "hours" && (event.cut || given == nullptr)) {
      Val days = field(list, index, "duration");
      return days.is_open() ? days : Val::of_number(days.number * Ratio(24));
    }
    if (given == nullptr) {
      if (name == "excluded_hours") return Val::of_number(Ratio(0));
      if (name == "fixed" && going_on) return Val::of_truth(false);
    }
  }
  if (given == nullptr) return assumed_field(list, index, name);
  Val v = *given;
  v.event = v.kind == Val::Kind::date || v.is_open();
  v.list = &list;
  v.index = index;
  return v;
}

const ClaimList* Evaluator::list_of(const std::string& list, Why& unknown) {
  static const ClaimList empty;
  auto at = claim_.lists.find(list);
  if (at == claim_.lists.end() || (!at->second.given && !at->second.null)) {
    if (event_lists().contains(list) || policy_.assumed_lists.contains(list)) return &empty;
    unknown.add_absent(path_id(list));
    return nullptr;
  }
  if (at->second.null) {
    unknown.add_null(path_id(list));
    return nullptr;
  }
  return &at->second;
}

// Worked out with the fields of an event in sight.
template <typename WorkOut>
auto Evaluator::inside(const std::string& list, std::size_t index, WorkOut work_out) {
  Scope before = scope_;
  bool was_inside = inside_events_;
  inside_events_ = true;
  scope_ = {&list, index};
  auto out = work_out();
  scope_ = before;
  inside_events_ = was_inside;
  return out;
}

Tri Evaluator::condition_of(const Expr& e, const std::string& list, std::size_t index) {
  return inside(list, index, [&] { return condition(e); });
}

Val Evaluator::value_of(const Expr& e, const std::string& list, std::size_t index) {
  return inside(list, index, [&] { return value(e); });
}

// The events that the day of judgement leaves, with what `where` says of each. Without a day of judgement every event
// counts as possible only.
std::vector<Evaluator::Seen> Evaluator::seen(const std::string& list, const ExprPtr& where) {
  std::vector<Seen> out;
  Why unknown;
  const ClaimList* events = list_of(list, unknown);
  if (events == nullptr) return out;
  Scope before = scope_;
  bool was_inside = inside_events_;
  inside_events_ = true;
  for (std::size_t i = 0; i < events->events.size(); ++i) {
    if (events->events[i].later) continue;
    scope_ = {&list, i};
    Seen one{i, where ? condition(*where) : Tri::of(true)};
    if (!claim_.as_of && one.where.yes()) {
      Why why;
      why.add_absent(filed_path());
      one.where = Tri::open(why);
    }
    out.push_back(std::move(one));
  }
  scope_ = before;
  inside_events_ = was_inside;
  return out;
}

std::vector<std::pair<Day, Day>> Evaluator::merged(std::vector<std::pair<Day, Day>> intervals) {
  std::sort(intervals.begin(), intervals.end());
  std::vector<std::pair<Day, Day>> out;
  for (auto [begin, end] : intervals) {
    if (!out.empty() && begin <= out.back().second) {
      out.back().second = std::max(out.back().second, end);
    } else {
      out.emplace_back(begin, end);
    }
  }
  return out;
}

Evaluator::Spans Evaluator::spans(const std::string& list, const std::vector<Seen>& events,
                                  std::optional<Day> from, std::optional<Day> to) {
  Spans out;
  for (const Seen& one : events) {
    if (one.where.no()) continue;
    Val begin = field(list, one.index, "received_on");
    Val end = field(list, one.index, "returned_on");
    std::optional<Day> latest;  // it ends on the day of judgement at the latest
    if (end.kind == Val::Kind::date) {
      latest = end.day;
    } else if (claim_.as_of) {
      latest = claim_.as_of;
    }
    if (from && latest && *latest <= *from) continue;
    if (to && begin.kind == Val::Kind::date && begin.day >= *to) continue;
    if (one.where.is_open()) out.why.add(one.where.why);
    if (begin.is_open()) {
      out.why.add(begin.why);
      if (latest) {
        out.ends.push_back(*latest);
      } else {
        out.endless = true;
      }
      continue;
    }
    Day certain_end = begin.day, possible_end = begin.day;
    if (end.kind == Val::Kind::date) {
      certain_end = possible_end = end.day;
    } else if (end.kind == Val::Kind::never && claim_.as_of) {
      certain_end = possible_end = *claim_.as_of;
    } else if (claim_.as_of) {  // an end of null: to the day of judgement at most
      possible_end = *claim_.as_of;
      out.why.add(end.why);
    } else {
      out.why.add_absent(filed_path());
      out.endless = true;
      continue;
    }
    if (one.where.yes()) out.certain.emplace_back(begin.day, certain_end);
    out.possible.emplace_back(begin.day, possible_end);
  }
  return out;
}

Evaluator::Measured Evaluator::measured(const Expr& e, const std::vector<Seen>& events) {
  Measured out;
  out.possible = Ratio(0);
  if (e.text == "days") {
    Spans all = spans(e.list, events);
    auto total = [](const std::vector<std::pair<Day, Day>>& intervals) {
      Day sum = 0;
      for (auto [begin, end] : merged(intervals))
        sum += end - begin;
      return Ratio(sum);
    };
    out.certain = total(all.certain);
    if (all.endless || !all.ends.empty()) {
      out.possible.reset();
    } else {
      out.possible = total(all.possible);
    }
    out.why = all.why;
    return out;
  }
  bool was_inside = inside_events_;
  Scope before = scope_;
  inside_events_ = true;
  for (const Seen& one : events) {
    if (one.where.no()) continue;
    if (one.where.is_open()) out.why.add(one.where.why);
    Ratio low(1);
    std::optional<Ratio> high = Ratio(1);
    if (e.text != "count") {
      scope_ = {&e.list, one.index};
      Val of = value(*e.of);
      if (of.is_open()) {
        low = Ratio(0);
        high.reset();
        out.why.add(of.why);
        out.lacking.insert(one.index);
      } else if (!of.known() || of.number < Ratio(0)) {
        low = Ratio(0);
        high = Ratio(0);
      } else {
        low = of.number;
        high = of.number;
      }
    }
    if (one.where.is_open()) low = Ratio(0);
    if (e.text == "largest") {
      if (out.certain < low) out.certain = low;
      if (!high) {
        out.possible.reset();
      } else if (out.possible && *out.possible < *high) {
        out.possible = high;
      }
    } else {
      out.certain = out.certain + low;
      if (!high) {
        out.possible.reset();
      } else if (out.possible) {
        out.possible = *out.possible + *high;
      }
    }
  }
  scope_ = before;
  inside_events_ = was_inside;
  return out;
}

Val Evaluator::measure(const Expr& e) {
  Why unknown;
  if (list_of(e.list, unknown) == nullptr) return Val::open(unknown);
  Measured m = measured(e, seen(e.list, e.where));
  if (m.possible && *m.possible == m.certain) return Val::of_number(m.certain);
  return Val::open(m.why);
}

Tri Evaluator::event_test(const Expr& e) {
  Why unknown;
  const ClaimList* list = list_of(e.list, unknown);
  bool was_inside = inside_events_;
  inside_events_ = true;
  Val bound = value(*e.bound);
  inside_events_ = was_inside;
  if (bound.is_open()) {
    Why why = bound.why;
    why.add(unknown);
    if (list != nullptr && e.texts.empty()) why.add(measured(e, seen(e.list, e.where)).why);
    return Tri::open(why);
  }
  if (!bound.known()) return Tri::of(false);
  Measured m;
  if (list == nullptr) {
    m.why = unknown;
  } else {
    std::vector<Seen> events = seen(e.list, e.where);
    if (e.texts.empty()) {
      m = measured(e, events);
    } else {
      // The values that each key has anywhere, and one that no event has.
      std::vector<std::vector<Val>> columns(e.texts.size());
      std::vector<std::vector<std::string>> wanted{{}};
      for (std::size_t k = 0; k < e.texts.size(); ++k) {
        std::set<std::string> values{"\x01"};
        for (const Seen& one : events) {
          columns[k].push_back(field(e.list, one.index, e.texts[k]));
          const Val& v = columns[k].back();
          if (v.known()) values.insert(v.text + "/" + write_day(v.day) + written(v.number));
        }
        std::vector<std::vector<std::string>> grown;
        for (const auto& start : wanted) {
          for (const std::string& value_text : values) {
            grown.push_back(start);
            grown.back().push_back(value_text);
          }
        }
        wanted = grown;
      }
      m.possible = Ratio(0);
      for (const auto& group : wanted) {
        std::vector<Seen> sure, maybe;
        Why missing;
        for (std::size_t i = 0; i < events.size(); ++i) {
          bool has_all = true, may_join = true;
          for (std::size_t k = 0; k < group.size(); ++k) {
            const Val& v = columns[k][i];
            if (!v.known()) {
              has_all = false;
              if (!v.is_open()) may_join = false;
            } else if (v.text + "/" + write_day(v.day) + written(v.number) != group[k]) {
              has_all = may_join = false;
            }
          }
          if (has_all) sure.push_back(events[i]);
          if (!may_join) continue;
          maybe.push_back(events[i]);
          for (std::size_t k = 0; k < group.size() && !events[i].where.no(); ++k)
            missing.add(columns[k][i].why);
        }
        Measured of_sure = measured(e, sure), of_maybe = measured(e, maybe);
        if (m.certain < of_sure.certain) m.certain = of_sure.certain;
        if (!of_maybe.possible) {
          m.possible.reset();
        } else if (m.possible && *m.possible < *of_maybe.possible) {
          m.possible = of_maybe.possible;
        }
        // A group that cannot reach the bound keeps nothing open.
        bool reaches =
            !of_maybe.possible || (e.bound_kind == "at_least" ? bound.number <= *of_maybe.possible
                                                              : bound.number < *of_maybe.possible);
        if (!reaches) continue;
        m.why.add(of_maybe.why);
        m.why.add(missing);
      }
    }
  }
  const Ratio& n = bound.number;
  auto decide = [&](bool certainly, bool possibly) {
    if (certainly) return Tri::of(true);
    if (!possibly) return Tri::of(false);
    return Tri::open(m.why);
  };
  if (e.bound_kind == "at_least") return decide(n <= m.certain, !m.possible || n <= *m.possible);
  if (e.bound_kind == "more_than") return decide(n < m.certain, !m.possible || n < *m.possible);
  if (e.bound_kind == "at_most") return decide(m.possible && *m.possible <= n, m.certain <= n);
  if (e.bound_kind == "fewer_than") return decide(m.possible && *m.possible < n, m.certain < n);
  bool exact = m.possible && *m.possible == m.certain;
  return decide(exact && m.certain == n, m.certain <= n && (!m.possible || n <= *m.possible));
}

Val Evaluator::last_event(const Expr& e) {
  Why unknown;
  const ClaimList* list = list_of(e.list, unknown);
  if (list == nullptr) return Val::open(unknown);
  if (list->events.empty()) return Val::never();
  if (!claim_.as_of) return Val::absent(filed_path());
  std::optional<Day> best;
  std::size_t chosen = 0;
  std::vector<Seen> events = seen(e.list, e.where);
  for (const Seen& one : events) {
    Val day = field(e.list, one.index, e.field);
    if (!one.where.yes() || day.kind != Val::Kind::date || day.day > *claim_.as_of) continue;
    if (best && day.day <= *best) continue;
    best = day.day;
    chosen = one.index;
  }
  // What may still come after it keeps it open.
  Why why;
  bool later = false;
  for (const Seen& one : events) {
    if (one.where.no()) continue;
    Val day = field(e.list, one.index, e.field);
    bool known = day.kind == Val::Kind::date;
    if (!day.is_open() && (!known || day.day > *claim_.as_of)) continue;
    if (known && (one.where.yes() || (best && day.day <= *best))) continue;
    later = true;
    // Of a field that is missing: by absence or by null as the field is, whatever keeps `where` open.
    why.add(day.is_open() ? day.why : one.where.why);
  }
  if (later) return Val::open(why);
  if (!best) return Val::never();
  Val v = Val::of_day(*best);
  v.event = true;
  v.list = &e.list;
  v.index = chosen;
  return v;
}

Val Evaluator::days_from(const Expr& e) {
  Val a = value(*e.kids[0]), b = value(*e.kids[1]);
  for (const Val* v : {&a, &b}) {
    if (v->kind == Val::Kind::never || v->kind == Val::Kind::none) return Val::none();
  }
  Why unknown;
  const ClaimList* list = e.list.empty() ? nullptr : list_of(e.list, unknown);
  if (a.is_open() || b.is_open()) {
    // While an end is open nothing looks at the events.
    Why why = a.why;
    why.add(b.why);
    return Val::open(why);
  }
  Day days = std::max<Day>(0, b.day - a.day);
  if (e.list.empty()) return Val::of_number(Ratio(days));
  if (days == 0) return Val::of_number(Ratio(0));
  if (list == nullptr) return Val::open(unknown);
  if (list->events.empty()) return Val::of_number(Ratio(days));
  if (!claim_.as_of) return Val::absent(filed_path());
  Spans all = spans(e.list, seen(e.list, e.where), a.day, b.day);
  for (Day end : all.ends)
    all.possible.emplace_back(std::min(a.day, end), end);
  if (all.endless) all.possible.emplace_back(a.day, b.day);
  auto within = [&](const std::vector<std::pair<Day, Day>>& intervals) {
    Day sum = 0;
    for (auto [begin, end] : merged(intervals)) {
      Day first = std::max(begin, a.day), last = std::min(end, b.day);
      if (first < last) sum += last - first;
    }
    return sum;
  };
  Day certain = within(all.certain), possible = within(all.possible);
  if (certain != possible) return Val::open(all.why);
  return Val::of_number(Ratio(days - certain));
}

}  // namespace oracle
