// SPDX-License-Identifier: Apache-2.0
//
// Conditions; see evaluator.hpp. docs/language.md section 5, and section 7 from "Atoms" to "No value".
// In: trees and a claim. Out: truths.
// Never looks at more than one completion at a time, but inside event tests.
// Tested by its comparison with the library, oracle.random.
#include "evaluator.hpp"

#include <algorithm>

namespace oracle {

namespace {
void insert(std::vector<int>& into, int path) {
  if (std::find(into.begin(), into.end(), path) == into.end()) into.push_back(path);
}
}  // namespace

void Why::add_absent(int path) {
  insert(absent, path);
}
void Why::add_null(int path) {
  insert(null, path);
}
void Why::add(const Why& other) {
  for (int path : other.absent)
    insert(absent, path);
  for (int path : other.null)
    insert(null, path);
  for (int name : other.gaps)
    insert(gaps, name);
  chosen = chosen || other.chosen;
}

Why Evaluator::gap(const std::string& name) {
  met_gap = true;
  Why why;
  why.gaps.push_back(path_id(name));
  return why;
}
Why Evaluator::calendar_gap(Day from) {
  const Calendar& calendar = calendars_.at(policy_.calendar);
  return gap("calendar " + policy_.calendar + ": " + std::to_string(calendar.missing_year(from)));
}

Val Val::of_number(const Ratio& number) {
  Val v;
  v.kind = Kind::number;
  v.number = number;
  return v;
}
Val Val::of_days(const Ratio& number) {
  return of_number(number < Ratio(0) ? Ratio(0) : number);
}
Val Val::of_day(Day day) {
  Val v;
  v.kind = Kind::date;
  v.day = day;
  return v;
}
Val Val::of_text(std::string text) {
  Val v;
  v.kind = Kind::text;
  v.text = std::move(text);
  return v;
}
Val Val::of_truth(bool truth) {
  Val v;
  v.kind = Kind::boolean;
  v.number = Ratio(truth ? 1 : 0);
  return v;
}
Val Val::never() {
  Val v;
  v.kind = Kind::never;
  return v;
}
Val Val::none() {
  Val v;
  v.kind = Kind::none;
  return v;
}
Val Val::open(Why why) {
  Val v;
  v.why = std::move(why);
  return v;
}
Val Val::absent(int path) {
  Val v;
  v.why.add_absent(path);
  return v;
}
Val Val::null(int path) {
  Val v;
  v.why.add_null(path);
  return v;
}

bool same_value(const Val& a, const Val& b) {
  // Days as the policy writes them are numbers, as a record gives them lengths.
  const auto is_days = [](const Val& v) {
    return v.kind == Val::Kind::number || (v.kind == Val::Kind::length && v.text == "days");
  };
  if (a.kind != b.kind) return is_days(a) && is_days(b) && a.number == b.number;
  switch (a.kind) {
    case Val::Kind::open:
      return false;
    case Val::Kind::none:
    case Val::Kind::never:
      return true;
    case Val::Kind::boolean:
    case Val::Kind::number:
      return a.number == b.number;
    case Val::Kind::date:
      return a.day == b.day;
    case Val::Kind::length:
      return a.text == b.text && a.number == b.number;
    case Val::Kind::text:
      return a.text == b.text;
    case Val::Kind::set:
    case Val::Kind::list:
      return a.texts == b.texts;
  }
  return false;
}

bool same_reading(const Val& a, const Val& b) {
  auto place = [](const Val& v) { return v.list == nullptr ? std::string() : *v.list; };
  return a.filed == b.filed && a.event == b.event && a.index == b.index && place(a) == place(b) &&
         a.reading_open.has_value() == b.reading_open.has_value();
}

Tri negated(Tri tri) {
  if (tri.yes()) return Tri::of(false);
  if (tri.no()) return Tri::of(true);
  return tri;
}
Tri both(const Tri& a, const Tri& b) {
  if (a.no() || b.no()) return Tri::of(false);
  if (a.yes() && b.yes()) return Tri::of(true);
  Why why;
  if (a.is_open()) why.add(a.why);
  if (b.is_open()) why.add(b.why);
  return Tri::open(why);
}
Tri either(const Tri& a, const Tri& b) {
  return negated(both(negated(a), negated(b)));
}

// ---- conditions

Tri Evaluator::condition(const Expr& e) {
  switch (e.op) {
    case Op::constant:
      return Tri::of(e.k != 0);
    case Op::all: {
      Tri result = Tri::of(true);
      for (const ExprPtr& kid : e.kids) {
        result = both(result, condition(*kid));
        if (result.no()) break;
      }
      return result;
    }
    case Op::any: {
      Tri result = Tri::of(false);
      for (const ExprPtr& kid : e.kids) {
        result = either(result, condition(*kid));
        if (result.yes()) break;
      }
      return result;
    }
    case Op::negation:
      return negated(condition(*e.kids[0]));
    case Op::at_least: {
      std::int64_t yes = 0, maybe = 0;
      Why why;
      for (const ExprPtr& kid : e.kids) {
        Tri one = condition(*kid);
        if (one.yes()) ++yes;
        if (!one.no()) ++maybe;
        if (one.is_open()) why.add(one.why);
      }
      if (yes >= e.k) return Tri::of(true);
      if (maybe < e.k) return Tri::of(false);
      return Tri::open(why);
    }
    case Op::choice: {
      Tri which = condition(*e.kids[0]);
      if (which.yes()) return condition(*e.kids[1]);
      if (which.no()) return condition(*e.kids[2]);
      Tri a = condition(*e.kids[1]), b = condition(*e.kids[2]);
      if (!a.is_open() && a.truth == b.truth) return a;
      Why why = which.why;
      why.add(a.why);
      why.add(b.why);
      return Tri::open(why);
    }
    default:
      break;
  }
  Tri result;
  bool keeps = keeping_ && scope_.list == nullptr && e.inner.empty() && moved == kept_for_;
  auto kept = keeps ? kept_.find(&e) : kept_.end();
  if (kept != kept_.end()) {
    result = kept->second;
  } else {
    result = inside_events_ ? completed_inside(e) : test(e);
    if (keeps) kept_.emplace(&e, result);
  }
  if (result.is_open() && !inside_events_ && !tried.empty()) {
    signed char as = tried[static_cast<std::size_t>(e.atom)];
    if (as != 0) return Tri::of((as == 2) != e.flipped);
  }
  return result;
}

// A test of an event test: decided where all completions of its inner conditions agree.
Tri Evaluator::completed_inside(const Expr& e) {
  Tri plain = test(e);
  if (!plain.is_open() || e.inner.empty()) return plain;
  std::vector<const Expr*> open;
  for (const Expr* atom : e.inner) {
    if (test(*atom).is_open()) open.push_back(atom);
  }
  if (open.empty() || open.size() > 6) return plain;
  std::vector<signed char> before = tried;
  tried.assign(policy_.atoms.size(), 0);
  inside_events_ = false;
  Tri agreed;
  bool first = true, agree = true;
  for (unsigned bits = 0; bits < (1U << open.size()) && agree; ++bits) {
    for (std::size_t i = 0; i < open.size(); ++i)
      tried[static_cast<std::size_t>(open[i]->atom)] = (bits >> i & 1U) != 0 ? 2 : 1;
    Tri one = test(e);
    if (one.is_open() || (!first && one.truth != agreed.truth)) agree = false;
    agreed = one;
    first = false;
  }
  inside_events_ = true;
  tried = before;
  return agree ? agreed : plain;
}

Tri Evaluator::compare(Op op, const Val& a, const Val& b) {
  if (a.kind == Val::Kind::never || b.kind == Val::Kind::never || a.kind == Val::Kind::none ||
      b.kind == Val::Kind::none) {
    return Tri::of(false);
  }
  if (a.is_open() || b.is_open()) {
    Why why = a.why;
    why.add(b.why);
    return Tri::open(why);
  }
  if (op == Op::equal) return Tri::of(same_value(a, b));
  bool below = a.kind == Val::Kind::date ? a.day < b.day : a.number < b.number;
  bool above = a.kind == Val::Kind::date ? b.day < a.day : b.number < a.number;
  switch (op) {
    case Op::less:
      return Tri::of(below);
    case Op::less_equal:
      return Tri::of(!above);
    case Op::greater:
      return Tri::of(above);
    default:
      return Tri::of(!below);
  }
}

Tri Evaluator::test(const Expr& e) {
  switch (e.op) {
    case Op::truth: {
      Val v = value(*e.kids[0]);
      if (v.is_open()) return Tri::open(v.why);
      return Tri::of(v.number == Ratio(1));
    }
    case Op::equal:
    case Op::less:
    case Op::less_equal:
    case Op::greater:
    case Op::greater_equal:
      return compare(e.op, value(*e.kids[0]), value(*e.kids[1]));
    case Op::in_period:
    case Op::before_period:
    case Op::after_period:
      return period_test(e);
    case Op::has: {
      Val v = value(*e.kids[0]);
      if (v.is_open()) return Tri::open(v.why);
      return Tri::of(std::find(v.texts.begin(), v.texts.end(), e.text) != v.texts.end());
    }
    case Op::in_table: {
      Val v = value(*e.kids[0]);
      if (v.is_open()) return Tri::open(v.why);
      return Tri::of(e.table->rows.contains(v.text));
    }
    case Op::in_cell: {
      Val v = value(*e.kids[0]);
      Val list = cell(*e.table, e.column);
      if (list.kind == Val::Kind::none || v.kind == Val::Kind::none) return Tri::of(false);
      if (v.is_open() || list.is_open()) {
        Why why = v.why;
        why.add(list.why);
        return Tri::open(why);
      }
      return Tri::of(std::find(list.texts.begin(), list.texts.end(), v.text) != list.texts.end());
    }
    case Op::known: {
      Val v = value(*e.kids[0]);
      if (!v.is_open()) return Tri::of(v.kind != Val::Kind::none);
      if (!v.why.of_nulls()) return Tri::open(v.why);
      return Tri::of(false);
    }
    case Op::never: {
      Val v = value(*e.kids[0]);
      if (!v.is_open()) return Tri::of(v.kind == Val::Kind::never);
      if (!v.why.of_nulls()) return Tri::open(v.why);
      return Tri::of(false);
    }
    case Op::event_test:
      return event_test(e);
    default:
      return condition(e);
  }
}

}  // namespace oracle
