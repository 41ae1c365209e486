// SPDX-License-Identifier: Apache-2.0
//
// See rulebooks.hpp.
#include "rulebooks.hpp"

#include <stdexcept>
#include <vector>

#include "policy_maker.hpp"

namespace sanbao::bench {

namespace {

constexpr int rules_each = 20;

/// The claims' own policy among others, `count` in all.
Rulebook make_rulebook(const std::filesystem::path& source, std::size_t count) {
  std::vector<PolicySource> policies{
      {"hyundai-mp3.yaml", contents(source / "rules/vendors/hyundai-mp3.yaml")}};
  while (policies.size() < count) {
    const std::string name = std::to_string(policies.size());
    policies.push_back({name + ".yaml", make_policy(rules_each, name)});
  }
  auto rulebook = load_rulebook(policies);
  if (!rulebook) throw std::runtime_error("a rulebook of many policies has faults");
  return *rulebook;
}

void decide_all(Sanbao& sanbao, const Lines& claims) {
  for (const std::string_view line : claims.lines)
    if (!sanbao.decide(line, Detail::codes)) throw std::runtime_error("a claim is refused");
  sanbao.out.clear();
}

}  // namespace

void measure_rulebooks(const std::filesystem::path& source, std::size_t rounds, const Lines& claims,
                       Report& report) {
  report.table("Rulebooks of many policies, all about other brands but one");
  Sanbao few(make_rulebook(source, 10));
  Sanbao many(make_rulebook(source, 1000));
  const Compared among = compare(
      rounds, claims.lines.size(), [&] { decide_all(many, claims); },
      [&] { decide_all(few, claims); });
  report.row("JSON Lines, codes: among 1,000 policies / among 10", among.ratio, "", "1.5");
  report.row("microseconds of CPU for one claim, among 1,000", among.first, "", "");
}

}  // namespace sanbao::bench
