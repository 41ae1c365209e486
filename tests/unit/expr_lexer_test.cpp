// SPDX-License-Identifier: Apache-2.0
//
// expr_lexer_test.cpp: words and signs with their places, and the spelling that is told.
#include "parse/expr_lexer.hpp"

#include <string>
#include <vector>

#include "expr_fixture.hpp"
#include "parse/sign_folding.hpp"

using expr_fixture::scalar;
using sanbao::Diagnostic;
using sanbao::Span;
using sanbao::parse::Token;
using sanbao::parse::TokenKind;
using sanbao::parse::Tokens;

namespace {

struct Lexed {
  Tokens tokens;
  std::vector<Diagnostic> faults;
};

Lexed lex(std::string text) {
  const sanbao::ir::YamlNode node = scalar(std::move(text));
  const sanbao::base::SourceText source(node.text);
  sanbao::base::FaultList faults("t.yaml", source);
  Lexed out{sanbao::parse::lex_expression(node, faults), {}};
  out.faults = faults.take();
  return out;
}

// `name:a sign:== number:3`
std::string kinds(const Lexed& lexed) {
  static constexpr const char* names[] = {"end",  "number", "rate",     "date",
                                          "text", "name",   "currency", "sign"};
  std::string out;
  for (const Token& token : lexed.tokens.list) {
    if (token.kind == TokenKind::end) continue;
    if (!out.empty()) out += " ";
    out += names[static_cast<std::size_t>(token.kind)];
    out += ":" + token.text;
  }
  return out;
}

}  // namespace

TEST_CASE("literals") {
  const Lexed lexed = lex("12000 0.5 0.3% 5‰ 2021-07-22 \"退 货\" CNY true 0");
  CHECK(lexed.faults.empty());
  CHECK(kinds(lexed) ==
        "number:12000 number:0.5 rate:0.3% rate:5‰ date:2021-07-22 text:退 货 currency:CNY "
        "name:true number:0");
}

TEST_CASE("names and signs need no blanks between them") {
  const Lexed lexed = lex("a.b_1>=3*(c+d)/e!=f==g<h<=i,[j]-k");
  CHECK(lexed.faults.empty());
  CHECK(kinds(lexed) ==
        "name:a.b_1 sign:>= number:3 sign:* sign:( name:c sign:+ name:d sign:) sign:/ name:e "
        "sign:!= name:f "
        "sign:== name:g sign:< name:h sign:<= name:i sign:, sign:[ name:j sign:] sign:- name:k");
}

TEST_CASE("places count characters") {
  const Lexed lexed = lex("x == \"现代\" and y");
  REQUIRE(lexed.tokens.list.size() == 6);
  CHECK(lexed.tokens.list[2].begin == 5);
  CHECK(lexed.tokens.list[2].length == 4);
  CHECK(lexed.tokens.list[3].begin == 10);
  CHECK(lexed.tokens.list[5].begin == 15);
}

