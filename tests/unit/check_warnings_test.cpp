// SPDX-License-Identifier: Apache-2.0
//
// check_warnings_test.cpp: what loads but is most likely a slip, and what must not be warned of.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "check_fixture.hpp"

using check_fixture::check_rule;
using check_fixture::check_text;

namespace {

using Codes = std::vector<std::string>;

Codes warnings(const std::string& condition, const std::string& sections = {}) {
  const auto checked = check_rule(condition, sections);
  CHECK(checked.policy != nullptr);
  return checked.codes();
}

}  // namespace

TEST_CASE("rules that never hold") {
  const std::string period = "periods:\n  p: {from: purchase.sold_on, length: 7 days}\n";
  const Codes never{"SB2101"};
  CHECK(warnings("fault.confirmed and not fault.confirmed") == never);
  CHECK(warnings("fault.kind == software and fault.kind == performance") == never);
  CHECK(warnings("fault.kind == software and fault.kind != software") == never);
  CHECK(warnings("\"fault.kind in [software, cosmetic] and fault.kind == performance\"") == never);
  CHECK(warnings("product.category == car and product.category == \"truck\"") == never);
  CHECK(warnings("purchase.sold_on == 2024-01-01 and purchase.sold_on == 2024-01-02") == never);
  CHECK(warnings("claim.filed_on in p and claim.filed_on after p", period) == never);
  CHECK(warnings("false") == never);
  CHECK(warnings("purchase.price > 500 CNY and purchase.price < 200 CNY") == never);
  CHECK(warnings("purchase.price >= 200 CNY and 200 CNY > purchase.price") == never);
  CHECK(warnings("usage.hours == 3 and usage.hours > 5") == never);
  CHECK(warnings("purchase.sold_on < 2024-01-01 and purchase.sold_on >= 2024-01-02") == never);
  CHECK(warnings("(days from purchase.sold_on to claim.filed_on) > 30 days and (days from "
                 "purchase.sold_on to claim.filed_on) < 7 days") == never);
  CHECK(warnings("{all: [fault.confirmed, {none: [fault.confirmed, goods.opened]}]}") == never);
  CHECK(warnings(
            "{all: [{any: [goods.opened, goods.intact]}, not goods.opened, not goods.intact]}") ==
        never);
}

TEST_CASE("rules that may hold") {
  const std::string period = "periods:\n  p: {from: purchase.sold_on, length: 7 days}\n";
  const Codes none;
  CHECK(warnings("fault.confirmed or not fault.confirmed") == none);
  // A set may hold both, two facts may differ, and an event's test looks at many events.
  CHECK(warnings("purchase.documents has invoice and purchase.documents has photo") == none);
  CHECK(warnings("fault.kind == software and fault.cause == software") == none);
  CHECK(warnings("\"fault.kind in [software, cosmetic] and fault.kind != software\"") == none);
  CHECK(warnings("claim.filed_on in p and not (claim.filed_on after p)", period) == none);
  CHECK(warnings("claim.filed_on in p and purchase.paid_on after p", period) == none);
  CHECK(warnings("purchase.price >= 200 CNY and purchase.price <= 200 CNY") == none);
  CHECK(warnings("purchase.price > 200 CNY and not purchase.price < 500 CNY") == none);
  CHECK(warnings("purchase.price > 500 CNY or purchase.price < 200 CNY") == none);
  CHECK(warnings("purchase.price > 500 CNY and purchase.shipping_paid < 200 CNY") == none);
  CHECK(warnings("200 CNY < purchase.price and purchase.price < 500 CNY") == none);
  CHECK(warnings("not (fault.kind == software) and not (fault.kind == cosmetic)") == none);
  CHECK(warnings("{all: [{any: [goods.opened, goods.intact]}, not goods.opened]}") == none);
}

TEST_CASE("unless counts too") {
  const auto checked = check_text(
      check_fixture::head +
      "rules:\n  - id: \"1\"\n    title: {zh: 规则, en: A rule}\n    when: fault.confirmed\n"
      "    unless: fault.confirmed or goods.opened\n    grants: {repair: {}}\n");
  CHECK(checked.codes() == Codes{"SB2101"});
}

TEST_CASE("a search for contradictions ends") {
  std::string condition = "{all: [";
  for (int i = 0; i < 40; ++i)
    condition += std::string(i > 0 ? ", " : "") +
                 "{any: [goods.opened, goods.intact, goods.modified, fault.confirmed]}";
  for (int i = 0; i < 300; ++i)
    condition += ", {any: [usage.hours > " + std::to_string(i) + ", usage.odometer_km > " +
                 std::to_string(i) + "]}";
  CHECK(warnings(condition + "]}").empty());
}

