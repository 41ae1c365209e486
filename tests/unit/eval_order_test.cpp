// SPDX-License-Identifier: Apache-2.0
//
// The order of a claim's events, to a figure worked out by hand; that no order matters at all is in tests/properties.
#include <algorithm>
#include <string>
#include <vector>

#include "eval_fixture.hpp"

using namespace sanbao;
using namespace eval_fixture;

TEST_CASE("the order of a claim's repairs changes nothing but their indexes") {
  const Rulebook rules = *load_rulebook_files(std::vector<std::string>{"examples/shop.yaml"});
  const std::string one =
                        R"({"received_on":"2024-06-01","returned_on":"2024-06-11","fixed":false})",
                    two =
                        R"({"received_on":"2024-06-05","returned_on":"2024-06-16","fixed":false})",
                    three =
                        R"({"received_on":"2024-07-05","returned_on":"2024-07-06","fixed":true})";
  std::vector<std::string> repairs{one, two, three};
  std::sort(repairs.begin(), repairs.end());
  std::vector<std::string> seen;
  do {
    const std::string claim =
        R"({"claim":{"filed_on":"2024-08-05","requests":"return"},"purchase":{"delivered_on":"2024-05-01","price":"2400.00"},"goods":{"accessories_complete":true},"fault":{"confirmed":true},"repairs":[)" +
        repairs[0] + "," + repairs[1] + "," + repairs[2] + "]}";
    const std::string answer = json_of(rules, claim, Detail::codes);
    CHECK(answer.find(R"("outcome":"approved")") != std::string::npos);
    seen.push_back(answer);
  } while (std::next_permutation(repairs.begin(), repairs.end()));
  REQUIRE(seen.size() == 6);
  for (const auto& answer : seen)
    CHECK(answer == seen.front());
  // 96 days, less 1 to 16 June (15 days, once) and a day in July: 80 of use.
  CHECK(seen.front().find(R"("wear_fee":"192.00")") != std::string::npos);
}
