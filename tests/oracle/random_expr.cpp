// SPDX-License-Identifier: Apache-2.0
//
// Random expressions, conditions and event tests of the makers; see random_expr.hpp.
// In: chance, and the names there are. Out: text of the language.
// Never writes what the language refuses: types are kept while an expression grows.
// Tested by its comparison with the library, oracle.random.
#include "random_expr.hpp"

namespace oracle {

std::vector<std::string> ExprMaker::some(std::vector<std::string> from, std::int64_t least,
                                         std::int64_t most) {
  std::vector<std::string> out;
  for (std::int64_t n = r_.between(least, most); n > 0 && !from.empty(); --n) {
    std::size_t i = r_.below(from.size());
    out.push_back(from[i]);
    from.erase(from.begin() + static_cast<std::ptrdiff_t>(i));
  }
  return out;
}

// ---- expressions

std::string ExprMaker::date(int depth) {
  int way = static_cast<int>(r_.below(100));
  if (way < 40 || depth <= 0) return r_.chance(25) ? "claim.filed_on" : r_.of(dates_);
  if (way < 50) return "fault.reported_on";
  if (way < 60) {
    std::string other =
        r_.chance(25) ? "first(" + date(0) + ", " + r_.of(dates_) + ")" : date(depth - 1);
    return "first(" + other + ", " + date(0) + ")";
  }
  if (way < 62) return "first((" + last_of() + "), " + date(0) + ", " + r_.of(dates_) + ")";
  if (way < 64) {
    return "(if " + chooser(0) + " then first(" + date(0) + ", " + r_.of(dates_) + ") else " +
           (r_.chance(40) ? "first(" + r_.of(dates_) + ", " + date(0) + ")" : date(depth - 1)) +
           ")";
  }
  if (way < 65) return "((" + last_of() + ") + 5 days)";
  if (way < 72) {
    return r_.of(dates_) + (r_.chance(70) ? " + " : " - ") +
           r_.word({"7 days", "1 month", "15 days", "1 year"});
  }
  if (way < 76) return "purchase.delivered_on + 3 working_days";
  if (way < 82 && !counted_.empty()) return "last day of " + r_.of(counted_);
  if (way < 88) return "(" + last_of() + ")";
  if (way < 92) {
    std::string a = date(0);
    return "max(" + a + ", " + date(0) + ")";
  }
  if (way < 95) return "(if " + chooser(0) + " then " + date(0) + " else " + date(0) + ")";
  if (way < 97 && table_) return "shelf.since";
  if (way < 98 && parameters_.contains("starting")) return "starting";
  if (!date_values_.empty()) return r_.of(date_values_);
  return r_.chance(50) ? "2024-05-01" : "2024-02-29";
}

std::string ExprMaker::last_of() {
  switch (r_.below(6)) {
    case 0:
      return std::string("last exchanges.on where whole_unit");
    case 1:
      return "last parcels.on where " + event_test("parcels", 0);
    case 2:
      return std::string("last exchanges.on where not whole_unit and component == fault.component");
    case 3:
      return "last repairs.returned_on where " + event_test("repairs", 1);
    case 4:
      return "last repairs.received_on where " + event_test("repairs", 0);
    default:
      return std::string("last repairs.returned_on");
  }
}

std::string ExprMaker::days(int depth) {
  if (depth > 0 && r_.chance(30)) {
    std::string less;
    if (r_.chance(50)) less = r_.chance(50) ? " less repairs" : " less repairs where fixed";
    if (r_.chance(10)) less = " less repairs where " + event_test("repairs", 1);
    std::string begin = date(r_.chance(15) ? 1 : 0);
    if (r_.chance(10))
      begin = "(if " + chooser(0) + " then " + r_.of(dates_) + " else " + date(0) + ")";
    std::string span = "(days from " + begin + " to " + date(0) + less + ")";
    if (!r_.chance(20)) return span;
    return "(" + span + " + (if " + chooser(0) + " then 1 day else " +
           (parameters_.contains("grace") ? "grace" : "0 days") + "))";
  }
  if (depth > 0 && !days_values_.empty() && r_.chance(40)) {
    std::string a = r_.of(days_values_), b = r_.of(days_values_);
    switch (r_.below(4)) {
      case 0:
        return "(" + a + " - " + b + ")";
      case 1:
        return "(" + a + " - 5 days)";
      case 2:
        return "max(" + a + ", min(" + b + ", " + a + " - 5 days))";
      default:
        return "(" + a + " - (" + b + " - 2 days))";
    }
  }
  if (depth > 0 && r_.chance(25)) return "(" + r_.of(dates_) + " - " + r_.of(dates_) + ")";
  if (!days_values_.empty() && r_.chance(40)) return r_.of(days_values_);
  return r_.chance(50) ? "lcd.tested_for" : "(days from " + date(0) + " to claim.filed_on)";
}

std::string ExprMaker::money(int depth) {
  int way = static_cast<int>(r_.below(100));
  if (depth <= 0 || way < 33) {
    if (parameters_.contains("least") && r_.chance(10)) return "least";
    return r_.word({"purchase.price", "purchase.paid", "purchase.price", "100 CNY",
                    "purchase.shipping_paid", "lcd.worth"});
  }
  if (way < 35) {
    std::string a = money(0), b = money(0), c = money(0);
    if (r_.chance(30)) return "((" + a + " - " + b + ") + " + c + ")";
    if (r_.chance(30)) return "(" + a + " - (" + b + " - " + c + "))";
    return "first(" + a + (r_.chance(50) ? " - " : " + ") + b + ", " +
           (r_.chance(50) ? c : "0 CNY") + ")";
  }
  if (way < 50) return money(0) + " * " + r_.word({"0.3%", "0.5", "12.5%", "3\xe2\x80\xb0"});
  if (way < 57) return money(0) + " * " + rate(1) + " * " + days(r_.chance(25) ? 1 : 0);
  if (way < 60) {
    return money(0) + " * " +
           (number_values_.empty() ? "(usage.odometer_km / 1000)" : r_.of(number_values_)) + " * " +
           rate(1);
  }
  if (way < 67) return money(0) + " - " + money(0);
  if (way < 72) return money(0) + " + " + money(0);
  if (way < 78) return money(0) + " / " + r_.word({"3", "7", "lcd.dots"});
  if (way < 86)
    return std::string(r_.chance(50) ? "min(" : "max(") + money(depth - 1) + ", " + money(0) + ")";
  if (way < 93) {
    return "(if " + chooser(0) + " then " + money(0) + " else " +
           (r_.chance(25) ? money(0) + " * " + rate(0) : money(0)) + ")";
  }
  if (!money_values_.empty()) return r_.of(money_values_);
  return "first(purchase.paid, purchase.price)";
}

std::string ExprMaker::rate(int depth) {
  if (depth > 0 && r_.chance(25)) {
    std::string capped = (r_.chance(60) ? "min(" : "max(") + rate(0) + ", " + rate(0) + ")";
    if (r_.chance(40)) return capped;
    if (parameter_ && r_.chance(50))
      return "(if strict then " + capped + " else vehicle.use_coefficient)";
    return "(if " + chooser(0) + " then " + capped + " else " + rate(0) + ")";
  }
  if (!rate_values_.empty() && r_.chance(20)) return r_.of(rate_values_);
  if (table_ && r_.chance(50)) return r_.chance(60) ? "first(shelf.rate, 2%)" : "shelf.rate";
  if (grades_ && r_.chance(25)) return "annex.share_of";
  if (parameter_ && r_.chance(50)) return "share";
  return r_.word({"0.3%", "vehicle.use_coefficient", "lcd.share"});
}

std::string ExprMaker::number() {
  if (!number_values_.empty() && r_.chance(15)) return r_.of(number_values_);
  if (grades_ && r_.chance(15)) return "annex.upper";
  if (r_.chance(8)) return "(if " + chooser(0) + " then lcd.dots else lcd.size)";
  return r_.word({"usage.odometer_km", "lcd.dots", "usage.hours", "round_up(usage.hours / 24)",
                  "lcd.dots + 1", "2 * lcd.dots", "lcd.size", "lcd.size / 2"});
}

// Of a period: what it may follow beside a literal.
std::string ExprMaker::length(bool same_day) {
  std::vector<std::string> all = {"lcd.promise", "lcd.promise"};
  if (table_) all.insert(all.end(), {"shelf.whole", "shelf.main"});
  if (grades_) all.insert(all.end(), {"annex.span", "annex.span"});
  if (!series_.empty()) all.insert(all.end(), {"lines.covered", "lines.covered"});
  if (parameters_.contains("longer")) all.insert(all.end(), {"longer", "longer"});
  if (parameters_.contains("grace") && !same_day) all.emplace_back("grace");
  if (!length_values_.empty()) all.push_back(r_.of(length_values_));
  if (!series_.empty() && parameters_.contains("longer") && r_.chance(30))
    return "if " + series_ + " in lines then lines.covered else longer";
  const std::string one = r_.of(all), other = r_.of(all);
  // Days and lengths are two types.
  const std::set<std::string> days = {"grace", "shelf.main"};
  if (r_.chance(60) || days.contains(one) || days.contains(other)) return one;
  if (r_.chance(40)) return "first(" + one + ", " + other + ")";
  std::string which = chooser(0);
  if (table_ && r_.chance(25)) which = "product.category in shelf";
  if (!series_.empty() && r_.chance(50)) which = series_ + " in lines";
  return "if " + which + " then " + one + " else " + (r_.chance(70) ? other : "6 months");
}

std::string ExprMaker::limit_of_usage() {
  std::vector<std::string> all = {"5", "5", "lcd.size", "lcd.size"};
  if (grades_) all.emplace_back("annex.upper");
  if (parameters_.contains("most")) all.emplace_back("most");
  if (r_.chance(15)) {
    std::string which = parameter_ && r_.chance(50) ? "strict" : r_.of(bools_);
    if (!counted_.empty() && r_.chance(40)) which = "claim.filed_on in " + r_.of(counted_);
    return "if " + which + " then lcd.size else 5";
  }
  return r_.of(all);
}

std::string ExprMaker::days_measure() {
  std::string measure = r_.word({"days", "total", "largest"});
  std::string where;
  if (r_.chance(80)) where = ", where: " + quoted(event_test("repairs", 2));
  if (measure == "days") return "{days: repairs" + where + "}";
  return "{" + measure + ": repairs" + where + ", of: " + quoted(of_event()) + "}";
}

// Days of each event.
std::string ExprMaker::of_event() {
  const std::string which = parameter_ ? "strict" : r_.of(bools_);
  switch (r_.below(9)) {
    case 0:
      return "waiting_days";
    case 1:
      return "duration - 3 days";
    case 2:
      return "round_up((hours - excluded_hours) / 24) * 1 day";
    case 3:
      return "round_up(hours / 24) * 1 day - 5 days";
    case 4:
      return "(if " + which +
             " then round_up(((if hours == 0 then 24 else hours) - excluded_hours) / 24) else "
             "(hours - excluded_hours) / 24) * 1 day";
    case 5:
      return "min(duration, (if " + which + " then round_up(hours / 24) else " +
             r_.word({"hours", "(if hours == 0 then 24 else hours)"}) + " / 24) * 1 day)";
    case 6:
      return "round_up((hours + 1) / 24) * 1 day";
    default:
      return "duration";
  }
}

// What an `if` is decided by.
std::string ExprMaker::chooser(int depth) {
  if (parameter_ && r_.chance(35)) return "strict";
  if (table_ && r_.chance(15)) return "shelf.listed";
  if (r_.chance(10)) return "(" + test(0) + (r_.chance(50) ? " or " : " and ") + test(0) + ")";
  return test(depth);
}

// Forms that the shipped policies have.
std::string ExprMaker::shipped_test(int depth) {
  std::vector<std::string> all = {
      "vehicle.use_coefficient > " + rate(0),
      "lcd.share < 80%",
      "(if " + chooser(0) + " then product.brand else lcd.label) == \"A\"",
      "lcd.label == product.brand",
      r_.of(bools_) + " is known",
      "lcd.worth is known and lcd.worth > 0 CNY",
      "not " + r_.of(dates_) + " is never",
      "fault.component in [motor, battery, \"data_card\"]",
      "not (fault.cause in [misuse, virus]) and fault.cause is known"};
  if (!text_values_.empty()) all.push_back(r_.of(text_values_) + " == \"A\"");
  if (parameters_.contains("maker")) {
    all.emplace_back("product.brand == maker");
    all.emplace_back("lcd.label == maker");
  }
  if (parameters_.contains("starting")) all.push_back(date(depth) + " >= starting");
  if (parameters_.contains("most")) all.push_back(number() + " > most");
  if (parameters_.contains("least")) all.push_back(money(0) + " >= least");
  if (parameters_.contains("grace")) all.push_back(days(1) + " > grace");
  if (table_) {
    for (const char* text : {"shelf.listed", "not shelf.listed", "product.category in shelf",
                             "fault.component in shelf.parts", "not product.category in shelf"})
      all.emplace_back(text);
    all.push_back(r_.of(dates_) + " >= shelf.since");
    all.push_back("shelf.listed and " + r_.of(bools_));
    all.push_back("if " + r_.of(bools_) + " then fault.component in shelf.parts else " +
                  r_.of(bools_));
  }
  if (grades_) {
    for (const char* text : {"annex.fine", "lcd.grade in annex", "lcd.dots <= annex.upper",
                             "annex.share_of > 2%", "annex.fine or lcd.polished"})
      all.emplace_back(text);
  }
  if (!series_.empty()) {
    all.push_back(series_ + " in lines");
    all.push_back("not " + series_ + " in lines");
  }
  if (parameter_) {
    all.push_back("if strict then " + inner(0) + " else " + inner(0));
    all.push_back("if strict then (" + test(0) + " and " + test(0) + ") else (" + test(0) + " or " +
                  test(0) + ")");
    all.push_back("strict or " + test(0));
    if (!conditions_.empty())
      all.push_back("if strict then " + r_.of(conditions_) + " else " + r_.of(conditions_));
  }
  const std::string text = r_.of(all);
  return text.find(' ') == std::string::npos ? text : "(" + text + ")";
}

std::string ExprMaker::test(int depth) {
  if (depth >= 0 && r_.chance(9)) return shipped_test(-1);
  int way = static_cast<int>(r_.below(100));
  if (way < 28) return r_.of(bools_);
  if (way < 48 && !periods_.empty()) {
    std::string tested = r_.chance(60) ? "claim.filed_on" : date(r_.chance(25) ? 1 : depth);
    return tested + r_.word({" in ", " in ", " in ", " before ", " after "}) + r_.of(periods_);
  }
  if (way < 58) {
    std::string sign = r_.word({" < ", " <= ", " > ", " >= ", " == ", " != "});
    return date(r_.chance(25) ? 1 : depth) + sign + (r_.chance(30) ? "2024-05-01" : date(0));
  }
  if (way < 66) {
    return r_.word({"fault.kind == performance", "fault.kind != none", "lcd.grade == grade_b",
                    "lcd.grade in [grade_a, grade_c]", "purchase.channel == online",
                    "product.brand == \"A\"", "product.category == bicycle",
                    "fault.kind in [performance, cosmetic]"});
  }
  if (way < 72) {
    return number() + r_.word({" < ", " <= ", " > ", " >= ", " == ", " != "}) +
           r_.word({"2", "3", "5", "2.5"});
  }
  if (way < 76)
    return days(1) + r_.word({" < ", " <= ", " > ", " >= "}) +
           r_.word({"3 days", "7 days", "10 days"});
  if (way < 80)
    return money(1) + r_.word({" < ", " <= ", " > ", " >= "}) + r_.word({"100 CNY", "50 CNY"});
  if (way < 84) {
    return r_.word({"purchase.documents has invoice", "lcd.marks has \"B\"",
                    "purchase.documents has contract"});
  }
  if (way < 87)
    return r_.word({"purchase.price is known", "fault.kind is known", "lcd.dots is known"});
  if (way < 90) return r_.of(dates_) + (r_.chance(50) ? " is never" : " is known");
  if (way < 93 && table_) {
    return r_.word({"fault.component in shelf.parts", "product.category in shelf"});
  }
  if (way < 95 && parameter_) return "strict";
  if (!conditions_.empty()) return r_.of(conditions_);
  return r_.of(bools_);
}

std::string ExprMaker::condition(int depth) {
  if (depth <= 0 || r_.chance(35)) return (r_.chance(15) ? "not " : "") + test(depth);
  switch (r_.below(7)) {
    case 0:
    case 1:
      return inner(depth - 1) + " and " + inner(depth - 1);
    case 2:
    case 3:
      return inner(depth - 1) + " or " + inner(depth - 1);
    case 4:
      return "not " + inner(depth - 1);
    case 5:
      return "if " + (r_.chance(25) ? chooser(0) : inner(0)) + " then " + inner(depth - 1) +
             " else " + inner(0);
    default:
      return inner(0) + " and " + inner(0) + " and " + inner(depth - 1);
  }
}

std::string ExprMaker::inner(int depth) {
  std::string text = condition(depth);
  bool simple = text.find(' ') == std::string::npos;
  return simple ? text : "(" + text + ")";
}

// As YAML in flow form.
std::string ExprMaker::structured(int depth, int indent) {
  (void)indent;
  int way = static_cast<int>(r_.below(10));
  if (depth > 0 && way < 2)
    return "{all: [" + structured(depth - 1, 0) + ", " + structured(depth - 1, 0) + "]}";
  if (depth > 0 && way < 4)
    return "{any: [" + structured(depth - 1, 0) + ", " + structured(depth - 1, 0) + "]}";
  if (depth > 0 && way == 4)
    return "{none: [" + structured(depth - 1, 0) + ", " + structured(depth - 1, 0) + "]}";
  if (depth > 0 && way == 5) {
    return "{at_least: 2, of: [" + structured(depth - 1, 0) + ", " + structured(0, 0) + ", " +
           structured(0, 0) + "]}";
  }
  if (way == 6) return event_condition();
  return quoted(condition(depth > 0 ? 1 : 0));
}

// ---- events

std::string ExprMaker::event_test(const std::string& list, int depth) {
  if (depth > 0 && r_.chance(40)) {
    std::string a = event_test(list, 0), b = event_test(list, 0);
    return a + (r_.chance(60) ? " and " : " or ") + b;
  }
  if (list == "exchanges") return r_.word({"whole_unit", "not whole_unit", "component == battery"});
  if (list == "resends") return std::string("damaged");
  if (list == "checks") return r_.word({"passed", "not passed"});
  if (list == "parcels") {
    std::vector<std::string> all = {"claimed",
                                    "claimed",
                                    "not claimed",
                                    "weight > 2",
                                    "way == by_air",
                                    "way != by_road",
                                    "worth >= 50 CNY",
                                    "on is known",
                                    "on > claim.filed_on",
                                    "(claimed and (on is never or on > claim.filed_on))",
                                    "worth <= purchase.price",
                                    "on >= " + r_.of(dates_)};
    if (!periods_.empty()) all.push_back("on in " + r_.of(periods_));
    return r_.of(all);
  }
  if (r_.chance(25)) {
    std::vector<std::string> all = {
        "component == fault.component",
        "main_part == fault.main_part",
        "replaced == main_part and component == fault.component",
        "not returned_on is never",
        "returned_on is known",
        "hours is known and excluded_hours is known",
        "hours == 0",
        "excluded_hours > 5",
        "received_on + 3 working_days < first(returned_on, claim.filed_on)",
        "not fixed and received_on + 10 working_days <= first(returned_on, claim.filed_on)",
        "spare_given",
        "not spare_given",
        "safety"};
    if (!periods_.empty()) {
      const std::string& period = r_.of(periods_);
      all.push_back("not received_on before " + period);
      all.push_back("not spare_given and not received_on before " + period +
                    " and (claim.filed_on in " + period + " or received_on in " + period + ")");
      all.push_back("claim.filed_on in " + period);
      all.push_back("received_on after " + period + " and received_on in " + r_.of(periods_));
    }
    if (parameter_) {
      all.emplace_back("not strict");
      all.emplace_back("strict and fixed");
      all.emplace_back(
          "component == fault.component or (strict and component in [motor, battery, gearbox])");
    }
    const std::string text = r_.of(all);
    return text.find(' ') == std::string::npos ? text : "(" + text + ")";
  }
  if (!periods_.empty() && r_.chance(30))
    return "received_on" + r_.word({" in ", " in ", " before ", " after "}) + r_.of(periods_);
  if (r_.chance(10)) return r_.of(bools_);
  return r_.word({"fixed", "not fixed", "authorised", "delay_cause != consumer",
                  "replaced == main_part", "waiting_days > 2 days", "duration >= 5 days",
                  "returned_on is never", "fault_code == \"E1\"", "hours > 48", "odometer_km <= 5",
                  "received_on > purchase.sold_on", "component == motor", "fault_code is known",
                  "serious", "not serious", "cost > 50 CNY", "cost <= purchase.shipping_paid"});
}

std::string ExprMaker::event_condition() {
  std::string list = r_.word(
      {"repairs", "repairs", "repairs", "repairs", "exchanges", "resends", "checks", "parcels"});
  std::string bound = r_.word({"at_least", "more_than", "at_most", "fewer_than", "exactly"});
  std::string where;
  if (r_.chance(70)) where = ", where: " + quoted(event_test(list, 1));
  int way = static_cast<int>(r_.below(10));
  if (list != "repairs" || way < 4)
    return "{count: " + list + where + ", " + bound + ": " + r_.word({"1", "2", "3"}) + "}";
  if (way < 6) {
    return "{count: repairs" + where +
           ", same: " + r_.word({"fault_code", "[fault_code, component]", "component"}) + ", " +
           r_.word({"at_least", "more_than"}) + ": " + r_.word({"1", "2"}) + "}";
  }
  if (way < 7) return "{days: repairs" + where + ", " + bound + ": 10 days}";
  std::string of = r_.chance(20) ? "cost" : of_event();
  std::string limit = of == "cost" ? r_.word({"50 CNY", "100 CNY", "purchase.price", "lcd.worth"})
                                   : r_.word({"3 days", "7 days", "12 days"});
  return std::string(r_.chance(50) ? "{total: repairs, of: " : "{largest: repairs, of: ") +
         quoted(of) + where + ", " + bound + ": " + limit + "}";
}

}  // namespace oracle
