// SPDX-License-Identifier: Apache-2.0
//
// What a change of a decision is worth (audit/weights, sanbao/audit/impact.hpp): directions, sums, sizes, and that
// parts merge in any order. Whole reports are held to two runs of `sanbao decide` by tests/cli/impact_test.py.
#include "sanbao/audit/impact.hpp"

#include <doctest/doctest.h>

#include <array>
#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

#include "audit/weights.hpp"
#include "sanbao/variants.hpp"

using namespace sanbao;
using namespace sanbao::audit;

namespace {

/// A policy on one price: `rules` under its head.
Variant variant(const std::string& rules) {
  return {.paths = {},
          .policies = {{"shop.yaml",
                        "sanbao: 1\npolicy: shop\nversion: \"1\"\ntitle: {zh: 示例, en: Example}\n"
                        "basis: vendor\ncurrency: CNY\nround: {to: 0.01, mode: half_up}\nclock: "
                        "{zone: Asia/Shanghai, count_from: next_day, month_end: last_day, roll: "
                        "none}\n" +
                            rules}},
          .calendars = {},
          .settings = {},
          .changes = {}};
}
std::string grants(const std::string& when, const std::string& body, const std::string& id = "1") {
  return "  - {id: \"" + id + "\", title: {zh: 甲, en: First}, when: " + when + ", grants: {" +
         body + "}}\n";
}
const std::string refund = "return: {pays: {refund: purchase.price}}";

std::vector<Rulebook> pair(const std::string& from, const std::string& to) {
  auto loaded = load_variants(std::array{variant("rules:\n" + from), variant("rules:\n" + to)});
  for (const auto& fault : loaded.diagnostics())
    if (!loaded) MESSAGE(render(fault));
  REQUIRE(loaded.has_value());
  return *loaded;
}

/// The change of one claim from one rulebook to another.
std::string changed(const std::string& from, const std::string& to, const std::string& claim) {
  const auto books = pair(from, to);
  Weighing weighing(books, {.as_of = {}, .largest = 10, .keep_changes = true});
  REQUIRE(weighing.add(1, claim));
  weighing.settle();
  if (weighing.changes().empty())
    return weighing.report().variants[0].beside > 0 ? "beside" : "alike";
  const ClaimChange& change = weighing.changes()[0];
  std::string text(to_string(change.direction));
  for (const auto& rule : change.rules)
    text += " " + rule.rule;
  if (change.money) text += " " + std::to_string(*change.money);
  return text;
}

const std::string asks =
    R"({"claim":{"requests":"return"},"purchase":{"price":"100.00"},"fault":{"confirmed":true}})";
const std::string confirmed = grants("fault.confirmed", refund);

}  // namespace

TEST_CASE("better and worse for the consumer: what may still come of it, then the net") {
  const std::string half =
      grants("fault.confirmed", "return: {pays: {refund: purchase.price * 50%}}");
  const std::string never = grants("not fault.confirmed", refund);
  const std::string open = grants("fault.described", refund);
  const std::string papers = grants(
      "fault.confirmed", "return: {needs: not fault.confirmed, pays: {refund: purchase.price}}");
  const std::string open_papers =
      grants("fault.confirmed", "return: {needs: fault.described, pays: {refund: purchase.price}}");
  const std::string two_amounts =
      confirmed + grants("fault.confirmed", "return: {pays: {refund: purchase.price * 10%}}", "2");
  struct Row {
    std::string from, to, expected;
  };
  const Row rows[] = {
      {confirmed, confirmed, "alike"},
      {confirmed, half, "worse 1 -5000"},
      {half, confirmed, "better 1 5000"},
      {confirmed, never, "worse 1 -10000"},
      {never, confirmed, "better 1 10000"},
      {confirmed, papers, "worse 1 0"},
      {papers, confirmed, "better 1 0"},
      {never, papers, "better 1 10000"},
      // An open outcome may become any; a right that is granted or refused cannot become better or worse than itself.
      {confirmed, open, "worse 1"},
      {never, open, "better 1"},
      {papers, open, "neither 1"},
      // Due at least: what is open lies between conditional and approved.
      {papers, open_papers, "better 1"},
      {confirmed, open_papers, "worse 1"},
      // A dispute is about money alone.
      {confirmed, two_amounts, "worse"},
      {papers, two_amounts, "better"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.from);
    CAPTURE(row.to);
    const std::string found = changed(row.from, row.to, asks);
    CHECK(found.substr(0, row.expected.size()) == row.expected);
  }
}

