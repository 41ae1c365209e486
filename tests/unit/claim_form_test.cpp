// SPDX-License-Identifier: Apache-2.0
//
// The form of a line: what is no UTF-8 or no JSON is refused, wherever it stands and whoever reads
// it.
#include "claims/reader.hpp"

#include <doctest/doctest.h>

#include <array>
#include <random>
#include <string>
#include <vector>

#include "claim_fixture.hpp"
#include "claims/form.hpp"
#include "claims/limits.hpp"

using namespace sanbao;
using namespace claim_fixture;
using ir::Cell;
using ir::FactState;
using namespace std::string_literals;

namespace {

// After the families of JSONTestSuite: arrays, objects, strings, numbers, literals, structure,
// encoding. Each is put in the place of a value that nobody reads, of one that is read, and alone
// on its line.
// clang-format off
const std::string malformed[] = {
    // arrays
    "[", "[1", "[1,", "[,", "[,1]", "[1,]", "[1,,2]", "[1 2]", "[1 true]", "[\"a\" \"b\"]", "[]]",
    "[1]]", "[\"a\"", "[[1]", "[:]", "[1:2]", "[\"a\":1]", "[}", "[{]}", "[1}", "[*]", "[-]",
    "[\"\",]", "[1\n,\n1\n,", "[a", "[\xC3]"s, "[\"x\"]]", "[\"\"x]", "[3[4]]", "[ , \"\"]",
    "[null,]", "[{}", "[][]", "]", "],",
    // objects
    "{", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":1,", "{\"a\":1,}", "{,\"a\":1}",
    "{\"a\":1,,\"b\":2}", "{\"a\" 1}", "{\"a\"::1}", "{\"a\":}", "{:1}", "{1:1}", "{a:1}",
    "{'a':1}", "{null:1}", "{[1]:1}", "{\"a\"}", "{\"a\",\"b\"}", "{\"a\":1 \"b\":2}",
    "{\"a\":1}}", "{\"a\":1]", "{]", "{\"a\":/*c*/1}", "{\"a\":1}//c", "{\"a\":1}#",
    "{\"a\":1}/**/", "{\"a\":\"b\",\"c\":}", "{\"a\":1;\"b\":2}", "{\"a\"=1}", "{true:1}", "{{}}",
    "{\"a\":\"a", "{\"a\":1}{}", "{9999E9999:1}", "{\"x\",null}", "}", "{}}", "{\"a\":\"b\"}#{}",
    "{\xF0\x9F\x87\xA8}"s,
    // texts
    "\"", "\"a", "\"\\\"", "\"\\", "\"\\x\"", "\"\\x00\"", "\"\\a\"", "\"\\u\"", "\"\\u0\"",
    "\"\\u00\"", "\"\\u00A\"", "\"\\u00Ag\"", "\"\\U0041\"", "\"\\ud800\"", "\"\\udc00\"",
    "\"\\ud800x\"", "\"\\ud800\\n\"", "\"\\ud800\\u0041\"", "\"\\ud800\\ud800\"",
    "\"\\udc00\\ud800\"", "\"\\ud800\\u\"", "\"\\ud800\\udc0\"", "\"\\ud800\\\"", "\"a\nb\"",
    "\"\t\"", "\"\x00\""s, "\"a\x1F\""s, "\"\r\"", "'a'", "\"a\"b", "\"a\"\"b\"", "a\"b\"",
    "\\\"a\"", "\\u0041", "\"\\ \"", "\"\\\n\"", "\"\\\xE5\""s, "\"\\\xF0\x9F\x8C\x80\""s,
    "\"\xF0\x9F\x98\""s,
    // numbers
    "-", "+1", "+", "01", "-01", "00", "0x1", "0x", "1.", "-1.", ".5", "-.5", ".", "1e", "1e+",
    "1E-", "1.e1", "1.5e", "0e", "0.1.2", "1-1", "1+1", "--1", "++1", "-+1", "1_000", "1,000,",
    "1 000", "1a", "1eE2", "0.e1", "1/2", "0.3e", "0.3e+", "2.e+3", "2.e-3", "9.e+", "Inf",
    "Infinity", "-Infinity", "NaN", "-NaN", "nan", "1e1.5", "\xEF\xBC\x91"s, "-2.", "-foo", "- 1",
    "-1x", "0\x00"s, "1\x00"s, "1\xC2\xA0"s, "1e\xE5"s, "123\xE5"s,
    // literals
    "t", "tru", "truee", "True", "TRUE", "f", "fals", "falsee", "False", "n", "nul", "nulll",
    "Null", "None", "undefined", "true1", "true\"a\"", "nullnull", "truefalse", "yes", "no", "~",
    "<null>", "*", "true,", "null:", "tr\x00ue"s,
    // structure
    "", ",", ":", ",1", "1,", "1:2", "1 2", "#", "//", "/**/", "/**/1", "\x00"s, "\x0C"s, "\x1A"s,
    "\x0B"s, "\x7F"s, "\xA0"s, "\xC2\xA0"s, "\xE2\x80\xA8"s, "\xE2\x81\xA0"s, "\xEF\xBB\xBF"s,
    "\xEF\xBB\xBF{}"s, "\xFE\xFF"s, "\xFF\xFE"s, "@", "$", "&", "(1)", "<>", "\\", "`1`", "1;",
    "{\"a\":1}\x00"s, "\x1E{}"s, "{}\x0C"s,
    // encoding
    "\"\xFF\""s, "\"\x80\""s, "\"\xC0\xAF\""s, "\"\xC1\xBF\""s, "\"\xE0\x80\xAF\""s,
    "\"\xE0\x9F\xBF\""s, "\"\xED\xA0\x80\""s, "\"\xED\xBF\xBF\""s, "\"\xF0\x80\x80\xAF\""s,
    "\"\xF4\x90\x80\x80\""s, "\"\xF5\x80\x80\x80\""s, "\"\xFC\x83\xBF\xBF\xBF\xBF\""s,
    "\"\xE6\x97\""s, "\"\xE6\""s, "\"\xF0\x9F\x98\""s, "\"\xC3\x28\""s, "\"\xE7\x8E\xB0\xE4\""s,
    "\"\xFE\""s, "\"a\x80z\""s, "{\"\xB9\":1}"s, "[\"\xE9\"]"s, "\xFF"s, "{\"a\":\xFF}"s,
};
// clang-format on

// clang-format off
const std::string wellformed[] = {
    "0", "-0", "-0.0", "1", "-1", "0.1", "1e1", "1E1", "1e+1", "1e-1", "1.5E+10", "-1.5e-10",
    "0e0", "0e+1", "0.0e-0", "123456789012345678901234567890", "1e99999", "-1e-99999",
    "0.00000000000000000000000000000001", "100000000000000000000.5", "true", "false", "null",
    "\"\"", "\"a\"", "\"\\\"\"", "\"\\\\\"", "\"\\/\"", "\"\\b\\f\\n\\r\\t\"", "\"\\u0000\"",
    "\"\\uFFFF\"", "\"\\ud83d\\ude00\"", "\"\\uD834\\uDD1E\"", "\"\\udbff\\udfff\"",
    "\"\\u0012\"", "\"\\\\u0041\"", "\"\x7F\""s, "\"\xE7\x8E\xB0\""s, "\"\xF0\x9F\x98\x80\""s,
    "\"\xEF\xBF\xBF\""s, "\"\xC2\x80\""s, "\"\xF4\x8F\xBF\xBF\""s, "\"\xE2\x80\xA8\""s,
    "\"\xEF\xBB\xBF\""s, "\"/*c*/\"", "\"a\\u00e9b\"", "[]", "[ ]", "[[]]", "[1,2]",
    "[\t1 ,\n2\r]", "[null,1,\"a\",{}]", "[[[[[[]]]]]]", "{}", "{ }", "{\"a\":1}",
    "{\"a\":{\"a\":{\"a\":1}}}", "{\"\":0}", "{\"a\":[],\"b\":{}}", "{\"\\u0000\":1}",
    "{\"a\":\"b\" , \"c\" :null }", " 1 ", "\n[\n]\n", "\t{\r}\n", "\"\\\\\\\"\"", "\"\\\\\\\\\"",
};
// clang-format on

bool of_form(std::string_view code) {
  return code == "SB3002" || code == "SB3003" || code == "SB3004" || code == "SB3005";
}

// The quick walk and the slow look at the form must agree on every line.
void check_agreement(const std::string& line, Bench& bench) {
  const claims::Form form = claims::examine_form(line);
  const bool good = bench.read(line);
  if (good == (form.fault == claims::Fault::none) && good) return;
  INFO(line);
  if (good) {
    CHECK(form.fault == claims::Fault::none);
  } else {
    CHECK(of_form(bench.error.code) == (form.fault != claims::Fault::none));
    CHECK(bench.error.offset <= line.size());
    CHECK(bench.error.message != "the line cannot be read");
    if (form.fault != claims::Fault::none) CHECK(bench.error.offset == form.offset);
  }
}

std::string in_context(const std::string& value) {
  return "{\"context\":" + value + "}";
}
std::string in_claim(const std::string& value) {
  return "{\"purchase\":{\"price\":1,\"id\":" + value + "}}";
}

}  // namespace

