// SPDX-License-Identifier: Apache-2.0
//
// json_writer_test.cpp: texts with their escapes and numbers, byte for byte.
#include "records/json_writer.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "records/decision_json.hpp"

namespace {

using sanbao::records::JsonWriter;

template <typename Write>
std::string written(Write write) {
  std::string out;
  {
    JsonWriter json(out);
    write(json);
  }
  return out;
}

std::string quoted(std::string_view text) {
  return written([&](JsonWriter& json) { json.string(text); });
}

}  // namespace

TEST_CASE("texts escape quotes, backslashes and control characters, and nothing else") {
  CHECK(quoted("") == "\"\"");
  CHECK(quoted("现代 MP3") == "\"现代 MP3\"");
  CHECK(quoted("a\"b\\c/d") == R"("a\"b\\c/d")");
  CHECK(quoted("\b\f\n\r\t") == R"("\b\f\n\r\t")");
  CHECK(quoted(std::string_view("\0\x01\x1f\x7f", 4)) == "\"\\u0000\\u0001\\u001f\x7f\"");
  // U+2028 and characters of four bytes are valid in JSON as they are.
  CHECK(quoted("\u2028\U0001F600") == "\"\u2028\U0001F600\"");
}

TEST_CASE("an escape is found at every place of a text") {
  std::vector<std::size_t> lengths{254, 255, 256, 2047, 2048, 2049, 5000};
  for (std::size_t length = 1; length <= 33; ++length)
    lengths.push_back(length);
  for (const std::size_t length : lengths) {
    CHECK(quoted(std::string(length, 'x')).size() == length + 2);
    for (std::size_t at = 0; at<length; at += length> 100 ? 97 : 1) {
      for (const char mark : {'"', '\\', '\n'}) {
        std::string text(length,
                         '\x80');  // the byte that differs from a control character in its high bit
        text[at] = mark;
        std::string expected(length, '\x80');
        expected.replace(at, 1, std::string("\\") + (mark == '\n' ? 'n' : mark));
        CHECK(quoted(text) == '"' + expected + '"');
      }
    }
  }
}

TEST_CASE("whole numbers and millionths are exact to the ends of their range") {
  const auto integer = [](std::int64_t n) {
    return written([&](JsonWriter& json) { json.integer(n); });
  };
  CHECK(integer(0) == "0");
  CHECK(integer(-7) == "-7");
  CHECK(integer(std::numeric_limits<std::int64_t>::max()) == "9223372036854775807");
  CHECK(integer(std::numeric_limits<std::int64_t>::min()) == "-9223372036854775808");

  const auto number = [](std::int64_t n) {
    sanbao::Value value;
    value.kind = sanbao::Value::Kind::number;
    value.number = n;
    return written([&](JsonWriter& json) { sanbao::records::write(json, value); });
  };
  CHECK(number(0) == "0");
  CHECK(number(1) == "0.000001");
  CHECK(number(-1) == "-0.000001");
  CHECK(number(1'000'000) == "1");
  CHECK(number(12'000'500'000) == "12000.5");
  CHECK(number(100'010) == "0.10001");
  CHECK(number(std::numeric_limits<std::int64_t>::min()) == "-9223372036854.775808");
}