TEST_CASE("the rules behind: those that stand otherwise, else those that grant") {
  const std::string first = grants("fault.confirmed", refund);
  const std::string second = grants("fault.confirmed", refund, "2");
  CHECK(changed(first, second, asks) == "beside");
  const std::string excluded =
      first +
      "  - {id: \"9\", title: {zh: 除外, en: Excluded}, when: fault.confirmed, excludes: all}\n";
  CHECK(changed(first, excluded, asks) == "worse 9 -10000");
  CHECK(changed(excluded, first, asks) == "better 9 10000");
  const std::string papers = first +
                             "  - {id: \"8\", title: {zh: 发票, en: Invoice}, for: [return], "
                             "needs: not fault.confirmed}\n";
  CHECK(changed(first, papers, asks) == "worse 8 0");
  const std::string other = grants("fault.confirmed", "exchange: {}", "1");
  CHECK(changed(first, other, asks) == "worse 1 -10000");
}

TEST_CASE(
    "the rules behind an open answer, which names none: those of its remedy that stand otherwise") {
  const std::string never = grants("not fault.confirmed", refund);
  const std::string open = grants("fault.described", refund);
  CHECK(changed(never, open, asks) == "better 1");
  CHECK(changed(open, never, asks) == "worse 1");
  // One that fails on both sides, one of another remedy and one that adds are not behind it.
  const std::string beside =
      grants("not fault.confirmed", refund, "2") + grants("fault.described", "exchange: {}", "3");
  const std::string beside_then =
      grants("not fault.confirmed", refund, "2") + grants("fault.confirmed", "exchange: {}", "3");
  CHECK(changed(never + beside, open + beside_then, asks) == "better 1");
  CHECK(changed(never, open + beside, asks) == "better 1");
  CHECK(changed(open + beside, never, asks) == "worse 1");
  // An exclusion that is open now, and a rule that the other side does not have.
  const auto excludes = [](const std::string& when) {
    return "  - {id: \"9\", title: {zh: 除外, en: Excluded}, when: " + when +
           ", excludes: [return]}\n";
  };
  CHECK(changed(confirmed, confirmed + excludes("fault.described"), asks) == "worse 9");
  CHECK(changed(confirmed + excludes("fault.confirmed"), confirmed + excludes("fault.described"),
                asks) == "better 9");
  CHECK(changed(never, never + grants("fault.described", refund, "4"), asks) == "better 4");
}

TEST_CASE("of any remedy the first of the best answers") {
  const std::string any = R"({"purchase":{"price":"100.00"},"fault":{"confirmed":true}})";
  const std::string exchange = grants("fault.confirmed", "exchange: {}");
  const std::string both = grants("fault.confirmed", "exchange: {}, " + refund);
  CHECK(changed(exchange, both, any) == "better 1 10000");
  const std::string repair = grants("fault.confirmed", "repair: {}");
  CHECK(changed(exchange, repair, any) == "neither 1 0");
  const std::string with_side = grants("fault.confirmed", "exchange: {}, spare_unit: {}");
  CHECK(changed(exchange, with_side, any) == "beside");
}

TEST_CASE("percents are rounded half up, away from nought, and none where they do not fit") {
  CHECK(in_hundredths_of_percent(-16368, 717104) == -228);
  CHECK(in_hundredths_of_percent(1, 20000) == 1);  // 0.005 %
  CHECK(in_hundredths_of_percent(-1, 20000) == -1);
  CHECK(in_hundredths_of_percent(1, 20001) == 0);
  CHECK(in_hundredths_of_percent(2, 3) == 6667);
  constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
  CHECK(in_hundredths_of_percent(most, most) == 10000);
  CHECK_FALSE(in_hundredths_of_percent(most, 1).has_value());
}

TEST_CASE(
    "sums are exact beyond 64 bits while they are added, and said to be too large where they end "
    "there") {
  constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
  Sum sum;
  for (int i = 0; i < 5; ++i)
    sum.add(most);
  CHECK_FALSE(sum.weight().money.has_value());
  for (int i = 0; i < 4; ++i)
    sum.add(-most);
  CHECK(sum.weight().money == most);
  sum.add(1);
  CHECK_FALSE(sum.weight().money.has_value());
  sum.add(std::nullopt);
  CHECK(sum.weight().open == 1);
  CHECK(sum.weight().claims == 11);
  CHECK(magnitude(std::numeric_limits<std::int64_t>::min()) == std::uint64_t{1} << 63U);
}

TEST_CASE("each change of money lies in one bucket, within its bounds") {
  const Currency yuan = *Currency::parse("CNY");
  const Currency yen = *Currency::parse("JPY");
  const std::vector<std::int64_t> amounts{0,      1,       -1,      1000,      1001,
                                          -1000,  -1001,   5000,    499999,    500000,
                                          500001, -500000, -500001, INT64_MAX, INT64_MIN};
  for (const Currency currency : {yuan, yen}) {
    for (const std::int64_t amount : amounts) {
      Distribution distribution;
      const ChangeSteps steps = ChangeSteps::of_money(currency);
      distribution.add(amount, steps);
      std::size_t holding = 0;
      const auto buckets = distribution.buckets(steps);
      CHECK(buckets.size() == 15);
      for (const ChangeBucket& bucket : buckets) {
        const bool within =
            amount >= bucket.least.value_or(INT64_MIN) && amount <= bucket.most.value_or(INT64_MAX);
        CHECK(bucket.claims == (within ? 1U : 0U));
        holding += within ? 1 : 0;
      }
      CHECK(holding == 1);
    }
  }
}

