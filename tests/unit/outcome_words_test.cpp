// SPDX-License-Identifier: Apache-2.0
//
// outcome_words_test.cpp: the words of the record for outcomes and statuses.
#include <doctest/doctest.h>

#include "sanbao/decision.hpp"

using namespace sanbao;

TEST_CASE("the words of outcomes") {
  CHECK(to_string(Outcome::approved) == "approved");
  CHECK(to_string(Outcome::conditional) == "conditional");
  CHECK(to_string(Outcome::denied) == "denied");
  CHECK(to_string(Outcome::needs_facts) == "needs_facts");
  CHECK(to_string(Outcome::conflict) == "conflict");
  CHECK(to_string(Outcome::not_covered) == "not_covered");
}
