// SPDX-License-Identifier: Apache-2.0
//
// Policy tests: files read strictly, cases merged, differences told, clauses counted, explanations baselined.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "sanbao/testing.hpp"
#include "testing/baseline.hpp"
#include "testing/test_file.hpp"
#include "testing_fixture.hpp"

using namespace sanbao;
using namespace sanbao::testing;
using testing_fixture::Folder;
using testing_fixture::head;
using testing_fixture::policy;
using testing_fixture::run_cases;
namespace fs = std::filesystem;

namespace {

ir::YamlNode node(const std::string& text) {
  const Folder folder;
  const auto tree = read_yaml_file(folder.put("node.yaml", text));
  REQUIRE(tree);
  return tree->root;
}

}  // namespace

TEST_CASE("a case that holds, and the clauses it exercises") {
  const TestReport report = run_cases(R"(  - name: 1/a
    expect: {outcome: approved, return: {status: available, pays: {refund: 101}, charges: {use_fee: 5.00}, net: 96.00, until: 2024-05-08}}
)");
  CHECK(report.diagnostics.empty());
  CHECK(report.held == 1);
  CHECK(report.failed == 0);
  REQUIRE(report.files.size() == 1);
  CHECK(report.files[0].clauses == 2);  // 3 is informative, 4 is a parameter's, 5 and 6 a table's
  CHECK(report.files[0].clauses_not_exercised == std::vector<std::string>{"2"});
  CHECK(to_text(report, false) == "1 of 1 case holds · clauses never exercised: 2\n");
}

TEST_CASE("a case that fails says what led to it") {
  const TestReport report = run_cases(R"(  - name: 1/sum
    expect: {return: {net: 95.00}}
  - name: 1/day
    claim: {claim: {filed_on: 2024-05-09}}
    expect: {return: available, holds: ["1", "9"]}
)");
  REQUIRE(report.files.size() == 1);
  REQUIRE(report.files[0].cases.size() == 2);
  const CaseResult& sum = report.files[0].cases[0];
  CHECK(sum.line == 7);
  REQUIRE(sum.differences.size() == 1);
  CHECK(sum.differences[0].what == "return.net");
  CHECK(sum.differences[0].expected == "95.00");
  CHECK(sum.differences[0].got == "96.00");
  const auto& because = sum.differences[0].because;
  CHECK(std::any_of(because.begin(), because.end(), [](const std::string& line) {
    return line.starts_with("used = 5 days: 2024-05-01 to 2024-05-06 is 5 days");
  }));
  CHECK(std::any_of(because.begin(), because.end(),
                    [](const std::string& line) { return line.starts_with("fee = 5.00"); }));
  const CaseResult& late = report.files[0].cases[1];
  REQUIRE(late.differences.size() == 3);
  CHECK(late.differences[0].what == "return");
  CHECK(late.differences[0].got == "unavailable");
  REQUIRE(!late.differences[0].because.empty());
  CHECK(late.differences[0].because[0] ==
        "rule 1 fails: week 2024-05-02 to 2024-05-08, claim.filed_on 2024-05-09 is 1 day late");
  CHECK(late.differences[1].what == "rule 1");
  CHECK(late.differences[1].got == "fails");
  CHECK(late.differences[2].got == "no such rule");
  const std::string text = to_text(report, false);
  CHECK(text.find("FAIL  ") == 0);
  CHECK(text.find("shop.test.yaml:7  1/sum\n") != std::string::npos);
  CHECK(text.find("      return.net     expected 95.00        got 96.00\n      because        ") !=
        std::string::npos);
  CHECK(text.find("0 of 2 cases hold") != std::string::npos);
  CHECK(text.find('\x1b') == std::string::npos);
  CHECK(to_text(report, true).find('\x1b') != std::string::npos);
}

TEST_CASE("expectations of every kind that do not hold are each told") {
  const TestReport report = run_cases(R"(  - name: all
    expect:
      outcome: denied
      as_of: 2024-05-07
      ask: {return: [[goods.human_damage]]}
      fails: ["1"]
      assumed: [purchase.price]
      gaps: ["calendar cn: 2027"]
      ignored: ["repairs[0]"]
      unread: [shop]
      notices: ["8"]
      recalled: [a]
      not_applied: [shop]
      policies: {shop: {outcome: denied, return: {net: 1.00}}}
      return: {status: conditional, at_least: conditional, rules: ["2"], needs: ["1"], excluded_by: ["2"],
               pays: {refund: 1.00}, charges: none, net: null, currency: EUR, conflict: [1.00], preferred: [1.00],
               terms: ["1"], until: none, policy: other, policies: [a, b], may_improve: [a]}
)");
  REQUIRE(report.files.size() == 1);
  // 11 of the decision, 2 of the policy's own answer, 16 of the remedy.
  CHECK(report.files[0].cases[0].differences.size() == 29);
}

