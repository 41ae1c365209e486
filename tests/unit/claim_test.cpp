// SPDX-License-Identifier: Apache-2.0
//
// The typed claim: what can be set, what is refused, and that it equals what the reader makes of a
// record.
#include "sanbao/claim.hpp"

#include <doctest/doctest.h>

#include <array>
#include <string>
#include <type_traits>
#include <utility>

#include "claim_fixture.hpp"
#include "claims/limits.hpp"
#include "ir/cells.hpp"
#include "sanbao/evaluate.hpp"
#include "sanbao/explain.hpp"
#include "sanbao/judge.hpp"
#include "sanbao/records.hpp"

using namespace sanbao;
using claim_fixture::check_same;
using ir::Cell;
using ir::FactState;

namespace {

using Texts = std::span<const std::string_view>;

const Cell& cell(const Claim& claim, std::string_view path) {
  return claim.data().cells.at(claim.data().schema->find_slot(path).value());
}

Money yuan(std::int64_t fen) {
  return Money::minor(fen, *Currency::parse("CNY"));
}

}  // namespace

TEST_CASE("a claim set by hand equals the one read from its record") {
  const Rulebook rules = claim_fixture::rulebook();
  ClaimReader reader(rules);
  Claim read(rules);
  REQUIRE(reader.read(
      R"({"claim":{"id":"C-1","filed_on":"2024-05-08","requests":"return"},)"
      R"("purchase":{"price":"1299.00","sold_directly":true,"channel":"store","documents":["invoice","photo"],)"
      R"("invoiced_on":"never","region":null,"promises":[]},"product":{"brand":"现代"},"usage":{"odometer_km":12.5},)"
      R"("lcd":{"bright_dots":3},"shop":{"discount":"0.5%","grace":"18 months","notice":7,"grade":"first"},)"
      R"("repairs":[{"received_on":"2024-05-03","returned_on":null,"fixed":false,"waiting_days":0,"component":"battery",)"
      R"("odometer_km":7},{"returned_on":"never"}],"exchanges":[],"visits":[{"fee":1.5,"people":2}],"resends":null})",
      read));

  Claim set(rules);
  const auto fact = [&]<typename T>(std::string_view path, T value) {
    REQUIRE(rules.fact<T>(path).has_value());
    CHECK(set.set(*rules.fact<T>(path), value));
  };
  fact("claim.id", std::string_view("C-1"));
  fact("claim.filed_on", *CivilDate::parse("2024-05-08"));
  fact("claim.requests", std::string_view("return"));
  fact("purchase.price", yuan(129900));
  fact("purchase.sold_directly", true);
  fact("purchase.channel", std::string_view("store"));
  const std::array<std::string_view, 2> documents{"invoice", "photo"};
  fact("purchase.documents", Texts(documents));
  fact("purchase.promises", Texts());
  CHECK(set.set_never(*rules.fact<CivilDate>("purchase.invoiced_on")));
  CHECK(set.set_null(*rules.fact<std::string_view>("purchase.region")));
  fact("product.brand", std::string_view("现代"));
  fact("usage.odometer_km", *Decimal::parse("12.5"));
  fact("lcd.bright_dots", std::int64_t{3});
  fact("shop.discount", *Rate::parse("0.5%"));
  fact("shop.grace", Period::months(18));
  fact("shop.notice", Days(7));
  fact("shop.grade", std::string_view("first"));

  const Events repairs = *rules.events("repairs");
  const Event first = set.add(repairs);
  CHECK(set.set(first, *rules.field<CivilDate>("repairs", "received_on"),
                *CivilDate::parse("2024-05-03")));
  CHECK(set.set_null(first, *rules.field<CivilDate>("repairs", "returned_on")));
  CHECK(set.set(first, *rules.field<bool>("repairs", "fixed"), false));
  CHECK(set.set(first, *rules.field<Days>("repairs", "waiting_days"), Days(0)));
  CHECK(set.set(first, *rules.field<std::string_view>("repairs", "component"), "battery"));
  CHECK(set.set(first, *rules.field<Decimal>("repairs", "odometer_km"), *Decimal::parse("7")));
  const Event second = set.add(repairs);
  CHECK(set.set_never(second, *rules.field<CivilDate>("repairs", "returned_on")));
  CHECK(set.set_none(*rules.events("exchanges")));
  CHECK(set.set_null(*rules.events("resends")));
  const Event visit = set.add(*rules.events("visits"));
  CHECK(set.set(visit, *rules.field<Money>("visits", "fee"), yuan(150)));
  CHECK(set.set(visit, *rules.field<std::int64_t>("visits", "people"), 2));
  check_same(set.data(), read.data());

  Claim copy(set);
  check_same(copy.data(), read.data());
  set.clear();
  CHECK(cell(set, "claim.id").state == FactState::absent);
  CHECK(set.data().lists.front().state == FactState::absent);
  check_same(copy.data(), read.data());
  set = copy;
  check_same(set.data(), read.data());
  const Claim moved = std::move(copy);
  check_same(moved.data(), read.data());
}

