// SPDX-License-Identifier: Apache-2.0
//
// The `periods` of a reason; see reason_parts.hpp. docs/records.md section 5, "Reasons", and docs/language.md
// section 4 and section 7, "Windows".
// In: the periods that a rule speaks of. Out: their days, and how the day tested stands to them.
// Never tells which of several days is meant where none of them is the day of the claim.
// Tested by its comparison with the library, oracle.random.
#include <algorithm>

#include "reason_parts.hpp"

namespace oracle {

namespace {

const char* roll_word(Roll roll) {
  return roll == Roll::next_working_day ? "next_working_day" : "after_holiday";
}
const char* truth_word(Truth truth) {
  return truth == Truth::yes ? "true" : truth == Truth::no ? "false" : "null";
}

// The day that a reason speaks of, where one alone is tested in `when` and `unless`. Periods that are counted alike are
// one; it stands under the name that tests it, and may under the others.
ExprPtr tested(const Spoken& spoken, const Period& period, bool& unclear) {
  ExprPtr day;
  bool elsewhere = false, by_its_name = false;
  unclear = false;
  for (const SpokenPeriod& one : spoken.periods) {
    if (one.period->key != period.key) continue;
    for (const ExprPtr& other : one.days) {
      if (day && day->key != other->key) unclear = true;
      day = other;
      by_its_name = by_its_name || one.period->name == period.name;
    }
    elsewhere = elsewhere || one.elsewhere;
  }
  if (day ? !by_its_name : elsewhere) unclear = true;
  return unclear ? nullptr : day;
}

}  // namespace

void library_periods(const Json& reason, Said& said) {
  const Json* periods = reason.find("periods");
  if (periods == nullptr) return;
  for (const auto& [name, period] : periods->members) {
    for (const auto& [key, value] : period.members)
      said.put("periods." + name + "." + key, value.kind == Json::Kind::null ? "null" : value.text);
  }
}

void oracle_periods(const Spoken& spoken, Evaluator& eval, Said& said) {
  for (const SpokenPeriod& one : spoken.periods) {
    const Period& period = *one.period;
    std::string at = "periods." + period.name + ".";
    bool unclear = false;
    ExprPtr day_expr = tested(spoken, period, unclear);
    Val day;
    if (day_expr) {
      Expr test;
      test.op = Op::in_period;
      test.kids = {day_expr};
      test.period = one.period;
      day = eval.value(*day_expr);
      said.put(at + "in", truth_word(eval.condition(test).truth));
    } else {
      said.put(at + "in", "null");
    }
    if (unclear) {
      for (const char* key : {"in", "days_left", "days_late", "days_early"})
        said.left_out.insert(at + key);
    }
    Window w = eval.window(period);
    if (!w.begun || w.empty || w.from.kind != Val::Kind::date) continue;
    if (!w.last.endless &&
        (w.last.unknown || (w.last.extension_open && w.last.in_until != w.last.out_after)))
      continue;
    said.put(at + "first", write_day(w.from.day + (period.clock.same_day ? 0 : 1)));
    Day last = w.last.in_until;
    if (!w.last.endless) {
      said.put(at + "last", write_day(last));
      if (w.last.not_moved || last != w.last.unrolled) {
        said.put(at + "last_unrolled", write_day(w.last.unrolled));
        said.put(at + "roll", w.last.not_moved ? "unknown" : roll_word(period.clock.roll));
      }
      if (w.last.added > 0) said.put(at + "days_added", std::to_string(w.last.added));
    }
    if (day.kind != Val::Kind::date) continue;
    if (!w.last.endless && last < w.from.day) {
      for (const char* key : {"days_left", "days_late", "days_early"})
        said.left_out.insert(at + key);
    }
    if (day.day < w.from.day) {
      said.put(at + "days_early", std::to_string(w.from.day - day.day));
    } else if (w.last.endless) {
      continue;
    } else if (day.day > last) {
      said.put(at + "days_late", std::to_string(day.day - last));
    } else {
      said.put(at + "days_left", std::to_string(last - day.day));
    }
  }
}

}  // namespace oracle
