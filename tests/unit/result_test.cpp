// SPDX-License-Identifier: Apache-2.0
//
// Result<T> (sanbao/result.hpp): a value with its warnings, or errors and no value.
#include "sanbao/result.hpp"

#include <doctest/doctest.h>

#include <memory>
#include <string>

using namespace sanbao;

namespace {

Diagnostic fault(Severity severity, std::string code) {
  Diagnostic out;
  out.severity = severity;
  out.code = std::move(code);
  return out;
}

}  // namespace

TEST_CASE("a value") {
  const Result<std::string> result(std::string("lamp"));
  CHECK(result.has_value());
  CHECK(static_cast<bool>(result));
  CHECK(*result == "lamp");
  CHECK(result->size() == 4);
  CHECK(result.diagnostics().empty());
}

TEST_CASE("a value keeps its warnings") {
  const Result<int> result(7, {fault(Severity::warning, "SB2102")});
  CHECK(result.has_value());
  CHECK(*result == 7);
  REQUIRE(result.diagnostics().size() == 1);
  CHECK(result.diagnostics()[0].code == "SB2102");
  CHECK_FALSE(has_errors(result.diagnostics()));
}

TEST_CASE("errors, and no value") {
  const Result<int> result({fault(Severity::warning, "SB2102"), fault(Severity::error, "SB2004")});
  CHECK_FALSE(result.has_value());
  CHECK_FALSE(static_cast<bool>(result));
  CHECK(result.diagnostics().size() == 2);
  CHECK(has_errors(result.diagnostics()));
}

TEST_CASE("a value is changed in place and moved out") {
  Result<std::unique_ptr<int>> result(std::make_unique<int>(1));
  **result = 2;
  CHECK(*result->get() == 2);
  const std::unique_ptr<int> taken = *std::move(result);
  CHECK(*taken == 2);
}
