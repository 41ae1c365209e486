// SPDX-License-Identifier: Apache-2.0
//
// testing_because_test.cpp: what an author is told of a case that no policy covers.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "folder_fixture.hpp"
#include "sanbao/testing.hpp"

using namespace sanbao;

TEST_CASE("a case that no policy covers says what keeps the nearest from applying") {
  const folder_fixture::Folder folder;
  folder.put("shop.yaml", R"(sanbao: 1
policy: shop
version: "1"
title: {zh: 店规, en: Shop terms}
applies_to: product.brand == "Volta"
rules:
  - {id: "1", title: {zh: 修理, en: Repair}, grants: {repair: {}}}
)");
  folder.put("shop.test.yaml", R"(sanbao_tests: 1
given: {claim: {filed_on: 2024-05-06, requests: repair}, product: {brand: volta}}
cases:
  - {name: 1/brand, expect: {outcome: approved, repair: available}}
  - {name: 1/unsaid, claim: {product: {brand: null}}, expect: {repair: available}}
)");
  const std::string all = folder.path();
  const TestReport report = run_tests(std::span(&all, 1), {});
  REQUIRE(report.files.size() == 1);
  REQUIRE(report.files[0].cases.size() == 2);
  const auto because = [&](std::size_t test) {
    REQUIRE(!report.files[0].cases[test].differences.empty());
    return report.files[0].cases[test].differences[0].because;
  };
  CHECK(because(0) == std::vector<std::string>{"shop (1) does not apply: product.brand = volta"});
  CHECK(because(1) == std::vector<std::string>{"shop (1) does not apply: product.brand = null"});
}
