// SPDX-License-Identifier: Apache-2.0
//
// A line of JSON to the facts of a claim: what is read, state by state and type by type.
#include "claims/reader.hpp"

#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

#include "claim_fixture.hpp"

using namespace sanbao;
using namespace claim_fixture;
using ir::Cell;
using ir::FactState;

namespace {

constexpr std::string_view whole_claim =
    R"({"claim":    {"id":"C-000123","filed_on":"2024-05-08","requests":"return"},
 "purchase": {"id":"P-77","sold_on":"2024-05-01","invoiced_on":"2024-05-01","delivered_on":"2024-05-01","price":"1299.00",
              "net_dealer_price":"980.00","sold_directly":true,"channel":"store","documents":["invoice","guarantee_certificate"]},
 "product":  {"category":"mp3_player","brand":"现代","model":"HY-100","serial":"SN1"},
 "fault":    {"kind":"performance","cause":"own_component","component":"mainboard","confirmed":true,"described":true},
 "goods":    {"human_damage":false,"accessories_complete":true,"serial_matches":true,"certificate_altered":false},
 "repairs":  [{"received_on":"2024-05-03","returned_on":"2024-05-06","fixed":false,"waiting_days":0}],
 "exchanges":[],
 "stock":    {"same_model":true},
 "consumer": {"accepts_exchange":true},
 "context":  {"anything":"carried along, never read"}})";

struct TextAndText {
  std::string_view text, other;
};
struct TextAndNumber {
  std::string_view text;
  std::int64_t number;
};

}  // namespace

TEST_CASE("the claim of docs/records.md is read whole") {
  Bench b;
  REQUIRE(b.read(whole_claim));
  CHECK(b.text("claim.id") == "C-000123");
  CHECK(b.text("claim.requests") == "return");
  CHECK(b.cell("claim.filed_on").value == day("2024-05-08"));
  CHECK(b.cell("purchase.price").value == 129900);
  CHECK(b.cell("purchase.net_dealer_price").value == 98000);
  CHECK(b.cell("purchase.sold_directly").value == 1);
  CHECK(b.text("purchase.channel") == "store");
  const Cell& documents = b.cell("purchase.documents");
  CHECK(documents.state == FactState::given);
  CHECK((documents.value & 0xFFFFFFFF) == 2);
  CHECK(b.data.text(b.data.set_members[static_cast<std::size_t>(documents.value >> 32)]) ==
        "invoice");
  CHECK(b.text("product.brand") == "现代");
  CHECK(b.cell("goods.human_damage").value == 0);
  CHECK(b.cell("goods.human_damage").state == FactState::given);
  CHECK(b.cell("goods.intact").state == FactState::absent);
  CHECK(b.list("repairs").state == FactState::given);
  CHECK(b.list("repairs").count == 1);
  CHECK(b.event("repairs", 0, "received_on").value == day("2024-05-03"));
  CHECK(b.event("repairs", 0, "waiting_days").value == 0);
  CHECK(b.event("repairs", 0, "waiting_days").state == FactState::given);
  CHECK(b.event("repairs", 0, "hours").state == FactState::absent);
  CHECK(b.list("exchanges").state == FactState::given);
  CHECK(b.list("exchanges").count == 0);
  CHECK(b.list("resends").state == FactState::absent);
  CHECK(b.data.unread.empty());
}

TEST_CASE("a claim after another keeps nothing of it, good or bad") {
  Bench b;
  REQUIRE(b.read(whole_claim));
  REQUIRE(b.read("{}"));
  check_empty(b.data);
  REQUIRE(b.read(whole_claim));
  REQUIRE_FALSE(b.read(R"({"claim":{"id":"C-2"},"purchase":{"price":-1}})"));
  check_empty(b.data);
  REQUIRE(b.read(R"({"crm":1})"));
  CHECK(b.data.unread == std::vector<std::string>{"crm"});
  REQUIRE(b.read(R"({"stock":{"parts":false}})"));
  CHECK(b.data.unread.empty());
  CHECK(b.cell("stock.parts").value == 0);
}

