// SPDX-License-Identifier: Apache-2.0
//
// A claim as a line of JSON: what is written, and that it is read as the same claim and decided the same.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "../digest/claim_maker.hpp"
#include "claim_fixture.hpp"
#include "claims/limits.hpp"
#include "ir/cells.hpp"
#include "sanbao/evaluate.hpp"
#include "sanbao/records.hpp"

using namespace sanbao;
using claim_fixture::check_same;

namespace {

using Texts = std::span<const std::string_view>;

std::string written(const Claim& claim) {
  std::string line;
  REQUIRE(append_json(claim, line));
  return line;
}

// As it is written, and the same claim once more.
void check_read_back(const Rulebook& rules, const Claim& claim) {
  const std::string line = written(claim);
  INFO(line);
  ClaimReader reader(rules);
  Claim again(rules);
  REQUIRE_MESSAGE(reader.read(line, again), reader.error().message);
  check_same(claim.data(), again.data());
  CHECK(written(again) == line);
}

// Claims filled in by hand: any state and value of every fact and field that a handle leads to.
class Filling {
 public:
  Filling(const Rulebook& rules, Currency currency, std::uint64_t seed)
      : rules_(rules), currency_(currency), state_(seed * 0x9E3779B97F4A7C15U), claim_(rules) {}

  const Claim& fill() {
    claim_.clear();
    const ir::Schema& schema = *claim_.data().schema;
    for (const ir::SchemaFact& fact : schema.facts)
      fill_fact(fact);
    for (const ir::SchemaList& list : schema.lists)
      fill_list(list);
    return claim_;
  }