TEST_CASE("a table makes a case of each row") {
  const TestReport report = run_cases(R"(  - name: 1/days
    expect: {outcome: approved, return: available}
    table:
      columns: [claim.filed_on, outcome, return, return.pays.refund, as_of]
      rows:
        - [2024-05-08, -, available, 101.00, 2024-05-20]
        - [2024-05-09, denied, unavailable, none, -]
        - [2024-05-07, denied, -, -, -]
)");
  CHECK(report.diagnostics.empty());
  CHECK(report.held == 2);
  CHECK(report.failed == 1);
  REQUIRE(report.files[0].cases.size() == 3);
  CHECK(report.files[0].cases[0].name == "1/days/1");
  CHECK(report.files[0].cases[2].name == "1/days/3");
  CHECK(report.files[0].cases[2].line == 14);
  CHECK(report.files[0].cases[2].differences[0].what == "outcome");
}

TEST_CASE("errors of a record can be expected, and are told where they are not") {
  const TestReport report = run_cases(R"(  - name: expected
    claim: {purchase: {pirce: 1}}
    expect: {error: SB3007, path: purchase.pirce}
  - name: another
    claim: {purchase: {pirce: 1}}
    expect: {error: SB3001, path: purchase.price}
  - name: none
    expect: {error: SB3007}
  - name: early
    as_of: 2024-05-05
    expect: {error: SB3101}
)");
  CHECK(report.diagnostics.empty());
  REQUIRE(report.files.size() == 1);
  const auto& cases = report.files[0].cases;
  CHECK(cases[0].differences.empty());
  CHECK(cases[1].differences.size() == 2);
  REQUIRE(cases[2].differences.size() == 1);
  CHECK(cases[2].differences[0].got == "no error: approved");
  CHECK(cases[3].differences.empty());
}

TEST_CASE("a claim that cannot be read is told where it is written, and once") {
  const TestReport report = run_cases(R"(  - name: first
    claim: {goods: {human_damage: yes}, purchase: {sold_on: 2023-02-29, documents: invoice}}
    expect: {outcome: approved}
  - name: rows
    table: {columns: [goods.human_damage, outcome], rows: [[False, approved], [false, approved]]}
  - name: key
    claim: {purchase: {pirce: 1}}
    expect: {outcome: approved}
)");
  CHECK(report.files.empty());
  std::string found;
  for (const Diagnostic& fault : report.diagnostics)
    found += fmt::format("{} {}:{}\n", fault.code, fault.span.line, fault.span.column);
  CHECK(found == "SB3010 8:35\nSB3018 8:61\nSB3010 8:84\nSB3010 11:61\nSB3007 13:24\n");
  REQUIRE_FALSE(report.diagnostics.empty());
  CHECK(report.diagnostics[0].help == "expected: true or false");
  // What stands in `given` is told for all cases together.
  const Folder folder;
  folder.put("shop.yaml", policy);
  std::string given = head;
  given.replace(given.find("human_damage: false"), 19, "human_damage: no");
  folder.put("shop.test.yaml", given + R"(  - name: a
    expect: {outcome: approved}
  - name: b
    expect: {outcome: approved}
)");
  const TestReport shared = folder.run();
  REQUIRE(shared.diagnostics.size() == 1);
  CHECK(shared.diagnostics[0].span.line == 5);
}

TEST_CASE("parameters are set for a case, and only for that") {
  const TestReport report = run_cases(R"(  - name: set
    set: {bonus: 10 CNY}
    expect: {return: {net: 105.00}}
  - name: not-set
    expect: {return: {net: 96.00}}
)");
  CHECK(report.held == 2);
}

