// SPDX-License-Identifier: Apache-2.0
//
// Random policies; see random_policy.hpp. README.md lists the constructs that are made.
// In: chance. Out: YAML.
// Never writes what the language refuses: types are kept while an expression grows.
// Tested by its comparison with the library, oracle.random.
#include "random_policy.hpp"

#include <algorithm>
#include <set>

namespace oracle {

namespace {

class Maker {
 public:
  Maker(Random& random, std::string id, std::string basis)
      : r_(random), id_(std::move(id)), basis_(std::move(basis)) {
    std::vector<std::string> bools = {"fault.confirmed", "fault.described",  "goods.intact",
                                      "goods.opened",    "stock.same_model", "goods.human_damage",
                                      "lcd.polished"};
    std::vector<std::string> dates = {"purchase.sold_on", "purchase.delivered_on",
                                      "purchase.registered_on", "fault.occurred_on"};
    bools_ = some(bools, 2, 4);
    dates_ = some(dates, 1, 3);
    calendar_ = r_.chance(75);
    same_day_ = r_.chance(40);
  }

  std::string make(const std::string& yields_to) {
    // Names first: they are used by what comes later and never by what comes before.
    std::string parameters, tables, facts, values, periods, conditions, remedies;
    if (r_.chance(30)) {
      parameters = "  strict: {value: " + std::string(r_.chance(50) ? "true" : "false") +
                   "}\n  share: {value: 2.5%}\n";
      parameter_ = true;
    }
    if (r_.chance(30)) {
      table_ = true;
      tables =
          "  shelf:\n    by: product.category\n    columns: [whole, main, parts, rate]\n    of:\n"
          "      bicycle: [1 year, 10 days, [frame, motor], 0.05%]\n"
          "      microwave: {row: [6 months, -, [magnetron], 1%]}\n";
      if (r_.chance(50)) tables += "    otherwise: [1 month, 3 days, -, -]\n";
    }
    declared(facts);
    for (std::int64_t n = r_.between(0, 3); n > 0; --n)
      add_value(values);
    for (std::int64_t n = r_.between(1, 3); n > 0; --n)
      add_period(periods);
    for (std::int64_t n = r_.between(0, 3); n > 0; --n) {
      std::string name = "c" + std::to_string(conditions_.size());
      conditions += "  " + name + ": " + structured(2, 4) + "\n";
      conditions_.push_back(name);
    }
    if (id_ == "one" && r_.chance(20)) {
      remedies = "  cleaning: {zh: 清洗, en: cleaning, side: " +
                 std::string(r_.chance(50) ? "true" : "false") +
                 (r_.chance(50) ? ", paid: true" : "") + "}\n";
      remedies_.emplace_back("cleaning");
    }
    std::string rules = make_rules();

    std::string out = "sanbao: 1\npolicy: " + id_ + "\nversion: \"1\"\n";
    out += "title: {zh: 甲, en: A}\nbasis: " + basis_ + "\n";
    if (r_.chance(40)) {
      out += "in_force: {from: 2022-01-01";
      if (r_.chance(50)) out += ", until: 2024-12-31";
      out += ", by: " +
             (r_.chance(70) ? r_.of(dates_) : "[" + r_.of(dates_) + ", purchase.invoiced_on]") +
             "}\n";
    }
    if (r_.chance(40)) {
      out += "applies_to: " +
             quoted(r_.chance(60) ? "product.category in [bicycle, microwave, \"thing\"]"
                                  : (bools_[0] + " or product.brand == \"A\"")) +
             "\n";
    }
    if (!yields_to.empty()) out += "yields_to: [" + yields_to + "]\n";
    out += "currency: CNY\nround: {to: " + r_.word({"0.01", "0.01", "0.1", "1", "5"}) +
           ", mode: " + r_.word({"half_up", "half_even", "down", "up"}) + "}\n";
    if (prefer_) out += "prefer: consumer\n";
    out += "clauses: [" + clauses_ + "]\n";
    out += "clock:\n  zone: Asia/Shanghai\n  count_from: ";
    out += same_day_ ? "same_day" : "next_day";
    out += "\n  month_end: " + r_.word({"last_day", "last_day", "next_month_first", "error"});
    out += "\n  roll: ";
    if (parameter_ && r_.chance(40)) {
      out += "if strict then next_working_day else after_holiday";
    } else {
      out += r_.word({"none", "next_working_day", "after_holiday"});
    }
    out += "\n  calendar: cn\n";
    auto section = [&](const char* name, const std::string& body) {
      if (!body.empty()) out += std::string(name) + ":\n" + body;
    };
    section("facts", facts);
    section("parameters", parameters);
    section("tables", tables);
    section("values", values);
    section("periods", periods);
    section("conditions", conditions);
    section("remedies", remedies);
    section("rules", rules);
    return out;
  }

