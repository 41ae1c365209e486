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

TEST_CASE("what a claim gets, whoever gives it") {
  const auto same = [](const std::string& a, const std::string& b) {
    const auto decision = [](const std::string& remedies) {
      return R"({"claim":"C","outcome":"approved","remedies":{)" + remedies + R"(},"policies":[]})";
    };
    const auto given = given_by(decision(a), decision(b));
    REQUIRE(given);
    return given->first == given->second;
  };
  const std::string of_one =
      R"("return":{"status":"available","policy":"p","rules":["1"],"net":"5.00","until":"2024-05-08"})";
  CHECK(same(
      of_one,
      R"("return":{"status":"available","policy":"q","policies":["q","r"],"may_improve":["s"],"rules":["2","3"],"preferred":[{"rules":["4"],"net":"6.00"}],"net":"5.00","until":"2024-05-08"})"));
  for (const char* const other :
       {R"("return":{"status":"conditional","net":"5.00","until":"2024-05-08"})",
        R"("return":{"status":"available","net":"6.00","until":"2024-05-08"})",
        R"("return":{"status":"available","net":"5.00","until":"2024-05-09"})",
        R"("return":{"status":"available","net":"5.00"})",
        R"("repair":{"status":"available","net":"5.00","until":"2024-05-08"})"})
    CHECK_FALSE(same(of_one, other));
  // A remedy that is not listed is unavailable.
  CHECK(same(R"("repair":{"status":"unavailable","excluded_by":["9"]})", ""));
  CHECK_FALSE(same(R"("repair":{"status":"unknown"})", ""));
  CHECK_FALSE(same(R"("repair":{"status":"unknown"})",
                   R"("repair":{"status":"unknown","at_least":"conditional"})"));
  // Terms and disputed amounts without the rules that they come from, in whatever order.
  CHECK(same(R"("repair":{"status":"available","terms":{"1":{"a":"x"},"2":{"a":"y","b":3}}})",
             R"("repair":{"status":"available","terms":{"5":{"b":3,"a":"y"},"6":{"a":"x"}}})"));
  CHECK_FALSE(same(R"("repair":{"status":"available","terms":{"1":{"a":"x"}}})",
                   R"("repair":{"status":"available","terms":{"1":{"a":"z"}}})"));
  CHECK(same(
      R"("repair":{"status":"conflict","conflict":[{"rules":["1"],"net":"5.00"},{"rules":["2"],"net":"6.00"}]})",
      R"("repair":{"status":"conflict","conflict":[{"rules":["3"],"net":"6.00"},{"rules":["4"],"net":"5.00"}]})"));
  CHECK_FALSE(given_by("{", "{}"));
  CHECK_FALSE(given_by(R"({"error":1})", R"({"error":1})"));
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
