// SPDX-License-Identifier: Apache-2.0
//
// check_periods_test.cpp: periods and how they are counted (docs/language.md §4).
#include <doctest/doctest.h>

#include <string>

#include "check_fixture.hpp"

using check_fixture::check_rule;
using check_fixture::check_text;
using check_fixture::show;
using sanbao::ir::no_index;
using sanbao::ir::no_node;

namespace {

const std::string plain_head =
    "sanbao: 1\npolicy: demo\nversion: \"1\"\ntitle: {zh: 示例, en: Example}\n";

check_fixture::Checked one_period(const std::string& keys, const std::string& sections = {}) {
  return check_rule("claim.filed_on in guarantee",
                    "periods:\n  guarantee: {" + keys + "}\n" + sections);
}
check_fixture::Checked with_clock(const std::string& clock, const std::string& length) {
  return check_text(plain_head + clock +
                    "periods:\n  guarantee: {from: purchase.sold_on, length: " + length +
                    "}\nrules:\n  - id: \"1\"\n    title: {zh: 修理, en: Repair}\n"
                    "    when: claim.filed_on in guarantee\n    grants: {repair: {}}\n");
}

}  // namespace

TEST_CASE("from, length and the ways to end") {
  const auto fixed =
      one_period("from: [last exchanges.on where whole_unit, purchase.sold_on], length: 7 days");
  REQUIRE(fixed.policy != nullptr);
  const auto& period = fixed.policy->periods.at(0);
  CHECK(period.from.size() == 2);
  CHECK(show(*fixed.policy, period.length) == "7d");
  CHECK(period.until == no_node);
  CHECK(period.name == "guarantee");

  const auto until = one_period("from: purchase.sold_on, until: promise.return_until");
  REQUIRE(until.policy != nullptr);
  CHECK(show(*until.policy, until.policy->periods[0].until) == "promise.return_until");
  const auto open = one_period("from: purchase.sold_on, until: never");
  REQUIRE(open.policy != nullptr);
  CHECK(open.policy->periods[0].open_end);
}

TEST_CASE("a length may be an expression, of days or of months") {
  const auto checked =
      one_period("from: purchase.sold_on, length: if goods.opened then 7 days else 1 month");
  REQUIRE(checked.policy != nullptr);
  CHECK(show(*checked.policy, checked.policy->periods[0].length) ==
        "if(goods.opened, 7 days, 1 month)");
  CHECK(one_period("from: purchase.sold_on, length: 7").first_help() ==
        "write its unit: `7 days` or `7 months`");
  CHECK(one_period("from: purchase.sold_on, length: purchase.price").codes() ==
        std::vector<std::string>{"SB2012"});
  CHECK(one_period("from: purchase.price, length: 7 days").codes() ==
        std::vector<std::string>{"SB2012"});
  CHECK(one_period("from: never, length: 7 days").codes() == std::vector<std::string>{"SB2014"});
}

TEST_CASE("usage limits take the type of the reading") {
  const auto checked =
      one_period("from: purchase.sold_on, length: 7 days, or_usage: {usage.odometer_km: 50000}");
  REQUIRE(checked.policy != nullptr);
  const auto& usage = checked.policy->periods[0].usage;
  REQUIRE(usage.size() == 1);
  CHECK(checked.policy->facts[usage[0].fact].path == "usage.odometer_km");
  CHECK(show(*checked.policy, usage[0].limit) == "50000000000");
  CHECK(
      one_period("from: purchase.sold_on, length: 7 days, or_usage: {usage.odometer: 5}").codes() ==
      std::vector<std::string>{"SB2004"});
  CHECK(one_period("from: purchase.sold_on, length: 7 days, or_usage: {purchase.sold_on: 5}")
            .codes() == std::vector<std::string>{"SB2012"});
}

TEST_CASE("extension by repairs, all or some") {
  const auto all = one_period("from: purchase.sold_on, length: 7 days, extend_by: repairs");
  REQUIRE(all.policy != nullptr);
  CHECK(all.policy->filters.at(all.policy->periods[0].extend_by).where == no_node);
  const auto some =
      one_period("from: purchase.sold_on, length: 7 days, extend_by: repairs where authorised");
  REQUIRE(some.policy != nullptr);
  CHECK(some.policy->periods[0].extend_by != no_index);
  CHECK(show(*some.policy, some.policy->filters[0].where) == ".authorised");
  CHECK(one_period("from: purchase.sold_on, length: 7 days, extend_by: exchanges").codes() ==
        std::vector<std::string>{"SB2022"});
}