TEST_CASE("spelling that is told, and how it is read on") {
  struct Case {
    const char* text;
    const char* code;
    Span span;
    const char* help;
    const char* read;
  };
  const std::vector<Case> cases{
      {"（a）", "SB1041", {1, 1, 1}, "write `(`", "sign:( name:a sign:)"},
      {"a＝＝１２", "SB1041", {1, 2, 4}, "write `==12`", "name:a sign:== number:12"},
      {"a　and b", "SB1041", {1, 2, 1}, "an ordinary blank", "name:a name:and name:b"},
      {"min(a，b)",
       "SB1041",
       {1, 6, 1},
       "write `,`",
       "name:min sign:( name:a sign:, name:b sign:)"},
      {"x == “现代”", "SB1041", {1, 6, 1}, "write `\"`", "name:x sign:== text:现代"},
      {"0.3％", "SB1041", {1, 4, 1}, "write `%`", "rate:0.3%"},
      {"a × b", "SB1041", {1, 3, 1}, "write `*`", "name:a sign:* name:b"},
      {"a = b", "SB1042", {1, 3, 1}, "`==`", "name:a sign:== name:b"},
      {"a === b", "SB1042", {1, 3, 3}, "`==`", "name:a sign:== name:b"},
      {"a <> b", "SB1042", {1, 3, 2}, "`!=`", "name:a sign:!= name:b"},
      {"a => b", "SB1042", {1, 3, 2}, "`>=`", "name:a sign:>= name:b"},
      {"a ≥ b", "SB1042", {1, 3, 1}, "`>=`", "name:a sign:>= name:b"},
      {"a && b", "SB1042", {1, 3, 2}, "`and`", "name:a name:and name:b"},
      {"a || b", "SB1042", {1, 3, 2}, "`or`", "name:a name:or name:b"},
      {"a 且 b", "SB1042", {1, 3, 1}, "write `and`", "name:a name:and name:b"},
      {"a或b", "SB1042", {1, 2, 1}, "write `or`", "name:a name:or name:b"},
      {"a AND b", "SB1042", {1, 3, 3}, "write `and`", "name:a name:and name:b"},
      {"Not a", "SB1042", {1, 1, 3}, "write `not`", "name:not name:a"},
      {"!a", "SB1042", {1, 1, 1}, "`not`", "name:not name:a"},
      {"2 ** 3", "SB1042", {1, 3, 2}, "no powers", "number:2 sign:* number:3"},
      {"1,000 CNY", "SB1043", {1, 1, 5}, "write `1000`", "number:1000 currency:CNY"},
      {"1,000,000.50", "SB1043", {1, 1, 12}, "write `1000000.50`", "number:1000000.50"},
      {"1_000", "SB1043", {1, 1, 5}, "write `1000`", "number:1000"},
      {"[1,000]", "SB1043", {1, 2, 5}, "write `1000`", "sign:[ number:1000 sign:]"},
      {"007", "SB1043", {1, 1, 3}, "write `7`", "number:7"},
      {"00.5", "SB1043", {1, 1, 4}, "write `0.5`", "number:0.5"},
      {".5", "SB1043", {1, 1, 2}, "write `0.5`", "number:0.5"},
      {"5. ", "SB1043", {1, 1, 2}, "write `5`", "number:5"},
      {"1e5", "SB1043", {1, 1, 3}, "all its digits", "number:1"},
      {"0,2%", "SB1043", {1, 1, 4}, "write `0.2%`", "rate:0.2%"},
      {"(1,5)", "SB1043", {1, 2, 3}, "write `1.5`", "sign:( number:1.5 sign:)"},
      {"0.3 %", "SB1043", {1, 1, 5}, "write `0.3%`", "rate:0.3%"},
      {"2024-2-9", "SB1044", {1, 1, 8}, "write `2024-02-09`", "date:2024-02-09"},
      {"2024/02/09", "SB1044", {1, 1, 10}, "write `2024-02-09`", "date:2024-02-09"},
      {"2024-02-09T10:00:00Z", "SB1044", {1, 1, 20}, "write `2024-02-09`", "date:2024-02-09"},
      {"2025年1月1日", "SB1044", {1, 1, 9}, "write `2025-01-01`", "date:2025-01-01"},
      {"2025 年 1 月 15 号", "SB1044", {1, 1, 15}, "write `2025-01-15`", "date:2025-01-15"},
      {"01.05.2025", "SB1044", {1, 1, 10}, "write `2025-05-01`", "date:2025-05-01"},
      {"2025.5.1", "SB1044", {1, 1, 8}, "write `2025-05-01`", "date:2025-05-01"},
      {"9.13.2025", "SB1044", {1, 1, 9}, "write a date as", "date:2025-13-09"},
      {"24-02-09", "SB1044", {1, 1, 8}, "write a date as", "date:0024-02-09"},
      {"7days", "SB1045", {1, 1, 5}, "write `7 days`", "number:7 name:days"},
      {"30CNY", "SB1045", {1, 1, 5}, "write `30 CNY`", "number:30 currency:CNY"},
      {"7天", "SB1045", {1, 1, 2}, "write `7 days`", "number:7 name:days"},
      {"30元", "SB1045", {1, 1, 3}, "write `30 CNY`", "number:30 currency:CNY"},
      {"10个工作日", "SB1045", {1, 1, 6}, "write `10 working_days`", "number:10 name:working_days"},
      {"7 天", "SB1045", {1, 1, 3}, "write `7 days`", "number:7 name:days"},
      {"1年", "SB1045", {1, 1, 2}, "write `1 year`", "number:1 name:years"},
      {"1 年", "SB1045", {1, 1, 3}, "write `1 year`", "number:1 name:years"},
      {"2次", "SB1045", {1, 1, 2}, "write `2`", "number:2"},
      {"七天", "SB1045", {1, 1, 2}, "write `7 days`", "number:7 name:days"},
      {"一年", "SB1045", {1, 1, 2}, "write `1 year`", "number:1 name:years"},
      {"半年", "SB1045", {1, 1, 2}, "write `6 months`", "number:6 name:months"},
      {"三百六十五天", "SB1045", {1, 1, 6}, "write `365 days`", "number:365 name:days"},
      {"三百零五天", "SB1045", {1, 1, 5}, "write `305 days`", "number:305 name:days"},
      {"两万元", "SB1045", {1, 1, 3}, "write `20000 CNY`", "number:20000 currency:CNY"},
      {"三千元", "SB1045", {1, 1, 3}, "write `3000 CNY`", "number:3000 currency:CNY"},
      {"十五", "SB1043", {1, 1, 2}, "write `15`", "number:15"},
      {"百分之五", "SB1043", {1, 1, 4}, "write `5%`", "rate:5%"},
      {"千分之三", "SB1043", {1, 1, 4}, "write `3‰`", "rate:3‰"},
      {"万分之五", "SB1043", {1, 1, 4}, "write `0.05%`", "rate:0.05%"},
      {"九五折", "SB1043", {1, 1, 3}, "write `95%`", "rate:95%"},
      {"三分之一", "SB1040", {1, 1, 4}, "a text is quoted", "text:三分之一"},
      {"三百五", "SB1040", {1, 1, 3}, "a text is quoted", "text:三百五"},
      {"三包凭证", "SB1040", {1, 1, 4}, "a text is quoted", "text:三包凭证"},
      {"brand == 三日",
       "SB1045",
       {1, 10, 2},
       "write `3 days`",
       "name:brand sign:== number:3 name:days"},
      {"product.brand == 三日",
       "SB1040",
       {1, 18, 2},
       "a text is quoted",
       "name:product.brand sign:== text:三日"},
      {"5%/日", "SB1045", {1, 1, 4}, "write `5%`", "rate:5%"},
      {"5% per day", "SB1045", {1, 1, 10}, "write `5%`", "rate:5%"},
      {".05%", "SB1043", {1, 1, 4}, "write `0.05%`", "rate:0.05%"},
      {"5万元", "SB1045", {1, 1, 3}, "write `50000 CNY`", "number:50000 currency:CNY"},
      {"5万", "SB1043", {1, 1, 2}, "write `50000`", "number:50000"},
      {"20 000", "SB1043", {1, 1, 6}, "write `20000`", "number:20000"},
      {"20'000", "SB1043", {1, 1, 6}, "write `20000`", "number:20000"},
      {"1.000.000", "SB1043", {1, 1, 9}, "write `1000000`", "number:1000000"},
      {"20.000", "SB1043", {1, 1, 6}, "write `20` or `20000`", "number:20.000"},
      {"£1 200", "SB1045", {1, 1, 6}, "write `1200 GBP`", "number:1200 currency:GBP"},
      {"GBP45.00", "SB1045", {1, 1, 8}, "write `45.00 GBP`", "number:45.00 currency:GBP"},
      {"1,000元", "SB1045", {1, 1, 6}, "write `1000 CNY`", "number:1000 currency:CNY"},
      {"20 $", "SB1045", {1, 1, 4}, "write `20 USD`", "number:20 currency:USD"},
      {"USD20.50", "SB1045", {1, 1, 8}, "write `20.50 USD`", "number:20.50 currency:USD"},
      {"US$20", "SB1045", {1, 1, 5}, "write `20 USD`", "number:20 currency:USD"},
      {"p > US$", "SB1047", {1, 5, 2}, "a name is in lower case", "name:p sign:> name:"},
      {"200€", "SB1045", {1, 1, 4}, "write `200 EUR`", "number:200 currency:EUR"},
      {"￥30", "SB1045", {1, 1, 3}, "write `30 CNY`", "number:30 currency:CNY"},
      {"¥ 1,200.50", "SB1045", {1, 1, 10}, "write `1200.50 CNY`", "number:1200.50 currency:CNY"},
      {"$30", "SB1045", {1, 1, 3}, "write `30 USD`", "number:30 currency:USD"},
      {"￥", "SB1045", {1, 1, 1}, "write `30 CNY`", ""},
      {"'a b'", "SB1046", {1, 1, 5}, "write `\"a b\"`", "text:a b"},
      {"x == \"a", "SB1046", {1, 6, 2}, "closing", "name:x sign:== text:a"},
      {"\"\"", "SB1046", {1, 1, 2}, "is known", "text:"},
      {"Purchase.Price", "SB1047", {1, 1, 14}, "`purchase.price`", "name:purchase.price"},
      {"m == T1", "SB1047", {1, 6, 2}, "a text is quoted: `\"T1\"`", "name:m sign:== name:"},
      {"m == OR", "SB1047", {1, 6, 2}, "a text is quoted: `\"OR\"`", "name:m sign:== name:"},
      {"k == Other", "SB1047", {1, 6, 5}, "lower case: `other`", "name:k sign:== name:"},
      {"d in Trial", "SB1047", {1, 6, 5}, "lower case: `trial`", "name:d name:in name:trial"},
      {"b == 和", "SB1040", {1, 6, 1}, "`\"和\"`", "name:b sign:== text:和"},
      {"return-period", "SB1047", {1, 1, 13}, "`return_period`", "name:return_period"},
      {"repairs[0].fixed", "SB1047", {1, 1, 16}, "event test", "name:repairs"},
      {"purchase. price", "SB1047", {1, 1, 9}, "a name ends", "name:purchase name:price"},
      {"a.1b", "SB1047", {1, 1, 4}, "begins with a letter", "name:a.1b"},
      {"brand现代", "SB1047", {1, 1, 7}, "`\"brand现代\"`", "name:brand"},
      {"b == 现代", "SB1040", {1, 6, 2}, "`\"现代\"`", "name:b sign:== text:现代"},
      {"a ? b", "SB1040", {1, 3, 1}, "if … then … else", "name:a name:b"},
      {"{a", "SB1040", {1, 1, 1}, "structure", "name:a"},
      {"5 ^ 2", "SB1040", {1, 3, 1}, "`+`, `-`, `*` and `/`", "number:5 number:2"},
  };
  for (const Case& each : cases) {
    CAPTURE(each.text);
    const Lexed lexed = lex(each.text);
    REQUIRE_FALSE(lexed.faults.empty());
    const std::string shown = sanbao::render(lexed.faults.front());
    CAPTURE(shown);
    CHECK(lexed.faults.front().code == each.code);
    CHECK(lexed.faults.front().span == each.span);
    CHECK(lexed.faults.front().help.find(each.help) != std::string::npos);
    CHECK(kinds(lexed) == each.read);
  }
}

TEST_CASE("what looks like a slip and is none") {
  for (const char* text : {
           "min(1,200)",                 // two numbers
           "x == \"（全角），“引号”\"",  // signs inside a text
           "a - b",
           "price-30",
           "x in [1, 2]",
           "in[a]",
           "d in p",
           "0.30",
           "2024-01-01",
       }) {
    CAPTURE(text);
    CHECK(lex(text).faults.empty());
  }
}

TEST_CASE("only signs are folded, letters of other scripts stay") {
  CHECK(sanbao::parse::ascii_for(U'（') == U'(');
  CHECK(sanbao::parse::ascii_for(U'Ａ') == U'A');
  CHECK(sanbao::parse::ascii_for(U'、') == U',');
  CHECK(sanbao::parse::ascii_for(U'现') == U'现');
  CHECK(sanbao::parse::ascii_for(U'é') == U'é');
}