 private:
  std::vector<std::string> some(std::vector<std::string> from, std::int64_t least,
                                std::int64_t most) {
    std::vector<std::string> out;
    for (std::int64_t n = r_.between(least, most); n > 0 && !from.empty(); --n) {
      std::size_t i = r_.below(from.size());
      out.push_back(from[i]);
      from.erase(from.begin() + static_cast<std::ptrdiff_t>(i));
    }
    return out;
  }
  static std::string quoted(const std::string& text) { return "'" + text + "'"; }

  void declared(std::string& facts) {
    facts +=
        "  lcd.polished: {type: bool" + std::string(r_.chance(30) ? ", assume: true" : "") + "}\n";
    facts += "  lcd.dots: {type: count}\n  lcd.promise: {type: length}\n";
    facts += "  lcd.grade: {type: {enum: [grade_a, grade_b, grade_c]}" +
             std::string(r_.chance(20) ? ", assume: grade_b" : "") + "}\n";
    facts += "  lcd.tested_for: {type: days}\n";
    facts += "  lcd.marks: {type: {set: text}" + std::string(r_.chance(20) ? ", assume: []" : "") +
             "}\n";
    facts += "  checks: {type: {list: {on: date, passed: bool}}" +
             std::string(r_.chance(50) ? ", assume: []" : "") + "}\n";
    if (r_.chance(30)) facts += "  goods.human_damage: {assume: false}\n";
    if (r_.chance(15)) facts += "  fault.reported_on: {assume: claim.filed_on}\n";
    if (r_.chance(20)) facts += "  stock.same_model: {assume: claim.requests != return}\n";
    if (r_.chance(30)) facts += "  repairs.authorised: {assume: true}\n";
    if (r_.chance(30)) facts += "  repairs.waiting_days: {assume: 2 days}\n";
  }