TEST_CASE("a period asks for the clock keys that its length needs, and for no other") {
  using Codes = std::vector<std::string>;
  CHECK(with_clock("", "7 days").codes() == Codes{"SB2041"});
  CHECK(with_clock("clock: {zone: UTC, count_from: next_day, roll: none}\n", "7 days")
            .codes()
            .empty());
  CHECK(with_clock("clock: {zone: UTC, count_from: next_day, roll: none}\n", "1 month").codes() ==
        Codes{"SB2041"});
  CHECK(with_clock("clock: {zone: UTC, count_from: next_day, month_end: error, roll: none}\n",
                   "1 month")
            .codes()
            .empty());
  CHECK(with_clock("clock: {zone: UTC, count_from: next_day, roll: after_holiday}\n", "7 days")
            .codes() == Codes{"SB2043"});
  CHECK(with_clock("clock: {zone: UTC, count_from: next_day, roll: after_holiday, calendar: cn}\n",
                   "7 days")
            .codes()
            .empty());
  CHECK(with_clock("clock: {zone: UTC, count_from: next_day, roll: none}\n", "10 working_days")
            .codes() == Codes{"SB2043"});
  CHECK(with_clock("clock: {zone: UTC, count_from: next_day, roll: none, calendar: ch}\n", "7 days")
            .codes() == Codes{"SB2044"});
  // An `until` is inclusive and never rolled.
  const auto until = check_text(
      plain_head +
      "clock: {zone: UTC}\nperiods:\n  p: {from: purchase.sold_on, until: promise.return_until}\n"
      "rules:\n  - id: \"1\"\n    title: {zh: 修理, en: Repair}\n    when: claim.filed_on in p\n"
      "    grants: {repair: {}}\n");
  CHECK(until.codes().empty());
}

TEST_CASE("a date worked out with months asks where months end") {
  const auto checked = check_text(
      plain_head +
      "clock: {zone: UTC}\nrules:\n  - id: \"1\"\n    title: {zh: 修理, en: Repair}\n"
      "    when: claim.filed_on > purchase.sold_on + 1 month\n    grants: {repair: {}}\n");
  CHECK(checked.codes() == std::vector<std::string>{"SB2041"});
  CHECK(checked.marked() == "1 month");
}

TEST_CASE("counting keys of a period, and keys that follow a parameter") {
  using sanbao::CountFrom;
  using sanbao::Roll;
  const auto checked = one_period(
      "from: purchase.sold_on, length: 7 days, count_from: same_day, "
      "roll: if weekend_rolls then next_working_day else none",
      "parameters:\n  weekend_rolls: {value: false}\n");
  // The head names no calendar, and the parameter may be set.
  CHECK(checked.codes() == std::vector<std::string>{"SB2043"});
  const auto none = one_period(
      "from: purchase.sold_on, length: 7 days, count_from: if s then same_day else next_day",
      "parameters:\n  s: {value: false}\n");
  REQUIRE(none.policy != nullptr);
  const auto& count_from = none.policy->periods[0].count_from;
  CHECK(count_from.then == CountFrom::same_day);
  CHECK(count_from.otherwise == CountFrom::next_day);
  CHECK(none.policy->parameters.at(count_from.parameter).name == "s");
  CHECK(none.policy->periods[0].roll.then == Roll::none);
  CHECK(one_period(
            "from: purchase.sold_on, length: 7 days, roll: if goods.opened then none else none")
            .codes() == std::vector<std::string>{"SB2046"});
  CHECK(one_period("from: purchase.sold_on, length: 7 days, roll: if s then none else none",
                   "parameters:\n  s: {value: 3}\n")
            .codes() == std::vector<std::string>{"SB2046"});
}

TEST_CASE("period tests take dates") {
  const std::string period = "periods:\n  guarantee: {from: purchase.sold_on, length: 7 days}\n";
  CHECK(check_fixture::when(check_rule(
            "purchase.paid_on before guarantee or claim.filed_on after guarantee", period)) ==
        "any(after guarantee(claim.filed_on), before guarantee(purchase.paid_on))");
  CHECK(check_rule("purchase.price in guarantee", period).codes() ==
        std::vector<std::string>{"SB2012"});
  CHECK(check_fixture::when(check_rule("last day of guarantee is never", period)) ==
        "never(last day guarantee)");
}
