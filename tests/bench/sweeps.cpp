// SPDX-License-Identifier: Apache-2.0
//
// A hundred variants: see sweeps.hpp.
#include "sweeps.hpp"

#include <cstdio>
#include <span>
#include <stdexcept>
#include <vector>

#include "sanbao/audit/impact.hpp"
#include "sanbao/variants.hpp"

namespace sanbao::bench {

namespace {

/// The sweep as `sanbao impact` does it: the policy compared with each variant, and what comes of it counted.
void measure_impact(const Options& options, std::span<const Rulebook> rulebooks,
                    const std::vector<Claim>& claims, std::size_t passes, Work& work,
                    Report& report) {
  const auto weigh = [&](std::span<const Claim> of, std::size_t times) {
    audit::Weighing weighing(rulebooks, {});
    for (std::size_t pass = 0; pass < times; ++pass)
      weighing.add(pass * of.size() + 1, of);
    return weighing.report();
  };
  const Compared weighed = compare(
      options.rounds, 1, [&] { (void)weigh(claims, passes); }, [&] { work.decide_columns(); });
  report.row("impact of 100 variants on a million parsed claims, seconds of CPU",
             weighed.first / 1e6, " s", "1.5 s", "0.3 s");
}

}  // namespace

void measure_sweep(const Options& options, Work& work, Report& report) {
  constexpr int variants_count = 100;
  constexpr std::size_t passes = 1'000'000 / Work::typed;
  std::vector<Variant> variants;
  for (int i = 0; i <= variants_count; ++i) {
    Variant& variant = variants.emplace_back();
    variant.paths = {(options.source / "rules/vendors/hyundai-mp3.yaml").string()};
    if (i == 0) continue;  // the policy as it is, which the others are compared with
    char rate[16];
    std::snprintf(rate, sizeof rate, "%d.%02d%%", i / 100, i % 100);
    variant.changes = {{"", "values.depreciation", rate}};
  }
  const auto rulebooks = load_variants(variants);
  if (!rulebooks) throw std::runtime_error("a variant cannot be loaded");
  std::vector<Claim> claims;
  ClaimReader reader(rulebooks->front());
  Claim claim(rulebooks->front());
  for (std::size_t i = 0; i < Work::typed; ++i) {
    if (!reader.read(work.whole().lines[i], claim)) throw std::runtime_error("refused");
    claims.push_back(claim);
  }
  const ClaimTable table(rulebooks->front(), claims);
  Columns sweep(std::span<const Rulebook>(*rulebooks).subspan(1), table);
  const Compared swept = compare(
      options.rounds, 1,
      [&] {
        for (std::size_t pass = 0; pass < passes; ++pass)
          sweep.decide();
      },
      [&] { work.decide_columns(); });
  report.row("100 variants of a rate over a million parsed claims, seconds of CPU",
             swept.first / 1e6, " s", "1.5 s", "0.3 s");
  report.row("share decided in columns, of all variants", sweep.share(), " %", "");
  measure_impact(options, *rulebooks, claims, passes, work, report);
}

}  // namespace sanbao::bench
