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
  Maker(Random& random, std::string id, std::string basis, std::string zone)
      : ExprMaker(random), id_(std::move(id)), basis_(std::move(basis)), zone_(std::move(zone)) {
    std::vector<std::string> bools = {"fault.confirmed", "fault.described",  "goods.intact",
                                      "goods.opened",    "stock.same_model", "goods.human_damage",
                                      "lcd.polished"};
    std::vector<std::string> dates = {"purchase.sold_on", "purchase.delivered_on",
                                      "purchase.registered_on", "fault.occurred_on",
                                      "lcd.sealed_on"};
    bools_ = some(bools, 2, 4);
    dates_ = some(dates, 1, 3);
    same_day_ = r_.chance(40);
  }

  /// `version`, `in_force`: of one that has several; else as chance has it.
  std::string make(const std::string& yields_to, const std::string& version = "1",
                   const std::string& in_force = "") {
    // Names first: they are used by what comes later and never by what comes before.
    std::string values, periods, conditions, remedies;
    const std::string parameters = declared_parameters(), tables = declared_tables(),
                      facts = declared_facts();
    for (std::int64_t n = r_.between(0, 4); n > 0; --n)
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
                 std::string(r_.chance(50) && in_force.empty() ? "true" : "false") +
                 (r_.chance(50) && in_force.empty() ? ", paid: true" : "") + "}\n";
      remedies_.emplace_back("cleaning");
    }
    std::string rules = make_rules();
    if (r_.chance(30)) make_notices();
    if (r_.chance(10)) verified_ = r_.chance(30) ? "verified: recalled\n" : "verified: seen\n";

    if (r_.chance(10)) {
      clauses_ += ", \"99\"";
      informative_ = "  \"99\": {zh: 甲, en: A}\n";
    }

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
    if (r_.chance(40)) out += "applies_to: " + applies_to() + "\n";
    if (!yields_to.empty()) out += "yields_to: [" + yields_to + "]\n";
    out += "currency: CNY\nround: {to: " + r_.word({"0.01", "0.01", "0.1", "1", "5"}) +
           ", mode: " + r_.word({"half_up", "half_even", "down", "up"}) + "}\n";
    if (prefer_) out += "prefer: consumer\n";
    out += "clauses: [" + clauses_ + "]\n";
    out += "clock:\n  zone: " + zone_ + "\n  count_from: ";
    if (parameter_ && r_.chance(20)) {
      out += same_day_ ? "if strict then same_day else next_day"
                       : "if strict then next_day else same_day";
    } else {
      out += same_day_ ? "same_day" : "next_day";
    }
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
    section("informative", informative_);
    if (r_.chance(10)) out += "source: {title: 甲, url: \"https://example.com\"}\n";
    if (r_.chance(10)) out += "names:\n  refund: {zh: 甲, en: refund}\n";
    return out;
  }

 private:
  std::string applies_to() {
    std::vector<std::string> all = {"product.category in [bicycle, microwave, \"thing\"]",
                                    "product.category in [bicycle, microwave, \"thing\"]",
                                    bools_[0] + " or product.brand == \"A\"",
                                    "purchase.use == household",
                                    "product.category == bicycle and not purchase.use == business",
                                    r_.of(dates_) + " is known and " + bools_[0]};
    if (r_.chance(30)) {
      const std::string which = parameter_ ? "strict" : bools_.back();
      all = {"if " + which + " then " + bools_[0] + " else " + bools_[1]};
    }
    if (table_) {
      all.insert(all.end(), {"product.category in shelf", "shelf.listed",
                             "product.category in shelf and purchase.use == household",
                             r_.of(dates_) + " >= shelf.since"});
    }
    if (grades_) all.insert(all.end(), {"lcd.grade in annex", "annex.fine"});
    if (!series_.empty()) all.push_back(series_ + " in lines");
    return quoted(r_.of(all));
  }

  // ---- named things
  void add_value(std::string& values) {
    std::string name = "v" + std::to_string(names_++);
    std::string text;
    switch (r_.below(7)) {
      case 5:
        add_other_value(name, values);
        return;
      case 0:
        text = r_.chance(50) ? last_of() : date(1);
        if (r_.chance(20)) {
          text = "if " + chooser(0) + " then first(" + date(0) + ", " + r_.of(dates_) + ") else " +
                 (r_.chance(60) ? "first(" + r_.of(dates_) + ", " + date(0) + ")" : date(0));
        }
        if (text[0] == '(') text = text.substr(1, text.size() - 2);
        date_values_.push_back(name);
        values += "  " + name + ": " + quoted(text) + "\n";
        return;
      case 1:
        if (r_.chance(65)) {
          values += "  " + name + ": " + days_measure() + "\n";
        } else {
          values +=
              "  " + name + ": " +
              quoted(r_.chance(60) ? "days from " + date(0) + " to claim.filed_on less repairs"
                                   : days(1)) +
              "\n";
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
          values +=
              "    - {" + step + ": " +
              quoted(step == "times" ? r_.word({"0.5", "1.1", "30%"})
                     : r_.chance(8) ? "if " + chooser(0) + " then " + money(0) + " else " + money(1)
                                    : money(r_.chance(40) ? 1 : 0)) +
              "}\n";
        }
        money_values_.push_back(name);
    }
  }
  // A number, a rate, a length or a text.
  void add_other_value(const std::string& name, std::string& values) {
    std::string text;
    switch (r_.below(4)) {
      case 0:
        text = r_.chance(50) ? "usage.odometer_km / 1000" : number();
        number_values_.push_back(name);
        break;
      case 1:
        text = rate(1);
        rate_values_.push_back(name);
        break;
      case 2:
        text = length(true);
        length_values_.push_back(name);
        break;
      default:
        text = "if " + chooser(0) + " then product.brand else lcd.label";
        text_values_.push_back(name);
    }
    values += "  " + name + ": " + quoted(text) + "\n";
  }
  void add_period(std::string& periods) {
    std::string name = "p" + std::to_string(periods_.size());
    std::string from = r_.of(dates_);
    if (r_.chance(30)) {
      from = "[" + (date_values_.empty() ? r_.of(dates_) : r_.of(date_values_)) + ", " +
             r_.of(dates_) + (r_.chance(30) ? ", purchase.invoiced_on" : "") + "]";
    } else if (r_.chance(12)) {
      from = date_values_.empty() ? "purchase.invoiced_on" : r_.of(date_values_);
    }
    std::string body = "{from: " + from;
    if (r_.chance(15)) {
      body += ", until: " + r_.word({"2024-05-11", "never", "promise.claim_until", "2024-02-29"});
    } else {
      std::string length = r_.word({"7 days", "30 days", "1 month", "1 year", "6 months", "15 days",
                                    "3 working_days", "10 working_days", "0 days"});
      if (length == "0 days" && same_day_) length = "1 day";
      if (r_.chance(12)) length = quoted("if " + r_.of(bools_) + " then 12 months else 6 months");
      if (r_.chance(20)) length = quoted(this->length(same_day_));
      body += ", length: " + length;
      if (r_.chance(20)) {
        body +=
            ", extend_by: " + (r_.chance(50) ? std::string("repairs")
                                             : quoted("repairs where " + event_test("repairs", 0)));
      }
    }
    if (r_.chance(14)) body += ", or_usage: {usage.odometer_km: " + quoted(limit_of_usage()) + "}";
    if (parameter_ && r_.chance(6))
      body += std::string(", count_from: if strict then next_day else same_day");
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
          (r_.chance(20) ? ", shipping: purchase.shipping_paid" : "") +
          (r_.chance(12) ? ", fittings: lcd.worth, services: " + quoted(money(1)) : "") + "}");
      if (r_.chance(35)) add("charges: {fee: " + quoted(money(2)) + "}");
    }
    if (r_.chance(15)) add("terms: {" + terms() + "}");
    return "{" + out + "}";
  }
  std::string term() {
    switch (r_.below(9)) {
      case 7:
        return quoted("if " + chooser(0) + " then " + date(0) + " else " + date(1));
      case 0:
        return "{zh: 甲, en: A}";
      case 1:
        return quoted(date(1));
      case 2:
        return counted_.empty() ? "15 days" : "last day of " + r_.of(counted_);
      case 3:
        return quoted(days(1));
      case 4:
        return quoted(money(1));
      case 5:
        return quoted(length(true));
      case 6:
        return money_values_.empty() ? "1 month" : r_.of(money_values_);
      default:
        return r_.word({"claim.filed_on + 15 days", "claim.filed_on + 10 working_days",
                        "purchase.price", "15 days", "1 month"});
    }
  }
  std::string terms() {
    std::string out = "answer: " + term();
    if (r_.chance(25)) out += ", by: " + term();
    return out;
  }
  // `id` and, where the clause is not the id itself, `cite`.
  std::string identified(const std::string& id) {
    std::string clause = id, out = "  - id: \"" + id + "\"\n    title: {zh: 甲, en: A}\n";
    if (r_.chance(8)) {
      clause = id + "c";
      out += "    cite: \"" + clause + "\"\n";
    } else if (!cited_.empty() && r_.chance(8)) {
      // A clause that stands earlier comes first.
      out += "    cite: [\"" +
             (r_.chance(50) ? r_.of(cited_) + "\", \"" + id : id + "\", \"" + r_.of(cited_)) +
             "\"]\n";
    }
    cited_.push_back(clause);
    clauses_ += (clauses_.empty() ? "\"" : ", \"") + clause + "\"";
    if (r_.chance(4)) out += "    note: {zh: 甲, en: A}\n";
    if (r_.chance(5)) out += "    verified: recalled\n";
    return out;
  }
  static std::string listed(const std::vector<std::string>& all) {
    std::string out;
    for (const std::string& one : all)
      out += (out.empty() ? "" : ", ") + one;
    return "[" + out + "]";
  }
  void add_grant(const std::string& id, std::string& out) {
    std::vector<std::string> mine = some(remedies_, 1, 2);
    std::vector<std::string> over;
    for (std::size_t g = 0; g < grants_.size(); ++g) {
      bool shares = std::any_of(mine.begin(), mine.end(), [&](const std::string& remedy) {
        return std::find(granted_[g].begin(), granted_[g].end(), remedy) != granted_[g].end();
      });
      if (shares && r_.chance(25)) over.push_back("\"" + grants_[g] + "\"");
    }
    if (!over.empty()) out += "    overrides: " + listed(over) + "\n";
    out += "    grants:\n";
    for (const std::string& remedy : mine)
      out += "      " + remedy + ": " + body(remedy == "return" ? r_.chance(85) : r_.chance(25)) +
             "\n";
    grants_.push_back(id);
    granted_.push_back(mine);
  }
  void add_exclusion(std::string& out) {
    std::vector<std::string> closed = {r_.of(granted_[r_.below(granted_.size())])};
    const std::string& other = r_.of(remedies_);
    if (other != closed[0] && r_.chance(40)) closed.push_back(other);
    out += "    excludes: " + (r_.chance(30) ? "all" : listed(closed)) + "\n";
  }
  void add_addition(std::string& out) {
    std::size_t g = r_.below(grants_.size());
    const bool by = r_.chance(35);
    std::vector<std::string> to = granted_[g];
    if (!r_.chance(40)) to = {r_.of(to)};
    const std::string& other = r_.of(granted_[r_.below(granted_.size())]);
    if (!by && r_.chance(30) && std::find(to.begin(), to.end(), other) == to.end())
      to.push_back(other);
    out += "    for: " + listed(to) + "\n";
    if (by) out += "    granted_by: [\"" + grants_[g] + "\"]\n";
    if (!extra_used_ && r_.chance(30)) {
      const char* more = r_.chance(25) ? ", freight: lcd.worth, third: purchase.shipping_paid" : "";
      out += "    " + std::string(r_.chance(50) ? "pays" : "charges") +
             ": {extra: " + quoted(money(1)) + more + "}\n";
      extra_used_ = true;
      if (r_.chance(70)) return;
    }
    if (r_.chance(70)) {
      out += "    needs: " +
             (r_.chance(70) ? structured(1, 0)
                            : "[" + quoted(test(0)) + ", " + quoted(test(0)) + "]") +
             "\n";
    } else {
      out += "    terms: {" + terms() + "}\n";
    }
  }
  std::string make_rules() {
    std::string out;
    for (const char* name : {"return", "exchange", "repair", "paid_repair"}) {
      if (r_.chance(45)) remedies_.emplace_back(name);
    }
    if (r_.chance(20)) {
      remedies_.emplace_back(r_.word({"refund", "compensation", "price_reduction", "resend",
                                      "spare_unit", "transport_compensation"}));
    }
    if (remedies_.empty()) remedies_.emplace_back("return");
    std::int64_t n = r_.between(2, 8);
    for (std::int64_t i = 1; i <= n; ++i) {
      std::string id = std::to_string(i);
      if (r_.chance(15)) id = "1." + id;
      out += identified(id);
      if (r_.chance(88)) out += "    when: " + structured(2, 0) + "\n";
      if (r_.chance(20))
        out += "    unless: " + (r_.chance(20) ? quoted(shipped_test(0)) : structured(1, 0)) + "\n";
      int way = i == 1 ? 0 : static_cast<int>(r_.below(10));
      if (way < 6) {
        add_grant(id, out);
      } else if (way < 8) {
        add_exclusion(out);
      } else {
        add_addition(out);
      }
    }
    prefer_ = r_.chance(40);
    return out;
  }

  std::string id_, basis_, zone_, clauses_, notices_, informative_, verified_;
  std::vector<std::string> remedies_, cited_;
  std::vector<std::string> grants_;                // ids
  std::vector<std::vector<std::string>> granted_;  // remedies, of each
  std::size_t names_ = 0;
  bool extra_used_ = false, prefer_ = false, same_day_ = false;
};

}  // namespace

std::vector<std::string> random_policies(Random& random) {
  std::vector<std::string> out;
  const std::string zone = random.word(
      {"Asia/Shanghai", "Asia/Shanghai", "Asia/Shanghai", "UTC", "\"+08:00\"", "\"-03:30\""});
  auto make = [&](const char* id, const char* basis, const std::string& yields_to,
                  const std::string& version = "1", const std::string& in_force = "") {
    out.push_back(Maker(random, id, basis, zone).make(yields_to, version, in_force));
  };
  if (random.chance(8)) {
    make("one", "vendor", "", "1", "from: 2022-01-01, until: 2024-04-30");
    make("one", "vendor", "", "2", "from: 2024-05-01");
  } else {
    make("one", "vendor", "");
  }
  if (random.chance(15)) {
    // No circle: each steps back before those that were made earlier.
    make("two", "statute", random.word({"", "", "one", "vendor"}));
    if (random.chance(25))
      make("three", "platform", random.word({"", "two", "statute", "vendor, statute", "one, two"}));
  }
  return out;
}

}  // namespace oracle
