// SPDX-License-Identifier: Apache-2.0
//
// What a random policy declares before its rules: facts, parameters, tables; see random_expr.hpp.
// In: chance. Out: the text of these sections, and the names there are.
// Never declares what an expression could not name.
// Tested by its comparison with the library, oracle.random.
#include "random_expr.hpp"

namespace oracle {

std::string ExprMaker::recalled(int percent) {
  return r_.chance(percent) ? ", verified: recalled" : "";
}

std::string ExprMaker::contested() {
  return (r_.chance(40) ? ", contested: {zh: 甲, en: A}" : "") + recalled(10);
}

std::string ExprMaker::declared_parameters() {
  if (!r_.chance(35)) return "";
  parameter_ = true;
  std::string out = "  strict: {value: " + std::string(r_.chance(50) ? "true" : "false") +
                    contested() + "}\n  share: {value: 2.5%" + contested() + "}\n";
  auto add = [&](const char* name, const std::string& value) {
    if (!r_.chance(35)) return;
    parameters_.insert(name);
    out += "  " + std::string(name) + ": {value: " + value + contested() + "}\n";
  };
  add("starting", r_.word({"2024-03-01", "2024-05-01"}));
  add("longer", r_.word({"2 months", "5 working_days", "2 years"}));
  add("most", r_.word({"3", "2.5"}));
  add("least", r_.word({"50 CNY", "200 CNY"}));
  add("grace", r_.word({"0 days", "5 days"}));
  add("maker", "'\"A\"'");
  return out;
}

std::string ExprMaker::declared_tables() {
  std::string out;
  auto columns = [&](const std::string& names) {
    out += "    columns: [" + names + "]\n    of:\n";
  };
  if (r_.chance(40)) {
    table_ = true;
    out += "  shelf:\n    by: product.category\n";
    columns("whole, main, parts, rate, since, listed");
    out += "      bicycle: [1 year, 10 days, [frame, motor], 0.05%, 2024-03-01, true]\n";
    out += "      microwave: {row: [6 months, -, [magnetron], 1%, 2024-05-01, false]" +
           recalled(15) + "}\n";
    if (r_.chance(50))
      out += "    otherwise: {row: [1 month, 3 days, -, -, -, -]" + recalled(15) + "}\n";
  }
  if (r_.chance(25)) {
    grades_ = true;
    out += "  annex:\n    by: lcd.grade\n";
    columns("span, upper, share_of, fine");
    out += "      grade_a: [9 months, 3, 1.5%, true]\n";
    out += "      grade_b: {row: [15 days, -, 3%, false]" + recalled(15) + "}\n";
    if (r_.chance(50)) out += "      grade_c: [-, 5, -, true]\n";
    if (r_.chance(30)) out += "    otherwise: [7 days, 2, -, -]\n";
  }
  if (r_.chance(20)) {
    series_ = r_.chance(50) ? "product.series" : "fault.component";
    out += "  lines:\n    by: " + series_ + "\n";
    columns("covered");
    out += series_ == "product.series"
               ? "      L84F: [2 years]\n      T9: [1 month]\n"
               : "      battery: [2 years]\n      \"data_card\": [1 month]\n";
    if (r_.chance(40)) out += "    otherwise: [7 days]\n";
  }
  return out;
}

// After the tables and the parameters, of which assumptions speak.
std::string ExprMaker::declared_facts() {
  std::string out;
  auto add = [&](const std::string& path, const std::string& type, int percent,
                 const std::string& assume) {
    std::string body = type.empty() ? "" : "type: " + type;
    if (r_.chance(percent)) {
      body += std::string(body.empty() ? "" : ", ") + "assume: " + assume;
    } else if (body.empty()) {
      return;
    }
    out += "  " + path + ": {" + body + "}\n";
  };
  add("lcd.polished", "bool", 30, table_ && r_.chance(40) ? "product.category in shelf" : "true");
  add("lcd.dots", "count", 0, "");
  add("lcd.promise", "length", 10, "30 days");
  add("lcd.grade", "{enum: [grade_a, grade_b, grade_c]}", 20, "grade_b");
  add("lcd.tested_for", "days", 10, "3 days");
  add("lcd.marks", "{set: text}", 20, "[]");
  add("lcd.sealed_on", "date", 15, "purchase.delivered_on");
  add("lcd.worth", "money", 40, r_.chance(70) ? "0 CNY" : "purchase.price");
  add("lcd.size", "number", 40, r_.chance(70) ? "usage.odometer_km" : "3");
  add("lcd.share", "rate", 20, "10%");
  add("lcd.label", "text", 15, r_.chance(50) ? "'\"A\"'" : "product.brand");
  add("checks", "{list: {on: date, passed: bool}}", 50, "[]");
  add("parcels",
      "{list: {on: date, claimed: bool, weight: number, worth: money, way: {enum: [by_road, "
      "by_air]}}}",
      50, "[]");
  add("goods.human_damage", "", 30, "false");
  add("fault.reported_on", "", 15, "claim.filed_on");
  add("goods.opened", "", 15, "goods.intact");
  add("purchase.delivered_on", "", 10, "purchase.sold_on");
  add("purchase.paid", "", 15, "purchase.price");
  add("stock.same_model", "", 20, "claim.requests != return");
  add("repairs.authorised", "", 30, "true");
  add("repairs.waiting_days", "", 30, "2 days");
  add("repairs.spare_given", "", 30, "false");
  add("repairs.serious", "bool", 40, "false");
  add("repairs.cost", "money", 30, "50 CNY");
  return out;
}

}  // namespace oracle