TEST_CASE("names, facts and assumptions that nothing uses") {
  CHECK(warnings("fault.confirmed", "values:\n  v: purchase.price\n") == Codes{"SB2102"});
  CHECK(warnings("fault.confirmed", "facts:\n  goods.opened: {assume: false}\n") ==
        Codes{"SB2102"});
  CHECK(warnings("goods.opened", "facts:\n  goods.opened: {assume: false}\n").empty());
  CHECK(warnings("fault.confirmed", "parameters:\n  p: {value: true}\n") == Codes{"SB2102"});
  CHECK(warnings("fault.confirmed", "remedies:\n  gift: {zh: 赠品, en: gift}\n") ==
        Codes{"SB2102"});
  CHECK(warnings("claim.requests == gift", "remedies:\n  gift: {zh: 赠品, en: gift}\n") ==
        Codes{"SB2102"});
}

TEST_CASE("the day of the claim is compared with a last day") {
  const Codes told{"SB2104"};
  CHECK(warnings("claim.filed_on <= purchase.sold_on + 7 days") == told);
  CHECK(warnings("claim.filed_on < 2024-05-01") == told);
  CHECK(warnings("promise.return_until >= claim.filed_on") == told);
  CHECK(warnings("claim.filed_on > purchase.sold_on + 7 days").empty());
  CHECK(warnings("purchase.paid_on <= purchase.sold_on").empty());
}

TEST_CASE("the exchange of a part as the last exchange") {
  const auto with = [](const std::string& last, const std::string& remedy) {
    return check_text(check_fixture::head + "values:\n  latest: " + last +
                      "\nrules:\n  - id: \"1\"\n    title: {zh: 规则, en: A rule}\n    when: "
                      "latest is never\n    grants: {" +
                      remedy + ": {}}\n")
        .codes();
  };
  CHECK(with("last exchanges.on", "part_exchange") == Codes{"SB2103"});
  CHECK(with("last exchanges.on where whole_unit", "part_exchange").empty());
  CHECK(with("last exchanges.on", "exchange").empty());
}

TEST_CASE("texts: one language, no question, a name of nothing") {
  CHECK(warnings("lcd.dots > 1", "facts:\n  lcd.dots: {type: count}\n") == Codes{"SB2106"});
  CHECK(warnings("lcd.dots > 1", "facts:\n  lcd.dots: {type: count, ask: {en: how many}}\n") ==
        Codes{"SB2105"});
  CHECK(warnings("lcd.dots > 1", "facts:\n  lcd.dots: {type: count, assume: 0}\n").empty());
  CHECK(warnings("v > 1 CNY",
                 "values:\n  v: purchase.price\nnames:\n  v: {zh: 价, en: price}\n  w: {zh: 价, "
                 "en: price}\n") == Codes{"SB2107"});
  const auto titled =
      check_rule("v > 1 CNY", "values:\n  v: purchase.price\nnames:\n  v: {zh: 价, en: price}\n");
  REQUIRE(titled.policy != nullptr);
  CHECK(titled.policy->values[0].title.en == "price");
}

TEST_CASE("beside errors nothing is called unused") {
  const auto checked = check_rule("fault.confirmd", "values:\n  v: purchase.price\n");
  CHECK(checked.codes() == Codes{"SB2004"});
}

TEST_CASE("beside what could not be read, nothing is said to be unused") {
  const auto all_faults = [](const std::string& rule) {
    sanbao::ir::PolicyDocument partial;
    const auto document = sanbao::parse::parse_policy(
        check_fixture::head + "conditions:\n  a: goods.opened\n  b: goods.intact\n" +
            "names:\n  fee: {zh: 费用, en: fee}\nrules:\n  - id: \"1\"\n" +
            "    title: {zh: 规则, en: A rule}\n" + rule,
        "demo.yaml", &partial);
    CHECK_FALSE(document);
    Codes codes;
    for (const auto& fault : document.diagnostics())
      codes.push_back(fault.code);
    const auto checked = sanbao::check::check_policy(partial, check_fixture::find_calendar);
    for (const auto& fault : checked.diagnostics())
      codes.push_back(fault.code);
    return codes;
  };
  CHECK(all_faults("    when: a and (b\n    grants: {repair: {}}\n") == Codes{"SB1050"});
  CHECK(all_faults("    wehn: a\n    grants: {repair: {}}\n") == Codes{"SB1020"});
  CHECK(all_faults("    when: {zh：b}\n    grants: {repair: {}}\n") == Codes{"SB1007"});
}