TEST_CASE("keys may come in any order, with blanks anywhere and escapes in any text") {
  Bench b;
  REQUIRE(
      b.read(" \t\r\n{ \"stock\" : { \"parts\" : true , \"same_model\" : false } , "
             "\"claim\":{\"requests\":\"any\","
             "\"filed_on\":\"2024-05-08\"}\n}\r\n "));
  CHECK(b.cell("stock.parts").value == 1);
  CHECK(b.cell("stock.same_model").value == 0);
  REQUIRE(b.read(R"({"cla\u0069m":{"\u0069d":"a\"\\\/\b\f\n\r\t\u00e9\u73b0\ud83d\ude00z"}})"));
  CHECK(b.text("claim.id") == "a\"\\/\b\f\n\r\té现😀z");
  REQUIRE(b.read("{\"claim\":{\"id\":\"\\u0000x\"}}"));
  CHECK(b.text("claim.id") == std::string_view("\0x", 2));
  REQUIRE(b.read(
      R"({"fault":{"kind":"perfo\u0072mance"},"purchase":{"sold_on":"2024\u002d05-01","documents":["\u0069nvoice"]}})"));
  CHECK(b.text("fault.kind") == "performance");
  CHECK(b.cell("purchase.sold_on").value == day("2024-05-01"));
}

TEST_CASE("every fact of the vocabulary is read under its own path, and nowhere else") {
  Bench b;
  for (std::uint32_t slot = 0; slot < b.schema->facts.size(); ++slot) {
    const ir::SchemaFact& fact = b.schema->facts[slot];
    INFO(fact.path);
    std::string value;
    switch (fact.type) {
      case ir::Type::boolean:
        value = "true";
        break;
      case ir::Type::date:
        value = "\"2024-02-29\"";
        break;
      case ir::Type::money:
        value = "12.34";
        break;
      case ir::Type::number:
        value = "1.5";
        break;
      case ir::Type::count:
      case ir::Type::days:
        value = "3";
        break;
      case ir::Type::rate:
        value = "\"0.5%\"";
        break;
      case ir::Type::length:
        value = "\"18 months\"";
        break;
      case ir::Type::set:
        value = fact.members.empty()
                    ? "[]"
                    : "[\"" + std::string(b.schema->symbols.text(fact.members.front())) + "\"]";
        break;
      default:
        value = fact.members.empty()
                    ? "\"x\""
                    : "\"" + std::string(b.schema->symbols.text(fact.members.front())) + "\"";
    }
    const std::size_t dot = fact.path.find('.');
    REQUIRE(reads(b, fact.path.substr(0, dot), fact.path.substr(dot + 1), value));
    for (std::uint32_t other = 0; other < b.schema->facts.size(); ++other)
      CHECK((b.data.cells[other].state == FactState::given) == (other == slot));
    // no fact takes an object or an empty key's neighbour
    CHECK_FALSE(reads(b, fact.path.substr(0, dot), fact.path.substr(dot + 1), "{}"));
    CHECK(b.error.code == "SB3010");
    CHECK(b.error.path == fact.path);
    CHECK_FALSE(reads(b, fact.path.substr(0, dot), fact.path.substr(dot + 1) + "x", value));
    CHECK(b.error.code == "SB3007");
    // null is refused for the claim's own facts alone
    const bool own = fact.path.starts_with("claim.");
    CHECK(reads(b, fact.path.substr(0, dot), fact.path.substr(dot + 1), "null") == !own);
    if (own) CHECK(b.error.code == "SB3011");
    if (!own) CHECK(b.data.cells[slot].state == FactState::null);
  }
}

