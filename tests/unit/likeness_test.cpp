// SPDX-License-Identifier: Apache-2.0
//
// Likeness (sanbao/compare.hpp): where it says that another rulebook decides the same, deciding again must say so too,
// on claims that leave much open, and for changes of every kind; and what it can tell it does tell.
#include <doctest/doctest.h>

#include <array>
#include <string>
#include <vector>

#include "../digest/claim_maker.hpp"
#include "sanbao/compare.hpp"
#include "sanbao/evaluate.hpp"
#include "sanbao/records.hpp"
#include "sanbao/variants.hpp"

using namespace sanbao;

namespace {

const std::string hyundai = "rules/vendors/hyundai-mp3.yaml";

/// What Likeness vouches for.
std::string answers(const Decision& decision) {
  std::string text(to_string(decision.outcome()));
  for (const RemedyAnswer& answer : decision.remedies()) {
    if (answer.status == Status::unavailable) continue;
    text += "\n" + std::string(answer.remedy) + " " + std::string(to_string(answer.status));
    for (const auto* lines : {&answer.pays, &answer.charges})
      for (const MoneyLine& line : *lines)
        text += " " + std::string(line.key) + "=" + (line.amount ? line.amount->to_string() : "?");
    if (answer.has_net) text += " net=" + (answer.net ? answer.net->to_string() : "?");
    for (const auto rule : answer.rules)
      text += " " + std::string(rule);
    for (const auto rule : answer.needs)
      text += " needs " + std::string(rule);
  }
  return text;
}

Decision decided(const Rulebook& rules, const Claim& claim) {
  Decision decision;
  REQUIRE(evaluate(rules, claim, {.as_of = {}, .detail = Detail::codes, .ask = false}, decision));
  return decision;
}

struct Counts {
  std::size_t claims = 0, told = 0, same = 0;
};

Counts compare(const std::vector<std::string>& paths, const std::vector<PolicyChange>& changes,
               std::size_t count) {
  const Variant plain{
      .paths = paths, .policies = {}, .calendars = {}, .settings = {}, .changes = {}};
  Variant changed = plain;
  changed.changes = changes;
  const auto books = load_variants(std::array{plain, changed});
  for (const auto& fault : books.diagnostics())
    if (!books) MESSAGE(render(fault));
  REQUIRE(books.has_value());
  const Likeness likeness(books->at(0), books->at(1));
  ClaimReader reader(books->at(0));
  Claim claim(books->at(0));
  Counts counts;
  for (std::size_t number = 0; number < count; ++number) {
    if (!reader.read(digest::Maker(number + 1).line(), claim)) continue;
    ++counts.claims;
    const Decision before = decided(books->at(0), claim);
    const bool told = likeness.same_answers(before);
    const std::string first = answers(before);
    // Read already, it says the same.
    CHECK(likeness.same_answers(before) == told);
    const bool same = answers(decided(books->at(1), claim)) == first;
    counts.told += told ? 1 : 0;
    counts.same += same ? 1 : 0;
    if (told) CHECK(same);
  }
  return counts;
}

}  // namespace

TEST_CASE("where it says the same, deciding again says the same") {
  const std::vector<std::vector<PolicyChange>> changes{
      {{"", "values.depreciation", "0.1%"}},
      {{"", "values.depreciation", "5%"}},
      {{"", "values.full_refund", "purchase.price * 90%"}},
      {{"", "values.used_days", "days from purchase.sold_on to claim.filed_on"}},
      {{"", "rules.5.grants.return.needs", "fault.described"}},
      {{"", "rules.2.4.needs", "fault.confirmed"}},
      {{"", "rules.6.4a.grants.return.pays.refund", "purchase.price * 50%"}},
      {{"", "periods.guarantee.length", "2 years"}},
      {{"", "periods.return_period.length", "15 days"}},
      {{"", "conditions.repaired_twice", "1"}},
      {{"", "conditions.performance_fault", "fault.kind == cosmetic"}},
      {{"", "facts.goods.label_intact.assume", "false"}},
      {{"", "round.mode", "down"}},
      {{"", "clock.count_from", "same_day"}},
      {{"", "in_force.from", "2020-01-01"}},
  };
  for (const auto& change : changes) {
    CAPTURE(change[0].path);
    const Counts counts = compare({hyundai}, change, 1000);
    CHECK(counts.claims > 600);
    CHECK(counts.same < counts.claims);
  }
}

TEST_CASE("it tells most of what is the same where an amount alone is different") {
  const Counts counts = compare({hyundai}, {{"", "values.depreciation", "0.1%"}}, 3000);
  CHECK(counts.told * 100 > counts.same * 95);
  // Of many policies, one that is different matters only where it applies.
  const Counts many =
      compare({"rules"}, {{"cn/fixed-phone", "periods.fifteen_days.length", "20 days"}}, 500);
  CHECK(many.told * 100 > many.claims * 95);
}

TEST_CASE("rulebooks of which the same is known") {
  const Variant plain{
      .paths = {hyundai}, .policies = {}, .calendars = {}, .settings = {}, .changes = {}};
  const auto with = [&](const std::string& path, const std::string& value) {
    Variant variant = plain;
    variant.changes = {{"", path, value}};
    return variant;
  };
  const auto books = load_variants(
      std::array{plain, with("values.depreciation", "0.1%"), with("values.depreciation", "0.2%"),
                 with("values.depreciation", "0.3%"), with("values.full_refund", "purchase.price"),
                 with("round.mode", "down"), with("title.en", "Terms")});
  REQUIRE(books.has_value());
  const auto like = [&](std::size_t other) { return Likeness(books->at(0), books->at(other)); };
  CHECK(like(1) == like(2));
  CHECK_FALSE(like(1) == like(3));
  CHECK_FALSE(like(1) == like(4));
  CHECK_FALSE(like(3) == like(5));
  CHECK(like(3) == like(6));
}