TEST_CASE("a malformed test file is told at its place and not run") {
  struct Bad {
    std::string cases, code;
    std::uint32_t line, column;
    std::string help;
  };
  const Bad bad[] = {
      {"  - name: a\n    nots: x\n    expect: {outcome: approved}\n", "SB1401", 8, 5,
       "did you mean `note`?"},
      {"  - expect: {outcome: approved}\n", "SB1402", 7, 5, ""},
      {"  - name: a\n", "SB1402", 7, 11, "add `expect:` or a `table:`"},
      {"  - name: a\n    expect: {}\n", "SB1402", 8, 13, ""},
      {"  - name: a\n    expect: {path: purchase.price}\n", "SB1402", 8, 14, ""},
      {"  - name: a\n    claim: [x]\n    expect: {outcome: approved}\n", "SB1403", 8, 12, ""},
      {"  - name: a\n    given: maybe\n    expect: {outcome: approved}\n", "SB1403", 8, 12, ""},
      {"  - a\n", "SB1403", 7, 5, "begin it with `- name:`"},
      {"  - name: a\n    expect: {outcome: approved}\n  - name: a\n    expect: {outcome: denied}\n",
       "SB1404", 9, 11, ""},
      {"  - name: a\n    table: {columns: [outcome], rows: [[approved, denied]]}\n", "SB1406", 8,
       40, "a comma parts cells, an amount has a point: `4649.07`"},
      {"  - name: a\n    table: {columns: [purchase.pirce, outcome], rows: [[1, approved]]}\n",
       "SB1407", 8, 23, ""},
      {"  - name: a\n    table: {columns: [retrun.until, outcome], rows: [[none, approved]]}\n",
       "SB1407", 8, 23, ""},
      {"  - name: a\n    table: {columns: [outcome, outcome], rows: [[denied, approved]]}\n",
       "SB1407", 8, 32, ""},
      {"  - name: a\n    table: {columns: [purchase.price], rows: [[1]]}\n", "SB1402", 8, 22, ""},
      {"  - name: a\n    table: {columns: [outcome], rows: []}\n", "SB1402", 8, 39, ""},
      {"  - name: a\n    expect: {outcome: aproved}\n", "SB1408", 8, 23,
       "did you mean `approved`?"},
      {"  - name: a\n    expect: {return: avialable}\n", "SB1408", 8, 22,
       "did you mean `available`?"},
      {"  - name: a\n    expect: {return: {until: tomorrow}}\n", "SB1408", 8, 30,
       "write it as `2024-05-08`"},
      {"  - name: a\n    expect: {return: {net: \"a lot\"}}\n", "SB1408", 8, 29, ""},
      {"  - name: a\n    expect: {return: {pays: 5.00}}\n", "SB1408", 8, 29,
       "write it as `{refund: 1299.00}`, or `none`"},
      {"  - name: a\n    expect: {ask: {return: [goods.human_damage]}}\n", "SB1408", 8, 28, ""},
      {"  - name: a\n    expect: {holds: \"1\"}\n", "SB1408", 8, 22, ""},
      {"  - name: a\n    as_of: 2024-5-9\n    expect: {outcome: approved}\n", "SB1408", 8, 12,
       "write it as `2024-05-09`"},
      {"  - name: a\n    expect: {retrun: available}\n", "SB1401", 8, 14, "did you mean `return`?"},
      {"  - name: a\n    expect: {return: {untill: none}}\n", "SB1401", 8, 23,
       "did you mean `until`?"},
      {"  - name: a\n    expect: {policies: {shoop: none}}\n", "SB1409", 8, 25,
       "did you mean `shop`?"},
      {"  - name: a\n    set: {bonsu: 1 CNY}\n    expect: {outcome: approved}\n", "SB1412", 8, 11,
       ""},
      {"  - name: a/b\n    explain: true\n    expect: {outcome: approved}\n  - name: a-b\n    "
       "explain: true\n    expect: {outcome: approved}\n",
       "SB1413", 10, 11, ""},
      {"  - name: a\n    clause: [\"1\", \"44\"]\n    expect: {outcome: approved}\n", "SB1416", 8,
       20, "did you mean `4`?"},
      {"  - name: a\n    without: [purchase.pirce]\n    expect: {outcome: approved}\n", "SB1415", 8,
       15, ""},
  };
  for (const Bad& one : bad) {
    CAPTURE(one.cases);
    const TestReport report = run_cases(one.cases);
    REQUIRE(report.diagnostics.size() == 1);
    const Diagnostic& fault = report.diagnostics[0];
    CHECK(fault.code == one.code);
    CHECK(fault.span.line == one.line);
    CHECK(fault.span.column == one.column);
    CHECK(!fault.source_line.empty());
    CHECK(report.held == 0);
    if (!one.help.empty()) CHECK(fault.help == one.help);
  }
}