TEST_CASE("no rulebook, and rulebooks of other facts, are refused in words") {
  const auto said = [](std::span<const Rulebook> books) -> std::string {
    try {
      const Weighing weighing(books, {});
    } catch (const std::invalid_argument& error) {
      return error.what();
    }
    return {};
  };
  CHECK(said({}) == "there is no rulebook to weigh claims under");
  const auto books = pair(confirmed, confirmed);
  const auto others = pair(grants("goods.opened", refund), confirmed);
  CHECK(said(std::array{books[0], others[0]}) ==
        "the rulebooks do not share their facts: load them by `load_variants`");
  CHECK(said(books).empty());
}

TEST_CASE("parts merge in any order") {
  const auto books =
      pair(confirmed, grants("fault.confirmed", "return: {pays: {refund: purchase.price * 50%}}"));
  const auto line = [](int price) {
    return R"({"claim":{"id":"C","filed_on":"2024-05-0)" + std::to_string(price % 9 + 1) +
           R"(","requests":"return"},"purchase":{"price":")" + std::to_string(price) +
           R"(.00"},"fault":{"confirmed":true}})";
  };
  std::vector<Weighing> parts;
  Weighing whole(books, {.as_of = {}, .largest = 3, .keep_changes = false});
  for (int part = 0; part < 3; ++part)
    parts.emplace_back(books, WeighOptions{.as_of = {}, .largest = 3, .keep_changes = false});
  for (int i = 0; i < 60; ++i) {
    const auto record = static_cast<std::uint64_t>(i + 1);
    CHECK(whole.add(record, line(i % 20)));
    CHECK(parts[static_cast<std::size_t>(i % 3)].add(record, line(i % 20)));
    CHECK_FALSE(whole.add(record, "{"));
    CHECK_FALSE(parts[static_cast<std::size_t>(i % 3)].add(record, "{"));
  }
  std::string expected;
  append_json(whole.report(), expected);
  for (const auto& order : {std::array{0, 1, 2}, std::array{2, 0, 1}}) {
    Weighing merged(books, {.as_of = {}, .largest = 3, .keep_changes = false});
    for (const int part : order)
      merged.merge(parts[static_cast<std::size_t>(part)]);
    std::string found;
    append_json(merged.report(), found);
    CHECK(found == expected);
  }
  const auto report = whole.report();
  CHECK(report.variants[0].largest.size() == 3);
  CHECK(report.variants[0].largest[0].record == 20);
  CHECK(report.variants[0].largest[1].record == 40);
  CHECK(report.first_refused.size() == 10);
}

TEST_CASE(
    "the claims behind a line: all are counted, the first by record are held, whoever weighed "
    "them") {
  const auto books =
      pair(confirmed, grants("fault.confirmed", "return: {pays: {refund: purchase.price * 50%}}"));
  WeighOptions options;
  options.list = [](const ClaimChange& change) { return change.record % 2 == 0; };
  options.most_listed = 3;
  std::vector<Weighing> parts;
  for (int part = 0; part < 3; ++part)
    parts.emplace_back(books, options);
  // From the last to the first: a caller may number its claims as it likes.
  for (std::uint64_t record = 60; record > 0; --record)
    CHECK(parts[record % 3].add(record, asks));
  for (const auto& order : {std::array{0U, 1U, 2U}, std::array{2U, 0U, 1U}}) {
    Weighing merged(books, options);
    for (const unsigned part : order)
      merged.merge(parts[part]);
    const RuleLine line = merged.report().variants[0].rules.at(0);
    CHECK(line.all.claims == 60);
    CHECK(line.listed == 30);
    REQUIRE(line.first_listed.size() == 3);
    CHECK(line.first_listed[0].record == 2);
    CHECK(line.first_listed[2].record == 6);
    CHECK(line.first_listed[0].money == -5000);
    CHECK(line.first_listed[0].rules.empty());
  }
  options.most_listed = 0;
  Weighing none(books, options);
  CHECK(none.add(2, asks));
  CHECK(none.report().variants[0].rules.at(0).listed == 1);
  CHECK(none.report().variants[0].rules.at(0).first_listed.empty());
  Weighing unasked(books, {});
  CHECK(unasked.add(2, asks));
  CHECK(unasked.report().variants[0].rules.at(0).listed == 0);
}