TEST_CASE("declared facts of every type, in groups of their own and standard ones") {
  Bench b;
  REQUIRE(b.read(
      R"({"lcd":{"bright_dots":3},"purchase":{"gift":"a bag"},"shop":{"discount":"5‰","grace":"10 working_days",)"
      R"("grade":"second","levy":0.5,"notice":15,"tags":["red","blue",""],"calls":[{"minutes":1.25},{}]},)"
      R"("visits":[{"came_on":"never","colours":["a","b"],"fee":"7","grade":"first","people":2}]})"));
  CHECK(b.cell("lcd.bright_dots").value == 3);
  CHECK(b.text("purchase.gift") == "a bag");
  CHECK(b.cell("shop.discount").value == 5'000'000);
  CHECK(b.cell("shop.grace").value == Period::working_days(10).encode());
  CHECK(b.text("shop.grade") == "second");
  CHECK(b.cell("shop.levy").value == 50);
  CHECK(b.cell("shop.notice").value == 15);
  CHECK((b.cell("shop.tags").value & 0xFFFFFFFF) == 3);
  CHECK(b.list("shop.calls").count == 2);
  CHECK(b.event("shop.calls", 0, "minutes").value == 1'250'000);
  CHECK(b.event("shop.calls", 1, "minutes").state == FactState::absent);
  CHECK(b.event("visits", 0, "came_on").state == FactState::never);
  CHECK((b.event("visits", 0, "colours").value & 0xFFFFFFFF) == 2);
  CHECK(b.event("visits", 0, "fee").value == 700);
  CHECK(b.event("visits", 0, "people").value == 2);
  REQUIRE(b.read(R"({"claim":{"requests":"apology"}})"));
  CHECK(b.text("claim.requests") == "apology");
}

TEST_CASE("equal texts are equal symbols, within a claim and with the rulebook") {
  Bench b;
  REQUIRE(b.read(
      R"({"fault":{"component":"flux capacitor"},"repairs":[{"component":"flux capacitor"},{"component":"battery"},)"
      R"({"component":"flux\u0020capacitor"}],"product":{"model":"battery"}})"));
  const std::int64_t odd = b.cell("fault.component").value;
  CHECK(b.event("repairs", 0, "component").value == odd);
  CHECK(b.event("repairs", 2, "component").value == odd);
  CHECK(b.event("repairs", 1, "component").value == b.cell("product.model").value);
  CHECK(b.cell("product.model").value == b.schema->symbols.find("battery"));
}

TEST_CASE("null, never, empty and absent are four things") {
  Bench b;
  REQUIRE(b.read(
      R"({"purchase":{"sold_on":null,"invoiced_on":"never","documents":[]},"repairs":null,"exchanges":[],)"
      R"("goods":{}})"));
  CHECK(b.cell("purchase.sold_on").state == FactState::null);
  CHECK(b.cell("purchase.invoiced_on").state == FactState::never);
  CHECK(b.cell("purchase.documents").state == FactState::given);
  CHECK((b.cell("purchase.documents").value & 0xFFFFFFFF) == 0);
  CHECK(b.cell("purchase.promises").state == FactState::absent);
  CHECK(b.list("repairs").state == FactState::null);
  CHECK(b.list("exchanges").state == FactState::given);
  CHECK(b.list("resends").state == FactState::absent);
  REQUIRE(b.read(
      R"({"purchase":{"documents":null},"repairs":[{"received_on":null,"returned_on":"never","fixed":null},{}]})"));
  CHECK(b.cell("purchase.documents").state == FactState::null);
  CHECK(b.event("repairs", 0, "received_on").state == FactState::null);
  CHECK(b.event("repairs", 0, "returned_on").state == FactState::never);
  CHECK(b.event("repairs", 1, "returned_on").state == FactState::absent);
}

