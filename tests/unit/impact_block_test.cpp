// SPDX-License-Identifier: Apache-2.0
//
// Blocks of claims (audit/weigh_block, audit/claim_block): a report and the changes told are what each claim decided by
// itself gives, whatever the variants differ in, on claims that leave much open and on complete ones.
#include <doctest/doctest.h>

#include <array>
#include <string>
#include <vector>

#include "../digest/claim_maker.hpp"
#include "hyundai_claims.hpp"
#include "sanbao/audit/impact.hpp"
#include "sanbao/variants.hpp"

using namespace sanbao;
using audit::Weighing;
using audit::WeighOptions;

namespace {

const std::string hyundai = "rules/vendors/hyundai-mp3.yaml";

Variant policies(std::vector<std::string> paths) {
  Variant variant;
  variant.paths = std::move(paths);
  return variant;
}

std::vector<std::string> lines_of(std::size_t count) {
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < count; ++i) {
    lines.push_back(digest::Maker(i + 1).line());
    lines.push_back(hyundai_claims::generated(static_cast<unsigned>(i)));
  }
  return lines;
}

struct Told {
  std::string report, changes;
};

Told weigh(const std::vector<Rulebook>& books, const std::vector<std::string>& lines,
           const WeighOptions& options, std::size_t each) {
  Weighing weighing(books, options);
  Told told;
  std::uint64_t record = 0;
  const auto settle = [&] {
    weighing.settle();
    for (const auto& change : weighing.changes()) {
      append_json(change, {}, told.changes);
      told.changes += '\n';
    }
  };
  for (const std::string& line : lines) {
    weighing.add(++record, line);
    if (record % each == 0) settle();
  }
  settle();
  const audit::ImpactReport report = weighing.report();
  append_json(report, told.report);
  for (const audit::VariantImpact& variant : report.variants)
    for (const audit::RuleLine& line : variant.rules) {
      if (options.list) told.changes += std::to_string(line.listed) + '\n';
      for (const auto& change : line.first_listed) {
        append_json(change, {}, told.changes);
        told.changes += '\n';
      }
    }
  return told;
}

/// How many claims change under any of the variants.
void compare(const std::vector<Variant>& variants, std::size_t count,
             std::optional<CivilDate> as_of = {}) {
  const auto books = load_variants(variants);
  for (const auto& fault : books.diagnostics())
    if (!books) MESSAGE(render(fault));
  REQUIRE(books.has_value());
  const auto lines = lines_of(count);
  enum class Tell : std::uint8_t { nothing, changes, behind_lines };
  for (const Tell tell : {Tell::nothing, Tell::changes, Tell::behind_lines}) {
    WeighOptions options;
    options.as_of = as_of;
    options.keep_changes = tell == Tell::changes;
    options.most_listed = 7;
    if (tell == Tell::behind_lines)
      options.list = [](const audit::ClaimChange& change) { return change.record % 3 > 0; };
    WeighOptions alone = options;
    alone.one_by_one = true;
    const Told expected = weigh(*books, lines, alone, 1);
    CHECK(expected.changes.empty() == (tell == Tell::nothing));
    for (const std::size_t each : {std::size_t{500}, lines.size()}) {
      const Told found = weigh(*books, lines, options, each);
      CHECK(found.report == expected.report);
      CHECK(found.changes == expected.changes);
    }
  }
}

std::vector<Variant> changed(const std::vector<PolicyChange>& changes) {
  std::vector<Variant> variants{policies({hyundai})};
  for (const PolicyChange& change : changes) {
    variants.push_back(variants.front());
    variants.back().changes = {change};
  }
  return variants;
}

}  // namespace

TEST_CASE("blocks of claims: amounts, conditions, links, heads") {
  compare(changed({{"", "values.depreciation", "0.1%"},
                   {"", "values.depreciation", "5%"},
                   {"", "values.full_refund", "purchase.price * 90%"},
                   {"", "rules.6.4a.grants.return.pays.refund", "purchase.price * 50%"}}),
          700);
  compare(changed({{"", "periods.guarantee.length", "2 years"},
                   {"", "periods.return_period.length", "15 days"},
                   {"", "conditions.repaired_twice", "1"},
                   {"", "conditions.performance_fault", "fault.kind == cosmetic"}}),
          700);
  compare(changed({{"", "rules.5.grants.return.needs", "fault.described"},
                   {"", "rules.2.4.needs", "fault.confirmed"},
                   {"", "facts.goods.label_intact.assume", "false"},
                   {"", "values.depreciation", "1%"},
                   {"", "round.mode", "down"},
                   {"", "clock.count_from", "same_day"}}),
          500);
}

TEST_CASE("blocks of claims: another version, another rulebook, another day") {
  const std::string other = "examples/policies/hyundai-mp3-2009.1-made-up.yaml";
  compare({policies({hyundai}), policies({other})}, 700);
  compare({policies({hyundai}), policies({other})}, 700, CivilDate::parse("2024-06-01"));
  compare({policies({"rules/vendors"}), policies({hyundai}), policies({other})}, 200);
}
