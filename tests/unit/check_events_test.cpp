// SPDX-License-Identifier: Apache-2.0
//
// check_events_test.cpp: event tests, `less`, `last` and `extend_by` (docs/language.md §5 and §7
// "Event tests").
#include <doctest/doctest.h>

#include <string>

#include "check_fixture.hpp"

using check_fixture::check_rule;
using check_fixture::when;

namespace {

std::string fault(const std::string& condition, const std::string& sections = {}) {
  const auto checked = check_rule(condition, sections);
  if (checked.policy != nullptr) return "sound: " + when(checked);
  return checked.faults.size() == 1 ? checked.faults[0].code
                                    : std::to_string(checked.faults.size());
}

}  // namespace

TEST_CASE("the four measures with their bounds") {
  CHECK(when(check_rule("{count: repairs, where: not fixed, at_least: 2}")) ==
        "{count repairs where not(.fixed) >= 2}");
  CHECK(when(check_rule("{count: repairs, same: [main_part, component], more_than: 4}")) ==
        "{count repairs same component same main_part > 4}");
  CHECK(when(check_rule("{total: repairs, of: round_up((hours - excluded_hours) / 24) * 1 day, "
                        "more_than: 30 days}")) ==
        "{total repairs of mul(up(div(sub(.hours, .excluded_hours), 24)), 1d) > 30d}");
  CHECK(when(check_rule("{largest: repairs, of: waiting_days, at_most: 90 days}")) ==
        "{largest repairs of .waiting_days <= 90d}");
  CHECK(when(check_rule("{days: repairs, where: authorised, fewer_than: 35 days}")) ==
        "{days repairs where .authorised < 35d}");
  CHECK(when(check_rule("{count: resends, exactly: 1}")) == "{count resends = 1}");
  CHECK(when(check_rule("{total: repairs, of: hours, more_than: 3}")) ==
        "{total repairs of .hours > 3000000}");
  CHECK(when(check_rule("{count: repairs, at_least: allowed}",
                        "parameters:\n  allowed: {value: 3}\n")) == "{count repairs >= $allowed}");
}

TEST_CASE("equal tests are one atom") {
  const auto checked =
      check_rule("twice or twice_again",
                 "conditions:\n"
                 "  twice: {count: repairs, where: not fixed, at_least: 2}\n"
                 "  twice_again: {where: not fixed, at_least: 2, count: repairs}\n");
  REQUIRE(checked.policy != nullptr);
  CHECK(checked.policy->event_tests.size() == 1);
  CHECK(when(checked) == "{count repairs where not(.fixed) >= 2}");
}

TEST_CASE("without a bound a test is a value") {
  const auto checked = check_rule("days_away > 30 days and visits > 2",
                                  "values:\n  days_away: {days: repairs}\n"
                                  "  visits: {count: repairs}\n");
  CHECK(when(checked) == "all(gt({count repairs}, 2), gt({days repairs}, 30d))");
}

TEST_CASE("keys that do not go together") {
  CHECK(fault("{count: repairs, at_least: 1, at_most: 3}") == "SB2020");
  CHECK(fault("{total: repairs, at_least: 1}") == "SB2020");
  CHECK(fault("{days: repairs, of: waiting_days, more_than: 3 days}") == "SB2020");
  CHECK(fault("{count: repairs, same: fault_code, at_most: 3}") == "SB2021");
  CHECK(fault("{count: repairs, same: fault_code, fewer_than: 3}") == "SB2021");
  CHECK(fault("{count: repairs, same: fault_code, exactly: 3}") == "SB2021");
  CHECK(fault("{days: exchanges, more_than: 3 days}") == "SB2022");
  CHECK(fault("{count: repair, at_least: 1}") == "SB2007");
  CHECK(fault("{count: repairs, same: code, at_least: 1}") == "SB2008");
  CHECK(fault("{count: repairs, where: waiting_days, at_least: 1}") == "SB2012");
}

TEST_CASE("a bound is of the type that is measured") {
  CHECK(fault("{count: repairs, at_least: 2 days}") == "SB2012");
  CHECK(check_rule("{days: repairs, more_than: 35}").first_help() == "write `35 days`");
  CHECK(fault("{largest: repairs, of: waiting_days, more_than: 1 month}") == "SB2011");
  CHECK(fault("{largest: repairs, of: component, more_than: 1}") == "SB2012");
  // A bound is no field of the event.
  CHECK(fault("{count: repairs, at_least: hours}") == "SB2003");
}

TEST_CASE("`last` takes a date of a list, `less` and `extend_by` lists with first and last days") {
  const auto checked = check_rule(
      "last_exchange is never and used > 3 days",
      "values:\n  last_exchange: last exchanges.on where whole_unit\n"
      "  used: days from purchase.sold_on to claim.filed_on less repairs where authorised\n");
  CHECK(when(checked) ==
        "all(gt(days less repairs where .authorised(purchase.sold_on, claim.filed_on), 3d), "
        "never(last exchanges.on where .whole_unit))");
  CHECK(fault("last exchanges.component is never") == "SB2012");
  CHECK(fault("last exchanges.onn is never") == "SB2008");
  CHECK(fault("days from purchase.sold_on to claim.filed_on less exchanges > 1 day") == "SB2022");
  CHECK(fault("days from purchase.price to claim.filed_on > 1 day") == "SB2012");
}

TEST_CASE("a list that the file declares") {
  const std::string visits =
      "facts:\n  visits:\n    type: {list: {received_on: date, returned_on: date, paid: money, "
      "kind: {enum: [home, shop]}}}\n"
      "    ask: {zh: 上门记录, en: the visits}\n";
  const auto checked = check_rule(
      "{total: visits, of: paid, where: kind == home and duration > 1 day, more_than: 5 CNY}",
      visits);
  CHECK(when(checked) ==
        "{total visits of .paid where all(eq(.kind, home), gt(.duration, 1d)) > 500}");
  REQUIRE(checked.policy != nullptr);
  REQUIRE(checked.policy->lists.size() == 4);
  CHECK(checked.policy->lists[3].path == "visits");
  CHECK(checked.policy->lists[3].interval);
  CHECK_FALSE(checked.policy->lists[3].assume_empty);
}

TEST_CASE("a test inside a test has its own fields") {
  CHECK(when(check_rule("{count: repairs, where: {count: exchanges, where: component == battery, "
                        "at_least: 1}, at_least: 2}")) ==
        "{count repairs where {count exchanges where eq(.component, battery) >= 1} >= 2}");
}
