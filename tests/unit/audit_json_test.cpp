// SPDX-License-Identifier: Apache-2.0
#include "audit/json_tree.hpp"

#include <doctest/doctest.h>

using namespace sanbao::audit;

TEST_CASE("two decisions part at the first thing that differs") {
  const auto parting = [](const char* a, const char* b) { return first_parting(a, b); };
  CHECK_FALSE(parting(R"({"a":1,"b":[{"c":"x"}]})", R"({"a":1,"b":[{"c":"x"}]})"));
  const auto deep = parting(R"({"a":1,"b":{"c":"x","d":"1"}})", R"({"a":1,"b":{"c":"x","d":"2"}})");
  REQUIRE(deep);
  CHECK(deep->path == "b.d");
  CHECK(deep->first == "\"1\"");
  CHECK(deep->second == "\"2\"");
  CHECK(parting(R"({"a":1})", "{}")->second.empty());
  CHECK(parting("{}", R"({"a":1})")->path == "a");
  const auto listed = parting(R"({"p":[{"policy":"x","n":1}]})", R"({"p":[{"policy":"x","n":2}]})");
  CHECK(listed->path == "p[x].n");
  CHECK(parting(R"({"r":["5","6"]})", R"({"r":["5"]})")->path == "r[1]");
  CHECK(parting(R"({"r":["5","6"]})", R"({"r":["7","6"]})")->first == R"(["5","6"])");
  CHECK(parting("no json", "{}")->first == "no json");
}

TEST_CASE("what a filter looks at") {
  const auto words = words_of(
      R"({"claim":"C","as_of":"2024-05-08","outcome":"denied","policies":[{"policy":"p","codes":{"holds":["5"],"fails":["6"]}},{"policy":"q","reasons":[{"rule":"7","holds":true},{"rule":"8","holds":null}]}]})");
  REQUIRE(words);
  CHECK(words->outcome == "denied");
  CHECK(words->policies == std::vector<std::string>{"p", "q"});
  CHECK(words->rules == std::vector<std::string>{"5", "p:5", "7", "q:7"});
  CHECK_FALSE(words_of("{"));
}

TEST_CASE("texts and codes") {
  CHECK(unescaped(R"("a\u0062\"")") == "ab\"");
  CHECK(unescaped("\"plain\"") == "plain");
  CHECK(is_utf8("三包"));
  CHECK_FALSE(is_utf8("\xFF"));
  CHECK(error_code(R"({"record":1,"error":{"code":"SB3005"}})") == "SB3005");
  CHECK(error_code("{}").empty());
}
