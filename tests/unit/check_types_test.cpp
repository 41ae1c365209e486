// SPDX-License-Identifier: Apache-2.0
//
// check_types_test.cpp: what each mix of types gives, and which mixes are refused (docs/language.md
// §5).
#include <doctest/doctest.h>

#include <string>

#include "check_fixture.hpp"

using check_fixture::check_rule;
using check_fixture::when;

namespace {

// A condition that must be sound; its tree as text.
std::string tree(const std::string& condition, const std::string& sections = {}) {
  return when(check_rule(condition, sections));
}
// The code of the only fault.
std::string fault(const std::string& condition, const std::string& sections = {}) {
  const auto checked = check_rule(condition, sections);
  if (checked.policy != nullptr) return "sound: " + when(checked);
  return checked.faults.size() == 1 ? checked.faults[0].code
                                    : std::to_string(checked.faults.size());
}

}  // namespace

TEST_CASE("conditions keep their shape") {
  CHECK(tree("fault.confirmed and not goods.opened") == "all(fault.confirmed, not(goods.opened))");
  CHECK(tree("fault.confirmed or (goods.opened and goods.intact)") ==
        "any(all(goods.intact, goods.opened), fault.confirmed)");
  CHECK(tree("{none: [goods.opened, goods.modified]}") == "not(any(goods.modified, goods.opened))");
  CHECK(tree("{at_least: 2, of: [goods.opened, goods.modified, goods.intact]}") ==
        "2of(goods.intact, goods.modified, goods.opened)");
  CHECK(tree("not not fault.confirmed") == "fault.confirmed");
}

TEST_CASE("`in`, `!=` and conditions as values are spelt out") {
  CHECK(tree("\"fault.cause in [misuse, wear]\"") ==
        "any(eq(fault.cause, misuse), eq(fault.cause, wear))");
  CHECK(tree("fault.cause != wear") == "not(eq(fault.cause, wear))");
  CHECK(
      tree("if goods.opened then goods.intact else goods.modified") ==
      "any(all(goods.intact, goods.modified), all(goods.intact, goods.opened), all(goods.modified, "
      "not(goods.opened)))");
  CHECK(tree("goods.opened == true") == "goods.opened");
  CHECK(tree("goods.opened == false") == "not(goods.opened)");
  CHECK(tree("goods.opened == goods.intact") ==
        "any(all(goods.intact, goods.opened), all(not(goods.intact), not(goods.opened)))");
}

TEST_CASE("which way an equation is written does not matter") {
  CHECK(tree("performance == fault.kind") == "eq(fault.kind, performance)");
  const auto both =
      check_rule("purchase.paid == purchase.price and purchase.price == purchase.paid");
  REQUIRE(both.policy != nullptr);
  CHECK(both.policy->nodes[both.policy->rules[0].when].op == sanbao::ir::Op::equal);
}

TEST_CASE("orderings stay as written") {
  // docs/language.md §7 "Atoms": `>=` may or may not be the negation of `<`; that is not for check/
  // to say.
  CHECK(tree("purchase.price >= 5 CNY") == "ge(purchase.price, 500)");
  CHECK(tree("purchase.price < 5 CNY") == "lt(purchase.price, 500)");
  CHECK(tree("purchase.registered_on > purchase.sold_on") ==
        "gt(purchase.registered_on, purchase.sold_on)");
}

TEST_CASE("words are read beside the other side's words") {
  CHECK(tree("claim.requests == return") == "eq(claim.requests, return)");
  CHECK(tree("claim.requests == any") == "eq(claim.requests, any)");
  CHECK(tree("product.category == car") == tree("product.category == \"car\""));
  CHECK(tree("product.category == \"rickshaw\"") == "eq(product.category, rickshaw)");
  CHECK(tree("product.brand == \"现代\"") == "eq(product.brand, 现代)");
  CHECK(tree("purchase.documents has invoice") == "has(purchase.documents, invoice)");
  CHECK(tree("purchase.promises has \"cash back\"") == "has(purchase.promises, cash back)");
  CHECK(fault("product.brand == hyundai") == "SB2003");
  CHECK(fault("purchase.documents has \"invoice\"") == "SB2015");
  CHECK(fault("claim.requests == \"return\"") == "SB2015");
}

TEST_CASE("texts that the file compares an open fact with join its members") {
  const auto checked = check_rule("product.category == \"rickshaw\" or product.category == car");
  REQUIRE(checked.policy != nullptr);
  REQUIRE(checked.policy->facts.size() == 1);
  const auto& members = checked.policy->facts[0].members;
  CHECK(std::count(members.begin(), members.end(), "rickshaw") == 1);
  CHECK(std::count(members.begin(), members.end(), "car") == 1);
  CHECK(checked.policy->facts[0].open);
}