 private:
  std::uint64_t below(std::uint64_t count) {
    std::uint64_t z = state_ += 0x9E3779B97F4A7C15U;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
    return (z ^ (z >> 31)) % count;
  }
  std::int64_t number(std::int64_t greatest) {
    switch (below(4)) {
      case 0:
        return static_cast<std::int64_t>(below(3));
      case 1:
        return greatest - static_cast<std::int64_t>(below(2));
      case 2:
        return static_cast<std::int64_t>(
            below(std::min<std::uint64_t>(1'000, static_cast<std::uint64_t>(greatest))));
      default:
        return static_cast<std::int64_t>(below(static_cast<std::uint64_t>(greatest) + 1));
    }
  }
  std::string text(const ir::SchemaFact& fact) {
    static const std::array<std::string, 9> any = {
        "",
        "never",
        "null",
        "现代 \"HY-141\" \\ /",
        std::string("a\0b", 3),
        "\b\f\n\r\t\x01\x1f\x7f",
        "𠮷🧾",
        "invoice",
        "a text that is longer than what is copied at once, with a \" in it"};
    if (!fact.members.empty() && (!fact.open || below(2) == 0))
      return std::string(
          claim_.data().schema->symbols.text(fact.members[below(fact.members.size())]));
    return below(8) == 0 ? "text " + std::to_string(below(1000)) : any[below(any.size())];
  }
  Period length() {
    const auto count = number(999'999'999);
    switch (below(4)) {
      case 0:
        return Period::days(count);
      case 1:
        return Period::months(count);
      case 2:
        return Period::years(count);
      default:
        return Period::working_days(count);
    }
  }
  CivilDate date() {
    const auto first = CivilDate::first_fact().days_since_epoch();
    return CivilDate::from_days(first + static_cast<std::int32_t>(number(
                                            CivilDate::last_fact().days_since_epoch() - first)));
  }

  void fill_fact(const ir::SchemaFact& fact) {
    const std::string_view path = fact.path;
    INFO(path);
    switch (fact.type) {
      case ir::Type::boolean:
        return put(*rules_.fact<bool>(path), below(2) == 0);
      case ir::Type::count:
        return put(*rules_.fact<std::int64_t>(path), number(ir::max_number));
      case ir::Type::number:
        return put(*rules_.fact<Decimal>(path), Decimal{number(ir::max_number * 1'000'000)});
      case ir::Type::text:
      case ir::Type::enumeration:
      case ir::Type::remedy:
        return put(*rules_.fact<std::string_view>(path), std::string_view(text(fact)));
      case ir::Type::date:
        if (below(10) == 0 && claim_.set_never(*rules_.fact<CivilDate>(path))) return;
        return put(*rules_.fact<CivilDate>(path), date());
      case ir::Type::days:
        return put(*rules_.fact<Days>(path), Days(number(ir::max_number)));
      case ir::Type::length:
        return put(*rules_.fact<Period>(path), length());
      case ir::Type::money:
        return put(*rules_.fact<Money>(path), Money::minor(number(Money::max_minor), currency_));
      case ir::Type::rate:
        return put(*rules_.fact<Rate>(path), Rate::from_parts(number(Rate::max_parts)));
      case ir::Type::set: {
        std::vector<std::string> members;
        for (std::uint64_t i = below(4); i > 0; --i)
          if (const std::string member = text(fact);
              std::find(members.begin(), members.end(), member) == members.end())
            members.push_back(member);
        const std::vector<std::string_view> views(members.begin(), members.end());
        return put(*rules_.fact<Texts>(path), Texts(views));
      }
      case ir::Type::list:
        break;
    }
    FAIL("a fact of no type");
  }
  template <typename T>
  void put(Fact<T> fact, T value) {
    const std::uint64_t way = below(10);
    if (way < 3 || (way == 3 && claim_.set_null(fact))) return;
    CHECK(claim_.set(fact, value));
  }

  void fill_list(const ir::SchemaList& list) {
    const Events events = *rules_.events(list.path);
    const std::uint64_t way = below(8);
    if (way == 0) return;
    if (way == 1) return (void)claim_.set_null(events);
    claim_.set_none(events);
    for (std::uint64_t i = below(4); i > 0; --i) {
      const Event event = claim_.add(events);
      for (const ir::SchemaFact& field : list.fields)
        if (!field.computed) fill_field(event, list, field);
    }
  }
  void fill_field(Event event, const ir::SchemaList& list, const ir::SchemaFact& field) {
    switch (field.type) {
      case ir::Type::boolean:
        return put(event, *rules_.field<bool>(list.path, field.path), below(2) == 0);
      case ir::Type::count:
        return put(event, *rules_.field<std::int64_t>(list.path, field.path),
                   number(ir::max_number));
      case ir::Type::number:
        return put(event, *rules_.field<Decimal>(list.path, field.path),
                   Decimal{number(ir::max_number * 1'000'000)});
      case ir::Type::text:
      case ir::Type::enumeration:
        return put(event, *rules_.field<std::string_view>(list.path, field.path),
                   std::string_view(text(field)));
      case ir::Type::date:
        if (below(10) == 0 &&
            claim_.set_never(event, *rules_.field<CivilDate>(list.path, field.path)))
          return;
        // a repair may not be given back before it was handed in
        (void)claim_.set(event, *rules_.field<CivilDate>(list.path, field.path), date());
        return;
      case ir::Type::days:
        return put(event, *rules_.field<Days>(list.path, field.path), Days(number(ir::max_number)));
      case ir::Type::money:
        return put(event, *rules_.field<Money>(list.path, field.path),
                   Money::minor(number(Money::max_minor), currency_));
      default:
        return;  // no handle leads to it
    }
  }
  template <typename T>
  void put(Event event, Field<T> field, T value) {
    const std::uint64_t way = below(10);
    if (way < 3 || (way == 3 && claim_.set_null(event, field))) return;
    CHECK(claim_.set(event, field, value));
  }

  const Rulebook& rules_;
  const Currency currency_;
  std::uint64_t state_;
  Claim claim_;
};

// Repairs with the longest texts, the last of which is so much shorter that the line has this size.
void fill_to(std::size_t size, const Rulebook& rules, Claim& claim) {
  claim.clear();
  const Events repairs = *rules.events("repairs");
  const auto code = *rules.field<std::string_view>("repairs", "fault_code");
  const std::string longest(claims::max_text_bytes, 'a');
  for (std::size_t i = 0; i < size / claims::max_text_bytes - 1; ++i)
    REQUIRE(claim.set(claim.add(repairs), code, longest));
  const Event last = claim.add(repairs);
  REQUIRE(claim.set(last, code, ""));
  const std::size_t without = written(claim).size();
  REQUIRE(claim.set(last, code, longest.substr(0, size - without)));
}

}  // namespace

TEST_CASE(
    "a claim is written group by group, then its lists, each sorted, in the forms of a record") {
  const Rulebook rules = claim_fixture::rulebook();
  ClaimReader reader(rules);
  Claim claim(rules);
  CHECK(written(claim) == "{}");
  REQUIRE(reader.read(
      R"( {"visits":[{"people":2,"fee":1.5,"colours":["red","blue"],"came_on":"2024-05-08T23:30:00Z"}],"resends":null,)"
      R"("exchanges":[],"repairs":[{"waiting_days":0,"received_on":"2024-05-03","returned_on":null,"odometer_km":7.50},)"
      R"({"returned_on":"never"},{}],"shop":{"tags":[],"notice":7,"grade":"first","grace":"2 years","discount":"0.05‰",)"
      R"("calls":[{"minutes":1.5}],"levy":0},"usage":{"odometer_km":12000.000001},"context":{"never":"read"},)"
      R"("crm":{"ticket":-1e9},"purchase":{"sold_on":"2024-05-01","price":1299,"documents":["photo","invoice"],)"
      R"("region":null,"invoiced_on":"never","gift":"\u0041\n\u0000"},"goods":{"intact":true,"opened":false},)"
      R"("claim":{"requests":"apology","id":"C-1","filed_on":"2024-05-08"},"x\"y":null,"product":{}} )",
      claim));
  std::string line = "behind ";
  REQUIRE(append_json(claim, line));
  CHECK(
      line ==
      R"(behind {"claim":{"filed_on":"2024-05-08","id":"C-1","requests":"apology"},)"
      R"("goods":{"intact":true,"opened":false},)"
      R"("purchase":{"documents":["photo","invoice"],"gift":"A\n\u0000","invoiced_on":"never","price":"1299.00",)"
      R"("region":null,"sold_on":"2024-05-01"},)"
      R"("shop":{"calls":[{"minutes":1.5}],"discount":"0.005%","grace":"24 months","grade":"first","levy":"0.00",)"
      R"("notice":7,"tags":[]},)"
      R"("usage":{"odometer_km":12000.000001},)"
      R"("exchanges":[],)"
      R"("repairs":[{"odometer_km":7.5,"received_on":"2024-05-03","returned_on":null,"waiting_days":0},)"
      R"({"returned_on":"never"},{}],)"
      R"("resends":null,)"
      R"("visits":[{"came_on":"2024-05-09","colours":["red","blue"],"fee":"1.50","people":2}],)"
      R"("crm":{},"x\"y":{}})");
  check_read_back(rules, claim);
}