TEST_CASE("dates and instants") {
  Bench b;
  const auto sold = [&](std::string_view text) {
    return reads(b, "purchase", "sold_on", "\"" + std::string(text) + "\"");
  };
  for (const TextAndText& row :
       std::vector<TextAndText>{{"1970-01-01", "1970-01-01"},
                                {"2199-12-31", "2199-12-31"},
                                {"2024-02-29", "2024-02-29"},
                                {"2024-04-30T15:59:59Z", "2024-04-30"},
                                {"2024-04-30T16:00:00Z", "2024-05-01"},
                                {"2024-05-01T00:00:00.000000001+08:00", "2024-05-01"},
                                {"2024-05-01T00:30:00-05:00", "2024-05-01"},
                                {"2024-05-01T00:30:00+14:00", "2024-04-30"}}) {
    INFO(std::string(row.text));
    REQUIRE(sold(row.text));
    CHECK(b.cell("purchase.sold_on").value == day(row.other));
  }
  for (const TextAndText& row : std::vector<TextAndText>{{"2024-5-1", "SB3016"},
                                                         {"24-05-01", "SB3016"},
                                                         {"2024/05/01", "SB3016"},
                                                         {"２０２４-05-01", "SB3016"},
                                                         {"2024-05-01 ", "SB3016"},
                                                         {" 2024-05-01", "SB3016"},
                                                         {"", "SB3016"},
                                                         {"Never", "SB3016"},
                                                         {"never ", "SB3016"},
                                                         {"2024-05-01T10:00:00", "SB3017"},
                                                         {"2024-05-01t10:00:00Z", "SB3016"},
                                                         {"2024-05-01T10:00Z", "SB3016"},
                                                         {"2024-05-01T10:00:00.Z", "SB3016"},
                                                         {"2024-05-01T10:00:00+8:00", "SB3016"},
                                                         {"2023-02-29", "SB3018"},
                                                         {"2024-13-01", "SB3018"},
                                                         {"2024-00-10", "SB3018"},
                                                         {"2024-04-31", "SB3018"},
                                                         {"1969-12-31", "SB3019"},
                                                         {"2200-01-01", "SB3019"},
                                                         {"1988-07-01T10:00:00+08:00", "SB3020"}}) {
    INFO(std::string(row.text));
    CHECK_FALSE(sold(row.text));
    CHECK(b.error.code == row.other);
    CHECK(b.error.path == "purchase.sold_on");
    CHECK(b.error.offset == 23);
  }
  for (const std::string_view number : {"20240501", "1714521600", "true", "[]", "{}"}) {
    CHECK_FALSE(reads(b, "purchase", "sold_on", number));
    CHECK(b.error.code == "SB3010");
  }
  CHECK_FALSE(reads(b, "claim", "filed_on", "\"never\""));
  CHECK(b.error.code == "SB3012");
  CHECK_FALSE(b.read(R"({"repairs":[{"received_on":"never"}]})"));
  CHECK(b.error.code == "SB3012");
  CHECK(b.error.path == "repairs[0].received_on");
}