TEST_CASE("handles are typed, and given for facts that records carry alone") {
  const Rulebook rules = claim_fixture::rulebook();
  CHECK(rules.fact<bool>("goods.intact"));
  CHECK_FALSE(rules.fact<CivilDate>("goods.intact"));
  CHECK_FALSE(rules.fact<bool>("goods.intcat"));
  CHECK_FALSE(rules.fact<std::int64_t>("usage.odometer_km"));
  CHECK(rules.fact<Decimal>("usage.odometer_km"));
  CHECK(rules.fact<std::string_view>("fault.kind"));
  CHECK(rules.fact<std::string_view>("claim.requests"));
  CHECK(rules.fact<Texts>("purchase.documents"));
  CHECK_FALSE(rules.fact<std::string_view>("purchase.documents"));
  CHECK(rules.fact<Rate>("vehicle.use_coefficient"));
  CHECK(rules.field<Days>("repairs", "waiting_days"));
  CHECK_FALSE(rules.field<Days>("repairs", "duration"));
  CHECK_FALSE(rules.field<bool>("exchanges", "whole_unit"));
  CHECK_FALSE(rules.field<bool>("repairs", "mended"));
  CHECK_FALSE(rules.field<bool>("repair", "fixed"));
  CHECK(rules.events("visits"));
  CHECK_FALSE(rules.events("repair"));
}

TEST_CASE("what the reader refuses cannot be set, and nothing changes") {
  const Rulebook rules = claim_fixture::rulebook();
  Claim claim(rules);
  const auto price = *rules.fact<Money>("purchase.price");
  REQUIRE(claim.set(price, yuan(100)));
  CHECK_FALSE(claim.set(price, yuan(-1)));
  CHECK_FALSE(claim.set(price, yuan(Money::max_minor + 1)));
  CHECK_FALSE(claim.set(price, Money::minor(5, *Currency::parse("EUR"))));
  CHECK(cell(claim, "purchase.price").value == 100);

  const auto sold = *rules.fact<CivilDate>("purchase.sold_on");
  CHECK(claim.set(sold, CivilDate::last_fact()));
  CHECK_FALSE(claim.set(sold, *add(CivilDate::last_fact(), Days(1))));
  CHECK_FALSE(claim.set(sold, *add(CivilDate::first_fact(), Days(-1))));
  CHECK(cell(claim, "purchase.sold_on").value == CivilDate::last_fact().days_since_epoch());
  CHECK_FALSE(claim.set_never(*rules.fact<CivilDate>("claim.filed_on")));
  CHECK_FALSE(claim.set_null(*rules.fact<CivilDate>("claim.filed_on")));
  CHECK_FALSE(claim.set_null(*rules.fact<std::string_view>("claim.id")));
  CHECK(cell(claim, "claim.filed_on").state == FactState::absent);

  const auto kind = *rules.fact<std::string_view>("fault.kind");
  CHECK(claim.set(kind, "software"));
  CHECK_FALSE(claim.set(kind, "softwear"));
  CHECK_FALSE(claim.set(kind, "invoice"));
  CHECK(claim.data().text(static_cast<ir::Symbol>(cell(claim, "fault.kind").value)) == "software");
  CHECK(claim.set(*rules.fact<std::string_view>("claim.requests"), "apology"));
  CHECK_FALSE(claim.set(*rules.fact<std::string_view>("claim.requests"), "apologies"));

  const auto brand = *rules.fact<std::string_view>("product.brand");
  CHECK_FALSE(claim.set(brand, "\xFF"));
  CHECK_FALSE(claim.set(brand, std::string(claims::max_text_bytes + 1, 'x')));
  CHECK(cell(claim, "product.brand").state == FactState::absent);
  CHECK(claim.set(brand, std::string(claims::max_text_bytes, 'x')));

  const auto documents = *rules.fact<Texts>("purchase.documents");
  const std::array<std::string_view, 2> good{"photo", "invoice"}, twice{"photo", "photo"},
      odd{"photo", "receipt"};
  CHECK(claim.set(documents, good));
  const std::size_t members = claim.data().set_members.size();
  CHECK_FALSE(claim.set(documents, twice));
  CHECK_FALSE(claim.set(documents, odd));
  CHECK(claim.data().set_members.size() == members);
  CHECK((cell(claim, "purchase.documents").value & 0xFFFFFFFF) == 2);

  CHECK_FALSE(claim.set(*rules.fact<std::int64_t>("lcd.bright_dots"), -1));
  CHECK_FALSE(claim.set(*rules.fact<std::int64_t>("lcd.bright_dots"), ir::max_number + 1));
  CHECK_FALSE(claim.set(*rules.fact<Decimal>("usage.odometer_km"), Decimal{-1}));
  CHECK_FALSE(claim.set(*rules.fact<Days>("shop.notice"), Days(-1)));
  CHECK_FALSE(claim.set(*rules.fact<Rate>("shop.discount"), Rate::from_parts(-1)));
  const auto grace = *rules.fact<Period>("shop.grace");
  CHECK(claim.set(grace, Period::years(999'999'999)));  // as a record may say it
  for (const Period length :
       {Period::days(-1), Period::days(1'000'000'000), Period::working_days(1'000'000'000),
        Period::months(1'000'000'001), Period::years(1'000'000'000), Period::months(INT64_MIN)})
    CHECK_FALSE(claim.set(grace, length));
  CHECK(cell(claim, "shop.grace").value == Period::years(999'999'999).encode());
}

