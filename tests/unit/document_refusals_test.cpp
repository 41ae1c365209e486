// SPDX-License-Identifier: Apache-2.0
//
// document_refusals_test.cpp: what each section of a policy refuses, where, and how it is told.
#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

#include "expr_fixture.hpp"
#include "ir/document.hpp"
#include "parse/parse.hpp"

using expr_fixture::show;
using sanbao::Diagnostic;
using sanbao::Span;
using sanbao::ir::PolicyDocument;
using sanbao::parse::parse_policy;

namespace {

std::vector<Diagnostic> faults_of(std::string text, PolicyDocument* partial = nullptr) {
  auto result = parse_policy("sanbao: 1\n" + std::move(text), "t.yaml", partial);
  CHECK_FALSE(result.has_value());
  return result.diagnostics();
}
}  // namespace

TEST_CASE("what is refused, where, and how it is told") {
  struct Case {
    const char* text;
    const char* code;
    Span span;
    const char* words;
  };
  const std::vector<Case> cases{
      {"policy:", "SB1007", {2, 1, 6}, "`policy` has no value"},
      {"policy: ~", "SB1007", {2, 1, 6}, "no value"},
      {"rules:\n  - id: 1\n    grants:\n      return:", "SB1007", {5, 7, 6}, "`return: {}`"},
      {"titel: {en: x}", "SB1020", {2, 1, 5}, "did you mean `title`?"},
      {"round: {too: 1, mode: x}", "SB1020", {2, 9, 3}, "did you mean `to`?"},
      {"periods: {a: {from: x, length: 1 day, zone: UTC}}", "SB1020", {2, 39, 4}, "under `clock`"},
      {"rules:\n  - {id: 1, grant: {}}", "SB1020", {3, 13, 5}, "did you mean `grants`?"},
      {"title: Return", "SB1021", {2, 8, 6}, "`title: {en: …}`"},
      {"title: 退货", "SB1021", {2, 8, 2}, "`title: {zh: …}`"},
      {"rules: {id: 1}", "SB1021", {2, 8, 1}, "`rules` cannot be a mapping"},
      {"rules: [a]", "SB1021", {2, 9, 1}, "a rule cannot be a text"},
      {"policy: [a]", "SB1021", {2, 9, 1}, "`policy` cannot be a list"},
      {"values: {a: {b: c}}", "SB1020", {2, 14, 1}, "belongs to no condition"},
      {"conditions: {a: [b, c]}", "SB1021", {2, 17, 1}, "`all: [ … ]`"},
      {"conditions: {a: {}}", "SB1021", {2, 17, 1}, "empty mapping"},
      {"conditions: {a: {all: []}}", "SB1021", {2, 23, 1}, "no conditions"},
      {"conditions: {a: {all: b}}", "SB1021", {2, 23, 1}, "cannot be a text"},
      {"facts: {a.b: count}", "SB1021", {2, 14, 5}, "`a.b: {type: count}`"},
      {"facts: {a: {assume: [b]}}", "SB1021", {2, 21, 1}, "`assume: []`"},
      {"parameters: {a: 0.25%}", "SB1021", {2, 17, 5}, "`a: {value: 0.25%}`"},
      {"values: {a: []}", "SB1021", {2, 13, 1}, "no lines"},
      {"values: {a: [b, c]}", "SB1021", {2, 17, 1}, "says by its key"},
      {"rules:\n  - id: 1\n    grants: [return, exchange]",
       "SB1021",
       {4, 13, 1},
       "`grants: {return: {}, exchange: {}}`"},
      {"rules:\n  - id: 1\n    grants: return", "SB1021", {4, 13, 6}, "`grants: {return: {}}`"},
      {"conditions: {a: {at_least: 2}}", "SB1022", {2, 18, 8}, "`of` is missing"},
      {"conditions: {a: {of: [b]}}", "SB1022", {2, 18, 2}, "`at_least` is missing"},
      {"conditions: {a: {where: b, at_least: 2}}", "SB1022", {2, 18, 5}, "what it measures"},
      {"tables: {a: {by: b, columns: [c]}}", "SB1022", {2, 10, 1}, "has no `of`"},
      {"parameters: {a: {cite: \"1\"}}", "SB1022", {2, 14, 1}, "has no `value`"},
      {"notices: [{id: 8, text: {zh: x}}]", "SB1022", {2, 11, 1}, "without `on`"},
      {"conditions: {a: {all: [b], any: [c]}}", "SB1024", {2, 28, 3}, "cannot stand beside `all`"},
      {"conditions: {a: {count: b, total: c}}",
       "SB1024",
       {2, 28, 5},
       "cannot stand beside `count`"},
      {"values: {a: [b, {plus: c, minus: d}]}", "SB1024", {2, 27, 5}, "one thing"},
      {"facts: {a.b: {type: {enum: [x], set: text}}}", "SB1024", {2, 33, 3}, "one type"},
      {"rules:\n  - id: 1\n    excludes: return, exchange",
       "SB1025",
       {4, 15, 16},
       "`excludes: [return, exchange]`"},
      {"remedies: {a: {side: yes}}", "SB1025", {2, 22, 3}, "neither `true` nor `false`"},
      {"conditions: {a: {count: repairs where x}}",
       "SB1025",
       {2, 25, 15},
       "`{count: repairs, where: …}`"},
      {"title: {zh: \"\"}", "SB1026", {2, 13, 2}, "a text of nothing"},
      {"title: {}", "SB1026", {2, 8, 1}, "no text"},
      {"conditions: {a: {not: b}}", "SB1020", {2, 18, 3}, "`none: [ … ]`"},
      {"conditions: {a: {cuont: repairs, at_least: 2}}",
       "SB1020",
       {2, 18, 5},
       "did you mean `count`?"},
      {"conditions:\n  a: \"x == 现代\"", "SB1040", {3, 12, 2}, "`\"现代\"`"},
      {"conditions:\n  a: x ==  # why", "SB1050", {3, 8, 2}, "begins a comment"},
      {"conditions:\n  a: x == \"#1 #2\"", "SB1046", {3, 11, 3}, "begins a comment"},
      {"conditions: {a: {all: [min(b, c)]}}", "SB1050", {2, 27, 1}, "quote the whole expression"},
  };
  for (const Case& each : cases) {
    CAPTURE(each.text);
    const auto found = faults_of(each.text);
    REQUIRE_FALSE(found.empty());
    const std::string text = sanbao::render(found.front());
    CAPTURE(text);
    CHECK(found.front().code == each.code);
    CHECK(found.front().span == each.span);
    CHECK(text.find(each.words) != std::string::npos);
  }
}

