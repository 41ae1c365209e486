// SPDX-License-Identifier: Apache-2.0
//
// Lines that are JSON and yet refused: with which code, at which byte, under which path, in which
// words.
#include "claims/reader.hpp"

#include <doctest/doctest.h>

#include <array>
#include <string>
#include <vector>

#include "claim_fixture.hpp"
#include "claims/limits.hpp"

using namespace sanbao;
using namespace claim_fixture;
using ir::Cell;
using ir::FactState;

TEST_CASE("members are known, sets hold each once, remedies are those of the rulebook") {
  check_bad(std::array<Bad, 15>{{
      {R"({"fault":{"kind":"performence"}})", "SB3013", 17, "fault.kind"},
      {R"({"fault":{"kind":""}})", "SB3013", 17, "fault.kind"},
      {R"({"fault":{"kind":"Performance"}})", "SB3013", 17, "fault.kind"},
      {R"({"claim":{"requests":"retrun"}})", "SB3013", 21, "claim.requests"},
      {R"({"claim":{"requests":"invoice"}})", "SB3013", 21, "claim.requests"},
      {R"({"purchase":{"documents":["receipt"]}})", "SB3013", 26, "purchase.documents[0]"},
      {R"({"purchase":{"documents":["invoice","photo","invoice"]}})", "SB3014", 44,
       "purchase.documents[2]"},
      {R"({"purchase":{"documents":["invoice",null]}})", "SB3011", 36, "purchase.documents[1]"},
      {R"({"purchase":{"documents":["invoice",1]}})", "SB3010", 36, "purchase.documents[1]"},
      {R"({"purchase":{"documents":[["invoice"]]}})", "SB3010", 26, "purchase.documents[0]"},
      {R"({"purchase":{"documents":{"invoice":true}}})", "SB3010", 25, "purchase.documents"},
      {R"({"purchase":{"documents":"invoice"}})", "SB3010", 25, "purchase.documents"},
      {R"({"shop":{"tags":["a","b","a"]}})", "SB3014", 25, "shop.tags[2]"},
      {R"({"visits":[{"colours":["x","x"]}]})", "SB3014", 27, "visits[0].colours[1]"},
      {R"({"repairs":[{"replaced":"engine"}]})", "SB3013", 24, "repairs[0].replaced"},
  }});
  Bench b;
  CHECK(b.read(
      R"({"purchase":{"promises":["quality","anything at all"]},"product":{"category":"hovercraft"}})"));
}

TEST_CASE("keys: unknown, repeated, nearly known") {
  check_bad(std::array<Bad, 19>{{
      {R"({"purchase":{"pirce":1}})", "SB3007", 13, "purchase.pirce"},
      {R"({"purchase":{"":1}})", "SB3007", 13, "purchase."},
      {R"({"purchase":{"Price":1}})", "SB3007", 13, "purchase.Price"},
      {R"({"purchase":{"price ":1}})", "SB3007", 13, "purchase.price "},
      {R"({"repairs":[{"duration":3}]})", "SB3007", 13, "repairs[0].duration"},
      {R"({"exchanges":[{"whole_unit":true}]})", "SB3007", 15, "exchanges[0].whole_unit"},
      {R"({"repairs":[{},{"fixd":true}]})", "SB3007", 16, "repairs[1].fixd"},
      {R"({"shop":{"calls":[{"hours":1}]}})", "SB3007", 19, "shop.calls[0].hours"},
      {R"({"stock":{"parts":true,"parts":true}})", "SB3006", 23, "stock.parts"},
      {R"({"stock":{"parts":null,"p\u0061rts":true}})", "SB3006", 23, "stock.parts"},
      {R"({"stock":{},"goods":{},"stock":{}})", "SB3006", 23, "stock"},
      {R"({"repairs":[],"repairs":[]})", "SB3006", 14, "repairs"},
      {R"({"repairs":null,"repairs":[]})", "SB3006", 16, "repairs"},
      {R"({"repairs":[{"fixed":true,"fixed":true}]})", "SB3006", 26, "repairs[0].fixed"},
      {R"({"context":1,"context":1})", "SB3006", 13, "context"},
      {R"({"crm":1,"crm":1})", "SB3006", 9, "crm"},
      {R"({"purchse":{}})", "SB3008", 1, "purchse"},
      {R"({"repair":[]})", "SB3008", 1, "repair"},
      {R"({"contxet":{}})", "SB3008", 1, "contxet"},
  }});
  Bench b;
  CHECK_FALSE(b.read(R"({"purchase":{"pirce":1}})"));
  CHECK(b.error.message.find("did you mean `price`?") != std::string::npos);
  CHECK_FALSE(b.read(R"({"purchase":{"colour_of_the_box":1}})"));
  CHECK(b.error.message.find("did you mean") == std::string::npos);
  CHECK_FALSE(b.read(R"({"repairs":[{"duration":3}]})"));
  CHECK(b.error.expected.find("duration") == std::string::npos);
  CHECK_FALSE(b.read(R"({"fault":{"kind":"performence"}})"));
  CHECK(b.error.message.find("did you mean `performance`?") != std::string::npos);
  // The name of a word, where the word is meant.
  CHECK_FALSE(b.read(R"({"fault":{"kind":"性能"}})"));
  CHECK(b.error.message.find("did you mean `performance`?") != std::string::npos);
  CHECK_FALSE(b.read(R"({"purchase":{"documents":["发票"]}})"));
  CHECK(b.error.message.find("did you mean `invoice`?") != std::string::npos);
  CHECK_FALSE(b.read(R"({"repairs":[{"replaced":"总成"}]})"));
  CHECK(b.error.message.find("did you mean `assembly`?") != std::string::npos);
  CHECK_FALSE(b.read(R"({"goood":{}})"));
  CHECK(b.error.message.find("`goods`") != std::string::npos);
  // four letters: one slip
  CHECK_FALSE(b.read(R"({"lccd":{}})"));
  CHECK(b.error.code == "SB3008");
  CHECK(b.read(R"({"lxyd":{},"vendor":null,"":[]})"));
  CHECK(b.data.unread == std::vector<std::string>{"lxyd", "vendor", ""});
}