TEST_CASE("all faults of a file in one run") {
  const TestReport report = run_cases(R"(  - name: a
    exepct: {outcome: approved}
  - name: b
    expect: {outcome: aproved, return: {untill: none}}
)");
  std::vector<std::string> codes;
  for (const Diagnostic& fault : report.diagnostics)
    codes.push_back(fault.code);
  CHECK(codes == std::vector<std::string>{"SB1401", "SB1408", "SB1401"});
}

TEST_CASE("the head of a test file") {
  const auto first = [](const std::string& text) {
    const Folder folder;
    folder.put("shop.yaml", policy);
    folder.put("shop.test.yaml", text);
    const TestReport report = folder.run();
    return report.diagnostics.empty() ? std::string() : report.diagnostics[0].code;
  };
  CHECK(first("cases: []\n") == "SB1402");
  CHECK(first("sanbao_tests: 2\ncases: []\n") == "SB1405");
  CHECK(first("sanbao_tests: 1\n") == "SB1402");
  CHECK(first("sanbao_tests: 1\ncases: {}\n") == "SB1403");
  CHECK(first("sanbao_tests: 1\ngiven: 5\ncases: []\n") == "SB1403");
  CHECK(first("sanbao_tests: 1\nrules: gone.yaml\ncases: []\n") == "SB1410");
  CHECK(first("sanbao_tests: 1\nrules: []\ncases: []\n") == "SB1402");
  CHECK(first("- a\n") == "SB1403");
  CHECK(first("sanbao_tests: 1\ncases: []\n").empty());
  CHECK(first("sanbao_tests: 1\ncases: [\n").starts_with("SB1"));
}

TEST_CASE("a test file finds its policy, or says that there is none") {
  const Folder folder;
  const std::string test = folder.put("alone.test.yaml", "sanbao_tests: 1\ncases: []\n");
  TestReport report = run_tests(std::span(&test, 1), {});
  REQUIRE(report.diagnostics.size() == 1);
  CHECK(report.diagnostics[0].code == "SB1410");

  const std::string shop = folder.put("shop.yaml", policy);
  report = run_tests(std::span(&shop, 1), {});
  REQUIRE(report.diagnostics.size() == 1);
  CHECK(report.diagnostics[0].help == "write one named `shop.test.yaml`");

  folder.put("shop.test.yaml", head + "  - {name: a, expect: {outcome: approved}}\n");
  const std::string paths[] = {shop, folder.path() + "/shop.test.yaml"};
  report = run_tests(paths, {});
  CHECK(report.held == 1);  // named twice, run once

  const std::string gone = folder.path() + "/gone.yaml";
  report = run_tests(std::span(&gone, 1), {});
  REQUIRE(report.diagnostics.size() == 1);
  CHECK(report.diagnostics[0].code == "SB1410");
}

TEST_CASE("a policy with a fault is told and its cases are not run") {
  const Folder folder;
  folder.put("shop.yaml", policy + "rules: []\n");
  folder.put("shop.test.yaml", head + "  - {name: a, expect: {outcome: approved}}\n");
  const TestReport report = folder.run();
  CHECK(!report.diagnostics.empty());
  CHECK(report.held + report.failed == 0);
}

TEST_CASE("explanations are compared with their baselines, and rewritten on request only") {
  const Folder folder;
  folder.put("shop.yaml", policy);
  folder.put("shop.test.yaml",
             head + "  - {name: \"1/a b\", explain: true, expect: {outcome: approved}}\n");
  TestReport report = folder.run();
  CHECK(report.failed == 1);
  CHECK(report.files[0].cases[0].differences[0].got == "none");
  CHECK_FALSE(folder.has("baselines"));

  report = folder.run({.update = true});
  CHECK(report.held == 1);
  CHECK(report.updated == 2);
  CHECK(folder.has("baselines/shop/1-a-b.zh.txt"));
  CHECK(folder.get("baselines/shop/1-a-b.en.txt")
            .starts_with("The unit can be returned; 96.00 yuan is due.\n"));
  CHECK(folder.run().held == 1);
  CHECK(folder.run({.update = true}).updated == 0);

  folder.put("baselines/shop/1-a-b.en.txt", "The unit can be returned; 97.00 yuan is due.\n");
  report = folder.run();
  CHECK(report.failed == 1);
  const Difference& difference = report.files[0].cases[0].differences[0];
  CHECK(difference.what == "explanation.en");
  CHECK(difference.expected == "line 1: The unit can be returned; 97.00 yuan is due.");
  CHECK(difference.got == "line 1: The unit can be returned; 96.00 yuan is due.");
}

