// SPDX-License-Identifier: Apache-2.0
//
// nearest_test.cpp: how far a word may be away from a name, and which name is taken.
#include "base/nearest.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

using sanbao::base::edit_distance;
using sanbao::base::nearest;

TEST_CASE("distance counts letters added, left out, changed and neighbours swapped") {
  CHECK(edit_distance("price", "price", 5) == 0);
  CHECK(edit_distance("pirce", "price", 5) == 1);
  CHECK(edit_distance("prize", "price", 5) == 1);
  CHECK(edit_distance("prce", "price", 5) == 1);
  CHECK(edit_distance("pricee", "price", 5) == 1);
  CHECK(edit_distance("ca", "abc", 5) == 2);  // letters may stand between two that were swapped
  CHECK(edit_distance("kitten", "sitting", 5) == 3);
  CHECK(edit_distance("", "abc", 5) == 3);
  CHECK(edit_distance("退货", "换货", 5) == 1);
}

TEST_CASE("what lies beyond the limit is not worked out") {
  CHECK(edit_distance("kitten", "sitting", 2) == 3);
  CHECK(edit_distance(std::string(100'000, 'a'), "a", 2) == 3);
  CHECK(edit_distance(std::string(100'000, 'a'), std::string(100'000, 'b'), 2) == 3);
}

TEST_CASE("two slips are forgiven, one in a word of under five letters") {
  const std::vector<std::string_view> names{"purchase", "product", "fault", "for"};
  CHECK(nearest("purhcase", names) == "purchase");
  CHECK(nearest("prodcuts", names) == "product");
  CHECK_FALSE(nearest("prduktt", names));
  CHECK(nearest("fro", names) == "for");
  CHECK_FALSE(nearest("fxy", names));
  CHECK_FALSE(nearest("f", names));
  CHECK_FALSE(nearest("", names));
}

TEST_CASE("the nearest is taken, of equally near ones the first") {
  const std::vector<std::string> names{"period", "periods", "perioda"};
  CHECK(nearest("periodx", names) == "period");
  CHECK(nearest("periods", names) == "periods");
  CHECK(nearest("periodd", std::vector<std::string>{"periodxx", "periode"}) == "periode");
}