TEST_CASE("the version of the language") {
  const auto first = [](std::string text) {
    const auto result = parse_policy(std::move(text), "t.yaml");
    return result.has_value() ? std::string("read") : sanbao::render(result.diagnostics().front());
  };
  CHECK(first("sanbao: 1\n") == "read");
  CHECK(first("sanbao: \"1\"\n") == "read");
  CHECK(first("policy: x\n").find("SB1022") != std::string::npos);
  CHECK(first("sanbao_tests: 1\n").find("this is a test file") != std::string::npos);
  CHECK(first("sanbao: 2\n").find("SB1023") != std::string::npos);
  CHECK(first("sanbao: [1]\n").find("SB1023") != std::string::npos);
  CHECK(first("- a\n").find("SB1021") != std::string::npos);
}

TEST_CASE("a comment without a blank behind its sign may have cut a title: a warning") {
  auto result =
      parse_policy("sanbao: 1\ntitle:\n  en: Model #5 only\n  zh: 型号  # 五\n", "t.yaml");
  REQUIRE(result.has_value());
  REQUIRE(result.diagnostics().size() == 1);
  CHECK(result.diagnostics()[0].code == "SB1017");
  CHECK(result.diagnostics()[0].severity == sanbao::Severity::warning);
  CHECK(result.diagnostics()[0].span == Span{3, 7, 5});
}

TEST_CASE("every fault of a file in one run, and what could be read beside them") {
  PolicyDocument partial;
  const auto found = faults_of(
      "policy: x\n"
      "colour: red\n"
      "values:\n"
      "  a: 1 +\n"
      "  b: last exchanges.on\n"
      "conditions:\n"
      "  c: a = b\n"
      "  d: {count: repairs, at_least: (2}\n"
      "rules:\n"
      "  - id: 5\n"
      "    wehn: c\n"
      "    unless: x y\n"
      "    grants: {return: {pays: {refund: 3 CNY}}}\n",
      &partial);
  std::string codes;
  for (const Diagnostic& d : found)
    codes += d.code.substr(4) + " ";
  CHECK(codes == "20 50 42 50 20 51 ");
  REQUIRE(partial.values.size() == 2);
  CHECK(partial.values[0].name.text == "a");
  CHECK(partial.values[0].steps[0].expr.unreadable());
  CHECK(show(partial.values[1].steps[0].expr) == "(last exchanges.on)");
  REQUIRE(partial.conditions.size() == 2);
  CHECK(show(partial.conditions[0].expr) == "(== a b)");
  CHECK(show(partial.conditions[1].expr) == "{count repairs at_least <unreadable>}");
  CHECK(partial.rules[0].unless->unreadable());
  CHECK(partial.rules[0].grants.size() == 1);
  CHECK(partial.tree->bytes.starts_with("sanbao: 1\npolicy: x\n"));
}

TEST_CASE("a file that is no YAML leaves only its bytes") {
  PolicyDocument partial;
  const auto found = faults_of("a: [\n", &partial);
  CHECK(found.size() == 1);
  CHECK(partial.tree != nullptr);
  CHECK_FALSE(partial.policy);
}