TEST_CASE("baselines stand in tests/baselines/explain where there is one above") {
  const Folder folder;
  fs::create_directories(fs::path(folder.path()) / "tests" / "baselines" / "explain");
  const std::string file = folder.put("rules/a/x.test.yaml", "");
  CHECK(fs::path(baseline_folder(file)) ==
        fs::path(folder.path()) / "tests" / "baselines" / "explain" / "rules" / "a" / "x");
  CHECK(baseline_name("../../etc/passwd") == "-.-..-etc-passwd");
  CHECK(baseline_name("6.4b/退货") == "6.4b-退货");
  CHECK(baseline_name(".hidden") == "-hidden");
}

TEST_CASE("claims are merged, cut and set") {
  ir::YamlNode base = node(
      "claim: {id: a}\npurchase: {price: 1.00, documents: [invoice]}\nrepairs: [{fixed: false}]\n");
  merge(base, node("purchase: {price: 2.00, documents: []}\nstock: {same_model: true}\n"));
  CHECK(
      to_json(base) ==
      R"({"claim":{"id":"a"},"purchase":{"price":2.00,"documents":[]},"repairs":[{"fixed":false}],"stock":{"same_model":true}})");
  CHECK(remove(base, "purchase.documents"));
  CHECK_FALSE(remove(base, "purchase.documents"));
  CHECK(remove(base, "stock"));
  CHECK(remove(base, "repairs[0].fixed"));
  CHECK_FALSE(remove(base, "repairs[1]"));
  CHECK_FALSE(remove(base, "repairs[x]"));
  CHECK_FALSE(remove(base, ""));
  const ir::YamlNode value = node("[yes]\n").items[0];
  CHECK(sanbao::testing::set(base, "fault.kind", value));
  CHECK(sanbao::testing::set(base, "repairs[1].component", value));
  CHECK_FALSE(sanbao::testing::set(base, "repairs[7].component", value));
  CHECK_FALSE(sanbao::testing::set(base, "purchase.price.x", value));
  CHECK(
      to_json(base) ==
      R"({"claim":{"id":"a"},"purchase":{"price":2.00},"repairs":[{},{"component":"yes"}],"fault":{"kind":"yes"}})");
}

TEST_CASE("scalars of a claim become JSON") {
  const ir::YamlNode list = node(
      "[true, \"true\", null, \"null\", 12, 12.50, -3, 007, 1e3, 1., .5, 2024-05-01, never, 'a "
      "\"b\" \\', \"tab\\tend\", {a: {}}]\n");
  CHECK(to_json(list) ==
        "[true,\"true\",null,\"null\",12,12.50,-3,\"007\",\"1e3\",\"1.\",\".5\",\"2024-05-01\","
        "\"never\","
        "\"a \\\"b\\\" \\\\\",\"tab\\u0009end\",{\"a\":{}}]");
}

TEST_CASE("JUnit takes any text") {
  TestReport report;
  FileResult file;
  file.file = "a<b>.test.yaml";
  CaseResult good;
  good.file = file.file;
  good.name = "good";
  CaseResult bad = good;
  bad.name = "a & \"b\" 'c'";
  bad.line = 7;
  bad.differences.push_back({"return", "x < y", "\x01\n]]>", {"because & so"}});
  file.cases = {good, bad};
  report.files = {file};
  report.held = report.failed = 1;
  Diagnostic fault;
  fault.code = "SB1401";
  fault.file = "z.test.yaml";
  fault.span = {3, 1, 2};
  fault.message = "unknown key `<x>`";
  report.diagnostics = {fault};
  const std::string xml = to_junit(report);
  CHECK(xml.find("tests=\"3\" failures=\"1\" errors=\"1\"") != std::string::npos);
  CHECK(xml.find("name=\"a &amp; &quot;b&quot; &apos;c&apos;\" file=\"a&lt;b&gt;.test.yaml\" "
                 "line=\"7\"") != std::string::npos);
  CHECK(xml.find("expected x &lt; y, got \xEF\xBF\xBD&#10;]]&gt;") != std::string::npos);
  CHECK(xml.find("unknown key `&lt;x&gt;`") != std::string::npos);
  CHECK(xml.find('\x01') == std::string::npos);
  // Nothing but tags stands between angle brackets.
  CHECK(std::count(xml.begin(), xml.end(), '<') == std::count(xml.begin(), xml.end(), '>'));
}