TEST_CASE("events: bounds, order of dates, at most a thousand") {
  const Rulebook rules = claim_fixture::rulebook();
  Claim claim(rules);
  const Events repairs = *rules.events("repairs");
  const auto received = *rules.field<CivilDate>("repairs", "received_on");
  const auto returned = *rules.field<CivilDate>("repairs", "returned_on");
  const auto fixed = *rules.field<bool>("repairs", "fixed");
  const CivilDate early = *CivilDate::parse("2024-05-01"), late = *CivilDate::parse("2024-05-09");

  const Event one = claim.add(repairs);
  CHECK(claim.set(one, received, late));
  CHECK_FALSE(claim.set(one, returned, early));
  CHECK(claim.data().lists[repairs.list].cells[returned.field].state == FactState::absent);
  CHECK(claim.set(one, returned, late));
  CHECK(claim.set(one, received, early));
  CHECK(claim.set(one, returned, early));
  CHECK_FALSE(claim.set(one, received, late));
  CHECK_FALSE(claim.set_never(one, received));

  CHECK_FALSE(claim.set(Event{repairs.list, 1}, fixed, true));
  CHECK_FALSE(claim.set(Event{repairs.list + 1, 0}, fixed, true));
  const std::uint64_t shape = repairs.shape;
  CHECK_FALSE(claim.set(one, Field<bool>{repairs.list, 999, shape}, true));
  CHECK_FALSE(claim.set(one, Field<bool>{repairs.list, received.field, shape}, true));
  CHECK_FALSE(claim.set(Fact<bool>{9999, shape}, true));
  CHECK_FALSE(claim.set_null(Fact<bool>{9999, shape}));
  CHECK_FALSE(claim.set_null(one, Field<bool>{999, 0, shape}));
  CHECK_FALSE(claim.set_none(Events{999, shape}));

  for (int i = 1; i < 1000; ++i)
    CHECK(claim.set(claim.add(repairs), fixed, true));
  const Event beyond = claim.add(repairs);
  CHECK_FALSE(claim.set(beyond, fixed, true));
  CHECK(claim.data().lists[repairs.list].count == 1000);
  CHECK(claim.set_none(repairs));
  CHECK(claim.data().lists[repairs.list].count == 0);
  CHECK_FALSE(claim.set(one, fixed, true));
}

