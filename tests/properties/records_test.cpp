// SPDX-License-Identifier: Apache-2.0
//
// A claim and the record that is written of it are one: read again, it is decided in the same bytes
// (docs/records.md §1, "Written from C++").
#include <doctest/doctest.h>

#include <string>

#include "pair.hpp"

using namespace properties;

TEST_CASE("a claim that is written and read again is decided the same") {
  CHECK(holds_of_pairs("claims written", [](const Pair& pair) {
    const auto rules = rules_of(pair);
    const auto claim = read(rules, oracle::write_json(pair.claim));
    RC_PRE(claim.has_value());
    std::string line;
    RC_ASSERT(sanbao::append_json(*claim, line));
    RC_LOG() << line << '\n';
    const auto again = read(rules, line);
    RC_ASSERT(again.has_value());
    std::string second;
    RC_ASSERT(sanbao::append_json(*again, second));
    same(line, second);
    std::string decision;
    sanbao::append_json(sanbao::evaluate(rules, *again), decision);
    same(json_of(rules, pair.claim), decision);
  }));
}
