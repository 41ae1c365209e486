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
  if (way < 65) return "first(" + date(0) + ", " + date(depth - 1) + ")";
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
  if (way < 96) return "(if " + test(0) + " then " + date(0) + " else " + date(0) + ")";
  if (!date_values_.empty()) return r_.of(date_values_);
  return r_.chance(50) ? "2024-05-01" : "2024-02-29";
}

std::string ExprMaker::last_of() {
  switch (r_.below(3)) {
    case 0:
      return std::string("last exchanges.on where whole_unit");
    case 1:
      return "last repairs.received_on where " + event_test("repairs", 0);
    default:
      return std::string("last repairs.returned_on");
  }
}

std::string ExprMaker::days(int depth) {
  if (depth > 0 && r_.chance(30)) {
    std::string less;
    if (r_.chance(50)) less = r_.chance(50) ? " less repairs" : " less repairs where fixed";
    return "(days from " + date(0) + " to " + date(0) + less + ")";
  }
  if (depth > 0 && r_.chance(25)) return "(" + r_.of(dates_) + " - " + r_.of(dates_) + ")";
  if (!days_values_.empty() && r_.chance(40)) return r_.of(days_values_);
  return r_.chance(50) ? "lcd.tested_for" : "(days from " + date(0) + " to claim.filed_on)";
}

std::string ExprMaker::money(int depth) {
  int way = static_cast<int>(r_.below(100));
  if (depth <= 0 || way < 35)
    return r_.word(
        {"purchase.price", "purchase.paid", "purchase.price", "100 CNY", "purchase.shipping_paid"});
  if (way < 50) return money(0) + " * " + r_.word({"0.3%", "0.5", "12.5%", "3\xe2\x80\xb0"});
  if (way < 60) return money(0) + " * " + rate() + " * " + days(0);
  if (way < 67) return money(0) + " - " + money(0);
  if (way < 72) return money(0) + " + " + money(0);
  if (way < 78) return money(0) + " / " + r_.word({"3", "7", "lcd.dots"});
  if (way < 86)
    return std::string(r_.chance(50) ? "min(" : "max(") + money(depth - 1) + ", " + money(0) + ")";
  if (way < 93) return "(if " + test(0) + " then " + money(0) + " else " + money(0) + ")";
  if (!money_values_.empty()) return r_.of(money_values_);
  return "first(purchase.paid, purchase.price)";
}

std::string ExprMaker::rate() {
  if (table_ && r_.chance(50)) return "first(shelf.rate, 2%)";
  if (parameter_ && r_.chance(50)) return "share";
  return r_.chance(50) ? "0.3%" : "vehicle.use_coefficient";
}

std::string ExprMaker::number() {
  return r_.word({"usage.odometer_km", "lcd.dots", "usage.hours", "round_up(usage.hours / 24)",
                  "lcd.dots + 1", "2 * lcd.dots"});
}

std::string ExprMaker::test(int depth) {
  int way = static_cast<int>(r_.below(100));
  if (way < 28) return r_.of(bools_);
  if (way < 48 && !periods_.empty()) {
    std::string tested = r_.chance(60) ? "claim.filed_on" : date(depth);
    return tested + r_.word({" in ", " in ", " in ", " before ", " after "}) + r_.of(periods_);
  }
  if (way < 58) {
    std::string sign = r_.word({" < ", " <= ", " > ", " >= ", " == ", " != "});
    return date(depth) + sign + (r_.chance(30) ? "2024-05-01" : date(0));
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
      return "if " + inner(0) + " then " + inner(depth - 1) + " else " + inner(0);
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
  if (list == "checks") return std::string("passed");
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
  std::string list = r_.word({"repairs", "repairs", "repairs", "exchanges", "resends", "checks"});
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
  std::string of = r_.word({"waiting_days", "duration", "duration - 3 days", "cost",
                            "round_up((hours - excluded_hours) / 24) * 1 day"});
  std::string limit = of == "cost" ? r_.word({"50 CNY", "100 CNY", "purchase.price"})
                                   : r_.word({"3 days", "7 days", "12 days"});
  return std::string(r_.chance(50) ? "{total: repairs, of: " : "{largest: repairs, of: ") +
         quoted(of) + where + ", " + bound + ": " + limit + "}";
}

}  // namespace oracle