TEST_CASE("sums and differences") {
  CHECK(tree("purchase.sold_on + 7 days < purchase.paid_on") ==
        "lt(add(purchase.sold_on, 7d), purchase.paid_on)");
  CHECK(tree("7 days + purchase.sold_on < purchase.paid_on") ==
        tree("purchase.sold_on + 7 days < purchase.paid_on"));
  CHECK(tree("purchase.paid_on - 1 month > purchase.sold_on") ==
        "gt(sub(purchase.paid_on, 1 month), purchase.sold_on)");
  CHECK(tree("purchase.paid_on - purchase.sold_on > 3 days") ==
        "gt(sub(purchase.paid_on, purchase.sold_on), 3d)");
  CHECK(tree("purchase.price - purchase.paid > 0 CNY") ==
        "gt(sub(purchase.price, purchase.paid), 0)");
  CHECK(tree("usage.hours + 1 > usage.odometer_km") ==
        "gt(add(usage.hours, 1), usage.odometer_km)");
  CHECK(fault("purchase.sold_on + purchase.paid_on is never") == "SB2011");
  CHECK(fault("purchase.sold_on + 7 < purchase.paid_on") == "SB2011");
  CHECK(fault("purchase.price + 7 > 5 CNY") == "SB2011");
  CHECK(fault("1 month + 7 days == 3 days") == "SB2011");
  CHECK(fault("1 month + 1 month == 2 months") == "SB2011");
  CHECK(fault("0.3% + 0.1% == 1%") == "SB2011");
}

TEST_CASE("products and quotients") {
  CHECK(tree("purchase.price * 0.3% * (purchase.paid_on - purchase.sold_on) > 5 CNY") ==
        "gt(mul(mul(purchase.price, 3000000), sub(purchase.paid_on, purchase.sold_on)), 500)");
  CHECK(tree("purchase.price * (0.3% * (purchase.paid_on - purchase.sold_on)) > 5 CNY") ==
        "gt(mul(purchase.price, mul(3000000, sub(purchase.paid_on, purchase.sold_on))), 500)");
  CHECK(tree("2 * purchase.price > 5 CNY") == "gt(mul(2, purchase.price), 500)");
  CHECK(tree("purchase.price / 3 > 5 CNY") == "gt(div(purchase.price, 3), 500)");
  CHECK(tree("purchase.price * usage.odometer_km / 1000 * vehicle.use_coefficient > 5 CNY") ==
        "gt(mul(div(mul(purchase.price, usage.odometer_km), 1000), vehicle.use_coefficient), 500)");
  CHECK(tree("(purchase.paid_on - purchase.sold_on) / 30 days > 1.5") ==
        "gt(div(sub(purchase.paid_on, purchase.sold_on), 30d), 1500000)");
  CHECK(tree("round_up(usage.hours / 24) * 1 day > 3 days") ==
        "gt(mul(up(div(usage.hours, 24)), 1d), 3d)");
  CHECK(fault("purchase.price * purchase.paid > 5 CNY") == "SB2011");
  CHECK(fault("purchase.price / purchase.paid > 5") == "SB2011");
  CHECK(fault("0.3% * 0.3% == 1%") == "SB2011");
  CHECK(fault("3 days * 3 days == 9 days") == "SB2011");
  CHECK(fault("2 * 1 month == 2 months") == "SB2011");
  CHECK(fault("3 days / 2 == 1 day") == "SB2011");
  CHECK(fault("round_up(3 days) == 1") == "SB2012");
}

TEST_CASE("numbers of both kinds compare; a whole number becomes one with decimals beside one") {
  CHECK(tree("usage.odometer_km == 5") == "eq(usage.odometer_km, 5000000)");
  CHECK(tree("usage.odometer_km == 5.0") == "eq(usage.odometer_km, 5000000)");
  CHECK(tree("5 < usage.odometer_km") == "lt(5000000, usage.odometer_km)");
}

TEST_CASE("days and months never compare") {
  const auto spans = check_rule("purchase.paid_on - purchase.sold_on >= 1 month");
  CHECK(spans.codes() == std::vector<std::string>{"SB2011"});
  CHECK(spans.marked() == "1 month");
  CHECK(spans.first_help().find("`purchase.paid_on >= purchase.sold_on + 1 month`") !=
        std::string::npos);
  const auto counted = check_rule("days from purchase.sold_on to purchase.paid_on > 2 months");
  CHECK(counted.first_help().find("write `60 days`") != std::string::npos);
  CHECK(counted.first_help().find("`purchase.paid_on > purchase.sold_on + 2 months`") !=
        std::string::npos);
  const auto turned = check_rule("1 month <= purchase.paid_on - purchase.sold_on");
  CHECK(turned.first_help().find("`purchase.paid_on >= purchase.sold_on + 1 month`") !=
        std::string::npos);
  CHECK(fault("30 days == 1 month") == "SB2011");
  CHECK(fault("1 month < 10 working_days") == "SB2011");
  CHECK(tree("12 months == 1 year") == "eq(12 months, 12 months)");
}

