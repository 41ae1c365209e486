// SPDX-License-Identifier: Apache-2.0
//
// error_json_test.cpp: the bytes of the line that stands in the place of a record at fault.
#include <doctest/doctest.h>

#include <string>

#include "sanbao/records.hpp"

using namespace sanbao;

TEST_CASE("an error line stands in the place of its record") {
  RecordError error{.code = "SB3005",
                    .path = "purchase.sold_on",
                    .message = "there is no day `2023-02-29`",
                    .expected = "a date `YYYY-MM-DD`",
                    .offset = 20,
                    .claim_id = "",
                    .has_claim_id = false};
  std::string out = "before";
  append_json(error, 17, 13100, out);
  const std::string line =
      R"({"record":17,"offset":13120,"path":"purchase.sold_on","error":{"code":"SB3005",)"
      R"("message":"there is no day `2023-02-29`","expected":"a date `YYYY-MM-DD`"})";
  CHECK(out == "before" + line + "}");

  // An id that is empty text is an id.
  error.has_claim_id = true;
  out.clear();
  append_json(error, 17, 13100, out);
  CHECK(out == line + R"(,"claim":""})");
}

TEST_CASE("an error line is UTF-8 whatever the record held") {
  const auto told = [](std::string message) {
    RecordError error;
    error.message = std::move(message);
    std::string out;
    append_json(error, 1, 0, out);
    const std::string head = R"({"record":1,"offset":0,"path":"","error":{"code":"","message":")";
    const std::string tail = R"(","expected":""}})";
    REQUIRE(out.starts_with(head));
    REQUIRE(out.ends_with(tail));
    return out.substr(head.size(), out.size() - head.size() - tail.size());
  };
  const std::string mark = "\xEF\xBF\xBD";
  CHECK(told("现代 \U0001F600 ok") == "现代 \U0001F600 ok");
  CHECK(told("a\xFFz") == "a" + mark + "z");
  CHECK(told("\xE7\x8E") == mark + mark);                        // cut in the middle
  CHECK(told("\xC0\x80") == mark + mark);                        // overlong
  CHECK(told("\xE0\x80\x80") == mark + mark + mark);             // overlong
  CHECK(told("\xED\xA0\x80") == mark + mark + mark);             // a surrogate
  CHECK(told("\xF4\x90\x80\x80") == mark + mark + mark + mark);  // beyond U+10FFFF
  CHECK(told("\"\n") == "\\\"\\n");
}