TEST_CASE("claims filled in by hand are read back, whatever they say") {
  for (const std::string_view code : {"CNY", "JPY", "KWD", ""}) {
    CAPTURE(code);
    const Rulebook rules = claim_fixture::rulebook(code);
    // a rulebook that speaks of no money takes any with two decimals
    Filling filling(rules, *Currency::parse(code.empty() ? "EUR" : code), 1 + code.size());
    for (int n = 0; n < 100; ++n)
      check_read_back(rules, filling.fill());
  }
}

TEST_CASE("claims that are written and read again are decided in the same bytes") {
  const auto rules = load_rulebook_files(std::array{std::string("rules/vendors/hyundai-mp3.yaml")});
  REQUIRE(rules);
  ClaimReader reader(*rules);
  Claim claim(*rules), again(*rules);
  Decision decision;
  const auto decided = [&](const Claim& of) {
    std::string json;
    REQUIRE(evaluate(*rules, of, {.as_of = {}, .detail = Detail::full}, decision));
    append_json(decision, json);
    return json;
  };
#if defined(NDEBUG)
  constexpr std::uint64_t count = 100'000;
#else
  constexpr std::uint64_t count = 2'000;
#endif
  std::string line, second;
  std::uint64_t differ = 0;
  for (std::uint64_t number = 1; number <= count; ++number) {
    REQUIRE(reader.read(digest::Maker(number).line(), claim));
    line.clear();
    second.clear();
    REQUIRE(append_json(claim, line));
    REQUIRE(reader.read(line, again));
    REQUIRE(append_json(again, second));
    if (line != second || decided(claim) != decided(again)) ++differ;
  }
  CHECK(differ == 0);
}

TEST_CASE("what no record can hold is not written") {
  const Rulebook rules = claim_fixture::rulebook();
  ClaimReader reader(rules);
  Claim claim(rules), again(rules);
  fill_to(max_record_bytes, rules, claim);
  std::string line = written(claim);
  CHECK(line.size() == max_record_bytes);
  CHECK(reader.read(line, again));
  fill_to(max_record_bytes + 1, rules, claim);
  line = "as it was";
  CHECK_FALSE((append_json(claim, line)));
  CHECK((line == "as it was"));
  // six bytes in the line for one of the text
  const std::string controls(claims::max_text_bytes, '\x01');
  claim.clear();
  for (const std::string_view path : {"claim.id", "purchase.id", "product.serial"})
    CHECK(claim.set(*rules.fact<std::string_view>(path), controls));
  CHECK_FALSE(append_json(claim, line));
  CHECK(claim.set_null(*rules.fact<std::string_view>("product.serial")));
  check_read_back(rules, claim);

  const Claim taken = std::move(claim);
  CHECK_FALSE(append_json(
      claim, line));  // NOLINT(bugprone-use-after-move): what was moved from has no record
  CHECK((line == "as it was"));
}