TEST_CASE("what no policy reads is checked for its form and its keys") {
  Bench b;
  CHECK(b.read(
      R"({"context":{"n":[-1.5e300,123456789012345678901234567890,0.1e-5,true,false,null,"\ud83d\ude00"],"":{},"a":{"a":{"a":[]}}}})"));
  CHECK(b.read(R"({"context":null,"crm":"text","erp":[1,[2,[3]]]})"));
  CHECK(b.data.unread == std::vector<std::string>{"crm", "erp"});
  check_bad(std::array<Bad, 12>{{
      {R"({"context":{"a":1,"a":2}})", "SB3006", 18, "context.a"},
      {R"({"context":{"a":1,"\u0061":2}})", "SB3006", 18, "context.a"},
      {R"({"context":[{"x":{"k":1,"k":2}}]})", "SB3006", 24, "context[0].x.k"},
      {R"({"crm":{"b":0,"c":{"d":1,"d":2},"b":1}})", "SB3006", 25, "crm.c.d"},
      {R"({"crm":{"b":0,"b":{"d":1,"d":2}}})", "SB3006", 14, "crm.b"},
      {R"({"context":{"a":01}})", "SB3003", 17, ""},
      {R"({"context":{"a":tru}})", "SB3003", 19, ""},
      {R"({"context":{"a":NaN}})", "SB3003", 16, ""},
      {R"({"context":{"a":-}})", "SB3003", 17, ""},
      {R"({"context":{"a":"\ud83d"}})", "SB3005", 17, "context.a"},
      {R"({"context":{"a":["x","\udc00"]}})", "SB3005", 22, "context.a[1]"},
      {R"({"context":{"\ud800":1}})", "SB3005", 13, "context"},
  }});
}