TEST_CASE("money is exact, as text or number") {
  Bench b;
  const auto price = [&](std::string_view value) { return reads(b, "purchase", "price", value); };
  for (const TextAndNumber& row :
       std::vector<TextAndNumber>{{"\"1299.10\"", 129910},
                                  {"1299.10", 129910},
                                  {"1299.1", 129910},
                                  {"0", 0},
                                  {"\"0.01\"", 1},
                                  {"0.07", 7},
                                  {"1000000000000000", 100'000'000'000'000'000},
                                  {"\"999999999999999.99\"", 99'999'999'999'999'999}}) {
    INFO(std::string(row.text));
    REQUIRE(price(row.text));
    CHECK(b.cell("purchase.price").value == row.number);
  }
  for (const TextAndText& row : std::vector<TextAndText>{{"-1", "SB3022"},
                                                         {"-0", "SB3022"},
                                                         {"\"-5.00\"", "SB3022"},
                                                         {"1e3", "SB3021"},
                                                         {"1E+3", "SB3021"},
                                                         {"1.5e1", "SB3021"},
                                                         {"\"1e3\"", "SB3021"},
                                                         {"\"+1\"", "SB3021"},
                                                         {"\"01.00\"", "SB3021"},
                                                         {"\"1.\"", "SB3021"},
                                                         {"\".5\"", "SB3021"},
                                                         {"\"1,299.00\"", "SB3021"},
                                                         {"\" 1\"", "SB3021"},
                                                         {"\"\"", "SB3021"},
                                                         {"\"１２\"", "SB3021"},
                                                         {"\"NaN\"", "SB3021"},
                                                         {"\"-\"", "SB3021"},
                                                         {"\"1299.00 CNY\"", "SB3021"},
                                                         {"1.005", "SB3023"},
                                                         {"1.000", "SB3023"},
                                                         {"\"1.001\"", "SB3023"},
                                                         {"1000000000000000.01", "SB3024"},
                                                         {"99999999999999999999999999", "SB3024"},
                                                         {"true", "SB3010"},
                                                         {"[]", "SB3010"},
                                                         {"{\"amount\":1}", "SB3010"}}) {
    INFO(std::string(row.text));
    CHECK_FALSE(price(row.text));
    CHECK(b.error.code == row.other);
    CHECK(b.error.path == "purchase.price");
    CHECK(b.error.offset == 21);
  }
  Bench yen("JPY");
  CHECK(reads(yen, "purchase", "price", "1299"));
  CHECK(yen.cell("purchase.price").value == 1299);
  CHECK_FALSE(reads(yen, "purchase", "price", "1299.0"));
  CHECK(yen.error.code == "SB3023");
  CHECK(yen.error.expected.find("\"1299\"") != std::string::npos);
  Bench dinar("KWD");
  CHECK(reads(dinar, "purchase", "price", "\"1.234\""));
  CHECK(dinar.cell("purchase.price").value == 1234);
}

TEST_CASE("numbers, counts, days, rates and lengths") {
  Bench b;
  REQUIRE(reads(b, "usage", "odometer_km", "12000.000001"));
  CHECK(b.cell("usage.odometer_km").value == 12'000'000'001);
  REQUIRE(reads(b, "usage", "odometer_km", "1000000000000"));
  struct Row {
    std::string_view group, key, value, code;
  };
  for (const Row& row : {Row{"usage", "odometer_km", "1.0000001", "SB3023"},
                         {"usage", "odometer_km", "1e2", "SB3021"},
                         {"usage", "odometer_km", "-1", "SB3022"},
                         {"usage", "odometer_km", "1000000000001", "SB3024"},
                         {"usage", "odometer_km", "\"12\"", "SB3010"},
                         {"lcd", "bright_dots", "1.0", "SB3023"},
                         {"lcd", "bright_dots", "\"1\"", "SB3010"},
                         {"lcd", "bright_dots", "1000000000001", "SB3024"},
                         {"lcd", "bright_dots", "1e0", "SB3021"},
                         {"shop", "notice", "1.5", "SB3023"},
                         {"shop", "notice", "-3", "SB3022"},
                         {"shop", "notice", "\"3 days\"", "SB3010"},
                         {"shop", "discount", "0.5", "SB3010"},
                         {"shop", "discount", "\"0.5\"", "SB3025"},
                         {"shop", "discount", "\"-1%\"", "SB3025"},
                         {"shop", "discount", "\"1 %\"", "SB3025"},
                         {"shop", "grace", "\"18\"", "SB3026"},
                         {"shop", "grace", "18", "SB3010"},
                         {"shop", "grace", "\"18 Months\"", "SB3026"},
                         {"goods", "intact", "\"true\"", "SB3010"},
                         {"goods", "intact", "1", "SB3010"},
                         {"goods", "intact", "\"never\"", "SB3010"},
                         {"product", "brand", "5", "SB3010"},
                         {"product", "brand", "true", "SB3010"},
                         {"product", "brand", "[\"a\"]", "SB3010"},
                         {"shop", "tags", "\"red\"", "SB3010"},
                         {"shop", "tags", "{}", "SB3010"}}) {
    INFO(std::string(row.key) << " " << std::string(row.value));
    CHECK_FALSE(reads(b, row.group, row.key, row.value));
    CHECK(b.error.code == row.code);
  }
}
