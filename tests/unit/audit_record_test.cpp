// SPDX-License-Identifier: Apache-2.0
#include "sanbao/audit/record.hpp"

#include <doctest/doctest.h>

#include <string>

#include "audit/json_text.hpp"
#include "audit/record_form.hpp"

using namespace sanbao::audit;

namespace {

std::string line_of(const std::string& body, std::uint64_t number = 17) {
  const Digest previous = blake2b("before");
  std::string room(most_head, ' ');
  room.append(body).append(line_end);
  char* const begin = write_head(number, previous, chain_digest(previous, number, blake2b(body)),
                                 room.data() + most_head);
  std::string line(begin, room.data() + room.size());
  REQUIRE(line.ends_with('\n'));
  line.pop_back();
  return line;
}

}  // namespace

TEST_CASE("claim and decision part where they part, whatever stands inside them") {
  for (const std::string claim :
       {R"({"claim":{"id":"a"}})", R"({"x":{"y":1,"decision":{"claim":"b"}}})",
        R"({"x":",\"decision\":{\"claim\":"})"}) {
    for (const std::string decision : {R"({"claim":"a","outcome":"denied"})",
                                       R"({"claim":"a","x":{"y":1,"decision":{"claim":1}}})"}) {
      CAPTURE(claim + decision);
      const std::string line =
          line_of("\"decided\":{\"claim\":" + claim + ",\"decision\":" + decision + "}");
      const auto record = read_record(line);
      REQUIRE(record);
      const auto parts = decided_parts(*record);
      REQUIRE(parts);
      CHECK(parts->claim == claim);
      CHECK(parts->decision == decision);
    }
  }
}

TEST_CASE("a record is read as it was written") {
  const std::string body = R"("decided":{"claim":{"a":"}\"]"},"decision":{"b":[1,{}]}})";
  const std::string line = line_of(body);
  const auto record = read_record(line);
  REQUIRE(record);
  CHECK(record->number == 17);
  CHECK(record->previous == blake2b("before"));
  CHECK(record->kind == RecordKind::decided);
  CHECK(record->body == body);
  CHECK(record->digest == chain_digest(record->previous, 17, blake2b(body)));
  const auto parts = decided_parts(*record);
  REQUIRE(parts);
  CHECK(parts->claim == R"({"a":"}\"]"})");
  CHECK(parts->decision == R"({"b":[1,{}]})");
  CHECK(read_record(line_of(R"("rulebook":{})", 18446744073709551615U))->number ==
        18446744073709551615U);
  CHECK(read_record(line_of(R"("refused":{})"))->kind == RecordKind::refused);
}

TEST_CASE("the chain is over the digest before, the number in eight bytes, and the body's digest") {
  std::string link(72, '\0');
  const Digest body = blake2b("body");
  link.replace(32, 3, "\x02\x01\x00", 3);
  link.replace(40, 32, reinterpret_cast<const char*>(body.bytes.data()), 32);
  CHECK(chain_digest({}, 0x0102, body) == blake2b(link));
}

TEST_CASE("what is not written in the one form is no record") {
  const std::string line = line_of(R"("decided":{"claim":{},"decision":{}})");
  for (std::size_t size = 0; size < line.size(); ++size) {
    const auto cut =
        read_record(std::string_view(line).substr(0, size));  // it points into the line
    // Cut before its last brace it may still have the form; it never has its parts.
    if (cut) CHECK_FALSE(decided_parts(*cut));
  }
  CHECK_FALSE(read_record(" " + line));
  CHECK_FALSE(read_record(line + " "));
  CHECK_FALSE(read_record("{\"seq\":017" + line.substr(9)));
  CHECK_FALSE(read_record("{\"seq\":-7" + line.substr(9)));
  CHECK_FALSE(read_record(line_of(R"("other":{})")));
}

TEST_CASE("a value ends where its brackets and quotes end") {
  const auto taken = [](std::string_view text) { return std::string(take_value(text)); };
  CHECK(taken(R"({"a":[1,2]},rest)") == R"({"a":[1,2]})");
  CHECK(taken(R"("a\"b\\",rest)") == R"("a\"b\\")");
  CHECK(taken("12.5,rest") == "12.5");
  CHECK(taken("null}") == "null");
  CHECK(taken("").empty());
  CHECK(taken("{\"a\":").empty());
  CHECK(taken("\"a").empty());
  CHECK(taken("\"a\\").empty());
  std::string text;
  append_json_string("a\"\\\n\x01三", text);
  CHECK(text == "\"a\\\"\\\\\\u000a\\u0001三\"");
}