TEST_CASE("groups and lists of the wrong kind") {
  check_bad(std::array<Bad, 13>{{
      {"null", "SB3010", 0, ""},
      {"[]", "SB3010", 0, ""},
      {"\"{}\"", "SB3010", 0, ""},
      {"  12", "SB3010", 2, ""},
      {R"({"claim":null})", "SB3011", 9, "claim"},
      {R"({"purchase":null})", "SB3011", 12, "purchase"},
      {R"({"purchase":[]})", "SB3010", 12, "purchase"},
      {R"({"purchase":"x"})", "SB3010", 12, "purchase"},
      {R"({"repairs":{}})", "SB3010", 11, "repairs"},
      {R"({"repairs":[null]})", "SB3011", 12, "repairs[0]"},
      {R"({"repairs":[{},[]]})", "SB3010", 15, "repairs[1]"},
      {R"({"repairs":"none"})", "SB3010", 11, "repairs"},
      {R"({"claim":{"id":null}})", "SB3011", 15, "claim.id"},
  }});
}

TEST_CASE("a value of the wrong kind is called what it is") {
  const std::array<std::pair<const char*, const char*>, 8> cases{{
      {"null", "the record is null"},
      {"[]", "the record is an array"},
      {"\"{}\"", "the record is a text"},
      {"12", "the record is a number"},
      {R"({"purchase":[]})", "`purchase` is an array"},
      {R"({"repairs":{}})", "`repairs` is an object"},
      {R"({"repairs":true})", "`repairs` is true"},
      {R"({"repairs":[1]})", "`repairs[0]` is a number"},
  }};
  for (const auto& [line, message] : cases) {
    Bench b;
    CHECK_FALSE(b.read(line));
    CHECK(b.error.message == message);
  }
}

TEST_CASE("a repair given back before it was handed in") {
  Bench b;
  CHECK(b.read(R"({"repairs":[{"received_on":"2024-05-03","returned_on":"2024-05-03"}]})"));
  CHECK(b.read(R"({"repairs":[{"returned_on":"2024-05-03"},{"received_on":"2024-06-01"}]})"));
  check_bad(std::array<Bad, 2>{{
      {R"({"repairs":[{"received_on":"2024-05-03","returned_on":"2024-05-02"}]})", "SB3027", 54,
       "repairs[0].returned_on"},
      {R"({"repairs":[{"returned_on":"2024-05-02","received_on":"2024-05-03"}]})", "SB3027", 27,
       "repairs[0].returned_on"},
  }});
}

