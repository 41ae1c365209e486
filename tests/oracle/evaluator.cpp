// SPDX-License-Identifier: Apache-2.0
//
// Values and conditions; see evaluator.hpp. docs/language.md section 5, and section 7 from "Atoms" to "No value".
// In: trees and a claim. Out: values and truths.
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
  gap = gap || other.gap;
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
  if (a.kind != b.kind) return false;
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
      if (v.why.asks()) return Tri::open(v.why);
      return Tri::of(false);
    }
    case Op::never: {
      Val v = value(*e.kids[0]);
      if (!v.is_open()) return Tri::of(v.kind == Val::Kind::never);
      if (v.why.asks()) return Tri::open(v.why);
      return Tri::of(false);
    }
    case Op::event_test:
      return event_test(e);
    default:
      return condition(e);
  }
}

// ---- values

Val Evaluator::fact(int path) {
  static const int filed = path_id("claim.filed_on");
  if (auto at = claim_.facts.find(path); at != claim_.facts.end()) {
    Val v = at->second;
    v.filed = v.itself = path == filed;
    return v;
  }
  const std::string& name = path_name(path);
  if (auto at = policy_.assumed.find(name); at != policy_.assumed.end()) {
    Val v = value(*at->second);
    if (!v.is_open()) return v;
    // Nothing is assumed yet: the fact itself is asked too.
    Val open = Val::absent(path);
    open.why.add(v.why);
    return open;
  }
  if (name == "claim.requests") return Val::of_text("any");
  Val v = Val::absent(path);
  v.filed = v.itself = path == filed;
  return v;
}

Val Evaluator::cell(const Table& table, std::size_t column) {
  Val by = value(*table.by);
  if (by.is_open()) return by;
  const std::vector<ExprPtr>* row = &table.otherwise;
  if (auto at = table.rows.find(by.text); at != table.rows.end()) row = &at->second;
  if (row->empty() || !(*row)[column]) return Val::none();
  return value(*(*row)[column]);
}

Val Evaluator::choose_first(const std::vector<ExprPtr>& kids) {
  Why nulls;
  bool null = false;
  for (const ExprPtr& kid : kids) {
    Val v = value(*kid);
    if (v.is_open()) {
      if (v.why.asks()) return v;
      nulls.add(v.why);
      null = true;
      continue;
    }
    if (v.known()) return v;
  }
  return null ? Val::open(nulls) : Val::never();
}

Val Evaluator::add_length(const Val& day, const Val& length, bool back) {
  if (length.kind == Val::Kind::number || length.text == "days") {
    auto n = static_cast<Day>(length.number.top);
    return Val::of_day(back ? day.day - n : day.day + n);
  }
  auto n = static_cast<std::int64_t>(length.number.top);
  if (length.text == "months") {
    if (auto moved_day = add_months(day.day, back ? -n : n, policy_.month_end))
      return Val::of_day(*moved_day);
    gaps.insert("month_end: " + place);
    Why why;
    why.gap = true;
    return Val::open(why);
  }
  Day first = policy_.same_day ? day.day : day.day + 1;
  if (n == 0) return Val::of_day(policy_.same_day ? day.day - 1 : day.day);
  if (auto last = calendars_.at(policy_.calendar).nth_working_day(first, n))
    return Val::of_day(*last);
  gaps.insert("calendar " + policy_.calendar);
  Why why;
  why.gap = true;
  return Val::open(why);
}

Val Evaluator::arithmetic(const Expr& e) {
  Val a = value(*e.kids[0]), b = value(*e.kids[1]);
  for (const Val* v : {&a, &b}) {
    if (v->kind == Val::Kind::none || v->kind == Val::Kind::never) return Val::none();
  }
  if (a.is_open() || b.is_open()) {
    Why why = a.why;
    why.add(b.why);
    return Val::open(why);
  }
  switch (e.op) {
    case Op::plus:
      if (a.kind == Val::Kind::date) return add_length(a, b, false);
      return Val::of_number(a.number + b.number);
    case Op::minus:
      if (a.kind == Val::Kind::date && b.kind == Val::Kind::date)
        return Val::of_days(Ratio(a.day - b.day));
      if (a.kind == Val::Kind::date) return add_length(a, b, true);
      if (e.type == Type::days) return Val::of_days(a.number - b.number);
      return Val::of_number(a.number - b.number);
    case Op::times:
      return Val::of_number(a.number * b.number);
    default:
      if (b.number == Ratio(0)) return Val::none();
      return Val::of_number(a.number / b.number);
  }
}