TEST_CASE("many keys of one object are compared in good time") {
  Bench b;
  std::string line = R"({"context":{)";
  for (int i = 0; i < 60'000; ++i)
    line += "\"key" + std::to_string(i) + "\":0,";
  const std::size_t at = line.size();
  CHECK(b.read(line + "\"last\":0}}"));
  CHECK_FALSE(b.read(line + "\"key7\":0}}"));
  CHECK(b.error.code == "SB3006");
  CHECK(b.error.offset == at);
  CHECK(b.error.path == "context.key7");
}

TEST_CASE("the form of a line goes before its meaning") {
  Bench b;
  CHECK_FALSE(b.read(R"({"purchase":{"pirce":1},"context":[1,]})"));
  CHECK(b.error.code == "SB3003");
  CHECK(b.error.offset == 37);
  CHECK_FALSE(b.read("{\"purchase\":{\"pirce\":1},\"context\":\"\xFF\"}"));
  CHECK(b.error.code == "SB3002");
  CHECK(b.error.offset == 35);
}

TEST_CASE("no malformed value is read, wherever it stands") {
  CHECK(std::size(malformed) >= 200);
  for (const std::string& variant : claims::Tokens::variants()) {
    INFO(variant);
    Bench b("CNY", variant);
    for (const std::string& value : malformed) {
      INFO(value);
      for (const std::string& line :
           {in_context(value), in_claim(value), in_context("[0," + value + "]"),
            in_context("{\"k\":" + value + "}"), "{" + value + ":1}"}) {
        CHECK_FALSE(b.read(line));
        CHECK(of_form(b.error.code));
        check_agreement(line, b);
      }
      CHECK_FALSE(b.read(value));
      check_agreement(value, b);
      check_agreement("{}" + value, b);
    }
  }
}

TEST_CASE("every well-formed value passes where nobody reads it") {
  for (const std::string& variant : claims::Tokens::variants()) {
    INFO(variant);
    Bench b("CNY", variant);
    for (const std::string& value : wellformed) {
      INFO(value);
      for (const std::string& line :
           {in_context(value), in_context("[" + value + "," + value + "]"),
            in_context("{\"k\" : " + value + " }"), "{\"crm\":" + value + "}"})
        CHECK(b.read(line));
      check_agreement(in_claim(value), b);
      CHECK_FALSE(b.read("{} " + value));
      CHECK(b.error.code == "SB3003");
    }
  }
}

TEST_CASE("where the form of a line breaks") {
  struct Break {
    std::string line;
    std::string_view code;
    std::size_t offset;
  };
  Bench b;
  for (const Break& at : {Break{"", "SB3003", 0},
                          {"   ", "SB3003", 3},
                          {"{", "SB3003", 1},
                          {"{\"claim\"", "SB3003", 8},
                          {"{\"claim\":{}", "SB3003", 11},
                          {"{\"claim\":{},}", "SB3003", 12},
                          {"{} {}", "SB3003", 3},
                          {"{}\x00"s, "SB3003", 2},
                          {"\xEF\xBB\xBF{}"s, "SB3003", 0},
                          {"\xFF{}"s, "SB3002", 0},
                          {"{\"claim\":{\"id\":\"a\xE7\x8E\"}}"s, "SB3002", 17},
                          {"{\"claim\":{\"id\":\"a\nb\"}}", "SB3003", 17},
                          {"{\"claim\":{\"id\":\"a\\q\"}}", "SB3003", 18},
                          {"{\"claim\":{\"id\":\"a\\u12G4\"}}", "SB3003", 21},
                          {"{\"claim\":{\"id\":\"a\\ud800\"}}", "SB3005", 17},
                          {"{\"purchase\":{\"price\":01}}", "SB3003", 22},
                          {"{\"purchase\":{\"price\":1.}}", "SB3003", 23},
                          {"{\"goods\":{\"intact\":truth}}", "SB3003", 22}}) {
    INFO(at.line);
    CHECK_FALSE(b.read(at.line));
    CHECK(b.error.code == at.code);
    CHECK(b.error.offset == at.offset);
    CHECK_FALSE(b.error.message.empty());
    CHECK_FALSE(b.error.expected.empty());
  }
}

TEST_CASE("the quick walk and the slow one agree on damaged lines, in every variant") {
  const std::string whole =
      R"({"claim":{"id":"C-1","filed_on":"2024-05-08","requests":"return"},"purchase":{"price":"1299.00","documents":["invoice"],"sold_directly":true},"product":{"brand":"\u73b0代"},"repairs":[{"received_on":"2024-05-03","fixed":false,"waiting_days":0}],"context":{"a":[1,-2.5e3,null,{"b":"\ud83d\ude00","c":{}}],"d":true}})";
  std::vector<Bench> benches;
  for (const std::string& variant : claims::Tokens::variants())
    benches.emplace_back("CNY", variant);
  const std::string marks = "{}[]:,\"\\ \n0-.eEtfnu19a\x00\x80\xE7\xFF"s;
  std::mt19937 random(20240508);
  const auto below = [&random](std::size_t n) { return random() % n; };
  for (int round = 0; round < 20'000; ++round) {
    std::string line = whole;
    for (std::size_t faults = 1 + below(3); faults > 0 && !line.empty(); --faults) {
      const std::size_t at = below(line.size());
      const char mark = marks[below(marks.size())];
      switch (below(5)) {
        case 0:
          line[at] = mark;
          break;
        case 1:
          line[at] = static_cast<char>(random() & 0xFF);
          break;
        case 2:
          line.insert(at, 1, mark);
          break;
        case 3:
          line.erase(at, 1 + below(4));
          break;
        default:
          line.resize(at + 1);
      }
    }
    for (Bench& bench : benches)
      check_agreement(line, bench);
    for (Bench& bench : benches) {
      CHECK(bench.error.code == benches.front().error.code);
      CHECK(bench.error.offset == benches.front().error.offset);
      CHECK(bench.error.path == benches.front().error.path);
      CHECK(bench.error.message == benches.front().error.message);
    }
  }
}