  // ---- expressions
  std::string date(int depth) {
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
  std::string last_of() {
    switch (r_.below(3)) {
      case 0:
        return std::string("last exchanges.on where whole_unit");
      case 1:
        return "last repairs.received_on where " + event_test("repairs", 0);
      default:
        return std::string("last repairs.returned_on");
    }
  }
  std::string days(int depth) {
    if (depth > 0 && r_.chance(30)) {
      std::string less;
      if (r_.chance(50)) less = r_.chance(50) ? " less repairs" : " less repairs where fixed";
      return "(days from " + date(0) + " to " + date(0) + less + ")";
    }
    if (depth > 0 && r_.chance(25)) return "(" + r_.of(dates_) + " - " + r_.of(dates_) + ")";
    if (!days_values_.empty() && r_.chance(40)) return r_.of(days_values_);
    return r_.chance(50) ? "lcd.tested_for" : "(days from " + date(0) + " to claim.filed_on)";
  }
  std::string money(int depth) {
    int way = static_cast<int>(r_.below(100));
    if (depth <= 0 || way < 35)
      return r_.word({"purchase.price", "purchase.paid", "purchase.price", "100 CNY",
                      "purchase.shipping_paid"});
    if (way < 50) return money(0) + " * " + r_.word({"0.3%", "0.5", "12.5%", "3\xe2\x80\xb0"});
    if (way < 60) return money(0) + " * " + rate() + " * " + days(0);
    if (way < 67) return money(0) + " - " + money(0);
    if (way < 72) return money(0) + " + " + money(0);
    if (way < 78) return money(0) + " / " + r_.word({"3", "7", "lcd.dots"});
    if (way < 86)
      return std::string(r_.chance(50) ? "min(" : "max(") + money(depth - 1) + ", " + money(0) +
             ")";
    if (way < 93) return "(if " + test(0) + " then " + money(0) + " else " + money(0) + ")";
    if (!money_values_.empty()) return r_.of(money_values_);
    return "first(purchase.paid, purchase.price)";
  }
  std::string rate() {
    if (table_ && r_.chance(50)) return "first(shelf.rate, 2%)";
    if (parameter_ && r_.chance(50)) return "share";
    return r_.chance(50) ? "0.3%" : "vehicle.use_coefficient";
  }
  std::string number() {
    return r_.word({"usage.odometer_km", "lcd.dots", "usage.hours", "round_up(usage.hours / 24)",
                    "lcd.dots + 1", "2 * lcd.dots"});
  }

  std::string test(int depth) {
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

  std::string condition(int depth) {
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
  std::string inner(int depth) {
    std::string text = condition(depth);
    bool simple = text.find(' ') == std::string::npos;
    return simple ? text : "(" + text + ")";
  }
  // As YAML in flow form.
  std::string structured(int depth, int indent) {
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
  std::string event_test(const std::string& list, int depth) {
    if (depth > 0 && r_.chance(40)) {
      std::string a = event_test(list, 0), b = event_test(list, 0);
      return a + (r_.chance(60) ? " and " : " or ") + b;
    }
    if (list == "exchanges")
      return r_.word({"whole_unit", "not whole_unit", "component == battery"});
    if (list == "resends") return std::string("damaged");
    if (list == "checks") return std::string("passed");
    if (!periods_.empty() && r_.chance(30))
      return "received_on" + r_.word({" in ", " in ", " before ", " after "}) + r_.of(periods_);
    if (r_.chance(10)) return r_.of(bools_);
    return r_.word({"fixed", "not fixed", "authorised", "delay_cause != consumer",
                    "replaced == main_part", "waiting_days > 2 days", "duration >= 5 days",
                    "returned_on is never", "fault_code == \"E1\"", "hours > 48",
                    "odometer_km <= 5", "received_on > purchase.sold_on", "component == motor",
                    "fault_code is known"});
  }
  std::string event_condition() {
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
    std::string of =
        r_.word({"waiting_days", "duration", "round_up((hours - excluded_hours) / 24) * 1 day"});
    return std::string(r_.chance(50) ? "{total: repairs, of: " : "{largest: repairs, of: ") +
           quoted(of) + where + ", " + bound + ": " + r_.word({"3 days", "7 days", "12 days"}) +
           "}";
  }

  // ---- named things
  void add_value(std::string& values) {
    std::string name = "v" + std::to_string(names_++);
    std::string text;
    switch (r_.below(5)) {
      case 0:
        text = r_.chance(50) ? last_of() : date(1);
        if (text[0] == '(') text = text.substr(1, text.size() - 2);
        date_values_.push_back(name);
        values += "  " + name + ": " + quoted(text) + "\n";
        return;
      case 1:
        if (r_.chance(25)) {
          values +=
              "  " + name + ": {days: repairs, where: " + quoted(event_test("repairs", 0)) + "}\n";
        } else {
          values += "  " + name + ": " +
                    quoted("days from " + date(0) + " to claim.filed_on less repairs") + "\n";
        }
        days_values_.push_back(name);
        return;
      case 2:
        values += "  " + name + ": " + quoted(money(1)) + "\n";
        money_values_.push_back(name);
        return;
      default:
        values += "  " + name + ":\n    - " + quoted(money(1)) + "\n";
        for (std::int64_t n = r_.between(1, 3); n > 0; --n) {
          std::string step = r_.word({"plus", "minus", "times", "at_most", "at_least"});
          values += "    - {" + step + ": " +
                    quoted(step == "times" ? r_.word({"0.5", "1.1", "30%"}) : money(0)) + "}\n";
        }
        money_values_.push_back(name);
    }
  }
  void add_period(std::string& periods) {
    std::string name = "p" + std::to_string(periods_.size());
    std::string from = r_.of(dates_);
    if (r_.chance(30)) {
      from = "[" + (date_values_.empty() ? r_.of(dates_) : r_.of(date_values_)) + ", " +
             r_.of(dates_) + "]";
    } else if (r_.chance(12)) {
      from = date_values_.empty() ? "purchase.invoiced_on" : r_.of(date_values_);
    }
    std::string body = "{from: " + from;
    if (r_.chance(15)) {
      body += ", until: " + r_.word({"2024-05-11", "never", "promise.claim_until", "2024-02-29"});
    } else {
      std::string length = r_.word({"7 days", "30 days", "1 month", "1 year", "6 months", "15 days",
                                    "3 working_days", "10 working_days", "0 days"});
      if (r_.chance(8)) length = "lcd.promise";
      if (table_ && r_.chance(20)) length = r_.chance(50) ? "shelf.whole" : "shelf.main";
      if (r_.chance(12)) length = quoted("if " + r_.of(bools_) + " then 12 months else 6 months");
      if (length == "0 days" && same_day_) length = "1 day";
      body += ", length: " + length;
      if (r_.chance(20)) {
        body +=
            ", extend_by: " + (r_.chance(50) ? std::string("repairs")
                                             : quoted("repairs where " + event_test("repairs", 0)));
      }
    }
    if (r_.chance(12)) body += ", or_usage: {usage.odometer_km: 5}";
    if (r_.chance(12)) body += ", roll: " + r_.word({"none", "next_working_day", "after_holiday"});
    if (r_.chance(12)) body += ", month_end: " + r_.word({"last_day", "next_month_first", "error"});
    periods += "  " + name + ": " + body + "}\n";
    periods_.push_back(name);
    counted_.push_back(name);
  }

  // ---- rules
  std::string body(bool with_money) {
    std::string out;
    auto add = [&](const std::string& part) { out += (out.empty() ? "" : ", ") + part; };
    if (r_.chance(35)) {
      add("needs: " + (r_.chance(60) ? quoted(condition(0))
                                     : "[" + quoted(test(0)) + ", " + quoted(test(0)) + "]"));
    }
    if (with_money) {
      add("pays: {refund: " + quoted(money(2)) +
          (r_.chance(20) ? ", shipping: purchase.shipping_paid" : "") + "}");
      if (r_.chance(35)) add("charges: {fee: " + quoted(money(2)) + "}");
    }
    if (r_.chance(15)) {
      add("terms: {answer: " +
          r_.word({"claim.filed_on + 15 days", "{zh: 甲, en: A}", "purchase.price", "15 days",
                   "1 month"}) +
          "}");
    }
    return "{" + out + "}";
  }
  std::string make_rules() {
    std::string out;
    for (const char* name : {"return", "exchange", "repair", "paid_repair"}) {
      if (r_.chance(45)) remedies_.emplace_back(name);
    }
    if (remedies_.empty()) remedies_.emplace_back("return");
    std::vector<std::string> grants;
    std::vector<std::vector<std::string>> granted;
    std::int64_t n = r_.between(2, 8);
    std::set<std::string> with_extra;
    bool extra_used = false;
    for (std::int64_t i = 1; i <= n; ++i) {
      std::string id = std::to_string(i);
      if (r_.chance(15)) id = "1." + id;
      clauses_ += (clauses_.empty() ? "\"" : ", \"") + id + "\"";
      out += "  - id: \"" + id + "\"\n    title: {zh: 甲, en: A}\n";
      if (r_.chance(88)) out += "    when: " + structured(2, 0) + "\n";
      if (r_.chance(20)) out += "    unless: " + structured(1, 0) + "\n";
      int way = i == 1 ? 0 : static_cast<int>(r_.below(10));
      if (way < 6) {
        std::vector<std::string> mine = some(remedies_, 1, 2);
        std::vector<std::string> over;
        for (std::size_t g = 0; g < grants.size(); ++g) {
          bool shares = std::any_of(mine.begin(), mine.end(), [&](const std::string& remedy) {
            return std::find(granted[g].begin(), granted[g].end(), remedy) != granted[g].end();
          });
          if (shares && r_.chance(25)) over.push_back("\"" + grants[g] + "\"");
        }
        if (!over.empty()) {
          out += "    overrides: [";
          for (std::size_t g = 0; g < over.size(); ++g)
            out += (g > 0 ? ", " : "") + over[g];
          out += "]\n";
        }
        out += "    grants:\n";
        for (const std::string& remedy : mine)
          out += "      " + remedy + ": " +
                 body(remedy == "return" ? r_.chance(85) : r_.chance(25)) + "\n";
        grants.push_back(id);
        granted.push_back(mine);
      } else if (way < 8) {
        out += "    excludes: ";
        if (r_.chance(30)) {
          out += "all\n";
        } else {
          out += "[" + r_.of(granted[r_.below(granted.size())]) + "]\n";
        }
      } else {
        std::size_t g = r_.below(grants.size());
        out += "    for: [" + r_.of(granted[g]) + "]\n";
        if (r_.chance(35)) out += "    granted_by: [\"" + grants[g] + "\"]\n";
        if (!extra_used && r_.chance(30)) {
          out += "    " + std::string(r_.chance(50) ? "pays" : "charges") +
                 ": {extra: " + quoted(money(1)) + "}\n";
          extra_used = true;
        } else if (r_.chance(70)) {
          out += "    needs: " + quoted(condition(0)) + "\n";
        } else {
          out += "    terms: {paper: {zh: 甲, en: A}}\n";
        }
      }
    }
    prefer_ = r_.chance(40);
    return out;
  }

  Random& r_;
  std::string id_, basis_, clauses_;
  std::vector<std::string> bools_, dates_, periods_, counted_, conditions_, remedies_;
  std::vector<std::string> date_values_, days_values_, money_values_;
  std::size_t names_ = 0;
  bool parameter_ = false, table_ = false, prefer_ = false, calendar_ = true, same_day_ = false;
};

}  // namespace

std::vector<std::string> random_policies(Random& random) {
  std::vector<std::string> out;
  out.push_back(Maker(random, "one", "vendor").make(""));
  if (random.chance(15))
    out.push_back(Maker(random, "two", "statute").make(random.chance(40) ? "one" : ""));
  return out;
}

}  // namespace oracle