TEST_CASE("limits: line, depth, events, members, texts") {
  Bench b;
  const auto padded = [](std::size_t size) {
    std::string line = R"({"claim":{"id":"C-1"},"context":")";
    line.append(size - line.size() - 2, 'x');
    return line + "\"}";
  };
  CHECK(b.read(padded(max_record_bytes)));
  CHECK_FALSE(b.read(padded(max_record_bytes + 1)));
  CHECK(b.error.code == "SB3001");
  CHECK(b.error.offset == max_record_bytes);
  CHECK_FALSE(b.error.has_claim_id);

  const auto nested = [](std::size_t depth) {  // in all, with the record and `context`
    return "{\"context\":" + std::string(depth - 1, '[') + std::string(depth - 1, ']') + "}";
  };
  CHECK(b.read(nested(32)));
  CHECK_FALSE(b.read(nested(33)));
  CHECK(b.error.code == "SB3004");
  CHECK(b.error.offset == 11 + 31);
  CHECK_FALSE(b.read("{\"context\":" + std::string(1'000'000, '[')));
  CHECK(b.error.code == "SB3004");
  CHECK_FALSE(b.read(std::string(1'000'000, '{')));
  CHECK(b.error.code == "SB3003");
  CHECK(b.error.offset == 1);

  const auto repeated = [](std::string before, std::string_view item, int count,
                           std::string_view after) {
    for (int i = 0; i < count; ++i) {
      if (i > 0) before += ',';
      before += item;
    }
    return before + std::string(after);
  };
  CHECK(b.read(repeated(R"({"repairs":[)", "{}", 1000, "]}")));
  CHECK(b.list("repairs").count == 1000);
  CHECK_FALSE(b.read(repeated(R"({"repairs":[)", "{}", 1001, "]}")));
  CHECK(b.error.code == "SB3009");
  CHECK(b.error.path == "repairs[1000]");

  std::string tags = R"({"shop":{"tags":["0")";
  for (int i = 1; i < 1000; ++i)
    tags += ",\"" + std::to_string(i) + "\"";
  CHECK(b.read(tags + "]}}"));
  CHECK_FALSE(b.read(tags + ",\"more\"]}}"));
  CHECK(b.error.code == "SB3009");

  std::string groups = "{\"g0\":0";
  for (int i = 1; i < 1000; ++i)
    groups += ",\"other" + std::to_string(i) + "\":0";
  CHECK(b.read(groups + "}"));
  CHECK(b.data.unread.size() == 1000);
  CHECK_FALSE(b.read(groups + ",\"more\":0}"));
  CHECK(b.error.code == "SB3009");

  const std::string text(claims::max_text_bytes, 'x');
  CHECK(reads(b, "claim", "id", "\"" + text + "\""));
  CHECK(b.text("claim.id") == text);
  CHECK_FALSE(reads(b, "claim", "id", "\"" + text + "x\""));
  CHECK(b.error.code == "SB3015");
  CHECK(b.error.message.size() < 200);
  // bytes of the text, not of its escapes
  std::string escaped = "\"";
  for (std::size_t i = 0; i < claims::max_text_bytes; ++i)
    escaped += "\\u0041";
  CHECK(reads(b, "claim", "id", escaped + "\""));
  CHECK(b.text("claim.id").size() == claims::max_text_bytes);
}

TEST_CASE(
    "an error names the claim where its id stands before the fault, or anywhere in JSON that is "
    "whole") {
  Bench b;
  CHECK_FALSE(b.read(R"({"claim":{"id":"C-9","filed_on":"x"}})"));
  CHECK(b.error.has_claim_id);
  CHECK(b.error.claim_id == "C-9");
  CHECK_FALSE(b.read(R"({"purchase":{"pirce":1},"claim":{"id":"C-\u0039"}})"));
  CHECK(b.error.claim_id == "C-9");
  CHECK_FALSE(b.read(R"({"claim":{"id":"C-9"},"purchase":)"));
  CHECK(b.error.claim_id == "C-9");
  CHECK_FALSE(b.read(R"({"purchase":,"claim":{"id":"C-9"}})"));
  CHECK_FALSE(b.error.has_claim_id);
  CHECK_FALSE(b.read(R"({"claim":{"id":5}})"));
  CHECK_FALSE(b.error.has_claim_id);
  CHECK_FALSE(b.read(R"({"purchase":{"id":"P-1"},"context":{"claim":{"id":"C-9"}},"x":})"));
  CHECK_FALSE(b.error.has_claim_id);
  CHECK_FALSE(b.read(R"({"purchase":{"price":1e5},"claim":{"id":""}})"));
  CHECK(b.error.has_claim_id);
  CHECK(b.error.claim_id.empty());
}

TEST_CASE("messages show the author's words, a few of them") {
  Bench b;
  CHECK_FALSE(b.read("{\"claim\":{\"filed_on\":\"" + std::string(50'000, 'y') + "\"}}"));
  CHECK(b.error.message.size() < 200);
  CHECK_FALSE(b.read("{\"purchase\":{\"" + std::string(50'000, 'y') + "\":1}}"));
  CHECK(b.error.message.size() < 400);
  CHECK(b.error.path.size() < 120);
  CHECK_FALSE(b.read("{\"purchase\":{\"现代现代\xE2\x80\xAE\":1}}"));
  CHECK(b.error.message.find("现代现代\xEF\xBF\xBD") != std::string::npos);
}