TEST_CASE(
    "handles of a rulebook that knows other facts are refused, those of the same facts are taken") {
  const auto with = [](std::string fact, std::string version) {
    const std::string text =
        "sanbao: 1\npolicy: shop\nversion: \"" + version +
        "\"\ntitle: {zh: 店, en: shop}\nfacts:\n  shop." + fact +
        ": {type: bool}\n  times: {type: {list: {at: date}}}\nclock: {zone: +08:00}\n"
        "rules:\n  - {id: \"1\", title: {zh: 甲, en: one}, when: shop." +
        fact + ", grants: {repair: {}}}\n";
    auto loaded = load_rulebook(std::array{PolicySource{"shop.yaml", text}});
    if (!loaded) MESSAGE(render(loaded.diagnostics().front()));
    REQUIRE(loaded);
    return *loaded;
  };
  const Rulebook damaged = with("damaged", "1");
  const Rulebook agreed = with("agreed_by_the_head", "1");
  const Rulebook again = with("damaged", "2");
  const auto fact = *damaged.fact<bool>("shop.damaged");
  Claim claim(agreed);
  CHECK_FALSE(claim.set(fact, true));
  CHECK_FALSE(claim.set_null(fact));
  CHECK_FALSE(claim.set_none(*damaged.events("times")));
  CHECK(claim.set(*agreed.fact<bool>("shop.agreed_by_the_head"), true));
  Claim newer(again);
  CHECK(newer.set(fact, true));

  Decision decision;
  CHECK(decision.is_empty());
  CHECK(evaluate(again, newer, {}, decision));
  CHECK(decision.outcome() == Outcome::approved);
  // A claim of the version before is none of this one.
  const Claim older(damaged);
  CHECK_FALSE(evaluate(again, older, {}, decision));
  CHECK(decision.remedies().empty());
  CHECK(decision.policies().empty());
  CHECK(evaluate(again, older).remedies().empty());
  CHECK(evaluate(again, older).is_empty());
  CHECK_FALSE(evaluate(again, newer).is_empty());
  std::string written;
  append_json(decision, written);
  CHECK(decision.is_empty());
  CHECK(written.empty());
  CHECK(explain(decision, Language::en).empty());
}

TEST_CASE("after a line that cannot be read a judge holds no decision, and goes on") {
  const Rulebook rules = claim_fixture::rulebook();
  Judge judge(rules, {.as_of = CivilDate::parse("2024-05-10")});
  const std::string good = R"({"claim":{"filed_on":"2024-05-08"}})";
  for (const char* const bad : {"{", R"({"claim":{"filed_on":"2024-05-11"}})"}) {
    CHECK(judge.decide(good));
    CHECK_FALSE(judge.decision().is_empty());
    CHECK_FALSE(judge.decide(bad));
    CHECK(judge.decision().is_empty());
    std::string written;
    append_json(judge.decision(), written);
    CHECK(written.empty());
  }
  CHECK(judge.decide(good));
}

TEST_CASE("what was moved from can be read into and evaluated into again") {
  const Rulebook rules = claim_fixture::rulebook();
  Claim claim(rules);
  const Claim kept = std::move(claim);
  Decision decision;
  Decision first = std::move(decision);
  CHECK(evaluate(rules, kept, {}, first));
  // NOLINTBEGIN(bugprone-use-after-move)
  CHECK_FALSE(claim.belongs_to(rules));
  CHECK_FALSE(evaluate(rules, claim, {}, decision));
  CHECK(evaluate(rules, kept, {}, decision));
  ClaimReader reader(rules);
  CHECK(reader.read(R"({"claim":{"id":"C-1"}})", claim));
  CHECK(claim.belongs_to(rules));
  // NOLINTEND(bugprone-use-after-move)
}

TEST_CASE("a reader gives a claim of another rulebook its own shape first") {
  const Rulebook rules = claim_fixture::rulebook(), others = claim_fixture::rulebook("JPY");
  Claim claim(others);
  CHECK_FALSE(claim.belongs_to(rules));
  ClaimReader reader(rules);
  REQUIRE(reader.read(R"({"purchase":{"price":1.25}})", claim));
  CHECK(claim.belongs_to(rules));
  CHECK(cell(claim, "purchase.price").value == 125);
  ClaimReader moved(std::move(reader));
  CHECK_FALSE(moved.read(R"({"purchase":{"price":1.255}})", claim));
  CHECK(moved.error().code == "SB3023");
  CHECK(cell(claim, "purchase.price").state == FactState::absent);
  Claim left(std::move(claim));
  REQUIRE(moved.read("{}", claim));  // one that was moved from is as good as new
  CHECK(claim.belongs_to(rules));
}

TEST_CASE("decimals of the typed interface are exact") {
  CHECK(Decimal::parse("12000.5")->millionths == 12'000'500'000);
  CHECK(Decimal::parse("0.000001")->millionths == 1);
  CHECK(Decimal::parse("1000000000000")->millionths == ir::max_number * 1'000'000);
  for (const std::string_view text :
       {"", "-1", "+1", "1.", ".5", "1e3", "01", "0.0000001", "1000000000000.1", "1 "}) {
    INFO(std::string(text));
    CHECK_FALSE(Decimal::parse(text).has_value());
  }
}