TEST_CASE("a mix is told at the word that does not fit, with both types") {
  const auto checked = check_rule("fault.confirmed and purchase.price > 100");
  REQUIRE(checked.faults.size() == 1);
  CHECK(checked.marked() == "100");
  CHECK(checked.first_message() ==
        "`purchase.price` (an amount of money) and `100` (a whole number) cannot be compared");
  CHECK(checked.first_help() == "write `100 CNY`");
}

TEST_CASE("Chinese text does not shift the caret") {
  const auto checked = check_rule("product.brand == \"现代\" and fault.confirmd");
  REQUIRE(checked.faults.size() == 1);
  CHECK(checked.marked() == "fault.confirmd");
}

TEST_CASE("branches, least, greatest and first have one type") {
  CHECK(tree("(if goods.opened then purchase.paid else purchase.price) > 5 CNY") ==
        "gt(if(goods.opened, purchase.paid, purchase.price), 500)");
  CHECK(tree("fault.kind == (if goods.opened then software else performance)") ==
        "eq(fault.kind, if(goods.opened, software, performance))");
  CHECK(tree("min(usage.hours, 3) > 1") == "gt(min(usage.hours, 3000000), 1000000)");
  CHECK(tree("max(purchase.paid, purchase.price) > 5 CNY") ==
        "gt(max(purchase.paid, purchase.price), 500)");
  CHECK(tree("first(purchase.paid_on, purchase.sold_on) is never") ==
        "never(first(purchase.paid_on, purchase.sold_on))");
  CHECK(fault("(if goods.opened then 7 days else purchase.price) > 5 CNY") == "SB2011");
  CHECK(fault("min(purchase.price, 7 days) > 5 CNY") == "SB2011");
  CHECK(fault("max(1 month, 2 months) == 2 months") == "SB2012");
  CHECK(fault("min(fault.component, fault.code) == \"x\"") == "SB2012");
}

TEST_CASE("is known asks of anything, is never of days that may be none") {
  CHECK(tree("purchase.price is known") == "known(purchase.price)");
  CHECK(tree("fault.confirmed is known") == "known(fault.confirmed)");
  CHECK(tree("purchase.registered_on is never") == "never(purchase.registered_on)");
  CHECK(tree("purchase.sold_on + 7 days is never") == "never(add(purchase.sold_on, 7d))");
  CHECK(fault("claim.filed_on is never") == "SB2014");
  CHECK(fault("2024-05-01 is never") == "SB2014");
  CHECK(fault("{count: repairs, where: received_on is never, at_least: 1}") == "SB2014");
  CHECK(fault("purchase.price is never") == "SB2012");
  CHECK(fault("purchase.registered_on == never") == "SB2014");
  CHECK(fault("first(purchase.sold_on, never) is never") == "SB2014");
}

TEST_CASE("which dates may be never is marked on their nodes") {
  const auto checked = check_rule(
      "claim.filed_on > 2024-01-01 and purchase.sold_on > deadline and claim.filed_on + 1 day > "
      "deadline",
      "parameters:\n  deadline: {value: 2024-02-01}\n");
  REQUIRE(checked.policy != nullptr);
  using sanbao::ir::Op;
  for (const auto& node : checked.policy->nodes) {
    if (node.type != sanbao::ir::Type::date) {
      CHECK_FALSE(node.may_be_never);
    } else if (node.op == Op::fact) {
      const bool filed =
          checked.policy->facts[static_cast<std::size_t>(node.imm)].path == "claim.filed_on";
      CHECK(node.may_be_never == !filed);
    } else {
      CHECK(node.may_be_never == (node.op == Op::add));
    }
  }
}

TEST_CASE("sets are asked with `has` only") {
  CHECK(fault("purchase.documents == invoice") == "SB2011");
  CHECK(fault("\"purchase.documents in [invoice]\"") == "SB2011");
  CHECK(fault("fault.kind has performance") == "SB2012");
  CHECK(fault("purchase.documents has (if goods.opened then invoice else photo)") != "");
}

TEST_CASE("words have no order, and two lists of words must share one") {
  CHECK(fault("fault.kind < performance") == "SB2011");
  CHECK(fault("fault.kind == purchase.use") == "SB2011");
  CHECK(tree("{count: repairs, where: replaced == fault.part, at_least: 1}") ==
        "{count repairs where eq(fault.part, .replaced) >= 1}");
}

TEST_CASE("amounts of another currency are refused") {
  CHECK(fault("purchase.price > 5 EUR") == "SB2013");
}
