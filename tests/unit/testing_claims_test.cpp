// SPDX-License-Identifier: Apache-2.0
//
// Faults of a test file: what is told, and how it is mended.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <string>

#include "testing_fixture.hpp"

using namespace sanbao;
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

}  // namespace

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
