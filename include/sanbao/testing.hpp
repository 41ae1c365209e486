// SPDX-License-Identifier: Apache-2.0
//
// Policy tests: the cases of `*.test.yaml` files, run against the policies beside them.
// In: files or folders. Out: what holds, what does not and why, and the clauses that no case exercises.
// Never changes a policy; with `update` rewrites the baselined explanations only.
// Tested by tests/unit/testing_test.cpp and by every rules/**/*.test.yaml.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "sanbao/diagnostic.hpp"
#include "sanbao/export.hpp"

namespace sanbao {

/// One expectation that was not met.
struct Difference {
  std::string what;  ///< "return.net"
  std::string expected;
  std::string got;
  std::vector<std::string> because;  ///< lines that help: a value worked out, dates counted
};
struct CaseResult {
  std::string file;
  std::size_t line = 0;
  std::string name;
  std::vector<Difference> differences;  ///< empty: the case holds
};
struct FileResult {
  std::string file;
  std::vector<CaseResult> cases;
  std::vector<std::string> clauses_not_exercised;
  std::size_t clauses = 0;
};
struct TestReport {
  std::vector<FileResult> files;
  std::vector<Diagnostic> diagnostics;  ///< a test file or policy that could not be read
  std::size_t held = 0, failed = 0, updated = 0;
};
struct TestOptions {
  bool update = false;  ///< rewrite baselined explanations
};

/// Files and folders (every `*.test.yaml` below).
SANBAO_EXPORT TestReport run_tests(std::span<const std::string> paths, const TestOptions& options);
/// The report for people, and as JUnit XML.
SANBAO_EXPORT std::string to_text(const TestReport& report, bool colour);
SANBAO_EXPORT std::string to_junit(const TestReport& report);

}  // namespace sanbao
