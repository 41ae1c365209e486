// SPDX-License-Identifier: Apache-2.0
//
// Faults of a test file that would let a case hold by accident: keys of a claim that nobody reads,
// parameters that cannot be set; and what is told once.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <string>

#include "testing_fixture.hpp"

using namespace sanbao;
using testing_fixture::Folder;
using testing_fixture::head;
using testing_fixture::policy;
using testing_fixture::run_cases;

namespace {

// `SB1417 8:13 message | help` a line.
std::string faults_of(const TestReport& report) {
  std::string out;
  for (const Diagnostic& fault : report.diagnostics)
    out += fmt::format("{} {}:{} {} | {}\n", fault.code, fault.span.line, fault.span.column,
                       fault.message, fault.help);
  return out;
}

std::string case_with(const std::string& lines) {
  const TestReport report = run_cases("  - name: a\n" + lines);
  CHECK(report.held + report.failed == 0);
  return faults_of(report);
}

// `given` with one word written otherwise, and one case behind it.
std::string given_with(const std::string& from, const std::string& to, const std::string& lines) {
  std::string text = head;
  text.replace(text.find(from), from.size(), to);
  const Folder folder;
  folder.put("shop.yaml", policy);
  folder.put("shop.test.yaml", text + "  - name: a\n" + lines);
  return faults_of(folder.run());
}

}  // namespace

TEST_CASE("a key of a claim that no policy reads is a fault, with the way to mend it") {
  const std::string expect = "    expect: {outcome: approved}\n";
  CHECK(case_with("    claim: {purchase.price: 20, goods: {human_damage: true}}\n" + expect) ==
        "SB1417 8:13 no policy under test reads `purchase.price` | columns have dots, a claim has "
        "groups: `purchase: {price: 20}`\n");
  CHECK(case_with("    claim: {\"repairs[0].fixed\": false}\n" + expect) ==
        "SB1417 8:14 no policy under test reads `repairs[0].fixed` | columns have dots, a claim "
        "has groups: `repairs: [{fixed: false}]`\n");
  CHECK(
      case_with("    claim: {goods: {human_damage: true}, expect: {outcome: denied}}\n" + expect) ==
      "SB1417 8:42 no policy under test reads `expect` | it belongs to the case: move it out of "
      "`claim`, to stand beside it\n");
  CHECK(case_with("    claim: {outcome: denied}\n" + expect) ==
        "SB1417 8:13 no policy under test reads `outcome` | what must come out stands under "
        "`expect`, beside `claim`\n");
  CHECK(case_with("    claim: {loyalty: {level: 2}}\n" + expect) ==
        "SB1417 8:13 no policy under test reads `loyalty` | facts stand in their groups; what is "
        "not read stands under `context`, or is expected: `unread: [loyalty]`\n");
  CHECK(case_with("    claim: {requests: exchange}\n" + expect) ==
        "SB1417 8:13 no policy under test reads `requests` | did you mean `claim: {requests: "
        "exchange}`?\n");
  // A slip for a group is told as that; one of the base claim once for all cases.
  CHECK(case_with("    claim: {purchse: {price: 20}}\n" + expect).starts_with("SB3008 8:13 "));
  CHECK(given_with("purchase: {", "goods.intact: true\n  purchase: {",
                   expect + "  - name: b\n" + expect)
            .starts_with("SB1417 4:3 "));
}

TEST_CASE("what stands under `context` is free, and so is what a case expects to be unread") {
  const TestReport report = run_cases(R"(  - name: context
    claim: {context: {goods.intact: true, expect: {outcome: denied}}}
    expect: {outcome: approved}
  - name: expected
    claim: {loyalty: {level: 2}, goods.intact: false}
    expect: {outcome: approved, unread: [loyalty, goods.intact]}
  - name: refused
    claim: {purchase.price: 1, claim: {filed_on: never}}
    expect: {error: SB3012}
)");
  CHECK(faults_of(report).empty());
  CHECK(report.held == 3);
}

TEST_CASE("a file with a parameter that cannot be set is not run") {
  const TestReport report = run_cases(R"(  - name: sound
    expect: {outcome: approved}
  - name: rows
    set: {bonus: 1 CNY, bonsu: 1 CNY}
    table: {columns: [outcome], rows: [[approved], [approved]]}
  - name: value
    set: {bonus: tomorrow}
    expect: {outcome: approved}
)");
  CHECK(report.held + report.failed == 0);
  CHECK(report.files.empty());
  CHECK(faults_of(report) ==
        "SB1412 10:25 policy `shop` has no parameter `bonsu` | did you mean `bonus`?\n"
        "SB1412 13:11 `tomorrow` is not a value of `bonus` | it takes an amount of money\n");
}

TEST_CASE("a slip in `given` is not told again where a case takes the fact out") {
  const std::string without = "    without: [purchase.price]\n    expect: {outcome: approved}\n";
  CHECK(given_with("price: 100.00", "pirce: 100.00", without).starts_with("SB3007 4:35 "));
  CHECK(given_with("price: 100.00", "pirce: 100.00", without).find("SB1415") == std::string::npos);
  CHECK(given_with("price: 100.00", "registered_on: never", without).starts_with("SB1415 8:15 "));
}

TEST_CASE("numbers, days and rows as they are written elsewhere") {
  CHECK(case_with("    expect: {return: {net: -96,00}}\n") ==
        "SB1007 8:32 `00` has no value | a number holds no comma: write `net: -96.00`\n");
  CHECK(case_with("    expect: {return: {until: 2024-02-30}}\n") ==
        "SB1408 8:30 `return.until`: there is no day 2024-02-30 | \n");
  CHECK(case_with("    as_of: 2023-02-29\n    expect: {outcome: approved}\n") ==
        "SB1408 8:12 `as_of`: there is no day 2023-02-29 | \n");
  CHECK(case_with("    table:\n      columns: [claim.filed_on, outcome]\n      rows:\n"
                  "        - [2024-05-08，approved]\n        - [2024-05-07, approved]\n") ==
        "SB1406 11:22 `，` is the full-width comma and parts no cells | write `, `\n");
}

TEST_CASE("a misspelt key is told once, and what stands under it is read") {
  const Folder folder;
  folder.put("shop.yaml", policy);
  std::string text = head;
  text.replace(text.find("sanbao_tests"), 12, "sanbao_test");
  text.replace(text.find("cases:"), 6, "case:");
  folder.put("shop.test.yaml", text +
                                   "  - nmae: a\n    table: {column: [outcome], row: [[aproved]]}\n"
                                   "  - name: b\n    expects: {outcome: approved}\n");
  CHECK(faults_of(folder.run()) ==
        "SB1401 1:1 unknown key `sanbao_test` | did you mean `sanbao_tests`?\n"
        "SB1401 6:1 unknown key `case` | did you mean `cases`?\n"
        "SB1401 7:5 unknown key `nmae` | did you mean `name`?\n"
        "SB1401 8:13 unknown key `column` | did you mean `columns`?\n"
        "SB1401 8:32 unknown key `row` | did you mean `rows`?\n"
        "SB1408 8:39 `aproved` is no outcome | did you mean `approved`?\n"
        "SB1401 10:5 unknown key `expects` | did you mean `expect`?\n");
}
