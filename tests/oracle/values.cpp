// SPDX-License-Identifier: Apache-2.0
//
// Values of expressions; see evaluator.hpp. docs/language.md section 5, and section 7, "Known, never" and "No value".
// In: trees and a claim. Out: values.
// Never looks at more than one completion at a time.
// Tested by its comparison with the library, oracle.random.
#include <algorithm>

#include "evaluator.hpp"

namespace oracle {

// Nothing inside it is tried: while it is open nothing is assumed.
Val Evaluator::assumption(const Expr& e) {
  std::vector<signed char> untried;
  untried.swap(tried);
  Val v = value(e);
  untried.swap(tried);
  return v;
}

Val Evaluator::fact(int path) {
  static const int filed = path_id("claim.filed_on");
  if (auto at = claim_.facts.find(path); at != claim_.facts.end()) {
    Val v = at->second;
    v.filed = v.itself = path == filed;
    return v;
  }
  const std::string& name = path_name(path);
  if (auto at = policy_.assumed.find(name); at != policy_.assumed.end()) {
    Val v = assumption(*at->second);
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
      if (!v.why.of_nulls()) return v;
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
    if (auto moved_day = add_months(day.day, back ? -n : n, policy_.clock.month_end))
      return Val::of_day(*moved_day);
    return Val::open(gap("overflow: " + place));
  }
  Day first = policy_.clock.same_day ? day.day : day.day + 1;
  if (n == 0) return Val::of_day(policy_.clock.same_day ? day.day - 1 : day.day);
  if (auto last = calendars_.at(policy_.calendar).nth_working_day(first, n))
    return Val::of_day(*last);
  return Val::open(calendar_gap(first));
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
          why.chosen = true;
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
