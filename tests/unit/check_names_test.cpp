// SPDX-License-Identifier: Apache-2.0
//
// check_names_test.cpp: which names may be declared and what a name means where it stands
// (docs/language.md §5).
#include <doctest/doctest.h>

#include <string>

#include "check_fixture.hpp"

using check_fixture::check_rule;
using check_fixture::when;

namespace {

std::string condition_named(const std::string& name) {
  return "conditions:\n  " + name + ": fault.confirmed\n";
}
// The first fault of check/.
std::string first_code(const check_fixture::Checked& checked) {
  return checked.faults.empty() ? "none" : checked.faults.front().code;
}

}  // namespace

TEST_CASE("a name that means something already is refused") {
  for (const char* name :
       {"goods", "repairs", "received_on", "whole_unit", "misuse", "battery", "return", "and",
        "days", "round_up", "none", "never", "context", "Fault"}) {
    CAPTURE(name);
    CHECK(first_code(check_rule("fault.confirmed", condition_named(name))) == "SB2002");
  }
  for (const char* name : {"guarantee", "length", "status", "x1"}) {
    CAPTURE(name);
    CHECK(first_code(check_rule(name, condition_named(name))) == "none");
  }
  CHECK(first_code(check_rule("lcd.dots > 1",
                              "facts:\n  lcd.dots: {type: count, ask: {zh: 亮点, en: dots}}\n" +
                                  condition_named("lcd"))) == "SB2002");
}

TEST_CASE("one name space for everything that is declared") {
  const auto checked = check_rule("x",
                                  "conditions: {x: fault.confirmed}\nvalues: {x: "
                                  "purchase.price}\nparameters: {x: {value: true}}\n");
  std::size_t taken = 0;
  for (const std::string& code : checked.codes())
    taken += code == "SB2001" ? 1U : 0U;
  CHECK(taken == 2);
  CHECK(first_code(check_rule("fault.confirmed", "remedies: {repair: {zh: 修, en: mend}}\n")) ==
        "SB2002");
}

TEST_CASE("names are seen through, so that equal trees are one node") {
  const auto checked =
      check_rule("worn and fault.cause == wear", "conditions:\n  worn: fault.cause == wear\n");
  CHECK(when(checked) == "eq(fault.cause, wear)");
}

TEST_CASE("the nearest name of the right kind is offered") {
  const std::string sections =
      "periods:\n  guarantee: {from: purchase.sold_on, length: 7 days}\nconditions:\n  guarantees: "
      "fault.confirmed\n";
  CHECK(check_rule("claim.filed_on in garantee and guarantees", sections)
            .first_help()
            .find("`guarantee`") != std::string::npos);
  CHECK(check_rule("garantees and claim.filed_on in guarantee", sections)
            .first_help()
            .find("`guarantees`") != std::string::npos);
  CHECK(check_rule("fault.confirmd").first_help() ==
        "did you mean `fault.confirmed`? (fault confirmed)");
  CHECK(check_rule("confirmed").first_help().find("`fault.confirmed`") != std::string::npos);
}

TEST_CASE("a period, a table or a word alone is no value") {
  const std::string period = "periods:\n  guarantee: {from: purchase.sold_on, length: 7 days}\n";
  CHECK(first_code(check_rule("guarantee", period)) == "SB2010");
  CHECK(first_code(check_rule("claim.filed_on > guarantee", period)) == "SB2010");
  CHECK(first_code(check_rule("performance")) == "SB2010");
  CHECK(first_code(check_rule("repairs.fixed")) == "SB2010");
  CHECK(first_code(check_rule("guarantee.last == 3", period)) == "SB2010");
}

TEST_CASE("inside an event test a bare name is first a field") {
  CHECK(when(check_rule("{count: repairs, where: component == battery, at_least: 1}")) ==
        "{count repairs where eq(.component, battery) >= 1}");
  // `main_part` is a field of repairs and a word of `replaced`.
  CHECK(when(check_rule("{count: repairs, where: replaced == main_part, at_least: 1}")) ==
        "{count repairs where eq(.replaced, main_part) >= 1}");
  CHECK(when(check_rule("{count: repairs, where: main_part == replaced, at_least: 1}")) ==
        "{count repairs where eq(.replaced, main_part) >= 1}");
  CHECK(when(check_rule(
            "{count: repairs, where: \"replaced in [assembly, main_part]\", at_least: 1}")) ==
        "{count repairs where any(eq(.replaced, assembly), eq(.replaced, main_part)) >= 1}");
  CHECK(when(check_rule("{count: repairs, where: main_part == fault.main_part, at_least: 1}")) ==
        "{count repairs where eq(fault.main_part, .main_part) >= 1}");
  // A name of the file keeps its meaning inside.
  CHECK(when(check_rule("{count: repairs, where: fixed and confirmed_fault, at_least: 1}",
                        "conditions:\n  confirmed_fault: fault.confirmed\n")) ==
        "{count repairs where all(.fixed, fault.confirmed) >= 1}");
}

TEST_CASE("a fault in a definition is told once, however often the name is used") {
  const auto checked =
      check_rule("x and x and (x or y)", "conditions:\n  x: fault.confirmd\n  y: not x\n");
  CHECK(checked.codes() == std::vector<std::string>{"SB2004"});
}

TEST_CASE("circles are told once, with their way") {
  const auto checked =
      check_rule("a or b or c or d", "conditions:\n  a: b\n  b: c\n  c: a\n  d: not a\n");
  CHECK(checked.codes() == std::vector<std::string>{"SB2009"});
  CHECK(checked.first_help() == "a → b → c → a");
  const auto itself = check_rule("a", "conditions:\n  a: not a\n");
  CHECK(itself.codes() == std::vector<std::string>{"SB2009"});
  // Through an assumption and through a period's own keys.
  CHECK(check_rule("a", "conditions:\n  a: goods.opened\nfacts:\n  goods.opened: {assume: a}\n")
            .codes() == std::vector<std::string>{"SB2009"});
  CHECK(check_rule("claim.filed_on in p",
                   "periods:\n  p: {from: purchase.sold_on, length: 1 year, extend_by: repairs "
                   "where received_on in p}\n")
            .codes() == std::vector<std::string>{"SB2009"});
}

TEST_CASE("the order of declarations plays no part") {
  const std::string a = "  late: purchase.paid_on in early\n";
  const std::string b = "  either: late or goods.opened\n";
  const std::string period = "periods:\n  early: {from: purchase.sold_on, length: 7 days}\n";
  const auto one = check_rule("either", "conditions:\n" + a + b + period);
  const auto two = check_rule("either", period + "conditions:\n" + b + a);
  CHECK(when(one) == when(two));
  REQUIRE(one.policy != nullptr);
  REQUIRE(two.policy != nullptr);
  CHECK(one.policy->nodes.size() == two.policy->nodes.size());
}
