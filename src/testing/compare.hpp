// SPDX-License-Identifier: Apache-2.0
//
// compare: what a case expects against what was decided.
// In: a case and its decision, or the error of a record that could not be read. Out: the
// differences, each with lines that help to see why. Never judges which side is right. Tested by
// tests/unit/testing_test.cpp.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sanbao/decision.hpp"
#include "sanbao/records.hpp"
#include "sanbao/testing.hpp"
#include "testing/test_file.hpp"

namespace sanbao::testing {

std::vector<Difference> compare(const TestCase& test, const Decision& decision);
/// A record that could not be read, or an early day of judgement.
std::vector<Difference> compare_error(const TestCase& test, const RecordError& error);

/// Why a remedy was decided as it was: rules with the periods, events and facts that decide them; where no policy applies,
/// what keeps the nearest from it.
std::vector<std::string> because_of_status(const Decision& decision, std::string_view remedy);
/// How its money was worked out.
std::vector<std::string> because_of_money(std::span<const PolicyAnswer> policies,
                                          std::string_view remedy);

/// `none`, or `[a, b]`.
std::string list_text(const std::vector<std::string>& items);
std::string value_text(const Value& value);

}  // namespace sanbao::testing
