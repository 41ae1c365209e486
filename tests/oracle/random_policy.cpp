// SPDX-License-Identifier: Apache-2.0
//
// Random policies; see random_policy.hpp. README.md lists the constructs that are made.
// In: chance. Out: YAML.
// Never writes what the language refuses: types are kept while an expression grows.
// Tested by its comparison with the library, oracle.random.
#include "random_policy.hpp"

#include <algorithm>
#include <set>

#include "random_expr.hpp"

namespace oracle {

namespace {

class Maker : private ExprMaker {
 public:
  Maker(Random& random, std::string id, std::string basis)
      : ExprMaker(random), id_(std::move(id)), basis_(std::move(basis)) {
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

  /// `version`, `in_force`: of one that has several; else as chance has it.
  std::string make(const std::string& yields_to, const std::string& version = "1",
                   const std::string& in_force = "") {
    // Names first: they are used by what comes later and never by what comes before.
    std::string parameters, tables, facts, values, periods, conditions, remedies;
    if (r_.chance(30)) {
      parameters = "  strict: {value: " + std::string(r_.chance(50) ? "true" : "false") +
                   contested() + "}\n  share: {value: 2.5%" + contested() + "}\n";
      parameter_ = true;
    }
    if (r_.chance(30)) {
      table_ = true;
      tables =
          "  shelf:\n    by: product.category\n    columns: [whole, main, parts, rate]\n    of:\n"
          "      bicycle: [1 year, 10 days, [frame, motor], 0.05%]\n"
          "      microwave: {row: [6 months, -, [magnetron], 1%]" +
          recalled(15) + "}\n";
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
    if (r_.chance(30)) make_notices();
    if (r_.chance(10)) verified_ = r_.chance(30) ? "verified: recalled\n" : "verified: seen\n";

    std::string out = "sanbao: 1\npolicy: " + id_ + "\nversion: \"" + version + "\"\n";
    out += "title: {zh: 甲, en: A}\nbasis: " + basis_ + "\n" + verified_;
    const std::string days =
        r_.chance(80) ? "" : r_.word({", verified: recalled", ", verified: seen"});
    if (!in_force.empty()) {
      out += "in_force: {" + in_force + ", by: purchase.sold_on" + days + "}\n";
    } else if (r_.chance(40)) {
      out += "in_force: {from: 2022-01-01";
      if (r_.chance(50)) out += ", until: 2024-12-31";
      out += ", by: " +
             (r_.chance(70) ? r_.of(dates_) : "[" + r_.of(dates_) + ", purchase.invoiced_on]") +
             days + "}\n";
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
    section("notices", notices_);
    return out;
  }

 private:
  std::string recalled(int percent) { return r_.chance(percent) ? ", verified: recalled" : ""; }
  std::string contested() {
    return (r_.chance(40) ? ", contested: {zh: 甲, en: A}" : "") + recalled(10);
  }

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
    if (r_.chance(15)) facts += "  goods.opened: {assume: goods.intact}\n";
    if (r_.chance(10)) facts += "  purchase.delivered_on: {assume: purchase.sold_on}\n";
    if (r_.chance(20)) facts += "  stock.same_model: {assume: claim.requests != return}\n";
    if (r_.chance(30)) facts += "  repairs.authorised: {assume: true}\n";
    if (r_.chance(30)) facts += "  repairs.waiting_days: {assume: 2 days}\n";
    facts += "  repairs.serious: {type: bool" +
             std::string(r_.chance(40) ? ", assume: false" : "") +
             "}\n  repairs.cost: {type: money" +
             std::string(r_.chance(30) ? ", assume: 50 CNY" : "") + "}\n";
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
    periods += "  " + name + ": " + body + recalled(6) + "}\n";
    periods_.push_back(name);
    counted_.push_back(name);
  }

  // ---- rules
  void make_notices() {
    for (const char* id : {"90", "9.1", "91"}) {
      std::vector<std::string> on =
          some({"approved", "conditional", "denied", "needs_facts", "conflict"}, 1, 3);
      clauses_ += ", \"" + std::string(id) + "\"";
      notices_ += "  - {id: \"" + std::string(id) + "\", on: [";
      for (std::size_t i = 0; i < on.size(); ++i)
        notices_ += (i > 0 ? ", " : "") + on[i];
      notices_ += "], text: {zh: 甲, en: A}}\n";
    }
  }
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
      if (r_.chance(5)) out += "    verified: recalled\n";
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

  std::string id_, basis_, clauses_, notices_, verified_;
  std::vector<std::string> remedies_;
  std::size_t names_ = 0;
  bool prefer_ = false, calendar_ = true, same_day_ = false;
};

}  // namespace

std::vector<std::string> random_policies(Random& random) {
  std::vector<std::string> out;
  if (random.chance(8)) {
    out.push_back(
        Maker(random, "one", "vendor").make("", "1", "from: 2022-01-01, until: 2024-04-30"));
    out.push_back(Maker(random, "one", "vendor").make("", "2", "from: 2024-05-01"));
  } else {
    out.push_back(Maker(random, "one", "vendor").make(""));
  }
  if (random.chance(15))
    out.push_back(Maker(random, "two", "statute").make(random.chance(40) ? "one" : ""));
  return out;
}

}  // namespace oracle