Val Evaluator::steps(const Expr& e, std::size_t lines) {
  Val so_far = value(*e.kids[0]);
  auto close = [&] {
    if (so_far.known()) so_far.number = money(so_far.number);
  };
  close();
  for (std::size_t i = 0; i < lines; ++i) {
    const Step& step = e.steps[i];
    Val by = value(*step.value);
    if (so_far.kind == Val::Kind::none || by.kind == Val::Kind::none) {
      so_far = Val::none();
      continue;
    }
    if (so_far.is_open() || by.is_open()) {
      Why why = so_far.why;
      why.add(by.why);
      so_far = Val::open(why);
      continue;
    }
    if (step.kind == "plus") so_far.number = so_far.number + by.number;
    if (step.kind == "minus") so_far.number = so_far.number - by.number;
    if (step.kind == "times") so_far.number = so_far.number * by.number;
    if (step.kind == "at_most" && by.number < so_far.number) so_far.number = by.number;
    if (step.kind == "at_least" && so_far.number < by.number) so_far.number = by.number;
    close();
  }
  return so_far;
}

Val Evaluator::value(const Expr& e) {
  switch (e.op) {
    case Op::literal: {
      Val v;
      switch (e.type) {
        case Type::text:
          return Val::of_text(e.text);
        case Type::date:
          return Val::of_day(e.day);
        case Type::length:
          v.kind = Val::Kind::length;
          v.number = e.number;
          v.text = e.text;
          return v;
        case Type::set:
        case Type::list:
          v.kind = e.type == Type::set ? Val::Kind::set : Val::Kind::list;
          v.texts = e.texts;
          return v;
        default:
          return Val::of_number(e.number);
      }
    }
    case Op::fact:
      return fact(e.fact);
    case Op::field:
      return field(*scope_.list, scope_.index, e.field);
    case Op::cell:
      return cell(*e.table, e.column);
    case Op::rounded: {
      Val v = value(*e.kids[0]);
      if (v.known()) v.number = money(v.number);
      return v;
    }
    case Op::steps:
      return steps(e, e.steps.size());
    case Op::plus:
    case Op::minus:
    case Op::times:
    case Op::divide:
      return arithmetic(e);
    case Op::min:
    case Op::max: {
      Val best;
      Why why;
      bool open = false, first = true;
      for (const ExprPtr& kid : e.kids) {
        Val v = value(*kid);
        if (v.kind == Val::Kind::none || v.kind == Val::Kind::never) return Val::none();
        if (v.is_open()) {
          open = true;
          why.add(v.why);
          continue;
        }
        v.itself = false;
        if (first) best = v;
        first = false;
        bool below = v.kind == Val::Kind::date ? v.day < best.day : v.number < best.number;
        bool above = v.kind == Val::Kind::date ? best.day < v.day : best.number < v.number;
        if (e.op == Op::min ? below : above) best = v;
      }
      return open ? Val::open(why) : best;
    }
    case Op::first:
      return choose_first(e.kids);
    case Op::round_up: {
      Val v = value(*e.kids[0]);
      if (v.known()) v.number = ceiling(v.number);
      return v;
    }
    case Op::days_from:
      return days_from(e);
    case Op::last_of:
      return last_event(e);
    case Op::last_day:
      return last_day(*e.period);
    case Op::measure:
      return measure(e);
    case Op::choice: {
      Tri which = condition(*e.kids[0]);
      Val v;
      if (!which.is_open()) {
        v = value(*e.kids[which.yes() ? 1 : 2]);
      } else {
        Val a = value(*e.kids[1]), b = value(*e.kids[2]);
        if (same_value(a, b)) {
          v = a;
          if (!same_reading(a, b)) v.reading_open = which.why;
        } else {
          Why why = which.why;
          why.add(a.why);
          why.add(b.why);
          v = Val::open(why);
        }
      }
      v.itself = false;
      return v;
    }
    default: {
      Tri tri = condition(e);
      return tri.is_open() ? Val::open(tri.why) : Val::of_truth(tri.yes());
    }
  }
}

std::optional<Ratio> Evaluator::upper_bound(const Expr& e) {
  std::optional<Ratio> least;
  auto limit = [&](const Val& v) {
    if (!v.known()) return;
    Ratio amount = v.number < Ratio(0) ? Ratio(0) : money(v.number);
    if (!least || amount < *least) least = amount;
  };
  Val whole = value(e);
  limit(whole);
  if (whole.known()) return least;
  const Expr* inside = &e;
  while (inside->op == Op::rounded)
    inside = inside->kids[0].get();
  if (inside->op == Op::min) {
    for (const ExprPtr& kid : inside->kids)
      limit(value(*kid));
  }
  if (inside->op == Op::steps && !inside->steps.empty() && inside->steps.back().kind == "at_most") {
    limit(value(*inside->steps.back().value));
    limit(steps(*inside, inside->steps.size() - 1));
  }
  return least;
}

}  // namespace oracle
